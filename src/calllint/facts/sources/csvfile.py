"""CSV files into a table: fast where the file is regular, row by row where it is not.

The fast way is DuckDB's own reader. It is trusted only where it read as many rows as the file has
lines, so that a row's line is known; anything else (quoted newlines, ragged rows, blank lines,
bytes that are no text) goes through Python's ``csv``, which keeps every row and its line and calls
unreadable what is.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from msgspec import Struct

from calllint.document import Place, Span
from calllint.facts.errors import FactError
from calllint.facts.sources.scan import Scan
from calllint.facts.sources.table import How, Record, Source, column_names, read_csv, spool

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 16
_SAMPLED = 50
"""Records of the sample that are looked at."""
_LONGEST_RECORD = 100
"""Lines one record may take before its quotation mark is held to be a slip."""
_SEP = re.compile(r'"?sep=(.)"?[,;\t]*\r?\n', re.IGNORECASE)
"""What Excel writes, and reads, above the header."""
_WIDEST = 2000


class Dialect(Struct, frozen=True):
    """How a CSV file is written."""

    delimiter: str
    headers: tuple[str, ...]
    quote: str = '"'
    skip: int = 1
    """Lines above the first row: those of the header, a ``sep=`` line and a title."""

    def reader(self, lines: Any) -> Any:
        """Python's reader for it, strict."""
        if not self.quote:
            return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE, strict=True)
        return csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote, strict=True)


def sniff(path: Path, name: str, how: How | None = None) -> Dialect:
    """The dialect of a file in UTF-8, as stated, else from its first records.

    Raises FactError where no column is named.
    """
    how = how or How()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        sample = stream.read(_SAMPLE)
    said = _SEP.match(sample)
    above = (how.header_line or 1) - 1
    if above:
        sample = "".join(islice(io.StringIO(sample, newline=""), above, None))
    elif said:
        sample, above = sample[said.end() :], 1
    quote = '"' if how.quote is None else how.quote
    delimiter = how.separator or (said[1] if said else _delimiter(sample, quote))
    if how.header is not None:
        width = _width(sample, delimiter, quote)
        return Dialect(delimiter, how.header[: width or None], quote, above)
    first = next(iter(_sampled(sample, delimiter, quote)), [])
    headers = tuple(cell.strip() for cell in first)
    if not any(headers) or len(headers) > _WIDEST:
        raise _nameless(name, above + 1, len(headers))
    return Dialect(delimiter, headers, quote, above + 1)


def _delimiter(sample: str, quote: str) -> str:
    """The sign that parts the first record, and the next ones as often."""

    def fitness(sign: str) -> tuple[float, int]:
        records = _sampled(sample, sign, quote)
        widths = [len(cells) for cells in records if any(cells)]
        width = widths[0] if widths and any(records[0]) else 0
        alike = sum(each == width for each in widths) / len(widths) if widths else 0
        return (alike >= 0.5) * (width > 1), width

    return max(_DELIMITERS, key=fitness)


def _width(sample: str, delimiter: str, quote: str) -> int:
    """Cells that most records have: the last columns of a layout may be missing from a file."""
    widths = [len(cells) for cells in _sampled(sample, delimiter, quote) if any(cells)]
    return max(set(widths), key=lambda width: (widths.count(width), width), default=0)


def _sampled(sample: str, delimiter: str, quote: str) -> list[list[str]]:
    found = []
    reader = Dialect(delimiter, (), quote).reader(io.StringIO(sample, newline=""))
    try:
        for cells in islice(reader, _SAMPLED):
            found.append(cells)
    except csv.Error:
        pass
    return found


def _nameless(name: str, line: int, width: int) -> FactError:
    place = Place(name, Span(line, 1, line, 1))
    if width > _WIDEST:
        return FactError.at(
            place,
            f"the first line names {width} columns, more than {_WIDEST}; is this a list?",
            f"la première ligne nomme {width} colonnes, plus de {_WIDEST} ; est-ce une liste ?",
        )
    return FactError.at(
        place,
        f"{'the first' if line == 1 else 'this'} line names no column; put the column names there, "
        "or say by `header_line:` which line holds them",
        f"{'la première' if line == 1 else 'cette'} ligne ne nomme aucune colonne ; mettez-y les "
        "noms de colonnes, ou dites par `header_line:` quelle ligne les porte",
    )


def source(
    connection: DuckDBPyConnection, dialect: Dialect, scan: Scan, temp: Path, given: Path
) -> Source:
    """The file as a source: as it is, and otherwise rewritten row by row."""
    width = len(dialect.headers)
    regular = read_csv(
        scan.path,
        dialect.delimiter,
        column_names(width),
        skip=dialect.skip,
        quote=dialect.quote,
        ends=False,
    )

    def rewritten() -> Source:
        with scan.path.open(encoding="utf-8-sig", newline="") as stream:
            spooled = spool(dialect.headers, _records(stream, dialect), temp)
        scan.close(given)
        return spooled

    if not scan.clean or (width == 1 and not _is_full(connection, regular)):
        return rewritten()
    cells = ", ".join(column_names(width))
    return Source(
        dialect.headers,
        f"(SELECT CAST(NULL AS TINYINT) AS line, TRUE AS readable, {cells} FROM {regular})",
        rows=scan.lines - dialect.skip,
        otherwise=rewritten,
        close=lambda: scan.close(given),
        first_line=dialect.skip + 1,
        written=(scan, dialect),
    )


def _is_full(connection: DuckDBPyConnection, query: str) -> bool:
    """Whether a list of one column has no empty cell: a blank line would look like one."""
    from calllint.facts.database import duckdb

    try:
        return not connection.execute(f"SELECT 1 FROM {query} WHERE c0 IS NULL LIMIT 1").fetchone()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return False


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


def _records(stream: TextIO, dialect: Dialect) -> Iterator[Record]:
    """Every record below the header that is not blank, with the line it starts on.

    A record that cannot be parsed is unreadable; an open quotation mark costs its own line, not the
    rest of the file.
    """
    lines = _Lines(stream)
    while True:
        start = lines.begin()
        try:
            cells, readable = next(dialect.reader(lines)), True
        except StopIteration:
            return
        except csv.Error:
            lines.hand_back()
            cells, readable = [], False
        if start > dialect.skip and (cells or not readable):
            yield Record(start, cells, readable)
