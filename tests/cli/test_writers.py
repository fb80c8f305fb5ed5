"""Several reports of one run: each to its file, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import stat
from pathlib import Path

import pytest

from calllint.cli.writers import AUDIT_FORMATS, FORMATS
from calllint.report import interface
from tests.building import write, write_pack
from tests.cli.fakes import FakeEngine, run
from tests.report.samples import on_contacts, on_window, problem, report

Streams = pytest.CaptureFixture[str]


def test_every_format_is_known_to_the_command() -> None:
    known = {name for name in interface.FORMATS if not name.startswith("statistics-")}

    assert {*FORMATS, *AUDIT_FORMATS} == known


def test_each_format_goes_to_its_file_and_one_to_standard_output(
    engine: FakeEngine, capsys: Streams
) -> None:
    engine.answers["a.yaml"] = report(on_window(), on_contacts())
    ended = run(
        capsys, "a.yaml", "--format", "sarif=o.sarif", "--format", "text", "--format", "csv=o.csv"
    )

    assert ended.code == 1
    assert "error EX301" in ended.out
    assert len(json.loads(Path("o.sarif").read_text())["runs"][0]["results"]) == 2
    assert len(list(csv.DictReader(Path("o.csv").read_text().splitlines()))) == 2


def test_all_to_files_leaves_standard_output_empty_and_problems_are_said_aloud(
    engine: FakeEngine, capsys: Streams
) -> None:
    engine.answers["a.yaml"] = report(problems=(problem(),))
    ended = run(capsys, "a.yaml", "--format", "junit=o.xml", "--format", "gitlab=o.json")

    assert ended.out == ""
    assert ended.err.count("is not a date") == 1


def test_output_is_the_file_of_the_format_that_names_none(
    engine: FakeEngine, capsys: Streams
) -> None:
    run(capsys, "a.yaml", "--format", "sarif", "--output", "o.sarif", "--format", "json=o.json")

    assert json.loads(Path("o.sarif").read_text())["version"] == "2.1.0"
    assert json.loads(Path("o.json").read_text())["format"] == "json-v1"


def test_contacts_are_listed_where_asked_each_format_reading_them_anew(
    engine: FakeEngine, capsys: Streams
) -> None:
    several = ("--format", "json=o.json", "--format", "csv-contacts", "--format", "csv=o.csv")
    ended = run(capsys, "a.yaml", "--contacts", *several)

    assert ended.out.splitlines()[1].startswith("campaign.yaml,contacts.csv")
    assert len(ended.out.splitlines()) == 3
    assert len(json.loads(Path("o.json").read_text())["campaigns"][0]["contacts"]) == 2
    assert Path("o.csv").read_text().count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "sarif", "--format", "json"], "would both go to standard output"),
        (["--format", "sarif=x", "--format", "json=./x"], "sarif and json would both go to ./x"),
        (["--format", "sarif="], "write it as NAME or NAME=FILE"),
        (["--format", "sarf=x"], "sarf is not one of text, json, json-v1, sarif"),
        (["--format", "sarif=x", "--output", "y"], "drop it"),
        (["--format", "sarif", "--statistics"], "--statistics needs --format text or"),
        (["--format", "csv", "--contacts"], "--format csv-contacts is a table of them"),
        (["--format", "csv=a.yaml"], "which is an input"),
    ],
)
def test_formats_that_cannot_be_written_are_refused_before_anything_is_judged(
    engine: FakeEngine, capsys: Streams, arguments: list[str], said: str
) -> None:
    ended = run(capsys, "a.yaml", *arguments)

    assert ended.code == 2
    assert said in ended.err
    assert engine.asked == []
    assert sorted(os.listdir()) == ["a.yaml", "b.yaml"]


def test_a_report_never_takes_the_place_of_a_list_it_was_made_from(
    engine: FakeEngine, capsys: Streams
) -> None:
    engine.answers["a.yaml"] = report()
    Path("contacts.csv").write_text("phone\n")
    ended = run(capsys, "a.yaml", "--format", "csv=contacts.csv")

    assert ended.code == 2
    assert Path("contacts.csv").read_text() == "phone\n"
    assert not list(Path().glob("*.part"))


@pytest.mark.parametrize(
    "file",
    ["contacts.csv", "calllint.toml", "calllint-baseline.json", "house/pack.yaml", "named.json"],
)
def test_a_report_never_takes_the_place_of_what_decides_or_of_a_list_that_is_not_read(
    tmp_path: Path, capsys: Streams, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.chdir(tmp_path)
    campaign = write(tmp_path, {"contacts": [{"phone": "+33199000001"}]}).name
    write_pack(tmp_path / "house")
    Path("calllint.toml").write_text('packs = ["house"]\n')
    accepted = ("--without-data", "--reason", "old")
    for given in ((), ("--baseline", "named.json")):
        assert run(capsys, "baseline", "write", campaign, *accepted, *given).code == 0
    before = Path(file).read_bytes()
    baseline = ("--baseline", "named.json") if file == "named.json" else ()
    ended = run(capsys, campaign, "--without-data", *baseline, "--output", file)

    assert ended.code == 2
    assert f"over {file}, which is an input" in ended.err
    assert Path(file).read_bytes() == before


def test_a_file_is_there_whole_or_as_it_was(
    engine: FakeEngine, capsys: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        assert len(list(Path().glob("o.sarif.*.part"))) == 1
        raise KeyError

    Path("o.sarif").write_text("yesterday's")
    monkeypatch.setattr("calllint.report.sarif.Sarif.close", fails)

    assert run(capsys, "a.yaml", "--format", "sarif=o.sarif").code == 3
    assert Path("o.sarif").read_text() == "yesterday's"
    assert not list(Path().glob("*.part"))


def test_a_file_keeps_its_permissions_and_a_link_its_target(
    engine: FakeEngine, capsys: Streams
) -> None:
    Path("real").write_text("")
    Path("real").chmod(0o640)
    Path("link").symlink_to("real")
    run(capsys, "a.yaml", "--format", "csv=link")

    assert Path("link").is_symlink()
    assert Path("real").read_text().startswith("campaign,")
    assert stat.S_IMODE(Path("real").stat().st_mode) == 0o640


def test_a_device_is_written_as_it_is(engine: FakeEngine, capsys: Streams) -> None:
    both = ("--format", f"sarif={os.devnull}", "--format", f"csv={os.devnull}")

    assert run(capsys, "a.yaml", *both).code == 0
    assert Path(os.devnull).is_char_device()


def test_limits_are_said_on_standard_error(engine: FakeEngine, capsys: Streams) -> None:
    engine.answers["a.yaml"] = report(*[on_window()] * 12)
    ended = run(capsys, "a.yaml", "--format", "github")

    assert ended.err == (
        "2 findings are not annotated, because GitHub shows 10 of each level per step: they stand"
        " in the log as text\n"
    )
