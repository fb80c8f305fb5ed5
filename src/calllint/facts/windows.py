"""Declared calling windows, as people in each time zone see them.

A schedule in a zone of its own falls elsewhere on the clock of the person who is called, sometimes
on another weekday, and not at the same time before and after a change of clocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from calllint.facts.calendar import weekday
from calllint.facts.zones import load_zone, switches, to_local, to_utc
from calllint.packs.scopes import WEEKDAYS

Windows: TypeAlias = Sequence[Mapping[str, Sequence[str]]]
"""As declared: ``[{"days": ["mon", …], "hours": ["10:00-13:00", …]}, …]``."""

MIDNIGHT = 1440
"""24:00, the end of a day, in minutes."""
_DAY = timedelta(days=1)
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")


class WindowView(Struct, frozen=True):
    """One stretch of declared hours, on one weekday, as a person in ``zone`` sees it.

    Minutes count from midnight; an end of 1440 is 24:00.
    """

    window: int
    """Index of the window in the schedule."""
    hours: int
    """Index of the stretch among the window's hours."""
    zone: str
    weekday: str
    local_from: int
    local_to: int
    first_day: date
    last_day: date
    """First and last local dates, of the judged ones, on which it falls so, week after week."""
    declared_from: int
    declared_to: int


class _Stretch(Struct, frozen=True):
    """One entry of a window's hours."""

    window: int
    hours: int
    days: frozenset[str]
    start: int
    end: int


def parse_hours(text: str) -> tuple[int, int]:
    """``10:00-13:00`` as minutes after midnight; 24:00 may be the end.

    Raises ``ValueError`` for anything else, and for hours that end before they start.
    """
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a stretch of hours like 10:00-13:00")
    start = 60 * int(match[1]) + int(match[2])
    end = MIDNIGHT if match[3] is None else 60 * int(match[3]) + int(match[4])
    if end <= start:
        raise ValueError(f"{text!r} does not end after it starts")
    return start, end


def views(
    windows: Windows, schedule_zone: str, zone: str, first: date, last: date
) -> list[WindowView]:
    """How the windows fall for people in ``zone``, on their dates first to last, both included.

    One row per window, hours, weekday, start, end and unbroken stretch of weeks: where clocks
    change and change back, the same view comes twice, with its own first and last day. With
    ``schedule_zone`` ``contact``, and where the two zones are one, a view is what is declared. A
    stretch across midnight makes two views.
    Raises ``ValueError`` for days or hours that are none, ``UnknownZone`` for a zone.
    """
    found: dict[tuple[_Stretch, str, int, int], list[WindowView]] = {}
    for stretch, day, start, end in _falls(windows, schedule_zone, zone, first, last):
        rows = found.setdefault((stretch, weekday(day), start, end), [])
        if rows and day - rows[-1].last_day <= 7 * _DAY:
            rows[-1] = replace(rows[-1], last_day=day)
        else:
            rows.append(
                WindowView(
                    stretch.window,
                    stretch.hours,
                    zone,
                    weekday(day),
                    start,
                    end,
                    day,
                    day,
                    stretch.start,
                    stretch.end,
                )
            )
    return sorted((view for rows in found.values() for view in rows), key=_order)


def _order(view: WindowView) -> tuple[int, int, int, int, int, date]:
    return (
        view.window,
        view.hours,
        WEEKDAYS.index(view.weekday),
        view.local_from,
        view.local_to,
        view.first_day,
    )


def dialled_days(
    windows: Windows, schedule_zone: str, zone: str, first: date, last: date
) -> set[date]:
    """Dates in ``zone``, from first to last, on which the schedule dials it, holidays or not.

    A schedule without windows may dial on any day. Raises as ``views`` does.
    """
    if not windows:
        load_zone(zone)
        return set(_dates(first, last))
    return {day for _, day, _, _ in _falls(windows, schedule_zone, zone, first, last)}


