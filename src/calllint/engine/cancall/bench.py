"""Rules on one row, read in the process: what a pass over a whole list would say of it.

``passes`` and ``contacts`` say the same in SQL, for lists; that they agree is a property the tests
hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

from calllint.engine.calls import facts_asked
from calllint.engine.cancall.outcomes import Outcome, Reasons
from calllint.engine.cancall.rules import ReadJudge, read_judge, ticks
from calllint.engine.direct import Reader
from calllint.engine.judges import Crash
from calllint.engine.selection import Selection
from calllint.engine.settled import Settled
from calllint.engine.slices import Slice, in_force, law_on
from calllint.engine.workdays import Workdays
from calllint.packs.scopes import GROUNDS, SCOPES, FactCall, Value
from calllint.packs.vocabulary import columns_of


class Bench(Struct, frozen=True):
    """The rules of one scope that may say something, under one state of the law."""

    judges: tuple[ReadJudge, ...]
    asked: frozenset[FactCall]
    """Facts that take a law value."""
    ticks: frozenset[int]
    """Minutes of the day at which some rule may change its mind."""
    _likely: list[ReadJudge] = field(default_factory=list)
    """The rule that forbade the row before: it is asked first."""

    @classmethod
    def of(
        cls, scope: str, stretch: Slice, selection: Selection, known: Mapping[str, Value]
    ) -> Bench:
        """``known`` is what all rows have in common: it settles most rules for good."""
        workdays = Workdays(stretch, scope, None)
        law = {pack.name: law_on(pack, stretch.first) for _, pack in selection.rules}
        settled = {pack.name: Settled(pack, known, workdays) for _, pack in selection.rules}
        rules = [
            (rule, pack)
            for rule, pack in selection.rules
            if scope in rule.scopes
            and in_force(rule, pack, stretch.first)
            and not settled[pack.name].silent(rule)
        ]
        readers = {
            pack.name: Reader(pack, law[pack.name], workdays, frozenset(columns_of(scope, pack)))
            for _, pack in rules
        }
        return cls(
            tuple(
                read_judge(rule, pack, stretch, selection, settled[pack.name], readers[pack.name])
                for rule, pack in rules
            ),
            facts_asked(scope, rules, law) if SCOPES[scope].functions else frozenset(),
            frozenset(tick for rule, pack in rules for tick in ticks(rule, pack, law[pack.name])),
        )

    def against(self, row: dict[str, Any]) -> ReadJudge | None:
        """A rule that keeps the verdict on a row from ``allow``, which it else is."""
        for each in (*self._likely, *self.judges):
            if each.forbids(row):
                self._likely[:] = [each]
                return each
        return None

    def judge(self, row: dict[str, Any], crashes: list[Crash], reasons: Reasons) -> Outcome:
        """What all rules say of a row; ``reasons`` are those of the grounds, where they fail."""
        sum_up = _Sum(row)
        for each in self.judges:
            left = each.left(row)
            sum_up.left += [] if left is None else [left]
            truth = each.says(row, crashes)
            if truth is not False:
                sum_up.add(each, truth)
        return sum_up.outcome(reasons)


class _Sum(Struct):
    """What the rules amount to, one after the other."""

    row: dict[str, Any]
    breached: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    blamed: set[str] = field(default_factory=set)
    """Columns of grounds that rules which decide look at."""
    hard: bool = False
    unsure: bool = False
    starts: list[date] = field(default_factory=list)
    ends: list[date] = field(default_factory=list)
    left: list[int] = field(default_factory=list)

    def add(self, each: ReadJudge, truth: bool | None) -> None:
        """A rule that is breached or unknown."""
        (self.unknown if truth is None else self.breached).add(each.judge.rule.id)
        if not each.judge.decides:
            return
        self.blamed |= each.grounds
        if truth is None:
            self.unsure = True
        elif each.clear_from is None and each.clear_until is None:
            self.hard = True
        else:
            self._bound(each)

    def _bound(self, each: ReadJudge) -> None:
        start, end = each.bounds(self.row)
        self.starts += [] if start is None else [start]
        self.ends += [] if end is None else [end]
        if each.clear_from is not None and each.clear_until is not None:
            self.unsure = self.unsure or start is None or end is None

    def outcome(self, reasons: Reasons) -> Outcome:
        """The whole, with the reasons of the grounds that fail."""
        first, last = self.row["judged_from"], self.row["judged_to"]
        told = self.row["readable"] and self.row["covered"]
        failed = [
            reasons[scope]
            for scope, holds in GROUNDS.items()
            if holds in self.blamed and self.row[holds] is not True and scope in reasons
        ]
        return Outcome(
            first,
            last,
            frozenset(self.breached).union(*(each[0] for each in failed)),
            frozenset(self.unknown).union(*(each[1] for each in failed)),
            self.hard,
            self.unsure or not told,
            max([first, *self.starts]),
            min([last, *self.ends]),
            min(self.left, default=None),
        )
