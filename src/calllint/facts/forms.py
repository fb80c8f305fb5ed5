"""Consent forms: what people were asked, form by form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from calllint.document import Path as DocPath
from calllint.facts.errors import FactError
from calllint.facts.names import same_party
from calllint.facts.parties import is_advertiser, is_offer
from calllint.facts.rows import Row, by_path, look, own_columns
from calllint.facts.sql import SQL_TYPES
from calllint.facts.sql import values as relation
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import Value


def form_rows(workspace: Workspace) -> list[Row]:
    """One row of scope ``consent_form`` per form, inline or in the forms file."""
    value = workspace.document.get(("data", "consent_forms"))
    if isinstance(value, Mapping):
        return _rows(workspace, value, workspace.document.name, ("data", "consent_forms"))
    other = workspace.companions.get("consent_forms")
    return [] if other is None else _rows(workspace, other.value, other.name, ())


def _rows(workspace: Workspace, node: Mapping[str, Any], file: str, base: DocPath) -> list[Row]:
    columns = own_columns(workspace, "consent_form")
    _check_ids(workspace, node, file, base)
    return [
        Row(by_path(form, columns) | _computed(workspace, form), file, (*base, "forms", index))
        for index, form in enumerate(node.get("forms", []))
    ]


def _check_ids(workspace: Workspace, node: Mapping[str, Any], file: str, base: DocPath) -> None:
    """Raise FactError where two forms have one id: a consent could not tell which it names."""
    seen: set[str] = set()
    for index, form in enumerate(node.get("forms", [])):
        name = str(form.get("id"))
        if name in seen:
            raise FactError.at(
                workspace.place((*base, "forms", index, "id"), file),
                f"a second form is called `{name}`; give each form an id of its own",
                f"un second formulaire s'appelle `{name}` ; donnez à chacun son identifiant",
            )
        seen.add(name)


def _computed(workspace: Workspace, form: Mapping[str, Any]) -> dict[str, Value]:
    professional, offer = form.get("professional"), form.get("offer")
    offers = [offer] if isinstance(offer, str) else offer
    judge = is_offer(workspace)
    return {
        "form_names_advertiser": None
        if professional is None
        else is_advertiser(workspace)(professional),
        "form_names_centres": _names_centres(workspace, form.get("third_parties")),
        "form_at_stake": _in_use(workspace, form),
        "form_offer_matches": None if not offers else _any(judge(each) for each in offers),
    }


def _in_use(workspace: Workspace, form: Mapping[str, Any]) -> bool:
    """Whether people may still be asked on this form during the judged days."""
    first, last = (look(form, f"in_use.{end}") for end in ("from", "to"))
    return (first is None or date.fromisoformat(first) <= workspace.last_day) and (
        last is None or date.fromisoformat(last) >= workspace.first_day
    )


def _any(outcomes: Any) -> bool | None:
    found = list(outcomes)
    if True in found:
        return True
    return None if None in found else False


def _names_centres(workspace: Workspace, named: list[str] | None) -> bool | None:
    centres = workspace.document.get(("centres",), [])
    if not centres:
        return True
    if named is None:
        return None
    return all(
        any(same_party(name, None, centre.get("name"), None) for name in named)
        for centre in centres
    )


def form_columns(workspace: Workspace) -> dict[str, str]:
    """Columns of a form as evidence sees them: name to SQL type."""
    return {
        name: SQL_TYPES[column.type]
        for name, column in own_columns(workspace, "consent_form").items()
    }


def form_relation(workspace: Workspace) -> str:
    """The forms as a relation, one row per form id."""
    columns = form_columns(workspace)
    seen: dict[Value, tuple[object, ...]] = {}
    for row in form_rows(workspace):
        seen.setdefault(row.values.get("form_id"), tuple(row.values.get(name) for name in columns))
    return relation(list(seen.values()), columns)
