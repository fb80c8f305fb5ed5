"""One number at a time: preparing a campaign, then asking about its numbers.

    python -m benchmarks.can_call --contacts 1000000

`calllint prepare` and `calllint can-call` run as processes of their own. The library is asked in
another one, which opens the index once: numbers drawn from the list, each at a moment drawn from
the days of the campaign, with every reason and the next moment that is allowed. `--folder` takes
lists that `benchmarks.generate` made before. `--times 10` asks an index of ten times the numbers:
each one of the list, with its neighbours under the same facts.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

from benchmarks.process import CALLLINT, Run, generated, run
from benchmarks.results import record, table

T = TypeVar("T")
ACCEPTED = "accepted.json"
"""An old form of the campaign is faulty; accepted, so that not every call is refused for it."""
_USUAL = 1_000_000
_ANSWERED = (0, 1, 3)
"""Some contacts live where no pack reaches, and not everything can be checked of them."""
_FIRST, _DAYS = date(2026, 11, 23), 26
_ROUNDS = 9


@dataclass(frozen=True)
class Measured:
    """What it took."""

    contacts: int
    times: int
    """How often each number stands in the index."""
    prepared: Run
    size: int
    """Bytes of the index."""
    command: tuple[float, float]
    """Median seconds of the command, from start to exit; and of the processor."""
    answers: dict[str, float]
    """Of the library: milliseconds, and how many of each verdict."""


def measure(folder: Path, campaign: Path, contacts: int, questions: int, times: int) -> Measured:
    """Prepare, then ask by the command and by the library."""
    index, baseline = folder / "bench.index", str(folder / ACCEPTED)
    accept = ("--reason", "a benchmark", "--baseline", baseline, "--without-data")
    run((*CALLLINT, "baseline", "write", str(campaign), *accept))
    used = ("--index", str(index), "--baseline", baseline)
    prepared = run((*CALLLINT, "prepare", str(campaign), *used), allowed=(0, 3))
    if times > 1:
        repeat(index, times)
    asked = draw(campaign.parent / "contacts.csv", _ROUNDS + 1)
    where = ("can-call", str(campaign), *used, "--format", "json")
    runs = [
        run((*CALLLINT, *where, "--at", at, number), allowed=_ANSWERED) for number, at in asked
    ][1:]
    command = (
        statistics.median(each.seconds for each in runs),
        statistics.median(each.cpu_seconds for each in runs),
    )
    library = (sys.executable, "-m", "benchmarks.can_call", "--ask", str(index))
    answers = json.loads(
        run((*library, "--folder", str(folder), "--questions", str(questions))).output
    )
    size = index.stat().st_size
    index.unlink()
    return Measured(contacts, times, prepared, size, command, answers)


def repeat(index: Path, times: int) -> None:
    """Give each number of an index neighbours that are known by the same facts."""
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TEMP TABLE step AS SELECT 0 AS number WHERE FALSE")
        connection.executemany("INSERT INTO step VALUES (?)", [(each,) for each in range(1, times)])
        for table in ("contact", "days", "attempt", "suppressed", "refused", "horizon"):
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")][1:]
            others = ", ".join(f"f.{name}" for name in names)
            connection.execute(f"CREATE TEMP TABLE few AS SELECT * FROM {table} ORDER BY 1")
            connection.execute(
                f"INSERT OR IGNORE INTO {table} SELECT f.number + s.number, {others} "
                "FROM few f CROSS JOIN step s"
            )
            connection.execute("DROP TABLE few")
        connection.commit()


def draw(contacts: Path, count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Numbers of a list, by places drawn in the file, and moments at which people may be up."""
    random = Random(seed)
    found: list[tuple[str, str]] = []
    size = contacts.stat().st_size
    with contacts.open("rb") as stream:
        while len(found) < count:
            stream.seek(random.randrange(size - 200))
            stream.readline()
            (row,) = csv.reader([stream.readline().decode()])
            if sum(map(str.isdigit, row[1])) < 9 or "E" in row[1] or "/" in row[1]:
                continue
            day = _FIRST + timedelta(days=random.randrange(_DAYS))
            moment = datetime.combine(day, datetime.min.time())
            moment += timedelta(minutes=random.randrange(9 * 60, 20 * 60))
            found.append((row[1], moment.isoformat()))
    return found


