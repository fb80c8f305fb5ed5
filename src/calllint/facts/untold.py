"""What no list tells, and is therefore the same of every row.

Most lists hold a number and little else. A rule about a column that is not there need not be asked
of ten million rows: what it says of one, it says of all.
"""

from __future__ import annotations

from calllint.facts.workspace import Workspace, get
from calllint.packs.canonical import LAYOUTS
from calllint.packs.scopes import GROUNDS, SCOPES, Value

_BLANK: dict[str, dict[str, dict[str, Value]]] = {
    "contact": {
        "siren": {"siren": None},
        "legal_form": {"legal_form": None},
        "postal_code": {"postal_code": None},
        "contract_ref": {"contract_ref_given": False},
        "audience": {"audience_contradicted": False},
        "planned_at": {
            "timed": False,
            "planned_on": None,
            "planned_inside": True,
            "at_agreed_moment": False,
            "weekday": None,
            "local_from": None,
            "local_to": None,
        },
    },
    "consent": {
        "expires_at": {"expires_on": None, "expiry_readable": True},
        "source": {"source": None},
        "supplier": {"supplier": None},
    },
    "request": {"source": {"source": None}},
}
"""Scope and column of its list, to what follows for every row where no list has that column."""


def untold(workspace: Workspace, scope: str) -> dict[str, Value]:
    """The columns of a scope that are one value, because nothing is read that says otherwise."""
    told = workspace.told(f"{scope}s")
    found = {
        name: value
        for column, follows in _BLANK.get(scope, {}).items()
        if column not in told
        for name, value in follows.items()
    }
    return found | (_of_contacts(workspace, told) if scope == "contact" else {})


def _of_contacts(workspace: Workspace, told: frozenset[str]) -> dict[str, Value]:
    found = {column: stated(workspace, column) for column in _STATED if column not in told}
    found["placed"] = False
    if workspace.blocks is None:
        found["allotted"] = None
    status = workspace.declared.status
    if not workspace.has_list("suppressions"):
        found |= {"suppressed": _none(status["suppressions"]), "suppressed_until": None}
    if not workspace.has_list("calls"):
        found |= {"refused": _none(status["calls"]), "refused_on": None}
    for ground, holds in GROUNDS.items():
        if ground not in workspace.grounds:
            found |= {holds: False, f"{ground}_on_record": False}
    found |= _of_records(workspace)
    return found | ({} if "contract" in workspace.grounds else {"customer": False})


def _of_records(workspace: Workspace) -> dict[str, Value]:
    """What contacts are told of the record they rest on, where no record says it."""
    return {
        name: None
        for name, column in SCOPES["contact"].columns.items()
        if column.record is not None and not recorded(workspace, *column.record.split("."))
    }


def recorded(workspace: Workspace, ground: str, name: str) -> bool:
    """Whether some record of a ground may say something in a column."""
    return ground in workspace.grounds and untold(workspace, ground).get(name, "") is not None


_STATED = ("audience", "ground")


def stated(workspace: Workspace, column: str) -> Value:
    """What the campaign says of all its contacts in a column of theirs that takes few values."""
    allowed = dict(LAYOUTS["contacts"].closed)[column]
    said = get(workspace.document, f"campaign.{column}")
    return said if said in allowed else None


def _none(status: str) -> Value:
    """What follows from a list that is not there: nothing, or what the campaign claims."""
    return None if status == "absent" else False
