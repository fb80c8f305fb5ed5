"""The clock, read here and nowhere else: when a record is made, or a list is about to be dialled.

No verdict hangs on it. ``--at`` says another moment, and what was used is always said.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone


def now() -> datetime:
    """The moment of the clock: naive, in UTC."""
    read = datetime.now(timezone.utc)  # noqa: TID251 - the one place
    return read.replace(tzinfo=None, microsecond=0)


def moment(at: str | None) -> tuple[datetime, str]:
    """The moment given, or that of the clock: naive, in UTC, and which of the two it is.

    A moment without an offset is in UTC.
    """
    if at is None:
        return now(), "clock"
    read = datetime.fromisoformat(at.replace("Z", "+00:00"))
    if read.tzinfo is None:
        return read, "given"
    return read.astimezone(timezone.utc).replace(tzinfo=None), "given"


def recorded(at: str | None) -> tuple[str, str]:
    """The same, as a record writes it: ``2026-11-23T08:00:00Z``."""
    when, source = moment(at)
    return f"{when.isoformat(timespec='seconds')}Z", source


def span(text: str) -> timedelta:
    """``4h``, ``30m``, ``2d``. Raises ValueError."""
    amount, unit = text[:-1], text[-1:]
    if not (amount.isascii() and amount.isdigit() and unit in _UNITS):
        raise ValueError(text)
    return timedelta(minutes=int(amount[:6]) * _UNITS[unit])


_UNITS = {"m": 1, "h": 60, "d": 1440}
