"""Reports that platforms read: right by their schemas, within their limits, with nobody in them."""

from __future__ import annotations

import csv as csv_module
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

import pytest
import xmlschema
from jsonschema import Draft4Validator, Draft202012Validator
from msgspec.structs import replace

from calllint.document import Place, Span
from calllint.engine.result import AppliedRule, Finding, Report, SetAside
from calllint.packs.model import Severity
from calllint.report import github, limits
from calllint.report.interface import Look, open_writer, unread
from calllint.report.sarif import uri
from tests.report.samples import (
    FIRST,
    contacts,
    on_contacts,
    on_window,
    pack,
    problem,
    report,
    rule,
    written,
)

SCHEMAS = Path(__file__).parents[1] / "schemas"
SARIF = Draft4Validator(json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8")))
GITLAB = Draft202012Validator(
    json.loads((SCHEMAS / "gitlab-codeclimate.schema.json").read_text("utf-8"))
)
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10-jenkins-xunit.xsd")
PLATFORMS = ("sarif", "junit", "github", "gitlab", "csv")

ASIDE = SetAside("comment", "agreed, call 0612345678", date(2027, 1, 31), Place("campaign.yaml"))
NASTY = rule(
    message={"en": 'a <b> & "c" \x1b[31m % ::error:: ##[x] \u2028\ufffe,', "fr": "é"},
    help={"en": "line\nbreak\x00", "fr": "é"},
)
REPORTS = {
    "nothing": report(),
    "breaches": report(on_contacts(), on_window(fingerprint="f1"), problems=(problem(),)),
    "unread": unread("broken.yaml", (problem(), problem(place=Place("x"), fatal=False))),
    "accepted": report(
        on_window(set_aside=ASIDE, fingerprint="f1"),
        on_window(set_aside=replace(ASIDE, by="baseline", until=None)),
    ),
    "duty": report(on_contacts(outcome="duty"), on_contacts(outcome="unknown", severity="info")),
    "nasty": report(on_window(rule=NASTY, place=Place("a, b:c%é\u00a0.yaml", Span(1, 1, 3, 1)))),
    "house": report(on_window(rule=rule(law=(), basis="policy"), held_at="2026.10")),
}


def sarif(*made: Report, **look: Any) -> dict[str, Any]:
    """The only run of a log that fits the schema."""
    value = json.loads(several("sarif", *made, **look)[0])
    SARIF.validate(value)
    (run,) = value["runs"]
    return cast(dict[str, Any], run)


def gitlab(*made: Report, **look: Any) -> list[dict[str, Any]]:
    items = json.loads(several("gitlab", *made, **look)[0])
    for item in items:
        GITLAB.validate(item)
    assert len({item["fingerprint"] for item in items}) == len(items)
    return cast(list[dict[str, Any]], items)


def several(name: str, *made: Report, **look: Any) -> tuple[str, str | None]:
    """Several campaigns in one report, and what is said of its limits."""
    stream = io.StringIO()
    writer = open_writer(name, stream, Look(**look))
    for one in made:
        writer.add(one)
    said = writer.close()
    return stream.getvalue(), said


def rows(text: str) -> list[dict[str, str]]:
    return list(csv_module.DictReader(io.StringIO(text)))


def many(count: int, **changes: Any) -> Iterator[Finding]:
    for number in range(count):
        yield on_window(fingerprint=f"{number:032x}", **changes)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("made", REPORTS.values(), ids=REPORTS)
def test_every_report_fits_the_official_schemas(made: Report, lang: str) -> None:
    sarif(made, lang=lang)
    gitlab(made, lang=lang)
    JUNIT.validate(written(made, name="junit", lang=lang))


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("made", REPORTS.values(), ids=REPORTS)
def test_the_same_bytes_whatever_the_console_and_no_number_in_them(made: Report, name: str) -> None:
    text = written(made, name=name)

    assert text == written(made, name=name, color=True, width=40)
    assert "612345" not in text
    assert not set(text) & set(map(chr, [*range(9), *range(11, 32), 0x2028, 0xFFFE]))


@pytest.mark.parametrize("name", PLATFORMS)
def test_contacts_are_counted_never_listed(name: str) -> None:
    text = written(report(on_contacts()), name=name, contacts=contacts(50))

    assert "C0" not in text
    assert "3" in text
    if name != "csv":
        assert "3 contacts" in text


# SARIF


def test_sarif_says_where_what_and_under_which_law() -> None:
    run = sarif(report(on_window(fingerprint="f1"), on_contacts()))
    window, people = run["results"]

    assert window["ruleId"] == "EX301"
    assert window["level"] == "error"
    assert window["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "campaign.yaml"},
        "region": {"startLine": 5, "startColumn": 32, "endLine": 5, "endColumn": 45},
    }
    assert "law: Code D1-9" in window["message"]["text"]
    assert window["partialFingerprints"] == {"calllint/v1": "f1"}
    assert window["properties"]["required"] is False
    assert people["properties"]["contacts"] == 3
    assert len(people["relatedLocations"]) == 3
    for result in run["results"]:
        described = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert described["id"] == result["ruleId"]
    assert {each["hashes"]["sha-256"] for each in run["artifacts"]} >= {"ef" * 32, "ab" * 32}


def test_sarif_counts_calls_as_calls() -> None:
    (result,) = sarif(report(on_contacts(counted="calls")))["results"]

    assert result["properties"]["calls"] == 3
    assert "contacts" not in result["properties"]


def test_sarif_describes_every_rule_that_was_applied_in_the_language_asked_for() -> None:
    silent = rule("EX999", "silent")
    made = report(applied=(AppliedRule(silent, pack(silent), "error", (FIRST,)),))
    (described,) = sarif(made, lang="fr")["tool"]["driver"]["rules"]

    assert described["shortDescription"]["text"] == "Appels trop tardifs"
    assert described["help"]["text"].startswith("Arrêtez la plage à 20:00.")
    assert described["helpUri"] == "https://law.example/D1-9"


def test_sarif_keeps_accepted_findings_as_suppressions() -> None:
    run = sarif(REPORTS["accepted"], report(on_window()))

    assert [[one["kind"] for one in each["suppressions"]] for each in run["results"]] == [
        [],
        ["inSource"],
        ["external"],
    ]
    assert "until 31 January 2027" in run["results"][1]["suppressions"][0]["justification"]


def test_sarif_tells_what_could_not_be_read() -> None:
    (invocation,) = sarif(REPORTS["unread"])["invocations"]

    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == 2


@pytest.mark.parametrize(
    ("file", "written_as"),
    [
        ("a b/é.yaml", "a%20b/%C3%A9.yaml"),
        ("./x.yaml", "x.yaml"),
        ("../x.yaml", "../x.yaml"),
        ("/tmp/x y.yaml", "file:///tmp/x%20y.yaml"),
        ("C:/x.yaml", "file:///C:/x.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
    ],
)
def test_files_are_uris(file: str, written_as: str) -> None:
    assert uri(file) == written_as


# Limits


def test_sarif_never_holds_more_results_than_github_takes_and_says_so() -> None:
    found = (*many(25_001, severity="warning"), on_window(fingerprint="worst"))
    text, said = several("sarif", report(*found))
    run = json.loads(text)["runs"][0]

    assert len(run["results"]) == 25_000
    assert run["results"][0]["level"] == "error"
    assert said is not None
    assert "2 findings left out" in said
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == said


@pytest.mark.parametrize("name", ["gitlab", "junit"])
def test_a_file_is_never_larger_than_platforms_take(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(limits.fitting, "__kwdefaults__", {"largest": 20_000, "packed": False})
    text, said = several(name, report(*many(500)), lang="fr")

    assert len(text.encode()) < 22_000
    assert said is not None
    assert "laissés de côté" in said
    if name == "junit":
        JUNIT.validate(text)
        assert "laissés de côté" in text


def test_annotations_beyond_those_github_shows_are_plain_lines() -> None:
    found = (*many(13), *many(3, severity="warning"))
    text, said = several("github", report(*found))
    lines = text.splitlines()

    assert sum(line.startswith("::error ") for line in lines) == github.MOST
    assert sum(line.startswith("::warning ") for line in lines) == 3
    assert sum(line.startswith("error campaign.yaml:5:32") for line in lines) == 3
    assert said is not None
    assert said.startswith("3 findings are not annotated")
    assert lines[-1] == said


# GitHub


def test_an_annotation_is_one_line_that_the_runner_reads_back() -> None:
    (line,) = written(REPORTS["nasty"], name="github").splitlines()

    head, _, message = line.removeprefix("::").partition("::")
    assert head.startswith("error file=a%2C b%3Ac%25é\u00a0.yaml,line=1,endLine=3,title=EX301 ")
    assert "%25 ::error::" in message
    assert "%0Adays: 23 November to 18 December 2026%0A" in message
    assert "%0Ahelp: line break" in message


def test_no_text_of_ours_is_a_command() -> None:
    odd = Place("::error::x")
    text, _ = several("github", report(*many(12, place=odd, rule=NASTY)))
    plain = [line for line in text.splitlines() if not line.startswith("::error file=")]

    assert len(plain) == 3
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in plain)


def test_accepted_findings_are_counted_not_annotated() -> None:
    assert written(REPORTS["accepted"], name="github") == (
        "campaign.yaml: 2 accepted findings, not annotated\n"
    )


# GitLab


def test_gitlab_keeps_the_fingerprint_of_a_finding_and_never_twice() -> None:
    shared, other = on_window(fingerprint="f1"), on_contacts(fingerprint="f1")
    first = report(shared)
    again = report(shared, campaign="other.yaml")
    differs = report(other, campaign="third.yaml")

    assert [one["fingerprint"] for one in gitlab(first)] == ["f1"]
    assert len(gitlab(first, again)) == 1
    found = gitlab(first, again, differs)
    assert len(found) == 2
    assert found == gitlab(first, again, differs)


def test_gitlab_ranks_by_severity_and_shows_what_is_accepted_as_such() -> None:
    made = report(
        on_window(fingerprint="a", set_aside=ASIDE),
        on_window(fingerprint="b"),
        on_window(fingerprint="c", outcome="unknown"),
        on_window(fingerprint="d", severity="warning"),
    )
    found = gitlab(made)

    assert [one["severity"] for one in found] == ["critical", "major", "minor", "info"]
    assert "accepted: " in found[-1]["description"]


# JUnit


def test_junit_fails_what_is_an_error_and_passes_a_clean_campaign() -> None:
    warned = report(on_window(severity="warning"), campaign="b.yaml")
    text = several("junit", REPORTS["breaches"], warned)[0]
    JUNIT.validate(text)
    suites = ElementTree.fromstring(text).findall("testsuite")

    assert [(one.get("tests"), one.get("failures"), one.get("errors")) for one in suites] == [
        ("3", "2", "1"),
        ("2", "0", "0"),
    ]


@pytest.mark.parametrize(("least", "failures"), [("error", "0"), ("warning", "1"), ("info", "1")])
def test_junit_fails_what_fails_the_run(least: Severity, failures: str) -> None:
    made = replace(report(on_window(severity="warning")), fail_on=least)
    suite = ElementTree.fromstring(written(made, name="junit")).find("testsuite")

    assert suite is not None
    assert suite.get("failures") == failures


# CSV


def test_csv_has_a_row_for_every_finding_and_problem() -> None:
    found = rows(written(REPORTS["breaches"], name="csv"))

    assert [one["outcome"] for one in found] == ["unusable", "breach", "breach"]
    assert [one["count"] for one in found] == ["", "", "3"]
    assert found[1]["fingerprint"] == "f1"
    accepted = rows(written(REPORTS["accepted"], name="csv"))
    assert [one["accepted_by"] for one in accepted] == ["comment", "baseline"]


def test_a_spreadsheet_computes_no_cell() -> None:
    evil = (replace(one, contact_id="=HYPERLINK(1)") for one in contacts(1))
    (found,) = rows(written(report(), name="csv-contacts", contacts=evil))

    assert found["contact_id"] == "'=HYPERLINK(1)"
    assert found["phone"] == "+33 6 •• •• •• 78"
    assert found["breached"] == "EX101"


def test_no_format_loads_what_opens_connections() -> None:
    code = (
        "import sys; from calllint.report import csv, github, gitlab, json, junit, sarif, text;"
        "print({'socket', 'ssl', 'http', 'urllib.request'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
