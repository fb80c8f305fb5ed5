"""The source line a finding points at, with a caret under it."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from calllint.document import Span
from calllint.report.console import cells, clean
from calllint.report.mask import mask_within

_BREAK = re.compile(r"\r\n|\r|\n")
"""What `calllint.document` counts as the end of a line."""
_TAB = 4
_CONTEXT = 20
"""Columns kept before a span when a long line is cut."""


class Snippet(Struct, frozen=True):
    """One line of source, and the line of carets below it."""

    line: int
    source: str
    carets: str


def snippet(text: str, span: Span, width: int, *, show_numbers: bool) -> Snippet | None:
    """The first line of the span, cut to ``width``; ``None`` where the text has no such line.

    Phone numbers are hidden in place. Tabs are spread before anything is measured.
    """
    lines = _lines(text)
    if not 1 <= span.line <= len(lines):
        return None
    source = lines[span.line - 1]
    start = min(span.column - 1, len(source))
    end = span.end_column - 1 if span.end_line == span.line else len(source.rstrip())
    end = min(max(end, start + 1), max(len(source), start + 1))
    shown = source if show_numbers else mask_within(source)
    before, inside, after = (
        _spread(shown, 0, start),
        _spread(shown, start, end),
        _spread(shown, end, len(shown)),
    )
    return _fit(span.line, before, inside, after, max(width, 20))


@lru_cache(maxsize=8)
def _lines(text: str) -> list[str]:
    return _BREAK.split(text)


def _fit(line: int, before: str, inside: str, after: str, width: int) -> Snippet:
    """Cuts around the span where the line is wider than there is room."""
    context = min(_CONTEXT, width // 3)
    if cells(before + inside + after) > width:
        while cells(before) > context:
            before = "…" + before.removeprefix("…")[1:]
        inside = _cut(inside, width - cells(before) - 1)
        after = "" if inside.endswith("…") else _cut(after, width - cells(before + inside))
    return Snippet(line, before + inside + after, " " * cells(before) + "^" * max(cells(inside), 1))


def _cut(text: str, room: int) -> str:
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[:-1]
    return text + "…"


def _spread(source: str, start: int, end: int) -> str:
    """Characters ``start`` to ``end`` as shown, tabs spread to the stops of the whole line."""
    if "\t" not in source:
        return clean(source[start:end])
    shown, column = [], 0
    for place, character in enumerate(source[:end]):
        text = " " * (_TAB - column % _TAB) if character == "\t" else clean(character)
        column += cells(text)
        if place >= start:
            shown.append(text)
    return "".join(shown)
