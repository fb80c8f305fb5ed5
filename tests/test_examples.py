"""The examples people learn from: each says what its expected files promise, and shows nobody."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from calllint.cli import main
from tests.update_examples import (
    AS_JSON,
    EXAMPLES,
    ROOT,
    lint,
    options_by_file,
    without_rules,
)

FOLDER = ROOT / "examples"
FILES = [(example, name) for example in EXAMPLES for name in options_by_file(example)]


@cache
def judged(example: str, *options: str) -> dict[str, Any]:
    """The JSON report on an example, with the verdict of every contact; one start for all tests."""
    with redirect_stdout(StringIO()) as out:
        main([str(FOLDER / example / "campaign.yaml"), *AS_JSON, *options])
    report: dict[str, Any] = json.loads(out.getvalue())["campaigns"][0]
    return report


def rules_of(report: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in report["findings"]}


def verdicts(report: dict[str, Any]) -> dict[str, tuple[str, set[str]]]:
    """Contact id to its verdict and the rules behind it, breached or unknown, remarks left out."""
    remarks = {finding["rule"] for finding in report["findings"] if finding["severity"] == "info"}
    return {
        contact["contact_id"]: (
            contact["verdict"], {*contact["breached"], *contact["unknown"]} - remarks
        )
        for contact in report["contacts"]
    }  # fmt: skip


# What the command says


def _whatever_tzdata(text: str) -> str:
    """The version of the time-zone data is the machine's; all else is compared."""
    return re.sub(r'(tzdata"?:? "?)[0-9]{4}[a-z0-9.]+', r"\g<1>*", text)


@pytest.mark.parametrize(("example", "name"), FILES)
def test_an_example_says_what_it_promises(example: str, name: str) -> None:
    expected = FOLDER / example / "expected"
    done = lint(example, *options_by_file(example)[name])

    assert done.stderr == ""
    assert _whatever_tzdata(without_rules(done.stdout)) == _whatever_tzdata(
        (expected / name).read_text(encoding="utf-8")
    )
    assert done.returncode == int((expected / "exit").read_text(encoding="utf-8"))


def test_the_index_names_every_example() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert len(EXAMPLES) >= 9
    assert set(re.findall(r"\]\(([a-z0-9-]+)/(?:campaign|portfolio)\.yaml\)", index)) == set(
        EXAMPLES
    )


# What each example is there to show


def test_the_clean_campaign_is_clean() -> None:
    report = judged("consent-clean")

    assert {finding["severity"] for finding in report["findings"]} <= {"info"}
    assert {verdict for verdict, _ in verdicts(report).values()} == {"allow"}


NO_CONSENT = "FR101"
UNDATED = {"FR101", "FR104", "FR107", "FR113", "FR117"}  # all that turns on the day it was given
CONSENTS = {
    "01-valable": ("allow", set()),
    "02-sans-consentement": ("block", {NO_CONSENT}),
    "03-retire": ("block", {NO_CONSENT, "FR102"}),
    "04-refus-en-appel": ("block", {NO_CONSENT, "FR103"}),
    "05-plus-d-un-an": ("block", {NO_CONSENT, "FR104"}),
    "06-plus-de-six-mois": ("block", {NO_CONSENT, "FR105"}),
    "07-date-de-fin-passee": ("block", {NO_CONSENT, "FR106"}),
    "08-pas-encore-donne": ("block", {NO_CONSENT, "FR107"}),
    "09-autre-societe": ("block", {NO_CONSENT, "FR108"}),
    "10-partenaires": ("block", {NO_CONSENT, "FR109"}),
    "11-courriel-seulement": ("block", {NO_CONSENT, "FR110"}),
    "12-autre-offre": ("block", {NO_CONSENT, "FR111"}),
    "13-sans-preuve": ("review", {NO_CONSENT, "FR112"}),  # a blank cell is unknown, not a breach
    "14-sans-heure": ("block", {NO_CONSENT, "FR113"}),
    "15-formulaire-inconnu": ("block", {NO_CONSENT, "FR114"}),
    "16-sans-formulaire": ("review", {NO_CONSENT, "FR114"}),
    "17-import": ("block", {NO_CONSENT, "FR115"}),
    "18-centre-non-nomme": ("block", {NO_CONSENT, "FR116"}),
    "19-formulaire-pas-en-service": ("block", {NO_CONSENT, "FR117"}),
    "20-case-precochee": ("block", {NO_CONSENT, "FR120"}),
    "21-mention-absente": ("block", {NO_CONSENT, "FR121"}),
    "22-deux-ans": ("block", {NO_CONSENT, "FR122"}),
    "23-vente-liee": ("block", {NO_CONSENT, "FR124"}),
    "24-sans-information": (
        "allow",
        set(),
    ),  # the form is in breach (FR125, FR129), not the consent
    "25-date-illisible": ("review", UNDATED),
    "26-opposition": ("block", {"CL205"}),
    "27-statut-vide": ("review", {NO_CONSENT, "FR118"}),
}


