"""The helpers of the language: what they take, what they give, what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from calllint.packs.language.errors import Message, both
from calllint.packs.language.tree import Type

ArgumentKind: TypeAlias = OneOf["int", "date", "windows"]
"""``windows`` is a parameter that holds stretches of the day."""


class Helper(Struct, frozen=True):
    """A function of the language itself, the same in every scope."""

    name: str
    arguments: tuple[ArgumentKind, ...]
    returns: Type
    doc: Message
    workdays: bool = False
    """Needs the pack's calendar, with a workweek."""


_ALL = (
    Helper(
        "within",
        ("int", "int", "windows"),
        "bool",
        both(
            "the stretch from..to (minutes) lies inside one of the windows",
            "la plage de..à (minutes) tient dans une des fenêtres",
        ),
    ),
    Helper(
        "add_months",
        ("date", "int"),
        "date",
        both(
            "that many months later, or the last day of that month where there is no such day",
            "ce nombre de mois plus tard, ou le dernier jour du mois si ce jour n'existe pas",
        ),
    ),
    Helper(
        "add_workdays",
        ("date", "int"),
        "date",
        both(
            "that many working days later, the day itself not counted",
            "ce nombre de jours ouvrés plus tard, le jour même non compté",
        ),
        workdays=True,
    ),
    Helper(
        "workdays_between",
        ("date", "date"),
        "int",
        both(
            "working days after the first date, up to and including the second",
            "jours ouvrés après la première date, jusqu'à la seconde comprise",
        ),
        workdays=True,
    ),
)

HELPERS: Mapping[str, Helper] = {helper.name: helper for helper in _ALL}
"""Every helper by name. ``coalesce`` and ``table`` belong to the grammar."""
