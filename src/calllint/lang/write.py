"""Dates, times and numbers, as each language writes them."""

from __future__ import annotations

from datetime import date

from calllint.lang.words import say

_MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
}


def day(value: date, lang: str) -> str:
    """For prose: ``11 August 2026``, ``11 août 2026``, ``1er août 2026``.

    The last day there is (9999-12-31), which stands for no day at all, is ``never``.
    """
    if value == date.max:
        return say("day.never", lang)
    first = "1er" if lang == "fr" and value.day == 1 else str(value.day)
    return f"{first} {_MONTHS[lang][value.month - 1]} {value.year}"


def days(first: date, last: date, lang: str) -> str:
    """A stretch of days in prose, both included; a single day is said as one.

    ``3 to 21 August 2026``: the first day leaves out what the last one says again.
    """
    if first == last:
        return say("days.one", lang, day=day(first, lang))
    return say("days.many", lang, first=_start(first, last, lang), last=day(last, lang))


def over(first: date, last: date, lang: str) -> str:
    """The same within a sentence: ``on 3 August 2026``, ``from 3 to 21 August 2026``."""
    if first == last:
        return say("days.on", lang, day=day(first, lang))
    return say("days.over", lang, first=_start(first, last, lang), last=day(last, lang))


def between(first: date, last: date, lang: str) -> str:
    """``between 23 November and 9 December 2026``; the two days differ."""
    return say("days.between", lang, first=_start(first, last, lang), last=day(last, lang))


def _start(first: date, last: date, lang: str) -> str:
    parts = day(first, lang).split(" ")
    same = (first.year == last.year) + (first.timetuple()[:2] == last.timetuple()[:2])
    return " ".join(parts[: len(parts) - same]) if last != date.max else " ".join(parts)


def number(value: int, lang: str) -> str:
    """Digits in groups of three: ``1,204``; in French ``1 204`` with a no-break space."""
    grouped = f"{value:,}"
    return grouped.replace(",", "\u00a0") if lang == "fr" else grouped


def clock(minutes: int) -> str:
    """Minutes after midnight as ``HH:MM``; 1440 is ``24:00``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def count(key: str, n: int, lang: str, **values: object) -> str:
    """The sentence ``key`` about ``n`` things, singular or plural; ``{shown}`` is ``n`` written."""
    return say(key, lang, n=n, shown=number(n, lang), **values)
