"""Which kind a list is taken for: by its name, its headings and its cells, or not at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.facts.guess import Guess, guess
from calllint.facts.kinds import fold
from calllint.facts.profiles import every_profile
from calllint.packs import load_packs
from calllint.packs.canonical import KINDS

PROFILES = every_profile(load_packs(()))
P = "0199000001"


def guessed(name: str, headings: str, row: str = "") -> Guess:
    return guess(headings.split(";"), [row.split(";")], PROFILES, name=name)


SURE = [
    # Calls, whatever they are called.
    ("appels.csv", "phone_number;call_date;status", f"{P};2026-11-02 10:14:00;NA", "calls"),
    ("export.csv", "phone_number;call_date;status", f"{P};2026-11-02 10:14:00;A", "calls"),
    ("Appels émis nov.csv", "Téléphone;Date;Statut", f"{P};02/11/2026;NRP", "calls"),
    ("CDR-2026-11.csv", "to;date;status", f"{P};2026-11-02;x", "calls"),
    ("journal.csv", "Téléphone;Date;Durée", f"{P};02/11/2026;20", "calls"),
    ("x.csv", "Date d'appel;Téléphone;Résultat", f"02/11/2026;{P};Refus", "calls"),
    ("x.csv", "Phone;Date;Agent;Disposition", f"{P};2026-11-02;A1;x", "calls"),
    ("interactions.csv", "Conversation ID;Date;Duration;Remote", f"c;2026;12;{P}", "calls"),
    ("x.csv", "phone;at;outcome", f"{P};2026-11-02;answered", "calls"),
    # Consents: the name or a heading says so.
    ("consentements.csv", "Téléphone;Date;Source;Annonceur;Preuve", f"{P};x;x;x;x", "consents"),
    ("Consent export (2).csv", "Phone;Date", f"{P};2026-11-02", "consents"),
    ("OptIns2026.csv", "Phone;Date", f"{P};2026-11-02", "consents"),
    ("x.csv", "Téléphone;Date du consentement;Preuve", f"{P};01/09/2026;P-1", "consents"),
    ("x.csv", "Phone;OptInDate;Source", f"{P};2026-09-01;web", "consents"),
    ("x.csv", "Phone;Opt-in;Form", f"{P};Yes;F1", "consents"),
    ("journal_consentements.csv", "Téléphone;Consentement;Date", f"{P};Oui;01/09/2026", "consents"),
    # People who must not be called.
    ("liste-opposition.csv", "Téléphone", P, "suppressions"),
    ("STOP.csv", "Phone Number", P, "suppressions"),
    ("Désinscriptions.csv", "Téléphone;Date", f"{P};01/09/2026", "suppressions"),
    ("repoussoir-bloctel.csv", "Numéro", P, "suppressions"),
    ("opt-out.csv", "phone;date", f"{P};2026-09-01", "suppressions"),
    ("dnc.csv", "Phone", P, "suppressions"),
    ("x.csv", "Téléphone;Date d'opposition", f"{P};01/09/2026", "suppressions"),
    ("x.csv", "phone;since", f"{P};2026-09-01", "suppressions"),
    # Contracts and requests.
    ("contrats.csv", "Téléphone;Date de début;Date de fin;Statut", f"{P};;;Actif", "contracts"),
    ("x.csv", "Téléphone;N° de contrat;Souscrit le;Résilié le", f"{P};C;x;x", "contracts"),
    ("demandes-de-rappel.csv", "Téléphone;Date", f"{P};01/09/2026", "requests"),
    ("callbacks.csv", "Phone;Date", f"{P};2026-09-01", "requests"),
    ("x.csv", "Téléphone;Demandé le;Rappeler le", f"{P};x;x", "requests"),
    # Contacts, and what may look like something else.
    ("contacts.csv", "Nom;Prénom;Téléphone;CP;Ville;Fournisseur", f"x;x;{P};75011;x;x", "contacts"),
    ("prospects.csv", "Phone;Date;Status", f"{P};2026-09-01;New", "contacts"),
    ("leads.csv", "Nom;Téléphone;CP;Optin email", f"x;{P};75011;Oui", "contacts"),
    ("leads.csv", "Name;Phone;Marketing SMS opt-in", f"x;{P};Yes", "contacts"),
    ("liste-a-appeler.csv", "Téléphone;Nom", f"{P};x", "contacts"),
    ("callable.csv", "phone;name", f"{P};x", "contacts"),
    ("x.csv", "Téléphone;Nom;Statut", f"{P};x;Oui", "contacts"),
    ("x.csv", "Phone;Name;Legal basis", f"{P};x;Freely given consent from contact", "contacts"),
    ("hubspot.csv", "Record ID;Phone Number;Lead Status", f"1;{P};Connected", "contacts"),
    ("x.csv", "phone", P, "contacts"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "headings", "row", "kind"), SURE)
def test_what_says_its_kind_is_taken_for_it(name: str, headings: str, row: str, kind: str) -> None:
    found = guessed(name, headings, row)
    assert found.kind == kind
    assert found.sure is None or not found.sure.doubt


ASKED = [
    ("leads.csv", "Nom;Téléphone;Optin;Date;Preuve;Formulaire", f"x;{P};Oui;01/09/2026;P-1;F1",
     {"contacts", "consents"}),
    ("appels.csv", "Téléphone;Consentement;Date", f"{P};Oui;01/09/2026", {"calls", "consents"}),
    ("x.csv", "phone;at;status;form;channel", f"{P};2026-09-01;granted;F1;live_call",
     {"contacts", "consents"}),
    ("x.csv", "Phone;Status", f"{P};granted", {"contacts", "consents"}),
    ("x.csv", "Phone;Status", f"{P};Active", {"contacts", "contracts"}),
    ("x.csv", "Téléphone;Motif", f"{P};x", {"contacts", "suppressions"}),
    ("appels-stop.csv", "Téléphone", P, {"calls", "suppressions"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "headings", "row", "kinds"), ASKED)
def test_where_two_kinds_are_about_as_likely_a_person_is_asked(
    name: str, headings: str, row: str, kinds: set[str]
) -> None:
    found = guessed(name, headings, row)
    assert found.sure is not None
    assert set(found.sure.doubt) == kinds


def test_an_export_that_is_two_lists_is_asked_about_unless_its_name_says() -> None:
    header = (
        "lead_id;gmt_offset_now;called_since_last_reset;phone_code;phone_number;status;modify_date"
    )
    asked = guessed("export.csv", header)
    assert asked.sure is not None
    assert asked.sure.doubt == ("contacts", "suppressions")
    assert guessed("dnc.csv", header).kind == "suppressions"
    assert guessed("leads.csv", header).kind == "contacts"


def test_a_general_profile_that_is_named_does_not_say_the_kind() -> None:
    french = next(one for one in PROFILES if one.name == "excel-fr")

    def kind(name: str, headings: str) -> tuple[str, tuple[str, ...]]:
        found = guess(headings.split(";"), [], PROFILES, named=french, name=name)
        assert found.sure is not None
        return found.kind, found.sure.doubt

    assert kind("consentements.csv", "Téléphone;Date") == ("consents", ())
    assert kind("x.csv", "Téléphone;Date d'appel;Durée") == ("calls", ())
    assert kind("x.csv", "Téléphone;Nom;Code postal") == ("contacts", ())
    assert kind("leads.csv", "Nom;Téléphone;CP;Optin;Date optin") == ("contacts", ())


def test_contacts_with_consents_beside_them_are_told_to_be_both() -> None:
    found = guessed("prospects.csv", "Nom;CP;Téléphone;Accord", f"x;75011;{P};Oui")
    assert found.kind == "contacts"
    assert found.sure is not None
    assert found.sure.also == ("consents",)


OPTED = f"x;x;{P};75011;Oui;01/09/2026"
BOTH = [
    ("leads.csv", "Nom;Prénom;Téléphone;CP;Optin;Date optin", OPTED, True),
    ("export.csv", "Nom;Prénom;Téléphone;CP;Accord;Date de l'accord", OPTED, False),
    ("export.csv", "Nom;Prénom;Téléphone;CP;Consentement;Date du consentement", OPTED, True),
    ("x.csv", "Name;City;Phone;Zip;Opt-in;Opt-in Date", OPTED, True),
    # Its name says that it is no list of people to call, nothing says who they are, or not when.
    ("consentements.csv", "Nom;Prénom;Téléphone;CP;Optin;Date optin", OPTED, False),
    ("appels.csv", "Nom;Prénom;Téléphone;CP;Optin;Date optin", OPTED, False),
    ("x.csv", "Réf;Lot;Téléphone;CP;Optin;Date optin", OPTED, False),
    ("leads.csv", "Nom;Prénom;Téléphone;CP;Optin;Date", OPTED, False),
    ("leads.csv", "Nom;Prénom;Téléphone;CP;Optin e-mail;Date optin e-mail", OPTED, False),
]


@pytest.mark.parametrize(("name", "headings", "row", "both"), BOTH)
def test_contacts_and_their_consents_are_both_where_headings_say_all_of_it(
    name: str, headings: str, row: str, both: bool
) -> None:
    found = guessed(name, headings, row)
    assert found.sure is not None
    assert found.sure.both is both


def test_what_says_nothing_is_said_to_say_nothing() -> None:
    found = guessed("x.csv", "a;b", f"{P};x")
    assert found.sure is not None
    assert (found.kind, found.sure.untold) == ("contacts", True)


HEADINGS = sorted(
    {
        str(name)
        for profile in PROFILES
        for kind in profile.kinds
        for _, reading in profile.readings(kind)
        for names in reading.get("columns", {}).values()
        for name in ([names] if isinstance(names, str) else names)
    }
)
SAYS_CONSENT = re.compile(r" (consent|opt ?in|opted in|accord|recueilli|date (de|du) recueil)")
NAMES = st.sampled_from(["x", "appels", "leads", "export 2026", "contrats", "STOP", "données", ""])
CELLS = st.sampled_from(
    ["Oui", "granted", "NA", P, "2026-09-01", "Web", "active", "opt-in", "", "x"]
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_list_is_no_consents_where_nothing_says_consent(data: st.DataObject) -> None:
    silent = [one for one in HEADINGS if not SAYS_CONSENT.search(f" {fold(one)}")]
    headings = data.draw(st.lists(st.sampled_from(silent), min_size=1, max_size=8, unique=True))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(headings), max_size=len(headings))))
    generic = [profile for profile in PROFILES if profile.generic]
    found = guess(headings, rows, generic, name=data.draw(NAMES))
    assert found.sure is not None
    assert found.kind != "consents" or found.sure.doubt


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=6), st.text(max_size=20))
def test_any_headings_have_a_kind(headings: list[str], name: str) -> None:
    found = guess(headings, [[""] * len(headings)], PROFILES, name=name)
    assert found.kind in KINDS


def test_words_are_compared_without_case_accents_signs_or_joints() -> None:
    assert fold("Date_d'Opt-In") == "date d opt in"
    assert fold("OptInDate") == "opt in date"
    assert fold("  Désinscrit\u00a0LE ") == "desinscrit le"
