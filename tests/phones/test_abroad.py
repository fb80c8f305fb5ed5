"""Numbers of other countries, read by their patterns: what libphonenumber says of each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import phonenumbers
import pytest

from calllint.packs import cache
from calllint.phones import Plan, abroad, bulk, countries, world
from calllint.phones.bulk import add_numbers
from tests.phones.tables import french_pack
from tests.phones.test_bulk import as_row, in_bulk

FRENCH = Plan.of([french_pack()])
ALONE = sorted(filter(countries.of_code, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


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


@pytest.mark.parametrize("tens", sorted({code // 10 for code in ALONE}))
def test_one_number_is_what_libphonenumber_says(tens: int) -> None:
    rng = random.Random(tens)
    for code in (code for code in ALONE if code // 10 == tens):
        region = phonenumbers.region_code_for_country_code(code)
        few = ["".join(rng.choices("0123456789", k=rng.randint(2, 6))) for _ in range(200)]
        for rest in (*numbers(code, rng), *few):
            said = world._reading(f"+{code}{rest}", None)
            assert world.international(f"{code}{rest}") == said, (code, rest)
            dialled = world._reading(rest, region)
            assert world.national(rest, region, code) == dialled, (region, rest)


@pytest.fixture
def nothing_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    tmp_path.chmod(0o700)
    caches = (countries.kept, countries._asked)
    for each in caches:
        each.cache_clear()
    yield tmp_path
    for each in caches:
        each.cache_clear()


def test_a_country_that_was_kept_is_the_country(nothing_known: Path) -> None:
    for code in ALONE:
        assert countries.kept(code) is None
        made = countries.of_code(code)
        countries.kept.cache_clear()
        assert countries.kept(code) == made

    assert countries.beginning("32476826542") == countries.of_code(32)
    assert countries.beginning("12025550123") is None


def test_a_country_is_kept_as_long_as_the_library_is_the_same(nothing_known: Path) -> None:
    made = countries.of_code(32)
    (file,) = nothing_known.glob("country-32-*")
    whole = file.read_text("utf-8")

    for damaged in (f"another {whole}", whole[:-9], whole.splitlines()[0]):
        file.write_text(damaged, "utf-8")
        countries.kept.cache_clear()
        assert countries.kept(32) is None
        assert countries.of_code(32) == made
