"""Whether the lists that were judged are still what they were; and if not, on which lines.

A whole file is compared by its digest. Where that differs and the key is at hand, every row that
was recorded is compared with the row that stands there now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from calllint.facts.errors import FactError
from calllint.facts.sources.reading import open_lists
from calllint.facts.sources.table import How, fill
from calllint.facts.traces import row_sql
from calllint.proof.book import read_record
from calllint.proof.entries import file_digest
from calllint.proof.fault import Fault, Verified
from calllint.proof.keys import key_id
from calllint.proof.layout import (
    BLOCKS,
    ENTRIES,
    KEY,
    read_blocks,
    read_entries,
    read_payload,
)

_SHOWN = 5
"""Lines that are named; the others are counted."""


def check_lists(found: Verified, folder: Path, root: Path | None, secret: bytes | None) -> None:
    """Add what was changed in the lists of a record; ``root`` is where their paths start from.

    A list that is gone is no fault: lists are purged, and the record answers without them.
    """
    said = read_record(folder).predicate
    known = secret if secret and key_id(secret) == said["numbers"]["key"]["id"] else None
    for place, one in enumerate(said["inputs"]):
        file = (root or Path()) / one["file"]
        if not file.is_file():
            found.notes.append(Fault.of(file, "list_gone"))
        elif file_digest(file)[0] != one["sha256"]:
            found.faults.append(_changed(folder, file, place, one, known))


def _changed(
    folder: Path, file: Path, place: int, one: Mapping[str, Any], secret: bytes | None
) -> Fault:
    if secret is None or one["format"] != "csv" or not (folder / ENTRIES).is_file():
        return Fault.of(file, "list_changed")
    try:
        now = _rows(file, one, secret)
    except FactError:
        return Fault.of(file, "list_changed")
    lines = sorted(line for line, digest in _recorded(folder, place) if now.get(line) != digest)
    if not lines:
        return Fault.of(file, "list_elsewhere")
    shown = ", ".join(map(str, lines[:_SHOWN])) + (", …" if lines[_SHOWN:] else "")
    return Fault.of(file, "list_lines", lines=shown, n=len(lines))


def _rows(file: Path, one: Mapping[str, Any], secret: bytes) -> dict[int, str]:
    """Line to digest, as the file is now."""
    from calllint.facts import temporary
    from calllint.facts.database import duckdb

    # Read from its first line on, whatever stood above the rows: those that were recorded count.
    columns = one.get("columns")
    header = None if columns is None else tuple(f"c{index}" for index in range(columns))
    how = How(encoding=one["encoding"], separator=one["separator"], header=header)
    with temporary.private() as temp, duckdb.connect(":memory:") as connection:
        (opened,) = open_lists(connection, file, file.as_posix(), how, temp)
        source, width = opened.source, len(opened.source.headers)
        rows = f"line, {row_sql(secret, width)} AS row_digest"
        source = fill(
            connection, "now", source, lambda query: f"SELECT {rows} FROM {query}", str(file)
        )
        source.close()
        lines = f"coalesce(line, rowid + {source.first_line})"
        return dict(connection.execute(f"SELECT {lines}, row_digest FROM now").fetchall())


def _recorded(folder: Path, place: int) -> Iterator[tuple[int, str]]:
    """Line and digest of every row of a list that the record holds."""
    blocks = read_blocks((folder / BLOCKS).read_bytes())
    with (folder / ENTRIES).open("rb") as stream:
        for block in blocks:
            for line in read_entries(stream.read(block.size), block).lines:
                payload = read_payload(line[KEY + 1 :])
                for row in (*payload["rows"], *payload["evidence"]):
                    if row["place"][0] == place:
                        yield row["place"][1], row["row"]
