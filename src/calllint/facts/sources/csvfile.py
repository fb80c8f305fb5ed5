"""CSV files into a table: fast where the file is regular, row by row where it is not.

The fast way is DuckDB's own reader. It is trusted only where it read as many rows as the file has
lines, so that a row's line is known; anything else (quoted newlines, ragged rows, blank lines) goes
through Python's ``csv``, which keeps every row and its line and calls unreadable what is.
"""

from __future__ import annotations

import csv
import glob
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from calllint.document import Place, Span
from calllint.facts.errors import FactError
from calllint.facts.sources.scan import Scan
from calllint.facts.sources.table import Source
from calllint.facts.sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 16
_LONGEST_RECORD = 100
"""Lines one record may take before its quotation mark is held to be a slip."""
_UNREADABLE = ["\x00"]


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written."""

    delimiter: str
    headers: tuple[str, ...]


def sniff(path: Path, name: str) -> Dialect:
    """Delimiter and headers, from the first record. Raises FactError where there is none."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        sample = stream.read(_SAMPLE)
    candidates = [
        (len(_first_record(sample, sign)), -order, sign) for order, sign in enumerate(_DELIMITERS)
    ]
    width, _, delimiter = max(candidates)
    headers = tuple(cell.strip() for cell in _first_record(sample, delimiter))
    if not width or not any(headers):
        raise FactError.at(
            Place(name, Span(1, 1, 1, 1)),
            "the first line names no column; put the column names on the first line",
            "la première ligne ne nomme aucune colonne ; mettez les noms de colonnes en première "
            "ligne",
        )
    return Dialect(delimiter, headers)


def _first_record(sample: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(sample), delimiter=delimiter), [])
    except csv.Error:
        return []


def source(
    connection: DuckDBPyConnection, path: Path, dialect: Dialect, scan: Scan, temp: Path
) -> Source:
    """The file as a source: as it is, and otherwise rewritten row by row."""
    width = len(dialect.headers)
    regular = _query(path, dialect.delimiter, _names(width), skip=1)

    def rewritten() -> Source:
        return _rewritten(path, dialect, temp / f"{scan.sha256}.csv")

    if width == 1 and not _is_full(connection, regular):
        return rewritten()
    cells = ", ".join(_names(width))
    return Source(
        dialect.headers,
        f"(SELECT CAST(NULL AS BIGINT) AS line, TRUE AS readable, {cells} FROM {regular})",
        rows=scan.lines - 1,
        otherwise=rewritten,
    )


def _rewritten(path: Path, dialect: Dialect, target: Path) -> Source:
    width = len(dialect.headers)
    _rewrite(path, target, dialect.delimiter, width)
    rows = _query(target, ",", ["line", "readable", *_names(width)], skip=0, newline="\\n")
    query = (
        f"(SELECT * REPLACE (CAST(line AS BIGINT) AS line, readable = '1' AS readable) FROM {rows})"
    )
    return Source(dialect.headers, query, close=target.unlink)


def _names(width: int) -> list[str]:
    return [f"c{index}" for index in range(width)]


def _is_full(connection: DuckDBPyConnection, query: str) -> bool:
    """Whether a list of one column has no empty cell: a blank line would look like one."""
    import duckdb

    try:
        return not connection.execute(f"SELECT 1 FROM {query} WHERE c0 IS NULL LIMIT 1").fetchone()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return False


def _query(
    path: Path, delimiter: str, columns: list[str], *, skip: int, newline: str | None = None
) -> str:
    """``read_csv`` over texts; without ``newline`` the reader finds out how lines end."""
    ends = "" if newline is None else f", new_line={literal(newline)}"
    shape = "{" + ", ".join(f"'{column}': 'VARCHAR'" for column in columns) + "}"
    return (
        f"read_csv({literal(glob.escape(str(path)))}, auto_detect=false, columns={shape}, "
        f"delim={literal(delimiter)}, quote='\"', escape='\"', header=false, skip={skip}, "
        f"strict_mode=true, null_padding=false{ends})"
    )


def _rewrite(source: Path, target: Path, delimiter: str, width: int) -> None:
    with (
        source.open(encoding="utf-8-sig", newline="") as stream,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, cells in _records(stream, delimiter):
            cells = _trim(cells, width)
            readable = len(cells) == width and cells is not _UNREADABLE
            shown = cells if readable else [""] * width
            writer.writerow([line, int(readable), *shown])


def _trim(cells: list[str], width: int) -> list[str]:
    """Drop empty cells past the header: a trailing delimiter is no data."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


class _Lines:
    """Lines of a stream, counted, that can be handed back when a record went astray."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._taken) > _LONGEST_RECORD:
            raise csv.Error("a quotation mark that never closes")
        line = self._again.popleft() if self._again else next(self._stream)
        self._taken.append(line)
        self.number += 1
        return line

    def begin(self) -> int:
        """Start a record; its line."""
        self._taken = []
        return self.number + 1

    def hand_back(self) -> None:
        """Keep the first line of the failed record as read, and read the others again."""
        self._again.extendleft(reversed(self._taken[1:]))
        self.number -= len(self._taken) - 1


def _records(stream: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record after the header that is not blank, with the line it starts on.

    A record that cannot be parsed comes as ``_UNREADABLE``; an open quotation mark costs its own
    line, not the rest of the file.
    """
    lines, header = _Lines(stream), True
    while True:
        start = lines.begin()
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
        except StopIteration:
            return
        except csv.Error:
            lines.hand_back()
            cells = [] if header else _UNREADABLE
        if cells and not header:
            yield start, cells
        header = False
