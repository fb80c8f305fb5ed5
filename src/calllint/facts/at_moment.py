"""One contact at one moment: the columns that hang on it, as the SQL of the lists makes them.

``contact_fact`` and ``relations`` make the same columns in SQL for whole lists. A query takes
longer to plan than all of this takes to answer; that the two agree is a property the tests hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from msgspec import Struct, field

from calllint.facts.calendar import TerritoryCalendar, weekday
from calllint.facts.contact_fact import spread_rows
from calllint.facts.schedule import Reached
from calllint.facts.zones import to_local
from calllint.packs.model import Pack
from calllint.packs.scopes import FactCall, Value, fact_column

_EPOCH = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)


class Planned(Struct, frozen=True):
    """A moment the lists plan for a person."""

    row_id: int
    moment: int
    """Microseconds of UTC since 1970."""
    day: date | None


class Calls(Struct, frozen=True, dict=True):
    """The calls of a person that count: those made, and those planned."""

    made: tuple[tuple[date | None, int], ...] = ()
    """Days, and how many attempts on each; None: the day cannot be read."""
    planned: tuple[Planned, ...] = ()

    @cached_property
    def _latest(self) -> list[date]:
        days = [day for day, calls in self.made if day is not None for _ in range(calls)]
        return sorted(days, reverse=True)

    def latest(self, place: int) -> date | None:
        """The day of the n-th latest attempt."""
        return self._latest[place - 1] if place <= len(self._latest) else None

    def since(self, first: date, last: date = date.max) -> int:
        """Attempts from a day on; those whose day cannot be read count always."""
        return sum(calls for day, calls in self.made if day is None or first <= day <= last)

    def planned_since(self, first: date, row_id: int, moment: int) -> int:
        """Moments planned before this one, from a day on; the row's own plan is none of them."""
        return sum(
            other.row_id != row_id
            and (other.moment, other.row_id) < (moment, row_id)
            and (other.day is None or other.day >= first)
            for other in self.planned
        )


class Moment(Struct, frozen=True):
    """A moment on the clock of one person."""

    utc: datetime
    """Naive."""
    local: datetime
    """What the person's clock shows; UTC where no zone is known."""
    zoned: bool = True
    """Their zone is known: else nobody knows the hour."""

    @classmethod
    def of(cls, utc: datetime, zone: str | None) -> Moment:
        """The moment in a zone."""
        return cls(utc, utc if zone is None else to_local(zone, utc), zone is not None)

    @property
    def micros(self) -> int:
        """Microseconds of UTC since 1970."""
        return (self.utc - _EPOCH) // _MICROSECOND

    @property
    def minute(self) -> int:
        """Minutes after midnight, on the person's clock."""
        return self.local.hour * 60 + self.local.minute

    @property
    def begun(self) -> int:
        """One where that minute has begun: 20:00:45 is past 20:00."""
        return int(self.local.second > 0)


class Calendars(Struct):
    """What the calendar and the clocks of a territory say, kept from one question to the next."""

    packs: Sequence[Pack]
    _holidays: dict[tuple[str, date], tuple[bool, bool] | None] = field(default_factory=dict)
    _spreads: dict[tuple[str, date], tuple[int, int]] = field(default_factory=dict)

    def place(self, code: str | None) -> Reached | None:
        """A territory, with all its zones."""
        for pack in self.packs:
            if code in pack.territories:
                territory = pack.territories[str(code)]
                return Reached(territory, pack, territory.zones)
        return None

    def holidays(self, code: str | None, day: date) -> tuple[bool, bool] | None:
        """Whether a day is a public holiday, or one of the territory alone; None: nobody knows."""
        key = (code or "", day)
        if key not in self._holidays:
            self._holidays[key] = self._look_up(code, day)
        return self._holidays[key]

    def _look_up(self, code: str | None, day: date) -> tuple[bool, bool] | None:
        place = self.place(code)
        if place is None or place.pack.calendar is None:
            return None
        calendar = TerritoryCalendar(place.pack.calendar.country, place.territory.local_days)
        return calendar.public_holiday(day), calendar.local_holiday(day)

    def spread(self, code: str | None, day: date) -> tuple[int, int]:
        """How far the clocks of a territory are from its first, in minutes, on a day of UTC."""
        key = (code or "", day)
        if key not in self._spreads:
            place = self.place(code)
            rows = spread_rows([place], day, day) if place else []
            self._spreads[key] = rows[0][2:] if rows else (0, 0)
        return self._spreads[key]


def momentary(
    cells: Mapping[str, Value],
    moment: Moment,
    agreed: Collection[int],
    days: tuple[date, date],
    calendars: Calendars,
) -> dict[str, Value]:
    """The columns of scope ``contact`` that hang on the moment. ``days`` are the judged ones.

    ``cells`` holds the row's territory and ``zone_sure``.
    """
    code = cells["territory"]
    territory = None if code is None else str(code)
    day = moment.local.date()
    low, high = (0, 0) if cells["zone_sure"] else calendars.spread(territory, moment.utc.date())
    holidays = calendars.holidays(territory, day)
    return {
        "timed": True,
        "weekday": weekday(day) if moment.zoned else None,
        "local_from": moment.minute + low if moment.zoned else None,
        "local_to": moment.minute + moment.begun + high if moment.zoned else None,
        "planned_on": day,
        "planned_inside": days[0] <= day <= days[1],
        "at_agreed_moment": moment.micros in agreed,
        "public_holiday": None if holidays is None else holidays[0],
        "local_holiday": None if holidays is None else holidays[1],
    }


def counted(
    asked: Iterable[FactCall],
    calls: Calls | None,
    row_id: int,
    moment: Moment,
    inside: bool,
    first: date,
    covered: Callable[[date], bool],
) -> dict[str, Value]:
    """The facts that take a law value; ``first`` is the first day under the state of the law.

    ``covered`` says whether the declared calls speak for every day since one. Without ``calls``
    nothing of them is known.
    """
    return {
        fact_column(*call): _count(call, calls, row_id, moment, inside, first, covered)
        for call in asked
    }


def _count(
    call: FactCall,
    calls: Calls | None,
    row_id: int,
    moment: Moment,
    inside: bool,
    first: date,
    covered: Callable[[date], bool],
) -> Value:
    function, (number,) = call
    if calls is None:
        return None
    if function == "attempt_on":
        return calls.latest(number)
    day = moment.local.date()
    since = day - timedelta(days=number - 1)
    planned = calls.planned_since(since, row_id, moment.micros) if inside else 0
    if function == "planned_before":
        return planned
    start = first - timedelta(days=number - 1)
    if not covered(start):
        return None
    if function == "attempts_within":
        return calls.since(start)
    return planned + (calls.since(since, day) if inside else 0)
