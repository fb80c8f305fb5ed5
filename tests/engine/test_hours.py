"""The hours at which people may be called: asked of the rules, and never at odds with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from calllint.engine.result import Hours, Report
from tests.building import judged, write


def _report(tmp_path: Path, changes: Mapping[str, Any], **options: Any) -> Report:
    return judged(write(tmp_path, changes=changes), **options).report


def _on(report: Report, day: date, territory: str = "METRO") -> Hours:
    (found,) = [one for one in report.hours if one.territory == territory and day in one.days]
    return found


WORKING = ((600, 780), (840, 1200))


def test_a_working_day_a_weekend_and_a_holiday(tmp_path: Path) -> None:
    days = {"schedule": {"from": "2026-12-21", "to": "2026-12-27"}}
    report = _report(tmp_path, days)

    assert _on(report, date(2026, 12, 24)).permitted == WORKING
    assert _on(report, date(2026, 12, 26)).permitted == ()
    assert _on(report, date(2026, 12, 26)).rules == ("FR302",)
    christmas = _on(report, date(2026, 12, 25))
    assert christmas.permitted == ()
    assert christmas.rules == ("FR303",)
    assert christmas.holiday == {"en": "Christmas Day", "fr": "Noël"}


def test_every_judged_day_has_its_hours_once_in_each_zone(tmp_path: Path) -> None:
    report = _report(tmp_path, {"schedule": {"to": "2026-12-31"}})
    assert report.first_day
    assert report.last_day

    days = sorted(day for one in report.hours for day in one.days)
    assert len(days) == len(set(days)) == (report.last_day - report.first_day).days + 1


@pytest.mark.parametrize(
    ("hours", "breached"), [("10:00-13:00", False), ("09:59-13:00", True), ("14:00-20:01", True)]
)
def test_a_declared_window_is_in_breach_where_it_leaves_the_permitted_hours(
    tmp_path: Path, hours: str, breached: bool
) -> None:
    windows = [{"days": ["mon"], "hours": [hours]}]
    report = _report(tmp_path, {"schedule": {"windows": windows}})
    monday = _on(report, date(2026, 11, 23))

    inside = all(
        any(first <= start and end <= last for first, last in monday.permitted)
        for start, end in monday.declared
    )
    assert inside is not breached
    assert ("FR301" in {one.rule.id for one in report.findings}) is breached
    assert ("FR301" in monday.rules) is breached


def test_hours_of_a_campaign_that_the_law_leaves_alone_are_open(tmp_path: Path) -> None:
    report = _report(tmp_path, {"campaign": {"audience": "professional"}})

    assert _on(report, date(2026, 11, 23)).permitted == ((0, 1440),)


def test_what_options_leave_out_is_no_less_the_law(tmp_path: Path) -> None:
    report = _report(tmp_path, {}, ignore=("FR301", "FR302"))

    assert _on(report, date(2026, 11, 23)).permitted == WORKING
