"""What every source gives: a query over text columns, with the line of a row where it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def _nothing() -> None:
    """Nothing to clean up."""


@dataclass(frozen=True)
class Source:
    """A list that can be read.

    ``query`` gives, in the order of the file: line BIGINT (NULL where the n-th row stands on line
    n + 1), readable BOOLEAN, and c0 … cN VARCHAR.
    """

    headers: tuple[str, ...]
    query: str
    rows: int | None = None
    """Rows the query gives if it reads the file rightly; ``None`` where it certainly does."""
    otherwise: Callable[[], Source] | None = None
    """Another way to read the file, where the query fails or gives other than ``rows``."""
    close: Callable[[], None] = _nothing
    """To be called once the query has been run."""


def fill(
    connection: DuckDBPyConnection, table: str, source: Source, select: Callable[[str], str]
) -> Source:
    """Create ``table`` from a select over the source's query, in one reading of the file.

    Gives the source it was read from: the other way, where the first failed or lost a line.
    """
    import duckdb

    try:
        connection.execute(f"CREATE TABLE {table} AS {select(source.query)}")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        if source.otherwise is None:
            raise
    else:
        counted = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        if source.otherwise is None or counted == (source.rows,):
            return source
        connection.execute(f"DROP TABLE {table}")
    return fill(connection, table, source.otherwise(), select)
