"""Changes to files as a unified diff, numbers hidden unless they are to be shown."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from calllint.report.console import clean
from calllint.report.mask import mask_within


def patch(name: str, before: str, after: str, *, show_numbers: bool) -> Iterator[str]:
    """The lines of a unified diff, without line ends. With numbers hidden it cannot be applied."""
    lines = difflib.unified_diff(_lines(before), _lines(after), name, name, lineterm="")
    for line in lines:
        yield clean(line) if show_numbers else mask_within(clean(line))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
