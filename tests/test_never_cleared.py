"""Cases that once came out `allow` and must not: each was found by trying to get past calllint."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from calllint.engine import InputError
from tests.building import CAMPAIGN, judged, phone, write

ID = {"advertiser": {"id": "siren:999000102"}}


def verdicts(folder: Path, lists: Any = None, changes: Any = None, **more: Any) -> list[str]:
    entries = more.pop("entries", None)
    return judged(write(folder, lists, changes, entries), **more).verdicts


def test_attempts_made_on_the_judged_days_count(tmp_path: Path) -> None:
    calls = [{"at": f"2026-11-24T1{hour}:00+01:00"} for hour in range(4)]

    assert verdicts(tmp_path, {"calls": calls}) == ["block"]


def test_a_plan_after_the_cap_is_reached_is_blocked(tmp_path: Path) -> None:
    calls = [{"at": f"2026-11-24T1{hour}:00+01:00"} for hour in range(4)]
    planned = [{"planned_at": "2026-11-26T11:00+01:00"}]

    assert verdicts(tmp_path, {"calls": calls, "contacts": planned}) == ["block"]


def test_the_name_of_a_folder_is_no_column(tmp_path: Path) -> None:
    file = write(tmp_path)
    folder = tmp_path / "status=granted"
    folder.mkdir()
    rows = f"SELECT * REPLACE ('withdrawn' AS status) FROM read_csv('{tmp_path}/consents.csv')"
    duckdb.sql(f"COPY ({rows}) TO '{folder}/consents.parquet' (FORMAT parquet)")

    found = judged(file, data={"consents": (str(folder / "consents.parquet"),)})
    assert found.verdicts == ["block"]


def test_a_file_name_is_no_pattern(tmp_path: Path) -> None:
    file = write(tmp_path, {"consents": "none"})
    (tmp_path / "consents1.csv").write_text(
        (write(tmp_path / "other").parent / "consents.csv").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    named = tmp_path / "consents[1].csv"
    named.write_text("phone,at,status\n", encoding="utf-8")

    assert judged(file, data={"consents": (str(named),)}).verdicts == ["block"]


def test_an_audience_that_cannot_be_read_is_not_the_campaigns(tmp_path: Path) -> None:
    lists = {
        "contacts": [{"audience": "particulier", "siren": "999000102"}],
        "consents": "none",
    }
    changes = {"campaign": {"audience": "professional", "ground": "legitimate_interest"}}

    assert verdicts(tmp_path, lists, changes) == ["review"]


@pytest.mark.parametrize("entry", [{"set": {"proof": " "}}, {"values": {"proof": {"néant": ""}}}])
def test_a_blank_is_no_proof_however_it_was_made(tmp_path: Path, entry: dict[str, Any]) -> None:
    proof = "néant" if "values" in entry else None
    file = write(tmp_path, {"consents": [{"proof": proof}]}, entries={"consents": entry})
    if "set" in entry:
        text = (tmp_path / "consents.csv").read_text(encoding="utf-8")
        (tmp_path / "consents.csv").write_text(text.replace("proof", "preuve"), encoding="utf-8")

    assert judged(file).verdicts == ["review"]


@pytest.mark.parametrize("named", ["siret:99900010200017", "999000102", "999 000 102"])
def test_a_refusal_under_another_form_of_our_id_is_not_dropped(tmp_path: Path, named: str) -> None:
    calls = [{"outcome": "refused", "advertiser": named}]

    assert verdicts(tmp_path, {"calls": calls}, ID) == ["block"]


def test_a_refusal_of_another_company_is_not_ours(tmp_path: Path) -> None:
    calls = [{"outcome": "refused", "advertiser": "Autre SA"}]

    assert verdicts(tmp_path, {"calls": calls}, ID) == ["allow"]


def test_a_consent_for_a_number_nobody_can_read_is_nobodys(tmp_path: Path) -> None:
    consents = [{"phone": "0199xx", "contact_id": "P1"}]

    assert verdicts(tmp_path, {"consents": consents}) == ["block"]


def test_a_placeholder_is_no_identity(tmp_path: Path) -> None:
    contacts = [{"contact_id": "N/A", "phone": phone(n)} for n in range(1, 23)]
    consents = [{"phone": None, "contact_id": "N/A"}]

    assert set(verdicts(tmp_path, {"contacts": contacts, "consents": consents})) == {"block"}


def test_an_id_of_two_lists_is_not_one_person(tmp_path: Path) -> None:
    file = write(tmp_path, {"consents": [{"phone": None, "contact_id": "P1"}]})
    other = write(tmp_path / "b", {"contacts": [{"phone": phone(2)}]}).parent / "contacts.csv"

    found = judged(file, data={"contacts": (str(tmp_path / "contacts.csv"), str(other))})
    assert found.verdicts == ["block", "block"]


def test_a_refusal_of_the_day_was_known_that_day(tmp_path: Path) -> None:
    calls = [{"at": "2026-11-22", "outcome": "refused"}]

    known = "2026-11-22T18:00+01:00"
    assert verdicts(tmp_path, {"calls": calls}, known_at=known) == ["block"]


def test_a_consent_of_the_day_without_its_hour_may_come_later(tmp_path: Path) -> None:
    consents = [{"at": "2026-11-22"}]

    known = "2026-11-22T18:00+01:00"
    assert verdicts(tmp_path, {"consents": consents}, known_at=known) == ["block"]


def test_two_forms_of_one_name_are_refused(tmp_path: Path) -> None:
    form = CAMPAIGN["data"]["consent_forms"]["forms"][0]
    changes = {"data": {"consent_forms": {"forms": [form, {**form, "choice": "pre_ticked"}]}}}

    with pytest.raises(InputError) as refused:
        judged(write(tmp_path, changes=changes))
    (problem,) = refused.value.problems
    assert "`F1`" in problem.message["en"]
    assert problem.place.span is not None


def test_a_contract_of_one_number_is_no_ground_for_another(tmp_path: Path) -> None:
    lists = {
        "contacts": [{"phone": phone(2), "contract_ref": "C1"}],
        "consents": "none",
        "contracts": [{"phone": phone(1), "contract_ref": "C1"}],
    }

    assert verdicts(tmp_path, lists, {"campaign": {"ground": "contract"}}) == ["block"]


def test_a_request_of_two_years_ago_is_too_old_and_not_unknown(tmp_path: Path) -> None:
    lists = {"consents": "none", "requests": [{"at": "2025-01-06T10:00+01:00"}]}

    assert verdicts(tmp_path, lists, {"campaign": {"ground": "callback_request"}}) == ["block"]


def test_a_list_without_headings_is_not_printed(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        judged(write(tmp_path, {"contacts": "Durand,0199000001,75011\n"}))

    said = " ".join(refused.value.problems[0].message.values())
    assert "Durand" not in said
    assert "0199000001" not in said


def test_judged_days_are_those_of_the_ordinary_campaign(tmp_path: Path) -> None:
    report = judged(write(tmp_path)).report

    assert (report.first_day, report.last_day) == (date(2026, 11, 23), date(2026, 11, 27))
    assert report.totals.allow == 1


def test_a_message_needs_a_consent_of_its_own(tmp_path: Path) -> None:
    sms = {"campaign": {"channel": "sms"}}

    assert verdicts(tmp_path / "a", {"consents": "none"}, sms) == ["block"]
    assert verdicts(tmp_path / "b", None, sms) == ["block"], "a consent to be called is not one"
    assert verdicts(tmp_path / "c", {"consents": [{"channel": "sms"}]}, sms) == ["allow"]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("suppressions", {"phone": "3,3199E+10"}),
        ("calls", {"phone": "3,3199E+10", "outcome": "refused"}),
        ("consents", {"phone": "3,3199E+10", "status": "withdrawn"}),
    ],
)
def test_an_objection_that_reaches_nobody_stands_against_the_campaign(
    tmp_path: Path, kind: str, row: dict[str, str]
) -> None:
    rows = [{}, row] if kind == "consents" else [row]

    assert "CL011" in judged(write(tmp_path, {kind: rows})).rules


@pytest.mark.parametrize(
    "shown", [{"siren": "inconnu"}, {"siren": "0"}, {"legal_form": "EI"}, {"legal_form": "-"}]
)
def test_a_list_does_not_make_a_professional_of_anybody(
    tmp_path: Path, shown: dict[str, str]
) -> None:
    lists = {"contacts": [{"audience": "professional", **shown}], "consents": "none"}
    changes = {"campaign": {"audience": "mixed"}}

    assert verdicts(tmp_path, lists, changes) == ["review"]


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 12, 25)])
def test_a_day_on_which_nobody_is_called_clears_no_list(tmp_path: Path, day: date) -> None:
    assert "CL111" in judged(write(tmp_path), dial=(day, day)).rules


def test_a_zone_that_does_not_exist_is_not_guessed(tmp_path: Path) -> None:
    assert verdicts(tmp_path, {"contacts": [{"timezone": "Mars/Base"}]}) == ["review"]
