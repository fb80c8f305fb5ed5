"use strict";
// Tables that sort by a heading and keep only the rows that hold what is typed. All of it is in the
// page without this; nothing is asked of anybody.
for (const table of document.querySelectorAll("table.data")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
      const rows = [...body.rows].sort((a, b) => collator.compare(key(a), key(b)));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}
for (const field of document.querySelectorAll("[data-filters]")) {
  const body = document.getElementById(field.dataset.filters).tBodies[0];
  const count = field.querySelector("output");
  const shown = field.dataset.shown;
  const input = field.querySelector("input");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  field.hidden = false;
  input.addEventListener("input", () => {
    const wanted = fold(input.value);
    const rows = [...body.rows];
    for (const row of rows) row.hidden = !fold(row.textContent).includes(wanted);
    const left = rows.filter((row) => !row.hidden).length;
    count.textContent = shown.replace("{shown}", left).replace("{all}", rows.length);
  });
}
