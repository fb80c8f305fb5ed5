"""The moment a question is about: with its offset, or on the clock of the person called."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from msgspec import Struct

from calllint.document import Place
from calllint.engine.options import InputError
from calllint.engine.result import Problem
from calllint.facts.instants import read_parts
from calllint.facts.zones import to_utc

_YEARS = range(1990, 2100)
"""Years of which the zones say something certain enough."""


class When(Struct, frozen=True):
    """A moment as it was asked for."""

    clock: datetime
    """Naive: what some clock shows."""
    offset: int | None
    """Minutes east of UTC of that clock; None: it is the person's own."""

    @classmethod
    def of(cls, asked: datetime | str) -> When:
        """From a text like ``2026-11-23T10:30+01:00``, or a datetime.

        Without an offset it is the time on the person's clock. Raises InputError for a day without
        a time, and for what is no moment.
        """
        if isinstance(asked, datetime):
            offset = asked.utcoffset()
            parts = (
                asked.replace(tzinfo=None),
                True,
                None if offset is None else offset // timedelta(minutes=1),
            )
        else:
            read = read_parts(asked.strip())
            if read is None or not read[1]:
                raise _no_moment(asked)
            parts = read
        if parts[0].year not in _YEARS:
            raise _no_moment(str(asked))
        return cls(parts[0], parts[2])

    def utc(self, zone: str) -> datetime:
        """The moment, naive, in UTC; ``zone`` is the person's."""
        if self.offset is None:
            return to_utc(zone, self.clock)
        return self.clock - timedelta(minutes=self.offset)


def aware(utc: datetime, zone: str | None) -> datetime:
    """A naive moment of UTC on the clock of a zone, with its offset."""
    from calllint.facts.zones import load_zone

    known = utc.replace(tzinfo=timezone.utc)
    return known if zone is None else known.astimezone(load_zone(zone))


def _no_moment(text: str) -> InputError:
    return InputError(
        (
            Problem(
                Place("--at"),
                {
                    "en": f"`{text}` is not a moment; write a day and a time, as "
                    "2026-11-23T10:30+01:00, or without the offset for the person's own clock",
                    "fr": f"`{text}` n'est pas un moment ; écrivez un jour et une heure, comme "
                    "2026-11-23T10:30+01:00, ou sans décalage pour l'heure de la personne",
                },
            ),
        )
    )
