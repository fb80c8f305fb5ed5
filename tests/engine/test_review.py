"""Law that was to be read again before the days it is used on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from calllint.engine import Options, judge

CAMPAIGN = Path("tests/corpus/clean/telecom-consent/campaign.yaml")
DUE = date(2027, 3, 31)
"""Day before which the decree of July 2026 is to be read again."""


def overdue(first: date, last: date, **options: object) -> set[tuple[str, str]]:
    given = Options(dial=(first, last), threads=1, **options)  # type: ignore[arg-type]
    with judge(CAMPAIGN, given) as judgement:
        found = judgement.report.overdue
    assert found == tuple(sorted(found, key=lambda one: (one.review_by, one.kind, one.name)))
    return {(one.kind, one.name) for one in found if one.review_by == DUE}


def test_rules_and_values_are_named_from_their_day_on() -> None:
    before = overdue(date(2027, 3, 22), date(2027, 3, 30))
    after = overdue(date(2027, 3, 22), date(2027, 3, 31))

    assert before == set()
    assert {("rule", "FR104"), ("value", "consent_months"), ("value", "max_attempts")} <= after


def test_only_rules_that_were_applied_are_named() -> None:
    day = date(2027, 4, 5)

    assert overdue(day, day, select=("FR104",)) == {("rule", "FR104"), ("value", "consent_months")}
    assert ("rule", "FR104") not in overdue(day, day, ignore=("FR104",))
    assert ("rule", "FR104") not in overdue(day, day, without_data=True)


def test_a_law_of_the_past_is_not_named() -> None:
    day = date(2026, 8, 10)

    assert overdue(day, day) == set()
