"""A large list needs little memory, whatever it is written in: it is read as a stream.

Beside the phone it holds long notes, as lists of CRMs do, and is larger than what the command may
take in all.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.building import phone

ROWS = 40_000
SIZE = 360 << 20
"""Bytes of the list: a sixth more than was ever seen to be held."""
NOTE = "é" + "x" * (SIZE // ROWS - 20)
PEAK = SIZE
"""Bytes the process may hold at most, Python and DuckDB included: less than the list alone."""

CODE = """
import sys
from calllint.cli import main
code = main(sys.argv[1:])
# Not ru_maxrss: Linux keeps in it what the process was forked from.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) * 1024, file=sys.stderr)
sys.exit(code)
"""


def csv_rows() -> Iterator[str]:
    yield "phone;note\n"
    for number in range(ROWS):
        yield f"{phone(number)};{NOTE}\n"


def as_text(path: Path, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as out:
        out.writelines(csv_rows())


def as_gzip(path: Path) -> None:
    import random

    noise = random.Random(1)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as out:
        for number in range(ROWS):
            out.write(
                f"{phone(number)};{noise.randbytes(200).hex()}{NOTE}\n"
                if number
                else "phone;note\n"
            )


def as_json(path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for number in range(ROWS):
            out.write(json.dumps({"phone": phone(number), "note": NOTE}, ensure_ascii=False) + "\n")


def as_ragged(path: Path) -> None:
    as_text(path, "cp1252")
    with path.open("ab") as out:
        out.write(b"ragged\n")


WRITERS: dict[str, Callable[[Path], None]] = {
    "plain.csv": lambda path: as_text(path, "utf-8"),
    "windows-ragged.csv": as_ragged,
    "list.jsonl": as_json,
    "list.csv.gz": as_gzip,
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_large_list_is_read_within_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    WRITERS[name](path)
    done = subprocess.run(
        [sys.executable, "-c", CODE, "inspect", str(path), "--format", "json",
         "--kind", "contacts", "--memory-limit", "200MB", "--temp-dir", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    path.unlink()
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["lists"]
    assert ROWS - 1 <= found["rows"] <= ROWS + 1
    assert found["read"]["phones"] >= ROWS - 1
    assert int(done.stderr.splitlines()[-1]) < PEAK
