"""Offset tables say what the pinned zone data say, second by second."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo, reset_tzpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.document import zonefiles
from calllint.facts import zones
from calllint.facts.zones import OffsetRow, local_offset_rows, offset_rows

PARIS, CASABLANCA, MIQUELON = "Europe/Paris", "Africa/Casablanca", "America/Miquelon"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)

names = st.sampled_from(sorted(zonefiles.zone_names()))
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def applied(row: OffsetRow, moment: datetime) -> timedelta:
    """The offset a database finds in a row."""
    before = row.switch is None or moment < row.switch
    return timedelta(minutes=row.before_min if before else row.after_min)


def moments(row: OffsetRow, anywhere: timedelta) -> list[datetime]:
    """Moments of the row's day worth a look: its ends, its middle, and around the change."""
    midnight = datetime.combine(row.day, datetime.min.time())
    edge = row.switch or midnight
    inside = {midnight, midnight + anywhere, midnight + DAY - SECOND, edge - SECOND, edge}
    return [moment for moment in inside if moment.date() == row.day]


def test_morocco_leaves_plus_one_on_2026_09_20() -> None:
    before, change, after = offset_rows([CASABLANCA], date(2026, 9, 19), date(2026, 9, 21))

    assert before == (CASABLANCA, date(2026, 9, 19), 60, None, 60)
    assert change == (CASABLANCA, date(2026, 9, 20), 60, datetime(2026, 9, 20, 1), 0)
    assert after == (CASABLANCA, date(2026, 9, 21), 0, None, 0)
    assert zones.to_local(CASABLANCA, datetime(2027, 2, 20, 12)) == datetime(2027, 2, 20, 12)


def test_days_on_which_paris_changes_its_clocks() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)

    assert offset_rows([PARIS], spring, spring) == [
        (PARIS, spring, 60, datetime(2026, 3, 29, 1), 120)
    ]
    assert offset_rows([PARIS], autumn, autumn) == [
        (PARIS, autumn, 120, datetime(2026, 10, 25, 1), 60)
    ]
    # On the local clock: 02:30 does not exist in spring and is read with the offset before; in
    # autumn it comes twice and the first is taken.
    assert local_offset_rows([PARIS], spring, spring) == [
        (PARIS, spring, 60, datetime(2026, 3, 29, 3), 120)
    ]
    assert local_offset_rows([PARIS], autumn, autumn) == [
        (PARIS, autumn, 120, datetime(2026, 10, 25, 3), 60)
    ]


def test_saint_pierre_follows_north_america() -> None:
    rows = offset_rows([MIQUELON], date(2026, 3, 7), date(2026, 3, 9))

    assert [row.before_min for row in rows] == [-180, -180, -120]
    assert rows[1].switch == datetime(2026, 3, 8, 5)


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [
        ("Pacific/Tahiti", -600),
        ("Pacific/Marquesas", -570),
        ("Pacific/Gambier", -540),
        ("Indian/Reunion", 240),
        ("Pacific/Noumea", 660),
        ("UTC", 0),
    ],
)
def test_zones_that_never_move(zone: str, minutes: int) -> None:
    rows = offset_rows([zone], date(2015, 1, 1), date(2029, 12, 31))

    assert {row[2:] for row in rows} == {(minutes, None, minutes)}
    assert len(rows) == 5479
    assert local_offset_rows([zone], date(2015, 1, 1), date(2029, 12, 31)) == rows


def test_a_change_at_midnight_belongs_to_the_day_it_begins() -> None:
    # Samoa crossed the date line: the 30th never came, and the 31st began with the new offset.
    rows = local_offset_rows(["Pacific/Apia"], date(2011, 12, 29), date(2011, 12, 31))

    assert [row[1:] for row in rows] == [
        (date(2011, 12, 29), -600, None, -600),
        (date(2011, 12, 30), -600, None, -600),
        (date(2011, 12, 31), 840, None, 840),
    ]


@settings(max_examples=150, deadline=None)
@given(names, days, st.integers(0, 400), st.timedeltas(timedelta(0), DAY - SECOND))
def test_utc_table_equals_zoneinfo(
    name: str, first: date, length: int, anywhere: timedelta
) -> None:
    zone = zones.load_zone(name)
    rows = offset_rows([name], first, first + length * DAY)

    assert [row.day for row in rows] == [first + n * DAY for n in range(length + 1)]
    for row in rows:
        for utc in moments(row, anywhere):
            local = utc.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)
            assert utc + applied(row, utc) == local


@settings(max_examples=150, deadline=None)
@given(names, days, st.integers(0, 400), st.timedeltas(timedelta(0), DAY - SECOND))
def test_local_table_equals_zoneinfo(
    name: str, first: date, length: int, anywhere: timedelta
) -> None:
    zone = zones.load_zone(name)
    rows = local_offset_rows([name], first, first + length * DAY)

    assert [row.day for row in rows] == [first + n * DAY for n in range(length + 1)]
    for row in rows:
        for local in moments(row, anywhere):
            utc = local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)
            assert local - applied(row, local) == utc == zones.to_utc(name, local)


@settings(max_examples=30, deadline=None)
@given(names, days)
def test_runs_unfold_to_rows_without_overlap(name: str, first: date) -> None:
    last = first + 900 * DAY
    runs = zones.offset_runs([name], first, last)

    assert runs[0].first_day == first
    assert runs[-1].last_day == last
    for run, following in pairwise(runs):
        assert run.last_day + DAY == following.first_day
        assert run[3:] != following[3:]


def test_fifteen_zones_over_fifteen_years_take_no_time() -> None:
    overseas = ["Europe/Paris", "America/Miquelon", "Africa/Casablanca"] * 5
    start = perf_counter()
    zones.offset_runs(overseas, date(2015, 1, 1), date(2029, 12, 31))

    assert perf_counter() - start < 2


@pytest.mark.parametrize("name", ["Europe/Lyon", "", "europe/paris", "../zones", "Europe", "zones"])
def test_an_unknown_zone_is_named(name: str) -> None:
    assert not zones.known_zone(name)
    with pytest.raises(zones.UnknownZone) as caught:
        offset_rows([name], date(2026, 1, 1), date(2026, 1, 2))
    assert caught.value.name == name
    assert repr(name) in str(caught.value)
    assert zones.tzdata_version() in str(caught.value)


def test_a_misspelt_zone_has_a_nearest_one() -> None:
    assert zones.nearest_zone("europe/pari") == PARIS
    assert zones.nearest_zone("Africa/Casabanca") == CASABLANCA
    assert zones.nearest_zone("%%%%") is None


def test_zones_never_come_from_the_system(tmp_path: Path) -> None:
    lie = tmp_path / "Europe" / "Paris"
    lie.parent.mkdir()
    lie.write_bytes(files("tzdata").joinpath("zoneinfo/UTC").read_bytes())
    noon = datetime(2026, 7, 1, 12, tzinfo=timezone.utc)
    zones.load_zone.cache_clear()
    reset_tzpath([tmp_path])
    try:
        assert noon.astimezone(ZoneInfo.no_cache(PARIS)).hour == 12
        assert zones.to_local(PARIS, noon.replace(tzinfo=None)).hour == 14
    finally:
        reset_tzpath()
