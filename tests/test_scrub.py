"""The list a dialler may load: complete, in its own layout, and not there at all in doubt."""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from calllint.cli import main
from tests.building import Lists, Rows, for_each, phone, run, write, write_rows

TEXT = (
    "Nom;Téléphone;CP;note\r\n"
    f'"Dupont; Anne";{phone(3)};75011;"dit ""oui"""\r\n'
    f"Martin;{phone(1)};75011;\r\n"
    "Sans Numéro;;75011;x\r\n"
    "trop;peu\r\n"
    "\r\n"
    f"Suivie\u00e9;{phone(4)};75011;=1+1\r\n"
    f'"sur deux\r\nlignes";+33 1 99 00 00 02;75011;"a;b"\r\n'
    f"Sans preuve;{phone(5)};75011;\r\n"
)
ENTRY = {"contacts": {"columns": {"phone": "Téléphone", "postal_code": "CP", "contact_id": "Nom"}}}
LATE = "2026-11-24T21:30+04:00"
CONSENTS: Rows = for_each([{}, {}, {}, {}, {"proof": None}])


def campaign(folder: Path, **changes: Any) -> Path:
    """Five contacts with a consent, one suppressed, one without proof; two rows of no use."""
    lists: Lists = {"contacts": TEXT, "consents": CONSENTS, "suppressions": [{"phone": phone(4)}]}
    return write(folder, lists, changes, ENTRY)


def scrub(file: Path, out: Path, *arguments: str) -> int:
    return main(["scrub", str(file), "--out", str(out), "--lang", "en", *arguments])


def rows(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.reader(stream, delimiter=delimiter))


