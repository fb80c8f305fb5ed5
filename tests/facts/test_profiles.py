"""Every profile reads an export of its kind, and is recognised by it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from calllint.engine import InputError
from calllint.facts.inspection import inspect
from calllint.facts.lists import load_lists
from calllint.facts.profiles import every_profile
from calllint.packs import load_packs
from tests.building import facts, write

FIXTURES = Path(__file__).parent / "profiles"
PACKS = load_packs(())

Cells = Mapping[str, object]

READ: Mapping[tuple[str, str, str], list[Cells]] = {
    ("vicidial", "contacts", "vicidial.txt"): [
        {"contact_id": "C-1", "number": "33199000001", "postal_code": "75011"},
        {"contact_id": "C-2", "number": "33199000002", "postal_code": "69001"},
        {"contact_id": "C-3", "number": "262262161000", "postal_code": "97400"},
    ],
    ("vicidial-export", "contacts", "vicidial-export.csv"): [
        {"contact_id": "C-1", "number": "33199000001", "postal_code": "75011"},
        {"contact_id": "C-2", "number": "33199000002", "postal_code": "69001"},
        {"contact_id": "C-3", "number": "33199000003", "postal_code": "69001"},
    ],
    ("vicidial-export", "suppressions", "vicidial-export.csv"): [
        {"contact_id": "C-2", "number": "33199000002", "since": "2026-11-20", "reason": "DNC"},
    ],
    ("genesys-cloud", "contacts", "genesys-cloud.csv"): [
        {"contact_id": "a1", "number": "33199000001", "timezone": "Europe/Paris"},
        {"contact_id": "a2", "number": "33199000002", "postal_code": "69001"},
    ],
    ("genesys-cloud", "suppressions", "genesys-cloud-dnc.csv"): [
        {"number": "33199000001", "until": None},
        {"number": "33199000011"},
        {"number": "33199000022"},
    ],
    ("nice-cxone", "contacts", "nice-cxone.csv"): [
        {"contact_id": "X1", "number": "33199000001", "postal_code": "75011"},
        {"contact_id": "X2", "number": "33199000002", "timezone": "Europe/Paris"},
    ],
    ("nice-cxone", "suppressions", "nice-cxone-dnc.csv"): [
        {"number": "33199000001", "until": "2027-01-01"},
        {"number": "33199000002", "until": None},
    ],
    ("salesforce-campaign-members", "contacts", "salesforce-campaign-members.csv"): [
        {"contact_id": "003A1", "number": "33199000001"},
        {"contact_id": "003A2", "number": "33199000002"},
        {"contact_id": "00QA3", "number": None},
    ],
    ("salesforce-campaign-members", "suppressions", "salesforce-campaign-members.csv"): [
        {"contact_id": "003A2", "number": "33199000002", "reason": "DoNotCall"},
        {"contact_id": "003A2", "number": "33199000012", "reason": "DoNotCall"},
        {"contact_id": "00QA3", "number": "33199000013", "reason": "DoNotCall"},
    ],
    ("salesforce-consents", "consents", "salesforce-consents.csv"): [
        {"contact_id": "003A1", "status": "granted", "at_naive": "2026-09-01 08:12:05",
         "at_offset": 0, "expires_at": "2027-09-01", "number": None},
        {"contact_id": "003A2", "status": "withdrawn", "at_bad": False},
    ],
    ("salesforce-point-consents", "consents", "salesforce-point-consents.csv"): [
        {"contact_id": "003A1", "status": "granted", "proof": "CPC-1"},
        {"contact_id": "003A2", "status": "withdrawn"},
    ],
    ("onetrust-receipts", "consents", "onetrust-receipts.jsonl"): [
        {"number": "33199000001", "status": "granted", "at_naive": "2026-09-01 08:12:05",
         "channel": None},
        {"number": None, "status": "granted", "at_naive": None},
        {"number": "33199000002", "status": "withdrawn", "at_naive": "2026-10-02 09:00:00"},
    ],
    ("hubspot", "contacts", "hubspot.csv"): [
        {"contact_id": "51", "number": "33199000001", "postal_code": "75011", "ground": None},
        {"contact_id": "52", "number": "33199000002", "ground": None},
    ],
    ("excel-fr", "contacts", "excel-fr.csv"): [
        {"contact_id": "C-1", "number": "33199000001", "audience": "consumer"},
        {"contact_id": "C-2", "number": "33199000002", "postal_code": "69001"},
    ],
    ("excel-fr", "consents", "excel-fr-consents.csv"): [
        {"number": "33199000001", "status": "granted", "at_naive": "2026-09-01 10:32:00",
         "channel": "telephone", "source": "web_form", "advertiser": "Exemple SA"},
        {"number": "33199000002", "status": "withdrawn", "source": "paper"},
    ],
    ("excel-fr", "calls", "excel-fr-appels.csv"): [
        {"number": "33199000001", "outcome": "no_answer", "at_naive": "2026-11-02 10:14:00",
         "agent": "A1"},
        {"number": "33199000002", "outcome": "refused", "at_time": False},
    ],
    ("export-en", "contacts", "export-en.csv"): [
        {"contact_id": "L-1", "number": "33199000001", "postal_code": "75011",
         "audience": "consumer", "planned_at_naive": None},
        {"contact_id": "L-2", "number": "33199000002", "audience": None, "audience_bad": True},
    ],
    ("export-en", "consents", "export-en-consents.csv"): [
        {"number": "33199000001", "status": "granted", "at_naive": "2026-09-01 10:32:00",
         "channel": "telephone", "offer": "fibre internet", "form": "F1", "proof": "P-1",
         "source": "web_form", "supplier": "LeadCo", "advertiser": "Exemple SA"},
        {"number": "33199000002", "status": None, "status_bad": True, "channel": "sms",
         "source_bad": True},
    ],
    ("export-en", "calls", "export-en-calls.csv"): [
        {"call_id": "1", "number": "33199000001", "outcome": "no_answer", "agent": "A1",
         "at_naive": "2026-11-02 10:14:00", "advertiser": None},
        {"call_id": "2", "number": "33199000002", "outcome": "refused"},
        {"call_id": "3", "number": "33199000003", "outcome": None, "outcome_bad": True},
    ],
    ("export-en", "suppressions", "export-en-optouts.csv"): [
        {"number": "33199000001", "since": "2026-10-02", "reason": "said so"},
    ],
    ("vicidial-log", "calls", "vicidial-log.csv"): [
        {"call_id": "1762074840.1", "number": "33199000001", "outcome": "no_answer",
         "at_naive": "2026-11-02 10:14:00", "agent": "VDAD"},
        {"number": "33199000002", "outcome": "refused"},
        {"number": "33199000003", "outcome": None, "outcome_bad": True},
    ],
}  # fmt: skip


def read(folder: Path, kind: str, entry: Mapping[str, Any]) -> list[dict[str, object]]:
    file = write(folder, {"contacts": [{}]}, {"data": {kind: [dict(entry)]}})
    with facts(file, load_lists) as workspace:
        found = workspace.connection.execute(f"SELECT * FROM list_{kind} ORDER BY row_id")
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        assert [row["row_id"] for row in rows] == list(range(1, len(rows) + 1))
        return rows


@pytest.mark.parametrize("case", READ, ids=" ".join)
def test_it_reads_an_export_of_its_kind(case: tuple[str, str, str], tmp_path: Path) -> None:
    profile, kind, name = case
    rows = read(tmp_path, kind, {"path": str(FIXTURES / name), "profile": profile})
    assert len(rows) == len(READ[case])
    for row, wanted in zip(rows, READ[case], strict=True):
        shown = {
            key: row[key] if row[key] in (None, True, False, 0) else str(row[key]) for key in wanted
        }
        assert shown == dict(wanted)


def test_every_profile_has_a_fixture_for_each_kind_it_is_known_for() -> None:
    tested = {profile for profile, _, _ in READ}
    assert tested == {profile.name for profile in every_profile(PACKS)}
    assert {name for _, _, name in READ} == {path.name for path in FIXTURES.iterdir()}


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
def test_an_export_is_recognised_and_the_entry_proposed_reads_it(name: str) -> None:
    free = {"genesys-cloud.csv": None, "nice-cxone.csv": None}  # whose headings anybody may choose
    wanted = {file: profile for profile, _, file in READ} | free
    (found,) = inspect(FIXTURES / name, PACKS)
    assert found.trial.problem is None
    if wanted[name] is not None:
        assert found.profile is not None
        assert found.profile.name == wanted[name]


def test_what_the_entry_says_wins_over_its_profile(tmp_path: Path) -> None:
    entry = {
        "path": str(FIXTURES / "vicidial.txt"),
        "profile": "vicidial",
        "columns": {"contact_id": "last_name"},
        "set": {"postal_code": "97400", "audience": "consumer"},
    }
    rows = read(tmp_path, "contacts", entry)
    assert [row["contact_id"] for row in rows] == ["Martin", "Durand", "Payet"]
    assert {(row["postal_code"], row["audience"]) for row in rows} == {("97400", "consumer")}
    assert rows[0]["number"] == 33199000001


OWN = """\
calllint_profile: 1
title: {en: Ours, fr: Le nôtre}
separator: semicolon
kinds:
  contacts:
    - columns: {phone: [GSM, Tel], contact_id: Num}
      where: etat = 'ouvert'
