"""One number asked about is judged as ``check`` judges its row, planned at that moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

import calllint
from calllint.engine import Options, judge
from calllint.engine.cancall import Answer, Gate, open_index, prepare
from calllint.engine.cancall.when import When
from calllint.engine.result import ContactVerdict
from tests import building
from tests.engine.population import Population

CASES: Mapping[str, tuple[Any, ...]] = {
    # name: days, people, what differs in the campaign, days the calls cover, lists that differ
    "an ordinary week": (("2026-11-23", "2026-11-27"), 500, {}, True, {}),
    "the law changes": (("2026-08-05", "2026-08-14"), 500, {}, True, {}),
    "the clocks change, and the hours are those of another country": (
        ("2026-10-22", "2026-10-29"),
        500,
        {"schedule": {"timezone": "Africa/Casablanca", "holidays": "call"}},
        False,
        {},
    ),
    "the clocks change in spring": (("2027-03-25", "2027-04-02"), 400, {}, False, {}),
    "holidays, and calls that are not covered": (
        ("2026-12-18", "2027-01-05"),
        400,
        {"campaign": {"audience": "mixed"}},
        True,
        {"suppressions": None, "requests": "none"},
    ),
    "local holidays overseas": (("2026-05-20", "2026-06-12"), 400, {}, True, {"calls": "none"}),
    "insurance, by contract": (
        ("2026-09-14", "2026-09-25"),
        300,
        {
            "campaign": {"sector": "insurance", "ground": "contract"},
            "dialer": {"mode": "predictive"},
        },
        False,
        {"calls": None},
    ),
    "a service call": (
        ("2026-11-09", "2026-11-13"),
        200,
        {"campaign": {"purpose": "service"}},
        False,
        {"consents": "none"},
    ),
}


class Staged:
    """A campaign, as ``check`` judged it and as an index answers for it."""

    def __init__(self, folder: Path, name: str) -> None:
        (first, last), people, changes, covers, lists = CASES[name]
        days = date.fromisoformat(first), date.fromisoformat(last)
        seed = sum(map(ord, name))
        self.people = Population(seed, *days, people)
        schedule = {"from": first, "to": last, **changes.get("schedule", {})}
        eve = str(days[0] - timedelta(days=1))
        span = {"from": str(days[0] - timedelta(days=60)), "to": eve}
        self.file = building.write(
            folder,
            {**self.people.lists, **lists},
            {**changes, "schedule": schedule},
            {"calls": {"covers": span}} if covers else None,
        )
        self.judged = building.judged(self.file)
        prepare(self.file)
        self.gate = open_index(self.file)

    def close(self) -> None:
        self.gate.index.close()


@pytest.fixture(scope="module", params=CASES)
def staged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Staged]:
    made = Staged(tmp_path_factory.mktemp("agree"), request.param)
    yield made
    made.close()


def of_row(gate: Gate, phone: str, planned_at: str, line: int) -> ContactVerdict | None:
    """What the gate says of one row of a number; None where no row holds it."""
    rows = gate.ask_rows(phone, When.of(planned_at))
    return next((each for each in rows if each.line == line), None)


def test_the_verdict_and_the_reasons_are_those_of_check(staged: Staged) -> None:
    different = [
        (row["phone"], row["planned_at"], expected, given)
        for row, expected in zip(staged.people.contacts, staged.judged.contacts, strict=True)
        for given in [of_row(staged.gate, str(row["phone"]), str(row["planned_at"]), expected.line)]
        if given != expected and expected.phone.startswith("+")
    ]

    assert different == []
    assert len({each.verdict for each in staged.judged.contacts}) > 1


def test_the_answer_is_never_better_than_check(staged: Staged) -> None:
    rank = ("allow", "review", "block")
    for row in staged.people.contacts[::3]:
        answer = staged.gate.ask(str(row["phone"]), When.of(str(row["planned_at"])))
        assert rank.index(answer.verdict) >= rank.index(answer.contact.verdict)
        assert answer.verdict != "allow" or not answer.limits


@pytest.mark.parametrize("planned", [True, False])
def test_any_moment_is_judged_as_if_the_row_planned_it(tmp_path: Path, planned: bool) -> None:
    """Nobody here has two numbers, so that one plan bears on no other."""
    days = date(2026, 11, 19), date(2026, 11, 30)
    people = Population(11, *days, 500, apart=True)
    schedule = {"schedule": {"from": str(days[0]), "to": str(days[1])}}
    own = people.contacts if planned else [{**row, "planned_at": None} for row in people.contacts]
    file = building.write(tmp_path / "asked", {**people.lists, "contacts": own}, schedule)
    moved = people.moved()
    other = building.write(tmp_path / "told", {**people.lists, "contacts": moved}, schedule)
    prepare(file)
    gate = open_index(file)

    for row, told in zip(moved, building.judged(other).contacts, strict=True):
        given = of_row(gate, str(row["phone"]), str(row["planned_at"]), told.line)
        assert given is not None
        assert replace(given, file=told.file) == told
    gate.index.close()


def test_the_next_moment_is_allowed_and_none_before_it(staged: Staged) -> None:
    random = Random(1)
    for row in random.sample(staged.people.contacts, 60):
        phone = str(row["phone"])
        answer = staged.gate.ask(phone, When.of(str(row["planned_at"])))
        end = answer.next_allowed_at
        assert end is None or staged.gate.ask(phone, When.of(end)).verdict == "allow"
        for moment in _between(answer, random):
            assert staged.gate.ask(phone, When.of(moment)).verdict != "allow", (phone, moment)


def _between(answer: Answer, random: Random) -> list[datetime]:
    """A few moments before the next one that is allowed, or before the end of the days."""
    end = answer.next_allowed_at or answer.moment + timedelta(days=12)
    minutes = int((end - answer.moment) / timedelta(minutes=1))
    picked = [random.randrange(minutes) for _ in range(6)] if minutes > 0 else []
    found = [answer.moment + timedelta(minutes=each) for each in picked]
    return found + ([end - timedelta(minutes=1)] if minutes > 1 else [])


@pytest.mark.parametrize("name", ["an ordinary week", "the law changes"])
def test_an_index_answers_as_the_lists_do(tmp_path: Path, name: str) -> None:
    staged = Staged(tmp_path, name)
    staged.close()
    for row in Random(2).sample(staged.people.contacts, 4):
        asked = str(row["phone"]), str(row["planned_at"])
        with_it = calllint.can_call(staged.file, *asked)
        without = calllint.can_call(staged.file, *asked, index=False)
        assert with_it == without


def test_a_number_of_no_list_is_judged_as_check_would_judge_it_listed(tmp_path: Path) -> None:
    staged = Staged(tmp_path, "an ordinary week")
    staged.close()
    row = (
        next(each for each in staged.people.contacts if each["phone"] == "0199000000")
        if any(each["phone"] == "0199000000" for each in staged.people.contacts)
        else staged.people.contacts[0]
    )
    alone = tmp_path / "alone.csv"
    plan = {"phone": row["phone"], "planned_at": row["planned_at"]}
    building.write_rows(alone, [plan])
    others = [each for each in staged.people.contacts if each["phone"] != row["phone"]]
    file = building.write(
        tmp_path / "without",
        {**staged.people.lists, "contacts": [{**each, "contact_id": None} for each in others]},
    )
    (expected,) = building.judged(file, data={"contacts": (str(alone),)}).contacts

    answer = calllint.can_call(file, str(row["phone"]), str(row["planned_at"]))

    assert not answer.listed
    assert answer.known
    assert answer.verdict != "allow"
    assert answer.contact.verdict == expected.verdict
    assert (answer.contact.breached, answer.contact.unknown) == (
        expected.breached,
        expected.unknown,
    )


@pytest.mark.parametrize("days", [("2026-11-23", "2026-11-24")])
def test_options_count_as_they_do_for_check(tmp_path: Path, days: tuple[str, str]) -> None:
    people = Population(5, date(2026, 11, 23), date(2026, 11, 27), 120)
    file = building.write(tmp_path, people.lists)
    first, last = map(date.fromisoformat, days)
    options = Options(
        dial=(first, last), known_at="2026-11-10T12:00+01:00", ignore=("FR119",), select=("FR",)
    )
    with judge(file, options) as judgement:
        expected = tuple(judgement.verdicts())
    prepare(file, options)
    gate = open_index(file, options)

    for row, verdict in zip(people.contacts, expected, strict=True):
        if verdict.phone.startswith("+"):
            asked = str(row["phone"]), str(row["planned_at"])
            assert of_row(gate, *asked, verdict.line) == verdict
    gate.index.close()
