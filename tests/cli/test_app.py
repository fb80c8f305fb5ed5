"""The command line itself: help, languages, start-up, and every way to end."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from calllint import __version__
from calllint.cli import exits, main
from calllint.cli.app import COMMANDS
from calllint.cli.output import look_for
from calllint.lang import say
from tests.cli.fakes import FakeEngine, run

HEAVY = (
    "duckdb",
    "phonenumbers",
    "jsonschema",
    "rich",
    "yaml",
    "holidays",
    "dateutil",
    "importlib.metadata",
)


EXAMPLES = Path(__file__).parents[2] / "examples"
SAME_PATHS = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def spawn(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        encoding="utf-8",
        env=SAME_PATHS,
    )


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_command_is_told_in_a_sentence(lang: str) -> None:
    for name in COMMANDS:
        told = say(f"help.{name}", lang)
        assert told[0].isupper()
        assert told.endswith(".")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["--lang", "fr", "--help"],
        ["check", "--help"],
        ["scrub", "--help"],
        ["explain", "--help"],
        ["rules", "--help"],
        ["schema"],
    ],
    ids=" ".join,
)
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys; from calllint.cli import main; code = main(sys.argv[1:]); "
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    ended = spawn("-c", script, *arguments)

    assert ended.returncode == 0
    assert ended.stderr.strip() == "[]"
    assert ended.stdout


def test_json_needs_no_library_for_terminals() -> None:
    example = next(EXAMPLES.glob("*/campaign.yaml"))
    script = (
        "import sys; from calllint.cli import main; main(sys.argv[1:]); "
        "print([name for name in ('rich', 'pygments') if name in sys.modules], file=sys.stderr)"
    )
    ended = spawn("-c", script, str(example), "--format", "json")

    assert json.loads(ended.stdout)["campaigns"][0]["lists"]
    assert ended.stderr.strip() == "[]"


def test_the_version_is_one() -> None:
    ended = spawn("-m", "calllint", "--version")

    assert (ended.returncode, ended.stdout) == (0, f"calllint {__version__}\n")


def test_help_names_every_command_and_loads_none(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "--help").out

    for name in COMMANDS:
        assert re.search(rf"^  {name}  ", out, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["check"],
        ["scrub"],
        ["explain"],
        ["rules"],
        ["rules", "list"],
        ["rules", "test"],
        ["schema"],
    ],
)
def test_help_is_whole_in_both_languages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    english = run(capsys, *command, "--help")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    french = run(capsys, *command, "--help")

    assert english.code == french.code == 0
    assert english.out.startswith("Usage: calllint")
    assert french.out.startswith("Usage\u00a0: calllint")
    flags = re.compile(r"^  (--[a-z-]+)", re.MULTILINE)
    assert flags.findall(english.out) == flags.findall(french.out)
    for word in ("Show ", "the ", "default: "):
        assert word not in french.out


def test_nothing_to_do_is_help_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--lang", "fr"]):
        ended = run(capsys, *arguments)
        assert ended.code == 2
        assert ended.out == ""
        assert "calllint [OPTIONS]" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.yaml"],
        ["check", "a.yaml"],
        ["--lang", "en", "a.yaml"],
        ["--exit-zero", "a.yaml"],
        ["--lang=en", "--fail-on", "info", "a.yaml"],
        ["--", "a.yaml"],
    ],
    ids=" ".join,
)
def test_check_is_what_calllint_does(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(capsys, *arguments).code == 0
    assert [path for path, _, _ in engine.asked] == ["a.yaml"]


def test_an_unknown_command_of_rules_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    ended = run(capsys, "rules", "lst")

    assert ended.code == 2
    assert "no command lst; did you mean list?" in ended.err


@pytest.mark.parametrize(
    ("codes", "worst"), [([], 0), ([0, 1], 1), ([1, 3], 3), ([3, 2, 1], 2), ([0, 3, 0], 3)]
)
def test_2_beats_3_beats_1(codes: list[int], worst: int) -> None:
    assert exits.worst(codes) == worst


def test_an_interruption_is_130_and_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("calllint.cli.app._run", interrupted)

    assert main(["a.yaml"]) == 130
    assert "stopped before the end" in capsys.readouterr().err


def test_a_reader_that_leaves_is_no_drama() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "calllint", "--help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        env=SAME_PATHS,
    )
    os.close(writing)

    assert (ended.returncode, ended.stderr) == (141, "")


def test_colour_needs_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "70")
    assert look_for(Terminal(), "en").color
    assert look_for(Terminal(), "en").width == 70
    assert not look_for(io.StringIO(), "en").color
    assert look_for(io.StringIO(), "en").width == 100
    monkeypatch.setenv("NO_COLOR", "1")
    assert not look_for(Terminal(), "en").color
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not look_for(Terminal(), "en").color


def test_a_full_disk_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, engine: FakeEngine
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("calllint.report.text.TextReport.add", full)
    ended = run(capsys, "a.yaml")

    assert ended.code == 2
    assert ended.err == "error: cannot write the report: the disk is full\n"


def test_a_fault_of_ours_is_one_line_and_exit_3(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, engine: FakeEngine
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("0612345678")

    monkeypatch.setattr("calllint.report.text.TextReport.add", fails)
    ended = run(capsys, "a.yaml")

    assert ended.code == 3
    assert re.fullmatch(
        r"calllint: not checked: the check could not be finished "
        r"\(KeyError in cli/writers\.py:\d+\).*report this line\n",
        ended.err,
    )


def test_a_console_without_accents_still_gets_help() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "calllint", "--lang", "fr", "--help"],
        capture_output=True,
        timeout=60,
        env=SAME_PATHS | {"PYTHONIOENCODING": "ascii"},
    )

    assert ended.returncode == 0
    assert b"Usage" in ended.stdout


def test_a_console_without_accents_still_gets_whole_json() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "calllint", "schema", "campaign"],
        capture_output=True,
        timeout=60,
        env=SAME_PATHS | {"PYTHONIOENCODING": "ascii"},
    )

    assert json.loads(ended.stdout.decode("ascii"))["$id"].startswith("https://calllint.dev/")
