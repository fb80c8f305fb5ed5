"""One verdict per contact, from every slice of the judged days, with all its reasons.

The rules are those of a small pack that looks at the postal code: each contact is one case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from calllint.engine.result import ContactVerdict
from tests.building import FIRST, LAST, Judged, judged, phone, write, write_pack

CASES: Mapping[str, dict[str, Any]] = {
    "free": {"postal_code": "75000"},
    "gap": {"postal_code": "10000"},
    "until": {"postal_code": "20000"},
    "from": {"postal_code": "30000"},
    "in turn": {"postal_code": "40000"},
    "unknown": {"legal_form": None, "postal_code": "50000"},
    "both": {"legal_form": None, "postal_code": "60000"},
    "warned": {"postal_code": "70000"},
    "duty": {"postal_code": "80000"},
    "planned before": {"postal_code": "10000", "planned_at": "2026-11-24T10:00+01:00"},
    "planned in the gap": {"postal_code": "10000", "planned_at": "2026-11-25T10:00+01:00"},
    "planned outside": {"postal_code": "75000", "planned_at": "2026-12-25T10:00+01:00"},
    "two days": {"postal_code": "90000"},
    "abroad": {"postal_code": None, "phone": "+4930901820"},
    "no number": {"phone": None},
}
RULES: list[dict[str, Any]] = [
    {
        "id": "HX101",
        "breach": "postal_code = '10000'",
        "in_force": {"from": "2026-11-25", "to": "2026-11-25"},
    },
    {"id": "HX102", "breach": "postal_code = '20000'", "in_force": {"from": "2026-11-26"}},
    {"id": "HX103", "breach": "postal_code = '30000'", "in_force": {"to": "2026-11-24"}},
    {"id": "HX104", "breach": "postal_code = '40000'", "in_force": {"to": "2026-11-24"}},
    {"id": "HX105", "breach": "postal_code = '40000'", "in_force": {"from": "2026-11-25"}},
    {"id": "HX106", "applies": "postal_code in ('50000', '60000')", "breach": "legal_form = '1'"},
    {"id": "HX107", "breach": "postal_code = '60000'"},
    {"id": "HX108", "breach": "postal_code = '70000'", "severity": "warning"},
    {"id": "HX109", "duty": "postal_code = '80000'"},
    {"id": "HX110", "applies": "postal_code = '90000'", "clear_from": "judged_from + 1 day"},
    {"id": "HX111", "breach": "readable is null", "attempts_left": "$left"},
]
LAW = "parameters: {left: {unit: calls, values: {2026-01-01: 4, 2026-11-26: 2}}}\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    folder = tmp_path_factory.mktemp("verdicts")
    contacts = [
        {"contact_id": name, "legal_form": "2", "phone": phone(number), **cells}
        for number, (name, cells) in enumerate(CASES.items(), 1)
    ]
    house = write_pack(folder / "house", *RULES, law=LAW)
    return judged(write(folder, {"contacts": contacts}), rules=(house,), select=("HX",))


@pytest.fixture(scope="module")
def verdicts(found: Judged) -> Mapping[str, ContactVerdict]:
    return {each.contact_id or "": each for each in found.contacts}


def day(number: int) -> date:
    return date(2026, 11, number)


def days(verdict: ContactVerdict) -> tuple[str, date | None, date | None]:
    return verdict.verdict, verdict.callable_from, verdict.callable_until


def test_verdicts_come_in_the_order_of_the_list(found: Judged) -> None:
    assert [each.contact_id for each in found.contacts] == list(CASES)
    assert [each.line for each in found.contacts] == list(range(2, len(CASES) + 2))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("free", ("allow", FIRST, LAST)),
        ("until", ("review", FIRST, day(25))),
        ("from", ("review", day(25), LAST)),
        ("in turn", ("block", None, None)),
        ("unknown", ("review", FIRST, LAST)),
        ("both", ("block", None, None)),
        ("warned", ("allow", FIRST, LAST)),
        ("duty", ("allow", FIRST, LAST)),
    ],
)
def test_a_verdict_is_the_union_of_the_days_that_are_free(
    verdicts: Mapping[str, ContactVerdict], case: str, expected: tuple[Any, ...]
) -> None:
    assert days(verdicts[case]) == expected


def test_where_the_free_days_have_a_gap_the_first_run_of_them_is_given(
    verdicts: Mapping[str, ContactVerdict],
) -> None:
    assert days(verdicts["gap"]) == ("review", FIRST, day(24))


def test_a_planned_contact_is_judged_on_its_day_alone(
    verdicts: Mapping[str, ContactVerdict],
) -> None:
    assert days(verdicts["planned before"]) == ("allow", day(24), day(24))
    assert verdicts["planned before"].breached == ()
    assert days(verdicts["planned in the gap"]) == ("block", None, None)
    assert verdicts["planned in the gap"].breached == ("HX101",)


def test_a_contact_planned_outside_the_judged_days_is_judged_on_all_of_them(
    verdicts: Mapping[str, ContactVerdict],
) -> None:
    assert days(verdicts["planned outside"]) == ("allow", FIRST, LAST)


def test_all_reasons_are_given_breaches_apart_from_unknowns(
    verdicts: Mapping[str, ContactVerdict],
) -> None:
    assert (verdicts["both"].breached, verdicts["both"].unknown) == (("HX107",), ("HX106",))
    assert (verdicts["in turn"].breached, verdicts["in turn"].unknown) == (("HX104", "HX105"), ())
    assert (verdicts["unknown"].breached, verdicts["unknown"].unknown) == ((), ("HX106",))
    assert verdicts["free"].breached == verdicts["free"].unknown == ()


def test_a_warning_is_told_and_decides_nothing(verdicts: Mapping[str, ContactVerdict]) -> None:
    assert verdicts["warned"].breached == ("HX108",)


def test_a_duty_is_laid_on_the_call_and_decides_nothing(
    verdicts: Mapping[str, ContactVerdict],
) -> None:
    assert (verdicts["duty"].duties, verdicts["duty"].breached) == (("HX109",), ())
    assert verdicts["free"].duties == ()


def test_the_fewest_attempts_that_are_left_count(verdicts: Mapping[str, ContactVerdict]) -> None:
    assert verdicts["free"].attempts_left == 2
    assert verdicts["planned before"].attempts_left == 4


def test_a_rule_that_clears_from_each_slices_second_day_leaves_the_others(
    verdicts: Mapping[str, ContactVerdict],
) -> None:
    # Slices: 23-24, 25, 26-27; each frees its days but the first.
    assert days(verdicts["two days"]) == ("review", day(24), day(24))


def test_a_contact_no_pack_covers_is_never_allowed_even_where_no_rule_says_so(
    verdicts: Mapping[str, ContactVerdict], found: Judged
) -> None:
    for case in ("abroad", "no number"):
        assert verdicts[case].verdict == "review", case
    (problem,) = found.report.problems
    assert "no installed pack covers DE" in problem.message["en"]
    assert not problem.fatal


def test_totals_and_reasons_count_every_contact_once(found: Judged) -> None:
    totals = found.report.totals
    assert (totals.contacts, totals.unreadable) == (len(CASES), 0)
    for verdict in ("allow", "review", "block"):
        contacts = sum(each.verdict == verdict for each in found.contacts)
        assert getattr(totals, verdict) == contacts
        reasons = [each for each in found.report.reasons if each.verdict == verdict]
        assert sum(each.contacts for each in reasons) == contacts
    named = {rule for each in found.report.reasons for rule in (*each.rules, *each.unknown)}
    assert named == {"HX101", "HX102", "HX103", "HX104", "HX105", "HX106", "HX107", "HX110"}
