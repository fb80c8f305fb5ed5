"""Tables of a page: what they hold, by what they sort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from calllint.lang import day, number


class Column(Struct, frozen=True):
    """A heading; numbers stand to the right, sentences want room."""

    label: str
    number: bool = False
    wide: bool = False


class Cell(Struct, frozen=True):
    """A text, what it sorts by where that is another, and where it leads."""

    text: str
    sort: str | int | None = None
    href: str | None = None
    style: str = ""
    """A class of the style sheet."""
    literal: bool = False
    """Whether it is written as a file or a campaign has it, and is no sentence of ours."""


class Table(Struct, frozen=True):
    """Rows under headings. ``id`` is unique in its page."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    filter: bool = False
    """Whether it is long enough to look for rows in."""


LONG = 10
"""Rows from which a table gets a field to look for some."""


def table(
    id: str, caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> Table:
    """A table, with a field to filter it by where it is long."""
    kept = tuple(map(tuple, rows))
    return Table(id, caption, tuple(columns), kept, len(kept) >= LONG)


def amount(value: int, lang: str) -> Cell:
    """A number of things."""
    return Cell(number(value, lang), value)


def on(value: date, lang: str) -> Cell:
    """A day."""
    return Cell(day(value, lang), value.isoformat(), style="date")
