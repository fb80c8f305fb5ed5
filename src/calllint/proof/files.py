"""Whether the files of a record are those its statement speaks of; and if not, from where on."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from calllint.proof import merkle
from calllint.proof.entries import file_digest
from calllint.proof.envelope import Envelope
from calllint.proof.fault import Fault, Verified
from calllint.proof.layout import (
    BLOCK,
    BLOCKS,
    ENTRIES,
    TEXTS,
    Block,
    Damaged,
    read_blocks,
    read_entries,
)


def digests(envelope: Envelope) -> dict[str, str]:
    """The files of a record beside ``record.json``, and their digests."""
    numbers = envelope.predicate["numbers"]
    files = (numbers["entries"], numbers["blocks"], envelope.predicate["texts"])
    return {one["file"]: one["sha256"] for one in files}


def compare(found: Verified, file: Path, digest: str) -> None:
    """Add what is wrong with a file that should have this digest."""
    if is_there(found, file) and file_digest(file)[0] != digest:
        found.faults.append(Fault.of(file, "changed"))


def is_there(found: Verified, file: Path) -> bool:
    """Whether a file can be read; a fault where it cannot."""
    try:
        with file.open("rb"):
            return True
    except FileNotFoundError:
        found.faults.append(Fault.of(file, "missing"))
    except OSError as error:
        found.faults.append(Fault.of(file, "unreadable", reason=error.strerror))
    return False


def check_files(found: Verified, folder: Path, envelope: Envelope) -> None:
    """Add what is wrong with the files beside ``record.json``; how many entries there are."""
    before = len(found.faults)
    compare(found, folder / TEXTS, envelope.predicate["texts"]["sha256"])
    there = [is_there(found, folder / name) for name in (BLOCKS, ENTRIES)]
    if not all(there):
        return
    numbers = envelope.predicate["numbers"]
    blocks = _blocks(found, folder / BLOCKS, numbers["blocks"]["sha256"])
    if blocks is None:
        return
    if merkle.root([block.root for block in blocks]).hex() != numbers["root"]:
        found.faults.append(Fault.of(folder / BLOCKS, "root"))
    count = 0
    for fault, size in _entries(folder / ENTRIES, blocks):
        count += size
        if fault is not None:
            found.faults.append(fault)
            break
    found.numbers += count
    if len(found.faults) == before:
        if count != numbers["count"]:
            found.faults.append(Fault.of(folder / ENTRIES, "count", n=count))
        elif file_digest(folder / ENTRIES)[0] != numbers["entries"]["sha256"]:
            found.faults.append(Fault.of(folder / ENTRIES, "changed"))


def _blocks(found: Verified, file: Path, digest: str) -> list[Block] | None:
    data = file.read_bytes()
    try:
        blocks = read_blocks(data)
    except Damaged as error:
        found.faults.append(Fault.of(file, "line", n=error.args[0] + 1))
        return None
    if sha256(data).hexdigest() != digest:
        found.faults.append(Fault.of(file, "changed"))
    return blocks


def _entries(file: Path, blocks: list[Block]) -> Iterator[tuple[Fault | None, int]]:
    """Every block read, with what is wrong with it: the entry where that can be told."""
    with file.open("rb") as stream:
        last = b""
        for number, block in enumerate(blocks):
            first = number * BLOCK + 1
            where = {"n": number + 1, "first": first, "last": first + BLOCK - 1}
            data = stream.read(block.size)
            if len(data) < block.size:
                yield Fault.of(file, "cut", **where), 0
                return
            try:
                found = read_entries(data, block)
            except Damaged as error:
                place = error.args[0]
                known = Fault.of(file, "block", **where)
                yield known if place is None else Fault.of(file, "entry", n=first + place), 0
                return
            if not (last < found.key(0) and len(found.lines) <= BLOCK):
                yield Fault.of(file, "block", **where), 0
                return
            last = found.key(-1)
            yield None, len(found.lines)
        if stream.read(1):
            yield Fault.of(file, "longer", n=sum(block.size for block in blocks)), 0
