"""Packs that cannot be used: every problem with its place, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calllint.document.place import Place


class PackError(Exception):
    """One or more packs that cannot be used. ``problems`` are (place, {en, fr}), all of them."""

    def __init__(self, problems: Iterable[tuple[Place, Mapping[str, str]]]) -> None:
        self.problems: tuple[tuple[Place, Mapping[str, str]], ...] = tuple(problems)
        super().__init__("\n".join(f"{place}: {text['en']}" for place, text in self.problems))


class Problems:
    """What is wrong so far; reading goes on so that an author sees everything at once."""

    def __init__(self) -> None:
        self.found: list[tuple[Place, Mapping[str, str]]] = []

    def add(self, place: Place, message: Mapping[str, str]) -> None:
        """Remember one problem."""
        self.found.append((place, message))

    def stop_if_any(self) -> None:
        """Raise PackError if anything is wrong, in the order of files and lines."""
        if self.found:
            raise PackError(sorted(self.found, key=_order))


def _order(problem: tuple[Place, Mapping[str, str]]) -> tuple[str, int, int, str]:
    place, message = problem
    span = place.span
    return (place.file, span.line if span else 0, span.column if span else 0, message["en"])
