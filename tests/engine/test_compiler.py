"""What a compiled rule says on a row, run on the database with constants for facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb
import pytest
from msgspec.structs import replace

from calllint.engine.compiler import Compiled, ScopeCompiler
from calllint.engine.slices import Slice
from calllint.engine.workdays import Workdays
from calllint.facts.sql import SQL_TYPES, literal, quote
from calllint.packs import load_pack
from calllint.packs.model import Pack
from calllint.packs.scopes import SCOPES
from calllint.packs.vocabulary import columns_of
from tests.building import write_pack

DAY = date(2026, 11, 23)
LAW = """\
parameters:
  most: {unit: calls, values: {2026-11-01: 4, 2026-12-01: 2}}
  days: {unit: days, values: {2026-11-01: 30}}
"""
DEFINITIONS = """
definitions:
  many: {is: attempts_max > $most, doc: More than the law has it.}
  busy: {is: "many and coalesce(has_windows, false)", doc: Built on another.}
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    rules: list[dict[str, Any]] = [
        {"id": "HX101", "applies": "timed", "breach": "local_from < 600"},
        {"id": "HX102", "breach": "busy"},
        {"id": "HX103", "clear_from": "suppressed_until + 1 day", "applies": "suppressed"},
        {"id": "HX104", "clear_until": "refused_on - 1 day"},
        {"id": "HX105", "duty": "sector = 'insurance'"},
        {
            "id": "HX106",
            "applies": "purpose = 'sale'",
            "breach": "attempts_within($days) >= $most",
            "attempts_left": "$most - attempts_within($days)",
        },
        {"id": "HX107", "breach": "not consent_holds and not request_holds", "severity": "info"},
        {"id": "HX108", "scope": ["contact", "campaign"], "breach": "attempts_max > 1"},
    ]
    folder = write_pack(tmp_path_factory.mktemp("packs") / "house", *rules, law=LAW)
    with (folder / "pack.yaml").open("a", encoding="utf-8") as stream:
        stream.write(DEFINITIONS)
    return load_pack(folder)


def compiled(pack: Pack, rule_id: str, scope: str = "contact", day: date = DAY) -> Compiled:
    compiler = ScopeCompiler(scope, Slice(day, day), Workdays(Slice(day, day), "0"))
    return compiler.compile([(pack.by_id[rule_id], pack)], {})


def evaluate(pack: Pack, found: Compiled, scope: str, given: Mapping[str, Any]) -> list[Any]:
    """Outcome, clear_from, clear_until and attempts_left of the one rule, on one row."""
    known = columns_of(scope, pack)
    cells = [
        f"CAST({literal(given.get(name, column.neutral))} AS {SQL_TYPES[column.type]}) "
        f"AS {quote(name)}"
        for name, column in known.items()
    ]
    cells += [f"{literal(value)} AS {name}" for name, value in given.items() if name not in known]
    (judge,) = found.judges
    asked = (judge.outcome, judge.clear_from, judge.clear_until, judge.attempts_left)
    defined = "".join(f", {sql} AS {name}" for name, sql in found.columns.items())
    with duckdb.connect() as connection:
        ((*answers,),) = connection.execute(
            f"SELECT {', '.join(sql or 'NULL' for sql in asked)} FROM "
            f"(SELECT *{defined} FROM (SELECT {', '.join(cells)}))"
        ).fetchall()
    return answers


def outcome(pack: Pack, rule_id: str, **given: Any) -> Any:
    row = {"judged_from": DAY, "judged_to": DAY, **given}
    return evaluate(pack, compiled(pack, rule_id), "contact", row)[0]


@pytest.mark.parametrize(
    ("timed", "start", "expected"),
    [
        (True, 500, True),
        (True, 600, False),
        (True, None, None),
        (False, 500, False),
        (False, None, False),
        (None, 500, None),
        (None, 600, False),
    ],
)
def test_the_outcome_is_applies_and_breach(
    pack: Pack, timed: bool | None, start: int | None, expected: bool | None
) -> None:
    assert outcome(pack, "HX101", timed=timed, local_from=start) is expected


