"""What a campaign settles for all its contacts before one of them is looked at.

Most rules are about other campaigns: other channels, sectors, audiences. Where the campaign alone
makes the condition of a rule FALSE, the rule says nothing of any contact, and stays out of the
query. What is not certain stays open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.engine.direct import Reader
from calllint.engine.slices import Slice, law_on
from calllint.engine.workdays import Workdays
from calllint.facts.relations import shared_values
from calllint.facts.rows import Row
from calllint.facts.untold import untold
from calllint.facts.workspace import Workspace
from calllint.packs.language.tree import (
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
    children,
)
from calllint.packs.model import Pack, Rule
from calllint.packs.scopes import Value
from calllint.packs.vocabulary import rebuild

OPEN: Final = object()
"""Anything: what only the contact can tell."""
_TRUTHS = (Not, Logic, Compare, IsNull, In, Between, Like)
"""Nodes that are TRUE, FALSE or NULL: their NULL can be written. Another's has a type to keep."""


class Settled(Struct, dict=True):
    """The trees of one pack under one state of the law, over what the campaign says."""

    pack: Pack
    known: Mapping[str, Value]
    """Columns with one value for all contacts."""
    workdays: Workdays
    _found: dict[str, Any] = field(default_factory=dict)
    _values: dict[int, tuple[Expr, Any]] = field(default_factory=dict)
    """By the id of a tree, which is kept: the same is asked of its parts once more to fold it."""

    @cached_property
    def _reader(self) -> Reader:
        law = law_on(self.pack, self.workdays.stretch.first)
        return Reader(self.pack, law, self.workdays, frozenset(self.known))

    def silent(self, rule: Rule) -> bool:
        """Whether the rule is FALSE for every contact."""
        parts = [tree for tree in (rule.applies, rule.breach, rule.duty) if tree is not None]
        return any(self.value(part) is False for part in parts)

    def value(self, node: Expr) -> Any:
        """What a tree is for every contact: a value, or ``OPEN``."""
        found = self._values.get(id(node))
        if found is None:
            found = self._values[id(node)] = (node, self._value(node))
        return found[1]

    def _value(self, node: Expr) -> Any:
        match node:
            case Name(name=name):
                return self._name(name)
            case Not(operand=operand):
                inner = self.value(operand)
                return inner if inner is OPEN or inner is None else not inner
            case Logic(op=op, operands=operands):
                return self._logic(op, [self.value(each) for each in operands])
            case Case(branches=branches, otherwise=otherwise):
                for test, result in branches:
                    holds = self.value(test)
                    if holds is OPEN or holds is True:
                        return OPEN if holds is OPEN else self.value(result)
                return None if otherwise is None else self.value(otherwise)
            case Coalesce(arguments=arguments):
                for argument in arguments:
                    found = self.value(argument)
                    if found is not None:
                        return found
                return None
            case Call():
                return OPEN
        return self._plain(node)

    def fold(self, node: Expr) -> Expr:
        """The tree with what is settled in its place: the same for every contact, and shorter."""
        value = self.value(node)
        if value is not OPEN and (value is not None or isinstance(node, _TRUTHS)):
            return Literal(value)
        if isinstance(node, Logic):
            return self._folded(node)
        return node if isinstance(node, Call) else rebuild(node, self.fold)

    def _folded(self, node: Logic) -> Expr:
        """Without the operands that change nothing."""
        idle = node.op == "and"
        left = [each for each in map(self.fold, node.operands) if each != Literal(idle)]
        return left[0] if len(left) == 1 else replace(node, operands=tuple(left))

    def _name(self, name: str) -> Any:
        if name in self.known:
            return self.known[name]
        if name not in self.pack.definitions:
            return OPEN
        if name not in self._found:
            self._found[name] = self.value(self.pack.definitions[name].tree)
        return self._found[name]

    @staticmethod
    def _logic(op: str, values: Sequence[Any]) -> Any:
        settles = op == "or"
        if any(value is settles for value in values):
            return settles
        if any(value is OPEN for value in values):
            return OPEN
        return None if None in values else not settles

    def _plain(self, node: Expr) -> Any:
        """A node that is known as soon as all its parts are."""
        row: dict[str, Any] = dict(self.known)
        for name in _names(node):
            value = self._name(name)
            if value is OPEN:
                return OPEN
            if name in self.pack.definitions:
                row[f"{self.pack.name}.{name}"] = value
        if _calls(node):
            return OPEN
        return self._reader.read(node)(row)


def _names(node: Expr) -> set[str]:
    found = {node.name} if isinstance(node, Name) else set()
    return found.union(*(_names(child) for child in children(node)))


def _calls(node: Expr) -> bool:
    return isinstance(node, Call) or any(_calls(child) for child in children(node))


def may_speak(
    workspace: Workspace, campaign: Row, called: Collection[str], rule: Rule, pack: Pack
) -> bool:
    """Whether a rule is anything but FALSE on every row of a campaign, as far as it tells.

    The pack's law is that of the first judged day. ``called`` holds the countries that are called.
    """
    if pack.countries and not set(pack.countries) & set(called):
        return False
    days = Workdays(Slice(workspace.first_day, workspace.last_day), "", None)
    return any(
        not Settled(pack, known_of(workspace, scope, campaign), days).silent(rule)
        for scope in rule.scopes
    )


def known_of(workspace: Workspace, scope: str, campaign: Row) -> Mapping[str, Value]:
    """What all rows of a scope have in common; where no list was read, only what none could say."""
    if scope == "campaign":
        return campaign.values
    known = shared_values(workspace, scope, campaign)
    if workspace.database is not None:
        return known
    lists = untold(workspace, scope)
    return {name: value for name, value in known.items() if name not in lists}
