"""What a record costs beside the scrub it is made of, and what proving and verifying take.

    python -m benchmarks.recording --contacts 1000000
    python -m benchmarks.recording --contacts 10000000 --lists FOLDER

The same campaign, of ``benchmarks.known``, is scrubbed without a record and with one, in turn, each
time with the list to dial; then one number is proved and the record verified. Beside them stands
what the hashes alone take, of which a record is made. With ``--lists`` the campaign is one that was
generated before. Goes to RESULTS.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.process import CALLLINT, Run, generated, run
from benchmarks.results import record, table

_USUAL = 1_000_000
_DAYS = "2026-11-23..2026-11-27"


def measure(contacts: int, seed: int, lists: Path | None) -> str:
    """Generate the lists, scrub them both ways, prove and verify; what it came to."""
    os.environ["CALLLINT_RECORD_KEY"] = "a key of the benchmarks, long enough"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        campaign = (
            lists / "campaign.yaml"
            if lists
            else generated(folder / "lists", contacts, seed, "--known")
        )
        book = str(folder / "book")
        scrub = (*CALLLINT, "scrub", str(campaign), "--dial", _DAYS, "--format", "json", "--out")
        plain = run((*scrub, str(folder / "plain")))
        recorded = run((*scrub, str(folder / "out"), "--record", book))
        prove = run((*CALLLINT, "prove", book, "+33199000001"))
        verify = run((*CALLLINT, "verify", book))
        hashing = run((sys.executable, "-m", "benchmarks.hashes", str(campaign.parent), book))
        size = sum(path.stat().st_size for path in Path(book).rglob("*"))
    return report(contacts, plain, recorded, prove, verify, size, float(hashing.output))


def report(
    contacts: int,
    plain: Run,
    recorded: Run,
    prove: Run,
    verify: Run,
    size: int,
    hashing: float,
) -> str:
    """The table and the ratios."""
    runs = {
        "`scrub`": plain,
        "`scrub --record`": recorded,
        "`prove`, one number": prove,
        "`verify`, every entry": verify,
    }
    rows = [
        [
            name,
            f"{one.seconds:.1f} s",
            f"{one.cpu_seconds:.1f} s",
            f"{one.peak_bytes / 2**20:,.0f} MiB",
        ]
        for name, one in runs.items()
    ]
    wall = recorded.seconds / plain.seconds
    cpu = recorded.cpu_seconds / plain.cpu_seconds
    least = (plain.cpu_seconds + hashing) / plain.cpu_seconds
    said = (
        f"With a record, a scrub takes {wall:.2f} times as long, and {cpu:.2f} times the "
        f"processor; with nothing but its hashes (rows, numbers, entries: {hashing:.1f} s) that "
        f"would be {least:.2f} times. The record is {size / 2**20:,.0f} MiB, "
        f"{size / contacts:,.0f} bytes a contact."
    )
    rows_of = table(["", "time", "processor", "peak memory"], rows)
    return "\n\n".join([f"{contacts:,} contacts.", rows_of, said])


def main() -> None:
    """Measure, print, record."""
    parser = argparse.ArgumentParser(description="What a record costs.")
    parser.add_argument("--contacts", type=int, default=_USUAL)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lists", type=Path, help="folder of lists generated before")
    options = parser.parse_args()
    body = measure(options.contacts, options.seed, options.lists)
    print(body)
    choice = f"--contacts {options.contacts} --seed {options.seed}"
    section, title = "recording", "A record"
    if options.contacts != _USUAL:
        section, title = f"recording-{options.contacts}", f"A record of {options.contacts:,}"
    record(section, title, f"python -m benchmarks.recording {choice}", body)


if __name__ == "__main__":
    main()
