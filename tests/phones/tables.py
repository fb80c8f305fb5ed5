"""Packs to read numbers with: the French tables as they are, and small ones of other shapes."""

from __future__ import annotations

import csv
from pathlib import Path

from calllint.packs.model import Dialling, NumberRange, Pack, Territory

TABLES = Path(__file__).parents[2] / "rules" / "calllint_fr" / "tables"


def read_table(name: str) -> list[dict[str, str]]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def cells(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def french_pack() -> Pack:
    ranges = tuple(
        NumberRange(row["prefix"], int(row["cc"]), row["territory"], row["kind"])
        for row in read_table("numbering.csv")
    )
    places = [_territory(row) for row in read_table("territories.csv")]
    return make_pack("FR", "0", (10,), ranges, tuple(places), default="METRO")


def belgian_pack() -> Pack:
    """Not the real plan: numbers of two lengths, and a prefix longer than the bulk path's key."""
    ranges = (
        NumberRange("0", 32, "BEL", "geographic"),
        NumberRange("04", 32, "BEL", "mobile"),
        NumberRange("04712345", 32, "BEL", "platform"),
        NumberRange("112", 32, "", "emergency"),
    )
    place = Territory("BEL", "BE", 32, ("Europe/Brussels",))
    return make_pack("BE", "0", (8, 10), ranges, (place,), default="BEL")


def spanish_pack() -> Pack:
    """Not the real plan: no trunk prefix, and numbers that begin with 0 all the same."""
    ranges = (
        NumberRange("6", 34, "ESP", "mobile"),
        NumberRange("0", 34, "ESP", "polyvalent"),
        NumberRange("91", 34, "ESP", "geographic"),
        NumberRange("118", 34, "", "directory_118"),
    )
    place = Territory("ESP", "ES", 34, ("Europe/Madrid",))
    return make_pack("ES", "", (9,), ranges, (place,), default="ESP")


def rival_pack() -> Pack:
    """Another pack for the numbers of Belgium, of yet another length."""
    return make_pack("BE", "0", (9,), (NumberRange("0", 32, "", "polyvalent"),), (), default="")


def make_pack(
    region: str,
    trunk: str,
    lengths: tuple[int, ...],
    ranges: tuple[NumberRange, ...],
    places: tuple[Territory, ...],
    default: str,
) -> Pack:
    return Pack(
        name=region.lower(),
        folder=TABLES.parent,
        title={},
        version="1",
        countries=(region,),
        rules=(),
        parameters={},
        definitions={},
        columns={},
        territories={place.code: place for place in places},
        default_territory=default,
        dialling=Dialling(region, trunk, lengths, ranges),
    )


def _territory(row: dict[str, str]) -> Territory:
    return Territory(
        code=row["code"],
        country=row["country"],
        calling_code=int(row["cc"]),
        zones=cells(row["zones"]),
        postal_prefixes=cells(row["postal_prefixes"]),
        local_days=cells(row["local_days"]),
        certain=row["certain"] == "true",
        title=row["title"],
    )
