"""A finding cites the articles of its own days, and so do the law values it read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from calllint.engine.result import Finding
from tests.building import judged, write

EVE, REFORM, LATER = date(2026, 8, 10), date(2026, 8, 11), date(2026, 8, 14)
OLD, NEW = "C. consom. D223-9", "C. consom. D223-9 al. 1"
NIGHT = [{"days": ["mon", "tue"], "hours": ["20:00-21:00"]}]


def late(folder: Path, first: date, last: date) -> Finding:
    """The finding on a window that is too late, on these days."""
    changes = {"schedule": {"windows": NIGHT}, "campaign": {"ground": "contract"}}
    file = write(folder, changes=changes)
    (found,) = judged(file, dial=(first, last)).findings("FR301")
    return found


@pytest.mark.parametrize(
    ("first", "last", "decrees"),
    [(EVE, EVE, {OLD}), (REFORM, LATER, {NEW}), (EVE, LATER, {OLD, NEW})],
)
def test_a_finding_cites_the_versions_of_its_days(
    tmp_path: Path, first: date, last: date, decrees: set[str]
) -> None:
    found = late(tmp_path, first, last)
    hours = next(one for one in found.law_values if one.name == "permitted_hours")

    assert (found.first_day, found.last_day) == (first, last)
    assert {one.article for one in found.law if "D223-9" in one.article} == decrees
    assert {one.article for one in hours.law} == decrees


def test_a_value_that_changed_is_cited_for_the_days_it_was_law(tmp_path: Path) -> None:
    report = judged(write(tmp_path), dial=(EVE, LATER)).report
    values = {
        one.value: {article.article for article in one.law}
        for one in report.law_values
        if one.name == "general_consent_lifts_hours"
    }

    assert values == {True: {OLD}, False: {"C. consom. L223-1 al. 6"}}


def test_the_law_values_of_a_report_cite_the_judged_days(tmp_path: Path) -> None:
    report = judged(write(tmp_path)).report
    read = {one.name: {article.article for article in one.law} for one in report.law_values}

    assert read["permitted_hours"] == {NEW}
    assert read["max_attempts"] == {"C. consom. D223-9 al. 2"}
    assert read["phone_ban_sectors"] == {"C. consom. L223-1 al. 5"}


def test_contacts_are_told_the_law_of_the_days_on_which_it_was_broken(tmp_path: Path) -> None:
    file = write(tmp_path, changes={"campaign": {"sector": "energy_renovation"}})
    report = judged(file, dial=(EVE, LATER))

    (before,), (after,) = report.findings("FR231"), report.findings("FR230")
    assert [one.article for one in before.law] == ["C. consom. L223-1 al. 3"]
    assert [one.article for one in after.law] == ["C. consom. L223-1 al. 5", "C. consom. R223-4"]
    assert not after.law_values, "the list of sectors only says whom the rule is about"


def test_a_banned_sector_is_not_asked_for_a_consent(tmp_path: Path) -> None:
    sold = {"campaign": {"sector": "energy_renovation"}}
    without = judged(write(tmp_path / "none", {"consents": "none"}, sold))
    unsaid = judged(
        write(tmp_path / "unsaid", {"consents": "none"}, {"campaign": {"sector": None}})
    )

    assert without.verdicts == ["block"]
    assert without.contacts[0].breached == ("FR230",)
    assert unsaid.verdicts == ["block"]
    assert "FR101" in unsaid.rules


def test_a_record_that_does_not_say_granted_is_no_consent(tmp_path: Path) -> None:
    blank = judged(write(tmp_path, {"consents": [{"status": None}]}))

    assert blank.verdicts == ["review"]
    assert "FR118" in blank.contacts[0].unknown


@pytest.mark.parametrize(
    ("planned", "verdict"),
    [
        (None, "allow"),
        ("2026-11-24T11:00+01:00", "allow"),
        ("2026-12-01T11:00+01:00", "block"),
        ("soon", "review"),
    ],
)
def test_a_call_planned_outside_the_judged_days_is_not_let_through(
    tmp_path: Path, planned: str | None, verdict: str
) -> None:
    found = judged(write(tmp_path, {"contacts": [{"planned_at": planned}]}))
    (contact,) = found.contacts

    assert contact.verdict == verdict
    assert ("CL210" in contact.breached) == (verdict == "block")
    assert ("CL210" in contact.unknown) == (verdict == "review")
