"""Short lists: DuckDB reads and types them beside the driver, and their rows are sent.

What a statement costs a cluster is mostly planned and not run, and reading a list takes the longest
of all: below some size that is the whole price of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from calllint.facts.sources.table import Source

if TYPE_CHECKING:
    from calllint.facts.store import InProcess

_SENT = 200_000
"""Rows that go to the cluster at a time."""
_KINDS = {
    "BIGINT": "BIGINT",
    "BOOLEAN": "BOOLEAN",
    "INTEGER": "INT",
    "DATE": "DATE",
    "TIMESTAMP": "TIMESTAMP_NTZ",
}
"""Types of DuckDB in Spark's words; every other is a text."""


@dataclass(frozen=True)
class ShortSource(Source):
    """A list that is read beside the driver."""

    @classmethod
    def of(cls, source: Source) -> ShortSource:
        """The same list."""
        return cls(**vars(source))


class Beside:
    """Tables of the driver's own, until a query of the cluster names them."""

    def __init__(self, driver: InProcess) -> None:
        self._driver = driver
        self.tables: set[str] = set()

    def fill(self, table: str, source: Source, select: Callable[[str], str], name: str) -> Source:
        """Create a table from a select over a short list."""
        self.tables.add(table)
        return self._driver.fill(table, source, select, name)

    def alone(self, tree: exp.Expression) -> bool:
        """Whether a query needs nothing but these tables."""
        own = {each.alias for each in tree.find_all(exp.CTE)}
        named = {each.name for each in tree.find_all(exp.Table)} - own
        return bool(named) and named <= self.tables

    def execute(self, tree: exp.Expression, sql: str) -> bool:
        """Run a statement here, if it makes, changes or removes nothing but these tables."""
        made = tree.this.name if isinstance(tree, exp.Create) else ""
        if made and (tree.args["kind"] != "TABLE" or tree.expression is None):
            return False
        if not self.alone(tree.expression if made else tree):
            return False
        self._driver.execute(sql)
        if made:
            self.tables.add(made)
        elif isinstance(tree, exp.Drop):
            self.tables -= {each.name for each in tree.find_all(exp.Table)}
        return True

    def named(self, tree: exp.Expression) -> list[str]:
        """The tables that a query of the cluster names: they are to be sent."""
        return sorted({each.name for each in tree.find_all(exp.Table)} & self.tables)

    def take(self, table: str) -> tuple[str, Iterator[Any]]:
        """The shape of a table in Spark's words, and its rows as tables of Arrow; it goes."""
        found = self._driver.connection.execute(f"SELECT * FROM {table} LIMIT 0").description
        cells, shape = ["rowid"], ["rowid BIGINT"]
        for name, kind, *_ in found or ():
            sent = _KINDS.get(str(kind))
            cells.append(f'"{name}"' if sent else f'CAST("{name}" AS VARCHAR) AS "{name}"')
            shape.append(f"`{name}` {sent or 'STRING'}")
        query = f"SELECT {', '.join(cells)} FROM {table} ORDER BY rowid"
        return ", ".join(shape), self._rows(table, query)

    def _rows(self, table: str, query: str) -> Iterator[Any]:
        import duckdb  # noqa: F401 - the package adds to the engine what gives Arrow
        import pyarrow

        rows: Any = self._driver.connection.sql(query)
        for batch in rows.to_arrow_reader(_SENT):
            yield pyarrow.Table.from_batches([batch])
        self._driver.execute(f"DROP TABLE {table}")
        self.tables.discard(table)
