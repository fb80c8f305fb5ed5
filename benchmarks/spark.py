"""The same campaign by DuckDB, and by a Spark cluster of one worker and of two, on this machine.

    python -m benchmarks.spark --contacts 200000 --workers 1 2

The cluster is Spark's own, on loopback, with one core for each worker; `make test-spark` installs
what it needs. Verdicts and reports must be the same to the last row, or the benchmark fails.
Written to RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path

from benchmarks.lint_million import count_rows
from benchmarks.process import CALLLINT, JUDGED, Run, generated, run
from benchmarks.results import record, table


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


def on_cluster(campaign: Path, folder: Path, workers: int) -> Run:
    """The command on a cluster of so many workers, its verdicts below ``folder``."""
    from tests.spark.standalone import USUAL, standalone

    place = folder / f"cluster-{workers}"
    place.mkdir()
    with standalone(place, workers) as running:
        os.environ.update(running.environment(running.configuration(**USUAL)))
        command = (
            *CALLLINT, "check", str(campaign), "--engine", "spark", "--format", "json",
            "--verdicts", str(place / "verdicts"), "--cluster-temp", (place / "temp").as_uri(),
        )  # fmt: skip
        return run(command, allowed=JUDGED)


def measure(contacts: int, seed: int, workers: list[int]) -> list[list[str]]:
    """A row of the table for each way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        campaign = generated(folder, contacts, seed)
        lint = (*CALLLINT, "check", str(campaign), "--format", "json")
        here = run(lint, allowed=JUDGED)
        dataset(campaign, folder)
        rows = count_rows(folder)
        found = [[f"{contacts:,}", f"{rows:,}", "DuckDB", f"{here.seconds:.0f} s", "1.0"]]
        for count in workers:
            there = on_cluster(campaign, folder, count)
            if json.loads(there.output) != json.loads(here.output):
                raise SystemExit("the reports differ")
            if different := compare(folder, folder / f"cluster-{count}" / "verdicts"):
                raise SystemExit(f"{different} verdicts differ")
            name = f"Spark, {count} worker{'s' * (count > 1)}"
            ratio = f"{there.seconds / here.seconds:.1f}"
            found.append([f"{contacts:,}", f"{rows:,}", name, f"{there.seconds:.0f} s", ratio])
        return found


def main() -> None:
    """Measure what the command line asks for, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, nargs="+", default=[10_000, 200_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = []
    for contacts in asked.contacts:
        rows += measure(contacts, asked.seed, asked.workers)
    body = table(["contacts", "rows in all lists", "by", "time", "to DuckDB"], rows)
    print(body)
    told = " ".join(map(str, asked.contacts)), " ".join(map(str, asked.workers))
    command = f"python -m benchmarks.spark --contacts {told[0]} --workers {told[1]}"
    record("spark", "Spark beside DuckDB, one machine", command, body)


if __name__ == "__main__":
    main()
