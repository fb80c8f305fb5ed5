"""Writes anew what the tests expect of each example, from what the command says today.

    python -m tests.update_examples              every example
    python -m tests.update_examples overseas     only these

Run it from the root of the repository, then read the difference line by line before committing it:
an expected output is a promise, not a recording.

Each ``examples/NAME/expected/`` holds ``en.txt`` and ``fr.txt`` (standard output), ``exit`` (the
exit code) and, for the examples in ``WITH_JSON``, ``report.json`` with every contact's verdict.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PORTFOLIOS = sorted(path.parent.name for path in ROOT.glob("examples/*/portfolio.yaml"))
"""Examples for ``calllint impact``: all that a centre does."""
EXAMPLES = sorted([path.parent.name for path in ROOT.glob("examples/*/campaign.yaml")] + PORTFOLIOS)
WITH_JSON = frozenset({"three-months"})
"""Examples whose point is the dates of each contact, which the text counts and JSON lists."""
AS_JSON = ("--lang", "en", "--format", "json", "--contacts")


AUDITED: Mapping[str, tuple[str, ...]] = {
    "calls-audited": ("--proofs", "examples/calls-audited/preuves")
}
"""Examples of calls that were placed, and what their audit is told beside the campaign."""


def lint(example: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Runs the command a user runs on ``examples/EXAMPLE``, from the root of the repository."""
    campaign = f"examples/{example}/campaign.yaml"
    command = (
        ("impact", f"examples/{example}")
        if example in PORTFOLIOS
        else ("audit", campaign)
        if example in AUDITED
        else (campaign,)
    )
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "calllint", *command, *options],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def options_by_file(example: str) -> dict[str, tuple[str, ...]]:
    """Expected file to the options whose standard output it holds."""
    files: dict[str, tuple[str, ...]] = {"en.txt": ("--lang", "en"), "fr.txt": ("--lang", "fr")}
    if example in AUDITED:
        return {name: (*options, *AUDITED[example]) for name, options in files.items()}
    if example in WITH_JSON:
        files["report.json"] = AS_JSON
    return files


def without_rules(text: str) -> str:
    """A report without the digests of all rules: any change of any rule would change it."""
    return re.sub(r'^"rules": \[\n.*?\n\],$', '"rules": [],', text, flags=re.DOTALL | re.MULTILINE)


def update(example: str) -> None:
    """Writes the expected files of one example; stops where it could not be judged whole."""
    folder = ROOT / "examples" / example / "expected"
    folder.mkdir(exist_ok=True)
    codes = set()
    for name, options in options_by_file(example).items():
        done = lint(example, *options)
        if done.stderr or done.returncode > 1:
            raise SystemExit(f"{example}, {name}: {done.stderr or done.stdout}")
        (folder / name).write_text(without_rules(done.stdout), encoding="utf-8", newline="\n")
        codes.add(done.returncode)
    if len(codes) != 1:
        raise SystemExit(f"{example}: the exit code depends on the language or the format: {codes}")
    (folder / "exit").write_text(f"{codes.pop()}\n", encoding="utf-8")


if __name__ == "__main__":
    for chosen in sys.argv[1:] or EXAMPLES:
        update(chosen)
