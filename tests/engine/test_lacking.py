"""Why an outcome is unknown: what would settle it and is not given, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.building import Judged, for_each, judged, phone, run, write, write_pack

CALLER = {"number": "0199000099", "assigned_to": "advertiser", "operator_listed": True}
BOUGHT = f"phone,at,status\n{phone(1)},2026-09-01T10:00+02:00,granted\n"


def lacking(found: Judged, rule: str) -> list[tuple[str, ...]]:
    """Of each unknown finding of a rule."""
    return [each.lacking for each in found.findings(rule) if each.outcome == "unknown"]


def test_a_key_of_the_campaign_that_is_not_stated(tmp_path: Path) -> None:
    changes: dict[str, Any] = {"dialer": {"caller_ids": [CALLER]}, "recording": {"mode": "all"}}
    found = judged(write(tmp_path, {"contacts": [{}]}, changes))
    assert lacking(found, "FR513") == [("dialer.caller_ids[0].callback",)]
    assert lacking(found, "FR820") == [("recording.purpose",)]


def test_a_key_that_would_hold_several_is_named_once(tmp_path: Path) -> None:
    form = {"id": "F1", "professional": "Exemple SA", "offer": "fibre internet"}
    changes = {"data": {"consent_forms": {"forms": [form]}}}
    found = judged(write(tmp_path, {"contacts": [{}]}, changes))
    assert lacking(found, "FR121")[0] == ("data.consent_forms.forms[0].mentions",)


@pytest.mark.parametrize("told", [None, False, True])
def test_a_key_that_settles_nothing_is_not_asked_for(told: bool | None, tmp_path: Path) -> None:
    """Of a rule on two keys, the one that decides: whatever the other is, it stays unknown."""
    rule = {
        "id": "HX101",
        "scope": "campaign",
        "breach": "includes_offer and recording_announced or recording_agreed",
        "at": "campaign",
    }
    recording = {"mode": "all", "announced": False}
    changes = {"campaign": {"includes_offer": told}, "recording": recording}
    file = write(tmp_path, {"contacts": [{}]}, changes)
    found = judged(file, rules=(write_pack(tmp_path / "house", rule),), select=("HX",))
    assert lacking(found, "HX101") == [("recording.agreed",)]


def test_a_key_that_a_rule_about_contacts_asks_for(tmp_path: Path) -> None:
    file = write(tmp_path, {"contacts": [{}]}, {"campaign": {"sector": None}})
    assert lacking(judged(file), "FR230") == [("campaign.sector",)]
    assert lacking(judged(file), "FR244") == [("campaign.sector", "recording.mode")]


def test_a_key_that_settles_nothing_of_a_contact_is_not_asked_for(tmp_path: Path) -> None:
    """Where one part of a condition speaks already, what another would say is not asked."""
    rule = {
        "id": "HX102",
        "applies": "sector = 'telecom' or recording_announced",
        "breach": "recording_agreed and not postal_code is null",
        "examples": [
            {"breach": {"recording_agreed": True}},
            {"ok": {"recording_agreed": False}},
            {"unknown": {"recording_agreed": None}},
        ],
    }
    recording = {"mode": "all"}
    file = write(tmp_path, {"contacts": [{}]}, {"recording": recording})
    found = judged(file, rules=(write_pack(tmp_path / "house", rule),), select=("HX",))
    assert lacking(found, "HX102") == [("recording.agreed",)]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "To settle most of what is to check, give first: `campaign.sector` ("),
        ("fr", "Pour lever le plus de doutes, donnez d'abord : `campaign.sector` ("),
    ],
)
def test_what_most_findings_want_is_said_first(lang: str, said: str, tmp_path: Path) -> None:
    told = write(tmp_path / "told", {"contacts": [{}]})
    blank = write(tmp_path / "blank", {"contacts": [{}]}, {"campaign": {"sector": None}})
    shown = run(blank, "--lang", lang).stdout.replace("\u00a0", " ")
    assert said in shown.splitlines()[-2]
    assert said[:15] not in run(told, "--lang", lang).stdout


@pytest.mark.parametrize(
    ("suppressions", "expected"),
    [(None, [("data.suppressions",)]), ("none", []), ([{"phone": phone(9)}], [])],
)
def test_a_kind_of_list_that_is_not_declared(
    suppressions: Any, expected: list[tuple[str, ...]], tmp_path: Path
) -> None:
    found = judged(write(tmp_path, {"contacts": [{}], "suppressions": suppressions}))
    assert lacking(found, "CL205") == expected


def test_the_columns_that_no_consent_list_has(tmp_path: Path) -> None:
    found = judged(write(tmp_path, {"contacts": [{}], "consents": BOUGHT}))
    assert lacking(found, "FR110") == [("data.consents.channel",)]
    assert lacking(found, "FR112") == [("data.consents.proof",)]
    assert lacking(found, "FR118") == []


def test_a_column_said_by_set_is_not_missing(tmp_path: Path) -> None:
    entry = {"consents": {"set": {"channel": "live_call"}}}
    found = judged(write(tmp_path, {"contacts": [{}], "consents": BOUGHT}, entries=entry))
    assert lacking(found, "FR110") == []
    assert lacking(found, "FR112") == [("data.consents.proof",)]


def test_a_column_that_is_blank_in_some_rows_is_not_missing(tmp_path: Path) -> None:
    consents = for_each([{"channel": None}, {}])
    found = judged(write(tmp_path, {"consents": consents}))
    assert [each.outcome for each in found.findings("FR110")] == ["unknown"]
    assert lacking(found, "FR110") == [()]


@pytest.mark.parametrize(
    ("since", "expected"), [("2026-10-20", []), ("2026-11-02", [("data.calls.covers",)])]
)
def test_days_that_no_export_of_calls_speaks_for(
    since: str, expected: list[tuple[str, ...]], tmp_path: Path
) -> None:
    covers = {"calls": {"covers": {"from": since, "to": "2026-11-22"}}}
    file = write(tmp_path, {"contacts": [{}], "calls": [{"phone": phone(9)}]}, entries=covers)
    assert lacking(judged(file), "FR401") == expected


def test_nothing_is_lacking_of_a_breach(tmp_path: Path) -> None:
    found = judged(write(tmp_path, {"contacts": [{}], "consents": "none", "suppressions": None}))
    assert found.findings("FR101")
    assert all(not each.lacking for each in found.report.findings if each.outcome == "breach")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                "= unknown: no list is given under `data.suppressions`",
                "= unknown: no list of consents has a column `channel`",
                "= unknown: `dialer.caller_ids[0].callback` is not stated",
            ),
        ),
        (
            "fr",
            (
                "= inconnu : aucune liste n'est donnée sous `data.suppressions`",
                "= inconnu : la colonne `channel` manque aux listes « consentements »",
                "= inconnu : `dialer.caller_ids[0].callback` n'est pas indiqué",
            ),
        ),
    ],
)
def test_it_is_said_in_words(lang: str, said: tuple[str, ...], tmp_path: Path) -> None:
    lists: Any = {"contacts": [{}], "consents": BOUGHT, "suppressions": None}
    file = write(tmp_path, lists, {"dialer": {"caller_ids": [CALLER]}})
    out = run(file, "--lang", lang).stdout.replace("\u00a0", " ").replace("\u202f", " ")
    for line in said:
        assert line in out, out
