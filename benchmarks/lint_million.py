"""A million contacts with their consents, opt-outs and calls, beside naive script and floor.

    python -m benchmarks.lint_million --contacts 1000000

calllint, `benchmarks.naive` and `benchmarks.floor` run as processes of their own, one after the
other, on the same generated files. Time is wall clock and memory the largest resident set; both go
to RESULTS.md. On a machine that does something else besides, look at the processor's time.
`--without-naive` leaves out what would take an hour.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import CALLLINT, JUDGED, Run, generated, run
from benchmarks.results import record, table

_USUAL = 1_000_000


@dataclass(frozen=True)
class Duel:
    """All runs on the same files."""

    contacts: int
    rows: int
    """Rows of all lists together."""
    calllint: Run
    floor: Run
    naive: Run | None


def duel(contacts: int, seed: int, *, naively: bool) -> Duel:
    """Generate the lists, lint them, scan and join them, judge them naively."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        campaign = generated(folder, contacts, seed)
        lint = (*CALLLINT, str(campaign), "--format", "json")
        floor = (sys.executable, "-m", "benchmarks.floor", str(folder))
        naive = (sys.executable, "-m", "benchmarks.naive", str(folder))
        return Duel(
            contacts,
            count_rows(folder),
            run(lint, allowed=JUDGED),
            run(floor),
            run(naive) if naively else None,
        )


def count_rows(folder: Path) -> int:
    """Rows of every list, headers left out. No generated cell holds a line break."""
    return sum(_lines(path) - 1 for path in folder.rglob("*.csv"))


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def report(result: Duel) -> str:
    """The table, the ratio, and what each found."""
    runs = {
        "calllint, every rule": result.calllint,
        "floor: scan and joins, nothing judged": result.floor,
    }
    if result.naive:
        runs["naive, seven checks"] = result.naive
    body = table(
        ["", "time", "processor", "contacts/s", "rows/s", "peak memory"],
        [[name, *_cells(one, result)] for name, one in runs.items()],
    )
    above = result.calllint.seconds / result.floor.seconds
    parts = [
        f"{result.contacts:,} contacts; {result.rows:,} rows in all lists.",
        body,
        f"calllint takes {above:.1f} times as long as the floor.",
        f"calllint: {_counts(_totals(result.calllint))}.",
    ]
    if result.naive:
        times = result.naive.seconds / result.calllint.seconds
        memory = result.naive.peak_bytes / result.calllint.peak_bytes
        parts[2] += (
            f" The naive script takes {times:.1f} times as long as calllint, "
            f"and {memory:.1f} times the memory."
        )
        parts[3] += f"\nNaive: {_counts(json.loads(result.naive.output))}."
    return "\n\n".join(parts)


def _cells(one: Run, result: Duel) -> list[str]:
    return [
        f"{one.seconds:.1f} s",
        f"{one.cpu_seconds:.1f} s",
        f"{result.contacts / one.seconds:,.0f}",
        f"{result.rows / one.seconds:,.0f}",
        f"{one.peak_bytes / 2**20:,.0f} MiB",
    ]


def _totals(one: Run) -> dict[str, int]:
    campaign = json.loads(one.output)["campaigns"][0]
    crashed = [problem["rule"] for problem in campaign["problems"] if problem["rule"]]
    if crashed:
        raise SystemExit(f"no benchmark: these rules crashed: {', '.join(crashed)}")
    totals: dict[str, int] = campaign["totals"]
    return totals


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))


def main() -> None:
    """Measure, print, record."""
    parser = argparse.ArgumentParser(description="Lint a large campaign, and naively too.")
    parser.add_argument("--contacts", type=int, default=_USUAL)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-naive", action="store_true")
    options = parser.parse_args()
    body = report(duel(options.contacts, options.seed, naively=not options.without_naive))
    print(body)
    choice = f"--contacts {options.contacts} --seed {options.seed}"
    choice += " --without-naive" if options.without_naive else ""
    section, title = "lint-million", "A large list"
    if options.contacts != _USUAL:
        section, title = f"lint-{options.contacts}", f"A list of {options.contacts:,}"
    record(section, title, f"python -m benchmarks.lint_million {choice}", body)


if __name__ == "__main__":
    main()
