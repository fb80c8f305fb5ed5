"""The tables of a pack: CSV files with comment lines, a header, and rows of as many cells."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path as File
from typing import TypeVar

from msgspec import Struct

from calllint.document.place import Place, Span
from calllint.packs.errors import Problems
from calllint.packs.language.errors import Message, both, suggestion

MAX_BYTES = 16 << 20
"""A table beyond 16 MiB is data, not law: it belongs in the campaign's files."""

_Made = TypeVar("_Made")


class Unusable(Exception):
    """A table, or one row of it, that cannot be used. ``line`` is None where the caller knows."""

    def __init__(self, en: str, fr: str, line: int | None = None) -> None:
        super().__init__(en)
        self.message: Message = both(en, fr)
        self.line = line


class Table(Struct, frozen=True):
    """One CSV file: its header, its rows, and the line each of them begins on."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    """Line of the header, then of each row."""

    def place(self, row: int = -1) -> Place:
        """Where a row stands; the header unless told."""
        line = self.lines[row + 1]
        return Place(self.file, Span(line, 1, line, 1))


def read_tables(folder: File, name: str, problems: Problems) -> dict[str, Table]:
    """Every ``tables/*.csv`` of a pack, by name without the ending."""
    found = {}
    for path in sorted(filter(File.is_file, (folder / "tables").glob("*.csv"))):
        file = f"{name}/tables/{path.name}"
        try:
            found[path.stem] = _table(file, _rows(_text(path)))
        except Unusable as error:
            span = None if error.line is None else Span(error.line, 1, error.line, 1)
            problems.add(Place(file, span), error.message)
    return found


def _text(path: File) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        raise Unusable(
            "the table cannot be read; check its permissions",
            "la table ne se lit pas ; vérifiez ses droits",
        ) from None
    if len(data) > MAX_BYTES:
        raise Unusable(
            "the table is larger than 16 MiB; give such data with the campaign",
            "la table dépasse 16 Mio ; donnez de telles données avec la campagne",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(
            "this is not UTF-8; save the table as UTF-8",
            "ce n'est pas de l'UTF-8 ; enregistrez la table en UTF-8",
            data[: error.start].count(b"\n") + 1,
        ) from None


def _rows(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Rows that hold something, header first, each with its line; comments come before them."""
    lines = text.splitlines(keepends=True)
    comments = 0
    while comments < len(lines) and lines[comments].startswith("#"):
        comments += 1
    reader = csv.reader(lines[comments:], strict=True)
    found: list[tuple[int, tuple[str, ...]]] = []
    line = comments + 1
    try:
        for row in reader:
            if any(row):
                found.append((line, tuple(cell.strip() for cell in row)))
            line = comments + reader.line_num + 1
    except csv.Error:
        raise Unusable(
            "this row has a quote that is not closed, or inside a cell, or no end",
            "cette ligne a un guillemet non fermé ou au milieu d'une cellule, ou pas de fin",
            line,
        ) from None
    return found


def _table(file: str, found: list[tuple[int, tuple[str, ...]]]) -> Table:
    if not found:
        raise Unusable(
            "the table has no header; its first line names the columns",
            "la table n'a pas d'en-tête ; sa première ligne nomme les colonnes",
        )
    (first, header), rows = found[0], found[1:]
    if len(set(header)) < len(header) or not all(header):
        raise Unusable(
            "the header names a column twice, or leaves one without a name",
            "l'en-tête nomme une colonne deux fois, ou en laisse une sans nom",
            first,
        )
    for line, row in rows:
        if len(row) != len(header):
            raise Unusable(
                f"{len(row)} cells, where the header has {len(header)} columns",
                f"{len(row)} cellules, là où l'en-tête a {len(header)} colonnes",
                line,
            )
    return Table(file, header, tuple(row for _, row in rows), tuple(line for line, _ in found))


def convert(
    table: Table,
    wanted: tuple[str, ...],
    make: Callable[[dict[str, str]], _Made],
    problems: Problems,
) -> list[_Made]:
    """Each row made into something; the first wanted column is the key and may not repeat.

    ``make`` raises Unusable for a row it cannot take.
    """
    if not _columns_fit(table, wanted, problems):
        return []
    made: list[_Made] = []
    seen: dict[str, int] = {}
    for index, row in enumerate(table.rows):
        record = dict(zip(table.header, row, strict=True))
        key, line = record[wanted[0]], table.lines[index + 1]
        if seen.setdefault(key, line) != line:
            problems.add(
                table.place(index),
                both(
                    f"`{key}` is already on line {seen[key]}",
                    f"`{key}` est déjà à la ligne {seen[key]}",
                ),
            )
        try:
            made.append(make(record))
        except Unusable as error:
            problems.add(table.place(index), error.message)
    return made


def _columns_fit(table: Table, wanted: tuple[str, ...], problems: Problems) -> bool:
    for column in table.header:
        if column not in wanted:
            near = suggestion(column, wanted)
            problems.add(
                table.place(),
                both(
                    f"unknown column `{column}`{near['en']}",
                    f"colonne inconnue `{column}`{near['fr']}",
                ),
            )
    missing = ", ".join(column for column in wanted if column not in table.header)
    if missing:
        problems.add(
            table.place(), both(f"the header lacks {missing}", f"il manque à l'en-tête {missing}")
        )
    return not missing
