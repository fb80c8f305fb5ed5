"""Numbers of countries that no pack's table knows, a country at a time.

A list of a million has tens of thousands of them, and libphonenumber takes one at a time. Its own
patterns say the same inside the database, wherever a country code is one country's and the number
is written with it, plainly; every other cell is left alone. The tests hold the two to one answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calllint.phones import world
from calllint.phones.plan import Plan
from calllint.phones.regular import text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from phonenumbers.phonemetadata import PhoneMetadata, PhoneNumberDesc

FEWEST = 200
"""Cells of a country that are worth a query of their own."""
_ABROAD = "calllint_phone_abroad"
_PLAIN = r" *(?:\+ *[1-9]|00 *[1-9])[0-9 ]* *"
_TYPES = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)
"""libphonenumber's types in the order it tries them, before fixed lines and mobiles."""


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
        known = world.only_region(code)
        if known is not None and count >= FEWEST:
            yield _query(plan, code, *known)


def _query(plan: Plan, code: int, region: str, known: PhoneMetadata) -> str:
    territory = plan.territories.get(code)
    country = text(territory.country if territory else region)
    placed = text(territory.code) if territory else "NULL"
    kept = f"NOT regexp_matches(rest, {text(f'^(?:{_trunk(known)})')})" if _trunk(known) else "TRUE"
    return (
        "SELECT cell, CAST(digits AS BIGINT) AS number, TRUE AS number_valid, "
        f"FALSE AS number_repaired, kind AS phone_kind, {country} AS phone_country, "
        f"{placed} AS phone_territory FROM (SELECT *, {_kind(known)} AS kind FROM "
        f"(SELECT *, substr(digits, {len(str(code)) + 1}) AS rest FROM {_ABROAD} "
        f"WHERE starts_with(digits, '{code}')) "
        f"WHERE NOT starts_with(rest, '0') AND {kept} AND {_fits(known.general_desc)}) "
        "WHERE kind IS NOT NULL"
    )


def _trunk(known: PhoneMetadata) -> str:
    """What may stand before a number, and would have to be taken away first."""
    return known.national_prefix_for_parsing or known.national_prefix or ""


def _kind(known: PhoneMetadata) -> str:
    """The type of a number, as ``PhoneNumberType`` in lower case; NULL where it has none."""
    special = "".join(f"WHEN {_fits(getattr(known, name))} THEN '{name}' " for name in _TYPES)
    both = "'fixed_line_or_mobile'"
    fixed, mobile = _fits(known.fixed_line), _fits(known.mobile)
    if known.same_mobile_and_fixed_line_pattern:
        return f"CASE {special}WHEN {fixed} THEN {both} END"
    return (
        f"CASE {special}WHEN {fixed} THEN CASE WHEN {mobile} THEN {both} ELSE 'fixed_line' END "
        f"WHEN {mobile} THEN 'mobile' END"
    )


def _fits(shape: PhoneNumberDesc | None) -> str:
    if shape is None or not shape.national_number_pattern:
        return "FALSE"
    lengths = [length for length in shape.possible_length if length > 0]
    sized = f"length(rest) IN ({', '.join(map(str, lengths))}) AND " if lengths else ""
    return f"({sized}regexp_full_match(rest, {text(shape.national_number_pattern)}))"
