"""Callable lists for diallers that know one window a day, in one time zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from calllint.facts.windows import WindowView, views
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import WEEKDAYS


class Hours(Struct, frozen=True):
    """When one list may be dialled on one weekday, by the dialler's clock, in minutes."""

    weekday: str
    start: int
    end: int
    first_day: date
    last_day: date
    """The judged days on which the clocks stand so."""


class Programme(Struct, frozen=True):
    """A list of its own: the zones of its contacts, and its hours, at most one a day."""

    name: str
    zones: tuple[str, ...]
    hours: tuple[Hours, ...]


def dialler_zone(workspace: Workspace) -> str:
    """The clock a dialler goes by: that of the first centre, else that of the country called."""
    stated = workspace.document.get(("centres", 0, "timezone"))
    return str(stated or workspace.default_zone)


def programmes(workspace: Workspace) -> dict[str | None, tuple[Programme, ...]]:
    """For each zone of the contacts, the lists its contacts are dealt out to, in turn.

    Zones in which the windows fall alike by the dialler's clock share their lists.
    """
    zones = [
        row[0]
        for row in workspace.rows(
            "SELECT zone FROM contact JOIN verdict USING (row_id) WHERE code = 0 "
            "GROUP BY zone ORDER BY min(row_id)"
        )
    ]
    alike: dict[tuple[Hours, ...], list[str | None]] = {}
    slots: dict[tuple[Hours, ...], list[list[Hours]]] = {}
    for zone in zones:
        dealt = _dealt(_views(workspace, zone))
        key = tuple(hours for slot in dealt for hours in slot)
        alike.setdefault(key, []).append(zone)
        slots[key] = dealt
    found: dict[str | None, tuple[Programme, ...]] = {}
    number = 0
    for key, members in alike.items():
        named = tuple(sorted(filter(None, members)))
        lists = []
        for slot in slots[key] or [[]]:
            number += 1
            lists.append(Programme(f"window-{number}", named, tuple(slot)))
        found |= dict.fromkeys(members, tuple(lists))
    return found


def _views(workspace: Workspace, zone: str | None) -> list[WindowView]:
    schedule = workspace.document.get(("schedule",), {})
    clock, stated = dialler_zone(workspace), schedule.get("timezone", "contact")
    own = (zone or workspace.default_zone) if stated == "contact" else stated
    windows = schedule.get("windows", ())
    return views(windows, own, clock, workspace.first_day, workspace.last_day)


def _dealt(found: Sequence[WindowView]) -> list[list[Hours]]:
    """The windows in as many lists as one day has: the n-th of each day in the n-th."""
    hours = sorted(
        {
            Hours(each.weekday, each.local_from, each.local_to, each.first_day, each.last_day)
            for each in found
        },
        key=lambda each: (WEEKDAYS.index(each.weekday), each.first_day, each.start, each.end),
    )
    before: Counter[tuple[str, date]] = Counter()
    lists: list[list[Hours]] = []
    for each in hours:
        slot = before[each.weekday, each.first_day]
        before[each.weekday, each.first_day] += 1
        if slot == len(lists):
            lists.append([])
        lists[slot].append(each)
    return lists
