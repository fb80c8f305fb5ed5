"""Short lists: DuckDB reads and types them beside the driver, and their rows are sent.

What a statement costs a cluster is mostly planned and not run, and reading a list takes the longest
of all: below some size that is the whole price of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sqlglot import exp

if TYPE_CHECKING:
    from calllint.facts.sources.table import Source
    from calllint.facts.store import InProcess

_SENT = 200_000
"""Rows that go to the cluster at a time."""
_KINDS = {"BOOLEAN": "BOOLEAN", "DATE": "DATE", "TIMESTAMP": "TIMESTAMP_NTZ", "BIGINT": "BIGINT"}
"""Types of DuckDB in Spark's words. A text is an ENUM too; what else there is are whole numbers."""


class Beside:
    """Tables of the driver's own, until a query of the cluster names them."""

    def __init__(self, driver: InProcess) -> None:
        self._driver = driver
        self.tables: set[str] = set()
        self._short: set[str] = set()

    def add(self, source: Source) -> Source:
        """A list to be read here; the same."""
        self._short.add(source.query)
        return source

    def reads(self, source: Source) -> bool:
        """Whether a list is to be read here."""
        return source.query in self._short

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
            is_text = str(kind).startswith(("VARCHAR", "ENUM"))
            sent = "STRING" if is_text else _KINDS.get(str(kind), "INT")
            shape.append(f"`{name}` {sent}")
            cast = {"STRING": "VARCHAR", "INT": "INTEGER"}.get(sent, kind)
            cells.append(f'CAST("{name}" AS {cast}) AS "{name}"')
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
