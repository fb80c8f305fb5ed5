"""Contacts with what does not depend on the day: the moment planned, holidays, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from calllint.facts.moments import with_moment
from calllint.facts.schedule import Reached, holiday_rows
from calllint.facts.sql import literal, values
from calllint.facts.workspace import Workspace
from calllint.facts.zones import offset_rows

_WEEKDAY = (
    "CASE WHEN zone IS NOT NULL THEN "
    "['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][isodow(planned_at_local)] END"
)
"""Where nobody knows the zone, nobody knows the hour: it is not that of UTC."""
_MINUTE = (
    "CASE WHEN planned_at_time AND zone IS NOT NULL "
    "THEN hour(planned_at_local) * 60 + minute(planned_at_local) END"
)
_BEGUN = "CAST(second(planned_at_local) > 0 AS INTEGER)"
"""One where the minute has begun: 20:00:45 is past 20:00."""


def _planned(workspace: Workspace) -> tuple[Any, ...]:
    """The days moments are planned on, with one more at each end; blank where none is."""
    if not workspace.has_moments:
        return (None, None)
    return workspace.rows(
        "SELECT CAST(min(planned_at_naive) AS DATE) - 1, CAST(max(planned_at_naive) AS DATE) + 1 "
        "FROM contact WHERE planned_at_naive IS NOT NULL"
    )[0]


def build_contact_fact(workspace: Workspace, places: Iterable[Reached]) -> None:
    """Create ``contact_fact`` from ``contact``."""
    countries = sorted({country for pack in workspace.packs for country in pack.countries})
    listed = ", ".join(literal(country) for country in countries) or "NULL"
    places = tuple(places)
    days = _planned(workspace)
    rows = holiday_rows(workspace, places, days[0], days[1]) if days[0] else []
    holidays = values(
        [tuple(row) for row in rows],
        {"territory": "VARCHAR", "day": "DATE", "public": "BOOLEAN", "local": "BOOLEAN"},
    )
    spread = values(
        [*spread_rows(places, days[0], days[1])] if days[0] else [],
        {"territory": "VARCHAR", "day": "DATE", "low": "INTEGER", "high": "INTEGER"},
    )
    dated = ", ".join(literal(place.territory.code) for place in places if place.pack.calendar)
    unsettled = [literal(each.territory.code) for each in places if not each.territory.certain]
    known = f"p.territory IN ({dated or 'NULL'})"
    local_times = workspace.local_times("contacts")
    planned = with_moment("contact", "planned_at", "zone", local_times=local_times)
    source = f"({planned})" if days[0] else "contact"
    extra = (
        ""
        if days[0]
        else (
            "CAST(NULL AS TIMESTAMP) AS planned_at_utc, CAST(NULL AS TIMESTAMP) AS planned_at_local"
        )
    )
    moments = f"(SELECT *{', ' + extra if extra else ''} FROM {source})"
    # Without planned moments, nothing worth keeping.
    made = "TABLE" if days[0] or workspace.audit else "VIEW"
    workspace.execute(
        f"CREATE {made} contact_fact AS SELECT p.* EXCLUDE (planned_at_naive, planned_at_time, "
        "planned_at_offset, stated_zone, unread_phone), "
        f"phone_country IN ({listed}) AS covered, d.number IS NOT NULL AND d.first_row <> p.row_id "
        "AS duplicate, x.number IS NOT NULL AS audience_contradicted, b.allotted, "
        f"contract_ref IS NOT NULL AS contract_ref_given, {literal(workspace.audit)} AS placed, "
        "planned_at_naive IS NOT NULL OR planned_at_bad AS timed, "
        f"{_WEEKDAY} AS weekday, {_MINUTE} + coalesce(s.low, 0) AS local_from, "
        f"{_MINUTE} + {_BEGUN} + coalesce(s.high, 0) AS local_to, coalesce(p.territory NOT IN "
        f"({', '.join(unsettled) or 'NULL'}), TRUE) AS territory_certain, "
        "CAST(planned_at_local AS DATE) AS planned_on, "
        "NOT (planned_at_naive IS NOT NULL OR planned_at_bad) "
        "OR CAST(planned_at_local AS DATE) BETWEEN "
        f"{literal(workspace.first_day)} AND {literal(workspace.last_day)} AS planned_inside, "
        "coalesce(planned_at_time AND a.moment IS NOT NULL, FALSE) AS at_agreed_moment, "
        f"CASE WHEN {known} THEN coalesce(h.public, FALSE) END AS public_holiday, "
        f"CASE WHEN {known} THEN coalesce(h.local, FALSE) END AS local_holiday "
        f"FROM {moments} p LEFT JOIN duplicate d ON d.number = p.number "
        "LEFT JOIN contradicted x ON x.number = p.number "
        "LEFT JOIN allotment b ON b.number = p.number "
        "LEFT JOIN agreed a ON a.number = p.number AND a.moment = p.planned_at_utc "
        f"LEFT JOIN {holidays} h ON h.territory = p.territory "
        "AND h.day = CAST(p.planned_at_local AS DATE) "
        f"LEFT JOIN {spread} s ON NOT p.zone_sure AND s.territory = p.territory "
        "AND s.day = CAST(p.planned_at_utc AS DATE)"
    )


def build_refused(workspace: Workspace) -> None:
    """Create ``refused``: number, sure BOOLEAN (a call without doubt was a refusal), refused_on.

    The day of the latest one is NULL where it cannot be told.
    """
    workspace.execute(
        "CREATE TABLE refused AS SELECT number, bool_or(NOT doubt) AS sure, "
        "CASE WHEN bool_and(day IS NOT NULL) AND max(day) = max(day) FILTER (NOT doubt) "
        "THEN max(day) END AS refused_on FROM refusal GROUP BY number"
    )


def spread_rows(
    places: Iterable[Reached], first: date, last: date
) -> list[tuple[str, date, int, int]]:
    """(territory, UTC day, low, high): its clocks against the first of them, in minutes.

    Only where a territory has several zones and they differ.
    """
    rows: list[tuple[str, date, int, int]] = []
    for place in places:
        zones = place.territory.zones
        by_day: dict[date, list[Sequence[int]]] = {}
        for zone in zones if len(zones) > 1 else ():
            for row in offset_rows([zone], first, last):
                by_day.setdefault(row.day, []).append((row.before_min, row.after_min))
        for day, offsets in by_day.items():
            apart = [
                own - base for each in offsets for own, base in zip(each, offsets[0], strict=True)
            ]
            if any(apart):
                rows.append((place.territory.code, day, min(apart), max(apart)))
    return rows
