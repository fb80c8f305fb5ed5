"""The word a person probably meant, and values written so that they can be pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from calllint.document.scalars import resolve

_PLAIN = re.compile(r"\w(?:[\w ./*-]*[\w/*])?")
_PRIVATE = re.compile(r"(?:[0-9][\s.()/-]*){7,}|://|@")
_DAY = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
_LONGEST = 40


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word closest to ``word``, or ``None`` where nothing is close."""
    from difflib import get_close_matches

    by_shape = {_shape(candidate): candidate for candidate in allowed}
    close = get_close_matches(_shape(word), by_shape, n=1, cutoff=0.65)
    return by_shape[close[0]] if close else None


def _shape(word: str) -> str:
    return re.sub(r"[\s_-]+", "_", word.strip().casefold())


def shown(text: str) -> str | None:
    """``text``, short enough for a message; ``None`` where it may be a number or a secret."""
    if _PRIVATE.search(text) and not _DAY.fullmatch(text):
        return None
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else one_line[: _LONGEST - 1] + "…"


def quoted(text: str) -> tuple[str, str]:
    """``text`` in English and in French quotes; "this" where it must not be shown."""
    short = shown(text)
    return (f'"{short}"', f"« {short} »") if short else ("this", "ceci")


def flow(value: Any) -> str:
    """``value`` as YAML on one line: ``{from: 2026-11-23, days: [mon]}``."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and resolve(value) == value else f'"{value}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
