"""The same campaign by DuckDB, and by a Spark cluster of one worker and of two, on this machine.

    python -m benchmarks.spark --contacts 200000 --workers 1 2

The cluster is Spark's own, on loopback, with one core for each worker; `make test-spark` installs
what it needs. Verdicts and reports must be the same to the last row, or the benchmark fails. With
several sizes a line is laid through what each took: what a run costs whatever it reads, and what
one contact more costs. Processor time is that of the driver and the executors, Python's included.
Written to RESULTS.md.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lint_million import count_rows
from benchmarks.process import CALLLINT, JUDGED, Run, generated, run
from benchmarks.results import record, table

_SUBREAPER = 36
"""What `prctl` calls the process that takes in the children of those that end."""
_PATIENCE = 30
"""Seconds the machines of a cluster have to end."""
BILLION = 1_000_000_000


@dataclass(frozen=True)
class Measured:
    """One run."""

    contacts: int
    rows: int
    workers: int
    """0 is DuckDB."""
    seconds: float
    processor: float
    load: float
    """Of the machine, as it ended."""

    @property
    def name(self) -> str:
        """What ran."""
        return named(self.workers)


@dataclass(frozen=True)
class Line:
    """What runs took, as a line: seconds of any run, and seconds of a million contacts more."""

    fixed: float
    million: float

    @classmethod
    def through(cls, contacts: Sequence[int], seconds: Sequence[float]) -> Line:
        """The line nearest to some runs."""
        slope, intercept = statistics.linear_regression(contacts, seconds)
        return cls(intercept, slope * 1e6)


def dataset(campaign: Path, folder: Path) -> None:
    """Every verdict by DuckDB, as the cluster writes it: what both are compared by."""
    from calllint.engine import Options, judge

    with judge(campaign, Options()) as judgement, (folder / "here.jsonl").open("w") as out:
        for each in judgement.verdicts():
            row = [
                each.file,
                each.line,
                each.contact_id,
                each.verdict,
                sorted(each.breached),
                sorted(each.unknown),
            ]
            days = [str(day) if day else None for day in (each.callable_from, each.callable_until)]
            out.write(json.dumps({"row": [*row, *days, each.attempts_left]}) + "\n")


def compare(folder: Path, verdicts: Path) -> int:
    """Rows that the dataset of the cluster has and DuckDB has not, or the other way round."""
    import duckdb

    there = (
        "SELECT to_json([to_json(file), to_json(line), to_json(contact_id), to_json(verdict), "
        "to_json(list_sort(breached)), to_json(list_sort(unknown)), to_json(callable_from), "
        "to_json(callable_until), to_json(attempts_left)]) AS row "
        f"FROM read_parquet('{verdicts}/*/*.parquet', hive_partitioning=true)"
    )
    listed = f"read_json('{folder}/here.jsonl', columns={{row: 'JSON'}})"
    here = f"SELECT to_json(row) AS row FROM {listed}"
    both = f"(({here}) EXCEPT ALL ({there})) UNION ALL (({there}) EXCEPT ALL ({here}))"
    return int(duckdb.execute(f"SELECT count(*) FROM ({both})").fetchall()[0][0])


def on_cluster(campaign: Path, folder: Path, workers: int) -> tuple[Run, float]:
    """The command on a cluster of so many workers, and the processor time of all its machines."""
    from tests.spark.standalone import USUAL, standalone

    place = folder / f"cluster-{workers}"
    place.mkdir()
    begun = _processor()
    with standalone(place, workers) as running:
        os.environ.update(running.environment(running.configuration(**USUAL)))
        started = sum(_of_process(each.pid) for each in running.daemons)
        command = (
            *CALLLINT, "check", str(campaign), "--engine", "spark", "--format", "json",
            "--verdicts", str(place / "verdicts"), "--cluster-temp", (place / "temp").as_uri(),
        )  # fmt: skip
        ended = run(command, allowed=JUDGED)
    return ended, _processor() - begun - started


def _processor() -> float:
    """Processor time of every child so far, once those that are ending have ended."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.1)
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _of_process(pid: int) -> float:
    """Processor time of a process that still runs."""
    cells = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")


