"""Headings below a title or a line of groups: read where the entry says, found by inspect."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pytest

from calllint.cli import main
from calllint.engine import InputError
from calllint.facts.profiles import every_profile
from calllint.facts.sources.table import How
from calllint.facts.titled import heading_line, known_headings
from calllint.packs import load_packs
from tests.building import judged, phone, write

KNOWN = known_headings(every_profile(load_packs(())))
HEAD = "Nom;Téléphone;Code postal"
ROWS = f"Zoé;{phone(1)};75011\nNoël;{phone(2)};75012\n"
ABOVE = {
    "as Excel pads it": ("Prospects du 12/11/2026;;\n;;\n", 3),
    "one cell and a blank line": ("Prospects du 12/11/2026\n\n", 3),
    "a cell of two lines": ('"Prospects\nde novembre";;\n', 3),
    "groups": ("Client;;Adresse\n", 2),
    "sep= and a title": ("sep=;\nProspects\n", 3),
}
Writer = Callable[[Path, str], Path]


def text(encoding: str, ending: str = "\n") -> Writer:
    def writer(folder: Path, above: str) -> Path:
        path = folder / "list.csv"
        whole = f"{above}{HEAD}\n{ROWS}".replace("\n", ending)
        path.write_bytes(whole.encode(encoding))
        return path

    return writer


def workbook(folder: Path, above: str) -> Path:
    path, book = folder / "list.xlsx", openpyxl.Workbook()
    for line in f"{above}{HEAD}\n{ROWS}".splitlines():
        book.active.append([cell or None for cell in line.split(";")])
    book.save(path)
    return path


def read(path: Path, **entry: Any) -> list[tuple[str, int | None]]:
    data = {"contacts": [{"path": path.name, "profile": "excel-fr", **entry}]}
    found = judged(write(path.parent, {"contacts": None}, {"data": data}))
    assert {each.verdict for each in found.contacts} == {"allow", "block"}  # the second has none
    return [(str(each.phone), each.line) for each in found.contacts]


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
@pytest.mark.parametrize(
    "writer",
    [text("utf-8"), text("cp1252", "\r\n"), text("mac_roman", "\r"), text("utf-16")],
    ids=["UTF-8", "Windows", "Mac", "UTF-16"],
)
def test_the_line_is_found_and_the_rows_below_keep_theirs(
    writer: Writer, above: tuple[str, int], tmp_path: Path
) -> None:
    path = writer(tmp_path, above[0])
    assert heading_line(path, How(), KNOWN) == above[1]
    line = above[1]
    assert read(path, header_line=line) == [
        (f"+33{phone(1)[1:]}", line + 1),
        (f"+33{phone(2)[1:]}", line + 2),
    ]


@pytest.mark.parametrize("name", ["as Excel pads it", "one cell and a blank line", "groups"])
def test_of_a_workbook_too(name: str, tmp_path: Path) -> None:
    above, line = ABOVE[name]
    path = workbook(tmp_path, above)
    assert heading_line(path, How(), KNOWN) == line
    assert [at for _, at in read(path, header_line=line)] == [line + 1, line + 2]


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}\n{ROWS}",
        f"a;b;c\n{ROWS}",
        f"Nom;Tel pro;Ville\nZoé;{phone(1)};Mobile\n",
        ROWS,
        '{"phone": "0199000001"}\n',
        "\x00\x00",
        "",
    ],
)
def test_headings_on_the_first_line_or_nowhere_are_left_where_they_are(
    content: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    assert heading_line(path, How(), KNOWN) is None


def test_inspect_proposes_the_line_and_says_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = text("cp1252", "\r\n")(tmp_path, ABOVE["as Excel pads it"][0])
    assert main(["inspect", str(path), "--lang", "fr"]) == 0
    shown = capsys.readouterr().out
    assert "en-têtes en ligne 3 · 2 lignes" in shown
    assert "header_line: 3" in shown
    assert main(["inspect", str(path), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["lists"]
    assert (found["headings_on_line"], found["read"]["phones"]) == (3, 2)


def test_a_callable_list_has_the_headings_and_no_title(tmp_path: Path) -> None:
    path = text("cp1252", "\r\n")(tmp_path, ABOVE["as Excel pads it"][0])
    entry = {"path": path.name, "profile": "excel-fr", "header_line": 3}
    file = write(tmp_path, {"contacts": None}, {"data": {"contacts": [entry]}})
    assert main(["scrub", str(file), "--out", str(tmp_path / "out")]) == 0
    written = (tmp_path / "out/callable.csv").read_bytes().decode("cp1252")
    assert written == f"{HEAD}\r\nZoé;{phone(1)};75011\r\n"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"header_line": 2, "header": ["a", "phone"]}, "keep one"),
        ({"header_line": 9}, ":9:1: this line names no column"),
        ({"header_line": 0}, "0 will not do here: write 1 or more"),
        ({"header_line": 2, "path": "list.parquet"}, "which is no CSV file or workbook"),
    ],
)
def test_what_makes_no_sense_is_refused(
    entry: Mapping[str, Any], said: str, tmp_path: Path
) -> None:
    text("utf-8")(tmp_path, "")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT '1' AS phone) TO '{tmp_path}/list.parquet'")
    data = {"contacts": [{"path": "list.csv", "profile": "excel-fr", **entry}]}
    with pytest.raises(InputError) as caught:
        judged(write(tmp_path, {"contacts": None}, {"data": data}))
    problem = caught.value.problems[0]
    assert said in f"{problem.place}: {problem.message['en']}"
    assert problem.message["fr"] != problem.message["en"]
