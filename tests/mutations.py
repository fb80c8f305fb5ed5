"""Small faults put into rules and law values, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from calllint.engine.slices import in_force
from calllint.packs.language.text import unparse
from calllint.packs.language.tree import Add, Expr, Literal, Logic, Not
from calllint.packs.model import InForce, Pack, Parameter, ParamValue, Rule, Severity

_DAY = timedelta(days=1)
_OTHER: dict[Severity, tuple[Severity, ...]] = {
    "error": ("warning",),
    "warning": ("error", "info"),
    "info": ("warning",),
}
_DECIDING = ("breach", "duty")
_DATED = ("clear_from", "clear_until", "attempts_left")


@dataclass(frozen=True)
class Mutant:
    """A pack with one fault in it."""

    subject: str
    """Id of the rule, or name of the law value."""
    kind: str
    what: str
    pack: Pack
    rules: tuple[str, ...]
    """Ids of the rules whose answer may change."""


def mutants_of_rule(rule: Rule, pack: Pack) -> Iterator[Mutant]:
    """Every fault of one rule; what changes nothing is no fault."""
    for kind, what, changed in _changes(rule):
        mutant = Mutant(rule.id, kind, what, _with_rule(pack, changed), (rule.id,))
        if kind == "in_force" and not _matters(mutant, pack, changed.in_force):
            continue
        if kind.endswith("inverted") and what == "cannot_tell":
            continue  # the opposite of what cannot be told cannot be told either
        yield mutant


def mutants_of_value(parameter: Parameter, pack: Pack) -> Iterator[Mutant]:
    """Every fault of one law value: the amount by a step, its first day by one."""
    readers = tuple(sorted(id for id, read in pack.reads.items() if parameter.name in read))
    for place, (since, value) in enumerate(parameter.values):
        steps = [(since, step, f"{_shown(step)} for {_shown(value)}") for step in _steps(value)]
        steps += [(day, value, f"from {day}, not {since}") for day in _around(since)]
        for day, step, what in steps:
            values = (*parameter.values[:place], (day, step), *parameter.values[place + 1 :])
            changed = replace(parameter, values=tuple(sorted(values, key=lambda each: each[0])))
            kind = "value" if day == since else "value's day"
            parameters = {**pack.parameters, parameter.name: changed}
            faulty = _fresh(pack, parameters=parameters)
            mutant = Mutant(parameter.name, kind, what, faulty, readers)
            if kind == "value" or _ever_read(mutant, pack, min(day, since)):
                yield mutant


def _matters(mutant: Mutant, pack: Pack, force: InForce) -> bool:
    """Whether its other days matter on any day: the values it reads have days of their own."""
    (id,) = mutant.rules
    old = pack.by_id[id].in_force
    ends = [day for day in (old.first, old.last, force.first, force.last) if day is not None]
    return any(
        in_force(pack.by_id[id], pack, day) != in_force(mutant.pack.by_id[id], mutant.pack, day)
        for day in ends
    )


def _ever_read(mutant: Mutant, pack: Pack, day: date) -> bool:
    """Whether some rule that reads the value is law, before or after, on the day that changed."""
    return any(
        in_force(each.by_id[id], each, day) for id in mutant.rules for each in (pack, mutant.pack)
    )


def _changes(rule: Rule) -> Iterator[tuple[str, str, Rule]]:
    for key in ("applies", *_DECIDING):
        tree: Expr | None = getattr(rule, key)
        for what, smaller in _dropped(tree) if tree is not None else ():
            yield f"{key}: operand", what, _with(rule, key, smaller)
    if rule.applies is not None:
        yield "applies removed", unparse(rule.applies), replace(rule, applies=None)
    for key in _DECIDING:
        tree = getattr(rule, key)
        if tree is not None:
            yield f"{key} inverted", unparse(tree), _with(rule, key, Not(tree))
            yield f"{key} removed", unparse(tree), _with(rule, key, Literal(False))
    for key in _DATED:
        tree = getattr(rule, key)
        for op in ("+", "-") if tree is not None else ():
            shifted = Add(op, tree, Literal(1))
            yield f"{key} by one", f"{op} 1", _with(rule, key, shifted)
    for what, force in _forces(rule.in_force):
        yield "in_force", what, replace(rule, in_force=force)
    for severity in _OTHER[rule.severity]:
        what = f"{severity}, not {rule.severity}"
        yield "severity", what, replace(rule, severity=severity)


def _with(rule: Rule, key: str, tree: Expr) -> Rule:
    changes: dict[str, Any] = {key: tree}
    return replace(rule, **changes)


def _dropped(tree: Expr) -> Iterator[tuple[str, Expr]]:
    """The tree without one operand of one of its ``and`` and ``or``."""
    if isinstance(tree, Not):
        for what, inner in _dropped(tree.operand):
            yield what, Not(inner)
    if not isinstance(tree, Logic):
        return
    for place, operand in enumerate(tree.operands):
        others = (*tree.operands[:place], *tree.operands[place + 1 :])
        smaller = others[0] if len(others) == 1 else replace(tree, operands=others)
        yield f"without `{unparse(operand)}`", smaller
        for what, inner in _dropped(operand):
            kept = (*tree.operands[:place], inner, *tree.operands[place + 1 :])
            yield what, replace(tree, operands=kept)


def _forces(force: InForce) -> Iterator[tuple[str, InForce]]:
    for day in _around(force.first) if force.first else ():
        if force.last is None or day <= force.last:
            yield f"from {day}, not {force.first}", replace(force, first=day)
    for day in _around(force.last) if force.last else ():
        if force.first is None or day >= force.first:
            yield f"to {day}, not {force.last}", replace(force, last=day)


def _around(day: date) -> tuple[date, date]:
    return day - _DAY, day + _DAY


def _steps(value: ParamValue) -> Iterator[ParamValue]:
    """Values one step away: a number by one, a list less an item, a window by a minute."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value - 1, value + 1)
    elif isinstance(value, date):
        yield from _around(value)
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            others = (*value[:place], *value[place + 1 :])
            if isinstance(item, tuple):
                for start, end in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                    moved = (item[0] + start, item[1] + end)
                    yield (*value[:place], moved, *value[place + 1 :])
            elif others:
                yield others


def _with_rule(pack: Pack, changed: Rule) -> Pack:
    rules = tuple(changed if rule.id == changed.id else rule for rule in pack.rules)
    return _fresh(pack, rules=rules)


def _fresh(pack: Pack, **changes: object) -> Pack:
    """The pack changed; what it had worked out about itself is worked out again."""
    return replace(pack, **changes)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
