"""Reading days and instants from text: in bulk as SQL, one by one in Python, to the same end.

A cell is blank, unreadable, a day, or a day with a time; a time may carry an offset to UTC. Without
a pattern, ISO 8601 is read: ``2026-09-01``, ``2026-09-01T10:32``, ``2026-09-01 10:32:05.2+02:00``,
with ``Z``, ``+02:00``, ``+0200`` or ``+02``. With one (``%d/%m/%Y``) the day is read by it, and a
time ``10:32`` or ``10:32:05`` may follow after a space; ``2:05 PM`` or ``2:05:09 PM`` where the
pattern ends in ``%I:%M %p``. Fractions of a second are dropped. Years outside 1990 to 2100 and days
that do not exist are unreadable.

No zone is computed in SQL: the offset stays beside the time as written, to be joined with the
offset tables of ``zones``.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache

from msgspec import Struct

from calllint.facts.zones import to_local, to_utc

_YEAR = "(?:199[0-9]|20[0-9]{2}|2100)"
_HOUR, _SIXTY = "(?:[01][0-9]|2[0-3])", "[0-5][0-9]"
_OFFSET = f"(?:Z|[+-](?:0[0-9]|1[0-4])(?::?{_SIXTY})?)"
_ISO = (
    f"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"
    f"(?:[T ]{_HOUR}:{_SIXTY}(?::{_SIXTY}(?:[.,][0-9]{{1,9}})?)?(?: ?{_OFFSET})?)?"
)
_DIRECTIVES = {
    "d": "[0-3][0-9]",
    "m": "[01][0-9]",
    "Y": _YEAR,
    "y": "(?:[0-5][0-9]|6[0-8]|9[0-9])",
    "H": _HOUR,
    "M": _SIXTY,
    "S": _SIXTY,
    "I": "(?:0[1-9]|1[0-2])",
    "p": "[AP]M",
}
"""The directives a pattern may hold. ``%y`` is 1990 to 2068, as C reads two digits."""
_SHORT = {
    "d": "[0-3]?[0-9]",
    "m": "[01]?[0-9]",
    "H": "(?:[01]?[0-9]|2[0-3])",
    "I": "(?:0?[1-9]|1[0-2])",
}
"""``1/9/2026`` is as good as ``01/09/2026``, where something stands between the numbers."""
_TIMES = tuple(map(frozenset, ("", "HM", "HMS", "IMp", "IMSp")))
"""The directives that give no time, or a whole one."""
IN_HALVES = " %I:%M %p"
"""The end of a pattern that says AM and PM."""
_AFTER_DAY = (" %H:%M", " %H:%M:%S")
"""Times that may follow a day; they are cheap to try, and AM and PM are not."""
_AFTER_DAY_IN_HALVES = (IN_HALVES, " %I:%M:%S %p")
_HALVES = tuple(
    (f"[ \u00a0\u202f]*[{half}{half.lower()}]\\.?[Mm]\\.?", f" {half}M") for half in "AP"
)
"""How people write the half of a day, and how it is read: ``2:05pm``, ``2:05 P.M.``."""


_USUAL_OFFSETS = range(5)
"""Hours east of UTC that are recognised at a glance, before the reading that takes any."""


class PartsSql(Struct, frozen=True):
    """SQL expressions over one text cell."""

    naive: str
    """TIMESTAMP as written, to the second; midnight for a day alone; NULL if nothing is read."""
    time_known: str
    """BOOLEAN: a time was given; NULL where ``naive`` is."""
    offset: str
    """INTEGER: minutes east of UTC, NULL where none was given."""
    unreadable: str
    """BOOLEAN, never NULL: the cell is not blank and could not be read."""


class Instant(Struct, frozen=True):
    """A moment, or a day whose moment is its first."""

    utc: datetime
    """Naive, in UTC."""
    local_day: date
    """The date in the zone it was read for."""
    time_known: bool
    had_offset: bool


class BadPattern(ValueError):
    """A pattern of dates that calllint does not read."""


def check_pattern(pattern: str) -> None:
    """Raise ``BadPattern`` unless the pattern gives a whole day in numbers.

    It must hold ``%d``, ``%m`` and ``%Y`` (or ``%y``) once each, and may hold ``%H:%M`` or
    ``%H:%M:%S``, or ``%I:%M %p`` or ``%I:%M:%S %p`` with the half of the day. Other directives
    depend on language or zone and are refused, as are digits.
    """
    tokens = _tokens(pattern)
    for token in tokens:
        if token[0] == "%" and token[1:] not in _DIRECTIVES:
            raise BadPattern(f"{token!r} in {pattern!r} is not one of %d %m %Y %y %H %I %M %S %p")
        if token[0] != "%" and (token.isnumeric() or not token.isprintable()):
            raise BadPattern(f"{token!r} in {pattern!r} is not a separator of a date")
    names = [token[1] for token in tokens if token[0] == "%"]
    if len(set(names)) < len(names) or {"Y", "y"} <= set(names):
        raise BadPattern(f"{pattern!r} asks twice for the same part of the date")
    if not {"d", "m"} <= set(names) or not {"Y", "y"} & set(names):
        raise BadPattern(f"{pattern!r} does not give a whole day; write %d, %m and %Y")
    if set(names) & set("HIMSp") not in _TIMES:
        raise BadPattern(
            f"{pattern!r} gives a part of a time; write %H:%M, or %I:%M %p for AM and PM"
        )


def parts_sql(column: str, pattern: str | None = None, read: str | None = None) -> PartsSql:
    """How to read a text cell in bulk.

    ``column`` is the SQL of a text without blanks around it; each part repeats it, so let it be the
    name of a column. Each part repeats ``naive`` too, unless ``read`` names a column that already
    holds it. Raises ``BadPattern``.
    """
    if pattern is None:
        naive, time_known, offset = _iso_sql(column)
    else:
        naive, time_known, offset = _pattern_sql(column, pattern)
    known = read or naive
    return PartsSql(
        naive,
        f"CASE WHEN {known} IS NOT NULL THEN {time_known} END",
        f"CASE WHEN {known} IS NOT NULL THEN {offset} END",
        f"coalesce({column} <> '' AND {known} IS NULL, FALSE)",
    )


def _iso_sql(text: str) -> tuple[str, str, str]:
    """By position wherever possible: capturing groups would cost more than all the rest."""
    length = f"CASE WHEN substr({text}, 17, 1) = ':' THEN 19 ELSE 16 END"
    naive = (
        f"CASE WHEN regexp_full_match({text}, '{_ISO}') "
        f"THEN try_cast(substr({text}, 1, {length}) AS TIMESTAMP) END"
    )
    usual = "".join(
        f" WHEN right({text}, 6) = '+{hours:02}:00' THEN {hours * 60}" for hours in _USUAL_OFFSETS
    )
    digits = f"replace(regexp_extract(substr({text}, 17), '[+-][0-9:]+$'), ':', '')"
    number = f"try_cast(rpad(nullif({digits}, ''), 5, '0') AS INTEGER)"  # -03:30 is -330
    offset = (
        f"CASE WHEN length({text}) < 17 THEN NULL{usual} WHEN right({text}, 1) = 'Z' THEN 0 "
        f"ELSE {number} // 100 * 60 + {number} % 100 END"
    )
    return naive, f"length({text}) > 10", f"CAST({offset} AS INTEGER)"


def _pattern_sql(text: str, pattern: str) -> tuple[str, str, str]:
    read, timed = [], []
    for shape in _shapes(pattern):
        cell = _with_halves_sql(text) if "%p" in shape else text
        matches = f"regexp_full_match({cell}, {_quoted(_expression(shape))})"
        read.append(f"WHEN {matches} THEN try_strptime({cell}, {_quoted(shape)})")
        timed.append(f"WHEN {matches} THEN {has_time(shape)}")
    return f"CASE {' '.join(read)} END", f"CASE {' '.join(timed)} END", "CAST(NULL AS INTEGER)"


def _with_halves_sql(text: str) -> str:
    """The text with the half of the day as it is read."""
    for written, read in _HALVES:
        text = f"regexp_replace({text}, {_quoted(written)}, {_quoted(read)}, 'g')"
    return text


def has_time(pattern: str | None) -> bool:
    """Whether a pattern gives the time of day."""
    return "%M" in (pattern or "")


def read_instant(text: str, zone: str, pattern: str | None = None) -> Instant | None:
    """Read one moment as ``parts_sql`` reads many; without an offset it is local to ``zone``.

    ``None`` where the text is blank or unreadable. Raises ``BadPattern`` and ``UnknownZone``.
    """
    parts = read_parts(text, pattern)
    if parts is None:
        return None
    naive, time_known, offset = parts
    if offset is None:
        return Instant(to_utc(zone, naive), naive.date(), time_known, False)
    utc = naive - timedelta(minutes=offset)
    return Instant(utc, to_local(zone, utc).date(), time_known, True)


def read_parts(text: str, pattern: str | None = None) -> tuple[datetime, bool, int | None] | None:
    """What ``parts_sql`` gives, for one text: as written, time known, offset in minutes.

    ``None`` where the text is blank or unreadable. Raises ``BadPattern``.
    """
    shapes = None if pattern is None else _shapes(pattern)
    text = text.strip()
    try:
        return _iso_parts(text) if shapes is None else _shaped_parts(text, shapes)
    except ValueError:  # a day that does not exist
        return None


def _iso_parts(text: str) -> tuple[datetime, bool, int | None] | None:
    if not re.fullmatch(_ISO, text):
        return None
    naive = datetime.fromisoformat(text[: 19 if text[16:17] == ":" else 16])
    found = re.search(f"{_OFFSET}$", text[16:])
    return naive, len(text) > 10, _offset_minutes(found[0]) if found else None


def _offset_minutes(text: str) -> int:
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "")
    minutes = 60 * int(digits[:2]) + int(digits[2:] or 0)
    return -minutes if text[0] == "-" else minutes


def _shaped_parts(text: str, shapes: tuple[str, ...]) -> tuple[datetime, bool, None] | None:
    for shape in shapes:
        cell = _with_halves(text) if "%p" in shape else text
        if re.fullmatch(_expression(shape), cell):
            return datetime.strptime(cell, shape), has_time(shape), None
    return None


def _with_halves(text: str) -> str:
    for written, read in _HALVES:
        text = re.sub(written, read, text)
    return text


def _shapes(pattern: str) -> tuple[str, ...]:
    """What a cell may look like: the pattern; the day alone, and with a time after it."""
    check_pattern(pattern)
    pattern = re.sub(" *%p", " %p", pattern)
    day = pattern.removesuffix(IN_HALVES)
    if has_time(day):
        return (pattern,)
    after = _AFTER_DAY if day == pattern else _AFTER_DAY_IN_HALVES
    return (day, *(f"{day}{time}" for time in after))


@cache
def _expression(shape: str) -> str:
    """The regular expression of a checked pattern, the same for Python and for the database."""
    return "".join(piece for _, piece in _pieces(shape))


SHAPE_PARTS = "YmdHMS"
"""The directives of a moment, the largest first; ``y`` may stand for ``Y``, ``I`` and ``p`` for
``H``."""


def shape_groups(shape: str) -> tuple[str, tuple[str, ...]]:
    """The expression of a checked pattern with a group for each directive, and these in order."""
    pieces = _pieces(shape)
    pattern = "".join(f"({piece})" if name else piece for name, piece in pieces)
    return pattern, tuple(name for name, _ in pieces if name)


def _pieces(shape: str) -> list[tuple[str, str]]:
    """Each directive, or an empty text for a sign, and its expression."""
    tokens = ["", *_tokens(shape), ""]
    pieces = []
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token[0] != "%":
            pieces.append(("", re.escape(token)))
        elif before[:1] == "%" or after[:1] == "%":
            pieces.append((token[1], _DIRECTIVES[token[1]]))
        else:
            pieces.append((token[1], _SHORT.get(token[1], _DIRECTIVES[token[1]])))
    return pieces


def _tokens(pattern: str) -> list[str]:
    """Directives (``%`` and what follows it) and single characters."""
    return re.findall("%.?|[^%]", pattern, re.DOTALL)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