def test_each_consent_fails_for_its_own_reason_and_no_other() -> None:
    assert verdicts(judged("consent-breaches")) == CONSENTS


def test_every_rule_about_consents_and_their_forms_has_its_breach() -> None:
    files = (ROOT / "rules/calllint_fr/consent").glob("FR1[012]*.yaml")
    ids = {path.name[:5] for path in files if "\nseverity: error" in path.read_text("utf-8")}

    assert {"FR101", "FR125"} <= ids
    assert ids <= rules_of(judged("consent-breaches"))


BOTH_SIDES = {
    "CL006",  # `requests: none` is taken on trust, whatever the law
    "FR401",  # four attempts in thirty days: the cap of 2023 was kept
    "FR405",  # what is left of them
}
ONLY_BEFORE = {
    "FR403",  # sixty days of rest after a refusal: gone, since nobody is called without consent
}
ONLY_AFTER = {
    "FR101",  # no call without consent
    "FR104",  # which lasts one year at most
    "FR120",  # and is not hidden in terms of sale
    "FR140",  # consents older than the reform: taken as good, not settled
    "FR132",  # Bloctel, checked in time, counted until the day before
    "FR631",  # the sentence on Bloctel is out of place
    "FR801",  # and legitimate interest is no basis
}


def test_the_law_changes_overnight_and_nothing_else_does() -> None:
    before = judged("crossing-2026-08-11", "--as-of", "2026-08-10")
    after = judged("crossing-2026-08-11", "--as-of", "2026-08-11")

    assert rules_of(before) == BOTH_SIDES | ONLY_BEFORE
    assert rules_of(after) == BOTH_SIDES | ONLY_AFTER


@pytest.mark.parametrize(
    ("contact", "on_the_10th", "on_the_11th"),
    [
        ("LX-01", ("allow", set()), ("block", {"FR101"})),  # never asked: free, then not
        ("LX-02", ("allow", set()), ("block", {"FR101"})),
        ("LX-03", ("allow", set()), ("block", {"FR101"})),
        ("LX-04", ("allow", set()), ("allow", {"FR140"})),  # consent in order
        ("LX-05", ("allow", set()), ("block", {"FR101", "FR104"})),  # consent of June 2025
        ("LX-06", ("allow", set()), ("block", {"FR101", "FR120"})),  # consent by terms of sale
        ("LX-07", ("allow", set()), ("allow", set())),  # contract in progress, under both laws
        ("LX-08", ("block", {"FR403"}), ("block", {"FR101"})),  # refused on 22 July
        ("LX-09", ("block", {"FR403"}), ("block", {"FR101"})),  # refused; consents on the 12th
        (
            "LX-10",
            ("block", {"FR401"}),
            ("block", {"FR401", "FR140"}),
        ),  # four attempts since 14 July
    ],
)
def test_a_person_may_be_called_on_one_day_and_not_on_the_next(
    contact: str, on_the_10th: tuple[str, set[str]], on_the_11th: tuple[str, set[str]]
) -> None:
    before = verdicts(judged("crossing-2026-08-11", "--as-of", "2026-08-10"))
    after = verdicts(judged("crossing-2026-08-11", "--as-of", "2026-08-11"))

    assert (before[contact], after[contact]) == (on_the_10th, on_the_11th)


