"""Law that was to be read again before the days it is used on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from calllint.engine import Options, judge
from calllint.packs import load_packs

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


AWAITED = {
    r"2026-662|R223-[1-4]\b|D223-9": DUE,  # the decree, before the Conseil d'État
    r"CPCE L44|Plan national de numérotation|ARCEP": date(2027, 1, 1),  # a new L44
    r"CPCE L34-5": date(2027, 10, 31),  # what the Conseil constitutionnel struck down falls
}


def test_every_value_whose_law_is_about_to_change_says_when_to_read_it_again() -> None:
    (france,) = [each for each in load_packs() if each.name == "calllint_fr"]
    silent = [
        parameter.name
        for parameter in france.parameters.values()
        for article in parameter.law
        for pattern, day in AWAITED.items()
        if article.in_force.last is None
        and re.search(pattern, f"{article.article} {article.text or ''}")
        and (parameter.review_by is None or parameter.review_by > day)
    ]

    assert silent == []
