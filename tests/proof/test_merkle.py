"""The tree is that of RFC 6962: every leaf is proved, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calllint.proof import merkle
from calllint.proof.layout import BLOCK, KEY, Entries
from calllint.proof.merkle import GROUP

LEAVES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


def by_the_book(hashes: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word, over hashes of leaves."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    left, right = by_the_book(hashes[:split]), by_the_book(hashes[split:])
    return sha256(b"\x01" + left + right).digest()


@given(LEAVES)
def test_the_root_is_that_of_the_rfc(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == by_the_book(leaves)


@pytest.mark.parametrize("count", [1, 15, 16, 17, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
def test_roots_of_blocks_lead_to_the_root_of_the_whole(count: int) -> None:
    lines = [sha256(b"%d" % n).hexdigest().encode() + b" [%d]" % n for n in range(count)]
    blocks = [Entries.of(lines[at : at + BLOCK]).root for at in range(0, count, BLOCK)]
    groups = [lines[at : at + GROUP] for at in range(0, count, GROUP)]
    hashes = [
        sha256(
            b"\x00"
            + sha256(b"".join(line[:KEY] for line in group)).digest()
            + b"".join(sha256(line).digest() for line in group)
        ).digest()
        for group in groups
    ]

    assert merkle.root(blocks) == by_the_book(hashes)


@given(LEAVES, st.data())
def test_every_leaf_is_proved_at_its_place_and_at_no_other(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root = merkle.path(leaves, index), merkle.root(leaves)

    assert merkle.climb(leaves[index], index, len(leaves), path) == root
    assert merkle.climb(bytes(32), index, len(leaves), path) != root or leaves[index] == bytes(32)
    for other in range(len(leaves)):
        if leaves[other] != leaves[index]:
            assert merkle.climb(leaves[index], other, len(leaves), path) != root
    assert merkle.climb(leaves[index], index, len(leaves), [*path, root]) is None
    assert merkle.climb(leaves[index], len(leaves), len(leaves), path) is None


def test_nothing_has_the_root_of_nothing() -> None:
    assert merkle.root([]) == sha256(b"").digest()
