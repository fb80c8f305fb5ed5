"""Whatever is wrong with what a user gives: file, line and remedy, in both languages, and no pass.

Each case is a campaign with one thing wrong. None may end with 0, show a traceback or a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from calllint.cli import main
from tests.building import Lists, Rows, phone, run, write

LISTS: Lists = {"consents": [{}], "calls": [{}], "suppressions": [{"phone": phone(9)}]}


@dataclass(frozen=True)
class Case:
    """What is wrong, how it ends, and what is said of it: where, what and what to do."""

    spoil: Callable[[Path], object]
    """Spoils the campaign in a folder, its file being ``campaign.yaml``."""
    at: str
    """Place as said, a regular expression: file, line and column where there is one."""
    en: str
    fr: str
    code: int = 2
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Keys of the campaign that differ."""
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Keys of data entries that differ."""


def text(name: str, content: str | bytes) -> Callable[[Path], object]:
    """Write a file of the campaign anew."""
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / name).write_bytes(data)


def replaced(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Replace a text in a file of the campaign."""

    def spoil(folder: Path) -> None:
        content = (folder / name).read_text(encoding="utf-8")
        assert old in content
        (folder / name).write_text(content.replace(old, new), encoding="utf-8")

    return spoil


def removed(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def folder_instead(name: str) -> Callable[[Path], object]:
    def spoil(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return spoil


def nothing(folder: Path) -> None:
    """The campaign itself is the case."""


CASES: dict[str, Case] = {
    # The campaign
    "campaign empty": Case(text("campaign.yaml", ""), r"campaign\.yaml", "empty", "vide"),
    "campaign binary": Case(
        text("campaign.yaml", b"PK\x03\x04\x00\xff"),
        r"campaign\.yaml",
        "this is not a text file",
        "ce n'est pas un fichier texte",
    ),
    "campaign in another encoding": Case(
        text("campaign.yaml", "calllint: 1\ncampaign:\n  title: d\xe9j\xe0\n".encode("latin-1")),
        r"campaign\.yaml:3",
        "UTF-8",
        "UTF-8",
    ),
    "campaign not YAML": Case(
        text("campaign.yaml", "calllint: 1\ncampaign: [\n"),
        r"campaign\.yaml:\d:1",
        "is never closed",
        "n'est jamais fermé",
    ),
    "campaign a list": Case(
        text("campaign.yaml", "- 1\n"),
        r"campaign\.yaml:1:1",
        "write keys and values",
        "écrivez des clés et des valeurs",
    ),
    "unknown key": Case(
        replaced("campaign.yaml", "  channel:", "  chanel:"),
        r"campaign\.yaml:4:3",
        "chanel",
        "chanel",
    ),
    "key twice": Case(
        replaced(
            "campaign.yaml", "  channel: live_call\n", "  channel: live_call\n  channel: sms\n"
        ),
        r"campaign\.yaml:5:3",
        "is written twice, first on line 4: keep one",
        "figure deux fois, d'abord ligne 4 : gardez",
    ),
    "a date that is none": Case(
        replaced("campaign.yaml", "2026-11-27", "2026-11-31"),
        r"campaign\.yaml:\d+:7",
        "there is no day",
        "n'existe pas",
    ),
    "schedule backwards": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "exchange the two days",
        "échangez les deux jours",
        changes={"schedule": {"to": "2026-11-20"}},
    ),
    "windows that end before they start": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "end before they start: put the earlier hour first",
        "finissent avant de commencer : écrivez d'abord la plus petite",
        changes={"schedule": {"windows": [{"days": ["mon"], "hours": ["13:00-10:00"]}]}},
    ),
    "windows that are none": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "10h-13h",
        "10h-13h",
        changes={"schedule": {"windows": [{"days": ["mon"], "hours": ["10h-13h"]}]}},
    ),
    "unknown time zone": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        'did you mean "Europe/Paris"?',
        "vouliez-vous dire « Europe/Paris » ?",
        changes={"schedule": {"timezone": "Europe/Pariss"}},
    ),
    "script missing": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "script.yaml does not exist; correct the path",
        "script.yaml n'existe pas ; corrigez le chemin",
        changes={"script": "script.yaml"},
    ),
    "forms missing": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "forms.yaml does not exist",
        "forms.yaml n'existe pas",
        changes={"data": {"consent_forms": "forms.yaml"}},
    ),
    # The lists
    "list missing": Case(
        removed("contacts.csv"),
        r"campaign\.yaml:\d+:\d+",
        "contacts.csv does not exist; correct the path",
        "contacts.csv n'existe pas ; corrigez le chemin",
    ),
    "list empty": Case(
        text("contacts.csv", ""),
        r"contacts\.csv",
        "the file is empty; export it again",
        "le fichier est vide ; exportez-le de nouveau",
    ),
    "list a directory": Case(
        folder_instead("contacts.csv"),
        r"campaign\.yaml:\d+:\d+",
        "is a directory; name a file",
        "est un dossier ; nommez un fichier",
    ),
    "list binary": Case(
        text("contacts.csv", b"\x7fELF\x02\x00\x00"),
        r"contacts\.csv:1:1",
        "this is not text (binary data); export the list as CSV",
        "ce n'est pas du texte (données binaires) ; exportez la liste en CSV",
    ),
    "list in an archive cut short": Case(
        text("contacts.csv", b"PK\x03\x04\x00\x00"),
        r"contacts\.csv",
        "the file is damaged or cut short",
        "le fichier est abîmé ou incomplet",
    ),
    "list without a phone column": Case(
        text("contacts.csv", "name,mobile\nA,0199000001\n"),
        r"contacts\.csv:1:1",
        "no phone column among: name, mobile; say which it is",
        "aucune colonne de téléphone parmi : name, mobile ; indiquez-la",
    ),
    "list without a header": Case(
        text("contacts.csv", "0199000001,75011\n0199000002,75011\n"),
        r"contacts\.csv:1:1",
        "the first line holds data, not column names",
        "la première ligne contient des données",
    ),
    "list with the same column twice": Case(
        text("contacts.csv", "phone,Phone\n0199000001,0199000002\n"),
        r"contacts\.csv:1:1",
        "two columns are called `phone`",
        "deux colonnes s'appellent `phone`",
    ),
    "column mapped twice": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        '"phone" is already read as',
        "« phone » est déjà lu comme",
        entries={"contacts": {"columns": {"phone": "phone", "postal_code": "phone"}}},
    ),
    "column that is not there": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "has no column `tel`",
        "n'a pas de colonne `tel`",
        entries={"contacts": {"columns": {"phone": "tel"}}},
    ),
    "column no list has": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "phone",
        "phone",
        entries={"contacts": {"columns": {"fone": "phone"}}},
    ),
    "pattern of dates that gives none": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "%d/%m",
        "%d/%m",
        entries={"consents": {"dates": "%d/%m"}},
    ),
    "unknown time zone of a list": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        'did you mean "Europe/Paris"?',
        "vouliez-vous dire « Europe/Paris » ?",
        entries={"consents": {"timezone": "Europe/Pariss"}},
    ),
    "coverage backwards": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "exchange the two days",
        "échangez les deux jours",
        entries={"calls": {"covers": {"from": "2026-11-22", "to": "2026-11-01"}}},
    ),
    "evidence empty": Case(
        text("suppressions.csv", ""),
        r"suppressions\.csv",
        "the file is empty",
        "le fichier est vide",
    ),
    "parquet that is none": Case(
        text("calls.parquet", "phone\n0199000001\n"),
        r"calls\.parquet",
        "is not a Parquet file",
        "n'est pas un fichier Parquet",
        changes={"data": {"calls": [{"path": "calls.parquet"}]}},
    ),
    "consents whose dates cannot be read": Case(
        nothing,
        r"campaign\.yaml:\d+:\d+",
        "consents.csv",
        "consents.csv",
        1,
        entries={"consents": {"dates": "%d/%m/%Y"}},
    ),
}


