"""A rule that fails is named with its file; the others answer; nobody it decides on is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.building import Judged, judged, people, run, write, write_pack

FAILS = "add_months(judged_from, 999999999) > judged_to"
"""A day that no calendar holds."""
OTHERS: list[dict[str, Any]] = [
    {"id": "HX201", "breach": "phone_kind = 'geographic'", "severity": "warning"},
    {"id": "HX202", "scope": "campaign", "breach": "attempts_max > 3", "severity": "warning"},
    {"id": "HX203", "scope": "campaign", "breach": "documents_hours_before > 1"},
]


def judged_with(folder: Path, *rules: dict[str, Any], definitions: str = "") -> Judged:
    house = write_pack(folder / "house", *rules, *OTHERS)
    with (house / "pack.yaml").open("a", encoding="utf-8") as stream:
        stream.write(definitions)
    file = write(folder, {"contacts": people(2), "consents": [{}]})
    return judged(file, rules=(house,), select=("HX",))


def check_named(found: Judged, rule: str) -> None:
    """The failure is told once, in both languages, at the rule's file, and the others answered."""
    (problem,) = found.report.problems
    assert not problem.fatal
    assert problem.rule == rule
    assert problem.place.file.endswith(f"house/{rule}-{rule.lower()}.yaml")
    for text in problem.message.values():
        assert rule in text
        assert "OutOfRange" in text
    assert found.findings("HX201")[0].count == 2
    assert [each.outcome for each in found.findings("HX202")] == ["breach"]
    assert [each.outcome for each in found.findings("HX203")] == ["unknown"]


def test_in_a_rule_on_contacts(tmp_path: Path) -> None:
    found = judged_with(tmp_path, {"id": "HX101", "breach": FAILS})
    check_named(found, "HX101")
    assert found.verdicts == ["review", "review"]
    assert all("HX101" in each.unknown for each in found.contacts)


def test_in_a_rule_that_dates_its_breach(tmp_path: Path) -> None:
    rule = {"id": "HX101", "clear_until": "add_months(judged_from, 999999999)"}
    found = judged_with(tmp_path, rule)
    check_named(found, "HX101")
    assert found.verdicts == ["review", "review"]


def test_in_a_rule_on_records_the_ground_is_unknown(tmp_path: Path) -> None:
    needed = {"id": "HX102", "breach": "not consent_holds"}
    found = judged_with(tmp_path, {"id": "HX101", "scope": "consent", "breach": FAILS}, needed)
    check_named(found, "HX101")
    assert found.verdicts == ["review", "block"]  # the second has no consent at all


def test_in_a_rule_on_the_campaign(tmp_path: Path) -> None:
    found = judged_with(tmp_path, {"id": "HX101", "scope": "campaign", "breach": FAILS})
    check_named(found, "HX101")
    (finding,) = found.findings("HX101")
    assert (finding.outcome, finding.severity) == ("unknown", "error")
    assert found.verdicts == ["allow", "allow"]


def test_in_a_definition_only_the_rules_that_read_it_fail(tmp_path: Path) -> None:
    found = judged_with(
        tmp_path,
        {"id": "HX101", "breach": "endless and duplicate is not null"},
        definitions=f"definitions: {{endless: {{is: '{FAILS}', doc: Fails.}}}}\n",
    )
    check_named(found, "HX101")
    assert found.verdicts == ["review", "review"]


def test_a_warning_that_fails_is_told_and_decides_nothing(tmp_path: Path) -> None:
    found = judged_with(tmp_path, {"id": "HX101", "breach": FAILS, "severity": "warning"})
    check_named(found, "HX101")
    assert found.verdicts == ["allow", "allow"]


def test_two_that_fail_are_both_named(tmp_path: Path) -> None:
    found = judged_with(tmp_path, {"id": "HX101", "breach": FAILS}, {"id": "HX102", "duty": FAILS})
    assert [each.rule for each in found.report.problems] == ["HX101", "HX102"]


def test_the_command_ends_with_3_and_writes_no_callable_file(tmp_path: Path) -> None:
    house = write_pack(tmp_path / "house", {"id": "HX101", "breach": FAILS, "severity": "info"})
    file, out = write(tmp_path), tmp_path / "clean"
    ended = run(file, "--rules", house, "--lang", "en")
    assert ended.returncode == 3
    assert "HX101-hx101.yaml:1:" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr
    assert run("scrub", file, "--rules", house, "--out", out).returncode == 3
    assert not list(out.glob("callable*"))
    assert (out / "rejects.csv").exists()
