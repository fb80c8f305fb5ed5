"""Rules on one row, read in the process: what a pass over a whole list would say of it.

``passes`` and ``contacts`` say the same in SQL, for lists; that they agree is a property the tests
hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, TypeAlias

from calllint.engine.calls import facts_asked
from calllint.engine.direct import Read, Reader
from calllint.engine.judges import Crash, Judge, kind_of
from calllint.engine.result import Verdict
from calllint.engine.selection import Selection
from calllint.engine.settled import Settled
from calllint.engine.slices import Slice, in_force, law_on, values_cited
from calllint.engine.workdays import Workdays
from calllint.packs.language.tree import Expr, Literal, children
from calllint.packs.model import Pack, ParamValue, Rule
from calllint.packs.scopes import GROUNDS, SCOPES, FactCall, Value
from calllint.packs.vocabulary import columns_of

Reasons: TypeAlias = Mapping[str, tuple[frozenset[str], frozenset[str]]]
"""For each ground, the rules its best record breaches, and those that cannot tell."""
_HOLDS = frozenset(GROUNDS.values())
_HOURLY = frozenset(
    ("local_from", "local_to", "at_agreed_moment", "calls_before", "planned_before")
)
_FAILURES = (ArithmeticError, LookupError, TypeError, ValueError)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReadJudge:
    """A rule as functions of a row."""

    judge: Judge
    countries: frozenset[str]
    """Countries of its pack; a rule of no country is everybody's."""
    outcome: Read
    clear_from: Read | None
    clear_until: Read | None
    applies: Read | None
    attempts_left: Read | None
    grounds: frozenset[str]
    by_the_hour: bool
    """It may say one thing in the morning and another in the afternoon."""

    def says(self, row: dict[str, Any], crashes: list[Crash]) -> bool | None:
        """TRUE breach (or duty), FALSE fine, NULL unknown; unknown where the rule fails."""
        if self.countries and row["phone_country"] not in self.countries:
            return False
        try:
            truth: bool | None = self.outcome(row)
        except _FAILURES as error:
            crashes.append(Crash(self.judge, kind_of(error)))
            return None
        return truth

    def forbids(self, row: dict[str, Any]) -> bool:
        """Whether it decides, and keeps the row from being allowed on all its days."""
        if not self.judge.decides:
            return False
        truth = self.says(row, [])
        if truth is False:
            return False
        if truth is None or (self.clear_from is None and self.clear_until is None):
            return True
        start, end = self.bounds(row)
        known = (start is not None, end is not None)
        if known != (self.clear_from is not None, self.clear_until is not None):
            return True
        late = start is not None and start > row["judged_from"]
        return bool(late or (end is not None and end < row["judged_to"]))

    def bounds(self, row: dict[str, Any]) -> tuple[date | None, date | None]:
        """From and until when a rule in breach leaves the row free."""
        return (
            None if self.clear_from is None else self.clear_from(row),
            None if self.clear_until is None else self.clear_until(row),
        )

    def left(self, row: dict[str, Any]) -> int | None:
        """How many attempts a cap leaves; NULL where the rule does not apply."""
        if self.attempts_left is None:
            return None
        if self.countries and row["phone_country"] not in self.countries:
            return None
        if self.applies is not None and self.applies(row) is not True:
            return None
        left: int | None = self.attempts_left(row)
        return None if left is None else max(0, left)


@dataclass(frozen=True)
class Outcome:
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


@dataclass(frozen=True)
class Conclusion:
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
        if all(one.throughout for one in outcomes):
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


@dataclass(frozen=True)
class Bench:
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
                _judge(rule, pack, stretch, selection, settled[pack.name], readers[pack.name])
                for rule, pack in rules
            ),
            facts_asked(scope, rules, law) if SCOPES[scope].functions else frozenset(),
            frozenset(tick for rule, pack in rules for tick in _ticks(rule, pack, law[pack.name])),
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


@dataclass
class _Sum:
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


def _judge(
    rule: Rule, pack: Pack, stretch: Slice, selection: Selection, settled: Settled, reader: Reader
) -> ReadJudge:
    def fold(tree: Expr | None) -> Expr | None:
        return None if tree is None else settled.fold(tree)

    def read(tree: Expr | None) -> Read | None:
        return None if tree is None else reader.read(tree)

    meant = replace(
        rule,
        applies=fold(rule.applies),
        breach=fold(rule.breach),
        duty=fold(rule.duty),
        clear_from=fold(rule.clear_from),
        clear_until=fold(rule.clear_until),
    )
    severity = selection.severities.get(rule.id, rule.severity)
    return ReadJudge(
        Judge(rule, pack, severity, values_cited(rule, pack, stretch.first)),
        frozenset(pack.countries),
        reader.outcome(meant),
        read(meant.clear_from),
        read(meant.clear_until),
        read(meant.applies),
        read(fold(rule.attempts_left)),
        pack.mentions[rule.id] & _HOLDS,
        bool(
            pack.mentions[rule.id] & _HOURLY
            or {call.function for call in pack.calls[rule.id]} & _HOURLY
        ),
    )


def _ticks(rule: Rule, pack: Pack, law: Mapping[str, ParamValue]) -> Iterator[int]:
    """The minutes a rule may compare with the clock: its own numbers, and those it reads."""
    if not pack.mentions[rule.id] & {"local_from", "local_to"}:
        return
    used = [
        pack.definitions[name].tree for name in pack.mentions[rule.id] & pack.definitions.keys()
    ]
    for tree in (*rule.expressions, *used):
        yield from _numbers(tree)
    for name in pack.reads[rule.id]:
        yield from _whole(law[name])


def _numbers(tree: Expr) -> Iterator[int]:
    if isinstance(tree, Literal):
        yield from _whole(tree.value)
    for child in children(tree):
        yield from _numbers(child)


def _whole(value: Any) -> Iterator[int]:
    """The whole numbers in a value, which may be a list of windows."""
    if isinstance(value, tuple):
        for each in value:
            yield from _whole(each)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value
