"""Numbers of countries that no pack's table knows, a country at a time.

A list of a million has tens of thousands of them, and libphonenumber takes one at a time. Its own
patterns say the same inside the database, wherever a country code is one country's and the number
is written with it, plainly; every other cell is left alone. The tests hold the two to one answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calllint.phones import countries, world
from calllint.phones.countries import Country, Shape
from calllint.phones.plan import Plan
from calllint.phones.regular import text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST = 200
"""Cells of a country that are worth a query of their own."""
_ABROAD = "calllint_phone_abroad"
_PLAIN = r" *(?:\+ *[1-9]|00 *[1-9])[0-9 ]* *"


def read_abroad(connection: DuckDBPyConnection, rest: str, parsed: str, plan: Plan) -> bool:
    """Add to ``parsed`` what the cells of ``rest`` certainly are; whether there was anything.

    ``parsed`` has ``cell`` and the columns of ``regular.COLUMNS``.
    """
    digits = "regexp_replace(cell, '[^0-9]', '', 'g')"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_ABROAD} AS SELECT cell, "
        f"CASE WHEN contains(cell, '+') THEN digits ELSE substr(digits, 3) END AS digits "
        f"FROM (SELECT cell, {digits} AS digits FROM {rest} "
        f"WHERE regexp_full_match(cell, {text(_PLAIN)}))"
    )
    counted = connection.execute(
        f"SELECT left(digits, 3), count(*) FROM {_ABROAD} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    queries = list(_queries(plan, dict(counted)))
    for query in queries:
        connection.execute(f"INSERT INTO {parsed} SELECT * FROM ({query})")
    connection.execute(f"DROP TABLE {_ABROAD}")
    return bool(queries)


def _queries(plan: Plan, starts: dict[str, int]) -> Iterator[str]:
    """One query for each country that has enough of them."""
    cells: dict[int, int] = {}
    for start, count in starts.items():
        code = world.calling_code(start)
        if code is not None and plan.of_code(code) is None:
            cells[code] = cells.get(code, 0) + count
    for code, count in sorted(cells.items()):
        country = countries.of_code(code) if count >= FEWEST else None
        if country:
            yield _query(plan, country)


def _query(plan: Plan, known: Country) -> str:
    territory = plan.territories.get(known.code)
    country = text(territory.country if territory else known.region)
    placed = text(territory.code) if territory else "NULL"
    kept = f"NOT regexp_matches(rest, {text(f'^(?:{known.trunk})')})" if known.trunk else "TRUE"
    return (
        "SELECT cell, CAST(digits AS BIGINT) AS number, TRUE AS number_valid, "
        f"FALSE AS number_repaired, kind AS phone_kind, {country} AS phone_country, "
        f"{placed} AS phone_territory FROM (SELECT *, {_kind(known)} AS kind FROM "
        f"(SELECT *, substr(digits, {len(str(known.code)) + 1}) AS rest FROM {_ABROAD} "
        f"WHERE starts_with(digits, '{known.code}')) "
        f"WHERE NOT starts_with(rest, '0') AND {kept} AND {_fits(known.whole)}) "
        "WHERE kind IS NOT NULL"
    )


def _kind(known: Country) -> str:
    """SQL: ``Country.kind`` of digits that look like a number at all."""
    cases = "".join(
        f"WHEN {' AND '.join(map(_fits, shapes))} THEN '{kind}' " for kind, shapes in known.kinds
    )
    return f"CASE {cases}END" if cases else "NULL"


def _fits(shape: Shape) -> str:
    """SQL: ``Shape.fits`` of the column ``rest``."""
    listed = ", ".join(map(str, shape.lengths))
    sized = f"length(rest) IN ({listed}) AND " if listed else ""
    return f"({sized}regexp_full_match(rest, {text(shape.pattern)}))"
