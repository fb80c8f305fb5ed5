"""How long calllint takes to start, beside `python -c pass`.

    python -m benchmarks.startup

Every command runs in turn, several rounds over, so that a slow moment of the machine slows them
all; the medians are recorded in RESULTS.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.process import CALLLINT, JUDGED, generated, run
from benchmarks.results import record, table

CONTACTS = 1000
BASELINE = "python -c pass"


def measure(rounds: int) -> dict[str, float]:
    """Median seconds of each command, by what it is called in the table."""
    with tempfile.TemporaryDirectory() as folder:
        campaign = generated(Path(folder), CONTACTS)
        commands = {
            BASELINE: (sys.executable, "-c", "pass"),
            "calllint --version": (*CALLLINT, "--version"),
            "calllint --help": (*CALLLINT, "--help"),
            f"calllint campaign.yaml ({CONTACTS:,} contacts)": (*CALLLINT, str(campaign)),
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds + 1):
            for name, command in commands.items():
                times[name].append(run(command, allowed=JUDGED).seconds)
    # The first round only warms the files up.
    return {name: median(seconds[1:]) for name, seconds in times.items()}


def report(medians: dict[str, float]) -> str:
    """The table: milliseconds, and how many times the baseline."""
    base = medians[BASELINE]
    return table(
        ["command", "median", "ratio"],
        [
            [f"`{name}`", f"{seconds * 1000:.0f} ms", f"{seconds / base:.1f}"]
            for name, seconds in medians.items()
        ],
    )


def main() -> None:
    """Measure, print, record."""
    parser = argparse.ArgumentParser(description="Measure start-up.")
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    body = report(measure(rounds))
    print(body)
    command = f"python -m benchmarks.startup --rounds {rounds}"
    record("startup", "Start-up", command, f"Ratios are to `{BASELINE}`.\n\n{body}")


if __name__ == "__main__":
    main()
