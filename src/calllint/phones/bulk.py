"""Reading a whole column of numbers.

What is regular is decided inside the database: one projection and one join with the packs' ranges.
Only what is left, each distinct cell once, goes through ``Plan.parse``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from calllint.phones import regular
from calllint.phones.national import Row, is_extended
from calllint.phones.plan import Number, Plan
from calllint.phones.regular import KEY_DIGITS, name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH = 20_000
"""Cells that go through ``Plan.parse`` at a time, to bound memory."""

_RANGES = "calllint_phone_ranges"
_REST = "calllint_phone_rest"
_PARSED = "calllint_phone_parsed"
_PLAN_STEP = 10**KEY_DIGITS


def add_numbers(
    connection: DuckDBPyConnection,
    source: str,
    target: str,
    raw: str,
    plan: Plan,
    region: str | None,
) -> None:
    """Create table ``target``: all columns of ``source``, and what its column ``raw`` holds.

    The columns added are ``number`` (BIGINT, E.164 digits, NULL where there is none),
    ``number_valid`` (BOOLEAN, NULL where the cell is blank), ``number_repaired`` (BOOLEAN),
    ``phone_kind``, ``phone_country`` and ``phone_territory`` (VARCHAR): the same as
    ``plan.parse(cell, region)`` gives. The order of rows is not kept; ``row_id`` is.
    """
    try:
        ranges = _create_ranges(connection, plan)
        _create_target(connection, source, target, raw, plan, region, ranges)
        if _collect_rest(connection, target, raw):
            _parse_rest(connection, plan, region)
            _fill_in(connection, target, raw)
    finally:
        for table in (_REST, _PARSED):
            connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _create_ranges(connection: DuckDBPyConnection, plan: Plan) -> str:
    """One row for each beginning of ``KEY_DIGITS`` digits that falls in a regular range.

    Made once a connection and plan; the name of the table.
    """
    rows = [
        (place, row) for place, national in enumerate(plan.plans) for row in national.rows.values()
    ]
    trunks = [len(national.trunk) for national in plan.plans]
    columns = {
        "first": [_key(place, row.prefix, "0") for place, row in rows],
        "last": [_key(place, row.prefix, "9") for place, row in rows],
        "size": [len(row.prefix) for _, row in rows],
        "regular": [_is_regular(row, trunks[place]) for place, row in rows],
        "code": [row.code for _, row in rows],
        "trunk": [trunks[place] for place, _ in rows],
        "home": [plan.plans[place].home for place, _ in rows],
        "kind": [row.kind for _, row in rows],
        "country": [row.country for _, row in rows],
        "territory": [row.territory for _, row in rows],
    }
    table = f"{_RANGES}_{crc32(repr(columns).encode()):08x}"
    made = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = ?", [table]
    )
    if made.fetchone():
        return table
    connection.execute(
        f"""CREATE TEMP TABLE {table} AS
        WITH plan AS (
            SELECT unnest($first::BIGINT[]) AS first, unnest($last::BIGINT[]) AS last,
                   unnest($size::INTEGER[]) AS size, unnest($regular::BOOLEAN[]) AS regular,
                   unnest($code::INTEGER[]) AS code, unnest($trunk::INTEGER[]) AS trunk,
                   unnest($home::INTEGER[]) AS home, unnest($kind::VARCHAR[]) AS kind,
                   unnest($country::VARCHAR[]) AS country,
                   unnest($territory::VARCHAR[]) AS territory),
        longest AS (
            SELECT key, arg_max(first, size) AS first, max(size) AS size
            FROM (SELECT unnest(range(first, last + 1)) AS key, first, size FROM plan)
            GROUP BY key)
        SELECT longest.key::INTEGER AS key, code, trunk, home, kind, country, territory
        FROM longest JOIN plan USING (first, size) WHERE regular""",
        columns,
    )
    return table


def _key(place: int, prefix: str, filler: str) -> int:
    """The first or last key of a range; it starts with the index of the plan."""
    digits = prefix[:KEY_DIGITS].ljust(KEY_DIGITS, filler)
    return int(f"{place}{digits}")


def _is_regular(row: Row, trunk: int) -> bool:
    """Whether the prefix and the plan's lengths say all there is to say of the range."""
    return len(row.prefix) <= KEY_DIGITS and row.drop == trunk and not is_extended(row.kind)


