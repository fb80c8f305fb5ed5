"""A list of contacts larger than the memory it takes: its peak, beside its size.

    python -m benchmarks.large_file --gigabytes 2

The contacts are those whose verdicts are known, a thousand characters of notes beside each, as in
the export of a CRM. They are judged with the default memory limit; the file is deleted in the end.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.growth import generated, held_to_totals, room
from benchmarks.process import CALLLINT, JUDGED, Run, run
from benchmarks.results import record, table

_EACH = 1_050
"""Bytes of a row."""
_NOTES = """
import duckdb, sys
source, target = sys.argv[1:]
duckdb.sql(
    "COPY (SELECT *, repeat('rappeler après 18 h ', 50) AS note "
    f"FROM read_csv('{source}', all_varchar = true)) TO '{target}' (FORMAT csv, HEADER)"
)
"""


def main() -> None:
    """Generate, judge, print, record."""
    parser = argparse.ArgumentParser(description="Judge a list larger than the memory it takes.")
    parser.add_argument("--gigabytes", type=float, default=2)
    parser.add_argument("--folder", type=Path, help="where the list is written")
    given = parser.parse_args()
    contacts = int(given.gigabytes * 1e9 / _EACH)
    room(given.folder, int(given.gigabytes * 4e9))
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        generated(folder, contacts, 1, "csv")
        listed = folder / "contacts.csv"
        noted = folder / "noted.csv"
        run((sys.executable, "-c", _NOTES, str(listed), str(noted)))
        noted.replace(listed)
        size = listed.stat().st_size
        lint = (*CALLLINT, str(folder / "campaign.yaml"), "--format", "json")
        found = run((*lint, "--temp-dir", str(folder)), allowed=JUDGED)
        held_to_totals(folder, found)
    body = report(contacts, size, found)
    print(body)
    command = f"python -m benchmarks.large_file --gigabytes {given.gigabytes:g}"
    record("large-file", "A file larger than its memory", command, body)


def report(contacts: int, size: int, found: Run) -> str:
    """Size, time and peak."""
    cells = [f"{size / 1e9:.2f} GB", f"{found.seconds:.0f} s", f"{found.peak_bytes / 1e9:.2f} GB"]
    body = table(["contacts", "file", "time", "peak memory"], [[f"{contacts:,}", *cells]])
    return f"{body}\n\nDefault memory limit; the counts are those known."


if __name__ == "__main__":
    main()
