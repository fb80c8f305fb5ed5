"""One rule as functions of a row: what it says, from when to when, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from calllint.engine.direct import Read, Reader
from calllint.engine.judges import Crash, Judge, kind_of
from calllint.engine.selection import Selection
from calllint.engine.settled import Settled
from calllint.engine.slices import Slice, values_cited
from calllint.packs.language.tree import Expr, Literal, children
from calllint.packs.model import Pack, ParamValue, Rule
from calllint.packs.scopes import GROUNDS

_HOLDS = frozenset(GROUNDS.values())
_HOURLY = frozenset(
    ("local_from", "local_to", "at_agreed_moment", "calls_before", "planned_before")
)
_FAILURES = (ArithmeticError, LookupError, TypeError, ValueError)


class ReadJudge(Struct, frozen=True):
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


def read_judge(
    rule: Rule, pack: Pack, stretch: Slice, selection: Selection, settled: Settled, reader: Reader
) -> ReadJudge:
    """A rule under one state of the law, shortened by what is settled for all rows."""

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


def ticks(rule: Rule, pack: Pack, law: Mapping[str, ParamValue]) -> Iterator[int]:
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
