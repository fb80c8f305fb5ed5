"""Public holidays, a territory's own holidays, and working days as a running count."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from calllint.packs import cache
from calllint.packs.scopes import WEEKDAYS

_DATE_RULE = re.compile(r"([0-9]{2})-([0-9]{2})")
_EASTER_RULE = re.compile(r"easter(?:([+-])([0-9]{1,3}))?")


class UnknownCalendar(LookupError):
    """The ``holidays`` library has no calendar for the country."""

    def __init__(self, country: str) -> None:
        super().__init__(f"no calendar of public holidays for country {country!r}")
        self.country = country


def weekday(day: date) -> str:
    """``mon`` to ``sun``."""
    return WEEKDAYS[day.weekday()]


def holidays_for(country: str, years: Iterable[int], language: str = "en") -> dict[date, str]:
    """Public holidays of the whole country, without those of its parts, with their names.

    Names are in the language (``en``, ``fr``) where the ``holidays`` library has it, else in the
    country's own. Raises ``UnknownCalendar``.
    """
    found: dict[date, str] = {}
    for year in years:
        found.update(_year(country, year, language))
    return found


@lru_cache(maxsize=512)
def _year(country: str, year: int, language: str) -> Mapping[date, str]:
    known = _kept(country, language)
    if year not in known:
        known[year] = _of_library(country, year, language)
        text = {
            number: {day.isoformat(): name for day, name in days.items()}
            for number, days in known.items()
        }
        cache.keep_text(_kept_name(country, language), json.dumps(text))
    return known[year]


@lru_cache(maxsize=64)
def _kept(country: str, language: str) -> dict[int, Mapping[date, str]]:
    """The holidays of the years that earlier runs asked for: the library is large."""
    text = cache.kept_text(_kept_name(country, language))
    try:
        return {
            int(year): {date.fromisoformat(day): str(name) for day, name in days.items()}
            for year, days in json.loads(text or "{}").items()
        }
    except (AttributeError, TypeError, ValueError):
        return {}


@lru_cache(maxsize=64)
def _kept_name(country: str, language: str) -> str:
    """By the library's version, which is read without importing it."""
    spec = find_spec("holidays")
    places = [] if spec is None else list(spec.submodule_search_locations or ())
    text = (Path(places[0]) / "version.py").read_bytes() if places else b""
    return f"holidays/{sha256(text).hexdigest()[:16]}-{country}-{language}.json"


def _of_library(country: str, year: int, language: str) -> Mapping[date, str]:
    from holidays import country_holidays

    try:
        spoken = country_holidays(country).supported_languages
        name = next((code for code in spoken if code.split("_")[0] == language), None)
        # Left to itself the library takes the language of the environment.
        name = name or country_holidays(country).default_language
        return dict(country_holidays(country, years=year, language=name))
    except NotImplementedError:
        raise UnknownCalendar(country) from None


def local_days(rules: Sequence[str], years: Iterable[int]) -> frozenset[date]:
    """The days a territory keeps of its own: ``MM-DD``, ``easter``, ``easter-2``, ``easter+49``.

    02-29 exists in leap years only. Raises ``ValueError`` for a rule that is none of these.
    """
    all_years = tuple(years)
    days = {_local_day(rule, year) for rule in rules for year in all_years}
    return frozenset(day for day in days if day is not None)


def _local_day(rule: str, year: int) -> date | None:
    if match := _EASTER_RULE.fullmatch(rule):
        from dateutil.easter import easter

        days = int(match[2] or 0)
        return easter(year) + timedelta(days=-days if match[1] == "-" else days)
    if rule == "02-29":
        from calendar import isleap  # brings locale along

        if not isleap(year):
            return None
    if match := _DATE_RULE.fullmatch(rule):
        with suppress(ValueError):  # a day that no year has is told below
            return date(year, int(match[1]), int(match[2]))
    raise ValueError(f"{rule!r} is neither a day MM-DD nor like easter-2")


class TerritoryCalendar:
    """Holidays of one territory: those of its country's pack, and its own."""

    def __init__(self, country: str, rules: Sequence[str] = ()) -> None:
        """``country`` as ``holidays_for`` takes it, ``rules`` as ``local_days`` does."""
        self._country = country
        self._rules = tuple(rules)

    def public_holiday(self, day: date) -> bool:
        """Whether it is a public holiday of the whole jurisdiction. Raises ``UnknownCalendar``."""
        return day in _year(self._country, day.year, "en")

    def local_holiday(self, day: date) -> bool:
        """Whether it is a holiday of this territory and of it only."""
        return day in local_days(self._rules, (day.year,)) and not self.public_holiday(day)

    def name(self, day: date, language: str = "en") -> str | None:
        """What the public holiday is called; ``None`` on other days."""
        return _year(self._country, day.year, language).get(day)


def workday_rows(
    country: str, weekdays: Collection[str], first: date, last: date
) -> list[tuple[date, int]]:
    """Each day from first to last with the number of working days from first up to it, included.

    A working day falls on one of the weekdays (``mon`` to ``sun``) and is no public holiday. So the
    n-th working day after *d* is the earliest day whose number is that of *d* plus n, and there are
    ``number(b) - number(a)`` working days after *a* up to *b*.
    Raises ``UnknownCalendar``, and ``ValueError`` for a weekday that is none.
    """
    if unknown := set(weekdays) - set(WEEKDAYS):
        raise ValueError(f"not a weekday: {', '.join(sorted(unknown))}; mon to sun are")
    off = holidays_for(country, range(first.year, last.year + 1))
    works = [name in weekdays for name in WEEKDAYS]
    rows, number = [], 0
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        number += works[day.weekday()] and day not in off
        rows.append((day, number))
    return rows
