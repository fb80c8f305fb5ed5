"""Checking that an expression makes sense: known names, fitting types, right arguments.

What passes here can be computed on any row; no name outside the scope gets through.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from calllint.packs.language import mistakes
from calllint.packs.language.errors import ExpressionError, Message, both, suggestion
from calllint.packs.language.helpers import HELPERS, ArgumentKind
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
    Type,
)
from calllint.packs.scopes import FactFunction

ParamKind: TypeAlias = OneOf["bool", "int", "text", "date", "texts", "ints", "windows"]
"""What a parameter holds; the last three are lists."""

_LISTS: dict[str, Type] = {"texts": "text", "ints": "int"}


def check(
    tree: Expr,
    columns: Mapping[str, Type],
    params: Mapping[str, ParamKind],
    functions: Mapping[str, FactFunction] | None = None,
    tables: Collection[str] = (),
    absent: Callable[[str], Message | None] = lambda name: None,
) -> Type:
    """The type of an expression. Raises ExpressionError at the first thing that makes no sense.

    ``columns`` are the columns and the definitions that may be named, with their types;
    ``absent`` may say why a name that exists elsewhere cannot be used here.
    """
    return _Checker(columns, params, functions or {}, tables, absent).type_of(tree)


class _Checker(Struct, frozen=True):
    columns: Mapping[str, Type]
    params: Mapping[str, ParamKind]
    functions: Mapping[str, FactFunction]
    tables: Collection[str]
    absent: Callable[[str], Message | None]

    def type_of(self, node: Expr) -> Type:
        """The type of a node, everything below it checked."""
        match node:
            case Literal(value=value):
                return _literal_type(value)
            case Name():
                return self._name(node)
            case Param():
                return self._scalar(node)
            case Add():
                return self._add(node)
            case Call():
                return self._call(node)
            case Case() | Coalesce():
                return self._choice(node)
            case Table():
                raise mistakes.wrong(
                    node, "a table stands only after `in`", "une table ne vient qu'après `in`"
                )
        self._truth(node)
        return "bool"

    def _truth(self, node: Not | Logic | Compare | IsNull | In | Between | Like) -> None:
        """Check a node that gives true or false."""
        match node:
            case Not(operand=operand):
                self._expect(operand, "bool")
            case Logic(operands=operands):
                self._expect_all(operands, "bool")
            case Compare(left=left, right=right):
                self._comparable(left, right, ordered=node.op not in ("=", "<>"))
            case IsNull(operand=operand):
                self.type_of(operand)
            case In():
                self._expect(node.operand, self._inside(node))
            case Between(operand=operand, low=low, high=high):
                self._comparable(operand, low, ordered=True)
                self._comparable(operand, high, ordered=True)
            case Like(operand=operand):
                self._expect(operand, "text")

    # -- leaves ---------------------------------------------------------------------------

    def _name(self, node: Name) -> Type:
        found = self.columns.get(node.name)
        if found is None:
            raise ExpressionError(node.extent, self._unknown_name(node.name))
        return found

    def _unknown_name(self, name: str) -> Message:
        reason = self.absent(name)
        if reason is not None:
            return reason
        if name in self.functions or name in HELPERS:
            return both(
                f"`{name}` is a function; give it its arguments in parentheses",
                f"`{name}` est une fonction ; donnez ses arguments entre parenthèses",
            )
        if name in self.params:
            return both(
                f"`{name}` is a parameter; write `${name}`",
                f"`{name}` est un paramètre ; écrivez `${name}`",
            )
        near = suggestion(name, self.columns)
        return both(f"unknown name `{name}`{near['en']}", f"nom inconnu `{name}`{near['fr']}")

    def _param(self, node: Param) -> ParamKind:
        found = self.params.get(node.name)
        if found is None:
            raise mistakes.unknown_param(node, self.params)
        return found

    def _scalar(self, node: Param) -> Type:
        kind = self._param(node)
        if kind == "texts" or kind == "ints" or kind == "windows":
            raise mistakes.list_as_scalar(node, kind)
        return kind

    # -- types of operands ----------------------------------------------------------------

    def _expect(self, node: Expr, wanted: Type) -> None:
        found = self.type_of(node)
        if found != wanted:
            raise mistakes.mismatch(node, wanted, found)

    def _expect_all(self, nodes: tuple[Expr, ...], wanted: Type) -> None:
        for node in nodes:
            self._expect(node, wanted)

    def _one_type(self, nodes: tuple[Expr, ...]) -> Type:
        """The type that all of them share, nulls apart."""
        shared: Type = "null"
        for node in nodes:
            found = self.type_of(node)
            if shared == "null":
                shared = found
            elif found not in (shared, "null"):
                raise mistakes.mismatch(node, shared, found)
        return shared

    def _comparable(self, left: Expr, right: Expr, ordered: bool) -> None:
        first, second = self.type_of(left), self.type_of(right)
        for node, kind in ((left, first), (right, second)):
            if kind == "null":
                raise mistakes.with_null(node)
        if first != second:
            raise mistakes.unlike(left, first, right, second)
        if ordered and first == "bool":
            raise mistakes.unordered(left)

    # -- operators ------------------------------------------------------------------------

    def _add(self, node: Add) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left not in ("int", "date"):
            raise mistakes.bad_left(node.left, node.op, left)
        if right != "int":
            raise mistakes.bad_right(node.right, node.op, right)
        return left

    def _inside(self, node: In) -> Type:
        """The type of what stands after ``in``."""
        options = node.options
        if isinstance(options, Table):
            if options.name not in self.tables:
                raise mistakes.unknown_table(options, self.tables)
            return "text"
        if isinstance(options, Param):
            kind = self._param(options)
            if kind not in _LISTS:
                raise mistakes.scalar_as_list(options, kind)
            return _LISTS[kind]
        return self._one_type(options)

    def _choice(self, node: Case | Coalesce) -> Type:
        if isinstance(node, Coalesce):
            if len(node.arguments) < 2:
                raise mistakes.short_coalesce(node)
            return self._one_type(node.arguments)
        self._expect_all(tuple(test for test, _ in node.branches), "bool")
        last = () if node.otherwise is None else (node.otherwise,)
        return self._one_type((*(value for _, value in node.branches), *last))

    # -- calls ----------------------------------------------------------------------------

    def _call(self, node: Call) -> Type:
        helper, function = HELPERS.get(node.function), self.functions.get(node.function)
        if helper is not None:
            self._arity(node, len(helper.arguments))
            for argument, kind in zip(node.arguments, helper.arguments, strict=True):
                self._argument(node, argument, kind)
            return helper.returns
        if function is not None:
            self._arity(node, len(function.arguments))
            for argument, wanted in zip(node.arguments, function.arguments, strict=True):
                self._law_value(node, argument, wanted)
            return function.returns
        reason = self.absent(node.function)
        if reason is not None:
            raise ExpressionError(node.extent, reason)
        raise mistakes.unknown_function(node, {*HELPERS, *self.functions})

    def _arity(self, node: Call, wanted: int) -> None:
        if len(node.arguments) != wanted:
            raise mistakes.arity(node, wanted)

    def _argument(self, call: Call, node: Expr, kind: ArgumentKind) -> None:
        if kind != "windows":
            self._expect(node, kind)
        elif not isinstance(node, Param) or self._param(node) != "windows":
            raise mistakes.no_windows(call, node)

    def _law_value(self, call: Call, node: Expr, wanted: Type) -> None:
        """Facts are computed beforehand, so they take what is known beforehand."""
        if not isinstance(node, Literal | Param):
            raise mistakes.computed(call, node)
        self._expect(node, wanted)


def _literal_type(value: bool | int | str | date | None) -> Type:
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case int():
            return "int"
        case str():
            return "text"
        case date():
            return "date"
