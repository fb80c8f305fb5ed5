"""``law.yaml``: the dated values of the law, each with its article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import cast

from calllint.document import Document, Place
from calllint.packs import files
from calllint.packs.errors import Problems
from calllint.packs.fields import Malformed, Node, articles, parse_day
from calllint.packs.language.errors import both
from calllint.packs.language.lexer import minutes_of
from calllint.packs.language.mistakes import words
from calllint.packs.model import Parameter, ParamValue, Stricter
from calllint.packs.vocabulary import value_kind

_KEYS = ("unit", "title", "values", "stricter", "law", "confirmed", "review_by")
_STRICTER = ("lower", "higher", "subset", "superset")
_WINDOW = re.compile(r"(\d\d?:\d\d)-(\d\d?:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_law(doc: Document, pack: str, problems: Problems) -> dict[str, Parameter]:
    """The parameters in a pack's law.yaml, by name. What is wrong goes to the problems."""
    try:
        node = Node.of(doc.value).only(("parameters",))
        node.need("parameters")
        entries = node.child("parameters").items()
        return {name: _parameter(doc, pack, name, node) for name, node in entries}
    except Malformed as error:
        files.report_shape(doc, "law", error, problems)
        return {}


def _parameter(doc: Document, pack: str, name: str, node: Node) -> Parameter:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise Malformed(
            node.path,
            both(
                f"`{name}` is not a name: small letters, digits and `_`",
                f"`{name}` n'est pas un nom : minuscules, chiffres et `_`",
            ),
        )
    node.only(_KEYS)
    values = _values(node)
    return Parameter(
        name=name,
        unit=node.text("unit"),
        title=node.words("title"),
        values=values,
        law=articles(node),
        confirmed=node.day("confirmed"),
        review_by=node.day("review_by"),
        place=Place(doc.name, doc.key_span(node.path)),
        pack=pack,
        stricter=_stricter(node, values),
    )


def _stricter(node: Node, values: tuple[tuple[date, ParamValue], ...]) -> Stricter | None:
    """Which way the value gets stricter, if it says so; lists by their members, others by size."""
    if not node.has("stricter"):
        return None
    found = node.choice("stricter", _STRICTER)
    listed = any(isinstance(value, tuple) for _, value in values)
    if listed != (found in ("subset", "superset")):
        raise node.bad(
            "stricter",
            "subset or superset for a list, lower or higher for anything else",
            "subset ou superset pour une liste, lower ou higher pour le reste",
        )
    return cast(Stricter, found)


def _values(node: Node) -> tuple[tuple[date, ParamValue], ...]:
    """(first day, value), oldest first, all of one kind."""
    node.need("values")
    dated = node.child("values")
    found: dict[date, ParamValue] = {}
    for key, value in dated.value.items():
        day = parse_day(key)
        if day is None:
            raise Malformed(
                (*dated.path, key),
                both(
                    f"`{key}` is not a date; a value stands behind its first day, as 2026-08-11",
                    f"`{key}` n'est pas une date ; une valeur suit son premier jour : 2026-08-11",
                ),
            )
        found[day] = law_value(value, dated, key)
    _one_kind(dated, found)
    return tuple(sorted(found.items(), key=lambda entry: entry[0]))


def _one_kind(dated: Node, found: Mapping[date, ParamValue]) -> None:
    kinds: dict[str, str] = {}
    for day, value in found.items():
        kind = value_kind(value)
        if kind is not None:
            kinds.setdefault(kind, day.isoformat())
    if len(kinds) > 1:
        (first, _), (second, day_text) = list(kinds.items())[:2]
        raise Malformed(
            (*dated.path, day_text),
            both(
                f"all values are of one kind: this is {words(second)['en']}, "
                f"another is {words(first)['en']}",
                f"toutes les valeurs sont de même nature : ceci est {words(second)['fr']}, "
                f"une autre est {words(first)['fr']}",
            ),
        )
    lists = {isinstance(value, tuple) for value in found.values() if value is not None}
    if not lists:
        raise Malformed(
            dated.path,
            both(
                "a parameter has at least one value that is not null",
                "un paramètre a au moins une valeur qui n'est pas null",
            ),
        )
    if len(lists) > 1:
        raise Malformed(
            dated.path,
            both(
                "all values are lists, or none is", "toutes les valeurs sont des listes, ou aucune"
            ),
        )


def law_value(value: object, node: Node, key: str) -> ParamValue:
    """A value as written: dates, times (``20:00``) and windows are recognised by their look."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _bounded(value, node, key)
    if isinstance(value, str):
        return _scalar(value, node, key)
    if isinstance(value, list):
        return _list(value, node, key)
    raise node.bad(
        key,
        "true or false, a whole number, a text, a date or a list of these",
        "vrai ou faux, un nombre entier, un texte, une date ou une liste de ceux-ci",
    )


def _bounded(value: int, node: Node, key: str) -> int:
    if abs(value) >= 10**9:
        raise node.bad(
            key,
            "a whole number of at most nine digits",
            "un nombre entier de neuf chiffres au plus",
        )
    return value


def _scalar(value: str, node: Node, key: str) -> ParamValue:
    if _DAY.fullmatch(value):
        day = parse_day(value)
        if day is None:
            raise node.bad(key, "a date that exists", "une date qui existe")
        return day
    minutes = minutes_of(value)
    if minutes is not None:
        return minutes
    if not value or not value.isprintable():
        raise node.bad(
            key, "a text without invisible characters", "un texte sans caractère invisible"
        )
    return value


def _list(value: list[object], node: Node, key: str) -> ParamValue:
    if value and all(isinstance(item, str) and _WINDOW.fullmatch(item) for item in value):
        return _windows([str(item) for item in value], node, key)
    texts = tuple(item for item in value if isinstance(item, str) and item.isprintable())
    if len(texts) == len(value):
        return texts
    ints = tuple(
        _bounded(item, node, key)
        for item in value
        if isinstance(item, int) and not isinstance(item, bool)
    )
    if len(ints) == len(value):
        return ints
    raise node.bad(
        key,
        "a list of texts, of whole numbers, or of windows as 10:00-13:00",
        "une liste de textes, de nombres entiers ou de plages comme 10:00-13:00",
    )


def _windows(value: list[str], node: Node, key: str) -> tuple[tuple[int, int], ...]:
    """Windows in minutes, in order; ``within`` asks for one window, so they may not touch."""
    found = []
    for item in value:
        start, end = (minutes_of(part) for part in item.split("-"))
        if start is None or end is None or start >= end:
            raise node.bad(
                key,
                f"windows that begin before they end, not {item}",
                f"des plages qui commencent avant de finir, pas {item}",
            )
        found.append((start, end))
    found.sort()
    if any(first[1] >= second[0] for first, second in pairwise(found)):
        raise node.bad(
            key,
            "windows that neither meet nor overlap; join them",
            "des plages qui ne se touchent ni ne se recouvrent ; réunissez-les",
        )
    return tuple(found)
