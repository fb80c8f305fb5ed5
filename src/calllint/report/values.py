"""Values as people read them: columns of a finding, values of the law."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeGuard

from calllint.engine.result import LawValue
from calllint.lang import clock, day, known, number, over, say
from calllint.packs.model import Article, InForce, ParamValue
from calllint.packs.scopes import WEEKDAYS
from calllint.report.mask import mask, mask_within

MINUTE_COLUMNS = frozenset({"local_from", "local_to", "declared_from", "declared_to"})
"""Columns that hold minutes after midnight."""
PHONE_COLUMNS = frozenset({"phone", "caller_number"})
"""Columns that hold a phone number."""


_ENCODINGS = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac OS Roman",
    "iso8859-1": "Latin-1",
    "mac-roman": "Mac OS Roman",
}


def encoding_name(encoding: str) -> str:
    """An encoding as people call it."""
    return _ENCODINGS.get(encoding, encoding.upper().replace("_", "-"))


def write_column(name: str, value: object, lang: str, *, show_numbers: bool) -> str:
    """A column's value in a message: yes or no, ``HH:MM``, a date in words, a masked number."""
    if name in MINUTE_COLUMNS and isinstance(value, int):
        return clock(value)
    if isinstance(value, str):
        return _text(name, value, lang, show_numbers)
    return _scalar(value, lang)


def write_parameter(value: ParamValue, lang: str) -> str:
    """A law value: windows as ``10:00–13:00, 14:00–20:00``, lists with commas."""
    if value is None:
        return say("law.no_rule", lang)
    if isinstance(value, tuple):
        return ", ".join(_item(item, lang) for item in value)
    if isinstance(value, str):
        return _weekday(value, lang)
    return _scalar(value, lang)


def write_stretch(ends: Sequence[object], lang: str) -> str:
    """Days within a sentence: ``on 3 August 2026``, ``from 3 to 21 August 2026``."""
    first, last = ends
    if isinstance(first, date) and isinstance(last, date):
        return over(first, last, lang)
    return say("value.unknown", lang)


def write_law_value(law_value: LawValue, lang: str) -> str:
    """``max_attempts = 4 calls since 1 March 2023``."""
    written = write_amount(law_value.value, law_value.unit, lang)
    since = day(law_value.since, lang)
    if law_value.house is not None:
        legal = write_parameter(law_value.legal, lang)
        written = say("law.house", lang, value=written, house=law_value.house, legal=legal)
    return say("law.value", lang, name=law_value.name, value=written, since=since)


def write_law_values(law_values: Iterable[LawValue], lang: str) -> list[str]:
    """Law values by name and date, each once; where the law has none there is nothing to write."""
    ordered = sorted(law_values, key=lambda one: (one.name, one.since, one.pack))
    written = [write_law_value(one, lang) for one in ordered if one.value is not None]
    return list(dict.fromkeys(written))


def write_amount(value: ParamValue, unit: str, lang: str) -> str:
    """A law value with its unit where it says more: ``4 calls``, ``10:00–13:00 (local time)``."""
    written = write_parameter(value, lang)
    if isinstance(value, int) and not isinstance(value, bool) and unit:
        return f"{written} {write_unit(unit, value, lang)}"
    if isinstance(value, tuple) and any(map(_is_window, value)) and unit:
        return f"{written} ({write_unit(unit, len(value), lang)})"
    return written


def write_unit(unit: str, n: int, lang: str) -> str:
    """The unit in words, for a quantity of ``n``; an unknown unit stays as the pack has it."""
    return say(f"unit.{unit}", lang, n=n) if known(f"unit.{unit}") else unit


def write_sum(amount: int, currency: str, lang: str) -> str:
    """A sum of money: ``€75,000``, ``75 000 €``; a currency without a sign of ours, by its code."""
    sign = {"EUR": "€", "GBP": "£", "USD": "$"}.get(currency, f"{currency}\u00a0")
    if lang == "fr":
        return f"{number(amount, lang)}\u00a0{sign.rstrip()}"
    return f"{sign}{number(amount, lang)}"


def write_kind(kind: str, lang: str) -> str:
    """A kind of list, in words."""
    return say(f"kind.{kind}", lang) if known(f"kind.{kind}") else kind


def in_force(force: InForce, lang: str, *, write: Callable[[date], str] = date.isoformat) -> str:
    """Days in force, in words short enough for a table unless ``write`` makes them longer."""
    if force.first is not None and force.first == force.last:
        return say("days.one", lang, day=write(force.first))
    ends: Mapping[str, date | None] = {"first": force.first, "last": force.last}
    shown = {name: write(day) for name, day in ends.items() if day is not None}
    key = {(): "always", ("first",): "from", ("last",): "until"}.get(tuple(shown), "both")
    return say(f"force.{key}", lang, **shown)


def citations(law: Iterable[Article], first: date, last: date, lang: str) -> list[str]:
    """Articles as a line on a stretch of days cites them, each once.

    One that is not in force on all of those days is cited with its own. A rule may cite an article
    as a whole and by its paragraphs; of two that begin alike the longer, more precise one is
    shown: ``D1-9 al. 3`` and not ``D1-9`` beside it.
    """
    found = list(dict.fromkeys(_citation(one, first, last, lang) for one in law))
    return [one for one in found if not any(_is_part(other, one) for other in found)]


def _citation(article: Article, first: date, last: date, lang: str) -> str:
    force = article.in_force
    if force.covers(first) and force.covers(last):
        return article.article
    return f"{article.article} ({in_force(force, lang, write=lambda one: day(one, lang))})"


def _is_part(longer: str, article: str) -> bool:
    return longer.startswith((f"{article} ", f"{article},"))


def raw(value: object, *, name: str = "", show_numbers: bool = True) -> object:
    """The value for a machine: dates in ISO form, windows as ``10:00-13:00``, numbers masked."""
    if isinstance(value, tuple):
        return [_raw_item(item) for item in value]
    if isinstance(value, str) and not show_numbers:
        return mask(value) if name in PHONE_COLUMNS else mask_within(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def articles(law: tuple[Article, ...]) -> list[dict[str, object]]:
    """Articles for a machine."""
    return [
        {
            "article": one.article,
            "text": one.text,
            "url": one.url,
            "seen": one.seen,
            "in_force": {"from": raw(one.in_force.first), "to": raw(one.in_force.last)},
        }
        for one in law
    ]


def _scalar(value: object, lang: str) -> str:
    if value is None:
        return say("value.unknown", lang)
    if isinstance(value, bool):
        return say("value.yes" if value else "value.no", lang)
    if isinstance(value, int):
        return number(value, lang)
    return day(value, lang) if isinstance(value, date) else str(value)


def _text(name: str, value: str, lang: str, show_numbers: bool) -> str:
    if name == "weekday":
        return _weekday(value, lang)
    if name == "kind":
        return write_kind(value, lang)
    if show_numbers:
        return value
    return mask(value) if name in PHONE_COLUMNS else mask_within(value)


def _weekday(value: str, lang: str) -> str:
    return say(f"weekday.{value}", lang) if value in WEEKDAYS else value


def _item(item: object, lang: str) -> str:
    if _is_window(item):
        return "–".join(clock(minutes) for minutes in item)
    return _weekday(item, lang) if isinstance(item, str) else _scalar(item, lang)


def _raw_item(item: object) -> object:
    return "-".join(clock(minutes) for minutes in item) if _is_window(item) else raw(item)


def _is_window(item: object) -> TypeGuard[tuple[int, int]]:
    return isinstance(item, tuple)
