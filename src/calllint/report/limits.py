"""What platforms take of a report at most; what does not fit is counted and said."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

LARGEST = 10_000_000
"""Bytes of a file that GitHub and GitLab still take."""


def fitting(
    items: Sequence[str], *, most: int, largest: int = LARGEST, packed: bool = False
) -> int:
    """How many of the items, from the first on, a platform takes.

    ``packed``: what is limited is the file as gzip packs it, which is how GitHub measures.
    """
    measure: Callable[[bytes], int] = (lambda data: len(zlib.compress(data, 6))) if packed else len
    kept = min(len(items), most)
    while kept:
        data = "\n".join(items[:kept]).encode()
        if len(data) <= largest or (size := measure(data)) <= largest:
            break
        kept = min(kept - 1, kept * largest // size)
    return kept
