"""The numbers the campaign shows, placed in the packs' numbering plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calllint.facts.names import same_party
from calllint.facts.rows import Row, by_path, own_columns
from calllint.facts.workspace import Workspace, get
from calllint.packs.scopes import Value

_WITHHELD = "withheld"


def caller_id_rows(workspace: Workspace) -> list[Row]:
    """One row per caller id."""
    columns = own_columns(workspace, "caller_id")
    return [
        Row(
            by_path(node, columns) | _number(workspace, node) | _assigned(workspace, node),
            workspace.document.name,
            ("dialer", "caller_ids", index),
        )
        for index, node in enumerate(get(workspace.document, "dialer.caller_ids") or [])
    ]


def _number(workspace: Workspace, node: Mapping[str, Any]) -> dict[str, Value]:
    written = node.get("number")
    nothing: dict[str, Value] = {
        "caller_number": None,
        "caller_kind": None,
        "caller_country": None,
        "caller_territory": None,
        "caller_allotted": None,
    }
    if written is None:
        return nothing | {"withheld": None}
    if str(written).strip().casefold() == _WITHHELD:
        return nothing | {"withheld": True}
    number = workspace.plan.parse(str(written), workspace.region)
    own = any(number.country in pack.countries for pack in workspace.packs if pack.dialling)
    return {
        "withheld": False,
        "caller_number": number.e164,
        "caller_kind": number.kind if own else "foreign" if number.country else None,
        "caller_country": number.country,
        "caller_territory": number.territory,
        "caller_allotted": _allotted(workspace, number.e164),
    }


def _allotted(workspace: Workspace, e164: str | None) -> bool | None:
    return workspace.blocks.allotted(int(e164[1:])) if workspace.blocks and e164 else None


def _assigned(workspace: Workspace, node: Mapping[str, Any]) -> dict[str, Value]:
    written = node.get("assigned_to")
    if written is None or written == "advertiser":
        return {"assigned_to_advertiser": None if written is None else True}
    document = workspace.document
    same = same_party(str(written), None, get(document, "advertiser.name"), None)
    return {"assigned_to_advertiser": bool(same)}
