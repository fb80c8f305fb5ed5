"""Holidays and working days, against the dates the law dossier counts by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.facts.calendar import (
    TerritoryCalendar,
    UnknownCalendar,
    holidays_for,
    local_days,
    workday_rows,
)

MON_TO_SAT = ("mon", "tue", "wed", "thu", "fri", "sat")


def nth_workday(rows: Sequence[tuple[date, int]], day: date, n: int) -> date:
    """How the engine adds working days."""
    wanted = dict(rows)[day] + n
    return min(found for found, number in rows if number == wanted)


def test_the_bare_french_calendar_has_exactly_eleven_days() -> None:
    expected = {
        "01-01",
        "04-06",
        "05-01",
        "05-08",
        "05-14",
        "05-25",
        "07-14",
        "08-15",
        "11-01",
        "11-11",
        "12-25",
    }

    assert {f"{day:%m-%d}" for day in holidays_for("FR", [2026])} == expected
    assert len(holidays_for("FR", [2026, 2027])) == 22
    # Ascension may fall on 1 or 8 May.
    assert {len(holidays_for("FR", [year])) for year in range(1990, 2101)} == {10, 11}


def test_names_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    assert holidays_for("FR", [2031])[date(2031, 7, 14)] == "National Day"
    monkeypatch.setenv("LANGUAGE", "en_US")
    assert holidays_for("FR", [2032], "fr")[date(2032, 7, 14)] == "Fête nationale"
    # A language the library lacks for the country: the country's own, whatever the machine's.
    assert holidays_for("JP", [2033], "fr")[date(2033, 1, 1)] == "元日"


@pytest.mark.parametrize("country", ["XX", "", "fr"])
def test_a_country_without_calendar_is_named(country: str) -> None:
    with pytest.raises(UnknownCalendar, match="no calendar"):
        holidays_for(country, [2026])


def test_local_days_by_date_and_by_easter() -> None:
    found = local_days(["05-22", "easter-2", "easter+49", "easter"], [2026, 2027])

    assert found == {
        date(2026, 5, 22),
        date(2026, 4, 3),
        date(2026, 5, 24),
        date(2026, 4, 5),
        date(2027, 5, 22),
        date(2027, 3, 26),
        date(2027, 5, 16),
        date(2027, 3, 28),
    }
    assert local_days(["02-29"], [2026, 2028, 2100]) == {date(2028, 2, 29)}
    assert local_days([], [2026]) == frozenset()


@pytest.mark.parametrize(
    "rule",
    ["", "5-22", "02-30", "13-01", "0522", "W01", "2026-05-22", "easter-", "easter 2", "Easter-2"],
)
def test_a_local_day_that_is_none_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=f"^{rule!r} is neither"):
        local_days([rule], [2026])


def test_a_territory_has_its_own_days_beside_the_public_ones() -> None:
    alsace = TerritoryCalendar("FR", ["12-26", "easter-2", "05-08"])

    assert alsace.local_holiday(date(2027, 3, 26))
    assert alsace.local_holiday(date(2026, 12, 26))
    assert not alsace.public_holiday(date(2026, 12, 26))
    assert alsace.public_holiday(date(2026, 12, 25))
    # A day that everybody has off is no day of the territory's own.
    assert alsace.public_holiday(date(2026, 5, 8))
    assert not alsace.local_holiday(date(2026, 5, 8))
    assert not TerritoryCalendar("FR").local_holiday(date(2026, 12, 26))
    # Whit Monday stays a holiday, solidarity day or not.
    assert alsace.public_holiday(date(2027, 5, 17))
    assert alsace.name(date(2026, 11, 11), "fr") == "Armistice"
    assert alsace.name(date(2026, 11, 11)) == "Armistice Day"
    assert alsace.name(date(2026, 11, 12)) is None


@pytest.mark.parametrize(
    ("requested", "deadline"),
    [
        (date(2026, 10, 2), date(2026, 10, 8)),
        (date(2026, 11, 9), date(2026, 11, 16)),
        (date(2026, 11, 10), date(2026, 11, 17)),
    ],
)
def test_five_working_days_after_a_request(requested: date, deadline: date) -> None:
    rows = workday_rows("FR", MON_TO_SAT, date(2026, 9, 1), date(2026, 12, 31))

    assert nth_workday(rows, requested, 5) == deadline
    assert dict(rows)[deadline] - dict(rows)[requested] == 5


@settings(max_examples=50, deadline=None)
@given(
    st.dates(date(2015, 1, 1), date(2029, 12, 31)),
    st.integers(0, 500),
    st.sets(st.sampled_from(MON_TO_SAT)),
)
def test_the_number_of_working_days_is_a_plain_count(
    first: date, length: int, weekdays: set[str]
) -> None:
    rows = workday_rows("FR", weekdays, first, first + timedelta(days=length))
    calendar = TerritoryCalendar("FR")

    assert [day for day, _ in rows] == [first + timedelta(days=n) for n in range(length + 1)]
    count = 0
    for day, number in rows:
        count += f"{day:%a}".lower() in weekdays and not calendar.public_holiday(day)
        assert number == count


def test_a_weekday_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="lundi"):
        workday_rows("FR", ["mon", "lundi"], date(2026, 1, 1), date(2026, 1, 2))


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"2026": 3}', '{"2026": {"May": 1}}'])
def test_holidays_that_were_kept_badly_are_worked_out_again(text: str) -> None:
    from calllint.facts import calendar
    from calllint.packs import cache

    cache.keep_text(calendar._kept_name("BE", "en"), text)
    calendar._kept.cache_clear()
    calendar._year.cache_clear()

    assert holidays_for("BE", [2026])[date(2026, 7, 21)]
