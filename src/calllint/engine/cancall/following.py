"""The next moment at which a call is allowed: looked for where an answer can become better."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from msgspec import Struct

from calllint.engine.cancall.contacts import Contacts
from calllint.engine.cancall.person import Listed, Person
from calllint.engine.cancall.schedule import Schedule, worst
from calllint.facts.at_moment import Moment
from calllint.facts.zones import to_utc

_EPOCH = datetime(1970, 1, 1)
_DAY = timedelta(days=1)


class Search(Struct, frozen=True):
    """Looking ahead for one campaign, to the last of its days."""

    contacts: Contacts
    schedule: Schedule
    days: tuple[date, date]

    def after(self, person: Person, utc: datetime) -> datetime | None:
        """The first moment after this one that is allowed for some row of the number."""
        found = (self._of_row(person, row, utc) for row in person.rows)
        return min((moment for moment in found if moment), default=None)

    def _of_row(self, person: Person, row: Listed, utc: datetime) -> datetime | None:
        if not (row.cells["readable"] and row.cells["covered"]):
            return None
        local = Moment.of(utc, row.zone).local.date()
        day = max(local, self.days[0])
        while day <= self.days[1]:
            found = self._on_day(person, row, day, utc)
            if found is not None:
                return found
            day += _DAY
        return None

    def _on_day(self, person: Person, row: Listed, day: date, utc: datetime) -> datetime | None:
        """The first moment of a day that is allowed; a day that no hour mends is left at once."""
        standing = self.schedule.standing(day, row.territory)
        if worst("allow", standing, ()) != "allow":
            return None
        for moment in self._candidates(person, row, day):
            if moment.utc <= utc or self.schedule.limits(row.cells, moment):
                continue
            against = [
                self.contacts.bench(number).against(cells)
                for number, _, cells in self.contacts.cells(person, row, moment)
            ]
            if any(each and not each.by_the_hour for each in against):
                return None
            if not any(against) and self._open(row, moment):
                return moment.utc
        return None

    def _open(self, row: Listed, moment: Moment) -> bool:
        """Whether no rule about windows and days stands against a moment."""
        return worst("allow", self.schedule.of_moment(row.cells, moment, []), ()) == "allow"

    def _candidates(self, person: Person, row: Listed, day: date) -> list[Moment]:
        """The moments of a day at which something may change for the better, in order."""
        zone, midnight = row.zone, datetime.combine(day, time())
        openings = self.schedule.openings(row.cells, day)
        ticks = {minute for each in openings for minute in each} | self._ticks(day)
        low, high = self.contacts.calendars.spread(row.territory, day)
        shifts = {0} if row.cells["zone_sure"] else {0, -low, -high}
        minutes = {tick + shift + after for tick in ticks for shift in shifts for after in (0, 1)}
        found = {
            to_utc(zone or "UTC", midnight + timedelta(minutes=minute)).replace(fold=0)
            for minute in minutes
            if any(first <= minute < last for first, last in openings)
        }
        found |= {
            moment for each in person.agreed for moment in [_EPOCH + timedelta(microseconds=each)]
        }
        moments = [Moment.of(each, zone) for each in sorted(found)]
        return [each for each in moments if each.local.date() == day]

    def _ticks(self, day: date) -> frozenset[int]:
        return next(
            self.contacts.bench(number).ticks
            for number, piece in enumerate(self.contacts.frame.slices)
            if piece.first <= day <= piece.last
        )
