"""House packs: what a pack that extends another takes from it, and what it changes there.

A house pack knows the columns, definitions, tables and law values of the pack it extends. Of a law
value that both have, the stricter one holds, for the rules of both; which way is stricter is said
in the law.yaml of the pack that owns the value. Wording replaces words, never what a rule decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from calllint.packs.errors import Problems
from calllint.packs.language.errors import Message, both
from calllint.packs.model import House, Pack, Parameter, ParamValue, Rule, Text

OWN_TABLES = frozenset({"territories", "numbering"})
"""Tables that say what a pack covers; they are not inherited."""
WORDING = ("title", "message", "help", "explain")
"""What an overlay may replace of a rule."""


def extended(packs: Sequence[Pack], problems: Problems) -> tuple[Pack, ...]:
    """The packs once those that extend others have had their say, in the same order.

    ``packs`` come with those that are extended before those that extend them.
    """
    found = {pack.name: pack for pack in packs}
    for house in packs:
        for base in _bases(house, found):
            found[base.name] = _changed(base, house, problems)
    for house in packs:
        if house.extends in found:
            inherited, own = found[house.extends].parameters, found[house.name].parameters
            found[house.name] = _with_law(found[house.name], {**own, **inherited})
    return tuple(found[pack.name] for pack in packs)


def _bases(house: Pack, found: Mapping[str, Pack]) -> Iterator[Pack]:
    """The packs it extends, the nearest first."""
    name = house.extends
    while name is not None and name in found:
        yield found[name]
        name = found[name].extends


def _changed(base: Pack, house: Pack, problems: Problems) -> Pack:
    """A pack as one that extends it makes it: stricter, and in other words."""
    law = dict(base.parameters)
    for name, ours in house.tightens.items():
        if name in law and not _inherits(base, name):
            law[name] = _tightened(law[name], ours, house.name, problems)
    changed = _with_law(base, law)
    rules = tuple(_worded(rule, house.wording.get(rule.id, {})) for rule in base.rules)
    return changed if rules == base.rules else _kept(replace(changed, rules=rules), base)


def _inherits(pack: Pack, name: str) -> bool:
    """Whether a pack has a value only from the one it extends, which then is the one to change."""
    return pack.extends is not None and pack.parameters[name].pack != pack.name


def _with_law(pack: Pack, parameters: Mapping[str, Parameter]) -> Pack:
    return _kept(replace(pack, parameters=parameters), pack)


def _kept(changed: Pack, pack: Pack) -> Pack:
    """The changed pack, with what was worked out before and does not hang on values or words."""
    for name in ("reads", "mentions"):
        if name in vars(pack):
            vars(changed)[name] = vars(pack)[name]
    return changed


def _worded(rule: Rule, overlay: Mapping[str, Text]) -> Rule:
    words = {key: {**getattr(rule, key), **text} for key, text in overlay.items()}
    return replace(rule, **words) if words else rule


# -- the stricter of two values ----------------------------------------------------------------


def check_stricter(legal: Parameter, ours: Parameter) -> Message | None:
    """Why a law value cannot be held stricter, if it cannot."""
    if legal.stricter is None:
        return both(
            f"`{legal.name}` belongs to {legal.pack}, which does not say which way it gets "
            "stricter; give a value of your own another name",
            f"`{legal.name}` appartient à {legal.pack}, qui ne dit pas dans quel sens elle devient "
            "plus stricte ; donnez un autre nom à votre valeur",
        )
    if legal.unit != ours.unit:
        return both(
            f"`{legal.name}` is counted in {legal.unit} in {legal.pack}, not in {ours.unit}",
            f"`{legal.name}` se compte en « {legal.unit} » dans {legal.pack}, "
            f"pas en « {ours.unit} »",
        )
    return None


def _tightened(legal: Parameter, ours: Parameter, pack: str, problems: Problems) -> Parameter:
    """The law value, on each day the stricter of what it was and of what the house has.

    Where there is no such law on a day, a house cannot make one: it writes a rule of its own.
    """
    values: list[tuple[date, ParamValue]] = []
    houses: dict[date, House | None] = {}
    for day in sorted({since for each in (legal, ours) for since, _ in each.values}):
        was, wanted = legal.at(day), ours.at(day)
        if was is None:
            continue
        value, house = was[1], legal.houses.get(was[0])
        chosen = value
        if value is not None and wanted is not None and wanted[1] is not None:
            chosen = stricter(str(legal.stricter), value, wanted[1])
        if chosen != value:
            house = House(pack, house.legal if house else value)
            if chosen == ():
                problems.add(ours.place, _nothing_left(legal.name, day))
        if not values or (values[-1][1], houses[values[-1][0]]) != (chosen, house):
            values.append((day, chosen))
            houses[day] = house
    held = {day: house for day, house in houses.items() if house is not None}
    return replace(legal, values=tuple(values), houses=held)


def _nothing_left(name: str, day: date) -> Message:
    return both(
        f"nothing is left of `{name}` from {day}: the law has none of these",
        f"il ne reste rien de `{name}` à partir du {day} : la loi n'a rien de cela",
    )


def stricter(direction: str, law: ParamValue, house: ParamValue) -> ParamValue:
    """The stricter of two values of one kind.

    ``lower`` and ``higher`` are for numbers, dates, and yes or no (no is lower); ``subset`` keeps
    what both have and ``superset`` what either has, for lists and for windows of the day.
    """
    if direction in ("lower", "higher"):
        pair = (law, house)
        return min(pair) if direction == "lower" else max(pair)  # type: ignore[type-var]
    theirs, ours = _members(law), _members(house)
    if any(isinstance(each, tuple) for each in (*theirs, *ours)):
        return tuple(_common(theirs, ours) if direction == "subset" else _joined(theirs + ours))
    if direction == "subset":
        return tuple(each for each in theirs if each in ours)
    return (*theirs, *(each for each in ours if each not in theirs))


def _members(value: ParamValue) -> tuple[Any, ...]:
    assert isinstance(value, tuple)
    return value


def _common(one: Iterable[Any], other: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Minutes of the day in both sets of windows."""
    for low, high in one:
        for start, end in other:
            if max(low, start) < min(high, end):
                yield max(low, start), min(high, end)


def _joined(windows: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """Windows in order, those that meet made one."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(windows):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return iter(found)
