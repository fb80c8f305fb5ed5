"""Reading a whole column of numbers.

What is regular is decided inside the database, in the query that reads the column. Only what is
left, each distinct cell once, goes through ``Plan.parse``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from calllint.phones.abroad import FEWEST, read_abroad
from calllint.phones.plan import Number, Plan
from calllint.phones.ranges import Ranges
from calllint.phones.regular import COLUMNS, Reading, blank, name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH = 20_000
"""Cells that go through ``Plan.parse`` at a time, to bound memory."""

_REST = "calllint_phone_rest"
_PARSED = "temp.calllint_phone_parsed"
_TOGETHER = "calllint_phone_together"
"""Seen by every connection: tables are filled from it side by side."""


def reading(plan: Plan, region: str | None, *, few: bool = False) -> Reading:
    """How regular cells are read; numbers without a country code as dialled in ``region``."""
    return Reading(plan, region, Ranges.of(plan.plans), few)


def read_rest(
    connection: DuckDBPyConnection,
    table: str,
    raw: str,
    regular: Reading,
    columns: Iterable[str] = COLUMNS,
) -> None:
    """Read what ``Reading.query`` left open in a table made from it, by its column ``raw``.

    The table has those of ``COLUMNS`` that are named. Cells once read are kept for the next table
    of the connection, until ``forget``.
    """
    if _collect_rest(connection, table, raw, regular):
        _parse_rest(connection, regular)
    if connection.execute(f"SELECT 1 FROM {_PARSED} LIMIT 1").fetchone():
        _fill_in(connection, table, raw, columns, _PARSED)


def unread(regular: Reading, columns: Iterable[str]) -> str:
    """A select list: the columns that are named, as ``read_together`` finds and fills them."""
    blank_ones = dict.fromkeys(columns, "NULL") | {"number_repaired": "FALSE"}
    return ", ".join(
        f"CAST({value} AS {regular.types[column]}) AS {column}"
        for column, value in blank_ones.items()
    )


def read_together(
    connection: DuckDBPyConnection, tables: Iterable[str], raw: str, regular: Reading
) -> None:
    """Read the numbers of several short tables, the same cell once in all of them.

    ``fill_in`` then puts them into each. A query that reads numbers takes longer to plan than some
    thousands of cells take to read. What it keeps is in nobody's way.
    """
    cells = " UNION ".join(
        f"SELECT {name(raw)} AS cell FROM {name(table)} WHERE NOT {blank(name(raw))}"
        for table in tables
    )
    found = regular.query(f"({cells})", "cell")
    connection.execute(f"CREATE OR REPLACE TABLE {_TOGETHER} AS {found}")
    rest = connection.execute(f"SELECT cell FROM {_TOGETHER} WHERE number_valid IS NULL")
    left = [cell for (cell,) in rest.fetchall()]
    if left:
        connection.execute(f"DELETE FROM {_TOGETHER} WHERE number_valid IS NULL")
        numbers = [regular.plan.parse(cell, regular.region) for cell in left]
        _store(connection, _TOGETHER, left, numbers)


def fill_in(connection: DuckDBPyConnection, table: str, raw: str, columns: Iterable[str]) -> None:
    """Put the numbers that ``read_together`` read into a table of its.

    The table has the columns that are named, as ``unread`` makes them.
    """
    _fill_in(connection, table, raw, columns, _TOGETHER)


def forget(connection: DuckDBPyConnection) -> None:
    """Remove what ``read_rest`` keeps."""
    for made in (f"temp.{_REST}", _PARSED):
        connection.execute(f"DROP TABLE IF EXISTS {made}")


def add_numbers(
    connection: DuckDBPyConnection,
    source: str,
    target: str,
    raw: str,
    plan: Plan,
    region: str | None,
) -> None:
    """Create table ``target``: all columns of ``source``, and ``COLUMNS`` from its column ``raw``.

    Rows keep their order.
    """
    regular = reading(plan, region)
    query = regular.query(name(source), name(raw))
    connection.execute(f"CREATE OR REPLACE TABLE {name(target)} AS {query}")
    read_rest(connection, target, raw, regular)
    forget(connection)


def _collect_rest(connection: DuckDBPyConnection, target: str, raw: str, regular: Reading) -> bool:
    """Gather the distinct cells still to be read; whether there are any."""
    cell = name(raw)
    columns = ", ".join(f"{column} {kind}" for column, kind in regular.types.items())
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {_PARSED} (cell VARCHAR, {columns})")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_REST} AS
        SELECT cell, row_number() OVER () AS id
        FROM (SELECT DISTINCT {cell} AS cell FROM {name(target)}
              WHERE number_valid IS NULL AND {cell} IS NOT NULL)
        ANTI JOIN {_PARSED} USING (cell) WHERE NOT {blank("cell")}"""
    )
    return bool(connection.execute(f"SELECT 1 FROM temp.{_REST} LIMIT 1").fetchone())


def _read_abroad(connection: DuckDBPyConnection, plan: Plan) -> None:
    """Where many cells are left, those of countries that have many."""
    counted = connection.execute(f"SELECT count(*) FROM temp.{_REST}").fetchone()
    if counted and counted[0] >= FEWEST and read_abroad(connection, _REST, _PARSED, plan):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_REST} AS SELECT cell, row_number() OVER () AS id "
            f"FROM temp.{_REST} ANTI JOIN {_PARSED} USING (cell)"
        )


def _parse_rest(connection: DuckDBPyConnection, regular: Reading) -> None:
    first, plan = 1, regular.plan
    _read_abroad(connection, plan)
    while cells := _batch(connection, first):
        _store(connection, _PARSED, cells, [plan.parse(each, regular.region) for each in cells])
        first += BATCH


def _batch(connection: DuckDBPyConnection, first: int) -> list[str]:
    rows = connection.execute(
        f"SELECT cell FROM temp.{_REST} WHERE id BETWEEN ? AND ?", [first, first + BATCH - 1]
    ).fetchall()
    return [cell for (cell,) in rows]


def _store(
    connection: DuckDBPyConnection, target: str, cells: list[str], numbers: list[Number]
) -> None:
    columns = {
        "cell": cells,
        "number": [int(number.e164[1:]) if number.e164 else None for number in numbers],
        "number_valid": [number.valid for number in numbers],
        "number_repaired": [number.repaired for number in numbers],
        "phone_kind": [number.kind for number in numbers],
        "phone_country": [number.country for number in numbers],
        "phone_territory": [number.territory for number in numbers],
    }
    kinds = {"cell": "VARCHAR", **COLUMNS}
    unnested = ", ".join(f"unnest(${column}::{kinds[column]}[])" for column in columns)
    connection.execute(f"INSERT INTO {target} SELECT {unnested}", columns)


def _fill_in(
    connection: DuckDBPyConnection, target: str, raw: str, columns: Iterable[str], found: str
) -> None:
    table = name(target)
    filled = ", ".join(f"{column} = parsed.{column}" for column in columns)
    connection.execute(
        f"""UPDATE {table} SET {filled} FROM {found} AS parsed
        WHERE {table}.{name(raw)} = parsed.cell AND {table}.number_valid IS NULL"""
    )
