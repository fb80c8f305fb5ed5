"""The schedule as rows: windows in the zones of those who are called, and every day of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from calllint.facts.schedule import call_day_rows, holiday_rows, reached, window_rows
from tests.building import FIRST, LAST, Rows, facts, phone, write

METRO: Rows = [{}]
BOTH: Rows = [{}, {"contact_id": "P2", "phone": phone(2), "postal_code": "97400"}]
FLOOR = {"timezone": "Africa/Casablanca"}


def windows(folder: Path, contacts: Rows, **schedule: Any) -> list[tuple[object, ...]]:
    with facts(write(folder, {"contacts": contacts}, {"schedule": schedule})) as workspace:
        rows = window_rows(workspace, reached(workspace, with_data=True), FIRST, LAST)
        names = ("zone", "weekday", "local_from", "local_to")
        return [tuple(row.values[name] for name in names) for row in rows]


def days(
    folder: Path, contacts: Rows, first: date, last: date, **schedule: Any
) -> list[Mapping[str, Any]]:
    with facts(write(folder, {"contacts": contacts}, {"schedule": schedule})) as workspace:
        places = reached(workspace, with_data=True)
        return [row.values for row in call_day_rows(workspace, places, first, last)]


def test_a_schedule_in_each_persons_time_is_seen_as_declared(tmp_path: Path) -> None:
    found = windows(tmp_path, BOTH, windows=[{"days": ["mon", "fri"], "hours": ["10:00-13:00"]}])
    assert found == [
        (zone, weekday, 600, 780)
        for zone in ("Europe/Paris", "Indian/Reunion")
        for weekday in ("mon", "fri")
    ]


def test_a_schedule_in_the_floors_time_is_seen_on_each_persons_clock(tmp_path: Path) -> None:
    # Morocco is on UTC since September 2026: an hour behind Paris in winter, four behind Réunion.
    one = [{"days": ["mon"], "hours": ["10:00-13:00"]}]
    assert windows(tmp_path, BOTH, windows=one, **FLOOR) == [
        ("Europe/Paris", "mon", 660, 840),
        ("Indian/Reunion", "mon", 840, 1020),
    ]


def test_a_window_points_at_the_hours_it_comes_from(tmp_path: Path) -> None:
    schedule = {"windows": [{"days": ["mon"], "hours": ["10:00-12:00", "14:00-15:00"]}]}
    with facts(write(tmp_path, {"contacts": METRO}, {"schedule": schedule})) as workspace:
        rows = window_rows(workspace, reached(workspace, with_data=True), FIRST, LAST)
    assert [row.path for row in rows] == [
        ("schedule", "windows", 0, "hours", 0),
        ("schedule", "windows", 0, "hours", 1),
    ]


def test_every_clock_of_a_territory_is_judged_unless_the_list_names_one(tmp_path: Path) -> None:
    one = [{"days": ["mon"], "hours": ["10:00-13:00"]}]
    papeete = {"phone": phone(2), "postal_code": "98713"}
    named = {**papeete, "timezone": "Pacific/Tahiti"}
    zones = ("Pacific/Gambier", "Pacific/Marquesas", "Pacific/Tahiti")
    assert [row[0] for row in windows(tmp_path / "a", [papeete], windows=one)] == [*zones]
    assert [row[0] for row in windows(tmp_path / "b", [named], windows=one)] == [zones[-1]]


def test_windows_and_days_say_where_the_law_may_not_reach(tmp_path: Path) -> None:
    contacts: Rows = [{}, {"phone": phone(2), "postal_code": "98800"}]
    with facts(write(tmp_path, {"contacts": contacts})) as workspace:
        places = reached(workspace, with_data=True)
        rows = [row.values for row in window_rows(workspace, places, FIRST, LAST)]
        certain = {row["zone"]: row["territory_certain"] for row in rows}
        days = [row.values for row in call_day_rows(workspace, places, FIRST, FIRST)]
    assert certain == {"Europe/Paris": True, "Pacific/Noumea": False}
    assert {row["territory"]: row["territory_certain"] for row in days} == {
        "METRO": True,
        "NC": False,
    }


def test_a_window_that_moves_in_one_zone_may_stand_still_in_another(tmp_path: Path) -> None:
    schedule = {
        **FLOOR,
        "from": "2026-10-19",
        "to": "2026-10-30",
        "windows": [{"days": ["mon"], "hours": ["10:00-11:00"]}],
    }
    with facts(write(tmp_path, {"contacts": BOTH}, {"schedule": schedule})) as workspace:
        places = reached(workspace, with_data=True)
        days = workspace.first_day, workspace.last_day
        rows = [row.values for row in window_rows(workspace, places, *days)]
    assert {row["zone"]: row["drifts"] for row in rows} == {
        "Europe/Paris": True,
        "Indian/Reunion": False,
    }


def test_every_judged_day_is_a_row_in_every_territory(tmp_path: Path) -> None:
    found = days(tmp_path, BOTH, FIRST, LAST)
    assert [(row["territory"], row["day"].day, row["weekday"]) for row in found] == [
        (territory, 23 + number, weekday)
        for territory in ("METRO", "RE")
        for number, weekday in enumerate(("mon", "tue", "wed", "thu", "fri"))
    ]


def test_a_day_is_dialled_where_a_window_falls_on_it(tmp_path: Path) -> None:
    found = days(
        tmp_path, METRO, FIRST, LAST, windows=[{"days": ["tue"], "hours": ["10:00-11:00"]}]
    )
    assert [row["day"].day for row in found if row["dialled"]] == [24]


def test_holidays_are_dialled_as_the_schedule_says_and_unknown_where_it_does_not(
    tmp_path: Path,
) -> None:
    christmas = date(2026, 12, 25)
    for said, dialled in (("skip", False), ("call", True), (None, None)):
        (day,) = days(tmp_path, METRO, christmas, christmas, holidays=said)
        assert (day["public_holiday"], day["dialled"]) == (True, dialled)


def test_a_local_holiday_is_one_in_its_territory_only(tmp_path: Path) -> None:
    abolition = date(2027, 12, 20)
    metro, reunion = days(tmp_path, BOTH, abolition, abolition)
    assert (metro["public_holiday"], metro["local_holiday"]) == (False, False)
    assert (reunion["public_holiday"], reunion["local_holiday"]) == (False, True)


def test_holiday_rows_hold_the_holidays_and_nothing_else(tmp_path: Path) -> None:
    with facts(write(tmp_path, {"contacts": BOTH})) as workspace:
        places = reached(workspace, with_data=True)
        rows = holiday_rows(workspace, places, date(2026, 12, 18), date(2027, 1, 2))
    assert rows == [
        ("METRO", date(2026, 12, 25), True, False),
        ("METRO", date(2027, 1, 1), True, False),
        ("RE", date(2026, 12, 20), False, True),
        ("RE", date(2026, 12, 25), True, False),
        ("RE", date(2027, 1, 1), True, False),
    ]


def test_without_lists_the_default_territory_of_the_country_called_stands_for_all(
    tmp_path: Path,
) -> None:
    with facts(write(tmp_path)) as workspace:
        (place,) = reached(workspace, with_data=False)
    assert (place.territory.code, place.zones) == ("METRO", ("Europe/Paris",))
