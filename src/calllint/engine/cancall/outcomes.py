"""What rules amount to on one row: a stretch of days, and one verdict over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from msgspec import Struct

from calllint.engine.result import Verdict

Reasons: TypeAlias = Mapping[str, tuple[frozenset[str], frozenset[str]]]
"""For each ground, the rules its best record breaches, and those that cannot tell."""
_DAY = timedelta(days=1)


class Outcome(Struct, frozen=True):
    """What the rules say of one row on one stretch of days."""

    first: date
    last: date
    breached: frozenset[str]
    unknown: frozenset[str]
    hard: bool
    """A rule that decides is breached on every day."""
    unsure: bool
    free_from: date
    free_until: date
    attempts_left: int | None

    @property
    def free(self) -> bool:
        """Whether some day is left."""
        return not self.hard and self.free_from <= self.free_until

    @property
    def throughout(self) -> bool:
        """Whether nothing stands against any of the days."""
        whole = self.free_from == self.first and self.free_until == self.last
        return self.free and not self.unsure and whole


class Conclusion(Struct, frozen=True):
    """One verdict over all stretches."""

    verdict: Verdict
    breached: frozenset[str]
    unknown: frozenset[str]
    callable_from: date | None
    callable_until: date | None
    attempts_left: int | None

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Conclusion:
        """As ``contacts`` concludes; where free days have a gap, the first run counts."""
        free = sorted((one.free_from, one.free_until) for one in outcomes if one.free)
        left = [one.attempts_left for one in outcomes if one.attempts_left is not None]
        verdict: Verdict = "review" if free else "block"
        if outcomes and all(one.throughout for one in outcomes):
            verdict = "allow"
        return cls(
            verdict,
            frozenset().union(*(one.breached for one in outcomes)),
            frozenset().union(*(one.unknown for one in outcomes)),
            free[0][0] if free else None,
            _first_run(free) if free else None,
            min(left, default=None),
        )


def _first_run(free: Sequence[tuple[date, date]]) -> date:
    until = free[0][1]
    for first, last in free[1:]:
        if first > until + _DAY:
            break
        until = last
    return until
