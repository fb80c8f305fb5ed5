"""Whole legal cases: the campaigns of the YAML files beside this one, judged as a user would.

A scenario writes what differs from ``base.yaml`` and what the law says of it. ``tables.yaml`` lists
the rows of the law dossiers' tables with the verdict each gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from calllint.engine.result import ContactVerdict, PlacedCall
from calllint.packs import load_packs
from tests.scenarios.stage import SCENARIOS, YAML, Outcome, Scenario, base, judged, read

VERDICTS = {"legal", "legal_with_warning", "needs_evidence", "illegal"}


def _check(expect: YAML, outcome: Outcome) -> None:
    wanted = expect.get("we_say", expect.get("verdict"))
    found = {
        "illegal": outcome.rules("breach", "error"),
        "needs_evidence": outcome.rules("unknown", "error"),
        "legal_with_warning": outcome.warnings,
        "legal": set[str](),
    }
    seen = {name: sorted(rules) for name, rules in found.items() if rules}
    if wanted is not None:
        assert outcome.verdict == wanted, seen
        rules = set(expect.get("rules", ()))
        assert found[wanted] == rules if expect.get("only") else found[wanted] >= rules, seen
        _check_agreement(wanted, outcome)
    reported = {each.rule.id for each in outcome.report.findings}
    assert reported >= set(expect.get("reports", ())), sorted(reported)
    assert not reported & set(expect.get("without", ())), sorted(reported)


def _check_agreement(wanted: str, outcome: Outcome) -> None:
    """The campaign's verdict and its contacts' tell the same story, on a single day at least."""
    found = outcome.judged
    verdicts = {each.verdict for each in found}
    if wanted.startswith("legal"):
        assert verdicts == {"allow"}, found
    elif outcome.report.first_day == outcome.report.last_day:
        kind = "breach" if wanted == "illegal" else "unknown"
        about_contacts = any(each.count for each in outcome.findings(kind, "error"))
        held = "block" if wanted == "illegal" else "review"
        assert about_contacts == (held in verdicts), found


def _check_contact(expect: YAML, found: ContactVerdict | PlacedCall) -> None:
    assert found.verdict == expect["verdict"], found
    for name, rules in (
        ("rules", found.breached),
        ("unknown", found.unknown),
        ("duties", getattr(found, "duties", ())),
    ):
        assert set(rules) >= set(expect.get(name, ())), (name, found)
    assert not {*found.breached, *found.unknown} & set(expect.get("without", ())), found
    for name in ("callable_from", "callable_until", "attempts_left"):
        if name in expect:
            value = getattr(found, name)
            assert value == expect[name] or str(value) == expect[name], (name, found)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.id)
def test_scenario(scenario: Scenario, tmp_path: Path) -> None:
    outcome = judged(scenario, tmp_path)

    _check(scenario.expect, outcome)
    rows = base()["lists"]["contacts"] if scenario.contacts is None else scenario.contacts
    rows = rows if scenario.placed is None else scenario.placed
    judged_ones: Sequence[ContactVerdict | PlacedCall] = outcome.judged
    for row, verdict in zip(rows, judged_ones, strict=True):
        if "expect" in row:
            _check_contact(row["expect"], verdict)


def test_the_base_campaign_has_nothing_wrong(tmp_path: Path) -> None:
    outcome = judged(Scenario("base", {}), tmp_path)

    found = {each.rule.id for each in outcome.report.findings if each.severity != "info"}
    assert found == {"FR601"}, "it has no script"
    assert [each.verdict for each in outcome.contacts] == ["allow"]


# -- The tables of the dossiers ------------------------------------------------------------------


def _rows() -> dict[str, list[set[str]]]:
    """Every row of the tables, ``fr-core #12``, with what it accepts for each of its cases."""
    return {
        f"{table} #{row}": [set(case.split(" or ")) for case in cases]
        for table, rows in read("tables.yaml").items()
        for row, cases in rows.items()
    }


def _sourced() -> dict[str, list[Scenario]]:
    found: dict[str, list[Scenario]] = {}
    for scenario in SCENARIOS:
        if scenario.source is not None:
            found.setdefault(scenario.source, []).append(scenario)
    return found


def test_every_row_of_the_tables_is_a_scenario() -> None:
    assert set(_sourced()) == set(_rows())


@pytest.mark.parametrize("row", sorted(_sourced()))
def test_scenarios_give_the_verdicts_of_their_row(row: str) -> None:
    cases = _rows()[row]
    said = [each.expect.get("table_says", each.expect.get("verdict")) for each in _sourced()[row]]

    assert all(any(verdict in case for case in cases) for verdict in said)
    assert all(case & set(said) for case in cases)


def test_a_doubt_about_a_table_is_explained() -> None:
    for scenario in SCENARIOS:
        expect = scenario.expect
        assert ("table_says" in expect) == ("we_say" in expect) == ("why" in expect), scenario.id
        assert expect.get("table_says", "") != expect.get("we_say"), scenario.id


def test_scenarios_are_well_formed() -> None:
    assert len({each.id for each in SCENARIOS}) == len(SCENARIOS)
    for each in SCENARIOS:
        assert set(each.what) == {"fr", "en"}, each.id
        said = (each.expect.get(key) for key in ("verdict", "we_say", "table_says"))
        wanted = {verdict for verdict in said if verdict is not None}
        assert wanted <= VERDICTS, each.id
        rows = (*(each.contacts or ()), *(each.placed or ()))
        assert wanted or any("expect" in row for row in rows), f"{each.id} expects nothing"


def test_scenarios_name_rules_that_exist() -> None:
    known = {rule.id for pack in load_packs() for rule in pack.rules}
    for each in SCENARIOS:
        rows = (*(each.contacts or ()), *(each.placed or ()))
        expects = [each.expect, *(row.get("expect", {}) for row in rows)]
        named = {
            rule
            for expect in expects
            for key in ("rules", "unknown", "duties", "without", "reports")
            for rule in expect.get(key, ())
        }
        assert named <= known, each.id


def test_every_rule_of_a_country_is_met_in_a_scenario() -> None:
    expects = [
        expect
        for each in SCENARIOS
        for rows in [(*(each.contacts or ()), *(each.placed or ()))]
        for expect in (each.expect, *(row.get("expect", {}) for row in rows))
    ]
    met = {
        rule
        for expect in expects
        for key in ("rules", "reports", "reported", "unknown", "duties")
        for rule in expect.get(key, ())
    }
    known = {rule.id for pack in load_packs() if pack.countries for rule in pack.rules}

    assert known <= met, sorted(known - met)
