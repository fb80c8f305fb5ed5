"""Cutting the judged days wherever the law changes: every stretch is judged under its own law."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from msgspec import Struct

from calllint.engine.result import LawValue
from calllint.packs.model import Pack, ParamValue, Rule, cited

_DAY = timedelta(days=1)
_T = TypeVar("_T")


class Slice(Struct, frozen=True):
    """Judged days under one state of the law, both ends included."""

    first: date
    last: date


def cut(
    first: date, last: date, packs: Iterable[Pack], scopes: Collection[str] | None = None
) -> tuple[Slice, ...]:
    """The judged days, cut at each date on which a rule or a value they use changes.

    With ``scopes``, only the rules of those scopes count.
    """
    changes = {day for pack in packs for day in _changes(pack, scopes) if first < day <= last}
    starts = sorted({first, *changes})
    ends = [start - _DAY for start in starts[1:]] + [last]
    return tuple(Slice(start, end) for start, end in zip(starts, ends, strict=True))


def _changes(pack: Pack, scopes: Collection[str] | None) -> frozenset[date]:
    key = ("changes", None if scopes is None else tuple(scopes))
    if key not in pack.kept:
        pack.kept[key] = frozenset(_all_changes(pack, scopes))
    found: frozenset[date] = pack.kept[key]
    return found


def _all_changes(pack: Pack, scopes: Collection[str] | None) -> Iterator[date]:
    used: set[str] = set()
    for rule in pack.rules:
        if scopes is not None and not set(rule.scopes) & set(scopes):
            continue
        if rule.in_force.first is not None:
            yield rule.in_force.first
        if rule.in_force.last is not None:
            yield rule.in_force.last + _DAY
        used |= parameters_of(rule, pack)
    if pack.calendar is not None and pack.calendar.workweek is not None:
        used.add(pack.calendar.workweek)
    for name in used:
        yield from (since for since, _ in pack.parameters[name].values)


def parameters_of(rule: Rule, pack: Pack) -> frozenset[str]:
    """Names of the law values a rule reads, through its definitions too."""
    return pack.reads[rule.id]


def law_on(pack: Pack, day: date) -> Mapping[str, ParamValue]:
    """Every value of a pack's law on one day; None where there is no such rule."""
    if day not in pack.law_by_day:
        found = {name: parameter.at(day) for name, parameter in pack.parameters.items()}
        pack.law_by_day[day] = {name: entry and entry[1] for name, entry in found.items()}
    return pack.law_by_day[day]


def values_cited(rule: Rule, pack: Pack, day: date) -> tuple[LawValue, ...]:
    """The law values a finding of the rule cites on a day."""
    return values_on(pack, pack.cites[rule.id], day)


def values_on(pack: Pack, names: Iterable[str], day: date) -> tuple[LawValue, ...]:
    """Those of the named law values that a pack has on a day, by name."""
    found = kept(pack, day, "values", lambda: _all_values(pack, day))
    return tuple(found[name] for name in sorted(names) if name in found)


def _all_values(pack: Pack, day: date) -> dict[str, LawValue]:
    found = {}
    for name, parameter in pack.parameters.items():
        entry = parameter.at(day)
        if entry is not None:
            since, value = entry
            until = min((start for start, _ in parameter.values if start > day), default=None)
            last = date.max if until is None else until - _DAY
            house = parameter.houses.get(since)
            found[name] = LawValue(
                parameter.pack or pack.name,
                name,
                value,
                parameter.unit,
                since,
                cited(parameter.law, since, last),
                parameter.confirmed,
                None if house is None else house.pack,
                None if house is None else house.legal,
            )
    return found


def state(pack: Pack, day: date) -> int:
    """Which state of its law a pack is in on a day: the same number, the same law."""
    return bisect_right(pack.changes, day)


def kept(pack: Pack, day: date, what: str, make: Callable[[], _T]) -> _T:
    """What follows from a pack under the law of a day: made once for all days of that state."""
    key = (what, state(pack, day))
    if key not in pack.kept:
        pack.kept[key] = make()
    found: _T = pack.kept[key]
    return found


def in_force(rule: Rule, pack: Pack, day: date) -> bool:
    """Whether a rule is law on a day: its own dates, its withdrawal, and every value it reads."""
    if rule.withdrawn is not None or not rule.in_force.covers(day):
        return False
    return all(_has_value(pack, name, day) for name in parameters_of(rule, pack))


def _has_value(pack: Pack, name: str, day: date) -> bool:
    entry = pack.parameters[name].at(day)
    return entry is not None and entry[1] is not None
