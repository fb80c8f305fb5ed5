"""What a scrub can be asked for: layouts, parts, a guard, a comparison; and how it ends early."""

from __future__ import annotations

import codecs
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator

from calllint.cli import main
from tests.building import Lists, Rows, for_each, people, phone, write
from tests.test_scrub import campaign, for_people, names, rows, scrub

SCHEMA = Path(__file__).parents[1] / "src/calllint/schema/scrub.schema.json"


def summary(out: Path) -> Any:
    found = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(found)
    assert found["contacts"] == sum(
        found[name] for name in ("allow", "review", "block", "unreadable")
    )
    left = found["lost"][-1]["left"] if found["lost"] else found["allow"]
    assert left == found["allow"]
    return found


@pytest.mark.parametrize(
    ("encoding", "mark", "newline", "quote"),
    [
        ("utf-8", codecs.BOM_UTF8, "\r\n", ""),
        ("cp1252", b"", "\r\n", '"'),
        ("utf-16-le", codecs.BOM_UTF16_LE, "\n", ""),
        ("utf-8", b"", "\n", '"'),
    ],
)
def test_the_callable_list_keeps_the_bytes_of_its_list(
    tmp_path: Path, encoding: str, mark: bytes, newline: str, quote: str
) -> None:
    def line(*cells: str) -> str:
        return ";".join(f"{quote}{cell}{quote}" for cell in cells) + newline

    text = line("Prénom", "phone", "postal_code") + line("Chloé", phone(1), "75011")
    file = write(tmp_path, {"consents": for_each([{}])})
    (tmp_path / "contacts.csv").write_bytes(
        mark + (text + line("Zoé", phone(2), "75011")).encode(encoding)
    )
    assert scrub(file, tmp_path / "out") == 0
    assert (tmp_path / "out/callable.csv").read_bytes() == mark + text.encode(encoding)


