"""What a plain scalar means: the core schema of YAML 1.2, minus what would lose information."""

from __future__ import annotations

import math
import re

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_FIRST = frozenset("0123456789-.")
"""What a number may start with; most scalars are words."""
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_OCTAL = re.compile(r"0o[0-7]{1,18}")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*|(?=\.[0-9]))(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")


def resolve(text: str) -> str | int | float | bool | None:
    """The value of a plain (unquoted) scalar.

    As YAML 1.2 has it, ``NO``, ``10:00`` and ``2026-08-11`` are text. In four cases this keeps as
    text what YAML 1.2 calls a number, because the number would not be what was written:

    * digits behind a leading zero (``0612345670``, ``01000``): a phone or a postcode;
    * digits behind a plus (``+33162001234``): a phone;
    * whole numbers longer than 18 digits: a reference; no engine holds them;
    * ``.inf``, ``.nan`` and whatever overflows: nothing here can be infinite.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    return _decimal(text)


def _decimal(text: str) -> float | str:
    if text.lstrip("-").isdigit() or not _FLOAT.fullmatch(text):
        return text
    number = float(text)
    return number if math.isfinite(number) else text
