"""Time zones, from the pinned ``tzdata`` package only, and offset tables made from it.

The system's zone files are never read: they are often older than the law. What a database computes
with zones is never used either; it joins one of the tables made here.

An offset table has one row per zone and day. ``offset_runs`` gives the same in a compact form, days
that are alike on one row, to be unfolded by the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import NamedTuple
from zoneinfo import ZoneInfo

from calllint.document import zonefiles

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_STRIDE = 5
"""Days between two looks at an offset. No zone has moved twice within 7 days since 1990."""

OffsetAt = Callable[[datetime], int]


class OffsetRow(NamedTuple):
    """Offset of a zone on one day, in minutes east of UTC.

    Before ``switch`` (naive) it is ``before_min``, from it on ``after_min``; ``switch`` is ``None``
    on days without a change, and ``after_min`` then equals ``before_min``.
    """

    zone: str
    day: date
    before_min: int
    switch: datetime | None
    after_min: int


class OffsetRun(NamedTuple):
    """Consecutive days, both ends included, whose ``OffsetRow`` differ by the day alone."""

    zone: str
    first_day: date
    last_day: date
    before_min: int
    switch: datetime | None
    after_min: int


class UnknownZone(LookupError):
    """The name is no zone of the ``tzdata`` package."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown time zone {name!r} (tzdata {tzdata_version()})")
        self.name = name


def tzdata_version() -> str:
    """Version of the zone data, as IANA names it: ``2026f``."""
    return str(import_module("tzdata").IANA_VERSION)


def known_zone(name: str) -> bool:
    """Whether ``load_zone`` would take the name."""
    return name in zonefiles.zone_names()


def nearest_zone(name: str) -> str | None:
    """The known name most like a misspelt one: ``Europe/Paris`` for ``europe/pari``."""
    from difflib import get_close_matches

    by_folded = {known.lower(): known for known in sorted(zonefiles.zone_names())}
    close = get_close_matches(name.strip().lower().replace(" ", "_"), by_folded, n=1)
    return by_folded[close[0]] if close else None


@cache
def load_zone(name: str) -> ZoneInfo:
    """The zone of that name, from the ``tzdata`` package. Raises ``UnknownZone``."""
    if not known_zone(name):
        raise UnknownZone(name)
    return ZoneInfo.from_file(BytesIO(zonefiles.read(f"zoneinfo/{name}")), key=name)


def to_local(zone: str, utc: datetime) -> datetime:
    """A naive UTC instant as a naive local time of the zone."""
    return utc.replace(tzinfo=timezone.utc).astimezone(load_zone(zone)).replace(tzinfo=None, fold=0)


def to_utc(zone: str, local: datetime) -> datetime:
    """A naive local time as a naive UTC instant.

    A time the clock shows twice is its first occurrence (second with ``fold=1``); one that it skips
    is read with the offset before the change.
    """
    aware = local.replace(tzinfo=load_zone(zone))
    return aware.astimezone(timezone.utc).replace(tzinfo=None)


def offset_rows(zones: Iterable[str], first: date, last: date) -> list[OffsetRow]:
    """Offsets by UTC day, for turning UTC into local time; ``switch`` is a UTC instant.

    Covers first to last, both included. Raises ``UnknownZone``.
    """
    return _unfold(offset_runs(zones, first, last))


def local_offset_rows(zones: Iterable[str], first: date, last: date) -> list[OffsetRow]:
    """Offsets by local day, for reading local times; ``switch`` is a local time.

    Ambiguous and skipped times are read as ``to_utc`` does. Raises ``UnknownZone``.
    """
    return _unfold(local_offset_runs(zones, first, last))


def offset_runs(zones: Iterable[str], first: date, last: date) -> list[OffsetRun]:
    """``offset_rows`` in compact form."""
    return [run for zone in zones for run in _runs(zone, first, last, _utc_offset(zone))]


def local_offset_runs(zones: Iterable[str], first: date, last: date) -> list[OffsetRun]:
    """``local_offset_rows`` in compact form."""
    return [run for zone in zones for run in _runs(zone, first, last, _local_offset(zone))]


def switches(zone: str, first: datetime, last: datetime) -> list[datetime]:
    """Naive UTC instants in first..last, ``first`` excluded, at which the zone's offset changes."""
    return list(_switches(_utc_offset(zone), first, last))


def _utc_offset(name: str) -> OffsetAt:
    zone = load_zone(name)
    return lambda utc: _minutes(zone.fromutc(utc.replace(tzinfo=zone)).utcoffset())


def _local_offset(name: str) -> OffsetAt:
    zone = load_zone(name)
    return lambda local: _minutes(local.replace(tzinfo=zone).utcoffset())


def _minutes(offset: timedelta | None) -> int:
    assert offset is not None, "a zone of tzdata always has an offset"
    return round(offset / timedelta(minutes=1))


def _switches(offset_at: OffsetAt, start: datetime, end: datetime) -> Iterator[datetime]:
    """First moments, after ``start`` and up to ``end``, of each new offset."""
    before = offset_at(start)
    while start < end:
        stop = min(start + _STRIDE * _DAY, end)
        after = offset_at(stop)
        if after != before:
            yield _first_moment(offset_at, start, stop)
        start, before = stop, after


def _first_moment(offset_at: OffsetAt, old: datetime, new: datetime) -> datetime:
    """By halves, to the second: where between the two the offset becomes that of ``new``."""
    before = offset_at(old)
    while new - old > _SECOND:
        middle = old + (new - old) // (2 * _SECOND) * _SECOND
        if offset_at(middle) == before:
            old = middle
        else:
            new = middle
    return new


def _runs(zone: str, first: date, last: date, offset_at: OffsetAt) -> Iterator[OffsetRun]:
    midnight = datetime(first.year, first.month, first.day)
    end = datetime(last.year, last.month, last.day) + _DAY - _SECOND
    day, offset = first, offset_at(midnight)
    for switch in _switches(offset_at, midnight, end):
        after = offset_at(switch)
        if day < switch.date():
            yield OffsetRun(zone, day, switch.date() - _DAY, offset, None, offset)
        day = switch.date()
        if switch > datetime(day.year, day.month, day.day):
            yield OffsetRun(zone, day, day, offset, switch, after)
            day += _DAY
        offset = after
    if day <= last:
        yield OffsetRun(zone, day, last, offset, None, offset)


def _unfold(runs: Iterable[OffsetRun]) -> list[OffsetRow]:
    return [
        OffsetRow(run.zone, run.first_day + number * _DAY, *run[3:])
        for run in runs
        for number in range((run.last_day - run.first_day).days + 1)
    ]
