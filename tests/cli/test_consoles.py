"""Other systems' consoles and files: encodings, widths, line ends, backslashes."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import judged, write

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "calllint"]
BREACHES = "examples/consent-breaches/campaign.yaml"


@pytest.mark.parametrize("encoding", ["ascii", "cp850", "cp1252", "utf-8"])
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["init", "--help"], [BREACHES, "--dial", "2026-11-23"], ["explain", "FR301"],
     ["inspect", "examples/consent-clean/consents.csv"]],
)  # fmt: skip
def test_every_console_shows_every_line(encoding: str, lang: str, arguments: list[str]) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0"}
    ended = subprocess.run(
        [*COMMAND, *arguments, "--lang", lang],
        capture_output=True, cwd=ROOT, env=environment, check=False,
    )  # fmt: skip

    assert ended.returncode in (0, 1)
    assert ended.stderr == b""
    shown = ended.stdout.decode(encoding)
    assert len(shown.splitlines()) > 5
    assert encoding in ("utf-8", "cp1252") or "•" not in shown


def on_terminal(columns: int, arguments: list[str], **environment: str) -> str:
    """What a terminal of so many columns is sent."""
    ours, theirs = pty.openpty()
    clean = {key: one for key, one in os.environ.items() if key not in ("NO_COLOR", "CI")}
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=theirs, stdin=theirs, cwd=ROOT,
        env={**clean, "TERM": "xterm", "COLUMNS": str(columns), **environment},
    )  # fmt: skip
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    process.wait()
    return b"".join(parts).decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_a_terminal_gets_its_width_and_colour_only_where_it_wants_it(columns: int) -> None:
    plain = on_terminal(columns, [BREACHES, "--dial", "2026-11-23"], NO_COLOR="1")
    coloured = on_terminal(columns, [BREACHES, "--dial", "2026-11-23"])

    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b" in coloured
    sentences = [line for line in plain.splitlines() if line.startswith(("  The", "  Judged"))]
    assert len(sentences) > 1
    assert max(map(len, sentences)) <= columns


@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [("<&-", ["-"], 2), (">&-", [BREACHES], 1), ("2>&-", [BREACHES, "--format", "json"], 1)],
)
def test_a_stream_that_is_closed_is_no_fault(closed: str, arguments: list[str], code: int) -> None:
    ended = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, *arguments],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip

    assert ended.returncode == code, ended.stderr
    assert "fault" not in ended.stderr


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_the_line_ends_of_a_campaign_change_nothing(tmp_path: Path, ending: str) -> None:
    file = write(tmp_path, changes={"schedule": {"holidays": "call", "windows": None}})
    before = judged(file).report
    file.write_bytes(file.read_bytes().replace(b"\n", ending.encode()))
    after = judged(file).report

    assert [(one.rule.id, one.place) for one in after.findings] == [
        (one.rule.id, one.place) for one in before.findings
    ]
    assert after.totals == before.totals


def test_a_path_written_on_windows_is_read_elsewhere(tmp_path: Path) -> None:
    file = write(tmp_path)
    (tmp_path / "lists").mkdir()
    for kind in ("contacts", "consents"):
        (tmp_path / f"{kind}.csv").rename(tmp_path / "lists" / f"{kind}.csv")
    text = file.read_text().replace("path: contacts.csv", r"path: lists\contacts.csv")
    file.write_text(text.replace("path: consents.csv", r"path: lists\cons*.csv"))

    assert judged(file).verdicts == ["allow"]


def test_a_file_with_a_backslash_in_its_name_is_that_file(tmp_path: Path) -> None:
    file = write(tmp_path)
    (tmp_path / "contacts.csv").rename(tmp_path / "a\\b.csv")
    file.write_text(file.read_text().replace("path: contacts.csv", r"path: a\b.csv"))

    assert judged(file).verdicts == ["allow"]
