"""A day and its time of day in two columns, joined as one cell: in bulk as SQL, and one by one.

A blank time leaves the day alone, whose time is then unknown: an export that writes its days as
midnights does not make it midnight. A time without a day, and two cells that contradict each other,
are joined all the same, to be unreadable. ``10h32``, ``9:05``, and a time on the day zero of a
database or a spreadsheet (``1899-12-30 10:32:00``) are times.
"""

from __future__ import annotations

import re

_MIDNIGHT = r"[ T](0?0:00(:00([.,]0+)?)?|12:00(:00)? ?[Aa][Mm])$"
_DAY_ZERO = r"^[0-9/.-]*(1899|1900)[0-9/.-]*[ T]"
_HOUR_SIGN = " ?[hH] ?"
_DAY_ALONE = 10
"""Characters a day alone takes at most: with ``10:32`` or ``10:32:05`` it is joined as it is."""


def joined_sql(day: str, time: str) -> str:
    """The one cell, over the SQL of two cells that are NULL where they are blank."""
    bare = f"regexp_replace({day}, '{_MIDNIGHT}', '', 'g')"
    clock = f"regexp_replace({time}, '{_DAY_ZERO}', '', 'g')"
    clock = f"regexp_replace({clock}, '{_HOUR_SIGN}', ':', 'g')"
    clock = f"CASE WHEN {clock} LIKE '_:%' THEN '0' || {clock} ELSE {clock} END"
    plain = f"length({day}) <= {_DAY_ALONE} AND {time} LIKE '__:__%' AND length({time}) <= 8"
    return (
        f"CASE WHEN {plain} THEN {day} || ' ' || {time} "
        f"WHEN {time} IS NULL THEN {bare} WHEN {day} IS NULL THEN {clock} "
        f"WHEN strpos({bare}, ':') > 0 AND strpos({bare}, {clock}) > 0 THEN {bare} "
        f"WHEN strpos({clock}, {bare}) > 0 THEN {clock} ELSE {bare} || ' ' || {clock} END"
    )


def joined(day: str, time: str) -> str:
    """The one cell, of two cells without blanks around them."""
    if 0 < len(day) <= _DAY_ALONE and len(time) <= 8 and time[2:3] == ":" and len(time) > 4:
        return f"{day} {time}"
    bare = re.sub(_MIDNIGHT, "", day)
    clock = re.sub(_HOUR_SIGN, ":", re.sub(_DAY_ZERO, "", time))
    clock = f"0{clock}" if clock[1:2] == ":" else clock
    if not time or (":" in bare and clock in bare):
        return bare
    return clock if bare in clock else f"{bare} {clock}"
