"""A number that stands in no contact list, as the row that would hold it and nothing else."""

from __future__ import annotations

import re

from calllint.facts.workspace import Workspace, get
from calllint.packs.scopes import Value
from calllint.phones.plan import Number

_CUT = re.compile(r"[+]?[0-9][.,][0-9]*[eE][+]?[0-9]+")
_MOST_DIGITS = 15


def unlisted_cells(workspace: Workspace, written: str, number: Number) -> dict[str, Value]:
    """What ``contact_fact`` holds of a row with this phone and no other cell.

    Whether its block was allotted is left to the caller.
    """
    places = {code: each for pack in workspace.packs for code, each in pack.territories.items()}
    place = places.get(number.territory or "")
    zones = place.zones if place else ()
    default = {pack.default_territory for pack in workspace.packs}
    countries = {country for pack in workspace.packs for country in pack.countries}
    audience = get(workspace.document, "campaign.audience")
    alone = len(zones) == 1
    return {
        "readable": True,
        "number_valid": number.valid,
        "number_repaired": number.repaired,
        "phone_given": bool(written.strip()),
        "phone_fault": _fault(written.strip(), number),
        "phone_kind": number.kind,
        "phone_country": number.country,
        "territory": number.territory,
        "territory_sure": (alone and number.territory not in default) if zones else None,
        "territory_certain": place.certain if place else True,
        "zone": zones[0] if zones else None,
        "zone_sure": alone or not zones,
        "covered": None if number.country is None else number.country in countries,
        "audience": None if audience == "mixed" else audience,
        "ground": get(workspace.document, "campaign.ground"),
        "duplicate": False,
        "audience_contradicted": False,
        "contract_ref_given": False,
        "placed": False,
    }


def _fault(written: str, number: Number) -> str | None:
    """Why a cell holds no number; as ``contacts`` says it in SQL."""
    if number.valid is not False:
        return None
    if number.e164 is None and number.kind is not None:
        return "short"
    if _CUT.fullmatch(written):
        return "cut"
    digits = re.sub("[^0-9]", "", written)
    return "several" if len(digits) > _MOST_DIGITS else "other"
