"""The files of a record: their names, and how a line of entries is written and read.

``docs/record-format.md`` is the description for whoever verifies a record without calllint.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from operator import itemgetter, lt
from typing import Any

from msgspec import Struct

from calllint.proof import merkle
from calllint.proof.merkle import GROUP

RECORD = "record.json"
"""The signed statement, in a DSSE envelope."""
ENTRIES = "entries.txt"
BLOCKS = "blocks.txt"
TEXTS = "texts.json"
TIMESTAMP = "timestamp.tsr"
TOMBSTONE = "pruned.json"
SUMS = "SHA256SUMS"
"""Digest of every ``record.json`` of a book, as ``sha256sum --check`` reads it."""
LOCK = ".lock"
BLOCK = 256
"""Entries of a block: so many groups that its root is a node of the whole tree."""
KEY = 64
"""Hexadecimal digits of a key: twice the bytes of a hash."""
CHECK = 2
"""Bytes kept of the hash of every entry, to tell which was changed."""
_WIDE = 32 * GROUP
_digest, _key = type(sha256()).digest, itemgetter(slice(KEY))


class Entries(Struct, frozen=True):
    """The entries of a block: their lines, and what follows from them."""

    lines: Sequence[bytes]
    """``KEY PAYLOAD``, without the end of the line."""
    hashes: bytes
    """The hashes of the lines, one behind the other."""
    keys: bytes
    groups: Sequence[bytes]
    """The hashes of the groups."""
    root: bytes

    @classmethod
    def of(cls, lines: Sequence[bytes]) -> Entries:
        """What follows from some lines."""
        hashes = b"".join(map(_digest, map(sha256, lines)))
        keys = b"".join(map(_key, lines))
        groups = [
            merkle.group(keys[2 * at : 2 * at + KEY * GROUP], hashes[at : at + _WIDE])
            for at in range(0, len(hashes), _WIDE)
        ]
        return cls(lines, hashes, keys, groups, merkle.root(groups))

    @property
    def checks(self) -> bytes:
        """The first bytes of every hash, then the second ones."""
        return self.hashes[::32] + self.hashes[1::32]

    def group(self, number: int) -> tuple[bytes, bytes]:
        """The keys of a group, and the hashes of its entries."""
        at = number * _WIDE
        return self.keys[2 * at : 2 * (at + _WIDE)], self.hashes[at : at + _WIDE]

    def key(self, index: int) -> bytes:
        """The key of an entry, in hexadecimal."""
        return self.lines[index][:KEY]


class Block(Struct, frozen=True):
    """Where a block of entries lies, as a line of ``blocks.txt``."""

    offset: int
    size: int
    first: bytes
    """Key of its first entry, in hexadecimal."""
    root: bytes
    checks: bytes
    """See ``Entries``."""

    def line(self) -> bytes:
        """``OFFSET SIZE KEY ROOT CHECKS``."""
        ends = f"{self.root.hex()} {self.checks.hex()}"
        return f"{self.offset} {self.size} {self.first.decode()} {ends}\n".encode()


class Damaged(ValueError):
    """A line that is not written as it should be; ``args[0]`` is its place, from 0."""


def read_payload(payload: bytes) -> dict[str, list[dict[str, Any]]]:
    """What is recorded of a number: its ``rows``, and the ``evidence``."""
    found: dict[str, list[dict[str, Any]]] = {"rows": [], "evidence": []}
    for file, line, digest, members in json.loads(payload):
        kind = "evidence" if "kind" in members else "rows"
        found[kind].append({"place": (file, line), "row": digest, **members})
    return found


def read_blocks(text: bytes) -> list[Block]:
    """The blocks of a record. Raises Damaged with the place of the first bad line."""
    lines, found, end = text.split(b"\n"), [], 0
    if lines.pop() != b"":
        raise Damaged(len(lines))
    for place, line in enumerate(lines):
        try:
            offset, size, first, root, checks = line.decode("ascii").split(" ")
            block = Block(
                int(offset), int(size), first.encode(), *map(bytes.fromhex, (root, checks))
            )
        except ValueError:
            raise Damaged(place) from None
        if block.line() != line + b"\n" or block.offset != end or len(first) != KEY:
            raise Damaged(place)
        found.append(block)
        end += block.size
    return found


def read_entries(text: bytes, block: Block) -> Entries:
    """The entries of a block, each behind the one before by its key.

    Raises Damaged with the place of the first that was changed; None where it cannot be told.
    """
    found = Entries.of(text.split(b"\n")[:-1])
    keys = [line[:KEY] for line in found.lines]
    ordered = all(map(lt, keys, keys[1:]))
    if text[-1:] == b"\n" and found.root == block.root and keys[0] == block.first and ordered:
        return found
    half = len(block.checks) // CHECK
    for place, check in enumerate(zip(block.checks[:half], block.checks[half:], strict=False)):
        if found.hashes[32 * place : 32 * place + CHECK] != bytes(check):
            raise Damaged(place)
    raise Damaged(None)
