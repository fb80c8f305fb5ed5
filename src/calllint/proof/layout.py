"""The files of a record: their names, and how a line of entries is written and read.

``docs/record-format.md`` is the description for whoever verifies a record without calllint.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from msgspec import Struct

from calllint.proof.merkle import leaf

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
"""Entries of a block: a power of two, so that its root is a node of the whole tree."""
KEY = 64
"""Hexadecimal digits of a key."""
CHECK = 8
"""Hexadecimal digits of its leaf that stand on a line, to tell which line was changed."""


class Entry(Struct, frozen=True):
    """What is recorded of one number."""

    key: bytes
    """HMAC-SHA-256 of the number."""
    payload: bytes
    """JSON: the rows it stands in, then the evidence there is; see ``read_payload``."""

    @property
    def payload_digest(self) -> bytes:
        """SHA-256 of the payload."""
        return sha256(self.payload).digest()

    @property
    def leaf(self) -> bytes:
        """Its hash in the tree."""
        return leaf(self.key, self.payload_digest)


class Block(Struct, frozen=True):
    """Where a block of entries lies, as a line of ``blocks.txt``."""

    offset: int
    size: int
    first: bytes
    """Key of its first entry."""
    root: bytes

    def line(self) -> bytes:
        """``OFFSET SIZE KEY ROOT``."""
        return f"{self.offset} {self.size} {self.first.hex()} {self.root.hex()}\n".encode()


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
        parts = line.decode("ascii", "replace").split(" ")
        try:
            block = Block(int(parts[0]), int(parts[1]), *map(bytes.fromhex, parts[2:]))
        except (ValueError, IndexError, TypeError):
            raise Damaged(place) from None
        if block.line() != line + b"\n" or block.offset != end:
            raise Damaged(place)
        found.append(block)
        end += block.size
    return found


def read_entries(text: bytes) -> list[Entry]:
    """The entries of a block. Raises Damaged with the place of the first line that was changed."""
    lines = text.split(b"\n")
    if lines.pop() != b"":
        raise Damaged(len(lines))
    found: list[Entry] = []
    for place, line in enumerate(lines):
        key, check, payload = ([*line.split(b" ", 2), b"", b""])[:3]
        try:
            entry = Entry(bytes.fromhex(key.decode("ascii")), payload)
        except (ValueError, UnicodeDecodeError):
            raise Damaged(place) from None
        ordered = not found or found[-1].key < entry.key
        written = entry.key.hex().encode() == key and len(entry.key) == 32
        if not (ordered and written and entry.leaf.hex()[:CHECK].encode() == check):
            raise Damaged(place)
        found.append(entry)
    return found
