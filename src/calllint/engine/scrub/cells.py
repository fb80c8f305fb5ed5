"""Writing files of rows: as diallers load them, and as people open them."""

from __future__ import annotations

import codecs
import csv
import glob
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from msgspec import Struct

from calllint.facts.sql import literal
from calllint.facts.workspace import Workspace

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula."""
_CODECS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le"}
_CODECS |= {codecs.BOM_UTF16_BE: "utf-16-be", codecs.BOM_UTF32_LE: "utf-32-le"}
_CODECS |= {codecs.BOM_UTF32_BE: "utf-32-be"}
MARKS = tuple(sorted(_CODECS, key=len, reverse=True))
"""Marks of encodings at the start of a file, the longer of two that begin alike first."""


class Dialect(Struct, frozen=True):
    """How a file of rows is written, byte for byte but for its cells."""

    delimiter: str = ","
    quote: str = '"'
    """The quotation mark, or nothing."""
    quote_all: bool = False
    newline: str = "\n"
    encoding: str = "utf-8"
    mark: bytes = b""
    """What stands before the first character."""
    sep_line: bool = False
    """A line ``sep=;`` stands above the header."""

    @property
    def ending(self) -> str:
        """Ending of a file's name."""
        return ".csv" if self.quote else ".txt"


PEOPLE = Dialect(";", newline="\r\n", mark=codecs.BOM_UTF8)
"""What a French Excel opens by a double click, and every other spreadsheet as well."""


class RowFile:
    """A file of rows that is being written."""

    def __init__(self, path: Path, dialect: Dialect, headers: Sequence[str]) -> None:
        self.rows = 0
        self._dialect = dialect
        raw = path.open("wb")
        raw.write(dialect.mark)
        codec = _CODECS.get(dialect.mark, dialect.encoding)
        self._stream = TextIOWrapper(raw, codec, newline="")
        self._writer = csv.writer(
            self._stream,
            delimiter=dialect.delimiter,
            quotechar=dialect.quote or None,
            quoting=csv.QUOTE_NONE
            if not dialect.quote
            else csv.QUOTE_ALL
            if dialect.quote_all
            else csv.QUOTE_MINIMAL,
            lineterminator=dialect.newline,
        )
        if dialect.sep_line:
            self._stream.write(f"sep={dialect.delimiter}{dialect.newline}")
        if headers:
            self._writer.writerow(self._fitting(headers))

    def write(self, row: Sequence[Any]) -> None:
        """Write one row; None is an empty cell."""
        self.rows += 1
        self._writer.writerow(self._fitting(["" if cell is None else cell for cell in row]))

    def write_lines(self, lines: Sequence[str]) -> None:
        """Write rows that are lines of this dialect already; see ``lines``."""
        self.rows += len(lines)
        self._stream.write("".join(lines))

    def _fitting(self, row: Sequence[Any]) -> Sequence[Any]:
        """Cells that a file without quotation marks can hold."""
        if self._dialect.quote:
            return row
        signs = str.maketrans(dict.fromkeys(f"{self._dialect.delimiter}\r\n", " "))
        return [str(cell).translate(signs) for cell in row]

    def close(self) -> None:
        """Write what is left and close the file."""
        self._stream.close()


@contextmanager
def row_file(path: Path, dialect: Dialect, headers: Sequence[str]) -> Iterator[RowFile]:
    """A file of rows, closed at the end."""
    with closing(RowFile(path, dialect, headers)) as opened:
        yield opened


def inert(cell: object) -> object:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def to_parquet(workspace: Workspace, rows: Path, types: Mapping[str, str], target: Path) -> None:
    """Turn a CSV file of ours into Parquet, in a database that has run no rule."""
    shape = ", ".join(f"'{name}': '{sql}'" for name, sql in types.items())
    query = (
        f"SELECT * FROM read_csv({literal(glob.escape(str(rows)))}, header=true, "
        f"auto_detect=false, delim=',', quote='\"', escape='\"', columns={{{shape}}})"
    )
    with database(workspace) as connection:
        connection.execute(f"COPY ({query}) TO {literal(str(target))} (FORMAT parquet)")


@contextmanager
def database(workspace: Workspace) -> Iterator[Any]:
    """A database that may read and write files, within the limits of the run."""
    from calllint.facts.database import duckdb

    limit = workspace.rows("SELECT current_setting('memory_limit')")[0][0].replace(" ", "")
    config = {"memory_limit": limit, "temp_directory": str(workspace.temp)}
    with duckdb.connect(":memory:", config=config) as connection:
        yield connection


def table_of(name: str, sql_type: str, values: Iterable[int], workspace: Workspace) -> None:
    """Create a table of one column of whole numbers."""
    workspace.execute(f"CREATE OR REPLACE TABLE {name} ({name}_value {sql_type})")
    chunk: list[str] = []
    for value in values:
        chunk.append(f"({int(value)})")
        if len(chunk) == 10_000:
            workspace.execute(f"INSERT INTO {name} VALUES {', '.join(chunk)}")
            chunk = []
    if chunk:
        workspace.execute(f"INSERT INTO {name} VALUES {', '.join(chunk)}")
