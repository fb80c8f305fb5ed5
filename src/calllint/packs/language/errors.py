"""What is wrong with an expression, and where in its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from calllint.document.suggest import nearest
from calllint.packs.language.tree import Extent

Message: TypeAlias = Mapping[str, str]
"""Words for people, ``{"en": …, "fr": …}``."""


class ExpressionError(Exception):
    """An expression that cannot be used: the stretch of its text, and why."""

    def __init__(self, extent: Extent, message: Message) -> None:
        super().__init__(message["en"])
        self.extent = extent
        self.message = message


def both(en: str, fr: str) -> Message:
    """A message in both languages."""
    return {"en": en, "fr": fr}


def suggestion(word: str, known: Iterable[str]) -> Message:
    """``; did you mean …?`` where a known word is near, else nothing."""
    near = nearest(word, sorted(known))
    if near is None:
        return both("", "")
    return both(f"; did you mean `{near}`?", f" ; vouliez-vous dire `{near}` ?")
