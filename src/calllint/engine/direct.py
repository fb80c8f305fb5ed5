"""Judging a few rows in the process itself: the trees of the rules, read as what they mean.

A campaign, its windows, numbers, forms and days are a few rows under many rules; to plan a query
over them takes longer than to answer it, and a run without lists needs no database at all. The
contacts and their evidence are judged in SQL (``compiler``), from the same trees; that the two say
the same is a property the tests hold, and every example of every rule is run both ways.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from calllint.engine.calls import fact_arguments
from calllint.engine.workdays import Workdays
from calllint.packs.language.tree import (
    Add,
    Between,
    Call,
    Case,
    Coalesce,
    Compare,
    Expr,
    In,
    IsNull,
    Like,
    Literal,
    Logic,
    Name,
    Not,
    Param,
    Table,
)
from calllint.packs.model import Pack, ParamValue, Rule
from calllint.packs.scopes import Value, fact_column

Cells = Mapping[str, Value]
Truth = bool | None
Read = Callable[[dict[str, Any]], Any]
"""What an expression says of a row: its columns, and those computed so far."""

_ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Reader(Struct):
    """Turns the trees of one pack, under one state of the law, into functions of a row."""

    pack: Pack
    law: Mapping[str, ParamValue]
    workdays: Workdays
    columns: frozenset[str]
    """Names that are columns of the scope; others are definitions of the pack."""
    _made: dict[str, Read] = field(default_factory=dict)
    _outcomes: dict[str, Read] = field(default_factory=dict)

    def outcome(self, rule: Rule) -> Read:
        """TRUE breach (or duty), FALSE fine, NULL unknown; made once a rule."""
        if rule.id not in self._outcomes:
            parts = [] if rule.applies is None else [self.read(rule.applies)]
            self._outcomes[rule.id] = _logic("and", [*parts, self._breach(rule)])
        return self._outcomes[rule.id]

    def _breach(self, rule: Rule) -> Read:
        decided = rule.breach if rule.breach is not None else rule.duty
        if decided is not None:
            return self.read(decided)
        sides = []
        if rule.clear_from is not None:
            sides.append(_compare(">", self.read(rule.clear_from), _column("judged_from")))
        if rule.clear_until is not None:
            sides.append(_compare("<", self.read(rule.clear_until), _column("judged_to")))
        return _logic("or", sides)

    def read(self, node: Expr) -> Read:
        """The node as a function of a row."""
        match node:
            case Literal(value=value):
                return _is(value)
            case Name(name=name):
                return _column(name) if name in self.columns else self._definition(name)
            case Param(name=name):
                return _is(self.law[name])
            case Not(operand=operand):
                return _not(self.read(operand))
            case Logic(op=op, operands=operands):
                return _logic(op, [self.read(part) for part in operands])
            case Compare(op=op, left=left, right=right):
                return _compare(op, self.read(left), self.read(right))
            case IsNull(operand=operand, negated=negated):
                inner = self.read(operand)
                return lambda row: (inner(row) is None) is not negated
            case Add(op=op, left=left, right=right):
                return _add(op, self.read(left), self.read(right))
            case Case(branches=branches, otherwise=otherwise):
                return self._case(branches, otherwise)
            case Coalesce(arguments=arguments):
                parts = [self.read(part) for part in arguments]
                return lambda row: next((x for part in parts if (x := part(row)) is not None), None)
            case Call():
                return self._call(node)
            case Table():
                raise TypeError("a table stands only after `in`")
        return self._membership(node)

    def _definition(self, name: str) -> Read:
        """A definition of the pack, computed once a row."""
        if name not in self._made:
            inner, key = self.read(self.pack.definitions[name].tree), f"{self.pack.name}.{name}"

            def remembered(row: dict[str, Any]) -> Any:
                if key not in row:
                    row[key] = inner(row)
                return row[key]

            self._made[name] = remembered
        return self._made[name]

    def _case(self, branches: Iterable[tuple[Expr, Expr]], otherwise: Expr | None) -> Read:
        read = [(self.read(test), self.read(value)) for test, value in branches]
        last = None if otherwise is None else self.read(otherwise)

        def case(row: dict[str, Any]) -> Any:
            for test, value in read:
                if test(row) is True:
                    return value(row)
            return None if last is None else last(row)

        return case

    def _membership(self, node: In | Between | Like) -> Read:
        operand = self.read(node.operand)
        if isinstance(node, Between):
            low = _compare(">=", operand, self.read(node.low))
            inside = _logic("and", [low, _compare("<=", operand, self.read(node.high))])
        elif isinstance(node, Like):
            pattern = _like(node.pattern)
            inside = _of_known(operand, lambda value: pattern.fullmatch(value) is not None)
        else:
            options = frozenset(self._options(node))
            inside = _of_known(operand, options.__contains__)
        return _not(inside) if node.negated else inside

    def _options(self, node: In) -> Iterable[object]:
        match node.options:
            case Param(name=name):
                value = self.law[name]
                return value if isinstance(value, tuple) else (value,)
            case Table(name=name):
                return (row[0] for row in self.pack.tables[name])
            case options:
                return (option.value for option in options)

    def _call(self, node: Call) -> Read:
        if node.function == "within":
            return self._within(node)
        if node.function in _HELPERS:
            arguments = [self.read(argument) for argument in node.arguments]
            helper = _HELPERS[node.function]
            return lambda row: helper(self, *(argument(row) for argument in arguments))
        return _column(fact_column(node.function, fact_arguments(node, self.law)))

    def _within(self, node: Call) -> Read:
        first, last, windows = node.arguments
        spans = self.law[windows.name] if isinstance(windows, Param) else None
        if not isinstance(spans, tuple):
            raise TypeError("within() takes its windows from a parameter")
        start, end = self.read(first), self.read(last)
        inside = []
        for span in spans:
            if not isinstance(span, tuple):
                raise TypeError("the parameter does not hold windows")
            low, high = span
            inside.append(
                _logic("and", [_compare(">=", start, _is(low)), _compare("<=", end, _is(high))])
            )
        return _logic("or", inside)

    def add_months(self, day: date | None, count: int | None) -> date | None:
        """A date moved by calendar months, clipped to the month's last day."""
        from dateutil.relativedelta import relativedelta

        return None if day is None or count is None else day + relativedelta(months=count)

    def add_workdays(self, day: date | None, count: int | None) -> date | None:
        """The day on which ``count`` working days after ``day`` are complete."""
        if day is None or count is None:
            return None
        return self.workdays.after(self.pack, day, count)

    def workdays_between(self, first: date | None, last: date | None) -> int | None:
        """Working days after ``first`` up to and including ``last``."""
        if first is None or last is None:
            return None
        numbers = self.workdays.numbers(self.pack)
        low, high = numbers.get(first), numbers.get(last)
        return None if low is None or high is None else high - low