def test_a_sep_line_and_a_packed_list_keep_their_form(tmp_path: Path) -> None:
    text = f"sep=;\r\nphone;postal_code;note\r\n{phone(1)};75011;=1+1\r\n"
    file = write(tmp_path, changes={"data": {"contacts": [{"path": "contacts.csv.gz"}]}})
    (tmp_path / "contacts.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert scrub(file, tmp_path / "out") == 0
    [name] = [name for name in names(tmp_path / "out") if name.startswith("callable")]
    assert (tmp_path / "out" / name).read_bytes() == text.encode(), "data is left as it was"


def test_a_profile_gives_the_columns_of_its_product(tmp_path: Path) -> None:
    file, out = campaign(tmp_path), tmp_path / "out"
    assert scrub(file, out, "--profile", "vicidial") == 0
    lines = (out / "callable.txt").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    assert [(row[0], row[3], row[4]) for row in cells][1:] == [
        ("Martin", "33", "199000001"),
        ("sur deux  lignes", "33", "199000002"),
    ]
    assert scrub(file, out, "--profile", "genesys-cloud") == 0
    header, *found = rows(out / "callable.csv")
    assert header[:2] == ["inin-outbound-id", "Cell"]
    assert "note" in header, "columns the profile has no place for are kept"
    assert found[1][:2] == ["Martin", "+33199000001"]


@pytest.mark.parametrize("name", ["nothing", "hubspot-x", "onetrust-receipts"])
def test_a_profile_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    assert scrub(campaign(tmp_path), tmp_path / "out", "--profile", name) == 2
    assert not (tmp_path / "out").exists()


def _overseas(folder: Path) -> Path:
    contacts: Rows = [
        {"contact_id": f"P{n}", "phone": phone(n), "postal_code": place}
        for n, place in enumerate(["75011", "97400", "75011", "97400", "69001"], 1)
    ]
    return write(folder, {"contacts": contacts, "consents": for_each([{}] * 5)})


def test_a_list_is_split_by_territory(tmp_path: Path) -> None:
    assert scrub(_overseas(tmp_path), tmp_path / "out", "--split-by", "territory") == 0
    found = summary(tmp_path / "out")
    assert {each["file"]: each["contacts"] for each in found["files"]} == {
        "callable-METRO.csv": 3,
        "callable-RE.csv": 2,
    }


def test_each_part_has_one_window_a_day_by_the_dialler_s_clock(tmp_path: Path) -> None:
    assert scrub(_overseas(tmp_path), tmp_path / "out", "--split-by", "window") == 0
    found = summary(tmp_path / "out")["files"]
    assert sum(each["contacts"] for each in found) == 5, "each row is in one file"
    spans = {}
    for each in found:
        days = [hours["weekday"] for hours in each["hours"]]
        assert len(days) == len(set(days)), "one window a day"
        assert each["clock"] == "Europe/Paris"
        spans[each["hours"][0]["from"], each["hours"][0]["to"]] = each["zones"]
    assert spans == {
        ("10:00", "13:00"): ["Europe/Paris"],
        ("14:00", "20:00"): ["Europe/Paris"],
        ("07:00", "10:00"): ["Indian/Reunion"],
        ("11:00", "17:00"): ["Indian/Reunion"],
    }


@pytest.mark.parametrize(("limit", "code"), [("28%", 1), ("42,8 %", 1), ("42.9%", 0), ("100%", 0)])
def test_a_guard_against_a_broken_list(tmp_path: Path, limit: str, code: int) -> None:
    out = tmp_path / "out"
    assert scrub(campaign(tmp_path), out, "--max-blocked", limit) == code
    assert ("callable.csv" in names(out)) is (code == 0)
    assert summary(out)["outcome"] == ("written" if code == 0 else "max_blocked")


@pytest.mark.parametrize("limit", ["30", "-1%", "101%", "x%", ""])
def test_a_share_is_written_with_its_sign(tmp_path: Path, limit: str) -> None:
    assert scrub(campaign(tmp_path), tmp_path / "out", "--max-blocked", limit) == 2


def test_beside_an_earlier_scrub(tmp_path: Path) -> None:
    out = tmp_path / "out"
    contacts = people(4)
    write(tmp_path, {"contacts": contacts[:3], "consents": for_each([{}] * 4)})
    file = tmp_path / "campaign.yaml"
    assert scrub(file, out) == 0
    write(
        tmp_path,
        {
            "contacts": [contacts[0], {**contacts[1], "postal_code": "69001"}, *contacts[2:]],
            "consents": for_each([{}] * 4),
            "suppressions": [{"phone": phone(3)}],
        },
    )
    assert scrub(file, out, "--previous", str(out)) == 0
    found = summary(out)["previous"]
    assert [found[key] for key in ("added", "removed", "changed", "unchanged")] == [1, 1, 1, 1]
    assert rows(out / "do-not-call.csv") == [["phone"], ["+33199000003"]]
    told = {row[0]: (row[3], row[4]) for row in for_people(out / "changes.csv")[1:]}
    assert told["added"] == ("P4", "")
    assert told["removed"][0] == "P3"
    assert "CL205" in told["removed"][1]
    assert "199000" not in (out / "changes.csv").read_text(encoding="utf-8")


def test_who_left_the_list_is_not_dialled_on_an_old_clearance(tmp_path: Path) -> None:
    out = tmp_path / "out"
    file = write(tmp_path, {"contacts": people(2), "consents": for_each([{}] * 2)})
    assert scrub(file, out) == 0
    write(tmp_path, {"contacts": people(1), "consents": for_each([{}] * 2)})
    assert scrub(file, tmp_path / "new", "--previous", str(out)) == 0
    assert rows(tmp_path / "new/do-not-call.csv")[1:] == [["+33199000002"]]


@pytest.mark.parametrize("broken", ["empty", "summary", "cleared"])
def test_a_folder_that_no_scrub_wrote_is_nothing_to_compare_with(
    tmp_path: Path, broken: str
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    if broken != "empty":
        text = "{" if broken == "summary" else '{"callable_files": ["callable.csv"]}'
        (old / "summary.json").write_text(text, encoding="utf-8")
        (old / "cleared.parquet").write_text("no", encoding="utf-8")
    assert scrub(campaign(tmp_path), tmp_path / "out", "--previous", str(old)) == 2
    assert not (tmp_path / "out").exists()


def test_rows_lost_are_counted_once_and_what_would_win_them_back(tmp_path: Path) -> None:
    consents: Rows = for_each(
        [
            {},
            {"proof": None, "supplier": "Leads"},
            {"at": "2025-01-01T10:00+01:00", "supplier": "Leads"},
        ]
    )
    lists = {"contacts": people(5), "consents": consents, "suppressions": [{"phone": phone(5)}]}
    assert scrub(write(tmp_path, lists), tmp_path / "out") == 0
    found = summary(tmp_path / "out")
    lost = {each["rule"]: each["contacts"] for each in found["lost"]}
    assert sum(lost.values()) == 4
    assert lost["FR101"] == 2, "nobody has a consent of the fourth and the fifth"
    back = {each["name"]: each["contacts"] for each in found["win_back"]}
    assert back["consent"] == back["contract"] == 3, "the fifth is suppressed as well"
    assert back["FR104"] == back["FR112"] == 1, "one record is old, one lacks its proof"
    [supplier] = found["suppliers"]
    assert sum(each["contacts"] for each in supplier["causes"]) == 2


@pytest.mark.parametrize("number", ["", "12", "6,12E+08", "appelez Paul", "+41443643532"])
def test_a_number_that_no_rule_sees_is_not_said_to_be_all_that_stands_in_the_way(
    tmp_path: Path, number: str
) -> None:
    lists: Lists = {"contacts": [*people(1), {"phone": number}], "consents": for_each([{}])}
    scrub(write(tmp_path, lists), tmp_path / "out")
    found = summary(tmp_path / "out")
    assert [each["contacts"] for each in found["lost"]] == [1]
    assert found["win_back"] == []


def test_a_list_that_is_not_declared_would_win_back(tmp_path: Path) -> None:
    lists = {"contacts": people(1), "suppressions": None}
    assert scrub(write(tmp_path, lists), tmp_path / "out") == 0
    back = [(each["kind"], each["name"]) for each in summary(tmp_path / "out")["win_back"]]
    assert ("list", "suppressions") in back


def test_the_summary_is_printed_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scrub(campaign(tmp_path), tmp_path / "out", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == summary(tmp_path / "out")


def test_what_people_open_speaks_french(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = campaign(tmp_path), tmp_path / "out"
    assert main(["scrub", str(file), "--out", str(out), "--lang", "fr"]) == 0
    header, *rejected = for_people(out / "rejects.csv")
    assert header[0] == "fichier"
    assert "bloqué" in {row[3] for row in rejected}
    assert b"\r\n" in (out / "rejects.csv").read_bytes()
    assert "7 lignes lues = 3 à appeler + 1 à revoir + 2 bloquées + 1 illisible" in (
        capsys.readouterr().out
    )


def _large(folder: Path) -> Path:
    count = 60_000
    return write(folder, {"contacts": people(count), "consents": for_each([{}] * count)})


def _start(file: Path, out: Path, temp: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "calllint", "scrub", str(file), "--out", str(out), "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temp)},
        preexec_fn=_heed_ctrl_c,
    )


def _heed_ctrl_c() -> None:
    """A shell has what it runs in the background pass Ctrl-C by; the tests may be run so."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_leaves_the_old_folder_and_no_temporary_file(tmp_path: Path) -> None:
    file, out, temp = _large(tmp_path), tmp_path / "out", tmp_path / "temp"
    out.mkdir()
    temp.mkdir()
    (out / "callable.csv").write_text("old\n", encoding="utf-8")
    stopped = 0
    for patience in (0.0, 0.3, 0.6, 1.0, 1.5):
        process = _start(file, out, temp)
        while process.poll() is None and not names(temp):
            time.sleep(0.01)  # before that it is Python that starts
        time.sleep(patience)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        if process.returncode == 0:
            continue  # done before, or Python lost the signal inside an import, as it may
        stopped += 1
        # Python ends by the signal itself if it came inside an `exec`; shells say 130 of both.
        assert process.returncode in (130, -signal.SIGINT), errors
        assert "Traceback" not in errors
        assert (out / "callable.csv").read_text(encoding="utf-8") == "old\n"
        assert names(temp) == []
        assert [name for name in names(tmp_path) if name.startswith(".")] == []
    assert stopped


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_run_that_is_killed_leaves_the_old_folder_or_the_new_one(tmp_path: Path) -> None:
    file, out, temp = _large(tmp_path), tmp_path / "out", tmp_path / "temp"
    temp.mkdir()
    out.mkdir()
    (out / "callable.csv").write_text("old\n", encoding="utf-8")
    for _ in range(4):
        process = _start(file, out, temp)
        while process.poll() is None and not list(tmp_path.glob(".out-*/new/*")):
            time.sleep(0.005)
        time.sleep(0.1)
        process.kill()
        process.communicate()
        if "summary.json" in names(out):
            assert summary(out)["allow"] == len(rows(out / "callable.csv")) - 1
        else:
            assert names(out) == ["callable.csv"]
            assert (out / "callable.csv").read_text(encoding="utf-8") == "old\n"


def test_a_full_disk_is_told_and_the_old_folder_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    file = campaign(tmp_path)
    assert scrub(file, out) == 0
    before = (out / "callable.csv").read_bytes()
    monkeypatch.setattr("calllint.engine.scrub.write.write_verdicts", full)
    assert scrub(file, out) == 3
    assert "there is no room left and nothing was written" in capsys.readouterr().out
    assert (out / "callable.csv").read_bytes() == before


def test_verdicts_and_cleared_are_parquet_of_the_same_rows(tmp_path: Path) -> None:
    assert scrub(campaign(tmp_path), tmp_path / "out") == 0
    connection = duckdb.connect()
    cleared = connection.execute(f"SELECT number FROM '{tmp_path}/out/cleared.parquet'").fetchall()
    assert cleared == [(f"+3319900000{n}",) for n in (3, 1, 2)]
