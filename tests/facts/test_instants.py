"""Moments are read alike one by one and in bulk; what is not read is never guessed."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calllint.facts.instants import (
    BadPattern,
    Instant,
    check_pattern,
    parts_sql,
    read_instant,
    read_parts,
)

PARIS, CASABLANCA = "Europe/Paris", "Africa/Casablanca"
Row = tuple[datetime | None, bool | None, int | None, bool]


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def in_bulk(cells: list[str | None], pattern: str | None = None) -> list[Row]:
    parts = parts_sql("cell", pattern)
    return (
        _connection()
        .execute(
            f"SELECT {parts.naive}, {parts.time_known}, {parts.offset}, {parts.unreadable} "
            "FROM (SELECT unnest($1::VARCHAR[]) AS cell)",
            [cells],
        )
        .fetchall()
    )


def one_by_one(cell: str, pattern: str | None = None) -> Row:
    parts = read_parts(cell, pattern)
    return (None, None, None, cell != "") if parts is None else (*parts, False)


def moment(hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 9, 1, hour, minute, second)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2026-09-01", (moment(), False, None)),
        ("2026-09-01T10:32", (moment(10, 32), True, None)),
        ("2026-09-01 10:32", (moment(10, 32), True, None)),
        ("2026-09-01T10:32:05", (moment(10, 32, 5), True, None)),
        ("2026-09-01T10:32:05.987654", (moment(10, 32, 5), True, None)),
        ("2026-09-01 10:32:05,9", (moment(10, 32, 5), True, None)),
        ("2026-09-01T10:32Z", (moment(10, 32), True, 0)),
        ("2026-09-01T10:32:05.25+02:00", (moment(10, 32, 5), True, 120)),
        ("2026-09-01 10:32:05 +0200", (moment(10, 32, 5), True, 120)),
        ("2026-09-01T10:32-09:30", (moment(10, 32), True, -570)),
        ("2026-09-01T10:32-0930", (moment(10, 32), True, -570)),
        ("2026-09-01T10:32-03", (moment(10, 32), True, -180)),
        ("2026-09-01T10:32-00:30", (moment(10, 32), True, -30)),
        ("2026-09-01T10:32:05+14", (moment(10, 32, 5), True, 840)),
        ("2028-02-29", (datetime(2028, 2, 29), False, None)),
        ("1990-01-01", (datetime(1990, 1, 1), False, None)),
        ("2100-12-31T23:59", (datetime(2100, 12, 31, 23, 59), True, None)),
    ],
)
def test_iso_is_read(cell: str, read: tuple[datetime, bool, int | None]) -> None:
    assert read_parts(cell) == read
    assert in_bulk([cell]) == [(*read, False)]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30",
        "2026-02-29T10:00",
        "2026-13-01",
        "2026-00-10",
        "2026-09-00",
        "1989-12-31",
        "2101-01-01",
        "0026-09-01",
        "20260901",
        "2026-9-1",
        "01/09/2026",
        "2026-09",
        "2026",
        "46266",
        "46266.4386",
        "2026-09-01T24:00",
        "2026-09-01T10:60",
        "2026-09-01T10:32:60",
        "2026-09-01T10",
        "2026-09-01T10:32+15:00",
        "2026-09-01T10:32+02:60",
        "2026-09-01+02:00",
        "2026-09-01T10:32 Europe/Paris",
        "2026-09-01T10:32:05.",
        "2026-09-01  10:32",
        "hier",
        "NULL",
        "2026-09-01T10:32z",
        "2026-09-01T10:32++02",
        "\uff12026-09-01",
        "2026-09-01\n2026-09-02",
        "infinity",
        "epoch",
        "-2026-09-01",
        "2026-09-01 (BC)",
    ],
)
def test_what_is_not_iso_is_unreadable_and_told_from_blank(cell: str) -> None:
    assert read_parts(cell) is None
    assert in_bulk([cell, "", None]) == [
        (None, None, None, True),
        (None, None, None, False),
        (None, None, None, False),
    ]


@pytest.mark.parametrize(
    ("pattern", "cell", "read"),
    [
        ("%d/%m/%Y", "01/09/2026", (moment(), False)),
        ("%d/%m/%Y", "1/9/2026", (moment(), False)),
        ("%d/%m/%Y", "1/9/2026 9:05", (moment(9, 5), True)),
        ("%d/%m/%Y", "01/09/2026 10:32:05", (moment(10, 32, 5), True)),
        ("%m/%d/%Y", "09/01/2026", (moment(), False)),
        ("%d.%m.%y", "01.09.26 10:32", (moment(10, 32), True)),
        ("%d.%m.%y", "01.09.99", (datetime(1999, 9, 1), False)),
        ("%Y%m%d", "20260901", (moment(), False)),
        ("%d%m%Y", "01092026 10:32", (moment(10, 32), True)),
        ("%Y-%m-%dT%H:%M:%S", "2026-09-01T10:32:05", (moment(10, 32, 5), True)),
        ("%d/%m/%Y à %Hh%M", "01/09/2026 à 10h32", (moment(10, 32), True)),
        ("le %d'%m'%Y", "le 01'09'2026", (moment(), False)),
        ("%m/%d/%Y %I:%M %p", "09/01/2026 10:32 AM", (moment(10, 32), True)),
        ("%m/%d/%Y %I:%M %p", "9/1/2026 2:05 PM", (moment(14, 5), True)),
        ("%m/%d/%Y %I:%M %p", "9/1/2026 02:05:09 pm", (moment(14, 5, 9), True)),
        ("%m/%d/%Y %I:%M %p", "9/1/2026 12:00 PM", (moment(12), True)),
        ("%m/%d/%Y %I:%M %p", "9/1/2026 12:32 AM", (moment(0, 32), True)),
        ("%m/%d/%Y %I:%M %p", "9/1/2026 2:05\u202fPM", (moment(14, 5), True)),
        ("%m/%d/%Y %I:%M %p", "9/1/2026 2:05\u00a0p.m.", (moment(14, 5), True)),
        ("%m/%d/%Y %I:%M %p", "9/1/2026", (moment(), False)),
        ("%m/%d/%y %I:%M%p", "9/1/26 2:05PM", (moment(14, 5), True)),
        ("%Y-%m-%d %I:%M:%S %p", "2026-09-01 02:05:09 PM", (moment(14, 5, 9), True)),
        ("%d/%m/%Y, %p %I:%M", "01/09/2026, PM 02:05", (moment(14, 5), True)),
    ],
)
def test_a_pattern_reads_the_day(pattern: str, cell: str, read: tuple[datetime, bool]) -> None:
    assert read_parts(cell, pattern) == (*read, None)
    assert in_bulk([cell], pattern) == [(*read, None, False)]


@pytest.mark.parametrize(
    ("pattern", "cell"),
    [
        ("%d/%m/%Y", "30/02/2026"),
        ("%d/%m/%Y", "09/13/2026"),
        ("%d/%m/%Y", "01/09/26"),
        ("%d/%m/%Y", "01/09/1989"),
        ("%d/%m/%Y", "01-09-2026"),
        ("%d/%m/%Y", "2026-09-01"),
        ("%d/%m/%Y", "01/09/2026 25:00"),
        ("%d/%m/%Y", "01/09/2026 10:32+02:00"),
        ("%d/%m/%Y", "01/09/2026T10:32"),
        ("%d/%m/%Y", "00/09/2026"),
        ("%d/%m/%y", "01/09/80"),
        ("%Y%m%d", "2026091"),
        ("%d%m%Y", "1092026"),
        ("%d.%m.%Y", "01x09x2026"),
        ("%d/%m/%Y %H:%M", "01/09/2026"),
        ("%d/%m/%Y %H:%M", "01/09/2026 10:32 10:32"),
        ("%d/%m/%Y", "01/09/2026 2:05 PM"),
        ("%m/%d/%Y %I:%M %p", "09/01/2026 14:05 PM"),
        ("%m/%d/%Y %I:%M %p", "09/01/2026 0:05 AM"),
        ("%m/%d/%Y %I:%M %p", "09/01/2026 14:05"),
        ("%m/%d/%Y %I:%M %p", "09/01/2026 2:05"),
        ("%m/%d/%Y %I:%M %p", "09/01/2026 2:05 XM"),
        ("%m/%d/%Y %I:%M %p", "13/01/2026 2:05 PM"),
        ("%m/%d/%Y %I:%M:%S %p", "09/01/2026"),
    ],
)
def test_what_the_pattern_does_not_read_is_unreadable(pattern: str, cell: str) -> None:
    assert read_parts(cell, pattern) is None
    assert in_bulk([cell, "", None], pattern) == [
        (None, None, None, True),
        (None, None, None, False),
        (None, None, None, False),
    ]


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("", "whole day"),
        ("%d/%m", "whole day"),
        ("%Y", "whole day"),
        ("DD/MM/YYYY", "whole day"),
        ("%d %b %Y", "'%b'"),
        ("%d/%m/%Y %Z", "'%Z'"),
        ("%d/%m/%Y %z", "'%z'"),
        ("%-d/%m/%Y", "'%-'"),
        ("%d/%m/%Y%", "'%'"),
        ("%d/%m/%Y%%", "'%%'"),
        ("%d/%m/%Y/%d", "twice"),
        ("%d/%m/%Y %y", "twice"),
        ("%d/%m/%Y %H", "part of a time"),
        ("%d/%m/%Y %S", "part of"),
        ("%d/%m/%Y %I:%M", "part of"),
        ("%d/%m/%Y %H:%M %p", "part of"),
        ("%d/%m/%Y %p", "part of"),
        ("%d/%m/20%y", "'2'"),
        ("%d/%m/%Y\n", "separator"),
    ],
)
def test_a_pattern_that_cannot_be_trusted_is_refused(pattern: str, told: str) -> None:
    for use in (check_pattern, lambda p: parts_sql("cell", p), lambda p: read_parts("x", p)):
        with pytest.raises(BadPattern) as caught:
            use(pattern)
        assert told in str(caught.value)


DIGITS = st.text("0123456789", min_size=1, max_size=4)
ALMOST = st.builds(
    "{:{y}}{}{:{w}}{}{:{w}}{}".format,
    st.integers(1985, 2105),
    st.sampled_from("-/. "),
    st.integers(0, 13),
    st.sampled_from("-/. "),
    st.integers(0, 32),
    st.sampled_from(
        [
            "",
            "T10:32",
            " 23:59:59",
            " 9:05",
            "T10:32:05.5Z",
            " 24:00",
            "T10:32+02:00",
            " 10:32 -0330",
            "T10:32-14",
            "T10:32:00+1400",
            "Z",
            "-05",
            " 00:00:60",
        ]
    ),
    y=st.sampled_from(["04", "d"]),
    w=st.sampled_from(["02", "d"]),
)
REVERSED = st.builds(
    "{:{w}}{s}{:{w}}{s}{:04}{}".format,
    st.integers(0, 32),
    st.integers(0, 13),
    st.integers(1985, 2105),
    st.sampled_from(
        [
            "",
            " 10:32",
            " 9:05",
            " 23:59:59",
            " 24:00",
            "T10:32",
            " 10:32Z",
            " 2:05 PM",
            " 12:00am",
            " 0:05 AM",
        ]
    ),
    s=st.sampled_from(["/", ".", "-", ""]),
    w=st.sampled_from(["02", "d"]),
)
STAMPS = st.datetimes(datetime(1985, 1, 1), datetime(2105, 1, 1)).flatmap(
    lambda stamp: st.sampled_from(
        [
            stamp.isoformat(),
            f"{stamp:%Y-%m-%d %H:%M}",
            f"{stamp:%Y-%m-%dT%H:%M:%SZ}",
            f"{stamp:%Y-%m-%d %H:%M:%S-0330}",
            f"{stamp:%Y-%m-%d}",
            f"{stamp:%d/%m/%Y}",
            f"{stamp:%d/%m/%Y %H:%M:%S}",
            f"{stamp:%Y%m%d}",
            f"{stamp:%d.%m.%y %H:%M}",
            f"{stamp:%m/%d/%Y %I:%M %p}",
            f"{stamp:%m/%d/%Y %I:%M:%S}{stamp:\u202f%p}",
        ]
    )
)
CELLS = st.one_of(
    STAMPS,
    ALMOST,
    REVERSED,
    DIGITS,
    st.text("0123456789-/:. TZ+", max_size=25),
    st.text(st.characters(codec="utf-8"), max_size=12),
).map(str.strip)
PATTERNS = st.sampled_from(
    [
        None,
        None,
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d.%m.%y",
        "%Y%m%d",
        "%d%m%Y",
        "%d/%m/%Y %H:%M:%S",
        "%m/%d/%Y %I:%M %p",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=30), PATTERNS)
@example(["2026-09-01T10:32\x00", "2026-09-01\x00", "\x00"], None)
def test_bulk_and_single_reading_agree(cells: list[str], pattern: str | None) -> None:
    assert in_bulk(list(cells), pattern) == [one_by_one(cell, pattern) for cell in cells]


def test_an_instant_without_offset_is_local_to_the_zone() -> None:
    assert read_instant("2026-09-01T10:32", PARIS) == Instant(
        moment(8, 32), date(2026, 9, 1), True, False
    )
    # Until 2026-09-20 Casablanca was an hour ahead of UTC; since then it is not.
    assert read_instant("2026-09-01T10:32", CASABLANCA) == Instant(
        moment(9, 32), date(2026, 9, 1), True, False
    )
    assert read_instant("2026-10-01T10:32", CASABLANCA) == Instant(
        datetime(2026, 10, 1, 10, 32), date(2026, 10, 1), True, False
    )


def test_a_day_alone_keeps_its_date_and_begins_at_local_midnight() -> None:
    assert read_instant("01/09/2026", "Pacific/Noumea", "%d/%m/%Y") == Instant(
        datetime(2026, 8, 31, 13), date(2026, 9, 1), False, False
    )


def test_an_offset_is_obeyed_and_the_day_is_that_of_the_zone() -> None:
    assert read_instant("2026-09-01T23:30Z", PARIS) == Instant(
        moment(23, 30), date(2026, 9, 2), True, True
    )
    assert read_instant("2026-09-01T01:00+02:00", "America/Guadeloupe") == Instant(
        datetime(2026, 8, 31, 23), date(2026, 8, 31), True, True
    )


def test_the_hour_that_comes_twice_is_taken_the_first_time() -> None:
    instant = read_instant("2026-10-25T02:30", PARIS)

    assert instant is not None
    assert instant.utc == datetime(2026, 10, 25, 0, 30)


@pytest.mark.parametrize("text", ["", "  \t", "soon", "2026-02-30"])
def test_blank_and_unreadable_give_no_instant(text: str) -> None:
    assert read_instant(text, PARIS) is None


def test_blanks_around_a_single_value_do_not_matter() -> None:
    assert read_instant(" 2026-09-01T10:32Z\u00a0\n", PARIS) == read_instant(
        "2026-09-01T10:32Z", PARIS
    )
