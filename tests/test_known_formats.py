"""One list whose verdicts are known, in every format, dialect and profile: all rows get theirs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import psycopg
import pytest
import yaml

from benchmarks.known.check import error_rules
from benchmarks.known.write import write_known
from tests.building import judged, write_rows
from tests.postgres import server
from tests.test_formats import FORMATS, text

CONTACTS = 3_000
ERRORS = frozenset(error_rules())
NAMES = ["Zoé", "Noël", "François", "O'Brien", "Ève", "Hélène; Anne", "Gaël, dit « Gaby »"]
NOTES = ['dit "non merci"', "", "rappeler le 3, après 10h; occupée", "vu\nle 12", "l’été", "a\tb"]

Row: TypeAlias = Mapping[str, str]
Entry: TypeAlias = Mapping[str, Any]
Verdict: TypeAlias = tuple[object, ...]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("known")
    write_known(folder, CONTACTS, seed=4)
    return folder


@pytest.fixture(scope="module")
def truth(known: Path) -> list[Verdict]:
    columns = "contact_id, verdict, breached, unknown, callable_from, callable_until"
    with duckdb.connect() as database:
        query = f"SELECT {columns} FROM '{known}/truth.parquet' ORDER BY row"
        found = database.execute(query).fetchall()
    assert len(found) == CONTACTS
    return found


def rows(known: Path, name: str) -> list[dict[str, str]]:
    with (known / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def all_calls(known: Path) -> list[dict[str, str]]:
    return [row for month in (10, 11) for row in rows(known, f"calls/2026-{month}")]


def verdicts(known: Path, changes: Mapping[str, list[Entry]]) -> list[Verdict]:
    """What calllint says of the known campaign with other lists."""
    campaign = yaml.safe_load((known / "campaign.yaml").read_text(encoding="utf-8"))
    campaign["data"].update(changes)
    file = known / "changed.yaml"
    file.write_text(yaml.safe_dump(campaign, allow_unicode=True), encoding="utf-8")

    def errors(rules: Iterable[str]) -> str:
        return " ".join(sorted(ERRORS.intersection(rules)))

    return [
        (each.contact_id, each.verdict, errors(each.breached), errors(each.unknown),
         each.callable_from, each.callable_until)
        for each in judged(file).contacts
    ]  # fmt: skip


def people(known: Path, *, narrow: bool) -> list[list[str]]:
    """The contacts under ``HEADERS``; ``narrow``: with signs that old encodings have."""
    found = []
    for number, row in enumerate(rows(known, "contacts")):
        name, note = NAMES[number % len(NAMES)], NOTES[number % len(NOTES)]
        phone = row["phone"].replace("\u202f", "\xa0") if narrow else row["phone"]
        found.append([row["contact_id"], phone, row["postal_code"], name, note])
    return found


MAC = "Mac, semicolons, Mac line ends"
DIALECTS = {
    **FORMATS,
    "Latin-1": text("latin-1", delimiter=";", ending="\r\n"),
    # Left to itself, Python's writer quotes no line feed where lines end otherwise.
    MAC: text("mac_roman", delimiter=";", ending="\r", quoting=csv.QUOTE_ALL),
}
NARROW = ("Excel", "Mac", "sep= line of another sign", "gzip", "zip", "Latin-1")


@pytest.mark.parametrize("name", DIALECTS)
def test_every_row_has_its_verdict_in_every_format(
    name: str, known: Path, truth: list[Verdict], tmp_path: Path
) -> None:
    narrow = any(word in name for word in NARROW)
    listed = people(known, narrow=narrow)
    if name == "Latin-1":
        listed = [[cell.replace("’", "'") for cell in row] for row in listed]
    entry = dict(DIALECTS[name](tmp_path, listed))
    entry["path"] = str(tmp_path / entry["path"])
    assert verdicts(known, {"contacts": [entry]}) == truth


def test_every_row_has_its_verdict_from_a_server(
    known: Path, truth: list[Verdict], monkeypatch: pytest.MonkeyPatch
) -> None:
    with server() as dsn:
        monkeypatch.setenv("CRM_DSN", dsn)
        queries: dict[str, list[Entry]] = {}
        with psycopg.connect(dsn) as connection:
            for kind, found in {
                "contacts": rows(known, "contacts"), "consents": rows(known, "consents"),
                "suppressions": rows(known, "suppressions"), "calls": all_calls(known),
            }.items():  # fmt: skip
                names = ", ".join(f'"{name}"' for name in found[0])
                connection.execute(
                    f"CREATE TABLE {kind} (n serial, {names.replace(',', ' text,')} text)"
                )
                marks = ", ".join(["%s"] * len(found[0]))
                with connection.cursor() as cursor:
                    cursor.executemany(
                        f"INSERT INTO {kind} ({names}) VALUES ({marks})",
                        [[cell or None for cell in row.values()] for row in found],
                    )
                query = f"SELECT {names} FROM {kind} ORDER BY n"
                queries[kind] = [{"dsn_env": "CRM_DSN", "query": query}]
        queries["calls"][0] = {
            **queries["calls"][0],
            "covers": {"from": "2026-10-01", "to": "2026-11-22"},
        }
        assert verdicts(known, queries) == truth


# Profiles: their headings, over our columns; what else an export of the kind holds is left out.

CONTACT_PROFILES: Mapping[str, Mapping[str, str]] = {
    "vicidial-export": {
        "vendor_lead_code": "contact_id", "phone_code": "", "phone_number": "phone",
        "postal_code": "postal_code",
    },
    "genesys-cloud": {"inin-outbound-id": "contact_id", "Cell": "phone", "Zip": "postal_code"},
    "nice-cxone": {"External ID": "contact_id", "Phone Number": "phone", "Zip": "postal_code"},
    "salesforce-campaign-members": {
        "LeadOrContactId": "contact_id", "MobilePhone": "phone", "PostalCode": "postal_code",
    },
    "hubspot": {"Record ID": "contact_id", "Phone Number": "phone", "Postal Code": "postal_code"},
    "excel-fr": {
        "Référence client": "contact_id", "Téléphone": "phone", "Code postal": "postal_code",
    },
}  # fmt: skip


def under(headings: Mapping[str, str], found: Iterable[Row]) -> list[dict[str, str]]:
    return [{heading: row.get(ours, "") for heading, ours in headings.items()} for row in found]


@pytest.mark.parametrize("profile", CONTACT_PROFILES)
def test_every_row_has_its_verdict_through_every_profile_of_contacts(
    profile: str, known: Path, truth: list[Verdict], tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    write_rows(path, under(CONTACT_PROFILES[profile], rows(known, "contacts")))
    assert verdicts(known, {"contacts": [{"path": str(path), "profile": profile}]}) == truth


def test_every_row_has_its_verdict_in_a_file_to_load_into_vicidial(
    known: Path, truth: list[Verdict], tmp_path: Path
) -> None:
    path = tmp_path / "leads.txt"
    lines = [
        "\t".join([row["contact_id"], "", "998", "", row["phone"], *[""] * 10, row["postal_code"]])
        for row in rows(known, "contacts")
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert verdicts(known, {"contacts": [{"path": str(path), "profile": "vicidial"}]}) == truth


def french(moment: str) -> str:
    """A day, and the time if there is one, as a French Excel writes them."""
    if not moment or not moment[0].isdigit():
        return moment
    found = datetime.fromisoformat(moment)
    return found.strftime("%d/%m/%Y %H:%M:%S" if len(moment) > 10 else "%d/%m/%Y")


def in_french(found: Iterable[Row], days: Iterable[str], words: Mapping[str, str]) -> list[Row]:
    return [
        {
            name: french(cell) if name in days else words.get(cell, cell)
            for name, cell in row.items()
        }
        for row in found
    ]


def test_every_row_has_its_verdict_in_french_excel(
    known: Path, truth: list[Verdict], tmp_path: Path
) -> None:
    words = {
        "granted": "Oui", "withdrawn": "Non", "live_call": "Téléphone", "sms": "SMS",
        "web_form": "Site web", "paper": "Papier", "phone": "Téléphone", "import": "Import",
    }  # fmt: skip
    outcomes = {
        "no_answer": "NRP", "voicemail": "Répondeur", "answered": "Argumenté", "busy": "Occupé",
        "refused": "Refus",
    }  # fmt: skip
    headings = {
        "consents": {
            "Téléphone": "phone", "N° client": "contact_id", "Date du consentement": "at",
            "Consentement": "status", "Annonceur": "advertiser", "Canal": "channel",
            "Offre": "offer", "Formulaire": "form", "Preuve": "proof", "Expire le": "expires_at",
            "Source": "source",
        },
        "suppressions": {
            "Téléphone": "phone", "N° client": "contact_id", "Depuis": "since",
            "Jusqu'au": "until", "Motif": "reason",
        },
        "calls": {
            "Identifiant d'appel": "call_id", "Numéro appelé": "phone", "Date et heure": "at",
            "Annonceur": "advertiser", "Centre": "centre", "Résultat": "outcome",
            "Numéro affiché": "caller_id",
        },
    }  # fmt: skip
    spoken = {
        "consents": in_french(rows(known, "consents"), ("at", "expires_at"), words),
        "suppressions": in_french(rows(known, "suppressions"), ("since", "until"), {}),
        "calls": in_french(all_calls(known), ("at",), outcomes),
    }
    changes: dict[str, list[Entry]] = {}
    for kind, found in spoken.items():
        path = tmp_path / f"{kind}.csv"
        write_rows(path, under(headings[kind], found), delimiter=";")
        path.write_bytes(path.read_bytes().replace("\u202f".encode(), "\xa0".encode()))
        path.write_text(path.read_text(encoding="utf-8"), encoding="cp1252")
        changes[kind] = [{"path": str(path), "profile": "excel-fr"}]
    changes["calls"] = [
        {**changes["calls"][0], "covers": {"from": "2026-10-01", "to": "2026-11-22"}}
    ]
    assert verdicts(known, changes) == truth


OURS = {"advertiser": "Télécom Exemple SA", "channel": "live_call", "offer": "fibre internet"}
STATED = {**OURS, "form": "F-2025"}


def carried_consents(known: Path, usable: Callable[[Row], bool]) -> tuple[list[Row], list[Row]]:
    """The records of people all of whose records fit a layout that holds less, and the others."""
    found = rows(known, "consents")
    others = {
        row["contact_id"]
        for row in found
        if not usable(row) or int(row["contact_id"][1:]) % 100 >= 96
    }
    return (
        [row for row in found if row["contact_id"] not in others],
        [row for row in found if row["contact_id"] in others],
    )


def plain(row: Row) -> bool:
    """It says what the campaign needs, and so can stay unsaid."""
    said = {**STATED, "status": row["status"]}
    granted = row["status"] == "granted" and all(row[name] == said[name] for name in STATED)
    withdrawn = row["status"] == "withdrawn" and row["advertiser"] == OURS["advertiser"]
    return len(row["at"]) > 10 and (granted or (withdrawn and row["channel"] == "live_call"))


@pytest.mark.parametrize(
    ("profile", "person"),
    [("salesforce-consents", "PartyId"), ("salesforce-point-consents", "ContactPointId")],
)
def test_every_row_has_its_verdict_with_consents_of_salesforce(
    profile: str, person: str, known: Path, truth: list[Verdict], tmp_path: Path
) -> None:
    fit, rest = carried_consents(
        known, lambda row: plain(row) and (bool(row["proof"]) or row["status"] == "withdrawn")
    )
    assert len(fit) > len(rest) > 0
    status = {"granted": "OptIn", "withdrawn": "OptOut"}
    exported = [
        {"Name": row["proof"], person: row["contact_id"], "ContactPointType": "Phone",
         "CaptureDate": row["at"], "EffectiveTo": row["expires_at"],
         "PrivacyConsentStatus": status[row["status"]], "Source": row["source"]}
        for row in fit
    ]  # fmt: skip
    write_rows(tmp_path / "crm.csv", exported)
    write_rows(tmp_path / "rest.csv", rest)
    crm = {
        "path": str(tmp_path / "crm.csv"), "profile": profile, "set": STATED,
        "columns": {"source": "Source"},
    }  # fmt: skip
    assert verdicts(known, {"consents": [crm, {"path": str(tmp_path / "rest.csv")}]}) == truth


def test_every_row_has_its_verdict_with_receipts_of_onetrust(
    known: Path, truth: list[Verdict], tmp_path: Path
) -> None:
    fit, rest = carried_consents(
        known,
        lambda row: plain(row) and row["status"] == "granted" and bool(row["proof"])
        and not row["expires_at"] and row["source"] != "import",
    )  # fmt: skip
    several = {row["contact_id"] for n, row in enumerate(fit) if row["contact_id"] in
               {other["contact_id"] for other in fit[:n]}}  # fmt: skip
    rest += [row for row in fit if row["contact_id"] in several]
    fit = [row for row in fit if row["contact_id"] not in several]
    receipts = [
        {"identifier": row["phone"], "interactionDate": row["at"], "consentDate": row["at"],
         "purposes": [{"id": "p-calls"}], "proof": row["proof"]}
        for row in fit
    ]  # fmt: skip
    (tmp_path / "receipts.jsonl").write_text(
        "\n".join(json.dumps(row) for row in receipts), encoding="utf-8"
    )
    write_rows(tmp_path / "rest.csv", rest)
    onetrust = {
        "path": str(tmp_path / "receipts.jsonl"), "profile": "onetrust-receipts", "set": STATED,
        "columns": {"proof": "proof"},
    }  # fmt: skip
    assert len(fit) > 200
    assert verdicts(known, {"consents": [onetrust, {"path": str(tmp_path / "rest.csv")}]}) == truth


SUPPRESSION_PROFILES: Mapping[str, Mapping[str, str]] = {
    "genesys-cloud": {"DNC_Cell": "phone", "DNC_Home": "", "DNC_Work": "", "Expiration": "until"},
    "nice-cxone": {"Phone Number": "phone", "Expire Date": "until"},
    "vicidial-export": {
        "vendor_lead_code": "", "phone_code": "", "phone_number": "phone", "modify_date": "since",
        "status": "DNC",
    },
    "salesforce-campaign-members": {
        "LeadOrContactId": "contact_id", "MobilePhone": "phone", "Phone": "", "DoNotCall": "DNC",
    },
}  # fmt: skip


@pytest.mark.parametrize("profile", SUPPRESSION_PROFILES)
def test_every_row_has_its_verdict_through_every_profile_of_suppressions(
    profile: str, known: Path, truth: list[Verdict], tmp_path: Path
) -> None:
    headings = SUPPRESSION_PROFILES[profile]

    def fits(row: Row) -> bool:
        ends = "until" in headings.values() or not row["until"]
        return bool(row["phone"]) and ends and (not row["contact_id"] or "contact_id" in
                                                headings.values())  # fmt: skip

    found = rows(known, "suppressions")
    flag = "true" if "DoNotCall" in headings else "DNC"
    write_rows(
        tmp_path / "dnc.csv", under(headings, [{**row, "DNC": flag} for row in found if fits(row)])
    )
    write_rows(tmp_path / "rest.csv", [row for row in found if not fits(row)])
    entries: list[Entry] = [
        {"path": str(tmp_path / "dnc.csv"), "profile": profile},
        {"path": str(tmp_path / "rest.csv")},
    ]
    assert verdicts(known, {"suppressions": entries}) == truth
