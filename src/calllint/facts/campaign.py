"""The campaign itself, its centres and its script, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, cast

from calllint.document import Path as DocPath
from calllint.facts.rows import Row, by_path, columns_of, own_columns
from calllint.facts.schedule import Reached, call_day_rows
from calllint.facts.workspace import Workspace, get
from calllint.packs.scopes import Value


def campaign_row(workspace: Workspace, places: Sequence[Reached]) -> Row:
    """The one row of scope ``campaign``; its columns are seen by every other scope."""
    document = workspace.document
    values = by_path(document.value, columns_of(workspace, "campaign"))
    values |= {
        "has_offer": bool(get(document, "campaign.offer")),
        "has_centres": bool(document.get(("centres",))),
        "has_windows": bool(get(document, "schedule.windows")),
        "dials_some_day": _dials(workspace, places),
        "has_caller_ids": bool(get(document, "dialer.caller_ids")),
        "calls_certain_territory": not places or any(each.territory.certain for each in places),
        "placed_abroad": _placed_abroad(workspace),
        "numbers_listed": _numbers_listed(workspace),
        "allotted_until": workspace.blocks.until if workspace.blocks else None,
        "has_script": document.get(("script",)) is not None,
        "data_bought": _bought(workspace),
    }
    values |= _recording_days(get(document, "recording.retention_days"))
    values |= {
        f"data_{kind}": workspace.declared.status[kind]
        for kind in ("consents", "contracts", "requests", "suppressions", "calls")
    }
    return Row(values, document.name, ())


def _dials(workspace: Workspace, places: Sequence[Reached]) -> bool | None:
    """Whether some judged day is dialled somewhere; True where no territory is known."""
    days = call_day_rows(workspace, places, workspace.first_day, workspace.last_day)
    outcomes = {row.values["dialled"] for row in days}
    if not outcomes or True in outcomes:
        return True
    return None if None in outcomes else False


def _placed_abroad(workspace: Workspace) -> bool | None:
    """Whether some call leaves from elsewhere than the countries and territories of the packs."""
    document = workspace.document
    callers = document.get(("centres",)) or [document.get(("advertiser",), {})]
    home = {place for pack in workspace.packs for place in (*pack.countries, *pack.territories)}
    abroad = [
        None if caller.get("country") is None else caller["country"] not in home
        for caller in callers
    ]
    return True if True in abroad else None if None in abroad else False


def _numbers_listed(workspace: Workspace) -> int | None:
    if not workspace.declared.entries:
        return None
    return int(workspace.rows("SELECT count(*) FROM person")[0][0])


def _recording_days(stated: Any) -> dict[str, Value]:
    """Days recordings are kept: one number, or one for signed and one for unsigned calls."""
    days = stated if isinstance(stated, Mapping) else {"signed": stated, "unsigned": stated}
    return {f"recording_{which}_days": days.get(which) for which in ("signed", "unsigned")}


def _bought(workspace: Workspace) -> bool | None:
    """Whether some consent says that it came through somebody else."""
    if workspace.database is None or workspace.declared.status["consents"] != "files":
        return None
    from calllint.facts.evidence import known

    other = "supplier IS NOT NULL OR source IN ('partner', 'lead_broker')"
    (found,) = workspace.rows(
        f"SELECT CASE WHEN bool_or({other}) THEN TRUE "
        "WHEN bool_and(source IS NOT NULL AND source NOT IN ('import', 'crm')) THEN FALSE END "
        f"FROM {known('consent', workspace)}"
    )
    return cast("bool | None", found[0])


def planned_attempts(workspace: Workspace, days: int) -> Value:
    """Most attempts the schedule can make to one contact in ``days`` days; None if unsaid."""
    most = get(workspace.document, "schedule.attempts.max")
    per_days = get(workspace.document, "schedule.attempts.per_days")
    if not isinstance(most, int):
        return None
    if not isinstance(per_days, int) or per_days < 1:
        return most
    length = (workspace.last_day - workspace.first_day).days + 1
    return most * ceil(min(days, length) / per_days)


def centre_rows(workspace: Workspace) -> list[Row]:
    """One row per centre that places calls."""
    columns = own_columns(workspace, "centre")
    return [
        Row(by_path(node, columns), workspace.document.name, ("centres", index))
        for index, node in enumerate(workspace.document.get(("centres",), []))
    ]


def script_rows(workspace: Workspace) -> list[Row]:
    """One row for the script, inline or in its file; none where there is no script."""
    node, file, path = _script(workspace)
    if node is None:
        return []
    steps = [step.get("covers", []) for step in node.get("steps", [])]
    covers = [item for step in steps for item in step]
    said = {"covers": covers, "opening": steps[0] if steps else []}
    return [Row(by_path(said, own_columns(workspace, "script")), file, path)]


def _script(workspace: Workspace) -> tuple[Mapping[str, Any] | None, str, DocPath]:
    value = workspace.document.get(("script",))
    if isinstance(value, Mapping):
        return value, workspace.document.name, ("script",)
    other = workspace.companions.get("script")
    return (None, "", ()) if other is None else (other.value, other.name, ())
