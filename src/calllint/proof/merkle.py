"""The Merkle tree over the entries of a record.

The hash of an entry is SHA-256 of its line. Up to sixteen that follow each other are a group, whose
hash is ``SHA-256(00 || SHA-256(keys) || hashes)``: who is shown a group learns of the others no
more than a digest of each, and, where a number is to be absent, their keys. Over the groups stands
the tree of RFC 6962 (section 2.1): a node is ``SHA-256(01 || left || right)``; the root of no
groups is ``SHA-256("")``.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

GROUP = 16
"""Entries of a group: the hashes of so many are one hash, and a tree over few is quickly made."""
EMPTY = sha256(b"").digest()


def group(keys: bytes, hashes: bytes) -> bytes:
    """The hash of a group: of its keys as they are written, and the hashes of its entries."""
    return sha256(b"\x00" + sha256(keys).digest() + hashes).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of groups, or of subtrees that are whole but for the last."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ] + odd
    return level[0]


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of one of them, from its neighbour up: what ``climb`` needs."""
    found, level = [], list(leaves)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            found.append(level[beside])
        odd = level[-1:] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [node(left, right) for left, right in pairs] + odd
        index //= 2
    return found


def climb(leaf_hash: bytes, index: int, size: int, steps: Sequence[bytes]) -> bytes | None:
    """The root that a hash and its audit path lead to; None where the path has another length."""
    rest, reached, last = list(steps), leaf_hash, size - 1
    if not 0 <= index < size:
        return None
    while last > 0:
        if index % 2 or index < last:
            if not rest:
                return None
            other = rest.pop(0)
            reached = node(other, reached) if index % 2 else node(reached, other)
        index //= 2
        last //= 2
    return None if rest else reached
