"""What a condition means, by Kleene's definitions and not by SQL: what ``test_kleene`` trusts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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

Truth = bool | None
Cell = bool | int | str | None
Row = dict[str, Cell]

TWO = 2
LISTS: dict[str, tuple[Cell, ...]] = {"ints": (1, 3), "texts": ("a", "c"), "none": ()}
WINDOWS = ((0, 1), (2, 3))
"""Values of the parameters ``$two``, ``$ints``, …, ``$windows``."""
TABLES = {"listed": (("b", "flood"), ("c", "fire"))}

_RANK: dict[Truth, int] = {False: 0, None: 1, True: 2}
_TRUTH: tuple[Truth, ...] = (False, None, True)


def _all(truths: Iterable[Truth]) -> Truth:
    return _TRUTH[min((_RANK[truth] for truth in truths), default=2)]


def _any(truths: Iterable[Truth]) -> Truth:
    return _TRUTH[max((_RANK[truth] for truth in truths), default=0)]


def _not(truth: Truth) -> Truth:
    return _TRUTH[2 - _RANK[truth]]


def _compare(op: str, left: Cell, right: Cell) -> Truth:
    if left is None or right is None:
        return None
    order = (left > right) - (left < right)  # type: ignore[operator]
    return {
        "=": order == 0, "<>": order != 0, "<": order < 0,
        "<=": order <= 0, ">": order > 0, ">=": order >= 0,
    }[op]  # fmt: skip


def value(tree: Expr, row: Row) -> Cell:
    """What a tree says of a row, by the definitions, not by SQL."""
    match tree:
        case Literal(value=constant):
            assert not isinstance(constant, date), "there are no dates here"
            return constant
        case Name(name=name):
            return row[name]
        case Param(name="two"):
            return TWO
        case Add(op=op, left=left, right=right):
            one, other = value(left, row), value(right, row)
            if one is None or other is None:
                return None
            return one + other if op == "+" else one - other  # type: ignore[operator]
        case Coalesce(arguments=arguments):
            known = (each for part in arguments if (each := value(part, row)) is not None)
            return next(known, None)
        case Case(branches=branches, otherwise=otherwise):
            for test, result in branches:
                if value(test, row) is True:
                    return value(result, row)
            return None if otherwise is None else value(otherwise, row)
    return truth(tree, row)


def truth(tree: Expr, row: Row) -> Truth:
    """What a condition says of a row."""
    match tree:
        case Not(operand=operand):
            return _not(truth(operand, row))
        case Logic(op=op, operands=operands):
            return (_all if op == "and" else _any)(truth(each, row) for each in operands)
        case Compare(op=op, left=left, right=right):
            return _compare(op, value(left, row), value(right, row))
        case IsNull(operand=operand, negated=negated):
            return (value(operand, row) is None) is not negated
        case In(operand=operand, negated=negated):
            found = value(operand, row)
            member = None if found is None else found in _options(tree)
            return _not(member) if negated else member
        case Between(operand=operand, low=low, high=high, negated=negated):
            found, least, most = (value(each, row) for each in (operand, low, high))
            inside = _all((_compare(">=", found, least), _compare("<=", found, most)))
            return _not(inside) if negated else inside
        case Like(operand=operand, pattern=pattern, negated=negated):
            found = value(operand, row)
            begins = None if found is None else str(found).startswith(pattern.rstrip("%"))
            return _not(begins) if negated else begins
        case Call(arguments=arguments):
            start, end = value(arguments[0], row), value(arguments[1], row)
            return _any(
                _all((_compare(">=", start, low), _compare("<=", end, high)))
                for low, high in WINDOWS
            )
    said = value(tree, row)
    assert said is None or isinstance(said, bool)
    return said


def _options(tree: In) -> tuple[object, ...]:
    match tree.options:
        case Param(name=name):
            return LISTS[name]
        case Table(name=name):
            return tuple(row[0] for row in TABLES[name])
        case options:
            return tuple(option.value for option in options)
