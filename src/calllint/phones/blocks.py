"""Blocks of numbers that a regulator allotted: which numbers can exist at all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from calllint.phones import world
from calllint.phones.national import NationalPlan


class Blocks(Struct, frozen=True):
    """Allotted blocks, as E.164 digits."""

    spans: tuple[tuple[int, int], ...]
    """First and last number of each stretch of blocks, in order; no two of them touch."""
    codes: frozenset[int]
    """Country codes the file speaks for: those of its blocks."""
    until: date | None
    """Day of the latest allotment it knows of."""

    @classmethod
    def of(cls, blocks: Iterable[tuple[int, int]], until: date | None) -> Blocks:
        """Blocks in any order, overlapping or not."""
        spans: list[tuple[int, int]] = []
        for first, last in sorted(blocks):
            if spans and first <= spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
            else:
                spans.append((first, last))
        codes = {world.calling_code(str(first)) for first, _ in spans}
        return cls(tuple(spans), frozenset(code for code in codes if code), until)

    def allotted(self, digits: int) -> bool | None:
        """Whether a number is in a block; ``None`` where the file does not speak for its code."""
        if world.calling_code(str(digits)) not in self.codes:
            return None
        place = bisect_right(self.spans, digits, key=lambda span: span[0])
        return place > 0 and digits <= self.spans[place - 1][1]


def of_plan(plan: NationalPlan, national: str) -> int | None:
    """A number as dialled inside a country, as E.164 digits; ``None`` for a short one.

    Ranges the plan's table does not know are of the country itself.
    """
    placed = plan.find(national)
    if placed:
        return int(placed.digits)
    if len(national) in plan.lengths and national.startswith(plan.trunk):
        return int(f"{plan.home}{national[len(plan.trunk) :]}")
    return None
