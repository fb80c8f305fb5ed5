"""The numbers the campaign shows, placed in the packs' numbering plans."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from calllint.facts.names import same_party
from calllint.facts.rows import Row, by_path, own_columns
from calllint.facts.schedule import Reached
from calllint.facts.workspace import Workspace, get
from calllint.packs.model import Territory
from calllint.packs.scopes import Value

_WITHHELD = "withheld"
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z0-9 ]+")


def caller_id_rows(workspace: Workspace, places: Sequence[Reached]) -> list[Row]:
    """One row per caller id; ``places`` are the territories called."""
    columns = own_columns(workspace, "caller_id")
    called = [place.territory.code for place in places]
    return [
        Row(
            by_path(node, columns)
            | _number(workspace, node)
            | _shown(workspace, node, called)
            | _assigned(workspace, node)
            | _mandate(node),
            workspace.document.name,
            ("dialer", "caller_ids", index),
        )
        for index, node in enumerate(get(workspace.document, "dialer.caller_ids") or [])
    ]


def shown_row(workspace: Workspace, places: Sequence[Reached], written: str) -> dict[str, Value]:
    """The same of a number that a call showed, and the campaign does not declare."""
    node = {"number": written}
    called = [place.territory.code for place in places]
    return _number(workspace, node) | _shown(workspace, node, called)


def _number(workspace: Workspace, node: Mapping[str, Any]) -> dict[str, Value]:
    written = node.get("number")
    nothing: dict[str, Value] = {
        "caller_number": None,
        "caller_kind": None,
        "caller_country": None,
        "caller_territory": None,
        "caller_allotted": None,
    } | _sender(written)
    if written is None:
        return nothing | {"withheld": None}
    if str(written).strip().casefold() == _WITHHELD:
        return nothing | {"withheld": True}
    number = workspace.plan.parse(str(written), workspace.region)
    own = any(number.country in pack.countries for pack in workspace.packs if pack.dialling)
    return nothing | {
        "withheld": False,
        "caller_number": number.e164,
        "caller_kind": number.kind if own else "foreign" if number.country else None,
        "caller_country": number.country,
        "caller_territory": number.territory,
        "caller_allotted": _allotted(workspace, number.e164),
    }


def _shown(
    workspace: Workspace, node: Mapping[str, Any], called: Sequence[str]
) -> dict[str, Value]:
    """Whether people of the number's own territory see it; NULL where a code is of none."""
    places = {code: place for pack in workspace.packs for code, place in pack.territories.items()}
    own = places.get(
        workspace.plan.parse(str(node.get("number")), workspace.region).territory or ""
    )
    theirs = node.get("shown_to") or called
    seen: bool | None = None
    if own and all(code in places for code in theirs):
        seen = any(_alike(own, places[code]) for code in theirs)
    return {"caller_territory_called": seen}


def _alike(one: Territory, other: Territory) -> bool:
    """Whether numbers of one may be of the other: ``+590`` is of three islands."""
    return one.calling_code == other.calling_code and bool({*one.zones} & {*other.zones})


def _sender(written: Any) -> dict[str, Value]:
    """The sender as text: messages may bear a name in place of a number."""
    text = None if written is None else str(written).strip()
    name = text if text and text.casefold() != _WITHHELD and _LETTER.search(text) else None
    return {
        "caller_written": None if text is None else re.sub(r"\s", "", text),
        "caller_name_length": None if name is None else len(name),
        "caller_name_latin": None if name is None else bool(_LATIN.fullmatch(name)),
    }


def _allotted(workspace: Workspace, e164: str | None) -> bool | None:
    return workspace.blocks.allotted(int(e164[1:])) if workspace.blocks and e164 else None


def _assigned(workspace: Workspace, node: Mapping[str, Any]) -> dict[str, Value]:
    written = node.get("assigned_to")
    if written is None or written == "advertiser":
        claimed = None if written is None else True
        return {"assigned_to_advertiser": claimed, "assigned_to_centre": claimed and False}
    document = workspace.document
    same = same_party(str(written), None, get(document, "advertiser.name"), None)
    centres = document.get(("centres",)) or []
    return {
        "assigned_to_advertiser": bool(same),
        "assigned_to_centre": any(
            same_party(str(written), None, centre.get("name"), None) for centre in centres
        ),
    }


def _mandate(node: Mapping[str, Any]) -> dict[str, Value]:
    """A mandate is a reference, or says more: its reference, and the day it was signed."""
    mandate = node.get("mandate")
    return {"mandate": mandate.get("reference")} if isinstance(mandate, Mapping) else {}
