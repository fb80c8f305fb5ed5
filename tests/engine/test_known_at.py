"""What a run is asked for: the days, the moment of knowledge, the lists and the rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from calllint.cli import main
from calllint.engine import InputError, Options, judge
from tests.building import (
    FIRST,
    LAST,
    ROWS,
    Lists,
    Rows,
    digits,
    facts,
    for_each,
    judged,
    people,
    phone,
    run,
    write,
    write_rows,
)

BEFORE, AFTER = "2026-11-20T11:59+01:00", "2026-11-20T12:01+01:00"
NOON = "2026-11-20T12:00+01:00"


def test_evidence_that_came_after_the_moment_of_knowledge_is_not_there(tmp_path: Path) -> None:
    moments = [BEFORE, NOON, AFTER, "whenever"]
    consents: Rows = for_each([{"at": moment} for moment in moments])
    calls: Rows = for_each([{"at": moment} for moment in moments])
    requests: Rows = for_each([{"at": moment} for moment in moments])
    lists: Lists = {
        "contacts": people(4),
        "consents": consents,
        "calls": calls,
        "requests": requests,
    }
    kept = [(digits(1),), (digits(2),), (digits(4),)]
    with facts(write(tmp_path, lists), known_at=NOON) as workspace:
        for table in ("consent_fact", "request_fact", "attempt"):
            assert workspace.rows(f"SELECT number FROM {table} ORDER BY 1") == kept, table


def test_a_verdict_is_that_of_its_moment(tmp_path: Path) -> None:
    consents: Rows = [
        {"phone": phone(1), "at": AFTER},
        {"phone": phone(2)},
        {"phone": phone(2), "at": AFTER, "status": "withdrawn"},
    ]
    file = write(tmp_path, {"contacts": people(2), "consents": consents})
    assert judged(file).verdicts == ["allow", "block"]
    assert judged(file, known_at=NOON).verdicts == ["block", "allow"]


def test_a_day_of_knowledge_is_known_to_its_end(tmp_path: Path) -> None:
    lists: Lists = {
        "contacts": people(2),
        "consents": for_each([{"at": "2026-11-20T23:59+01:00"}, {"at": "2026-11-21T00:00+01:00"}]),
    }
    with facts(write(tmp_path, lists), known_at="2026-11-20") as workspace:
        assert workspace.rows("SELECT number FROM consent_fact") == [(digits(1),)]


@pytest.mark.parametrize("known_at", ["yesterday", "2026-02-30", "20 nov. 2026"])
def test_a_moment_that_is_none_is_refused(tmp_path: Path, known_at: str) -> None:
    with pytest.raises(InputError, match=r"--known-at: .* is not a moment; write 2026-"):
        judged(write(tmp_path), known_at=known_at)


def test_the_judged_days_are_the_schedule_or_those_that_are_dialled(tmp_path: Path) -> None:
    file = write(tmp_path, {"consents": [{"at": "2025-11-24T10:00+01:00"}]})
    whole = judged(file)
    assert (whole.report.first_day, whole.report.last_day) == (FIRST, LAST)
    assert whole.verdicts == ["review"]
    # The consent lasts a year: to the 24th.
    for days, verdict in (
        ((FIRST, date(2026, 11, 24)), "allow"),
        ((date(2026, 11, 25), LAST), "block"),
        ((date(2027, 3, 1), date(2027, 3, 1)), "block"),
    ):
        found = judged(file, dial=days)
        assert (found.report.first_day, found.report.last_day) == days
        assert found.verdicts == [verdict]
        (contact,) = found.contacts
        assert contact.callable_from == (days[0] if verdict == "allow" else None)


def test_days_that_run_backwards_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--dial: the last day comes before the first"):
        judged(write(tmp_path), dial=(LAST, FIRST))


def test_lists_given_on_the_command_line_take_the_place_of_the_campaigns(tmp_path: Path) -> None:
    file = write(tmp_path, {"contacts": people(3)})
    other, optouts = tmp_path / "other.csv", tmp_path / "optouts.csv"
    write_rows(other, people(2))
    write_rows(optouts, [{**ROWS["suppressions"], "phone": phone(1)}])
    found = judged(file, data={"contacts": (str(other),), "suppressions": (str(optouts),)})
    assert [each.file for each in found.contacts] == [str(other)] * 2
    assert "CL205" in found.contacts[0].breached
    # Suppressions were claimed to be none: the claim is no longer made.
    claims = {finding.key for finding in found.findings("CL006")}
    assert claims == {"data.contracts", "data.requests", "data.calls"}


def test_lists_are_found_under_the_data_root(tmp_path: Path) -> None:
    file = write(tmp_path)
    root = tmp_path / "elsewhere"
    write(root, {"contacts": people(5)})
    (root / "campaign.yaml").unlink()
    (tmp_path / "contacts.csv").unlink()
    found = judged(file, data_root=root)
    assert found.report.totals.contacts == 5
    assert found.report.options["data-root"] == root.as_posix()


def test_a_script_and_forms_stay_beside_the_campaign_where_the_lists_are_elsewhere(
    tmp_path: Path,
) -> None:
    lists = write(tmp_path / "lists", {"contacts": people(5)}).parent
    forms = yaml.safe_load((lists / "campaign.yaml").read_text("utf-8"))["data"]["consent_forms"]
    words = {"script.yaml": {"steps": [{"says": "Bonjour", "covers": []}]}, "forms.yaml": forms}
    named = {"script": "script.yaml", "data": {"consent_forms": "forms.yaml"}}
    file = write(tmp_path / "campaigns", changes=named)
    for name, content in words.items():
        (file.parent / name).write_text(json.dumps(content), "utf-8")
    for each in file.parent.glob("*.csv"):
        each.unlink()
    used = judged(file, data_root=lists).report.digests

    assert {(file.parent / name).as_posix() for name in words} <= {*used}

    for name in words:  # they may also come with the lists, as they always could
        (file.parent / name).rename(lists / name)
    assert judged(file, data_root=lists).report.totals.contacts == 5


def test_without_data_no_list_is_opened_and_the_rules_left_out_are_counted(
    tmp_path: Path,
) -> None:
    sundays = [{"days": ["sun"], "hours": ["10:00-12:00"]}]
    file = write(tmp_path, changes={"schedule": {"to": "2026-11-29", "windows": sundays}})
    whole = judged(file)
    (tmp_path / "contacts.csv").unlink()
    with judge(file, Options(without_data=True)) as judgement:
        assert list(judgement.verdicts()) == []
        report = judgement.report
    assert report.without_data
    assert report.skipped_rules > 20
    assert (report.totals.contacts, report.lists, report.reasons) == (0, (), ())
    of_campaign = {(each.rule.id, each.key) for each in whole.report.findings if each.count is None}
    assert {(each.rule.id, each.key) for each in report.findings} == of_campaign
    assert {"FR302", "CL006"} <= {rule for rule, _ in of_campaign}


def test_a_rule_that_is_ignored_no_longer_spoils_a_record(tmp_path: Path) -> None:
    file = write(tmp_path, {"consents": [{"channel": "sms"}]})
    (contact,) = judged(file).contacts
    assert (contact.verdict, contact.breached) == ("block", ("FR101", "FR110"))
    (contact,) = judged(file, ignore=("FR110",)).contacts
    assert (contact.verdict, contact.breached) == ("allow", ())


def test_rules_that_are_not_chosen_are_not_spoken_of_but_judge_the_records(
    tmp_path: Path,
) -> None:
    file = write(tmp_path, {"consents": [{"channel": "sms"}]})
    found = judged(file, select=("consent-missing",))
    (contact,) = found.contacts
    assert (contact.verdict, contact.breached) == ("block", ("FR101",))
    assert {each.rule.id for each in found.report.findings} == {"FR101"}
    assert found.report.options == {"select": "consent-missing"}


def test_as_of_is_one_day_with_what_was_known_at_its_end(tmp_path: Path) -> None:
    day = date(2026, 11, 24)
    consents: Rows = for_each(
        [
            {"at": f"{day}T22:00+01:00"},
            {"at": f"{day}T23:59+01:00"},
            {"at": f"{day + timedelta(days=1)}T00:01+01:00"},
        ]
    )
    file = write(tmp_path, {"contacts": people(3), "consents": consents})
    ended = run(file, "--as-of", day, "--format", "json")
    assert ended.returncode == 1
    (report,) = json.loads(ended.stdout)["campaigns"]
    assert (report["from"], report["to"]) == (str(day), str(day))
    assert (report["totals"]["allow"], report["totals"]["block"]) == (2, 1)
    assert run(file, "--as-of", day, "--dial", f"{day}..{day}").returncode == 2


def test_fail_on_says_from_which_severity_a_finding_fails(tmp_path: Path) -> None:
    warned = write(tmp_path / "warned", {"calls": None})
    clean = write(tmp_path / "clean")
    severities = {each.severity for each in judged(clean, ignore=("FR",)).report.findings}
    assert severities == {"info"}
    for file, options, code in (
        (clean, [], 0),
        (clean, ["--fail-on", "warning"], 0),
        (clean, ["--fail-on", "info"], 1),
        (clean, ["--fail-on", "info", "--exit-zero"], 0),
        (warned, ["--fail-on", "error"], 0),
        (warned, ["--fail-on", "warning"], 1),
    ):
        assert main([str(file), "--ignore", "FR", *options]) == code, options


def test_the_same_inputs_give_the_same_bytes_whatever_the_machine(tmp_path: Path) -> None:
    contacts: Rows = [*people(30), {"phone": "06 12"}, {"phone": "0692123456"}]
    consents: Rows = for_each([{"channel": [None, "sms", "live_call"][n % 3]} for n in range(30)])
    file = write(tmp_path, {"contacts": contacts, "consents": consents, "calls": None})
    outputs = []
    for seed, zone, threads in (("1", "Asia/Tokyo", "1"), ("2", "America/Lima", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C"}
        command = [sys.executable, "-m", "calllint", str(file), "--format", "json"]
        ended = subprocess.run(
            [*command, "--threads", threads], capture_output=True, env=environment, check=False
        )
        assert ended.returncode == 1, ended.stderr
        outputs.append(ended.stdout)
    assert outputs[0] == outputs[1]
