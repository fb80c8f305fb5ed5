"""Columns of numbers: the database and the exact reading agree on every cell."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import duckdb
import phonenumbers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calllint.phones import Number, Plan
from calllint.phones.bulk import add_numbers
from tests.phones.cells import DAMAGED, FORMATTED, REFUSED
from tests.phones.tables import (
    belgian_pack,
    french_pack,
    make_pack,
    read_table,
    rival_pack,
    spanish_pack,
)

PLANS = {
    "French": Plan.of([french_pack()]),
    "several": Plan.of([french_pack(), belgian_pack(), spanish_pack()]),
    "rivals": Plan.of([belgian_pack(), rival_pack()]),
    "no table": Plan.of([make_pack("FR", "0", (10,), (), (), default="")]),
    "none": Plan.of([]),
}
FOREIGN = (
    "MA TN DZ SN CI CM MG BE CH LU DE GB IE ES PT IT NL AT PL RO SE DK GR TR US CA MX BR AR IN CN "
    "JP AU ZA NC PF WF PM"
).split()
SEPARATORS = [" ", "\u00a0", "\u202f", ".", "-", "/", "  ", " - ", "\u2009", "\t", ")", "("]

Read = tuple[int | None, bool | None, bool, str | None, str | None, str | None]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def in_bulk(
    connection: duckdb.DuckDBPyConnection, raws: list[str | None], plan: Plan, region: str | None
) -> list[Read]:
    connection.execute(
        "CREATE OR REPLACE TABLE cells AS SELECT unnest($raws::VARCHAR[]) AS raw, "
        "unnest(range($size::BIGINT)) AS row_id",
        {"raws": raws, "size": len(raws)},
    )
    add_numbers(connection, "cells", "numbers", "raw", plan, region)
    return connection.execute(
        "SELECT number, number_valid, number_repaired, phone_kind, phone_country, phone_territory "
        "FROM numbers ORDER BY row_id"
    ).fetchall()


def as_row(number: Number) -> Read:
    digits = int(number.e164[1:]) if number.e164 else None
    return (digits, number.valid, number.repaired, number.kind, number.country, number.territory)


def _digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


def _of_plan(row: dict[str, str]) -> st.SearchStrategy[str]:
    """A number of one range of the table, in each way of writing a country code."""
    sizes = st.sampled_from([10] * 12 + [9, 11, 13, 14, len(row["prefix"])])
    national = sizes.flatmap(
        lambda size: _digits(max(0, size - len(row["prefix"]))).map(
            lambda rest: row["prefix"] + rest
        )
    )
    starts = [f"+{row['cc']}", f"00{row['cc']}", row["cc"], "+33", "0033", "33", "+262", "590"]
    abroad = st.builds(
        lambda start, zero, number: start + zero + number[1:],
        st.sampled_from(starts),
        st.sampled_from(["", "", "0", "(0)", " (0) "]),
        national,
    )
    return st.one_of(national, national.map(lambda number: number[1:]), abroad)


def _foreign(region: str) -> list[str]:
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
    found = [phonenumbers.example_number_for_type(region, kind) for kind in kinds]
    formats = (
        phonenumbers.PhoneNumberFormat.E164,
        phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        phonenumbers.PhoneNumberFormat.NATIONAL,
    )
    return [
        phonenumbers.format_number(number, how) for number in found if number for how in formats
    ]


@st.composite
def _noisy(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> str:
    """A number with what people and spreadsheets do to it."""
    number = draw(numbers)
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(number)))
        number = number[:at] + draw(st.sampled_from(SEPARATORS)) + number[at:]
    before = [
        *("", "", "", "'", "tel:", " ", "(", "-", "te\u200bl:", "+", '="', "\u00a0", "++", "+00"),
        *("Tél. ", "mobile: ", "callto:", "fax ", '"', "o", "12,", "1.", "tel://"),
    ]
    after = [
        "",
        "",
        "",
        ".0",
        " ",
        "\u00a0",
        ",0",
        "0",
        ")",
        ' "',
        "E+10",
        " poste 12",
        " / 79",
        *(
            "o",
            " O",
            " (bureau)",
            " pro",
            ";ext=12",
            " ext. 4",
            '"',
            ",",
            ";",
            ".00",
            "E+08",
            "e+10",
        ),
        f" / {number}",
        f" ou {number}",
        ".",
    ]
    return draw(st.sampled_from(before)) + number + draw(st.sampled_from(after))


def _of_metadata(code: int) -> st.SearchStrategy[str]:
    """Numbers of a country code, of every shape its regions have; and such with a digit changed."""
    shapes = []
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]:
        known = phonenumbers.PhoneMetadata.metadata_for_region(region)
        for kind in ("general_desc", "fixed_line", "mobile", "voip", "toll_free", "premium_rate"):
            shape = getattr(known, kind, None)
            if shape and shape.national_number_pattern:
                shapes.append(re.compile(shape.national_number_pattern, re.ASCII))
    numbers = st.sampled_from(shapes).flatmap(lambda shape: st.from_regex(shape, fullmatch=True))
    starts = st.sampled_from([f"+{code}", f"00{code}", str(code), f"+{code}0", "0", "", "+33"])
    return st.builds(str.__add__, starts, numbers)


CODES = sorted(
    {int(row["cc"]) for name in ("numbering.csv", "territories.csv") for row in read_table(name)}
)
"""Country codes of every region the French tables name."""
RANGES = read_table("numbering.csv")
PLAN_NUMBERS = st.sampled_from(RANGES).flatmap(_of_plan)
FOREIGN_NUMBERS = st.sampled_from([text for region in FOREIGN for text in _foreign(region)])
OTHER_PLANS = st.sampled_from(["+32", "0032", "0", "04712345", "32", "", "34", "+34", "6", "91"])
OTHER_NUMBERS = st.builds(str.__add__, OTHER_PLANS, st.integers(4, 10).flatmap(_digits))
JUNK = st.one_of(
    st.text("0123456789+()' .-/\u00a0\u202f,;eEtl:\uff10\u0663", max_size=20),
    st.text(max_size=12),
    st.integers(0, 10**16).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(str),
)
METADATA_NUMBERS = st.sampled_from([*CODES, 32, 34]).flatmap(_of_metadata)
CELLS = st.one_of(
    METADATA_NUMBERS,
    _noisy(METADATA_NUMBERS),
    PLAN_NUMBERS,
    _noisy(PLAN_NUMBERS),
    _noisy(st.one_of(FOREIGN_NUMBERS, OTHER_NUMBERS)),
    JUNK,
    st.none(),
)


@pytest.mark.parametrize(
    ("plan", "region"),
    [
        ("French", "FR"),
        ("French", "RE"),
        ("French", "MA"),
        ("French", None),
        ("several", "FR"),
        ("several", "BE"),
        ("several", "ES"),
        ("no table", "FR"),
        ("none", "US"),
    ],
)
@given(raws=st.lists(CELLS, min_size=30, max_size=100))
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                           HealthCheck.large_base_example],
)  # fmt: skip
def test_bulk_and_exact_reading_agree_on_every_cell(
    connection: duckdb.DuckDBPyConnection, plan: str, region: str | None, raws: list[str | None]
) -> None:
    expected = [as_row(PLANS[plan].parse(raw, region)) for raw in raws]

    assert expected == in_bulk(connection, raws, PLANS[plan], region)


def test_every_range_of_the_table_agrees_at_both_ends(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    plan = PLANS["French"]
    national = [row["prefix"].ljust(10, end) for row in RANGES for end in "0123456789"]
    raws = [*national, *(f"+33{raw[1:]}" for raw in national), *(raw[1:] for raw in national)]

    assert [as_row(plan.parse(raw, "FR")) for raw in raws] == in_bulk(
        connection, list(raws), plan, "FR"
    )


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("region", ["FR", "BE", "ES", "RE", None])
def test_known_cells_agree(
    connection: duckdb.DuckDBPyConnection, plan: str, region: str | None
) -> None:
    other = [
        "323123456", "32471234567", "0471234567", "612345678.5", "34612345678", "9123456.78",
        "0471230000", "+34 (0)12345678", "+34 012345678", "+33 1 (0)2 34 56 78 90",
        "+33 1 (0)2345678", "+331(0)2345678", "+32 2 123 45 67", "021234567", "21234567",
    ]  # fmt: skip
    raws = [*FORMATTED, *DAMAGED, *REFUSED, *other]

    expected = [as_row(PLANS[plan].parse(raw, region)) for raw in raws]

    assert expected == in_bulk(connection, list(raws), PLANS[plan], region)


def _watch(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The cells that reach the exact reading, which then finds nothing in them."""
    seen: list[str | None] = []

    def parse(self: Plan, raw: str | None, region: str | None) -> Number:
        seen.append(raw)
        return Number()

    monkeypatch.setattr(Plan, "parse", parse)
    return seen


