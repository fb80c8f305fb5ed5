"""The audit of calls: none is lost, each is judged on what was known, and who placed it is said."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from calllint.cli import main
from calllint.engine import InputError, Options, judge
from calllint.engine.result import Audit, PlacedCall, Report
from tests.building import JUDGING, Cell, Lists, phone, write

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "src/calllint/schema/report.schema.json").read_text("utf-8")
)
OTHER = {"advertiser": "Autre SA"}
CALL: Mapping[str, Cell] = {"at": "2026-11-24T10:30+01:00", "outcome": "no_answer"}


def audited(folder: Path, lists: Lists, **options: Any) -> tuple[Report, list[PlacedCall]]:
    changes = options.pop("changes", None)
    with judge(write(folder, lists, changes), Options(audit=True, threads=1, **options)) as found:
        return found.report, list(found.calls(every=True))


def test_every_row_of_the_calls_is_accounted_for(tmp_path: Path) -> None:
    rows: list[dict[str, Cell]] = [
        {**CALL, "call_id": "A"},
        {**CALL, "call_id": "A"},  # again
        {**CALL, "call_id": None},  # the same number, the same moment
        {**CALL, "at": "2026-10-01T10:30+02:00"},  # another day
        {**CALL, **OTHER, "at": "2026-11-24T10:45+01:00"},
        {**CALL, "phone": None, "at": "2026-11-24T11:00+01:00"},
        {**CALL, "phone": "12", "at": "2026-11-24T11:00+01:00"},
        {**CALL, "at": None},
    ]
    report, calls = audited(tmp_path, {"calls": rows})

    audit = report.audit
    assert audit is not None
    assert (audit.rows, audit.other_days, audit.repeated, audit.others, audit.later) == (
        *(8, 1, 2, 1, 0),
    )
    assert [one.line for one in calls] == [2, 7, 8, 9]
    assert report.totals.contacts == 4
    assert [one.verdict for one in calls] == ["allow", "review", "review", "review"]


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "call_id": st.sampled_from([None, "A", "B"]),
            "phone": st.sampled_from([phone(1), phone(2), phone(3), None, "12"]),
            "contact_id": st.sampled_from([None, "P1", "P9"]),
            "at": st.sampled_from(
                [
                    *("2026-11-24T10:30+01:00", "2026-11-24T10:31+01:00", "2026-11-24"),
                    *("2026-10-24T10:30+02:00", "hier", None),
                ]
            ),
            "advertiser": st.sampled_from(["Exemple SA", "Autre SA", None]),
            "outcome": st.sampled_from(["no_answer", "refused", None]),
        }
    ),
    max_size=8,
)
PEOPLE: list[Mapping[str, Cell]] = [
    {"contact_id": "P1", "phone": phone(1)},
    {"contact_id": "P1", "phone": phone(2)},
]


@settings(parent=JUDGING, max_examples=8)
@given(ROWS)
def test_no_row_is_lost_and_none_passes_that_cannot_be_judged(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Cell]]
) -> None:
    lists: Lists = {"contacts": PEOPLE, "calls": rows or "none"}
    report, calls = audited(tmp_path_factory.mktemp("rows"), lists)

    audit, totals = report.audit, report.totals
    assert isinstance(audit, Audit)
    rest = audit.other_days + audit.repeated + audit.others + audit.later
    assert audit.rows == len(rows) == totals.contacts + rest
    assert totals.contacts == len(calls) == totals.allow + totals.review + totals.block
    for one in calls:
        row = rows[one.line - 2]
        assert row["advertiser"] != "Autre SA"
        if row["at"] in ("hier", None, "2026-11-24") and one.placed_at is None:
            assert one.verdict != "allow", (row, one)


def test_calls_none_is_an_audit_of_nothing(tmp_path: Path) -> None:
    report, calls = audited(tmp_path, {"calls": "none"})

    assert not calls
    assert not report.totals.contacts
    assert {one.rule.id for one in report.findings if one.severity == "error"} == set()


def test_a_campaign_without_calls_cannot_be_audited(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"data\.calls"):
        audited(tmp_path, {"calls": None})


def test_rules_on_calls_are_no_rules_of_a_check(tmp_path: Path) -> None:
    with judge(write(tmp_path, {"calls": [{**CALL, "at": "hier"}]}), Options(threads=1)) as found:
        report = found.report
    assert not {one.rule.id for one in report.applied} & {"CL230", "CL231", "CL232", "CL233"}
    assert report.audit is None


def test_the_windows_of_the_schedule_are_no_calls(tmp_path: Path) -> None:
    late = {"schedule": {"windows": [{"days": ["sun"], "hours": ["21:00-22:00"]}]}}
    report, _ = audited(tmp_path, {"calls": [CALL]}, changes=late)

    assert not {one.rule.id for one in report.findings} & {"FR301", "FR302"}


def test_agents_and_centres_are_counted_the_worst_first(tmp_path: Path) -> None:
    rows: list[dict[str, Cell]] = [
        {**CALL, "agent": "A. Martin", "centre": "Exemple"},
        {**CALL, "agent": "B. Durand", "centre": "Exemple", "at": "2026-11-24T21:00+01:00"},
        {**CALL, "agent": "B. Durand", "centre": "Exemple", "at": "2026-11-25T11:00+01:00"},
        {**CALL, "agent": None, "centre": "Exemple", "at": "2026-11-26"},
    ]
    report, _ = audited(tmp_path, {"calls": rows})

    assert report.audit is not None
    assert [
        (one.kind, one.name, one.calls, one.breach, one.unknown) for one in report.audit.placers
    ] == [
        ("agent", "B. Durand", 2, 1, 0),
        ("agent", None, 1, 0, 1),
        ("agent", "A. Martin", 1, 0, 0),
        ("centre", "Exemple", 4, 1, 1),
    ]


def test_suppliers_answer_for_the_calls_their_consents_do_not_carry(tmp_path: Path) -> None:
    lists: Lists = {
        "contacts": [{"phone": phone(1)}, {"phone": phone(2), "contact_id": "P2"}],
        "consents": [
            {"phone": phone(1), "supplier": "Leads SARL", "at": "2025-01-01T10:00+01:00"},
            {"phone": phone(2), "supplier": "Leads SARL", "proof": "archive/9"},
        ],
        "calls": [
            {**CALL},
            {**CALL, "at": "2026-11-25T11:00+01:00"},
            {**CALL, "phone": phone(2)},
        ],
    }
    report, _ = audited(tmp_path, lists)

    (supplier,) = report.suppliers
    assert (supplier.contacts, supplier.failing, supplier.to_check) == (3, 2, 0)


def test_two_calls_of_one_minute_are_two_attempts(tmp_path: Path) -> None:
    rows = [{**CALL, "call_id": f"C{n}"} for n in range(5)]
    _, calls = audited(tmp_path, {"calls": rows})

    assert sorted(one.verdict for one in calls) == ["allow"] * 4 + ["block"]


def test_an_instant_is_one_whatever_its_offset(tmp_path: Path) -> None:
    consents: Sequence[Mapping[str, Cell]] = [
        {},
        {"status": "withdrawn", "at": "2026-11-24T09:20Z", "proof": None},
    ]
    rows = [{**CALL, "at": "2026-11-24T10:19+01:00"}, {**CALL, "at": "2026-11-24T10:21+01:00"}]
    _, calls = audited(tmp_path, {"consents": consents, "calls": rows})

    assert [one.verdict for one in calls] == ["allow", "block"]


def test_what_came_after_known_at_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = [{**CALL}, {**CALL, "at": "2026-11-26T10:30+01:00"}]
    report, calls = audited(tmp_path, {"calls": rows}, known_at="2026-11-25")

    assert len(calls) == 1
    assert report.audit is not None
    assert report.audit.later == 1


# -- The command -----------------------------------------------------------------------------------


@pytest.fixture
def campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    rows = [{**CALL, "agent": "B. Durand", "at": "2026-11-24T21:00+01:00"}, {**CALL}]
    write(tmp_path, {"calls": rows})
    monkeypatch.chdir(tmp_path)
    return "campaign.yaml"


def test_the_text_speaks_of_calls(campaign: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("audit", campaign)) == 1
    out = capsys.readouterr().out
    assert "2 calls: 1 clean · 0 to review · 1 in breach" in out
    assert "B. Durand (1 call): 1 in breach" in out
    assert "dial nobody" not in out
    assert main(("audit", campaign, "--exit-zero")) == 0


def test_the_calls_in_breach_go_to_a_file_masked(campaign: str) -> None:
    assert main(("audit", campaign, "--format", "csv-calls=calls-out.csv")) == 1
    with open("calls-out.csv", encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["line"], row["at"], row["agent"]) == ("2", "2026-11-24T21:00", "B. Durand")
    assert row["verdict"] == "breach"
    assert "FR305" in row["breached"].split()
    assert "99000001" not in row["phone"].replace(" ", "")


def test_the_json_report_has_its_schema(campaign: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("audit", campaign, "--format", "json")) == 1
    report = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(report)
    assert report["campaigns"][0]["audit"]["agents"][0] == {
        "name": "B. Durand",
        "calls": 1,
        "breach": 1,
        "unknown": 0,
    }


def test_days_are_those_of_calls(campaign: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("audit", campaign, "--calls", "2026-11-25..2026-11-25")) == 0
    assert "2 on other days" in capsys.readouterr().out
    assert main(("audit", campaign, "--as-of", "2026-11-24")) == 1
    assert main(("audit", campaign, "--as-of", "2026-11-24", "--calls", "2026-11-24")) == 2
    assert "--calls" in capsys.readouterr().err
    assert main(("audit", campaign, "--dial", "2026-11-24")) == 2
