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
from calllint.proof.fault import Unusable
from calllint.proof.keys import key_id, keyed
from calllint.proof.layout import (
    BLOCK,
    BLOCKS,
    ENTRIES,
    RECORD,
    TEXTS,
    TIMESTAMP,
    TOMBSTONE,
    Block,
    Damaged,
    Entry,
    read_blocks,
    read_entries,
    read_payload,
)

FORMAT = "calllint-proof-1"


class Leaf(Struct, frozen=True):
    """An entry as a proof shows it, and the way from it to the root."""

    index: int
    entry: Entry
    path: Sequence[bytes]

    def as_object(self, *, whole: bool) -> dict[str, Any]:
        """For a machine; of a neighbour's no more than the tree needs."""
        shown: dict[str, Any] = {"index": self.index, "key": self.entry.key.hex()}
        if whole:
            shown["payload"] = self.entry.payload.decode()
        else:
            shown["payload_sha256"] = self.entry.payload_digest.hex()
        return shown | {"path": [step.hex() for step in self.path]}


class Answer(Struct, frozen=True):
    """What a record says of a number."""

    folder: Path
    envelope: Envelope
    texts: Mapping[str, Any]
    key: bytes
    leaf: Leaf | None
    """None: the number is not in the record."""
    neighbours: tuple[Leaf, ...] = ()
    """Then: the entries between which it would stand."""
    stamp: bytes | None = None
    """The time-stamp's response, if there is one."""

    @property
    def payload(self) -> Mapping[str, Any]:
        """What is recorded of the number; empty where nothing is."""
        return read_payload(self.leaf.entry.payload) if self.leaf else {}

    def as_proof(self) -> dict[str, Any]:
        """All that is needed to check the answer without the record."""
        return {
            "format": FORMAT,
            "present": self.leaf is not None,
            "key": self.key.hex(),
            "leaf": None if self.leaf is None else self.leaf.as_object(whole=True),
            "neighbours": [one.as_object(whole=False) for one in self.neighbours],
            "record": json.loads(self.envelope.data),
        }


def find(folder: Path, number: str, secret: bytes) -> Answer:
    """What the record in a folder says of a number in E.164. Raises Unusable.

    That is where it is none, was pruned or changed, or was made with another key.
    """
    if (folder / TOMBSTONE).exists():
        raise Unusable(str(folder), "pruned")
    envelope = read_record(folder)
    numbers = envelope.predicate["numbers"]
    if numbers["key"]["id"] != key_id(secret):
        raise Unusable(str(folder / RECORD), "other_key", id=numbers["key"]["id"])
    texts = json.loads(_read(folder / TEXTS, envelope.predicate["texts"]["sha256"]))
    blocks = _blocks(folder, numbers)
    key = keyed(secret, number.encode("ascii"))
    stamp = folder / TIMESTAMP
    reader = _Reader(folder / ENTRIES, blocks, numbers["count"])
    leaf, neighbours = reader.around(key)
    response = stamp.read_bytes() if stamp.exists() else None
    return Answer(folder, envelope, texts, key, leaf, neighbours, response)


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


class _Reader(Struct, frozen=True):
    file: Path
    blocks: Sequence[Block]
    count: int

    def around(self, key: bytes) -> tuple[Leaf | None, tuple[Leaf, ...]]:
        """The leaf of a key; else the leaves before and behind where it would be."""
        if not self.blocks:
            return None, ()
        place = bisect_right([block.first for block in self.blocks], key) - 1
        if place < 0:
            return None, (self._leaf(0, self._entries(0), 0),)
        entries = self._entries(place)
        inner = bisect_right([entry.key for entry in entries], key) - 1
        if entries[inner].key == key:
            return self._leaf(place, entries, inner), ()
        before = self._leaf(place, entries, inner)
        if before.index == self.count - 1:
            return None, (before,)
        if inner + 1 < len(entries):
            return None, (before, self._leaf(place, entries, inner + 1))
        return None, (before, self._leaf(place + 1, self._entries(place + 1), 0))

    def _entries(self, place: int) -> list[Entry]:
        block = self.blocks[place]
        try:
            with self.file.open("rb") as stream:
                stream.seek(block.offset)
                found = read_entries(stream.read(block.size))
        except (OSError, Damaged):
            raise Unusable(str(self.file), "changed") from None
        if merkle.root([entry.leaf for entry in found]) != block.root:
            raise Unusable(str(self.file), "changed")
        return found

    def _leaf(self, place: int, entries: Sequence[Entry], inner: int) -> Leaf:
        low = merkle.path([entry.leaf for entry in entries], inner)
        high = merkle.path([block.root for block in self.blocks], place)
        return Leaf(place * BLOCK + inner, entries[inner], [*low, *high])
