"""What the rules of one pack may say in each scope: columns, definitions, parameters, tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.packs.language.errors import ExpressionError, Message, both
from calllint.packs.language.helpers import HELPERS
from calllint.packs.language.text import calls, names
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
    Logic,
    Name,
    Not,
    Type,
)
from calllint.packs.model import Definition, Pack, Parameter, ParamValue
from calllint.packs.scopes import SCOPES, Column, FactFunction, lineage

if TYPE_CHECKING:
    from calllint.packs.language.types import ParamKind

ALL_FUNCTIONS: dict[str, FactFunction] = {
    name: function for scope in SCOPES.values() for name, function in scope.functions.items()
}
"""Fact functions of all scopes."""


def columns_of(scope: str, pack: Pack) -> dict[str, Column]:
    """Every column rules of the pack may name in a scope: built in, or added by the pack.

    What a pack adds to ``campaign`` is true of the whole campaign, so every scope has it.
    """
    return _columns(scope, pack.columns)


def _columns(scope: str, added: Mapping[str, Mapping[str, Column]]) -> dict[str, Column]:
    found = {**SCOPES[scope].columns, **added.get("campaign", {})}
    for each in lineage(scope):
        found |= added.get(each, {})
    return found


def definitions_of(scope: str, pack: Pack) -> dict[str, Definition]:
    """Definitions that exist in a scope: those whose columns and facts are all there."""
    columns, functions = columns_of(scope, pack), SCOPES[scope].functions
    found = {}
    for name, definition in pack.definitions.items():
        tree = expand(definition.tree, pack)
        if names(tree) <= columns.keys() and fact_functions(tree) <= functions.keys():
            found[name] = definition
    return found


def fact_functions(tree: Expr) -> frozenset[str]:
    """Fact functions a tree calls, the language's own helpers left out."""
    return frozenset(call.function for call in calls(tree)) - HELPERS.keys()


def expand(tree: Expr, pack: Pack) -> Expr:
    """The tree with every definition replaced by what it stands for, down to columns.

    Extents inside a definition keep pointing into the definition's own text.
    """
    if isinstance(tree, Name):
        definition = pack.definitions.get(tree.name)
        return tree if definition is None else expand(definition.tree, pack)
    return rebuild(tree, lambda child: expand(child, pack))


def rebuild(node: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The node with each sub-expression changed; options of ``in`` name nothing and stay."""
    match node:
        case Not() | IsNull() | In() | Like():
            return replace(node, operand=change(node.operand))
        case Logic():
            return replace(node, operands=tuple(map(change, node.operands)))
        case Compare() | Add():
            return replace(node, left=change(node.left), right=change(node.right))
        case Between():
            return replace(
                node, operand=change(node.operand), low=change(node.low), high=change(node.high)
            )
        case Call() | Coalesce():
            return replace(node, arguments=tuple(map(change, node.arguments)))
        case Case():
            otherwise = None if node.otherwise is None else change(node.otherwise)
            branches = tuple((change(test), change(value)) for test, value in node.branches)
            return replace(node, branches=branches, otherwise=otherwise)
    return node


def value_kind(value: ParamValue) -> ParamKind | None:
    """What one law value is; None for ``null`` and for an empty list, which fit several kinds."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        if isinstance(value[0], str):
            return "texts"
        return "ints" if isinstance(value[0], int) else "windows"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int"
    return "text" if isinstance(value, str) else "date"


def param_kind(parameter: Parameter) -> ParamKind:
    """What a parameter holds, the same on every day."""
    kinds = (value_kind(value) for _, value in parameter.values)
    return next((kind for kind in kinds if kind is not None), "texts")


class Meaning(Struct, frozen=True):
    """What is known of a definition once it has been checked."""

    type: Type
    columns: frozenset[str]
    """Columns it uses, through other definitions too."""
    functions: frozenset[str]
    """Fact functions it uses, through other definitions too."""
    size: int
    """Nodes once expanded."""
    depth: int
    """Levels once expanded."""


class Vocabulary(Struct, dict=True):
    """The words of one pack while it is being read."""

    added: Mapping[str, Mapping[str, Column]]
    params: Mapping[str, ParamKind]
    tables: frozenset[str]
    workdays: bool
    """The pack has a calendar with a workweek."""
    meanings: dict[str, Meaning] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Definitions already reported: what uses them is not reported again."""
    _types: dict[str, dict[str, Type]] = field(default_factory=dict)

    @cached_property
    def columns(self) -> dict[str, dict[str, Column]]:
        """Columns by scope, those of the pack included."""
        return {scope: _columns(scope, self.added) for scope in SCOPES}

    @cached_property
    def all_types(self) -> dict[str, Type]:
        """Type of every column of every scope; a name has one type wherever it is."""
        return {
            name: column.type
            for columns in self.columns.values()
            for name, column in columns.items()
        }

    def has(self, scope: str, columns: Set[str], functions: Set[str]) -> bool:
        """Whether a scope has all of these."""
        return columns <= self.columns[scope].keys() and functions <= SCOPES[scope].functions.keys()

    def types(self, scope: str) -> dict[str, Type]:
        """Type of each column and each definition that exists in a scope."""
        if scope not in self._types:
            found = {name: column.type for name, column in self.columns[scope].items()}
            found |= {
                name: meaning.type
                for name, meaning in self.meanings.items()
                if self.has(scope, meaning.columns, meaning.functions)
            }
            self._types[scope] = found
        return self._types[scope]

    def check(self, tree: Expr, scope: str) -> Type:
        """The type of an expression in a scope. Raises ExpressionError."""
        self.check_workdays(tree)
        from calllint.packs.language.types import check

        return check(
            tree,
            self.types(scope),
            self.params,
            SCOPES[scope].functions,
            self.tables,
            lambda name: self.absence(name, scope),
        )

    def check_workdays(self, tree: Expr) -> None:
        """Raises ExpressionError where working days are counted without a calendar."""
        for call in calls(tree):
            helper = HELPERS.get(call.function)
            if helper is not None and helper.workdays and not self.workdays:
                raise ExpressionError(
                    call.extent,
                    both(
                        f"{call.function}() needs `calendar: {{country, workweek}}` in pack.yaml",
                        f"{call.function}() veut `calendar: {{country, workweek}}` dans pack.yaml",
                    ),
                )

    def absence(self, name: str, scope: str) -> Message | None:
        """Why a name that exists elsewhere cannot be used in a scope; None if it is nowhere."""
        here = self.columns[scope].keys() | SCOPES[scope].functions.keys()
        meaning = self.meanings.get(name)
        if meaning is not None:
            listed = ", ".join(sorted((meaning.columns | meaning.functions) - here))
            return both(
                f"the definition `{name}` does not exist in scope `{scope}`: it needs {listed}",
                f"la définition `{name}` n'existe pas dans la portée `{scope}` : "
                f"il lui faut {listed}",
            )
        homes = [
            other
            for other, known in SCOPES.items()
            if name in self.columns[other] or name in known.functions
        ]
        if not homes or name in here:
            return None
        listed = ", ".join(homes)
        return both(
            f"`{name}` does not exist in scope `{scope}`, only in: {listed}",
            f"`{name}` n'existe pas dans la portée `{scope}`, seulement dans : {listed}",
        )
