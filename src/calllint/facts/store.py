"""What facts and rules ask of a database: one text of SQL, in DuckDB's words, whatever runs it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any, Literal, Protocol

from calllint.facts.errors import FactError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from calllint.facts.entries import Entry
    from calllint.facts.sources.reading import Opened
    from calllint.facts.sources.table import How, Source
    from calllint.phones.regular import Reading


STOPPED = "Query interrupted"
"""What DuckDB makes of Ctrl-C while a query runs."""
_BLOCK = 64
"""Bytes of a block of SHA-256."""


class Database(Protocol):
    """Where the tables of one campaign live."""

    dialect: Literal["duckdb", "spark"]

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What a statement raises that cannot be run; not what a machine that is full does."""

    def execute(self, sql: str) -> None:
        """Run a statement for its effect."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query; all its rows."""

    def stream(self, sql: str, size: int) -> Iterator[tuple[Any, ...]]:
        """Run a query; its rows, some at a time."""

    def create(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Create a table of rows made in the process; ``columns`` are name to SQL type."""

    def digests(self, table: str, key: bytes) -> None:
        """Create ``table`` (number, digest): the keyed digest of every number of ``person``."""

    def open_lists(self, path: Path, name: str, how: How, temp: Path) -> Iterator[Opened]:
        """The lists of a file; see ``sources.reading``."""

    def open_query(self, entry: Entry, temp: Path) -> Opened:
        """The list that an entry asks a server or a catalogue for."""

    def fill(self, table: str, source: Source, select: Callable[[str], str], name: str) -> Source:
        """Create ``table`` from a select over a source; see ``sources.table``."""

    def read_rest(self, table: str, raw: str, reading: Reading, columns: Iterable[str]) -> None:
        """Read the numbers that SQL left open; see ``phones.bulk``."""

    def forget(self) -> None:
        """Remove what ``read_rest`` keeps from one table to the next."""

    def progress(self) -> float:
        """How far the running statement has come, from 0 to 1; below 0 where that is not known."""

    def seal(self) -> None:
        """Nothing outside is read from here on, where the database can hold to it."""

    def close(self) -> None:
        """Close it, and remove what it wrote."""


class InProcess:
    """DuckDB, inside the process."""

    dialect: Literal["duckdb", "spark"] = "duckdb"

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._first, self._own = connection, local()

    @property
    def connection(self) -> DuckDBPyConnection:
        """DuckDB itself."""
        own: DuckDBPyConnection = getattr(self._own, "connection", self._first)
        return own

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Give this thread a connection of its own to the database, for as long as it lasts."""
        with self._first.cursor() as self._own.connection:
            try:
                yield
            finally:
                del self._own.connection

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """Every error of DuckDB but a full memory, which ``limits`` tells of."""
        from calllint.facts.database import duckdb

        return (duckdb.Error,)

    def execute(self, sql: str) -> None:
        """Run a statement for its effect."""
        with _stopped_by_ctrl_c():
            self.connection.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query; all its rows."""
        with _stopped_by_ctrl_c():
            return self.connection.execute(sql).fetchall()

    def stream(self, sql: str, size: int) -> Iterator[tuple[Any, ...]]:
        """Run a query; its rows, some at a time."""
        cursor = self.connection.cursor().execute(sql)
        while batch := cursor.fetchmany(size):
            yield from batch

    def create(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Create a table of rows made in the process."""
        cells = dict(zip(columns, map(list, zip(*rows, strict=True)), strict=False))
        unnested = ", ".join(
            f"unnest(${name}::{kind}[]) AS {name}" for name, kind in columns.items()
        )
        self.connection.execute(
            f"CREATE TABLE {table} AS SELECT {unnested}",
            {name: cells.get(name, []) for name in columns},
        )

    def digests(self, table: str, key: bytes) -> None:
        """HMAC (RFC 2104) inside the database, which knows SHA-256: two rounds a number."""
        inner, outer = pads(key)
        self.connection.execute(
            f"CREATE TABLE {table} AS SELECT number, "
            f"{keyed_sql('$inner::BLOB', '$outer::BLOB')} AS digest FROM person",
            {"inner": inner, "outer": outer},
        )

    def open_lists(self, path: Path, name: str, how: How, temp: Path) -> Iterator[Opened]:
        """The lists of a file."""
        from calllint.facts.sources.reading import open_lists

        return open_lists(self.connection, path, name, how, temp)

    def open_query(self, entry: Entry, temp: Path) -> Opened:
        """The rows of a query, from the server its environment variable names."""
        from calllint.facts.sources.reading import open_query

        if entry.dsn_env is None:
            raise FactError.at(
                entry.place,
                "this list is where only Spark reads: run `calllint check --engine spark`, or "
                "name a file",
                "cette liste est là où seul Spark lit : lancez `calllint check --engine spark`, "
                "ou nommez un fichier",
            )
        return open_query(entry.dsn_env, entry.how, entry.place, temp)

    def fill(self, table: str, source: Source, select: Callable[[str], str], name: str) -> Source:
        """Create ``table`` from a select over a source."""
        from calllint.facts.sources.table import fill

        return fill(self.connection, table, source, select, name)

    def read_rest(self, table: str, raw: str, reading: Reading, columns: Iterable[str]) -> None:
        """Read the numbers that SQL left open."""
        from calllint.phones.bulk import read_rest

        read_rest(self.connection, table, raw, reading, columns)

    def forget(self) -> None:
        """Remove what ``read_rest`` keeps."""
        from calllint.phones.bulk import forget

        forget(self.connection)

    def progress(self) -> float:
        """How far the running statement has come."""
        return self._first.query_progress() / 100

    def seal(self) -> None:
        """Rules run in a database that reaches nothing outside."""
        self.connection.execute("SET enable_external_access = false")

    def close(self) -> None:
        """Close the database, and every connection to it that is not at work any more."""
        with suppress(*self.failures):  # stopped by Ctrl-C, a thread may be: nobody waits for it
            self._first.close()


def is_stopped(error: BaseException) -> bool:
    """Whether an error is what DuckDB makes of Ctrl-C."""
    return isinstance(error, RuntimeError) and str(error) == STOPPED


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[None]:
    """Ctrl-C stays Ctrl-C: DuckDB makes an error of it, as if the statement were at fault."""
    try:
        yield
    except RuntimeError as error:
        if is_stopped(error):
            raise KeyboardInterrupt from error
        raise


def keyed_sql(inner: str, outer: str) -> str:
    """SQL over ``number``: its keyed hash, in hexadecimal; the pads are SQL too."""
    return f"sha256({outer} || unhex(sha256({inner} || encode('+' || number))))"


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer blocks of HMAC (RFC 2104): the rest is two hashes in the database."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
