"""What no JSON Schema can say: days that exist, hours in order, zones that are known, no secrets.

A schema names a check of one text by its keyword ``x-check``; ``cross_checks`` compares values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from calllint.document.errors import Words, words
from calllint.document.model import Document
from calllint.document.place import Path
from calllint.document.suggest import nearest, quoted, shown
from calllint.document.zonefiles import zone_names

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOURS = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_CREDENTIALS = re.compile(r"://[^/@\s]*:[^/@\s]+@|\bpassword\s*=", re.IGNORECASE)
_MINUTES = 24 * 60

NO_SECRET = words(
    "a connection does not belong in the file, where its password can be read: put it in an "
    "environment variable and name that here, `dsn_env: CRM_DSN`",
    "une connexion n'a pas sa place dans le fichier, où son mot de passe peut être lu : placez-la "
    "dans une variable d'environnement et nommez celle-ci ici, `dsn_env: CRM_DSN`",
)


def real_date(text: str) -> date | None:
    """The day written ``YYYY-MM-DD``, or ``None`` where there is no such day."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def check_date(text: str) -> Words | None:
    """What is wrong with a date, if anything."""
    if real_date(text):
        return None
    en, fr = quoted(text)
    return words(
        f"there is no day {en}: write a day of the calendar, as YYYY-MM-DD",
        f"le jour {fr} n'existe pas : écrivez un jour du calendrier, sous la forme AAAA-MM-JJ",
    )


def check_moment(text: str) -> Words | None:
    """What is wrong with a day or a moment, if anything."""
    try:
        if _MOMENT.fullmatch(text):
            datetime.fromisoformat(text.replace("Z", "+00:00"))
            return None
    except ValueError:
        pass
    en, fr = quoted(text)
    return words(
        f"{en} is not a moment: write it as 2026-11-22T18:00:00+01:00",
        f"{fr} n'est pas un moment : écrivez-le comme 2026-11-22T18:00:00+01:00",
    )


def check_hours(text: str) -> Words | None:
    """What is wrong with hours such as ``10:00-13:00``, if anything. A day ends at ``24:00``."""
    found = _HOURS.fullmatch(text)
    parts = [int(part) for part in found.groups()] if found else [99] * 4
    en, fr = quoted(text)
    start, end = parts[0] * 60 + parts[1], parts[2] * 60 + parts[3]
    if parts[1] > 59 or parts[3] > 59 or max(start, end) > _MINUTES:
        return words(
            f"there are no hours {en}: write them from 00:00 to 24:00, as 10:00-13:00",
            f"les heures {fr} n'existent pas : écrivez-les de 00:00 à 24:00, comme 10:00-13:00",
        )
    if end <= start:
        return words(
            f"the hours {en} end before they start: put the earlier hour first, and "
            "cut a window that crosses midnight in two",
            f"les heures {fr} finissent avant de commencer : écrivez d'abord la plus "
            "petite, et coupez en deux une plage qui passe minuit",
        )
    return None


def check_zone(text: str) -> Words | None:
    """What is wrong with an IANA zone name, if anything."""
    if text in zone_names():
        return None
    en, fr = quoted(text)
    if shown(text) is None:
        return words(
            "this is no time zone: write an IANA name such as Africa/Casablanca",
            "ceci n'est pas un fuseau horaire : écrivez un nom IANA comme Africa/Casablanca",
        )
    close = nearest(text, sorted(zone_names()))
    if close:
        return words(
            f'unknown time zone {en}: did you mean "{close}"?',
            f"fuseau horaire inconnu {fr} : vouliez-vous dire « {close} » ?",
        )
    return words(
        f"unknown time zone {en}: write an IANA name such as Africa/Casablanca",
        f"fuseau horaire inconnu {fr} : écrivez un nom IANA comme Africa/Casablanca",
    )


def check_zone_or_contact(text: str) -> Words | None:
    """As ``check_zone``; ``contact``, each person's own zone, is fine too."""
    return None if text == "contact" else check_zone(text)


CHECKS: Mapping[str, Callable[[str], Words | None]] = {
    "date": check_date,
    "moment": check_moment,
    "hours": check_hours,
    "zone": check_zone,
    "zone_or_contact": check_zone_or_contact,
}
"""What ``x-check`` may name in a schema."""


def cross_checks(document: Document) -> Iterator[tuple[Path, Words]]:
    """Values that contradict each other, and secrets: the path to blame, and what is wrong."""
    for path, value in _walk(document.value, ()):
        if isinstance(value, dict):
            yield from _order(path, value)
            if path[:1] == ("data",):
                yield from _mapped_twice(path, value)
        elif isinstance(value, str) and path[:1] == ("data",) and _CREDENTIALS.search(value):
            yield path, NO_SECRET


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))


def _order(path: Path, value: dict[str, Any]) -> Iterator[tuple[Path, Words]]:
    first, last = value.get("from"), value.get("to")
    if not isinstance(first, str) or not isinstance(last, str):
        return
    start, end = real_date(first), real_date(last)
    if start and end and end < start:
        yield (
            (*path, "to"),
            words(
                f"it ends on {last}, before it starts on {first}: exchange the two days, or "
                "correct one",
                f"la fin, le {last}, précède le début, le {first} : échangez les deux jours, ou "
                "corrigez-en un",
            ),
        )


def _mapped_twice(path: Path, entry: dict[str, Any]) -> Iterator[tuple[Path, Words]]:
    """A heading read as two columns, or a column both read and set, has no certain meaning."""
    columns, fixed = entry.get("columns"), entry.get("set")
    if not isinstance(columns, dict):
        return
    seen: dict[str, str] = {}
    for column, heading in columns.items():
        if isinstance(fixed, dict) and column in fixed:
            en, fr = quoted(column)
            yield (
                (*path, "set", column),
                words(
                    f"{en} is both read from a column and set: keep one of the two",
                    f"{fr} est à la fois lue dans une colonne et fixée : gardez l'un des deux",
                ),
            )
        if isinstance(heading, str) and seen.setdefault(heading, column) != column:
            en, fr = quoted(heading)
            other_en, other_fr = quoted(seen[heading])
            yield (
                (*path, "columns", column),
                words(
                    f"the heading {en} is already read as {other_en}: name another, or remove one",
                    f"l'en-tête {fr} est déjà lu comme {other_fr} : nommez-en un autre, ou "
                    "retirez-en un",
                ),
            )
