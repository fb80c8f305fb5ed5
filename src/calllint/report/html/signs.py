"""Signs as print has them."""

from __future__ import annotations

import re

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def print_signs(text: str) -> str:
    """The text with the apostrophes of print, for sentences of ours and of rules."""
    return _APOSTROPHE.sub("’", text)