def for_people(path: Path) -> list[list[str]]:
    """A file that a French Excel opens."""
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    return rows(path, ";", "utf-8-sig")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the real command wrote."""
    folder = tmp_path_factory.mktemp("scrub")
    out = folder / "clean"
    before = {path: path.read_bytes() for path in campaign(folder).parent.iterdir()}
    ended = run("scrub", folder / "campaign.yaml", "--out", out, "--lang", "en")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert {path: path.read_bytes() for path in before} == before, "an input was changed"
    assert names(folder) == sorted([*(path.name for path in before), "clean"])
    for number in range(1, 5):
        assert phone(number) not in ended.stdout + ended.stderr
    return out


FILES = ["callable.csv", "cleared.parquet", "rejects.csv", "summary.json", "verdicts.parquet"]


def test_the_folder_holds_the_list_and_what_became_of_every_row(written: Path) -> None:
    assert names(written) == FILES


def test_the_callable_list_is_in_the_layout_and_the_order_of_the_input(written: Path) -> None:
    assert rows(written / "callable.csv", ";") == [
        ["Nom", "Téléphone", "CP", "note"],
        ["Dupont; Anne", phone(3), "75011", 'dit "oui"'],
        ["Martin", phone(1), "75011", ""],
        ["sur deux\r\nlignes", "+33 1 99 00 00 02", "75011", "a;b"],
    ]


def test_rejects_and_callable_are_all_the_rows_each_once(written: Path) -> None:
    header, *rejected = for_people(written / "rejects.csv")
    assert header[:6] == ["file", "line", "contact_id", "verdict", "breached", "unknown"]
    assert [(Path(row[0]).name, row[1], row[3], row[4]) for row in rejected] == [
        ("contacts.csv", "4", "blocked", "CL202"),
        ("contacts.csv", "5", "blocked", "CL201"),
        ("contacts.csv", "7", "blocked", "CL205"),
        ("contacts.csv", "10", "review", ""),
    ]
    found = (
        duckdb.connect()
        .execute(f"SELECT line, verdict FROM '{written / 'verdicts.parquet'}' ORDER BY line")
        .fetchall()
    )
    assert [line for line, _ in found] == [2, 3, 4, 5, 7, 8, 10]
    assert [line for line, verdict in found if verdict == "allow"] == [2, 3, 8]


def test_verdicts_hold_typed_columns_and_no_number(written: Path) -> None:
    connection = duckdb.connect()
    path = written / "verdicts.parquet"
    shape = dict(
        row[:2] for row in connection.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()
    )
    assert (shape["line"], shape["callable_from"], shape["attempts_left"]) == (
        "BIGINT",
        "DATE",
        "BIGINT",
    )
    assert "phone" not in shape
    text = str(connection.execute(f"SELECT * FROM '{path}'").fetchall())
    text += (written / "rejects.csv").read_text(encoding="utf-8")
    text += (written / "summary.json").read_text(encoding="utf-8")
    assert "199000" not in text


def test_the_summary_counts_and_names_the_inputs(written: Path) -> None:
    summary = json.loads((written / "summary.json").read_text(encoding="utf-8"))
    assert (summary["contacts"], summary["allow"], summary["review"]) == (7, 3, 1)
    assert summary["unreadable"] == 1
    assert summary["contacts"] == sum(
        summary[name] for name in ("allow", "review", "block", "unreadable")
    )
    assert summary["judged"] == {"from": "2026-11-23", "to": "2026-11-27"}
    assert summary["callable_files"] == ["callable.csv"]
    source = written.parent / "contacts.csv"
    assert hashlib.sha256(source.read_bytes()).hexdigest() in summary["inputs"].values()


def test_the_same_run_twice_writes_the_same_bytes_over_its_own_folder(tmp_path: Path) -> None:
    file, out = campaign(tmp_path), tmp_path / "clean"
    assert scrub(file, out) == 0
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "callable-2-old.csv").write_text("of an earlier run", encoding="utf-8")
    assert scrub(file, out) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    assert [name for name in names(tmp_path) if name.startswith(".")] == []


def test_several_lists_are_each_written_in_their_own_layout(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        {"consents": for_each([{}] * 3)},
        {"data": {"contacts": [{"path": "b.csv"}, {"path": "a.csv"}]}},
    )
    (tmp_path / "b.csv").write_text(f"x,phone,postal_code\n1,{phone(2)},75011\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text(
        f"phone\tpostal_code\n{phone(9)}\t75011\n{phone(1)}\t75011\n", encoding="utf-8"
    )
    assert scrub(file, tmp_path / "out") == 0
    assert rows(tmp_path / "out/callable-1-b.csv") == [
        ["x", "phone", "postal_code"],
        ["1", phone(2), "75011"],
    ]
    assert rows(tmp_path / "out/callable-2-a.csv", "\t") == [
        ["phone", "postal_code"],
        [phone(1), "75011"],
    ]


def test_a_parquet_list_is_written_as_csv(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        {"consents": for_each([{}] * 2)},
        {"data": {"contacts": [{"path": "contacts.parquet"}]}},
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT 33199000002 AS phone, DATE '2026-01-01' AS born, NULL AS x "
            f"UNION ALL SELECT 33199000009, NULL, 'y') "
            f"TO '{tmp_path / 'contacts.parquet'}' (FORMAT parquet)"
        )
    assert scrub(file, tmp_path / "out") == 0
    assert rows(tmp_path / "out/callable.csv") == [
        ["phone", "born", "x"],
        ["33199000002", "2026-01-01", ""],
    ]


@pytest.mark.parametrize("hours", ["10:00-21:00", "09:00-12:00"])
def test_nothing_is_callable_while_the_campaign_is_in_breach(tmp_path: Path, hours: str) -> None:
    windows = [{"days": ["mon"], "hours": [hours]}]
    file = campaign(tmp_path, schedule={"windows": windows})
    out = tmp_path / "clean"
    out.mkdir()
    (out / "callable.csv").write_text("of an earlier run\n", encoding="utf-8")
    assert scrub(file, out) == 1
    assert names(out) == ["rejects.csv", "summary.json", "verdicts.parquet"]
    assert len(duckdb.connect().execute(f"SELECT * FROM '{out}/verdicts.parquet'").fetchall()) == 7


def test_a_number_of_a_country_no_pack_covers_is_a_reject_among_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contacts: Rows = [{}, {"contact_id": "P2", "phone": "+4930901820"}]
    file = write(tmp_path, {"contacts": contacts, "consents": CONSENTS[:1]})
    assert main([str(file), "--lang", "en"]) == 3
    capsys.readouterr()
    assert scrub(file, tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "CL207 country-uncovered" in said
    assert "not checked" not in said
    _, *callable_rows = rows(tmp_path / "out/callable.csv")
    _, *rejected = for_people(tmp_path / "out/rejects.csv")
    assert [row[0] for row in callable_rows] == ["P1"]
    assert [row[2:6] for row in rejected] == [["P2", "review", "", "CL207"]]


def test_nothing_is_callable_where_no_country_was_checked(tmp_path: Path) -> None:
    file = write(tmp_path, {"contacts": [{"phone": "+4930901820"}]})
    assert scrub(file, tmp_path / "out") == 3
    assert names(tmp_path / "out") == ["rejects.csv", "summary.json", "verdicts.parquet"]


@pytest.mark.parametrize(("to", "code", "files"), [("2026-12-23", 0, 5), ("2026-12-24", 2, None)])
def test_a_list_is_made_for_31_days_at_most(
    tmp_path: Path, to: str, code: int, files: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clean"
    file = campaign(tmp_path, schedule={"to": to})
    assert scrub(file, out) == code
    assert (len(names(out)) if out.exists() else None) == files
    if files is None:
        assert "say which days it will be dialled: --dial" in capsys.readouterr().out.lower()
        assert scrub(file, out, "--dial", "2026-12-24..2026-12-24") == 0


@pytest.mark.parametrize("stranger", ["notes.txt", "verdicts.csv", "callable"])
def test_a_folder_that_holds_anything_else_is_left_alone(
    tmp_path: Path, stranger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clean"
    out.mkdir()
    for name in (stranger, "callable.csv"):
        (out / name).write_text("mine\n", encoding="utf-8")
    assert scrub(campaign(tmp_path), out) == 2
    assert stranger in capsys.readouterr().out
    assert {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()} == {
        stranger: "mine\n",
        "callable.csv": "mine\n",
    }
    assert [name for name in names(tmp_path) if name.startswith(".")] == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    out = tmp_path / "clean"
    out.write_text("mine\n", encoding="utf-8")
    assert scrub(campaign(tmp_path), out) == 2
    assert out.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("name", ["callable.csv", "rejects.csv"])
def test_a_list_that_is_read_is_never_written_over(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "lists"
    out.mkdir()
    file = write(tmp_path, changes={"data": {"contacts": [{"path": f"lists/../lists/{name}"}]}})
    source = (tmp_path / "contacts.csv").rename(out / name)
    before = source.read_bytes()
    assert scrub(file, out) == 2
    assert f"{name}, which is read here" in capsys.readouterr().out
    assert source.read_bytes() == before
    assert names(out) == [name]


def test_without_data_there_is_no_list_to_write(tmp_path: Path) -> None:
    assert scrub(campaign(tmp_path), tmp_path / "clean", "--without-data") == 2
    assert not (tmp_path / "clean").exists()


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_list_judged_by_some_rules_only_is_not_written(tmp_path: Path, option: str) -> None:
    assert scrub(campaign(tmp_path), tmp_path / "clean", option, "FR1") == 2
    assert not (tmp_path / "clean").exists()


def test_a_cell_of_the_rejects_is_no_formula(tmp_path: Path) -> None:
    contacts: Rows = [
        {"contact_id": "=HYPERLINK(0)", "phone": None},
        {"contact_id": "@x", "phone": "12"},
    ]
    assert scrub(write(tmp_path, {"contacts": contacts}), tmp_path / "out") == 0
    _, *rejected = for_people(tmp_path / "out/rejects.csv")
    assert [row[2] for row in rejected] == ["'=HYPERLINK(0)", "'@x"]


def test_a_number_is_in_the_callable_lists_once_however_often_the_lists_hold_it(
    tmp_path: Path,
) -> None:
    """Within a list and between lists; the first of its rows that may be called stays."""
    first: Rows = [
        {"contact_id": "P1", "phone": phone(1)},
        {"contact_id": "P2", "phone": "+33 1 99 00 00 01"},
        {"contact_id": "P3", "phone": phone(2), "postal_code": "97400", "planned_at": LATE},
    ]
    second: Rows = [
        {"contact_id": "Q1", "phone": f"0033{phone(1)[1:]}"},
        {"contact_id": "Q2", "phone": phone(2)},
        {"contact_id": "Q3", "phone": phone(3)},
    ]
    file = write(tmp_path, {"consents": for_each([{}, {}, {}])})
    paths = [tmp_path / name for name in ("first.csv", "second.csv")]
    for path, people in zip(paths, (first, second), strict=True):
        write_rows(path, people, ["contact_id", "phone", "postal_code", "planned_at"])
    lists = [word for path in paths for word in ("--data", f"contacts={path}")]

    assert scrub(file, tmp_path / "out", *lists) == 0

    kept = [
        row[0]
        for name in ("callable-1-first.csv", "callable-2-second.csv")
        for row in rows(tmp_path / "out" / name)[1:]
    ]
    assert kept == ["P1", "Q2", "Q3"]
    _, *listed = for_people(tmp_path / "out" / "rejects.csv")
    rejected = {row[2]: (row[3], row[4]) for row in listed}
    assert set(rejected) == {"P2", "P3", "Q1"}
    assert rejected["P2"][0] == rejected["Q1"][0] == "repeated"
    assert all("CL204" in rejected[name][1] for name in ("P2", "Q1"))
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["allow"], summary["repeated_numbers"]) == (5, 2)


def test_a_repaired_number_is_written_as_it_was_read(tmp_path: Path) -> None:
    """A dialler that drops what is no digit would dial 019900000112."""
    text = (
        f"Nom;Téléphone;CP\nA;{phone(1)} poste 12;75011\nB;199000002.0;75011\n"
        "C;01 99 00 00 03;75011\nD;33199000004;75011\n"
    )
    lists: Lists = {"contacts": text, "consents": for_each([{}] * 4)}
    file = write(tmp_path, lists, entries=ENTRY)

    assert scrub(file, tmp_path / "out") == 0

    assert rows(tmp_path / "out/callable.csv", ";")[1:] == [
        ["A", "+33199000001", "75011"],
        ["B", "+33199000002", "75011"],
        ["C", "01 99 00 00 03", "75011"],
        ["D", "33199000004", "75011"],
    ]
