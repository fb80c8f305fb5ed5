"""Lines of files, put together in the database: of every row Python sees a text, and no cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from calllint.engine.scrub.cells import FORMULA, Dialect
from calllint.facts.sql import literal
from calllint.facts.workspace import Workspace

_STRETCH = 200_000
"""Rows that are sorted and written at a time: memory does not grow with the list."""
_BATCH = 2_000


def line_of(cells: Sequence[str], dialect: Dialect) -> str:
    """SQL of the line that ``RowFile`` writes of a row, its end included; NULL is an empty cell."""
    texts = [f"coalesce(CAST({cell} AS VARCHAR), '')" for cell in cells]
    delimiter, quote = dialect.delimiter, dialect.quote
    if not quote:
        signs = literal(f"{delimiter}\r\n")
        return joined([f"translate({text}, {signs}, '   ')" for text in texts], dialect)
    quoted = [_quoted(text, quote) for text in texts]
    if dialect.quote_all:
        return joined(quoted, dialect)
    one_by_one = [
        f"CASE WHEN {_special(text, dialect)} THEN {inside} ELSE {text} END"
        for text, inside in zip(texts, quoted, strict=True)
    ]
    if len(texts) == 1:
        whole = f"CASE WHEN {texts[0]} = '' THEN {literal(quote * 2)} ELSE {one_by_one[0]} END"
        return joined([whole], dialect)
    some = _special(f"concat({', '.join(texts)})", dialect)
    return f"CASE WHEN {some} THEN {joined(one_by_one, dialect)} ELSE {joined(texts, dialect)} END"


def cell_of(cell: str, dialect: Dialect, *, inert: bool = False) -> str:
    """SQL of one cell as it stands in a line of several, for a dialect with quotation marks."""
    text = f"coalesce({cell}, '')"
    if inert:
        signs = ", ".join(literal(sign) for sign in FORMULA)
        text = f"CASE WHEN {text}[1] IN ({signs}) THEN '''' || {text} ELSE {text} END"
    return (
        f"CASE WHEN {_special(text, dialect)} THEN {_quoted(text, dialect.quote)} ELSE {text} END"
    )


def cells_text(cells: Sequence[Any], dialect: Dialect) -> str:
    """Some cells of a line, made here: what is the same in many rows is made once."""
    text = io.StringIO()
    csv.writer(text, delimiter=dialect.delimiter).writerow([*cells, "-"])
    return text.getvalue()[: -len(f"{dialect.delimiter}-\r\n")]


def stretches(first: int, count: int, size: int = _STRETCH) -> Iterator[tuple[int, int]]:
    """First and last of the row ids to be written at a time, of ``count`` from ``first`` on."""
    last = first + count - 1
    for start in range(first, last + 1, size):
        yield start, min(start + size - 1, last)


def batches(workspace: Workspace, query: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query, a few thousand at a time."""
    cursor = workspace.connection.cursor().execute(query)
    while batch := cursor.fetchmany(_BATCH):
        yield batch


def _special(text: str, dialect: Dialect) -> str:
    signs = dict.fromkeys([dialect.delimiter, dialect.quote, "\n", "\r"])
    return "(" + " OR ".join(f"contains({text}, {literal(sign)})" for sign in signs) + ")"


def _quoted(text: str, quote: str) -> str:
    mark, twice = literal(quote), literal(quote * 2)
    return f"{mark} || replace({text}, {mark}, {twice}) || {mark}"


def joined(texts: Sequence[str], dialect: Dialect) -> str:
    """SQL of the line that some cells make, each written as it stands in one."""
    parts = f", {literal(dialect.delimiter)}, ".join(texts)
    return f"concat({parts}, {literal(dialect.newline)})"
