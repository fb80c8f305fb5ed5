"""Looking one number up in a record, and the proof that what is said of it was recorded.

Of a record of millions little is read: the statement, the blocks, the words, and one block.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from calllint.proof import merkle
from calllint.proof.book import read_record
from calllint.proof.envelope import Envelope
from calllint.proof.fault import Fault, Unusable, Verified
from calllint.proof.keys import key_id, keyed
from calllint.proof.layout import (
    BLOCK,
    BLOCKS,
    ENTRIES,
    KEY,
    RECORD,
    TEXTS,
    TIMESTAMP,
    TOMBSTONE,
    Block,
    Damaged,
    Entries,
    read_blocks,
    read_entries,
    read_payload,
)
from calllint.proof.merkle import GROUP
from calllint.proof.timestamp import Stamp, check_stamp
from calllint.proof.verify import Trust, check_signature

FORMAT = "calllint-proof-2"


class Group(Struct, frozen=True):
    """Entries that follow each other, as a proof shows them, and the way from them to the root."""

    index: int
    keys: bytes
    """Of every entry, in hexadecimal, one behind the other."""
    hashes: bytes
    path: Sequence[bytes]

    def as_object(self, *, named: bool) -> dict[str, Any]:
        """For a machine; the keys are shown only where a number is to be absent."""
        each = [self.keys[at : at + KEY].decode() for at in range(0, len(self.keys), KEY)]
        return {
            "index": self.index,
            "keys": each if named else sha256(self.keys).hexdigest(),
            "hashes": [one.hex() for one in _parted(self.hashes)],
            "path": [step.hex() for step in self.path],
        }


class Leaf(Struct, frozen=True):
    """The entry of a number, and the group it stands in."""

    index: int
    line: bytes
    group: Group

    @property
    def payload(self) -> bytes:
        """What is recorded of the number, as JSON."""
        return self.line[KEY + 1 :]


class Answer(Struct, frozen=True):
    """What a record says of a number."""

    folder: Path
    envelope: Envelope
    texts: Mapping[str, Any]
    key: bytes
    leaf: Leaf | None
    """None: the number is not in the record."""
    around: tuple[Group, ...] = ()
    """Then: the entries among which it would stand."""
    stamp: Stamp | str | None = None
    """The time-stamp, if there is one; or the key of why it was not checked here."""
    signature: str = "unsigned"
    """What is known of it: ``unsigned``, ``signed``, ``trusted``, or ``unchecked`` here."""

    @property
    def payload(self) -> Mapping[str, Any]:
        """What is recorded of the number; empty where nothing is."""
        return read_payload(self.leaf.payload) if self.leaf else {}

    def as_proof(self) -> dict[str, Any]:
        """All that is needed to check the answer without the record."""
        return {
            "format": FORMAT,
            "present": self.leaf is not None,
            "key": self.key.hex(),
            "entry": self.leaf
            and {
                "index": self.leaf.index,
                "line": self.leaf.line.decode(),
                "group": self.leaf.group.as_object(named=False),
            },
            "around": [one.as_object(named=True) for one in self.around],
            "record": json.loads(self.envelope.data),
        }


def find(folder: Path, number: str, secret: bytes, trust: Trust | None = None) -> Answer:
    """What the record in a folder says of a number in E.164. Raises Unusable.

    That is where it is none, was pruned or changed, was made with another key, or is not signed as
    it says and by whom it should be.
    """
    if (folder / TOMBSTONE).exists():
        raise Unusable(str(folder), "pruned")
    envelope = read_record(folder)
    signature = _signature(folder / RECORD, envelope, trust or Trust())
    numbers = envelope.predicate["numbers"]
    if numbers["key"]["id"] != key_id(secret):
        raise Unusable(str(folder / RECORD), "other_key", id=numbers["key"]["id"])
    texts = json.loads(_read(folder / TEXTS, envelope.predicate["texts"]["sha256"]))
    blocks = _blocks(folder, numbers)
    key = keyed(secret, number.encode("ascii"))
    reader = Reader(folder / ENTRIES, blocks)
    leaf, around = reader.find(key.hex().encode())
    stamp = _stamp(folder / TIMESTAMP, envelope, trust or Trust())
    found = Answer(folder, envelope, texts, key, leaf, around, stamp, signature)
    rows = [row for kind in found.payload.values() for row in kind]
    if not all(0 <= row["place"][0] < len(envelope.predicate["inputs"]) for row in rows):
        raise Unusable(str(folder / ENTRIES), "changed")  # rows of lists the statement has not
    return found


def _signature(file: Path, envelope: Envelope, trust: Trust) -> str:
    found = Verified()
    check_signature(found, file, envelope, trust)
    for fault in found.faults:
        raise fault.as_error()
    if found.unchecked:
        return "unchecked"
    return "unsigned" if envelope.public_key is None else "trusted" if trust.keys else "signed"


def _stamp(file: Path, envelope: Envelope, trust: Trust) -> Stamp | str | None:
    try:
        found = check_stamp(file.read_bytes(), envelope.data, trust.authority)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unusable(str(file), "unreadable", reason=error.strerror) from None
    if isinstance(found, str) and found != "no_library":
        raise Fault.of(file, found).as_error()
    return found


def _read(file: Path, digest: str) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unusable(str(file), "unreadable", reason=error.strerror) from None
    if sha256(data).hexdigest() != digest:
        raise Unusable(str(file), "changed")
    return data


def _blocks(folder: Path, numbers: Mapping[str, Any]) -> list[Block]:
    file = folder / BLOCKS
    try:
        blocks = read_blocks(_read(file, numbers["blocks"]["sha256"]))
    except Damaged:
        raise Unusable(str(file), "changed") from None
    if merkle.root([block.root for block in blocks]).hex() != numbers["root"]:
        raise Unusable(str(file), "changed")
    return blocks


class Reader(Struct, frozen=True):
    """Looks a key up in the file of entries."""

    file: Path
    blocks: Sequence[Block]

    def find(self, key: bytes) -> tuple[Leaf | None, tuple[Group, ...]]:
        """The entry of a key; else the groups before and behind where it would be."""
        if not self.blocks:
            return None, ()
        place = bisect_right([block.first for block in self.blocks], key) - 1
        if place < 0:
            return None, (self._group(0, self._entries(0), 0),)
        entries = self._entries(place)
        inner = bisect_right([line[:KEY] for line in entries.lines], key) - 1
        group = self._group(place, entries, inner)
        if entries.key(inner) == key:
            return Leaf(place * BLOCK + inner, entries.lines[inner], group), ()
        around = [group]
        if (inner + 1) % GROUP == 0:  # behind the last of its group: the next one is shown too
            if inner + 1 < len(entries.lines):
                around.append(self._group(place, entries, inner + 1))
            elif place + 1 < len(self.blocks):
                around.append(self._group(place + 1, self._entries(place + 1), 0))
        return None, tuple(around)

    def _entries(self, place: int) -> Entries:
        block = self.blocks[place]
        try:
            with self.file.open("rb") as stream:
                stream.seek(block.offset)
                return read_entries(stream.read(block.size), block)
        except (OSError, Damaged):
            raise Unusable(str(self.file), "changed") from None

    def _group(self, place: int, entries: Entries, inner: int) -> Group:
        """The group an entry stands in."""
        number = inner // GROUP
        low = merkle.path(entries.groups, number)
        high = merkle.path([block.root for block in self.blocks], place)
        index = (place * BLOCK + inner) // GROUP
        return Group(index, *entries.group(number), [*low, *high])


def _parted(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
