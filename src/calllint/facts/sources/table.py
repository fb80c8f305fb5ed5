"""What every source gives: a query over text columns, with the line of a row where it is known."""

from __future__ import annotations

import csv
import errno
import glob
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from calllint.document import Place
from calllint.facts.errors import FactError
from calllint.facts.sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STDIN = Path("-")
"""Stands for the list that comes through a pipe."""
UNDECODED = "\uffff"
"""Stands for bytes that are no text: a row that holds it is unreadable."""
_LONGEST_ROW = 400_000
"""Characters a row may have; more is no row of a list, and more than the database reads."""


class How(Struct, frozen=True):
    """How a list is written, as the entry or its profile says; what is None is found out."""

    encoding: str | None = None
    separator: str | None = None
    quote: str | None = None
    """The quotation mark, or an empty text where there is none."""
    header: tuple[str, ...] | None = None
    """Names of the columns, for a file whose first line is a row."""
    header_line: int | None = None
    """The line of the headings, where a title or a line of groups stands above them."""
    sheet: str | None = None
    query: str | None = None
    dates: str | None = None
    """How days are written, for sources that hold days and not texts."""


UNSTATED = How()


class Seen(Struct, frozen=True):
    """How a list turned out to be written."""

    format: str
    """``csv``, ``jsonl``, ``parquet``, ``workbook``, ``sqlite`` or ``postgresql``."""
    encoding: str | None = None
    separator: str | None = None
    packed: str | None = None
    """``gzip`` or ``zip``."""
    sheet: str | None = None


CSV = Seen("csv")

AS_WRITTEN = "build_side_probe_side,in_clause"
"""What DuckDB is told not to do: a query is run as it is written.

A join looks up its right side. DuckDB would look up the side with fewer rows: here that is a list,
whose rows are wide, and what is on the right is a number and little else. A test against a longer
list of constants makes no join, which would not keep the order of a file's rows: by that order
their lines are known.
"""


def _nothing() -> None:
    """Nothing to clean up."""


class Source(Struct, frozen=True):
    """A list that can be read.

    ``query`` gives, in the order of the file: line, a whole number (NULL where the n-th row stands
    on line n - 1 + first_line), readable BOOLEAN, and c0 … cN VARCHAR.
    """

    headers: tuple[str, ...]
    query: str
    rows: int | None = None
    """Rows the query gives if it reads the file rightly; ``None`` where it certainly does."""
    otherwise: Callable[[], Source] | None = None
    """Another way to read the file, where the query fails or gives other than ``rows``."""
    close: Callable[[], None] = _nothing
    """To be called once the query has been run."""
    written: Any = None
    """Of a text: its scan and its dialect, for whoever reads the file by other means."""
    first_line: int = 2


class Record(NamedTuple):
    """One row on its way to the database: its line, its cells, or that it cannot be read."""

    line: int
    cells: Sequence[str]
    readable: bool = True


def fill(
    connection: DuckDBPyConnection,
    table: str,
    source: Source,
    select: Callable[[str], str],
    name: str,
) -> Source:
    """Create ``table`` from a select over the source's query, in one reading of the file.

    Gives the source it was read from: the other way, where the first failed or lost a line. Raises
    FactError where the file, called ``name``, is damaged.
    """
    from calllint.facts.database import duckdb

    try:
        made = f"CREATE TABLE {table} AS {select(source.query)}"
        counted = connection.execute(made).fetchone()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        if _is_full(error):
            raise
        if source.otherwise is None:
            raise damaged(name) from None
    else:
        if source.otherwise is None or counted == (source.rows,):
            return source
        connection.execute(f"DROP TABLE {table}")
    return fill(connection, table, source.otherwise(), select, name)


def _is_full(error: Exception) -> bool:
    """Whether a disk is full: no fault of the list's."""
    return "No space left" in str(error) or "failed to offload" in str(error)


def disk_full(error: Exception) -> bool:
    """Whether an error is of a disk that is full: no fault of the list's."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def damaged(name: str) -> FactError:
    """The error for a file that starts well and cannot be read to its end."""
    return FactError.at(
        Place(name),
        "the file is damaged or cut short; export or transfer it again",
        "le fichier est abîmé ou incomplet ; exportez-le ou transférez-le de nouveau",
    )


def fresh(temp: Path, ending: str) -> Path:
    """A new private file in the folder of temporary files."""
    handle, name = tempfile.mkstemp(suffix=ending, dir=temp)
    with open(handle, "wb"):
        pass
    return Path(name)


def spool(headers: Sequence[str], records: Iterable[Record], temp: Path) -> Source:
    """A source made of rows read in Python, through a private file that ``close`` removes.

    A row of another width than the header, with bytes that are no text, or too long to be one, is
    unreadable.
    """
    target = fresh(temp, ".csv")
    width = len(headers)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        blank = [""] * width
        for line, given, readable in records:
            cells = fit(given, width)
            whole = readable and len(cells) == width and sound("".join(cells))
            writer.writerow([line, int(whole), *(cells if whole else blank)])
    return spooled(headers, target)


def spooled(headers: Sequence[str], target: Path, *, pad: bool = False) -> Source:
    """The source over a file that holds line, readable, then the cells; ``pad`` adds the last."""
    names = ["line", "readable", *column_names(len(headers))]
    query = (
        "(SELECT * REPLACE (CAST(line AS BIGINT) AS line, readable = '1' AS readable) FROM "
        f"{read_csv(target, ',', names, skip=0, ends=True, pad=pad)})"
    )
    return Source(tuple(headers), query, close=lambda: target.unlink(missing_ok=True))


def fit(cells: Sequence[str], width: int) -> Sequence[str]:
    """The cells without blank ones past the header: a trailing separator is no data."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def sound(text: str) -> bool:
    """Whether the cells of a row, joined, are text that the database takes."""
    if len(text) > _LONGEST_ROW or "\x00" in text:
        return False
    if text.isascii():
        return True
    if UNDECODED in text:
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair
        return False
    return True


def column_names(width: int) -> list[str]:
    """What the cells of a row are called: ``c0``, ``c1`` and so on."""
    return [f"c{index}" for index in range(width)]


def read_csv(
    path: Path,
    delimiter: str,
    columns: list[str],
    *,
    skip: int,
    quote: str = '"',
    ends: bool,
    pad: bool = False,
) -> str:
    """``read_csv`` over texts; without ``ends`` the reader finds out how lines end.

    ``pad`` takes rows that end early, and reads with one thread.
    """
    newline = ", new_line='\\n'" if ends else ""
    padding = "null_padding=true, parallel=false" if pad else "null_padding=false"
    shape = "{" + ", ".join(f"'{column}': 'VARCHAR'" for column in columns) + "}"
    return (
        f"read_csv({literal(glob.escape(str(path)))}, auto_detect=false, columns={shape}, "
        f"delim={literal(delimiter)}, quote={literal(quote)}, escape={literal(quote)}, "
        f"header=false, skip={skip}, strict_mode=true, {padding}{newline})"
    )
