"""Facts that take a law value, as a rule asks for them: ``attempts_within($attempt_days)``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calllint.packs.language.tree import Call, Literal, Param
from calllint.packs.model import Pack, ParamValue, Rule
from calllint.packs.scopes import SCOPES, FactCall


def fact_arguments(node: Call, law: Mapping[str, ParamValue]) -> tuple[int, ...]:
    """The whole numbers a fact function is asked with, parameters resolved."""
    values = []
    for argument in node.arguments:
        value: object = None
        if isinstance(argument, Param):
            value = law[argument.name]
        elif isinstance(argument, Literal):
            value = argument.value
        if not isinstance(value, int):
            raise TypeError(f"{node.function}() takes whole numbers of the law")
        values.append(value)
    return tuple(values)


def facts_asked(
    scope: str, rules: Iterable[tuple[Rule, Pack]], law: Mapping[str, Mapping[str, ParamValue]]
) -> frozenset[FactCall]:
    """Every such fact the rules ask for, through their definitions too; ``law`` by pack name."""
    return frozenset(
        (node.function, fact_arguments(node, law[pack.name]))
        for rule, pack in rules
        for node in pack.calls[rule.id]
        if node.function in SCOPES[scope].functions
    )
