"""How a list writes its days: by what most cells can be read, and whether they could otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from calllint.facts.instants import IN_HALVES, read_parts

_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y")
_YEAR_FIRST = ("%Y-%m-%d", "%Y/%m/%d")
_HALVES = re.compile(r".*[AaPp]\.?[Mm]\.?")


class Dates(Struct, frozen=True):
    """How a list writes days and moments."""

    pattern: str | None = None
    """None for ISO 8601."""
    swappable: bool = False
    """Read with months first, as many could be read."""
    either: tuple[str, ...] = ()
    """The patterns between which nothing decides: a person has to say which."""


def dates_of(cells: Sequence[str], usual: str | None = None) -> Dates:
    """How days are written; where none can be read, nothing speaks against the ``usual`` pattern.

    Days are taken to come first, as they do almost everywhere, and that they may not is said. With
    AM and PM, which come from where months may, nobody's word is taken for it but a profile's.
    """
    halves = IN_HALVES if any(map(_HALVES.fullmatch, cells)) else ""
    patterns = [f"{day}{halves}" for day in (*_DAY_FIRST, *map(_swapped, _DAY_FIRST), *_YEAR_FIRST)]
    counts = {
        pattern: sum(read_parts(cell, pattern) is not None for cell in cells)
        for pattern in (None, *patterns)
    }
    best = max(counts, key=lambda pattern: counts[pattern])
    if best is None or not counts[best]:
        return Dates(best if counts[best] else usual)
    twin = _swapped(best)
    swappable = twin != best and counts.get(twin) == counts[best]
    if swappable and halves and best != f"{usual}{halves}":
        return Dates(either=(twin, best))
    return Dates(best, swappable)


def _swapped(pattern: str) -> str:
    """The pattern with the day in the place of the month, where neither comes after the year."""
    day_first = pattern.startswith("%d")
    return re.sub("^%([dm])(.)%[dm]", r"%m\2%d" if day_first else r"%d\2%m", pattern)
