"""Working days with a running number, where a pack counts them; made when a rule asks for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct, field

from calllint.engine.slices import Slice, law_on
from calllint.facts.calendar import workday_rows
from calllint.packs.model import Pack

if TYPE_CHECKING:
    from calllint.facts.store import Database

_MARGIN = timedelta(days=1500)
"""Days of calendar on either side of the judged ones; older dates are out of any delay's reach."""


def working_weekdays(pack: Pack, day: date) -> tuple[str, ...] | None:
    """The weekdays a pack counts as working on a day; None where it counts none."""
    if pack.calendar is None or pack.calendar.workweek is None:
        return None
    value = law_on(pack, day)[pack.calendar.workweek]
    return tuple(str(each) for each in value) if isinstance(value, tuple) else None


class Workdays(Struct):
    """The working days of each pack, by the law of one stretch of days."""

    stretch: Slice
    name: str
    """Tells its tables from those of other stretches."""
    database: Database | None = None
    _numbers: dict[str, dict[date, int]] = field(default_factory=dict)
    _tables: set[str] = field(default_factory=set)

    def numbers(self, pack: Pack) -> dict[date, int]:
        """How many working days there were up to each day, over years around the stretch.

        Raises TypeError for a pack that counts none.
        """
        if pack.name not in self._numbers:
            weekdays = working_weekdays(pack, self.stretch.first)
            if pack.calendar is None or weekdays is None:
                raise TypeError("the pack declares no calendar with a workweek")
            first, last = self.stretch.first - _MARGIN, self.stretch.last + _MARGIN
            self._numbers[pack.name] = dict(
                workday_rows(pack.calendar.country, weekdays, first, last)
            )
        return self._numbers[pack.name]

    def after(self, pack: Pack, day: date, count: int) -> date | None:
        """The day on which ``count`` working days after ``day`` are complete."""
        numbers = self.numbers(pack)
        if day not in numbers:
            return None
        wanted = numbers[day] + count
        return next((each for each, number in numbers.items() if number == wanted), None)

    def table(self, pack: Pack) -> str:
        """The same as a table (day DATE, number BIGINT); its name."""
        table = f"workday_{self.name}_{pack.name}"
        if table not in self._tables:
            if self.database is None:
                raise TypeError("there is no database to hold the working days")
            rows = self.numbers(pack)
            self.database.create(table, {"day": "DATE", "number": "BIGINT"}, rows.items())
            self._tables.add(table)
        return table
