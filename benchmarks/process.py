"""Running a process and saying what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# What the installed command `calllint` runs.
CALLLINT = (sys.executable, "-m", "calllint")
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
# Nothing found, findings, and not all checked: some contacts live where no pack reaches.
JUDGED = (0, 1, 3)


@dataclass(frozen=True)
class Run:
    """One finished process."""

    seconds: float
    """Wall clock, from start to exit."""
    cpu_seconds: float
    """Processor time of all its threads."""
    peak_bytes: int
    """Largest resident set of the process. Linux counts what the parent held when it started it,
    so a benchmark must stay small itself: lists are generated in a process of their own."""
    code: int
    output: str
    """Standard output."""


def run(command: Sequence[str], *, allowed: Sequence[int] = (0,)) -> Run:
    """Run ``command`` to its end; stops the benchmark where it exits otherwise than ``allowed``."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=_environment())
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = code = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if code not in allowed:
            said = errors.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"exit {code}: {' '.join(command)}\n{said}")
        cpu_seconds = usage.ru_utime + usage.ru_stime
        peak = _in_bytes(usage.ru_maxrss)
        return Run(seconds, cpu_seconds, peak, code, output.read().decode())


def _environment() -> dict[str, str]:
    """As a user's: with the compiled modules that Python keeps, which some shells forbid."""
    return {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}


def generated(folder: Path, contacts: int, seed: int = 1, *more: str) -> Path:
    """Generate a campaign and its lists, apart; the path of the campaign."""
    options = ("--contacts", str(contacts), "--seed", str(seed), *more)
    run((sys.executable, "-m", "benchmarks.generate", str(folder), *options))
    return folder / "campaign.yaml"


def _in_bytes(peak: int) -> int:
    return peak if sys.platform == "darwin" else peak * 1024
