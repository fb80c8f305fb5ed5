"""The syntax tree of the rule language.

A tree is what a rule *means*; SQL is written from it, never from the author's text.
Every node knows the stretch of source it came from, so that an error can point at it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias
from typing import Literal as OneOf

from msgspec import Struct

Type: TypeAlias = OneOf["bool", "int", "text", "date", "null"]
"""Types of the language. A time of day (``10:30``) is an ``int``: minutes since midnight."""


class Extent(Struct, frozen=True):
    """A stretch of an expression's text: offsets in characters, end exclusive."""

    start: int
    end: int


_NOWHERE = Extent(0, 0)


class _Node(Struct, frozen=True, eq=False):
    """Two nodes are the same that mean the same, wherever they are written."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and _meaning(self) == _meaning(other)

    def __ne__(self, other: object) -> bool:  # a struct has one of its own
        return not self == other

    def __hash__(self) -> int:
        return hash((type(self), _meaning(self)))


def _meaning(node: Any) -> tuple[Any, ...]:
    return tuple(getattr(node, name) for name in node.__struct_fields__ if name != "extent")


class Literal(_Node, frozen=True):
    """A constant: ``true``, ``12``, ``'sale'``, ``2026-08-11``, ``10:30`` or ``null``."""

    value: bool | int | str | date | None
    extent: Extent = _NOWHERE


class Name(_Node, frozen=True):
    """A column of the scope, or a definition of the pack."""

    name: str
    extent: Extent = _NOWHERE


class Param(_Node, frozen=True):
    """A dated value of the law, ``$max_attempts``."""

    name: str
    extent: Extent = _NOWHERE


class Table(_Node, frozen=True):
    """A table of the pack, ``table(blocked)``: the first column of ``tables/blocked.csv``."""

    name: str
    extent: Extent = _NOWHERE


class Not(_Node, frozen=True):
    """Kleene's negation."""

    operand: Expr
    extent: Extent = _NOWHERE


class Logic(_Node, frozen=True):
    """``and`` or ``or`` over two or more operands, by Kleene's tables."""

    op: OneOf["and", "or"]
    operands: tuple[Expr, ...]
    extent: Extent = _NOWHERE


class Compare(_Node, frozen=True):
    """``= <> < <= > >=``; NULL where a side is NULL."""

    op: OneOf["=", "<>", "<", "<=", ">", ">="]
    left: Expr
    right: Expr
    extent: Extent = _NOWHERE


class Add(_Node, frozen=True):
    """``+`` or ``-`` between whole numbers, or a date and a number of days."""

    op: OneOf["+", "-"]
    left: Expr
    right: Expr
    extent: Extent = _NOWHERE


class IsNull(_Node, frozen=True):
    """``is null`` and ``is not null``: the only test that is never NULL itself."""

    operand: Expr
    negated: bool
    extent: Extent = _NOWHERE


class In(_Node, frozen=True):
    """Membership in literals, in a list-valued parameter, or in a table of the pack."""

    operand: Expr
    options: tuple[Literal, ...] | Param | Table
    negated: bool
    extent: Extent = _NOWHERE


class Between(_Node, frozen=True):
    """``x between low and high``, both ends included."""

    operand: Expr
    low: Expr
    high: Expr
    negated: bool
    extent: Extent = _NOWHERE


class Like(_Node, frozen=True):
    """SQL ``like`` with ``%`` and ``_``; the pattern is a literal."""

    operand: Expr
    pattern: str
    negated: bool
    extent: Extent = _NOWHERE


class Call(_Node, frozen=True):
    """A helper, ``within(local_from, local_to, $permitted_hours)``; see ``helpers.py``."""

    function: str
    arguments: tuple[Expr, ...]
    extent: Extent = _NOWHERE


class Case(_Node, frozen=True):
    """``case when … then … else … end``; in definitions only."""

    branches: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr | None
    extent: Extent = _NOWHERE


class Coalesce(_Node, frozen=True):
    """``coalesce(a, b, …)``; in definitions only."""

    arguments: tuple[Expr, ...]
    extent: Extent = _NOWHERE


Expr: TypeAlias = (
    Literal
    | Name
    | Param
    | Table
    | Not
    | Logic
    | Compare
    | Add
    | IsNull
    | In
    | Between
    | Like
    | Call
    | Case
    | Coalesce
)


def children(node: Expr) -> tuple[Expr, ...]:
    """The direct sub-expressions of a node, in source order (options of ``in`` included)."""
    match node:
        case Literal() | Name() | Param() | Table():
            return ()
        case Not(operand=operand) | IsNull(operand=operand) | Like(operand=operand):
            return (operand,)
        case Logic(operands=operands):
            return operands
        case Compare(left=left, right=right) | Add(left=left, right=right):
            return (left, right)
        case In(operand=operand, options=options):
            return (operand, *options) if isinstance(options, tuple) else (operand, options)
        case Between(operand=operand, low=low, high=high):
            return (operand, low, high)
        case Call(arguments=arguments) | Coalesce(arguments=arguments):
            return arguments
        case Case(branches=branches, otherwise=otherwise):
            inner = tuple(part for branch in branches for part in branch)
            return inner if otherwise is None else (*inner, otherwise)


def walk(node: Expr) -> list[Expr]:
    """The node and everything below it, parents first."""
    found = [node]
    for child in children(node):
        found.extend(walk(child))
    return found