def drifting(
    windows: Windows, schedule_zone: str, zone: str, first: date, last: date
) -> frozenset[tuple[int, int]]:
    """The stretches (window, hours) that move on the clock of ``zone`` between first and last.

    Declared days count, both ends included. Raises as ``views`` does.
    """
    load_zone(zone)
    if schedule_zone in ("contact", zone):
        return frozenset()
    found: dict[tuple[int, int], set[timedelta]] = {}
    for day in _dates(first, last):
        for stretch in _stretches(windows):
            if weekday(day) in stretch.days:
                shifts = found.setdefault((stretch.window, stretch.hours), set())
                midnight = datetime.combine(day, time())
                for minutes in (stretch.start, stretch.end):
                    declared = midnight + timedelta(minutes=minutes)
                    shifts.add(to_local(zone, to_utc(schedule_zone, declared)) - declared)
    return frozenset(key for key, shifts in found.items() if len(shifts) > 1)


def _stretches(windows: Windows) -> list[_Stretch]:
    return [
        _Stretch(index, number, _weekdays(window["days"]), *parse_hours(text))
        for index, window in enumerate(windows)
        for number, text in enumerate(window["hours"])
    ]


def inside(windows: Windows, slots: Windows) -> bool:
    """Whether windows are declared, and each lies in one of the slots on each of its days."""
    declared, allowed = _stretches(windows), _stretches(slots)
    return bool(declared) and all(
        any(
            day in slot.days and slot.start <= each.start and each.end <= slot.end
            for slot in allowed
        )
        for each in declared
        for day in each.days
    )


def _weekdays(names: Sequence[str]) -> frozenset[str]:
    for name in names:
        if name not in WEEKDAYS:
            raise ValueError(f"{name!r} is not a weekday; mon, tue, wed, thu, fri, sat, sun are")
    return frozenset(names)


def _dates(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _falls(
    windows: Windows, schedule_zone: str, zone: str, first: date, last: date
) -> Iterator[tuple[_Stretch, date, int, int]]:
    """Each local date first to last with each stretch that falls on it: from, to in minutes."""
    load_zone(zone)
    as_declared = schedule_zone in ("contact", zone)
    # Two zones are never more than 26 hours apart.
    margin = timedelta(0) if as_declared else 2 * _DAY
    stretches = _stretches(windows)
    for declared in _dates(first - margin, last + margin):
        for stretch in stretches:
            if weekday(declared) not in stretch.days:
                continue
            if as_declared:
                yield stretch, declared, stretch.start, stretch.end
                continue
            start, end = _instants(stretch, declared, schedule_zone)
            for day, (local_from, local_to) in _by_local_day(zone, start, end).items():
                if first <= day <= last:
                    yield stretch, day, local_from, local_to


def _instants(stretch: _Stretch, day: date, zone: str) -> tuple[datetime, datetime]:
    """The stretch in UTC. An hour shown twice is dialled twice; a skipped one is not dialled."""
    midnight = datetime.combine(day, time())
    start = midnight + timedelta(minutes=stretch.start)
    end = midnight + timedelta(minutes=stretch.end)
    return to_utc(zone, start), max(to_utc(zone, end), to_utc(zone, end.replace(fold=1)))


def _by_local_day(zone: str, start: datetime, end: datetime) -> dict[date, tuple[int, int]]:
    """What the clock of the zone shows between two UTC instants, by local date: from, to."""
    shown: dict[date, tuple[int, int]] = {}
    cuts = [start, *(cut for cut in switches(zone, start, end) if cut < end), end]
    for piece_start, piece_end in pairwise(cuts):
        moment = to_local(zone, piece_start)
        stop = moment + (piece_end - piece_start)
        while moment < stop:
            midnight = datetime.combine(moment.date(), time())
            piece = _minutes(moment - midnight), _minutes(min(stop, midnight + _DAY) - midnight)
            known = shown.get(moment.date(), piece)
            shown[moment.date()] = min(known[0], piece[0]), max(known[1], piece[1])
            moment = midnight + _DAY
    return shown


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)