def spoilt(case: Case, folder: Path) -> Path:
    file = write(folder, LISTS, case.changes, case.entries)
    case.spoil(folder)
    return file


def check_said(said: str, place: str, words: str) -> None:
    """Place and words stand on one line, or on lines of one paragraph."""
    paragraphs = [" ".join(part.split()) for part in said.split("\n\n")]
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert any(re.search(place, each) and words in each for each in (*lines, *paragraphs)), said
    assert "Traceback" not in said
    assert not re.search(r"engine/\w+\.py|facts/\w+\.py|[A-Z]\w+(Error|Exception)\b", said), said
    numbers = re.findall(r"(?:\+?33|0)[\s.()-]*1[\s.-]*99(?:[\s.-]*\d){6}", said)
    assert numbers == [], said


@pytest.mark.parametrize("name", CASES)
def test_it_is_told_with_its_place_and_remedy_in_both_languages(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASES[name]
    file = spoilt(case, tmp_path)
    for lang, words in (("en", case.en), ("fr", case.fr)):
        code = main([str(file), "--lang", lang])
        streams = capsys.readouterr()
        assert code == case.code, streams
        check_said(streams.out + streams.err, case.at, words)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_one_bad_campaign_stops_no_other(tmp_path: Path, lang: str) -> None:
    files = [spoilt(case, tmp_path / name.replace(" ", "-")) for name, case in CASES.items()]
    ended = run(*files, write(tmp_path / "clean"), "--lang", lang)
    said = ended.stdout + ended.stderr
    assert ended.returncode == 2
    for name, case in CASES.items():
        folder = re.escape(name.replace(" ", "-"))
        assert re.search(f"{folder}/{case.at}", said), name
    assert "Traceback" not in said
    assert "5 remarks" in said or "5 remarques" in said, "the good one was judged"


@pytest.mark.parametrize(
    ("path", "en", "fr"),
    [
        (
            "missing.yaml",
            "there is no such file or folder; check the path",
            "ce fichier ou dossier n'existe pas ; vérifiez le chemin",
        ),
        ("empty", "no campaign in this folder", "aucune campagne dans ce dossier"),
    ],
)
def test_a_campaign_that_is_not_there(
    path: str, en: str, fr: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    for lang, words in (("en", en), ("fr", fr)):
        assert main([str(tmp_path / path), "--lang", lang]) == 2
        streams = capsys.readouterr()
        check_said(streams.out + streams.err, re.escape(path), words)


def test_a_contact_whose_consent_has_no_readable_date_is_never_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consents: Rows = [{"at": at} for at in ("01/09/2026", "2026-13-01", "yesterday", None)]
    contacts: Rows = [{"contact_id": f"P{n}", "phone": phone(n)} for n in range(1, 5)]
    rows = [{**row, "phone": phone(n)} for n, row in enumerate(consents, 1)]
    file = write(tmp_path, {"contacts": contacts, "consents": rows})
    assert main([str(file), "--lang", "en", "--format", "json"]) == 1
    said = capsys.readouterr().out
    assert re.search(r'"totals": \{[^}]*"allow": 0,[^}]*"review": 4', said, re.DOTALL)
