"""Moments, from what was written to UTC and to the day in the person's own zone.

No engine computes a zone: offsets are joined from tables made of the pinned ``tzdata``.
"""

from __future__ import annotations

from datetime import timedelta

from calllint.facts.sql import values
from calllint.facts.workspace import Workspace
from calllint.facts.zones import local_offset_runs, offset_runs
from calllint.packs.canonical import KINDS, LAYOUTS

_RUN = {
    "zone": "VARCHAR",
    "first_day": "DATE",
    "last_day": "DATE",
    "before_min": "INTEGER",
    "switch": "TIMESTAMP",
    "after_min": "INTEGER",
}


def build_offsets(workspace: Workspace) -> None:
    """Create ``utc_offset`` and ``local_offset`` for every zone and day the lists can need."""
    bounds = " UNION ALL ".join(
        f"SELECT min({column}_naive) AS low, max({column}_naive) AS high FROM {_table(kind)}"
        for kind in KINDS
        if workspace.has_list(kind)
        for column in LAYOUTS[kind].instants
        if column in workspace.told(kind)
    )
    low, high = workspace.rows(
        f"SELECT CAST(min(low) AS DATE), CAST(max(high) AS DATE) FROM ({bounds or _NO_BOUNDS})"
    )[0]
    first = min(filter(None, (low, workspace.first_day))) - timedelta(days=2)
    last = max(filter(None, (high, workspace.last_day))) + timedelta(days=2)
    zones = _zones(workspace)
    for table, runs in (
        ("utc_offset", offset_runs(zones, first, last)),
        ("local_offset", local_offset_runs(zones, first, last)),
    ):
        workspace.execute(
            f"CREATE TABLE {table} AS SELECT zone, before_min, switch, after_min, CAST(unnest("
            "generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day "
            f"FROM {values([tuple(run) for run in runs], _RUN)}"
        )


_NO_BOUNDS = "SELECT CAST(NULL AS TIMESTAMP) AS low, CAST(NULL AS TIMESTAMP) AS high"


def _table(kind: str) -> str:
    return "contact" if kind == "contacts" else f"list_{kind}"


def _zones(workspace: Workspace) -> list[str]:
    stated = {workspace.stated_zone(stats) for stats in workspace.files if stats.local_times}
    people = {zone for _, zone, _, _ in workspace.whereabouts}
    return sorted({zone for zone in stated | people if zone} | {workspace.default_zone})


def with_moment(
    source: str, column: str, zone: str, *, local_times: bool, late: bool = False
) -> str:
    """A query: ``source`` with ``column``_utc TIMESTAMP, ``column``_local TIMESTAMP added.

    ``zone`` is the column of ``source`` that holds the person's zone; ``local_times`` says whether
    some moment is written without its offset. A day without a time
    keeps its date as written; its moment is the start of that day, or with ``late`` its end, so
    that evidence against a call is never placed too early.
    """
    naive = f"{column}_naive"
    if late:
        naive += f" + CASE WHEN {column}_time THEN INTERVAL 0 SECOND ELSE INTERVAL 86399 SECOND END"
    stated = f"{_offset('l', column + '_naive')}, " if local_times else ""
    utc = f"{naive} - to_minutes(coalesce({column}_offset, {stated}0))"
    local = f"moment_utc + to_minutes(coalesce({_offset('u', 'moment_utc')}, 0))"
    join = (
        f" LEFT JOIN local_offset l ON l.zone = r.stated_zone AND l.day = CAST({column}_naive "
        "AS DATE)"
        if local_times
        else ""
    )
    return (
        f"SELECT s.* EXCLUDE (moment_utc), moment_utc AS {column}_utc, "
        f"CASE WHEN NOT {column}_time THEN {column}_naive ELSE {local} END AS {column}_local "
        f"FROM (SELECT r.*, {utc} AS moment_utc FROM {source} r{join}) s "
        f"LEFT JOIN utc_offset u ON u.zone = s.{zone} AND u.day = CAST(moment_utc AS DATE)"
    )


def _offset(table: str, moment: str) -> str:
    """Minutes east of UTC at a moment, from a row of an offset table."""
    return (
        f"CASE WHEN {table}.switch IS NOT NULL AND {moment} >= {table}.switch "
        f"THEN {table}.after_min ELSE {table}.before_min END"
    )
