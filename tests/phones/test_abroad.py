"""Numbers of other countries, read many at a time: what libphonenumber says of each, or nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator

import duckdb
import phonenumbers
import pytest

from calllint.phones import Plan, abroad, bulk, world
from calllint.phones.bulk import add_numbers
from tests.phones.tables import french_pack
from tests.phones.test_bulk import as_row, in_bulk

FRENCH = Plan.of([french_pack()])
ALONE = sorted(code for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE if world.only_region(code))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def numbers(code: int, rng: random.Random) -> Iterator[str]:
    """Numbers of every type, whole, cut, lengthened and changed; and digits at random."""
    region = phonenumbers.region_code_for_country_code(code)
    for kind in phonenumbers.PhoneNumberType.values():
        example = phonenumbers.example_number_for_type(region, kind)
        if example is None:
            continue
        rest = phonenumbers.national_significant_number(example)
        for _ in range(12):
            at = rng.randrange(len(rest))
            yield rest[:at] + str(rng.randrange(10)) + rest[at + 1 :]
        yield from (rest, rest[:-1], rest + "0", "0" + rest, "1" + rest, "8" + rest)
    yield from ("".join(rng.choices("0123456789", k=rng.randint(4, 14))) for _ in range(60))


def written(code: int, rest: str, rng: random.Random) -> str:
    start = rng.choice(("+", "00", "+ ", " +", "+00", "00 "))
    gap = rng.choice(("", " ", "-", ".", "/"))
    half = len(rest) // 2
    return f"{start}{code}{gap}{rest[:half]}{rng.choice(('', ' '))}{rest[half:]}"


@pytest.mark.parametrize("tens", sorted({code // 10 for code in ALONE}))
def test_a_countrys_numbers_are_what_libphonenumber_says(
    tens: int, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abroad, "FEWEST", 1)
    monkeypatch.setattr(bulk, "FEWEST", 1)
    rng = random.Random(tens)
    cells: list[str | None] = [
        written(code, rest, rng)
        for code in ALONE
        if code // 10 == tens
        for rest in numbers(code, rng)
    ]
    found = in_bulk(connection, cells, FRENCH, "FR")
    assert found == [as_row(FRENCH.parse(cell, "FR")) for cell in cells]


def test_most_of_them_never_reach_the_exact_reading(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [f"+32 47{number:07}" for number in range(1000)]
    connection.execute(
        "CREATE OR REPLACE TABLE cells AS SELECT unnest($1::VARCHAR[]) AS raw", [cells]
    )
    asked: list[str | None] = []
    monkeypatch.setattr(Plan, "parse", lambda plan, cell, region: asked.append(cell))
    add_numbers(connection, "cells", "numbers", "raw", FRENCH, "FR")
    assert asked == []
