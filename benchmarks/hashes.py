"""What a record cannot do without: the hashes of the same rows, numbers and lines, and no more.

    python -m benchmarks.hashes FOLDER BOOK

Prints the processor time, in seconds. Rows are hashed in DuckDB as they are read, numbers by HMAC
in DuckDB, and the lines of the entries that stand in the book by hashlib; reading is not counted.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.floor import LISTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KEY = b"sixteen bytes of"


def hashes(folder: Path, book: Path) -> float:
    """Seconds of processor that hashing takes."""
    import duckdb

    with duckdb.connect() as database:
        rows = sum(_rows(database, folder / pattern) for pattern in LISTS.values())
        numbers = _numbers(database, folder / LISTS["contacts"])
    return rows + numbers + sum(map(_lines, book.glob("*/entries.txt")))


def _taken(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def _rows(database: DuckDBPyConnection, files: Path) -> float:
    """The digests of the rows of a list: the difference to joining their cells."""
    database.execute(f"CREATE OR REPLACE TABLE list AS {_list(files)}")
    joined = "concat_ws(chr(31), *COLUMNS(*))"
    hashed = f"sha256(unhex('{_KEY.hex()}') || encode({joined}))"
    without, with_hash = (
        _taken(partial(database.execute, f"SELECT max({text}) FROM list"))
        for text in (joined, hashed)
    )
    return with_hash - without


def _numbers(database: DuckDBPyConnection, files: Path) -> float:
    """The keyed hash of every contact."""
    pad = (_KEY * 4).hex()
    inner = f"sha256(unhex('{pad}') || encode(phone))"
    keyed = f"SELECT max(sha256(unhex('{pad}') || unhex({inner}))) FROM list"
    database.execute(f"CREATE OR REPLACE TABLE list AS {_list(files)}")
    return _taken(partial(database.execute, keyed))


def _list(files: Path) -> str:
    path = str(files).replace("'", "''")
    return f"SELECT * FROM read_csv('{path}', all_varchar = true, header = true)"


def _lines(entries: Path) -> float:
    """The hashes of lines, some at a time."""
    taken = 0.0
    with entries.open("rb") as stream:
        while some := stream.readlines(1 << 26):
            taken += _taken(partial(_hash, some))
    return taken


def _hash(lines: list[bytes]) -> list[bytes]:
    return [sha256(line).digest() for line in lines]


def main() -> None:
    """Hash, print the seconds."""
    parser = argparse.ArgumentParser(description="Hash the rows, numbers and lines of a record.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("book", type=Path)
    options = parser.parse_args()
    print(f"{hashes(options.folder, options.book):.2f}")


if __name__ == "__main__":
    main()