def test_regular_cells_never_reach_the_exact_reading(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a large list is made of is decided in the database alone."""
    read = _watch(monkeypatch)
    raws: list[str | None] = [
        "0612345678", "06 12 34 56 78", "06.12.34.56.78", "06\u00a012\u00a034\u00a056\u00a078",
        "+33612345678", "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "0033612345678",
        "33612345678", "612345678", "0692123456", "+262692123456", "+33596712345", "0199000123",
        "absent", "", None,
    ]  # fmt: skip

    in_bulk(connection, raws, PLANS["French"], "FR")

    assert read == []


def test_irregular_cells_are_read_once_each(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = _watch(monkeypatch)

    in_bulk(connection, ["+212612345678", "+212612345678", "15"], PLANS["French"], "FR")

    assert sorted(map(str, read)) == ["+212612345678", "15"]


def test_more_irregular_cells_than_a_batch(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calllint.phones.bulk.BATCH", 7)
    raws: list[str | None] = [f"+2126123456{number:02}" for number in range(50)]

    rows = in_bulk(connection, raws, PLANS["French"], "FR")

    assert [row[0] for row in rows] == [int(f"2126123456{number:02}") for number in range(50)]


def test_all_columns_are_kept_and_nothing_else_is_left(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute(
        """CREATE OR REPLACE TABLE "my list" AS
        SELECT 7::BIGINT AS row_id, '0692 12 34 56' AS "Té""l", ['kept'] AS other"""
    )

    add_numbers(connection, "my list", 'my "numbers"', 'Té"l', PLANS["French"], "FR")
    cursor = connection.execute('SELECT * FROM "my ""numbers"""')

    assert [column[0] for column in cursor.description] == [
        "row_id", 'Té"l', "other", "number", "number_valid", "number_repaired", "phone_kind",
        "phone_country", "phone_territory",
    ]  # fmt: skip
    assert cursor.fetchall() == [
        (7, "0692 12 34 56", ["kept"], 262692123456, True, False, "mobile", "FR", "RE")
    ]
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    assert tables == []


def test_empty_table(connection: duckdb.DuckDBPyConnection) -> None:
    assert in_bulk(connection, [], PLANS["French"], "FR") == []


def test_importing_the_package_imports_no_heavy_library() -> None:
    import subprocess

    code = (
        "import sys, calllint.phones, calllint.phones.bulk;"
        "sys.exit('duckdb' in sys.modules or 'phonenumbers' in sys.modules)"
    )
    environment = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0
