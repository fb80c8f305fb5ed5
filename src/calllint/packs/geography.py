"""``tables/territories.csv`` and ``tables/numbering.csv``: where a pack's numbers are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from calllint.document.zonefiles import zone_names
from calllint.packs.errors import Problems
from calllint.packs.language.errors import suggestion
from calllint.packs.model import NumberRange, Territory
from calllint.packs.tables import Table, Unusable, convert

_TERRITORIES = (
    "code",
    "country",
    "cc",
    "zones",
    "postal_prefixes",
    "local_days",
    "certain",
    "title",
)
_RANGES = ("prefix", "cc", "territory", "kind")


def territories(
    table: Table, countries: tuple[str, ...], problems: Problems
) -> dict[str, Territory]:
    """The rows of ``territories.csv``, by code."""
    found = convert(table, _TERRITORIES, lambda record: _territory(record, countries), problems)
    return {territory.code: territory for territory in found}


def ranges(
    table: Table, known: Mapping[str, Territory], problems: Problems
) -> tuple[NumberRange, ...]:
    """The rows of ``numbering.csv``, in its order."""
    return tuple(convert(table, _RANGES, lambda record: _range(record, known), problems))


def _territory(record: Mapping[str, str], countries: tuple[str, ...]) -> Territory:
    zones, days = _cells(record["zones"]), _cells(record["local_days"])
    if not record["code"]:
        raise Unusable("`code` is blank", "`code` est vide")
    if countries and record["country"] not in countries:
        listed = ", ".join(countries)
        raise Unusable(
            f"`{record['country']}` is not a country of this pack ({listed})",
            f"`{record['country']}` n'est pas un pays de ce recueil ({listed})",
        )
    if not zones:
        raise Unusable("`zones` names no time zone", "`zones` ne nomme aucun fuseau")
    for zone in zones:
        check_zone(zone)
    for day in days:
        _check_local_day(day)
    return Territory(
        code=record["code"],
        country=record["country"],
        calling_code=_calling_code(record["cc"]),
        zones=zones,
        postal_prefixes=_cells(record["postal_prefixes"]),
        local_days=days,
        certain=_flag(record["certain"]),
        title=record["title"],
    )


def _range(record: Mapping[str, str], known: Mapping[str, Territory]) -> NumberRange:
    prefix, territory = record["prefix"], record["territory"]
    if not re.fullmatch(r"\d{1,15}", prefix, re.ASCII):
        raise Unusable(
            f"`prefix` is digits only, not `{prefix}`",
            f"`prefix` ne contient que des chiffres, pas `{prefix}`",
        )
    if territory and territory not in known:
        near = suggestion(territory, known)
        raise Unusable(
            f"`{territory}` is not in tables/territories.csv{near['en']}",
            f"`{territory}` n'est pas dans tables/territories.csv{near['fr']}",
        )
    if not record["kind"]:
        raise Unusable("`kind` is blank", "`kind` est vide")
    return NumberRange(prefix, _calling_code(record["cc"]), territory, record["kind"])


def _cells(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _flag(text: str) -> bool:
    if text not in ("", "true", "false"):
        raise Unusable(
            f"`certain` is true or false, not `{text}`",
            f"`certain` vaut true ou false, pas `{text}`",
        )
    return text != "false"


def _calling_code(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII):
        raise Unusable(
            f"`cc` is a calling code of one to three digits, not `{text}`",
            f"`cc` est un indicatif de un à trois chiffres, pas `{text}`",
        )
    return int(text)


def _check_local_day(text: str) -> None:
    match = re.fullmatch(r"(\d\d)-(\d\d)|easter[+-]\d{1,3}", text, re.ASCII)
    try:
        if match is not None and match[1]:
            date(2024, int(match[1]), int(match[2]))  # a leap year has every day of any year
    except ValueError:
        match = None
    if match is None:
        raise Unusable(
            f"`local_days` holds MM-DD or easter-2, not `{text}`",
            f"`local_days` contient MM-JJ ou easter-2, pas `{text}`",
        )


def check_zone(zone: str) -> None:
    """Raises Unusable, with a suggestion, where the pinned tzdata has no such zone."""
    if zone not in zone_names():
        near = suggestion(zone, zone_names())
        raise Unusable(
            f"unknown time zone `{zone}`{near['en']}",
            f"fuseau horaire inconnu `{zone}`{near['fr']}",
        )
