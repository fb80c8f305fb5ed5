"""Consent forms: what people were asked, form by form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from calllint.document import Path as DocPath
from calllint.facts.archive import wording_archived
from calllint.facts.errors import FactError
from calllint.facts.names import same_party
from calllint.facts.parties import is_advertiser, is_offer
from calllint.facts.rows import Row, by_path, look, own_columns
from calllint.facts.sql import SQL_TYPES
from calllint.facts.sql import values as relation
from calllint.facts.windows import inside
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import WEEKDAYS, Value


def form_rows(workspace: Workspace) -> list[Row]:
    """One row of scope ``consent_form`` per form, inline or in the forms file."""
    value = workspace.document.get(("data", "consent_forms"))
    if isinstance(value, Mapping):
        return _rows(workspace, value, workspace.document.name, ("data", "consent_forms"))
    other = workspace.companions.get("consent_forms")
    return [] if other is None else _rows(workspace, other.value, other.name, ())


def form_ids(workspace: Workspace) -> list[str]:
    """The forms the campaign knows, by their ids."""
    return [str(row.values["form_id"]) for row in form_rows(workspace)]


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
        **_third_parties(workspace, form.get("third_parties"), professional),
        "form_wording_given": form.get("wording") is not None,
        **wording_archived(workspace.archive, form),
        "form_withdrawal_given": form.get("withdrawal_by") is not None,
        "form_at_stake": _in_use(workspace, form),
        "form_offer_matches": None if not offers else _any(judge(each) for each in offers),
        **_call_times(workspace, form.get("call_times")),
    }


def _in_use(workspace: Workspace, form: Mapping[str, Any]) -> bool:
    """Whether people may still be asked on this form during the judged days."""
    first, last = (look(form, f"in_use.{end}") for end in ("from", "to"))
    return (first is None or date.fromisoformat(first) <= workspace.last_day) and (
        last is None or date.fromisoformat(last) >= workspace.first_day
    )


def _call_times(workspace: Workspace, written: Any) -> dict[str, Value]:
    """Whether the form gives hours for calls, and the schedule keeps to them."""
    if not isinstance(written, list):
        return {"form_limits_times": False, "form_times_kept": True}
    slots = [
        {"days": WEEKDAYS, "hours": [each]} if isinstance(each, str) else each for each in written
    ]
    schedule = workspace.document.get(("schedule",), {})
    theirs = (schedule.get("timezone") or "contact") == "contact"
    kept = theirs and inside(schedule.get("windows") or [], slots)
    return {"form_limits_times": True, "form_times_kept": True if kept else None}


def _any(outcomes: Any) -> bool | None:
    found = list(outcomes)
    if True in found:
        return True
    return None if None in found else False


def _third_parties(workspace: Workspace, written: Any, professional: Any) -> dict[str, Value]:
    """Whom else the form names, and since when: a name, or ``{name: …, since: …}``."""
    named = None if written is None else [_named(each) for each in written]
    judge = is_advertiser(workspace)
    own = [day for name, day in named or [] if judge(name)]
    asks = None if professional is None else judge(professional)
    centres = _centre_days(workspace, named)
    return {
        "form_lists_advertiser": bool(own) and asks is not True,
        "form_lists_advertiser_since": _earliest(own),
        "form_names_centres": None if centres is None else all(centres),
        "form_names_centres_since": max(filter(None, map(_earliest, centres or [])), default=None),
    }


def _named(written: Any) -> tuple[str, date | None]:
    if isinstance(written, str):
        return written, None
    since = written.get("since")
    return written["name"], None if since is None else date.fromisoformat(since)


def _earliest(days: list[date | None]) -> date | None:
    return None if None in days else min((day for day in days if day), default=None)


def _centre_days(
    workspace: Workspace, named: list[tuple[str, date | None]] | None
) -> list[list[date | None]] | None:
    """For each centre of the campaign, the days since when the form names it."""
    centres = workspace.document.get(("centres",), [])
    if not centres:
        return []
    if named is None:
        return None
    return [
        [day for name, day in named if same_party(name, None, centre.get("name"), None)]
        for centre in centres
    ]


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
