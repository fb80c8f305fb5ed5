"""A campaign through the pipe, and only the campaigns of which something changed."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.building import write, write_pack
from tests.cli.fakes import Ended, run

Streams = pytest.CaptureFixture[str]


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# Through the pipe


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_piped_campaign_is_judged_as_the_file_it_is_called(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    file = write(folder / "c")
    data = file.read_bytes()
    expected = run(capsys, "c/campaign.yaml", "--format", "json").out
    file.unlink()
    pipe(monkeypatch, data)

    ended = run(capsys, "-", "--stdin-filename", "c/campaign.yaml", "--format", "json")
    assert ended.out == expected
    assert ended.code == 0


@pytest.mark.parametrize("data", [b"", b"\xff", b"a: [", b"\0", b"calllint: 1\n"])
def test_a_pipe_that_holds_no_campaign_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams, data: bytes
) -> None:
    pipe(monkeypatch, data)
    ended = run(capsys, "-")

    assert ended.code == 2
    assert "<stdin>" in ended.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("-", "other.yaml"),
        ("-", "--data", "contacts=-"),
        ("-", "--changed-since", "HEAD"),
        ("-", "--fix"),
        ("-", "--diff"),
        ("-", "--report-dir", "out"),
        ("campaign.yaml", "--stdin-filename", "x.yaml"),
    ],
)
def test_a_pipe_is_one_campaign_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams, arguments: tuple[str, ...]
) -> None:
    pipe(monkeypatch, b"")

    ended = run(capsys, *arguments)
    option = arguments[1] if arguments[1] in ("--fix", "--diff", "--report-dir") else "`-`"

    assert ended.code == 2
    assert option in ended.err


# What changed


def git(*arguments: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@exemple.fr")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path) -> Path:
    """Two campaigns, all committed: one with a script of its own."""
    if shutil.which("git") is None:
        pytest.skip("needs git")
    write(folder / "one", changes={"script": "script.yaml"})
    (folder / "one/script.yaml").write_text("steps: [{says: Bonjour, covers: []}]\n")
    forms = yaml.safe_load((folder / "one/campaign.yaml").read_text("utf-8"))["data"][
        "consent_forms"
    ]
    (folder / "two").mkdir()
    (folder / "two/forms.yaml").write_text(yaml.safe_dump(forms, allow_unicode=True), "utf-8")
    write(folder / "two", changes={"data": {"consent_forms": "forms.yaml"}})
    git("init")
    git("add", "--all")
    git("commit", "-m", "all")
    return folder


def judged(capsys: Streams, *options: str) -> tuple[list[str], Ended]:
    ended = run(capsys, ".", "--changed-since", "HEAD", "--format", "json", *options)
    assert ended.code in (0, 1), ended.err
    return [Path(one["campaign"]).parent.name for one in json.loads(ended.out)["campaigns"]], ended


def test_nothing_changed_nothing_judged_and_said_so(repository: Path, capsys: Streams) -> None:
    found, ended = judged(capsys)

    assert found == []
    assert ended.err == "2 campaigns not judged: nothing they use changed since HEAD\n"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("one/campaign.yaml", ["one"]),
        ("one/script.yaml", ["one"]),
        ("one/consents.csv", ["one"]),
        ("two/forms.yaml", ["two"]),
        ("two/contacts.csv", ["two"]),
    ],
)
def test_what_changed_judges_the_campaigns_that_use_it(
    repository: Path, capsys: Streams, file: str, expected: list[str]
) -> None:
    with (repository / file).open("a") as stream:
        stream.write("\n")
    found, _ = judged(capsys)
    assert found == expected

    git("commit", "--all", "-m", "changed")
    assert judged(capsys)[0] == []


def test_a_script_named_as_another_system_does_is_its_script(
    repository: Path, capsys: Streams
) -> None:
    (repository / "one/texts").mkdir()
    script = repository / "one/texts/script.yaml"
    script.write_text("steps: [{says: Bonjour, covers: []}]\n")
    write(repository / "one", changes={"script": "texts\\script.yaml"})
    git("add", ".")
    git("commit", "-qm", "A path with a backslash")
    assert judged(capsys)[0] == []

    script.write_text("steps: [{says: Bonsoir, covers: []}]\n")

    assert judged(capsys)[0] == ["one"]


def test_a_list_changes_nothing_where_lists_are_not_read(repository: Path, capsys: Streams) -> None:
    with (repository / "one/contacts.csv").open("a") as stream:
        stream.write("\n")

    assert judged(capsys, "--without-data")[0] == []


def test_what_git_does_not_hold_may_have_changed(repository: Path, capsys: Streams) -> None:
    git("rm", "--cached", "one/contacts.csv")
    (repository / ".gitignore").write_text("contacts.csv\n")
    git("add", ".gitignore")
    git("commit", "-m", "lists are not committed")
    found, ended = judged(capsys)

    assert found == ["one"]
    assert "1 campaign not judged" in ended.err


def test_a_house_rule_or_a_configuration_that_changed_judges_all(
    repository: Path, capsys: Streams
) -> None:
    examples = [{"breach": {"sector": "banking"}}, {"ok": {"sector": "telecom"}}]
    banking = {"scope": "campaign", "breach": "sector = 'banking'", "examples": examples}
    rule = {"id": "HX101", **banking}
    write_pack(repository / "house", rule)
    (repository / "calllint.toml").write_text('packs = ["house"]\n')
    assert judged(capsys)[0] == ["one", "two"]
    git("add", "--all")
    git("commit", "-m", "house")
    assert judged(capsys)[0] == []

    with (repository / "house/house/HX101-hx101.yaml").open("a") as stream:
        stream.write("# reviewed\n")
    assert judged(capsys)[0] == ["one", "two"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("calllint.toml", ["one", "two"]),
        ("calllint-baseline.json", ["one", "two"]),
        ("one/pyproject.toml", ["one"]),
        ("house/house/HX102-hx102.yaml", ["one", "two"]),
    ],
)
def test_what_decided_something_and_is_gone_judges_all_it_decided_of(
    repository: Path, capsys: Streams, file: str, expected: list[str]
) -> None:
    examples = [{"breach": {"sector": "banking"}}, {"ok": {"sector": "telecom"}}]
    rule = {"scope": "campaign", "breach": "sector = 'banking'", "examples": examples}
    write_pack(repository / "house", {"id": "HX101", **rule}, {"id": "HX102", **rule})
    (repository / "calllint.toml").write_text('ignore = ["CL1"]\n')
    (repository / "calllint-baseline.json").write_text('{"calllint_baseline": 1, "findings": []}')
    (repository / "one/pyproject.toml").write_text('[tool.calllint]\nignore = ["CL1"]\n')
    git("add", "--all")
    git("commit", "-m", "decided")
    assert judged(capsys, "--rules", "house")[0] == []

    (repository / file).unlink()
    assert judged(capsys, "--rules", "house")[0] == expected
    git("add", "--all")
    assert judged(capsys, "--rules", "house")[0] == expected


def test_a_link_that_leads_elsewhere_has_changed(repository: Path, capsys: Streams) -> None:
    script = repository / "one/script.yaml"
    for name in ("day", "night"):
        (repository / f"{name}.yaml").write_text(script.read_text())
    script.unlink()
    script.symlink_to("../day.yaml")
    git("add", "--all")
    git("commit", "-m", "a link")
    assert judged(capsys)[0] == []

    script.unlink()
    script.symlink_to("../night.yaml")
    assert judged(capsys)[0] == ["one"]


def test_a_project_file_that_no_longer_configures_judges_all(
    repository: Path, capsys: Streams
) -> None:
    (repository / "pyproject.toml").write_text('[tool.calllint]\nignore = ["CL1"]\n')
    git("add", "--all")
    git("commit", "-m", "configured")
    assert judged(capsys)[0] == []

    (repository / "pyproject.toml").write_text("[tool.other]\n")
    assert judged(capsys)[0] == ["one", "two"]


def test_proofs_that_are_looked_for_may_have_changed(repository: Path, capsys: Streams) -> None:
    (repository / "proofs").mkdir()

    assert judged(capsys, "--proofs", "proofs")[0] == ["one", "two"]


def test_a_campaign_that_cannot_be_read_is_judged_and_said(
    repository: Path, capsys: Streams
) -> None:
    (repository / "one/contacts.csv").unlink()
    ended = run(capsys, ".", "--changed-since", "HEAD")

    assert ended.code == 2
    assert "one/contacts.csv does not exist" in ended.out


def test_before_the_first_commit_everything_is_new(folder: Path, capsys: Streams) -> None:
    if shutil.which("git") is None:
        pytest.skip("needs git")
    write(folder / "one")
    git("init")
    found, ended = judged(capsys)

    assert found == ["one"]
    assert ended.err == ""


def test_a_revision_that_is_none_and_a_folder_outside_git_are_refused(
    repository: Path, capsys: Streams, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("nope", "--output=x", ""):
        ended = run(capsys, ".", "--changed-since", name)
        assert ended.code == 2
        assert "git knows no revision" in ended.err
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert "inside a repository" in run(capsys, ".", "--changed-since", "HEAD").err