_HELPERS: dict[str, Callable[..., Any]] = {
    "add_months": Reader.add_months,
    "add_workdays": Reader.add_workdays,
    "workdays_between": Reader.workdays_between,
}


def _column(name: str) -> Read:
    return operator.itemgetter(name)


def _is(value: object) -> Read:
    return lambda row: value


def _of_known(operand: Read, test: Callable[[Any], bool]) -> Read:
    def tested(row: dict[str, Any]) -> Truth:
        value = operand(row)
        return None if value is None else test(value)

    return tested


def _not(operand: Read) -> Read:
    return _of_known(operand, operator.not_)


def _logic(op: str, operands: list[Read]) -> Read:
    """Kleene's ``and`` and ``or``: what settles the matter (FALSE, TRUE) wins over NULL."""
    settles = op == "or"

    def settled(row: dict[str, Any]) -> Truth:
        unknown = False
        for operand in operands:
            truth: Truth = operand(row)
            if truth is settles:
                return settles
            unknown = unknown or truth is None
        return None if unknown else not settles

    return settled


def _compare(op: str, left: Read, right: Read) -> Read:
    compare = _ORDER[op]

    def compared(row: dict[str, Any]) -> Truth:
        one, other = left(row), right(row)
        return None if one is None or other is None else compare(one, other)

    return compared


def _add(op: str, left: Read, right: Read) -> Read:
    sign = 1 if op == "+" else -1

    def added(row: dict[str, Any]) -> Any:
        one, other = left(row), right(row)
        if one is None or other is None:
            return None
        if isinstance(one, date):
            return one + timedelta(days=sign * other)
        if isinstance(other, date):
            return other + timedelta(days=sign * one)
        return one + sign * other

    return added


def _like(pattern: str) -> re.Pattern[str]:
    wild = {"%": ".*", "_": "."}
    return re.compile("".join(wild.get(sign, re.escape(sign)) for sign in pattern), re.DOTALL)
