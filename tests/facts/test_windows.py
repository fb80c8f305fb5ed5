"""Windows fall where the clock of the person says, not the clock of the floor."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.facts.calendar import weekday
from calllint.facts.windows import (
    Windows,
    WindowView,
    dialled_days,
    drifting,
    parse_hours,
    views,
)
from calllint.facts.zones import UnknownZone, to_local, to_utc
from calllint.packs.scopes import WEEKDAYS

PARIS, CASABLANCA, REUNION = "Europe/Paris", "Africa/Casablanca", "Indian/Reunion"
GUADELOUPE, NOUMEA = "America/Guadeloupe", "Pacific/Noumea"
OFFICE: Windows = [
    {"days": ["mon", "tue", "wed", "thu", "fri"], "hours": ["10:00-13:00", "14:00-20:00"]}
]
TUESDAY: Windows = [{"days": ["tue"], "hours": ["10:00-13:00"]}]


def seen(found: list[WindowView]) -> list[tuple[str, int, int, date, date]]:
    return [
        (view.weekday, view.local_from, view.local_to, view.first_day, view.last_day)
        for view in found
    ]


@pytest.mark.parametrize(
    ("schedule", "zone"), [("contact", REUNION), ("contact", PARIS), (PARIS, PARIS)]
)
def test_in_the_persons_own_zone_the_view_is_the_declaration(schedule: str, zone: str) -> None:
    first, last = date(2026, 10, 19), date(2026, 11, 1)  # clocks change on the 25th
    found = views(OFFICE, schedule, zone, first, last)

    assert len(found) == 10
    for view in found:
        assert (view.local_from, view.local_to) == (view.declared_from, view.declared_to)
        assert view.zone == zone
        assert weekday(view.first_day) == weekday(view.last_day) == view.weekday
        assert view.last_day - view.first_day == timedelta(days=7)
    assert [(v.window, v.hours, v.weekday) for v in found] == [
        (0, hours, day) for hours in (0, 1) for day in WEEKDAYS[:5]
    ]


def test_a_floor_in_casablanca_drifts_twice_in_the_autumn_of_2026() -> None:
    found = views(TUESDAY, CASABLANCA, PARIS, date(2026, 9, 8), date(2026, 11, 10))

    assert seen(found) == [
        ("tue", 660, 840, date(2026, 9, 8), date(2026, 9, 15)),
        ("tue", 660, 840, date(2026, 10, 27), date(2026, 11, 10)),
        ("tue", 720, 900, date(2026, 9, 22), date(2026, 10, 20)),
    ]
    assert {(view.declared_from, view.declared_to) for view in found} == {(600, 780)}


def test_a_stretch_across_midnight_makes_two_views() -> None:
    evening: Windows = [{"days": ["fri"], "hours": ["18:00-24:00"]}]
    found = views(evening, CASABLANCA, REUNION, date(2026, 11, 27), date(2026, 11, 28))

    assert seen(found) == [
        ("fri", 1320, 1440, date(2026, 11, 27), date(2026, 11, 27)),
        ("sat", 0, 240, date(2026, 11, 28), date(2026, 11, 28)),
    ]
    assert {view.declared_to for view in found} == {1440}


def test_a_stretch_up_to_local_midnight_stays_one() -> None:
    afternoon: Windows = [{"days": ["mon"], "hours": ["14:00-20:00"]}]
    found = views(afternoon, CASABLANCA, REUNION, date(2026, 11, 23), date(2026, 11, 29))

    assert seen(found) == [("mon", 1080, 1440, date(2026, 11, 23), date(2026, 11, 23))]


def test_only_judged_dates_of_the_person_count() -> None:
    sunday: Windows = [{"days": ["sun"], "hours": ["15:00-16:00"]}]
    monday = date(2026, 11, 23)

    # Sunday 15:00 in Paris is Monday 01:00 in Nouméa, though the floor's Sunday is not judged.
    assert seen(views(sunday, PARIS, NOUMEA, monday, monday)) == [("mon", 60, 120, monday, monday)]
    assert views(sunday, PARIS, GUADELOUPE, monday, monday) == []
    assert views(sunday, "contact", NOUMEA, monday, monday) == []


def test_a_view_across_a_change_of_clocks_is_what_the_clock_shows() -> None:
    night: Windows = [{"days": ["sun"], "hours": ["00:00-02:00"]}]
    autumn, spring = date(2026, 10, 25), date(2027, 3, 28)

    # 00:00 to 02:00 UTC is 02:00 summer time to 03:00 winter time, the hour from 2 coming twice.
    assert seen(views(night, "UTC", PARIS, autumn, autumn)) == [("sun", 120, 180, autumn, autumn)]
    assert seen(views(night, "UTC", PARIS, spring, spring)) == [("sun", 60, 240, spring, spring)]


def test_an_hour_the_floors_clock_skips_is_not_dialled() -> None:
    night: Windows = [{"days": ["sun"], "hours": ["02:30-03:00"]}]

    assert dialled_days(night, PARIS, REUNION, date(2027, 3, 28), date(2027, 3, 28)) == set()
    assert dialled_days(night, PARIS, REUNION, date(2027, 4, 4), date(2027, 4, 4)) == {
        date(2027, 4, 4)
    }


def test_dialled_days_are_those_of_the_person() -> None:
    friday_evening: Windows = [{"days": ["fri"], "hours": ["18:00-23:00"]}]
    first, last = date(2026, 11, 23), date(2026, 11, 29)

    assert dialled_days(friday_evening, "contact", REUNION, first, last) == {date(2026, 11, 27)}
    assert dialled_days(friday_evening, PARIS, REUNION, first, last) == {
        date(2026, 11, 27),
        date(2026, 11, 28),
    }
    assert dialled_days(friday_evening, PARIS, NOUMEA, first, last) == {date(2026, 11, 28)}
    # Holidays are not skipped here: Christmas 2026 is a Friday.
    assert dialled_days(friday_evening, PARIS, PARIS, date(2026, 12, 25), date(2026, 12, 25))


@pytest.mark.parametrize(
    ("zone", "schedule", "first", "last", "moves"),
    [
        (PARIS, CASABLANCA, date(2026, 9, 8), date(2026, 9, 19), False),
        (PARIS, CASABLANCA, date(2026, 9, 15), date(2026, 9, 22), True),
        (PARIS, CASABLANCA, date(2026, 10, 20), date(2026, 10, 27), True),
        # The last Tuesday is before the change: nothing that is dialled moves.
        (PARIS, CASABLANCA, date(2026, 10, 13), date(2026, 10, 26), False),
        (REUNION, CASABLANCA, date(2026, 10, 20), date(2026, 10, 27), False),
        (PARIS, "Africa/Tunis", date(2026, 10, 20), date(2026, 10, 27), True),
        (PARIS, "Indian/Antananarivo", date(2026, 10, 20), date(2026, 10, 27), True),
        (PARIS, "Europe/Berlin", date(2026, 10, 20), date(2026, 10, 27), False),
        (PARIS, PARIS, date(2026, 10, 20), date(2026, 10, 27), False),
        (PARIS, "contact", date(2026, 10, 20), date(2026, 10, 27), False),
    ],
)
def test_a_window_drifts_where_the_two_clocks_move_apart_between_dialled_days(
    zone: str, schedule: str, first: date, last: date, moves: bool
) -> None:
    found = drifting(TUESDAY, schedule, zone, first, last)

    assert found == (frozenset({(0, 0)}) if moves else frozenset())


def test_without_windows_any_day_may_be_dialled() -> None:
    assert dialled_days([], "contact", PARIS, date(2026, 11, 28), date(2026, 11, 30)) == {
        date(2026, 11, 28),
        date(2026, 11, 29),
        date(2026, 11, 30),
    }
    assert views([], "contact", PARIS, date(2026, 11, 28), date(2026, 11, 30)) == []


def test_hours_are_read() -> None:
    assert parse_hours("10:00-13:00") == (600, 780)
    assert parse_hours(" 00:00-24:00 ") == (0, 1440)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10:00",
        "13:00-10:00",
        "10:00-10:00",
        "24:00-24:00",
        "9:00-10:00",
        "10:00-25:00",
        "10:60-11:00",
        "10h-13h",
        "10:00-13:00\n14:00",
    ],
)
def test_hours_that_are_none_are_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(repr(text))} "):
        parse_hours(text)


def test_bad_days_hours_and_zones_never_pass_as_nothing_dialled() -> None:
    day = date(2026, 11, 23)
    with pytest.raises(ValueError, match="lundi"):
        views([{"days": ["lundi"], "hours": ["10:00-13:00"]}], "contact", PARIS, day, day)
    with pytest.raises(ValueError, match="13:00-10:00"):
        dialled_days([{"days": ["mon"], "hours": ["13:00-10:00"]}], "contact", PARIS, day, day)
    with pytest.raises(UnknownZone):
        views(OFFICE, "contact", "Europe/Lyon", day, day)
    with pytest.raises(UnknownZone):
        views(OFFICE, "Europe/Lyon", PARIS, day, day)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


# From 04:00 on: no clock of these zones changes later in the day.
stretches = st.tuples(st.integers(16, 95), st.integers(1, 80)).map(
    lambda pair: f"{_clock(15 * pair[0])}-{_clock(min(15 * sum(pair), 1440))}"
)
schedules = st.lists(
    st.fixed_dictionaries(
        {
            "days": st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True),
            "hours": st.lists(stretches, min_size=1, max_size=2),
        }
    ),
    max_size=2,
)
places = st.sampled_from(
    [
        PARIS,
        CASABLANCA,
        REUNION,
        GUADELOUPE,
        NOUMEA,
        "America/Miquelon",
        "Pacific/Tahiti",
        "Pacific/Marquesas",
        "Pacific/Kiritimati",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
    ]
)
beginnings = st.one_of(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from([date(2026, 3, 20), date(2026, 9, 15), date(2026, 10, 20), date(2027, 4, 1)]),
)


def _quarters(
    windows: Windows, schedule: str, zone: str, first: date, last: date
) -> set[tuple[date, int]]:
    """Quarters of an hour of the person's clock that are dialled, found one instant at a time."""
    found = set()
    moment = datetime.combine(first, datetime.min.time()) - timedelta(days=3)
    while moment.date() <= last + timedelta(days=3):
        floor, person = to_local(schedule, moment), to_local(zone, moment)
        minute = 60 * floor.hour + floor.minute
        if first <= person.date() <= last and any(
            weekday(floor.date()) in window["days"]
            and any(start <= minute < end for start, end in map(parse_hours, window["hours"]))
            for window in windows
        ):
            found.add((person.date(), 60 * person.hour + person.minute))
        moment += timedelta(minutes=15)
    return found


def _exists(zone: str, day: date, minute: int) -> bool:
    local = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    return to_local(zone, to_utc(zone, local)) == local


@settings(max_examples=60, deadline=None)
@given(schedules, places, places, beginnings, st.integers(0, 20))
def test_views_cover_exactly_what_is_dialled(
    windows: Windows, schedule: str, zone: str, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    dialled = _quarters(windows, schedule, zone, first, last)
    covered = set()
    for view in views(windows, schedule, zone, first, last):
        assert first <= view.first_day <= view.last_day <= last
        for week in range((view.last_day - view.first_day).days // 7 + 1):
            day = view.first_day + timedelta(days=7 * week)
            assert weekday(day) == view.weekday
            covered |= {(day, minute) for minute in range(view.local_from, view.local_to, 15)}

    assert {spot for spot in covered if _exists(zone, *spot)} == dialled
    if windows:
        assert dialled_days(windows, schedule, zone, first, last) == {day for day, _ in dialled}
