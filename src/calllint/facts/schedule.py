"""The schedule as people see it: windows in each zone, and the days on which each is dialled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from calllint.document import Path as DocPath
from calllint.facts.calendar import TerritoryCalendar, weekday
from calllint.facts.rows import Row
from calllint.facts.windows import dialled_days, drifting, views
from calllint.facts.workspace import Workspace, get
from calllint.lang import LANGUAGES
from calllint.packs.model import Pack, Territory, Text
from calllint.packs.scopes import Value


class Reached(Struct, frozen=True):
    """A territory that is called, with the zones its people live in."""

    territory: Territory
    pack: Pack
    zones: tuple[str, ...]


def reached(workspace: Workspace, *, with_data: bool) -> tuple[Reached, ...]:
    """The territories of the contacts; without lists, the default one of each active pack."""
    if not with_data:
        return tuple(_defaults(workspace))
    found: dict[str, set[str]] = {}
    unsure: set[str] = set()
    for code, zone, sure, _ in workspace.whereabouts:
        if code is None:
            continue
        found.setdefault(code, set()).update([zone] if zone else [])
        unsure |= set() if sure else {code}
    return tuple(
        Reached(
            pack.territories[code],
            pack,
            # Where nothing tells in which zone of a territory somebody is, all must be allowed.
            tuple(
                sorted(found[code].union(pack.territories[code].zones if code in unsure else ()))
            ),
        )
        for code in sorted(found)
        for pack in workspace.packs
        if code in pack.territories
    )


def _defaults(workspace: Workspace) -> Iterator[Reached]:
    for pack in workspace.packs:
        if pack.default_territory and set(pack.countries) & set(workspace.markets):
            territory = pack.territories[pack.default_territory]
            yield Reached(territory, pack, territory.zones)


def window_rows(
    workspace: Workspace, places: Iterable[Reached], first: date, last: date
) -> list[Row]:
    """One row per declared stretch, weekday and zone, as the zone sees it."""
    windows = get(workspace.document, "schedule.windows") or []
    stated = get(workspace.document, "schedule.timezone") or "contact"
    certain: dict[str, bool] = {}
    for place in places:
        for zone in place.zones:
            certain[zone] = certain.get(zone, False) or place.territory.certain
    rows: dict[tuple[object, ...], Row] = {}
    for zone in sorted(certain):
        moving = drifting(windows, stated, zone, workspace.first_day, workspace.last_day)
        for view in views(windows, stated, zone, first, last):
            values: dict[str, Value] = {
                "timed": True,
                "weekday": view.weekday,
                "local_from": view.local_from,
                "local_to": view.local_to,
                "zone": zone,
                "territory_certain": certain[zone],
                "drifts": (view.window, view.hours) in moving,
                "declared_from": view.declared_from,
                "declared_to": view.declared_to,
                "first_day": view.first_day,
                "last_day": view.last_day,
            }
            path: DocPath = ("schedule", "windows", view.window, "hours", view.hours)
            rows[path, tuple(values.values())] = Row(values, workspace.document.name, path)
    return list(rows.values())


def call_day_rows(
    workspace: Workspace, places: Iterable[Reached], first: date, last: date
) -> list[Row]:
    """One row per date and territory that is called."""
    windows = get(workspace.document, "schedule.windows") or []
    stated = get(workspace.document, "schedule.timezone") or "contact"
    holidays = get(workspace.document, "schedule.holidays")
    rows = []
    for place in places:
        dialled = set[date]().union(
            *(dialled_days(windows, stated, zone, first, last) for zone in place.zones)
        )
        calendar = _calendar(place)
        for day in _days(first, last):
            public = calendar.public_holiday(day) if calendar else None
            local = calendar.local_holiday(day) if calendar else None
            rows.append(
                Row(
                    {
                        "day": day,
                        "weekday": weekday(day),
                        "territory": place.territory.code,
                        "territory_certain": place.territory.certain,
                        "public_holiday": public,
                        "local_holiday": local,
                        "dialled": _dialled(day in dialled, public, holidays),
                    },
                    workspace.document.name,
                    ("schedule", "holidays"),
                )
            )
    return rows


def _dialled(scheduled: bool, public: bool | None, holidays: str | None) -> bool | None:
    """Whether a day is dialled; unknown on a holiday of which the schedule says nothing."""
    if not scheduled or public is False:
        return scheduled
    return {"skip": False, "call": True}.get(holidays or "")


def _calendar(place: Reached) -> TerritoryCalendar | None:
    if place.pack.calendar is None:
        return None
    return TerritoryCalendar(place.pack.calendar.country, place.territory.local_days)


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range((last - first).days + 1):
        yield first + timedelta(days=ordinal)


def holiday_names(place: Reached, first: date, last: date) -> Mapping[date, Text]:
    """What the public holidays of a territory are called, in every language."""
    calendar = _calendar(place)
    if calendar is None:
        return {}
    return {
        day: {lang: calendar.name(day, lang) or "" for lang in LANGUAGES}
        for day in _days(first, last)
        if calendar.public_holiday(day)
    }


def holiday_rows(
    workspace: Workspace, places: Iterable[Reached], first: date, last: date
) -> list[tuple[str, date, bool, bool]]:
    """(territory, day, public, local) of every holiday in a stretch of days."""
    rows = []
    for place in places:
        calendar = _calendar(place)
        if calendar is None:
            continue
        for day in _days(first, last):
            public, local = calendar.public_holiday(day), calendar.local_holiday(day)
            if public or local:
                rows.append((place.territory.code, day, public, local))
    return rows