def measure(contacts: int, seed: int, workers: list[int]) -> list[Measured]:
    """Each way once, on the same lists."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        campaign = generated(folder, contacts, seed)
        lint = (*CALLLINT, "check", str(campaign), "--format", "json")
        here = run(lint, allowed=JUDGED)
        rows = count_rows(folder)
        found = [Measured(contacts, rows, 0, here.seconds, here.cpu_seconds, os.getloadavg()[0])]
        dataset(campaign, folder)
        for count in workers:
            there, processor = on_cluster(campaign, folder, count)
            load = os.getloadavg()[0]
            found.append(Measured(contacts, rows, count, there.seconds, processor, load))
            print(found[-1], flush=True)
            if json.loads(there.output) != json.loads(here.output):
                raise SystemExit("the reports differ")
            if different := compare(folder, folder / f"cluster-{count}" / "verdicts"):
                raise SystemExit(f"{different} verdicts differ")
        return found


def named(workers: int) -> str:
    """What runs, by its number of workers."""
    return f"Spark, {workers} worker{'s' * (workers > 1)}" if workers else "DuckDB"


def runs_table(runs: Sequence[Measured]) -> str:
    """Every run beside DuckDB's on the same lists."""
    here = {each.contacts: each for each in runs if not each.workers}
    cells = [
        [
            f"{each.contacts:,}", f"{each.rows:,}", each.name, f"{each.seconds:.1f} s",
            f"{each.processor:.1f} s", f"{each.seconds / here[each.contacts].seconds:.1f}",
            f"{each.processor / here[each.contacts].processor:.1f}", f"{each.load:.1f}",
        ]
        for each in runs
    ]  # fmt: skip
    head = "contacts", "rows in all lists", "by", "time", "processor", "to DuckDB"
    return table([*head, "processor to DuckDB", "load"], cells)


def lines_of(runs: Sequence[Measured], workers: int) -> tuple[Line, Line]:
    """The lines of one way: by the clock, and by the processor."""
    own = [each for each in runs if each.workers == workers]
    contacts = [each.contacts for each in own]
    return (
        Line.through(contacts, [each.seconds for each in own]),
        Line.through(contacts, [each.processor for each in own]),
    )


def lines_table(runs: Sequence[Measured]) -> str:
    """What a run costs whatever it reads, and what a million contacts cost."""
    cells = []
    for workers in dict.fromkeys(each.workers for each in runs):
        clock, processor = lines_of(runs, workers)
        each = [clock.fixed, clock.million, processor.fixed, processor.million]
        cells.append([named(workers), *(f"{seconds:.1f} s" for seconds in each)])
    head = ["by", "any run", "a million contacts", "processor, any run", "processor, a million"]
    return table(head, cells)


def billion_table(runs: Sequence[Measured]) -> str:
    """A billion contacts, by the lines: DuckDB as here, Spark on so many cores.

    Spark's cores are taken to share what the processor did for a contact, and nothing else.
    """
    here, _ = lines_of(runs, 0)
    clock, processor = lines_of(runs, max(each.workers for each in runs))
    thousand = BILLION / 1e6
    cells = [["DuckDB, this machine", f"{(here.fixed + here.million * thousand) / 3600:.1f} h", ""]]
    for cores in (4, 16, 64, 256):
        million = processor.million / cores
        gain = here.million - million
        even = (
            f"{(clock.fixed - here.fixed) / gain:.1f} million contacts" if gain > 0 else "nowhere"
        )
        hours = f"{(clock.fixed + million * thousand) / 3600:.1f} h"
        cells.append([f"Spark, {cores} cores like these", hours, even])
    return table(["by", "a billion contacts", "as quick as DuckDB here from"], cells)


def main() -> None:
    """Measure what the command line asks for, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, nargs="+", default=[10_000, 200_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    runs = [
        each for contacts in asked.contacts for each in measure(contacts, asked.seed, asked.workers)
    ]
    parts = [runs_table(runs)]
    if len(asked.contacts) > 1:
        parts += [lines_table(runs), billion_table(runs)]
    body = "\n\n".join([*parts, "Spark writes every verdict as well, which DuckDB does not here."])
    print(body)
    told = " ".join(map(str, asked.contacts)), " ".join(map(str, asked.workers))
    command = f"python -m benchmarks.spark --contacts {told[0]} --workers {told[1]}"
    record("spark", "Spark beside DuckDB, one machine", command, body)


if __name__ == "__main__":
    main()
