"""Input that cannot be used: always with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterable

from calllint.document import Place


class FactError(Exception):
    """One or more problems with what the user gave. ``problems`` are (place, {en, fr})."""

    def __init__(self, problems: Iterable[tuple[Place, dict[str, str]]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{place}: {text['en']}" for place, text in self.problems))

    @classmethod
    def at(cls, place: Place, en: str, fr: str) -> FactError:
        """A single problem."""
        return cls([(place, {"en": en, "fr": fr})])
