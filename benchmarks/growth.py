"""Lists whose verdicts are known, at several sizes: is every one met, and how does time grow.

    python -m benchmarks.growth --contacts 1000000 --contacts 10000000 --contacts 50000000

For each size, one after the other on the same files and as processes of their own: calllint as a
user calls it, calllint writing the lists to dial, the floor (`benchmarks.floor`) and the naive
script (`benchmarks.naive`). Every verdict is then held to the known one: where a single row
differs, nothing is recorded and the benchmark fails. ``--naive-share 0.1`` runs the naive script on
a list a tenth of the size and multiplies, which RESULTS.md then says; ``--parquet`` judges Parquet
as well. ``--check`` writes no list to dial, and holds the counts alone to what is known;
``--lists FOLDER`` keeps the lists of each size there, for the next time.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import CALLLINT, JUDGED, Run, run
from benchmarks.results import record, table

BYTES_EACH = 700
"""Room a contact needs on the disk: its rows in every list, the verdicts, and what spills."""


@dataclass(frozen=True)
class Size:
    """All runs over one list."""

    contacts: int
    rows: int
    """Rows of all lists together."""
    runs: dict[str, Run]
    naive_share: float

    @property
    def lint(self) -> Run:
        """calllint, every rule."""
        return self.runs["calllint"]


@dataclass(frozen=True)
class Asked:
    """What is to be run."""

    contacts: Sequence[int]
    seed: int
    naive_share: float
    """Of the list that the naive script runs on; nought leaves it out."""
    parquet: bool
    memory_limit: str | None
    folder: Path | None
    check: bool = False
    """Judge alone, and write no list to dial."""
    lists: Path | None = None
    """Where the lists of each size are kept, by their number of contacts."""


def measure(asked: Asked, contacts: int) -> Size:
    """Generate, run each, hold every verdict to what is known."""
    room(asked.folder, contacts * BYTES_EACH)
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        lists = asked.lists / str(contacts) / "csv" if asked.lists else folder / "csv"
        counted = generated(lists, contacts, asked.seed, "csv")
        limit = ("--memory-limit", asked.memory_limit) if asked.memory_limit else ()
        here = ("--temp-dir", str(folder), *limit)
        campaign = str(lists / "campaign.yaml")
        runs = {"calllint": run((*CALLLINT, campaign, "--format", "json", *here), allowed=JUDGED)}
        held_to_totals(lists, runs["calllint"])
        if not asked.check:
            runs["calllint scrub"] = scrubbed(folder, lists, here)
        floor = ("-m", "benchmarks.floor", str(lists), *limit)
        runs["floor"] = run((sys.executable, *floor))
        if asked.naive_share:
            runs["naive"] = naive(folder, lists, contacts, asked)
        if asked.parquet:
            shutil.rmtree(folder / "csv", ignore_errors=True)
            generated(folder / "parquet", contacts, asked.seed, "parquet")
            runs["calllint scrub, Parquet"] = scrubbed(folder, folder / "parquet", here)
        return Size(contacts, counted, runs, asked.naive_share)


def room(folder: Path | None, needed: int) -> None:
    """Stop where the disk has less than ``needed`` bytes free."""
    place = folder or Path(tempfile.gettempdir())
    place.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(place).free
    if free < needed:
        raise SystemExit(
            f"{place} has {free / 1e9:.0f} GB free, and this takes {needed / 1e9:.0f} GB: "
            "name a larger disk with --folder"
        )


def generated(folder: Path, contacts: int, seed: int, form: str) -> int:
    """Write the lists and what is true of them, in a process apart; the rows of all lists.

    Lists that were kept are taken as they are.
    """
    options = ("--contacts", str(contacts), "--seed", str(seed), "--known", "--form", form)
    if not (folder / "truth.parquet").exists():
        run((sys.executable, "-m", "benchmarks.generate", str(folder), *options))
    return sum(_rows(path) for path in folder.rglob("*.csv"))


def _rows(path: Path) -> int:
    """Lines below the header; no cell of these lists holds a line break."""
    count = -1
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            count += block.count(b"\n")
    return count


def naive(folder: Path, lists: Path, contacts: int, asked: Asked) -> Run:
    """The naive script, on the same files or, where so asked, on a smaller list."""
    if asked.naive_share < 1:
        lists = folder / "sample"
        generated(lists, round(contacts * asked.naive_share), asked.seed, "csv")
    return run((sys.executable, "-m", "benchmarks.naive", str(lists)))


def scrubbed(folder: Path, lists: Path, options: Sequence[str]) -> Run:
    """calllint writing its lists; stops the benchmark where one row differs from the truth."""
    out = folder / "out"
    campaign = str(lists / "campaign.yaml")
    found = run((*CALLLINT, "scrub", campaign, "--out", str(out), *options), allowed=JUDGED)
    held = (str(lists / "truth.parquet"), str(out / "verdicts.parquet"))
    checked = run((sys.executable, "-m", "benchmarks.known.check", *held), allowed=(0, 1))
    if checked.code:
        raise SystemExit(f"{lists.name}: verdicts differ from what is known\n{checked.output}")
    shutil.rmtree(out)
    return found


def held_to_totals(folder: Path, lint: Run) -> None:
    """Stop where the counts calllint reports are not those of the truth."""
    code = (
        'import duckdb, json, sys; print(json.dumps(dict(duckdb.sql(f"SELECT verdict, count(*) '
        "FROM '{sys.argv[1]}' GROUP BY ALL\").fetchall())))"
    )
    known = json.loads(run((sys.executable, "-c", code, str(folder / "truth.parquet"))).output)
    (campaign,) = json.loads(lint.output)["campaigns"]
    said = {name: campaign["totals"][name] for name in ("allow", "review", "block")}
    if said != known:
        told = [problem["message"] for problem in campaign["problems"]]
        raise SystemExit(f"calllint counts {said}; what is known is {known}\n{told}")


NAMES = {
    "calllint": "calllint, every rule",
    "calllint scrub": "calllint scrub, every file written",
    "calllint scrub, Parquet": "the same from Parquet",
    "floor": "floor: scan and joins, nothing judged",
    "naive": "naive, seven checks",
}


def report(sizes: Sequence[Size]) -> str:
    """The table of all runs, the ratios, and how they grow."""
    rows = [
        [f"{size.contacts:,}", NAMES[name], *cells(one, size, name)]
        for size in sizes
        for name, one in size.runs.items()
    ]
    header = ["contacts", "", "time", "processor", "contacts/s", "rows/s", "peak memory"]
    parts = [table(header, rows), *map(ratios, sizes)]
    parts += [grown(sizes[0], size) for size in sizes[1:]]
    return "\n\n".join(parts)


def cells(one: Run, size: Size, name: str) -> list[str]:
    """Time, processor, speed and memory of a run; of a sample, what the whole list would take."""
    times = 1 / size.naive_share if name == "naive" else 1
    about = "about " if times > 1 else ""
    return [
        f"{about}{one.seconds * times:,.1f} s",
        f"{about}{one.cpu_seconds * times:,.1f} s",
        f"{size.contacts / one.seconds / times:,.0f}",
        f"{size.rows / one.seconds / times:,.0f}",
        f"{about}{one.peak_bytes * times / 2**20:,.0f} MiB",
    ]


def ratios(size: Size) -> str:
    """How calllint compares with the others, at one size."""
    above = size.lint.seconds / size.runs["floor"].seconds
    whole = "every verdict, its reasons and its days are" if _written(size) else "the counts are"
    said = (
        f"{size.contacts:,} contacts, {size.rows:,} rows in all lists: {whole} those known. "
        f"calllint takes {above:.1f} times as long as the floor."
    )
    if "naive" in size.runs:
        scale = 1 / size.naive_share
        times = size.runs["naive"].seconds * scale / size.lint.seconds
        said += f" The naive script takes {times:.1f} times as long as calllint."
        if scale > 1:
            said += f" It ran on a list of {size.contacts * size.naive_share:,.0f}, and scaled."
    return said


def _written(size: Size) -> bool:
    return "calllint scrub" in size.runs


def grown(small: Size, large: Size) -> str:
    """How the time of each grows with the list: 1.00 is in proportion."""
    factor = large.contacts / small.contacts
    each = ", ".join(
        f"{NAMES[name].partition(':')[0].partition(',')[0]} "
        f"{large.runs[name].seconds / small.runs[name].seconds / factor:.2f}"
        for name in small.runs
        if name in large.runs
    )
    return (
        f"From {small.contacts:,} to {large.contacts:,} contacts, time over the growth of the "
        f"list (1.00 is linear): {each}."
    )


def main() -> None:
    """Measure each size, print, record."""
    parser = argparse.ArgumentParser(description="Lint lists whose verdicts are known.")
    parser.add_argument("--contacts", type=int, action="append", help="more than once: all of them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--naive-share", type=float, default=1.0, help="0: without the naive one")
    parser.add_argument("--parquet", action="store_true")
    parser.add_argument("--memory-limit", help="of calllint and the floor; default: their own")
    parser.add_argument("--folder", type=Path, help="where the lists are written")
    parser.add_argument("--check", action="store_true", help="judge alone, write no list to dial")
    parser.add_argument("--lists", type=Path, help="where the lists are kept")
    given = parser.parse_args()
    if not 0 <= given.naive_share <= 1:
        parser.error("--naive-share is from 0 to 1")
    sizes = sorted(given.contacts or [1_000_000])
    asked = Asked(
        sizes,
        given.seed,
        given.naive_share,
        given.parquet,
        given.memory_limit,
        given.folder,
        given.check,
        given.lists,
    )
    found = [measure(asked, contacts) for contacts in asked.contacts]
    body = report(found)
    print(body)
    section = "growth-check" if given.check else "growth"
    section += f"-{given.memory_limit}" if given.memory_limit else ""
    title = "How a check grows" if given.check else "Known verdicts, and how time grows"
    title += f", within {given.memory_limit}" if given.memory_limit else ""
    record(section, title, f"python -m benchmarks.growth {' '.join(sys.argv[1:])}".strip(), body)


if __name__ == "__main__":
    main()
