"""What a run loads, and that what is kept for the next one changes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from calllint.packs import load_packs
from calllint.phones import Plan

CAMPAIGN = Path(__file__).parent.parent / "examples/consent-clean/campaign.yaml"
NEVER = ("duckdb", "phonenumbers", "jsonschema", "holidays", "importlib.metadata", "sqlite3")


def test_a_second_run_without_lists_loads_nothing_costly() -> None:
    code = (
        "import sys; from calllint.cli import main; code = main(sys.argv[1:]);"
        f"print([name for name in {NEVER} if name in sys.modules], file=sys.stderr);"
        "sys.exit(code)"
    )
    for _ in range(2):
        ended = subprocess.run(
            [sys.executable, "-c", code, str(CAMPAIGN), "--without-data"],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
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
