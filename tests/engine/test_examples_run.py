"""Examples of rules are run as real rows are, and say so where a rule does not as it says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calllint.engine.examples import ExampleResult, run_examples
from calllint.packs import load_pack, load_packs
from tests.building import write_pack

DATED = """\
parameters:
  most: {unit: calls, values: {2026-11-01: 4, 2026-12-01: 2}}
  days: {unit: days, values: {2026-11-01: 30}}
"""


def results(folder: Path, *examples: Mapping[str, Any], **rule: Any) -> list[ExampleResult]:
    kept = {"id": "HX101", **rule, "examples": [*examples]}
    pack = load_pack(write_pack(folder / "house", kept, law=DATED))
    return list(run_examples([pack]))


def test_every_example_of_the_packs_that_come_with_calllint_holds() -> None:
    found = list(run_examples(load_packs()))
    assert len(found) > 100
    failed = [(each.place, each.expected, each.got) for each in found if not each.passed]
    assert failed == []


def test_an_example_gives_what_matters_and_the_rest_is_neutral(tmp_path: Path) -> None:
    found = results(
        tmp_path,
        {"breach": {"duplicate": True}},
        {"ok": {}},
        {"unknown": {"duplicate": None}},
        breach="duplicate and consent_holds",
    )
    assert [(each.expected, each.got) for each in found] == [
        ("breach", "breach"),
        ("ok", "ok"),
        ("unknown", "unknown"),
    ]
    assert all(each.passed for each in found)


def test_an_example_that_does_not_hold_is_said_with_what_came_instead(tmp_path: Path) -> None:
    found = results(
        tmp_path,
        {"breach": {"duplicate": False}},
        {"ok": {"duplicate": None}},
        {"unknown": {"duplicate": True}},
        breach="duplicate",
    )
    assert [each.got for each in found] == ["ok", "unknown", "breach"]
    assert not any(each.passed for each in found)
    assert all(each.place.file.endswith("HX101-hx101.yaml") for each in found)


def test_the_day_of_an_example_decides_the_law(tmp_path: Path) -> None:
    found = results(
        tmp_path,
        {"ok": {"on": "2026-11-30", "attempts_max": 3}},
        {"breach": {"on": "2026-12-01", "attempts_max": 3}},
        {"ok": {"on": "2026-10-31", "attempts_max": 9}},
        breach="attempts_max > $most",
    )
    assert [each.got for each in found] == ["ok", "breach", "ok"]


def test_facts_that_take_a_law_value_are_given_by_name(tmp_path: Path) -> None:
    found = results(
        tmp_path,
        {"breach": {"attempts_within": 4}},
        {"ok": {"attempts_within": 3}},
        {"ok": {}},
        {"unknown": {"attempts_within": None}},
        breach="attempts_within($days) >= $most",
    )
    assert [each.got for each in found] == ["breach", "ok", "ok", "unknown"]


def test_an_example_runs_in_every_scope_of_its_rule(tmp_path: Path) -> None:
    found = results(
        tmp_path,
        {"breach": {"has_windows": False}},
        {"ok": {}},
        scope=["contact", "campaign"],
        breach="not has_windows",
    )
    assert [(each.scope, each.got) for each in found] == [
        ("contact", "breach"),
        ("campaign", "breach"),
        ("contact", "ok"),
        ("campaign", "ok"),
    ]


def test_an_example_that_cannot_be_run_is_a_failure_not_a_crash(tmp_path: Path) -> None:
    found = results(
        tmp_path,
        {"breach": {"refused_on": "2026-11-01"}},
        {"ok": {"refused_on": None}},
        breach="add_months(refused_on, 999999999) > judged_to",
    )
    assert [each.got for each in found] == ["failure", "unknown"]
    assert found[0].message == "OutOfRange"
    assert not found[0].passed
