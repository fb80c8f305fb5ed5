"""What is written oddly and can mean one thing only: hours, moments, numbers without quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from calllint.document.checks import check_hours, check_moment
from calllint.document.edits import Edit
from calllint.document.model import Document, Node
from calllint.document.place import Path

_CLOCK = r"(\d{1,2})\s?(?:[:hH]\s?(\d{2})|[hH])"
_HOURS = re.compile(rf"\s*{_CLOCK}\s*[-–—]\s*{_CLOCK}\s*")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d):(\d{2}.*)")


def formatting(document: Document) -> Iterator[Edit]:
    """Every change of form that changes no meaning and needs neither law nor lists."""
    for path, node in leaves(document.root, ()):
        better = _better(path, node.value)
        if better is not None and plainly_written(document, node):
            yield Edit(node.start, node.end, f'"{better}"')


def leaves(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    """Every value that is neither a mapping nor a list, with its path."""
    for key, child in node.children.items():
        if isinstance(child.value, (dict, list)):
            yield from leaves(child, (*path, key))
        else:
            yield (*path, key), child


def plainly_written(document: Document, node: Node) -> bool:
    """Whether a value stands on one line, without anchor, alias, tag or block."""
    written = document.text[node.start : node.end]
    return bool(written) and written[0] not in "&*!|>" and not re.search(r"[\r\n]", written)


def _better(path: Path, value: object) -> str | None:
    if path[-2:-1] == ("hours",) and isinstance(value, str):
        return _hours(value)
    if path[-1] == "exported_at" and isinstance(value, str):
        return _moment(value)
    is_number = path[:2] == ("dialer", "caller_ids") and path[3:] == ("number",)
    if is_number and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def _hours(text: str) -> str | None:
    """``9:00-13:00``, ``9h - 13h30`` as ``09:00-13:00``, ``09:00-13:30``; None where it is so."""
    found = _HOURS.fullmatch(text)
    if found is None:
        return None
    start, start_minutes, end, end_minutes = found.groups("00")
    better = f"{int(start):02d}:{start_minutes}-{int(end):02d}:{end_minutes}"
    return None if better == text or check_hours(better) else better


def _moment(text: str) -> str | None:
    """A moment whose hour has one digit, with two."""
    found = _MOMENT.fullmatch(text)
    better = None if found is None else f"{found[1]}T0{found[2]}:{found[3]}"
    return None if better is None or check_moment(better) else better