def _create_target(
    connection: DuckDBPyConnection,
    source: str,
    target: str,
    raw: str,
    plan: Plan,
    region: str | None,
    ranges: str,
) -> None:
    cell = name(raw)
    found = "(ranges.key IS NOT NULL AND coalesce(ph_code IN (ranges.code, ranges.home), TRUE))"
    connection.execute(
        f"""CREATE OR REPLACE TABLE {name(target)} AS
        SELECT cells.* EXCLUDE (ph_form, ph_plan, ph_code, ph_fixed),
               CASE WHEN {found} THEN
                    CAST(ranges.code || ph_form[ranges.trunk + 1:] AS BIGINT) END AS number,
               CASE WHEN {found} THEN TRUE
                    WHEN {regular.hopeless(cell)} THEN FALSE END AS number_valid,
               coalesce({found} AND (ph_fixed OR ph_code <> ranges.code), FALSE)
                   AS number_repaired,
               CASE WHEN {found} THEN ranges.kind END AS phone_kind,
               CASE WHEN {found} THEN ranges.country END AS phone_country,
               CASE WHEN {found} THEN ranges.territory END AS phone_territory
        FROM ({regular.reading(name(source), cell, plan, region)}) AS cells
        LEFT JOIN temp.{ranges} AS ranges
        ON ranges.key = ph_plan * {_PLAN_STEP} + CAST(ph_form[1:{KEY_DIGITS}] AS INTEGER)"""
    )


def _collect_rest(connection: DuckDBPyConnection, target: str, raw: str) -> bool:
    """Gather the distinct cells still to be read; whether there are any."""
    cell = name(raw)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_REST} AS
        SELECT cell, row_number() OVER () AS id
        FROM (SELECT DISTINCT {cell} AS cell FROM {name(target)}
              WHERE number_valid IS NULL AND NOT {regular.blank(cell)})"""
    )
    return bool(connection.execute(f"SELECT 1 FROM temp.{_REST} LIMIT 1").fetchone())


def _parse_rest(connection: DuckDBPyConnection, plan: Plan, region: str | None) -> None:
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_PARSED} (cell VARCHAR, number BIGINT, valid BOOLEAN,
            repaired BOOLEAN, kind VARCHAR, country VARCHAR, territory VARCHAR)"""
    )
    first = 1
    while cells := _batch(connection, first):
        _store(connection, cells, [plan.parse(cell, region) for cell in cells])
        first += BATCH


def _batch(connection: DuckDBPyConnection, first: int) -> list[str]:
    rows = connection.execute(
        f"SELECT cell FROM temp.{_REST} WHERE id BETWEEN ? AND ?", [first, first + BATCH - 1]
    ).fetchall()
    return [cell for (cell,) in rows]


def _store(connection: DuckDBPyConnection, cells: list[str], numbers: list[Number]) -> None:
    columns = {
        "cell": cells,
        "number": [int(number.e164[1:]) if number.e164 else None for number in numbers],
        "valid": [number.valid for number in numbers],
        "repaired": [number.repaired for number in numbers],
        "kind": [number.kind for number in numbers],
        "country": [number.country for number in numbers],
        "territory": [number.territory for number in numbers],
    }
    connection.execute(
        f"""INSERT INTO temp.{_PARSED} SELECT
            unnest($cell::VARCHAR[]), unnest($number::BIGINT[]), unnest($valid::BOOLEAN[]),
            unnest($repaired::BOOLEAN[]), unnest($kind::VARCHAR[]), unnest($country::VARCHAR[]),
            unnest($territory::VARCHAR[])""",
        columns,
    )


def _fill_in(connection: DuckDBPyConnection, target: str, raw: str) -> None:
    table = name(target)
    connection.execute(
        f"""UPDATE {table} SET number = parsed.number, number_valid = parsed.valid,
            number_repaired = parsed.repaired, phone_kind = parsed.kind,
            phone_country = parsed.country, phone_territory = parsed.territory
        FROM temp.{_PARSED} AS parsed
        WHERE {table}.{name(raw)} = parsed.cell AND {table}.number_valid IS NULL"""
    )
