"""What a run loads, and that what is kept for the next one changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from calllint.packs import load_packs
from calllint.phones import Plan

CAMPAIGN = Path(__file__).parent.parent / "examples/consent-clean/campaign.yaml"
ALWAYS_SPARED = (
    *("duckdb", "phonenumbers", "jsonschema", "holidays", "importlib.metadata", "socket"),
    *("tomllib", "traceback", "difflib", "sqlite3"),
    *("calllint.lang.fr", "calllint.document.explain", "calllint.facts.where"),
)
"""The package ``duckdb``: its engine alone is ``_duckdb``."""
WITHOUT_LISTS = ("_duckdb", "tempfile", "shutil", "calllint.phones.repairs")


@pytest.mark.parametrize(
    ("options", "spared"),
    [((), ALWAYS_SPARED), (("--without-data",), ALWAYS_SPARED + WITHOUT_LISTS)],
)
def test_a_second_run_loads_nothing_costly_that_it_does_not_need(
    options: tuple[str, ...], spared: tuple[str, ...]
) -> None:
    code = (
        "import sys; from calllint.cli import main; code = main(sys.argv[1:]);"
        f"print([name for name in {spared} if name in sys.modules], file=sys.stderr);"
        "sys.exit(code)"
    )
    for _ in range(2):
        ended = subprocess.run(
            [sys.executable, "-c", code, str(CAMPAIGN), *options],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == "[]\n"


def test_numbers_of_other_countries_are_read_without_the_library(tmp_path: Path) -> None:
    folder = shutil.copytree(CAMPAIGN.parent, tmp_path / "campaign")
    foreign = ("+32475123456", "+34612345678", "0034912345678", "01990012")
    with (folder / "contacts.csv").open("a", encoding="utf-8") as contacts:
        columns = (folder / "contacts.csv").read_text("utf-8").splitlines()[0].split(",")
        for number in foreign:
            cells = [number if column == "phone" else "" for column in columns]
            contacts.write(",".join(cells) + "\n")
    code = (
        "import sys; from calllint.cli import main; main(sys.argv[1:]);"
        "print('phonenumbers' in sys.modules, file=sys.stderr)"
    )
    loaded = [
        subprocess.run(
            [sys.executable, "-c", code, str(folder / "campaign.yaml")],
            capture_output=True, text=True, encoding="utf-8", check=True,
            env=os.environ | {"CALLLINT_CACHE": str(tmp_path / "cache")},
        ).stderr
        for _ in range(2)
    ]  # fmt: skip

    assert loaded == ["True\n", "False\n"]


def test_help_reads_no_toml_where_the_project_only_installs_calllint(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[dependency-groups]\ndev = ['calllint']\n")
    spared = ("tomllib", "tomli", "calllint.config.find", "msgspec", "yaml")
    code = (
        "import sys; from calllint.cli import main; main(['--help']);"
        f"print([name for name in {spared} if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path,
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip

    assert ended.stderr == "[]\n"


def test_a_plan_that_was_kept_is_the_plan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CALLLINT_CACHE", "off")
    packs = load_packs()
    made = Plan.of(packs)
    monkeypatch.setenv("CALLLINT_CACHE", str(tmp_path))
    tmp_path.chmod(0o700)

    assert Plan.of(packs) == made
    assert list(tmp_path.glob("numbering-*"))
    assert Plan.of(packs) == made
    for kept in tmp_path.glob("numbering-*"):
        kept.write_text(kept.read_text().splitlines()[0] + "\n33 1")
    assert Plan.of(packs) == made
