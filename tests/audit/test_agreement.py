"""`check` yesterday and `audit` today: calls that followed the plan are judged as the plan was.

A list plans moments; it is checked knowing what is known the evening before. Then the calls are
placed at those moments, and audited. The same rules come up, with the same outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.engine import Options, judge
from tests.building import JUDGING, Cell, phone, write

PEOPLE = 4
DAYS = [date(2026, 11, 9) + timedelta(n) for n in range(5)]  # Wednesday the 11th is a holiday
HOURS = [(9, 30), (10, 15), (13, 30), (15, 0), (19, 59), (20, 0)]
POSTAL = ["75011", "67000", "97400", "97300", None]
Plan = Sequence[tuple[int, date, tuple[int, int]]]

PLANS = st.lists(
    st.tuples(st.integers(1, PEOPLE), st.sampled_from(DAYS), st.sampled_from(HOURS)),
    min_size=1,
    max_size=12,
    unique_by=lambda call: (call[0], call[1]),  # one call a day: the plan itself counts no other
)
EVIDENCE = st.fixed_dictionaries(
    {
        "consent": st.sampled_from(["granted", "none", "withdrawn", "other", "old", "no time"]),
        "postal": st.sampled_from(POSTAL),
        "audience": st.sampled_from(["consumer", "professional", None]),
        "before": st.lists(st.integers(1, 40), max_size=4, unique=True),
        "refused": st.sampled_from([None, 3, 50]),
        "suppressed": st.booleans(),
    }
)


def _consents(number: int, kind: str) -> list[Mapping[str, Cell]]:
    row: dict[str, Cell] = {"phone": phone(number), "proof": f"archive/{number}"}
    match kind:
        case "none":
            return []
        case "withdrawn":
            gone = {**row, "status": "withdrawn", "at": "2026-10-20T10:00+02:00", "proof": None}
            return [row, gone]
        case "other":
            return [{**row, "advertiser": "Autre SA"}]
        case "old":
            return [{**row, "at": "2025-06-01T10:00+02:00"}]
        case "no time":
            return [{**row, "at": "2026-09-01"}]
    return [row]


def _evidence(people: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Cell]]]:
    found: dict[str, list[Mapping[str, Cell]]] = {"consents": [], "suppressions": [], "calls": []}
    for number, person in enumerate(people, 1):
        found["consents"] += _consents(number, person["consent"])
        if person["suppressed"]:
            found["suppressions"].append({"phone": phone(number)})
        past = dict.fromkeys(person["before"], "no_answer")
        past |= {person["refused"]: "refused"} if person["refused"] else {}
        for days, outcome in past.items():
            at = f"{DAYS[0] - timedelta(days)}T11:{number:02}+01:00"
            found["calls"].append({"phone": phone(number), "at": at, "outcome": outcome})
    return found


def _moment(call: tuple[int, date, tuple[int, int]]) -> str:
    _, day, (hour, minute) = call
    return datetime(day.year, day.month, day.day, hour, minute).isoformat() + "+01:00"


def _contact(number: int, person: Mapping[str, Any]) -> dict[str, Cell]:
    return {
        "contact_id": f"P{number}",
        "phone": phone(number),
        "postal_code": person["postal"],
        "audience": person["audience"],
    }


def _checked(
    folder: Path, day: date, calls: Plan, placed: Plan, people: Sequence[Mapping[str, Any]]
) -> dict[Any, Any]:
    """What check says of the calls planned for a day, once those of the days before are placed."""
    lists = _evidence(people)
    lists["calls"] += [
        {"phone": phone(call[0]), "at": _moment(call), "outcome": "no_answer"} for call in placed
    ]
    rows = [
        {**_contact(call[0], people[call[0] - 1]), "planned_at": _moment(call)} for call in calls
    ]
    file = write(folder, {**lists, "contacts": rows})
    eve = day - timedelta(1)
    options = Options(dial=(day, day), known_at=f"{eve}T23:59:59", threads=1)
    with judge(file, options) as judgement:
        return {
            (call[0], _moment(call)): (one.verdict, one.breached, one.unknown)
            for call, one in zip(calls, judgement.verdicts(), strict=True)
        }


def _audited(folder: Path, plan: Plan, people: Sequence[Mapping[str, Any]]) -> dict[Any, Any]:
    lists = _evidence(people)
    calls = [
        {"phone": phone(call[0]), "at": _moment(call), "outcome": "no_answer"} for call in plan
    ]
    lists["calls"] = [*calls, *lists["calls"]]
    rows = [_contact(number, person) for number, person in enumerate(people, 1)]
    file = write(folder, {**lists, "contacts": rows})
    options = Options(dial=(DAYS[0], DAYS[-1]), audit=True, threads=1)
    with judge(file, options) as judgement:
        return {
            (call[0], _moment(call)): (one.verdict, one.breached, one.unknown)
            for call, one in zip(plan, judgement.calls(every=True), strict=True)
        }


@settings(parent=JUDGING, max_examples=6)
@given(PLANS, st.lists(EVIDENCE, min_size=PEOPLE, max_size=PEOPLE))
def test_what_followed_the_plan_is_judged_as_the_plan_was(
    plan: Plan, people: list[Mapping[str, Any]]
) -> None:
    planned: dict[Any, Any] = {}
    with TemporaryDirectory() as folder:
        for day in DAYS:
            today = [call for call in plan if call[1] == day]
            before = [call for call in plan if call[1] < day]
            if today:
                planned |= _checked(Path(folder, str(day)), day, today, before, people)
        assert _audited(Path(folder, "audit"), plan, people) == planned


_SAME = {"FR401": "the cap", "FR406": "the cap"}


@settings(parent=JUDGING, max_examples=6)
@given(PLANS, st.lists(EVIDENCE, min_size=PEOPLE, max_size=PEOPLE))
def test_a_plan_of_several_days_gives_the_same_verdicts(
    plan: Plan, people: list[Mapping[str, Any]]
) -> None:
    """What check calls a plan of a call too many is, once placed, an attempt too many."""
    lists = _evidence(people)
    rows = [
        {**_contact(call[0], people[call[0] - 1]), "planned_at": _moment(call)} for call in plan
    ]
    with TemporaryDirectory() as folder:
        file = write(Path(folder, "check"), {**lists, "contacts": rows})
        options = Options(dial=(DAYS[0], DAYS[-1]), known_at=f"{DAYS[0]}T00:00:00", threads=1)
        with judge(file, options) as judgement:
            planned = list(judgement.verdicts())
        placed = _audited(Path(folder, "audit"), plan, people)
    for call, one in zip(plan, planned, strict=True):
        verdict, breached, _ = placed[call[0], _moment(call)]
        assert verdict == one.verdict, (call, one, placed[call[0], _moment(call)])
        assert _named(breached) == _named(one.breached), (call, one)


def _named(rules: Sequence[str]) -> set[str]:
    """The rules, those that count calls made or planned under one name, remarks left out."""
    return {_SAME.get(rule, rule) for rule in rules if rule not in ("FR405", "CL204")}
