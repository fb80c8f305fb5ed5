"""Comments that set a finding aside: ``# calllint: ignore[AB101] until 2027-01-31: reason``.

Behind a value, a comment speaks of its own line; on a line of its own, of the block below it.
It may stand behind another comment: ``# as agreed  # calllint: ignore[AB101]: reason``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from calllint.document.checks import real_date
from calllint.document.model import Comment, Document, Node
from calllint.document.place import Place, Span

_OURS = re.compile(r"(?<!\S)#+\s*calllint\s*(?::|\s+ignore\b|\[)", re.IGNORECASE)
_FORM = re.compile(
    r"#+\s*calllint\s*:\s*ignore\s*\[(?P<rules>[^\]]*)\]"
    r"(?:\s*until\s+(?P<until>[^\s:]+))?\s*(?::(?P<reason>.*))?"
)
_WORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


class Waiver(Struct, frozen=True):
    """One comment: the lines it speaks of, the rules it names, until when and why."""

    place: Place
    first_line: int
    last_line: int
    rules: tuple[str, ...] = ()
    """Ids or names, as written; empty where the comment cannot be read."""
    until: date | None = None
    """Last day it holds; None: no end."""
    reason: str = ""

    def covers(self, span: Span | None) -> bool:
        """Whether something that begins there is spoken of."""
        return span is not None and self.first_line <= span.line <= self.last_line


def waivers(document: Document) -> Iterator[Waiver]:
    """Every comment of a document that is addressed to calllint, well formed or not."""
    lines = document.text.splitlines()
    for comment in document.comments:
        if ours := addressed(comment):
            yield _waiver(document, comment, ours, lines)


def addressed(comment: Comment) -> Comment | None:
    """The part of a comment that is for calllint, with all that follows it."""
    found = _OURS.search(comment.text)
    if found is None:
        return None
    start = found.start()
    return Comment(comment.line, comment.column + start, comment.text[start:])


def _waiver(document: Document, comment: Comment, ours: Comment, lines: list[str]) -> Waiver:
    end = ours.column + len(ours.text)
    place = Place(document.name, Span(ours.line, ours.column, ours.line, end))
    own = not lines[comment.line - 1][: comment.column - 1].strip()
    first, last = _block(document, comment) if own else (comment.line, comment.line)
    found = _FORM.fullmatch(ours.text)
    if found is None:
        return Waiver(place, first, last)
    rules = [word.strip() for word in found["rules"].split(",")]
    until = None if found["until"] is None else real_date(found["until"])
    if not all(map(_WORD.fullmatch, rules)) or (found["until"] and until is None):
        return Waiver(place, first, last)
    return Waiver(place, first, last, tuple(rules), until, (found["reason"] or "").strip())


def _block(document: Document, comment: Comment) -> tuple[int, int]:
    """The lines of the first key or item that begins below a comment, with all that is in it.

    Of several that begin on one line it is the outermost; the document as a whole is none. What
    is less indented than the comment does not belong to it.
    """
    line = comment.line
    best: Span | None = None
    todo: list[Node] = [document.root]
    while todo:
        node = todo.pop(0)
        for key, child in node.children.items():
            start = document.source.span(node.keys.get(key, (child.start, 0))[0], child.end)
            if start.line > line and (best is None or start.line < best.line):
                best = start
            if child.children and start.end_line > line:
                todo.append(child)
    if best is None or best.column < comment.column:
        return line, line
    return best.line, best.end_line