"""


@pytest.mark.parametrize("named", ["layouts/ours.yaml", "layouts/ours", "layouts", "layouts/"])
def test_a_profile_of_ones_own_is_a_file_or_stands_in_a_folder(named: str, tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/ours.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "l.csv").write_text("Num;Tel;Etat\n1;0199000001;ouvert\n2;0199000002;clos\n")
    rows = read(tmp_path, "contacts", {"path": "l.csv", "profile": named})
    assert [(row["contact_id"], row["line"]) for row in rows] == [("1", 2)]


@pytest.mark.parametrize(
    ("named", "text", "said"),
    [
        ("vicidal", None, r"campaign\.yaml:\d+:\d+: .*did you mean `vicidial`\?"),
        ("layouts/none.yaml", None, r"campaign\.yaml:\d+:\d+: there is no profile"),
        ("salesforce-consents", None, "does not read `contacts`; it reads consents"),
        ("p.yaml", "calllint_profile: 1\n", r"p\.yaml:1:1: .*title"),
        ("p.yaml", OWN.replace("contact_id", "contactid"), r"p\.yaml:6:"),
        ("p.yaml", OWN.replace("etat =", "etat"), r"p\.yaml:7:\d+: "),
        ("p.yaml", OWN.replace("[GSM, Tel]", "GSM"), "no phone column among: Num, Tel, Etat"),
    ],
)
def test_a_profile_that_cannot_be_used_is_told(
    named: str, text: str | None, said: str, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / named).write_text(text, encoding="utf-8")
    (tmp_path / "l.csv").write_text("Num;Tel;Etat\n1;0199000001;ouvert\n")
    with pytest.raises(InputError, match=said):
        read(tmp_path, "contacts", {"path": "l.csv", "profile": named})


def test_a_file_no_reading_of_its_profile_fits_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="no column that the profile `genesys-cloud` knows"):
        read(tmp_path, "suppressions", {"path": "l.csv", "profile": "genesys-cloud"})


BASES = ["hs_legal_basis", "Legal basis for processing contact's data", "lawful_basis"]


@pytest.mark.parametrize("heading", BASES)
def test_a_processing_basis_is_never_read_as_a_consent(heading: str, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(f'phone,"{heading}"\n0199000001,Freely given consent\n')
    for kind, column in (("consents", "status"), ("contacts", "ground")):
        for changes in ({}, {"profile": "hubspot"} if kind == "contacts" else {}):
            entry = {"path": "l.csv", "columns": {column: heading}, **changes}
            with pytest.raises(InputError, match="a basis for holding data, not a consent"):
                read(tmp_path, kind, entry)


def test_nor_are_its_values(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("phone,status\n0199000001,Freely given consent from contact\n")
    values = {"status": {"Freely given consent from contact": "granted"}}
    with pytest.raises(InputError, match="a basis for holding data, not a consent"):
        read(tmp_path, "consents", {"path": "l.csv", "values": values})