@pytest.mark.parametrize(
    ("most", "windows", "expected"),
    [(5, True, True), (4, True, False), (5, None, False), (None, True, None), (None, None, False)],
)
def test_definitions_are_computed_before_the_rules_that_read_them(
    pack: Pack, most: int | None, windows: bool | None, expected: bool | None
) -> None:
    assert outcome(pack, "HX102", attempts_max=most, has_windows=windows) is expected


def test_a_value_of_the_law_is_that_of_the_slice(pack: Pack) -> None:
    for day, expected in ((date(2026, 11, 30), False), (date(2026, 12, 1), True)):
        found = compiled(pack, "HX102", day=day)
        assert evaluate(pack, found, "contact", {"attempts_max": 3})[0] is expected
        ((value,),) = [judge.law_values for judge in found.judges]
        assert (value.name, value.value) == ("most", 4 if not expected else 2)


@pytest.mark.parametrize(
    ("until", "expected"),
    [(date(2026, 11, 22), False), (date(2026, 11, 23), True), (None, None)],
)
def test_a_rule_that_clears_from_a_day_is_breached_before_it(
    pack: Pack, until: date | None, expected: bool | None
) -> None:
    assert outcome(pack, "HX103", suppressed=True, suppressed_until=until) is expected
    assert outcome(pack, "HX103", suppressed=False, suppressed_until=until) is False


@pytest.mark.parametrize(
    ("refused", "expected"),
    [(date(2026, 11, 24), False), (date(2026, 11, 23), True), (None, None)],
)
def test_a_rule_that_clears_until_a_day_is_breached_after_it(
    pack: Pack, refused: date | None, expected: bool | None
) -> None:
    assert outcome(pack, "HX104", refused_on=refused) is expected


def test_a_duty_decides_nothing(pack: Pack) -> None:
    (judge,) = compiled(pack, "HX105").judges
    assert not judge.decides
    assert outcome(pack, "HX105", sector="insurance") is True


def test_facts_that_take_a_law_value_are_asked_for_by_its_value(pack: Pack) -> None:
    found = compiled(pack, "HX106")
    assert found.calls == {("attempts_within", (30,))}
    given = {"attempts_within__30": 3}
    assert evaluate(pack, found, "contact", given) == [False, None, None, 1]
    assert evaluate(pack, found, "contact", {**given, "purpose": "survey"})[3] is None
    assert {value.name for value in found.judges[0].law_values} == {"most", "days"}


def test_a_rule_says_which_grounds_it_reads(pack: Pack) -> None:
    (judge,) = compiled(pack, "HX107").judges
    assert judge.grounds == {"consent_holds", "request_holds"}
    assert not judge.decides


def test_a_severity_can_be_given_from_outside(pack: Pack) -> None:
    compiler = ScopeCompiler("contact", Slice(DAY, DAY), Workdays(Slice(DAY, DAY), "0"))
    found = compiler.compile([(pack.by_id["HX101"], pack)], {"HX101": "warning"})
    assert [(judge.severity, judge.decides) for judge in found.judges] == [("warning", False)]


def test_a_rule_is_compiled_in_each_of_its_scopes_and_in_no_other(pack: Pack) -> None:
    for scope in SCOPES:
        found = compiled(pack, "HX108", scope)
        assert len(found.judges) == (scope in ("contact", "campaign", "call"))


def test_a_pack_of_a_country_speaks_of_numbers_of_that_country_alone(pack: Pack) -> None:
    ours = replace(pack, countries=("XX", "YY"))
    found = compiled(ours, "HX106")
    given = {"attempts_within__30": 9}
    for country, answer in (("XX", True), ("YY", True), ("ZZ", False), (None, False)):
        row = {**given, "phone_country": country}
        breached, *_, left = evaluate(ours, found, "contact", row)
        assert (breached, left) == (answer, -5 if answer else None), country
    # A campaign has no number of its own: it is the countries called that decide.
    campaign = compiled(ours, "HX108", "campaign")
    assert evaluate(ours, campaign, "campaign", {})[0] is True
