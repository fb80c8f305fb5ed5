"""Adding what activities state: by status, by kind, by client. Nothing is estimated.

An activity that does not state a measure adds nothing to it and is counted as unstated; amounts of
different currencies stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from calllint.engine.impact.model import (
    KINDS,
    MEASURES,
    Activity,
    ActivityImpact,
    By,
    Change,
    Dependence,
    Figure,
    Group,
    Measure,
    Share,
    Total,
    WholeChange,
    WholeState,
)

_STATUSES = ("open", "narrowed", "to_mend", "unsure", "stopped", "not_judged")
_EFFECTS = ("worse", "better", "same", "untouched", "not_judged")
_DEPENDS_ON: tuple[By, ...] = ("client", "market", "activity")


def group(activities: Sequence[Activity], chosen: Iterable[int]) -> Group:
    """Some of the activities, with what they state together."""
    chosen = tuple(chosen)
    return Group(chosen, tuple(_totals(activities, chosen)))


def _totals(activities: Sequence[Activity], chosen: tuple[int, ...]) -> Iterator[Total]:
    """One total for each measure and currency that anything of the whole states."""
    for measure in MEASURES:
        everywhere = _stated(activities, measure)
        here = _stated([activities[number] for number in chosen], measure)
        unstated = len(chosen) - len(here)
        for currency in dict.fromkeys(each.currency for each in everywhere):
            added = tuple(each for each in here if each.currency == currency)
            whole = [each for each in everywhere if each.currency == currency]
            yield Total(measure, currency, _sum(added), _sum(whole), added, unstated)


def _stated(activities: Iterable[Activity], measure: Measure) -> list[Figure]:
    return [each.figures[measure] for each in activities if measure in each.figures]


def _sum(figures: Iterable[Figure]) -> Decimal:
    return sum((each.value for each in figures), Decimal(0))


def states(
    done: Sequence[ActivityImpact], days: Sequence[date], end: date | None
) -> tuple[WholeState, ...]:
    """All activities by status, before the first of the days and from each of them on."""
    starts: list[date | None] = [None, *days]
    ends = [*(date.fromordinal(day.toordinal() - 1) for day in days), end]
    return tuple(
        WholeState(first, last, _grouped(done, [_status(one, first) for one in done], _STATUSES))
        for first, last in zip(starts, ends, strict=True)
    )


def _status(one: ActivityImpact, day: date | None) -> str:
    standing = one.on(day)
    return "not_judged" if standing is None else standing.status


def whole_changes(
    done: Sequence[ActivityImpact], changes: Iterable[Change]
) -> tuple[WholeChange, ...]:
    """All activities by what each change does to them."""
    return tuple(_whole_change(done, change) for change in changes)


def _whole_change(done: Sequence[ActivityImpact], change: Change) -> WholeChange:
    effects = [_effect(one, change.day) for one in done]
    beside = [number for number, effect in enumerate(effects) if effect != "worse"]
    return WholeChange(
        change,
        _grouped(done, effects, _EFFECTS),
        group([one.activity for one in done], beside),
    )


def _effect(one: ActivityImpact, day: date) -> str:
    if one.judged != "judged":
        return "not_judged"
    return next((each.effect for each in one.crossings if each.day == day), "untouched")


def _grouped(
    done: Sequence[ActivityImpact], names: Sequence[str], order: Sequence[str]
) -> dict[str, Group]:
    activities = [one.activity for one in done]
    return {
        name: group(activities, (n for n, each in enumerate(names) if each == name))
        for name in order
    }


def shares(activities: Sequence[Activity], by: By) -> tuple[Share, ...]:
    """The activities by kind, client, market or name; those that state none come last."""
    names = [_name(each, by) for each in activities]
    found = [name for name in dict.fromkeys(names) if name is not None]
    order: list[str | None] = [k for k in KINDS if k in found] if by == "kind" else [*found]
    if None in names:
        order.append(None)
    return tuple(
        Share(name, group(activities, (n for n, each in enumerate(names) if each == name)))
        for name in order
    )


def _name(activity: Activity, by: By) -> str | None:
    if by == "activity":
        return activity.name.text
    said = {"kind": activity.kind, "client": activity.client, "market": activity.market}[by]
    return None if said is None else said.text


def dependences(activities: Sequence[Activity]) -> tuple[Dependence, ...]:
    """What the largest client, market and activity weigh, by each measure that is stated."""
    whole = group(activities, range(len(activities)))
    return tuple(
        _largest(by, [one for one in shares(activities, by) if one.name is not None], total)
        for by in _DEPENDS_ON
        for total in whole.totals
        if total.value and any(_name(each, by) is not None for each in activities)
    )


def _largest(by: By, known: Sequence[Share], whole: Total) -> Dependence:
    """The first of the largest shares; what states no client, say, is nobody's share."""
    pairs = [
        (share, total)
        for share in known
        for total in share.group.totals
        if (total.measure, total.currency) == (whole.measure, whole.currency)
    ]
    share, total = max(pairs, key=lambda pair: pair[1].value)
    name, activities = str(share.name), share.group.activities
    return Dependence(by, name, len(known), total, whole.unstated, activities)