@pytest.mark.parametrize(
    ("example", "contact", "first", "last"),
    [
        ("crossing-2026-08-11", "LX-01", "2026-08-03", "2026-08-10"),  # the old law's last day
        ("crossing-2026-08-11", "LX-09", "2026-08-12", "2026-08-21"),  # the day of the consent
        ("crossing-2026-08-11", "LX-10", "2026-08-13", "2026-08-21"),  # 14 July and thirty days
        ("energy-renovation", "F-2202", "2026-11-23", "2026-11-24"),  # last day of the contract
        ("energy-renovation", "F-2206", "2026-11-23", "2026-11-25"),  # Thursday; Sunday not counted
        ("three-months", "CU-02", "2026-12-01", "2026-12-15"),  # a year after 15 December 2025
        ("three-months", "CU-06", "2026-12-01", "2027-01-01"),  # six months after 1 July
        ("three-months", "CU-07", "2026-12-01", "2027-01-31"),  # the record's own end
    ],
)
def test_a_person_may_be_called_on_some_of_the_days_only(
    example: str, contact: str, first: str, last: str
) -> None:
    found = next(one for one in judged(example)["contacts"] if one["contact_id"] == contact)

    assert found["verdict"] == "review"
    assert (found["callable_from"], found["callable_until"]) == (first, last)


# Six things a bank asks beyond the law, each with the person or the line it is about.
HOUSE = {
    "BX-01": ("allow", set()),
    "BX-02": ("block", {"BX101"}),  # a postcode in the bank's own table
    "BX-03": ("block", {NO_CONSENT, "BX301"}),  # a consent from a supplier it has banned
    "BX-04": ("block", {"FR401"}),  # two attempts already: lawful, and the bank makes no third
}


def test_a_house_adds_its_rules_by_configuration_alone() -> None:
    house, law = judged("house-pack"), judged("house-pack", "--isolated")
    remarks = {"CL006", "FR405"}

    assert verdicts(house) == HOUSE
    assert rules_of(house) - remarks == {
        "BX101", "BX201", "BX301", "FR101", "FR301", "FR401", "FR402",
    }  # fmt: skip
    assert rules_of(law) <= remarks, "the law alone has nothing against this campaign"
    assert {verdict for verdict, _ in verdicts(law).values()} == {"allow"}


def test_what_a_house_holds_stricter_never_passes_for_law() -> None:
    found = {one["rule"]: one for one in judged("house-pack")["findings"]}
    hours = next(v for v in found["FR301"]["law_values"] if v["name"] == "permitted_hours")

    assert hours["house"] == "bank_house"
    assert hours["value"] == ["10:00-12:30", "14:00-19:00"]
    assert hours["legal"] == ["10:00-13:00", "14:00-20:00"]
    assert found["FR101"]["help"].endswith("extension 4120."), "in the words of the house"


# Nobody real

FICTION = ("019900", "026191", "035301", "046571", "053649", "063998")
"""Numbers ARCEP keeps for films and books (decision n° 2018-0881), as dialled in the country."""
WRITTEN = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+|00)[ .-]?[1-9](?:[ .()-]*[0-9]){7,14}|0[1-9](?:[ .-]?[0-9]){8})"
    r"(?![0-9A-Za-z])"
)
PHONE_COLUMNS = {"phone", "téléphone", "caller_id"}


def is_fiction(written: str) -> bool:
    """Whether a number, however it is written, is one of fiction."""
    digits = re.sub(r"^(?:\+|00)", "+", re.sub(r"[^+0-9]", "", written.replace("(0)", "")))
    national = re.sub(r"^\+33|^(?=[1-9][0-9]{8}$)", "0", digits)
    return len(national) == 10 and national.startswith(FICTION)


def texts() -> Iterator[tuple[Path, str]]:
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            yield path, path.read_text(encoding="utf-8")


def phone_cells(text: str) -> Iterator[str]:
    """What stands in the columns of a list that hold numbers."""
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    for row in csv.DictReader(text.splitlines(), delimiter=delimiter):
        yield from (cell for name, cell in row.items() if name.casefold() in PHONE_COLUMNS and cell)


def test_the_examples_hold_no_number_but_those_of_fiction() -> None:
    found = [(path, match[0]) for path, text in texts() for match in WRITTEN.finditer(text)]
    cells = [
        (path, cell)
        for path, text in texts()
        if path.suffix == ".csv"
        for cell in phone_cells(text)
    ]

    assert len(found) > 100
    assert len(cells) > 100
    assert [(path, number) for path, number in found + cells if not is_fiction(number)] == []


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78", "0612345678", "06.12.34.56.78", "+33612345678", "+33 6 12 34 56 78",
        "0033 6 12 34 56 78", "+33 (0)6 12 34 56 78", "+212 522 00 00 00", "0692 12 34 56",
        "01 42 68 53 00", '"0142685300"', "appelez le 01-42-68-53-00.",
    ],
)  # fmt: skip
def test_a_real_number_would_be_seen(text: str) -> None:
    assert [match[0] for match in WRITTEN.finditer(text) if not is_fiction(match[0])] != []
