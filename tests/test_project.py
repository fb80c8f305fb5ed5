"""The frame: what is installed, what the program may know, what people are told to run."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
import yaml

from benchmarks.generate import generate
from benchmarks.results import record

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "calllint": ROOT / "src/calllint",
    "calllint_base": ROOT / "rules/calllint_base",
    "calllint_fr": ROOT / "rules/calllint_fr",
}
COSTLY = {"duckdb", "phonenumbers", "jsonschema", "holidays"}


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _python(code: str, *arguments: str) -> str:
    """What the code prints last, in a fresh interpreter that finds what this one finds."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    return done.stdout.splitlines()[-1]


# What is installed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_every_file_of_the_program_and_its_packs(wheel: zipfile.ZipFile) -> None:
    expected = {
        f"{package}/{path.relative_to(folder).as_posix()}"
        for package, folder in PACKAGES.items()
        for path in _files(folder)
    }
    data = {name for name in expected if name.endswith((".yaml", ".csv", ".json"))}

    assert {name.split("/")[0] for name in data} == set(PACKAGES)
    assert expected == {name for name in wheel.namelist() if ".dist-info/" not in name}


def _metadata(wheel: zipfile.ZipFile) -> Message:
    name = next(each for each in wheel.namelist() if each.endswith(".dist-info/METADATA"))
    return email.message_from_bytes(wheel.read(name))


def test_the_wheel_offers_the_command_and_the_packs(wheel: zipfile.ZipFile) -> None:
    name = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    lines = wheel.read(name).decode().split("\n")

    assert "calllint = calllint.__main__:run" in lines
    packs = lines[lines.index("[calllint.packs]") + 1 :]
    assert {line.split(" = ")[0] for line in packs if line} == {"calllint_base", "calllint_fr"}


def test_every_extra_can_be_installed_on_the_oldest_python(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    told = _metadata(wheel)
    oldest = (told["Requires-Python"] or "").removeprefix(">=")
    # pip reads markers for the Python it runs on, and Spark has one that leaves the oldest out.
    extras = ",".join(set(told.get_all("Provides-Extra") or []) - {"spark"})
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"),
        *("--python-version", oldest, "--only-binary", ":all:", "--target", str(tmp_path)),
        f"calllint[{extras}] @ {Path(wheel.filename or '').as_uri()}",
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# What a start costs


@pytest.mark.parametrize("arguments", [[], ["--version"], ["--help"]])
def test_starting_imports_nothing_costly(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "if not sys.argv[1:]: import calllint\n"
        "else:\n"
        "    from calllint.cli import main\n"
        "    try: main()\n"
        "    except SystemExit as end: assert not end.code, end.code\n"
        "print('imported', *{name.split('.')[0] for name in sys.modules})"
    )
    imported = set(_python(code, *arguments).split())

    assert "calllint" in imported
    assert imported & COSTLY == set()


def test_the_package_alone_imports_no_library() -> None:
    code = "import sys, calllint; print(*{name.split('.')[0] for name in sys.modules})"
    libraries = COSTLY | {"click", "yaml", "rich", "dateutil", "tzdata"}

    assert set(_python(code).split()) & libraries == set()


# What the program knows

# Words of one country and its law, and its code as a literal ('fr', the language, is another).
COUNTRY = re.compile(
    r"\b(France|Bloctel|bloctel|ARCEP|CNIL|DGCCRF|Legifrance|Légifrance|calllint_fr)\b"
    r"|\bFrench (law|number|territor|market|consumer)|[Cc]ode de la consommation|C\. consom"
    r"""|["'](FR|Europe/Paris)["']|["']FR[1-9]\d\d"""
)


def test_no_module_of_the_program_mentions_a_country() -> None:
    mentions = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in (ROOT / "src").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if COUNTRY.search(line)
    ]

    assert mentions == []


# What people are told to run


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


PAGES = ["README.md", "CONTRIBUTING.md", "benchmarks/README.md", ".ci/run"]


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    # In a code span, a code block or a script: « make the call » is no target.
    named = set(re.findall(r"(?:`|^ *(?:\$ )?)make ([a-z-]+)", text, re.MULTILINE))

    assert named
    assert named <= _targets()


def test_ci_runs_what_people_run() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "set -euo pipefail" in script
    assert script.splitlines()[-2:] == ["make check", "make test WITH_SPARK=yes"]


# pre-commit


def _hooks() -> dict[str, dict[str, object]]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: hook for hook in hooks}


@pytest.mark.parametrize(
    ("path", "judged"),
    [
        ("campaign.yaml", True),
        ("campaigns/fibre/campaign-2026-11.yml", True),
        ("fibre.campaign.yaml", True),
        ("fibre_campaign.yaml", True),
        ("campagnes/campagne-fibre.yaml", True),
        ("campaigns/script.yaml", False),
        ("campaigns/forms.yaml", False),
        ("docker-compose.yaml", False),
        ("campaigner.yaml", False),
        ("campaign.yaml.j2", False),
    ],
)
def test_the_hook_judges_campaigns_and_leaves_other_files_alone(path: str, judged: bool) -> None:
    files = str(_hooks()["calllint"]["files"])

    assert bool(re.search(files, path)) is judged


def test_the_hook_needs_no_lists_unless_told_otherwise() -> None:
    hook = _hooks()["calllint"]

    # In `args`, so that a configuration can replace it; in `entry` it could not.
    assert hook["args"] == ["--without-data"]
    assert hook["entry"] == "calllint check"


# Benchmarks


def test_a_seed_always_gives_the_same_lists(tmp_path: Path) -> None:
    generate(tmp_path / "one", contacts=200, seed=7)
    generate(tmp_path / "two", contacts=200, seed=7)
    generate(tmp_path / "other", contacts=200, seed=8)
    one, two, other = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in _files(tmp_path / name)}
        for name in ("one", "two", "other")
    )

    assert one == two
    assert {path for path in one if one[path] != other[path]} == {
        path for path in one if path.suffix == ".csv"
    }


def test_a_result_replaces_its_own_section_only(tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    record("one", "One", "make one", "alpha", results)
    record("two", "Two", "make two", "beta", results)
    before = results.read_text(encoding="utf-8")
    record("one", "One", "make one", "gamma", results)

    assert results.read_text(encoding="utf-8") == before.replace("alpha", "gamma")
