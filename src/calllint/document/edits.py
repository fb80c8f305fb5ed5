"""Changes to a text, by offsets: what is not named stays byte for byte."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Edit(Struct, frozen=True, order=True):
    """One stretch of a text, the end exclusive, and what is to stand there instead."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with every change made; of two that overlap, the first counts."""
    parts, position = [], 0
    for edit in sorted(set(edits)):
        if edit.start >= position:
            parts += [text[position : edit.start], edit.text]
            position = edit.end
    return "".join([*parts, text[position:]])