def ask(folder: Path, index: Path, questions: int) -> dict[str, float]:
    """Open the index and ask; milliseconds, by the wall clock and of the processor."""
    import calllint

    options = calllint.Options(baseline=folder / ACCEPTED, root=Path())
    opened, took = _timed(lambda: calllint.open_index(folder / "campaign.yaml", options, index))
    found = _named("open", [took])
    times, verdicts = [], []
    for number, at in draw(folder / "contacts.csv", questions, seed=2):
        answer, took = _timed(partial(opened.can_call, number, at))
        times.append(took)
        verdicts.append(answer.verdict)
    found |= _named("first", times[:1]) | _named("ask", times)
    return found | {name: verdicts.count(name) for name in ("allow", "review", "block")}


def _timed(work: Callable[[], T]) -> tuple[T, tuple[float, float]]:
    """What it gives, with the milliseconds it took: by the wall clock, and of the processor."""
    began = time.perf_counter(), time.process_time()
    done = work()
    ended = time.perf_counter(), time.process_time()
    return done, ((ended[0] - began[0]) * 1000, (ended[1] - began[1]) * 1000)


def _named(name: str, times: Sequence[tuple[float, float]]) -> dict[str, float]:
    """The median, the 99th percentile and the most, by both clocks."""
    found = {}
    for clock, each in zip(("wall", "cpu"), zip(*times, strict=True), strict=True):
        ordered = sorted(each)
        found[f"{name} {clock} p50"] = ordered[len(ordered) // 2]
        found[f"{name} {clock} p99"] = ordered[len(ordered) * 99 // 100]
        found[f"{name} {clock} most"] = ordered[-1]
    return found


def report(found: Measured, questions: int) -> str:
    """Preparation, then latency."""
    one, answers = found.prepared, found.answers
    preparing = table(
        ["", "time", "processor", "contacts/s", "peak memory", "index"],
        [
            [
                f"`calllint prepare`, {found.contacts:,} contacts",
                f"{one.seconds:.1f} s",
                f"{one.cpu_seconds:.1f} s",
                f"{found.contacts / one.seconds:,.0f}",
                f"{one.peak_bytes / 2**20:,.0f} MiB",
                f"{found.size / 2**20:,.0f} MiB",
            ]
        ],
    )
    command = [f"{found.command[0] * 1000:.0f} ms", "", "", f"{found.command[1] * 1000:.0f} ms", ""]
    asking = table(
        ["", "p50", "p99", "most", "processor p50", "processor p99"],
        [
            ["the command, start to exit", *command],
            ["`open_index`, once", *_cells(answers, "open", single=True)],
            ["the first question", *_cells(answers, "first", single=True)],
            [f"the library, {questions:,} questions", *_cells(answers, "ask")],
        ],
    )
    several = f", each under {found.times} numbers of the index" if found.times > 1 else ""
    verdicts = ", ".join(f"{name} {answers[name]:,}" for name in ("allow", "review", "block"))
    return "\n\n".join(
        [
            f"{found.contacts:,} contacts{several}. Answers have all reasons, and what is next.",
            preparing,
            asking,
            f"Answers: {verdicts}.\n{_load()}",
        ]
    )


def _load() -> str:
    """How busy the machine is: wall clocks say little of a program that waits for others."""
    return f"Load of the machine: {os.getloadavg()[0]:.0f}. Above its cores, look at the processor."


def _cells(answers: dict[str, float], name: str, *, single: bool = False) -> list[str]:
    shown = [("wall", "p50"), ("wall", "p99"), ("wall", "most"), ("cpu", "p50"), ("cpu", "p99")]
    return [
        "" if single and key != "p50" else f"{answers[f'{name} {clock} {key}']:.2f} ms"
        for clock, key in shown
    ]


def main() -> None:
    """Measure, print, record."""
    parser = argparse.ArgumentParser(description="Prepare a large campaign, and ask about numbers.")
    parser.add_argument("--contacts", type=int, default=_USUAL)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--ask", type=Path, help="an index: ask it, and print what it took")
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(ask(options.folder, options.ask, options.questions)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        campaign = folder / "campaign.yaml"
        if options.folder is None:
            generated(folder, options.contacts)
        found = measure(folder, campaign, options.contacts, options.questions, options.times)
    body = report(found, options.questions)
    print(body)
    command = f"python -m benchmarks.can_call --contacts {options.contacts}"
    numbers = options.contacts * options.times
    command += f" --times {options.times}" if options.times > 1 else ""
    record(f"can-call-{numbers}", f"One number of {numbers:,}", command, body)


if __name__ == "__main__":
    main()
