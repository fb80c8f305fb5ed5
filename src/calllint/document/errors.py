"""The one error this package raises: where, what is wrong and what to do, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from calllint.document.place import Place

Words: TypeAlias = Mapping[str, str]
"""A sentence for people, by language code: ``{"en": …, "fr": …}``."""


def words(en: str, fr: str) -> Words:
    """The same sentence in both languages."""
    return {"en": en, "fr": fr}


class DocumentError(Exception):
    """Something in a file that calllint cannot take; ``message`` says what to do about it."""

    def __init__(self, place: Place, message: Words) -> None:
        super().__init__(place, message)
        self.place = place
        self.message = message

    def __str__(self) -> str:
        return f"{self.place}: {self.message['en']}"
