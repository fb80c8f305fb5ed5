"""Findings stand where a person would look, once per thing to mend."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from calllint.document import dotted
from tests.building import (
    FIRST,
    LAST,
    Judged,
    digits,
    for_each,
    judged,
    people,
    phone,
    write,
    write_pack,
)


def house(folder: Path, *rules: dict[str, Any], law: str | None = None) -> dict[str, Any]:
    """Options that run a pack of some rules, and report no other."""
    return {"rules": (write_pack(folder / "house", *rules, law=law),), "select": ("HX",)}


def source_line(found: Judged, rule: str) -> str:
    (finding,) = found.findings(rule)
    assert finding.place.span is not None
    text = found.report.sources[finding.place.file].splitlines()[finding.place.span.line - 1]
    return text.strip()


def test_contacts_are_counted_with_the_first_lines(tmp_path: Path) -> None:
    contacts = [
        {"contact_id": f"P{n}", "phone": phone(n), "legal_form": "1" if n > 2 else "2"}
        for n in range(1, 9)
    ]
    found = judged(
        write(tmp_path, {"contacts": contacts}),
        **house(tmp_path, {"id": "HX101", "breach": "legal_form = '1'", "at": "legal_form"}),
    )
    (finding,) = found.findings("HX101")
    assert (finding.count, finding.outcome, finding.key) == (6, "breach", "legal_form")
    assert [(Path(file).name, line) for file, line in finding.lines] == [
        ("contacts.csv", 4),
        ("contacts.csv", 5),
        ("contacts.csv", 6),
    ]
    assert str(finding.place).endswith("contacts.csv:4:1")


def test_breach_and_unknown_are_two_findings(tmp_path: Path) -> None:
    contacts = [
        {"contact_id": f"P{n}", "phone": phone(n), "legal_form": form}
        for n, form in enumerate(["1", None, "2", None], 1)
    ]
    found = judged(
        write(tmp_path, {"contacts": contacts}),
        **house(tmp_path, {"id": "HX101", "breach": "legal_form = '1'"}),
    )
    assert [(each.outcome, each.count) for each in found.findings("HX101")] == [
        ("breach", 1),
        ("unknown", 2),
    ]


def test_the_days_of_a_finding_are_those_on_which_its_rule_was_judged(tmp_path: Path) -> None:
    found = judged(
        write(tmp_path),
        **house(
            tmp_path,
            {"id": "HX101", "breach": "not duplicate"},
            {
                "id": "HX102",
                "breach": "not duplicate",
                "in_force": {"from": "2026-11-25", "to": "2026-11-26"},
            },
            {"id": "HX103", "scope": "campaign", "breach": "has_windows"},
        ),
    )
    spans = {each.rule.id: (each.first_day, each.last_day) for each in found.report.findings}
    assert spans == {
        "HX101": (FIRST, LAST),
        "HX102": (date(2026, 11, 25), date(2026, 11, 26)),
        "HX103": (FIRST, LAST),
    }


def test_a_campaign_finding_points_at_the_key_its_rule_names(tmp_path: Path) -> None:
    rules = [
        {
            "id": "HX101",
            "scope": "campaign",
            "breach": "attempts_max > 3",
            "at": "schedule.attempts.max",
        },
        {"id": "HX102", "scope": "caller_id", "breach": "not withheld", "at": "number"},
        {"id": "HX103", "scope": "caller_id", "breach": "not withheld", "at": "territory_link"},
        {"id": "HX105", "scope": "campaign", "breach": "has_windows", "at": "sale.orias"},
    ]
    found = judged(write(tmp_path), **house(tmp_path, *rules))
    assert source_line(found, "HX101") == "max: 4"
    assert source_line(found, "HX102") == "- number: 0199000099"
    assert source_line(found, "HX103").startswith("- number:")
    assert found.findings("HX101")[0].key == "schedule.attempts.max"
    assert found.findings("HX102")[0].key == "dialer.caller_ids[0].number"


def test_rows_that_differ_only_in_time_are_one_finding_over_all_of_it(tmp_path: Path) -> None:
    contacts = [*people(1), {"contact_id": "P2", "phone": phone(2), "postal_code": "97400"}]
    message = {"en": "{weekday} {declared_from} in {zone} {days}"}
    rule = {
        "id": "HX101",
        "scope": "window",
        "breach": "weekday = 'mon'",
        "message": message,
        "at": "days",
    }
    found = judged(
        write(tmp_path, {"contacts": contacts}, {"schedule": {"to": "2026-12-06"}}),
        **house(tmp_path, rule),
    )
    morning, afternoon = found.findings("HX101")
    assert morning.values == {
        "weekday": "mon",
        "declared_from": 600,
        "zone": "Europe/Paris, Indian/Reunion",
        "first_day": FIRST,
        "last_day": date(2026, 11, 30),
    }
    assert afternoon.values["declared_from"] == 840
    assert morning.count is None


def test_a_message_may_name_the_campaigns_columns_in_any_scope(tmp_path: Path) -> None:
    message = {"en": "{advertiser_name} {caller_number}"}
    rules = [
        {"id": "HX101", "scope": "caller_id", "breach": "not withheld", "message": message},
        {
            "id": "HX102",
            "scope": "contact",
            "breach": "not duplicate",
            "message": {"en": "{advertiser_name}"},
        },
    ]
    found = judged(write(tmp_path), **house(tmp_path, *rules))
    assert found.findings("HX101")[0].values == {
        "advertiser_name": "Exemple SA",
        "caller_number": f"+{digits(99)}",
    }
    assert found.findings("HX102")[0].values == {"advertiser_name": "Exemple SA"}


def test_a_day_of_the_calendar_is_a_finding_of_that_day(tmp_path: Path) -> None:
    rule = {
        "id": "HX101",
        "scope": "call_day",
        "breach": "public_holiday and dialled",
        "message": {"en": "{day}"},
        "at": "schedule.holidays",
    }
    schedule = {"from": "2026-12-21", "to": "2027-01-03", "holidays": "call"}
    found = judged(write(tmp_path, changes={"schedule": schedule}), **house(tmp_path, rule))
    assert [(each.first_day, each.last_day) for each in found.findings("HX101")] == [
        (date(2026, 12, 25), date(2026, 12, 25)),
        (date(2027, 1, 1), date(2027, 1, 1)),
    ]


def test_a_record_that_is_not_needed_is_no_finding(tmp_path: Path) -> None:
    rules = [
        {"id": "HX101", "scope": "consent", "breach": "supplier = 'bad'"},
        {"id": "HX102", "scope": "contact", "breach": "not consent_holds"},
        {"id": "HX103", "scope": "contact", "duty": "not consent_holds"},
    ]
    consents = for_each([{"supplier": "good"}, {"supplier": "bad"}])
    consents = [*consents, {"phone": phone(1), "supplier": "bad"}]
    found = judged(
        write(tmp_path, {"contacts": people(2), "consents": consents}), **house(tmp_path, *rules)
    )
    first, second = found.contacts
    assert (first.verdict, first.breached, first.unknown) == ("allow", (), ())
    assert second.breached == ("HX101", "HX102")
    (finding,) = found.findings("HX101")
    assert (finding.count, [line for _, line in finding.lines]) == (1, [3])


def test_a_duty_that_reads_a_ground_blames_no_record(tmp_path: Path) -> None:
    rules = [
        {"id": "HX101", "scope": "consent", "breach": "supplier = 'bad'"},
        {"id": "HX103", "scope": "contact", "duty": "not consent_holds"},
    ]
    found = judged(write(tmp_path, {"consents": [{"supplier": "bad"}]}), **house(tmp_path, *rules))
    (verdict,) = found.contacts
    assert (verdict.verdict, verdict.breached, verdict.duties) == ("allow", (), ("HX103",))
    assert [each.outcome for each in found.report.findings] == ["duty"]


def test_each_finding_says_the_law_values_it_read(tmp_path: Path) -> None:
    law = "parameters: {most: {unit: calls, values: {2026-01-01: 3, 2026-11-25: 2}}}\n"
    rule = {"id": "HX101", "scope": "campaign", "breach": "attempts_max > $most"}
    found = judged(write(tmp_path), **house(tmp_path, rule, law=law))
    (finding,) = found.findings("HX101")
    values = [(each.name, each.value, each.since) for each in finding.law_values]
    assert values == [("most", 3, date(2026, 1, 1)), ("most", 2, date(2026, 11, 25))]
    assert [each for each in found.report.law_values if each.pack == "house"] == list(
        finding.law_values
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("campaign", "sector"), "campaign.sector"),
        (("dialer", "caller_ids", 0, "number"), "dialer.caller_ids[0].number"),
        (("centres", 1), "centres[1]"),
    ],
)
def test_a_path_as_text(path: tuple[str | int, ...], text: str) -> None:
    assert dotted(path) == text
