"""`calllint inspect`: what is seen, and an entry that works when it is pasted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
import yaml

from calllint.cli import main
from tests.building import CAMPAIGN, judged, merged, phone, write
from tests.test_formats import FORMATS, ROWS

FRENCH = (
    "Référence client;Téléphone;Portable;Nom;Code postal;Type de client\r\n"
    "C-1;01 99 00 00 01;0199000011;Zoé Martin;75011;Particulier\r\n"
    "C-2;01.99.00.00.02;;Noël Durand;69001;Particulier\r\n"
    "C-3\r\n"
)


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main(["inspect", *map(str, arguments)])
    streams = capsys.readouterr()
    assert "Traceback" not in streams.out + streams.err
    return code, streams.out + streams.err


def seen(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    code, text = told(capsys, *arguments, "--format", "json")
    assert code == 0, text
    return json.loads(text)["lists"]


def french(folder: Path) -> Path:
    path = folder / "prospects.csv"
    path.write_bytes(FRENCH.encode("cp1252"))
    return path


def test_a_french_list_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = french(tmp_path)
    code, english = told(capsys, path, "--lang", "en")
    assert code == 0
    for words in (
        "CSV, Windows-1252, separator ; · 3 rows, one of them unreadable (line 4)",
        "Profile: excel-fr (A list made in Excel, with French headings)",
        "Not read, and looks like phone numbers: Portable.",
        "Read by the entry below: 3 rows, 1 unreadable; numbers",
        "profile: excel-fr",
    ):
        assert words in english
    code, spoken = told(capsys, path, "--lang", "fr")
    assert code == 0
    for words in ("séparateur\u00a0;", "dont une illisible (ligne 4)", "Profil\u00a0: excel-fr"):
        assert words.replace("\u00a0", " ") in spoken.replace("\u00a0", " ")


def test_cells_are_masked_unless_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = french(tmp_path)
    for form in ("text", "json"):
        _, text = told(capsys, path, "--format", form)
        text = text.encode().decode("unicode_escape") if form == "json" else text
        for secret in ("99 00 00", "99.00.00", "0199000011", "Martin", "Durand", "C-1"):
            assert secret not in text
        assert "75011" in text
    _, shown = told(capsys, path, "--show-numbers")
    assert "01 99 00 00 01" in shown
    assert "Zoé Martin" in shown


FOUND_OUT = [
    name
    for name in FORMATS
    if not name.startswith(("a separator", "single quotes", "nested", "sheet by", "SQLite, a"))
    and name != "two files"
]
"""Formats of which nothing has to be told."""


@pytest.mark.parametrize("name", FOUND_OUT)
def test_the_entry_proposed_reads_the_list_in_every_format(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = FORMATS[name](tmp_path, ROWS)
    monkeypatch.chdir(tmp_path)
    lists = seen(capsys, stated["path"])
    for found in lists:
        assert found["kind"] == "contacts"
        (entry,) = found["entry"]["contacts"]
        if "header" not in entry:
            named = {one["heading"] for one in found["columns"]}
            assert named == {"contact_id", "phone", "postal_code", "Prénom", "note"}
    assert sum(one["rows"] for one in lists) == len(ROWS)


def test_what_is_pasted_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = french(tmp_path)
    _, text = told(capsys, path, "--lang", "en")
    pasted = yaml.safe_load(text.partition("To paste under `data:`\n")[2])
    campaign = merged(CAMPAIGN, {"data": {**pasted, "consents": "none"}})
    file = tmp_path / "campaign.yaml"
    file.write_text(yaml.safe_dump(campaign, allow_unicode=True), encoding="utf-8")
    found = judged(file, data_root=Path())
    assert [each.contact_id for each in found.contacts] == ["C-1", "C-2", None]


def test_a_file_without_header_is_seen_to_have_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "l.csv"
    path.write_text(f"{phone(1)},a\n{phone(2)},b\n", encoding="utf-8")
    (found,) = seen(capsys, path)
    assert found["entry"]["contacts"][0]["header"] == ["column_1", "column_2"]
    assert found["entry"]["contacts"][0]["columns"] == {"phone": "column_1"}
    assert (found["rows"], found["read"]["phones"]) == (2, 2)


def test_days_are_recognised_by_how_they_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for written, pattern in (
        ("31/12/2026", "%d/%m/%Y"),
        ("12/31/2026", "%m/%d/%Y"),
        ("31.12.2026", "%d.%m.%Y"),
        ("2026/12/31", "%Y/%m/%d"),
        ("31/12/26", "%d/%m/%y"),
        ("12/31/26", "%m/%d/%y"),
        ("31-12-2026 10:32", "%d-%m-%Y"),
        ("12/31/2026 2:05 PM", "%m/%d/%Y %I:%M %p"),
        ("31/12/2026 02:05:09 am", "%d/%m/%Y %I:%M %p"),
        ("2026-12-31 2:05\u202fPM", "%Y-%m-%d %I:%M %p"),
        ("2026-12-31T10:00Z", None),
    ):
        path = tmp_path / "l.csv"
        path.write_text(f"phone,since,until\n{phone(1)},{written},\n", encoding="utf-8")
        (found,) = seen(capsys, path)
        assert found["kind"] == "suppressions"
        assert found["entry"]["suppressions"][0].get("dates") == pattern
        assert found["read"]["unreadable_dates"] == 0
    path.write_text(f"phone,since\n{phone(1)},03/04/2026\n", encoding="utf-8")
    assert "make sure that days come first" in told(capsys, path, "--lang", "en")[1]


@pytest.mark.parametrize(
    ("lang", "asked"), [("en", "months or days come first"), ("fr", "le mois ou le jour vient")]
)
def test_with_am_and_pm_nobody_guesses_which_is_the_month(
    lang: str, asked: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(f"phone,at,outcome\n{phone(1)},11/05/2026 2:05 PM,busy\n", encoding="utf-8")
    (found,) = seen(capsys, path)
    assert "dates" not in found["entry"]["calls"][0]
    assert found["read"]["unreadable_dates"] == 1
    _, text = told(capsys, path, "--lang", lang)
    assert asked in " ".join(text.split())
    assert '# dates: "%m/%d/%Y %I:%M %p"' in text
    assert "11/05/2026 2:05 PM" in text
    with path.open("a", encoding="utf-8") as more:
        more.write(f"{phone(1)},11/13/2026 2:05 PM,busy\n")
    (found,) = seen(capsys, path)
    assert found["entry"]["calls"][0]["dates"] == "%m/%d/%Y %I:%M %p"
    assert found["read"]["unreadable_dates"] == 0


def test_iso_in_a_list_whose_profile_writes_days_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "appels.csv"
    path.write_text(
        f"Téléphone;Date d'appel;Résultat\n{phone(1)};2026-11-02T10:32:00+01:00;NRP\n",
        encoding="utf-8",
    )
    (found,) = seen(capsys, path)
    entry = found["entry"]["calls"][0]
    assert (entry["profile"], entry["dates"]) == ("excel-fr", "iso")
    assert (found["read"]["unreadable_dates"], found["read"]["zoneless_times"]) == (0, 0)


def test_kind_and_profile_can_be_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = french(tmp_path)
    (found,) = seen(capsys, path, "--kind", "suppressions")
    assert list(found["entry"]) == ["suppressions"]
    (found,) = seen(capsys, path, "--profile", "excel-fr", "--kind", "contacts")
    assert found["entry"]["contacts"][0]["profile"] == "excel-fr"
    code, text = told(capsys, path, "--profile", "excel", "--lang", "en")
    assert (code, "there is no profile `excel`; did you mean `excel-fr`?" in text) == (2, True)


def test_a_basis_is_said_to_be_no_consent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "h.csv"
    path.write_text("Record ID,Phone Number,hs_legal_basis\n1,0199000001,x\n", encoding="utf-8")
    assert "no consent to be called, and is not read: hs_legal_basis" in told(
        capsys, path, "--lang", "en"
    )[1].replace("\n   ", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\x00\x01\x02", "this is not text"),
        (b"name\nx\n", "no phone column among: name"),
        (b"PK\x03\x04", "damaged or cut short"),
        (b"[\n{}\n]", "one object a line"),
        (b"SQLite format 3\x00", "damaged or cut short"),
    ],
)
def test_what_cannot_be_read_is_told(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    good = french(tmp_path)
    code, text = told(capsys, tmp_path / "bad.csv", good, "--lang", "en")
    assert code == 2
    assert said in text
    assert "Profile: excel-fr" in text, "one bad file stops no other"


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, tmp_path / "x.csv", "--lang", "en")[0] == 2
    code, text = told(capsys, tmp_path, "--lang", "fr")
    assert (code, "c'est un dossier" in text) == (2, True)


def test_a_list_whose_columns_do_not_say_what_it_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "No column tells what this list holds."
    (tmp_path / "numbers.csv").write_text("Numero;Nom\n0199000001;Zoé\n")
    (tmp_path / "dated.csv").write_text("Numero;Depuis le\n0199000001;01/11/2026\n")
    assert said in told(capsys, tmp_path / "numbers.csv", "--lang", "en")[1].replace("\n    ", " ")
    assert said not in told(capsys, tmp_path / "numbers.csv", "--kind", "suppressions")[1]
    (dated,) = seen(capsys, tmp_path / "dated.csv", "--lang", "en")
    assert dated["kind"] == "suppressions"
    (tmp_path / "dated.csv").write_text("Numero;Depuis le\n0199000001;le premier novembre\n")
    (dated,) = seen(capsys, tmp_path / "dated.csv", "--lang", "en")
    assert "dates" not in dated["entry"]["suppressions"][0], "what was not read says nothing"
    assert not any(said in remark for remark in dated["remarks"])


def test_one_sheet_of_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["rien"])
    book.create_sheet("Appels").append(["phone", "outcome"])
    book.save(tmp_path / "two.xlsx")
    code, text = told(capsys, tmp_path / "two.xlsx", "--lang", "en")
    assert (code, "`calllint inspect --sheet NAME` proposes it" in text) == (2, True)
    (found,) = seen(capsys, tmp_path / "two.xlsx", "--sheet", "Appels")
    assert found["entry"]["calls"][0]["sheet"] == "Appels"


def test_rows_without_a_number_and_columns_of_others_are_pointed_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "fiches.csv"
    rows = f"Zoé;{phone(1)};{phone(2)}\nNoël;;{phone(3)}\nTOTAL;2;\n"
    path.write_text(f"Nom;Mobile;Tel bureau\n{rows}", encoding="utf-8")
    _, text = told(capsys, path, "--lang", "fr")
    assert "Lignes sans numéro à composer : 2 (lignes 3, 4)." in text.replace("\u00a0", " ")
    line = next(line for line in text.splitlines() if "phone is not null" in line)
    (entry,) = yaml.safe_load(line.strip().removeprefix("# "))
    assert entry["columns"] == {"phone": "Tel bureau"}
    second = {**entry, "path": path.name}
    first = {"path": path.name, "profile": "excel-fr"}
    found = judged(
        write(tmp_path, {"contacts": None}, {"data": {"contacts": [first, second]}})
    ).report.totals
    assert (found.contacts, found.block) == (5, 4)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "headings and no row"), ("fr", "des en-têtes et aucune ligne")]
)
def test_a_list_without_rows_is_told_to_be_one(
    lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "l.csv"
    path.write_text("phone,postal_code\n", encoding="utf-8")
    assert said in told(capsys, path, "--lang", lang)[1]


def test_the_command_that_settles_a_doubt_keeps_the_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a"])
    doubtful = book.create_sheet("Export de mai")
    doubtful.append(["Phone", "Status"])
    doubtful.append([phone(1), "granted"])
    book.save(tmp_path / "two.xlsx")
    _, text = told(capsys, tmp_path / "two.xlsx", "--sheet", "Export de mai")
    command = f"--sheet 'Export de mai' {tmp_path / 'two.xlsx'}"
    assert command in " ".join(text.split())


def test_a_list_from_a_pipe(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "calllint", "inspect", "-", "--format", "json"],
        input=FRENCH.encode("cp1252"), capture_output=True, check=False,
    )  # fmt: skip
    (found,) = json.loads(done.stdout)["lists"]
    assert (found["file"], found["rows"], found["read"]["phones"]) == ("<stdin>", 3, 2)
    assert found["entry"]["contacts"][0]["path"] == "-"
