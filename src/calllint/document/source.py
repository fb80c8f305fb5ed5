"""A text and its lines: from offsets in characters to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from msgspec import Struct

from calllint.document.errors import DocumentError, Words
from calllint.document.place import Place, Span

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Source(Struct, frozen=True, dict=True):
    """The text of one file, under the name it is reported by."""

    name: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Where a line and a column stand, in characters from the start."""
        return self._starts[line - 1] + column - 1

    def span(self, start: int, end: int) -> Span:
        """The stretch between two offsets in characters, the end exclusive."""
        return Span(*self._position(start), *self._position(end))

    def head(self, start: int, end: int) -> Span:
        """The part of that stretch that is on its first line."""
        stop = _LINE_BREAK.search(self.text, start, end)
        return self.span(start, stop.start() if stop else end)

    def error(self, start: int, end: int, message: Words) -> DocumentError:
        """An error about that stretch, which is kept inside the text whatever is given."""
        start = min(max(start, 0), len(self.text))
        return DocumentError(Place(self.name, self.head(start, min(end, len(self.text)))), message)
