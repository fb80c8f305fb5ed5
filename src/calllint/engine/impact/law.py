"""The dates on which the law changes, and the packs as they are under the law of one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from msgspec.structs import replace

from calllint.engine.impact.model import Change, RuleChange, ValueChange
from calllint.engine.selection import Selection
from calllint.engine.slices import cut, in_force, kept, law_on, parameters_of, state
from calllint.packs.guide import read_guide
from calllint.packs.model import InForce, Pack, Parameter, Rule

_DAY = timedelta(days=1)


def changes(
    packs: Sequence[Pack], selection: Selection, first: date | None, last: date | None
) -> tuple[Change, ...]:
    """Every date in a stretch on which a selected rule begins, ends or reads other values."""
    first, last = first or date.min + _DAY, last or date.max
    days = [stretch.first for stretch in cut(first - _DAY, last, packs)[1:]]
    found = [(day, tuple(_rule_changes(selection, day))) for day in days]
    events = [event for pack in packs for event in read_guide(pack).events] if days else []
    return tuple(
        Change(day, rules, tuple(event.what for event in events if event.on == day))
        for day, rules in found
        if rules
    )


def _rule_changes(selection: Selection, day: date) -> Iterator[RuleChange]:
    for rule, pack in selection.rules:
        if rule.id not in selection.reported:
            continue
        before, after = in_force(rule, pack, day - _DAY), in_force(rule, pack, day)
        values = tuple(_value_changes(rule, pack, day)) if before and after else ()
        if before != after:
            yield RuleChange(rule, "begins" if after else "ends")
        elif values:
            yield RuleChange(rule, "changes", values)


def _value_changes(rule: Rule, pack: Pack, day: date) -> Iterator[ValueChange]:
    before, after = law_on(pack, day - _DAY), law_on(pack, day)
    for name in sorted(parameters_of(rule, pack)):
        if before[name] != after[name]:
            unit = pack.parameters[name].unit
            yield ValueChange(name, unit, before[name], after[name])


def frozen(packs: Sequence[Pack], day: date) -> tuple[Pack, ...]:
    """The packs with the law of one day, in force on every day.

    A campaign that is judged by them is judged on its own days and with its own evidence, as if
    nothing but the law were that of the other day.
    """
    return tuple(kept(pack, day, "frozen", partial(_frozen, pack, day)) for pack in packs)


def _frozen(pack: Pack, day: date) -> Pack:
    rules = tuple(
        replace(rule, in_force=InForce()) for rule in pack.rules if in_force(rule, pack, day)
    )
    values = {name: _fixed(each, day) for name, each in pack.parameters.items()}
    return replace(pack, rules=rules, parameters=values)


def _fixed(parameter: Parameter, day: date) -> Parameter:
    found = parameter.at(day)
    if found is None:
        return replace(parameter, values=(), houses={})
    since, value = found
    house = parameter.houses.get(since)
    return replace(
        parameter, values=((date.min, value),), houses={} if house is None else {date.min: house}
    )


def selected(selection: Selection, day: date) -> Selection:
    """The same choice of rules, among those of the packs frozen on a day."""
    key = ("frozen", *(state(pack, day) for pack in selection.packs))
    if key not in selection.kept:
        selection.kept[key] = _selected(selection, day)
    found: Selection = selection.kept[key]
    return found


def _selected(selection: Selection, day: date) -> Selection:
    by_name = {pack.name: pack for pack in frozen(selection.packs, day)}
    rules = [
        (by_name[pack.name].by_id[rule.id], by_name[pack.name])
        for rule, pack in selection.rules
        if rule.id in by_name[pack.name].by_id
    ]
    return replace(selection, rules=tuple(rules))
