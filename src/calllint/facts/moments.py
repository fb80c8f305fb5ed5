"""Moments, from what was written to UTC and to the day in the person's own zone.

No engine computes a zone: offsets are joined from tables made of the pinned ``tzdata``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from calllint.facts.sql import values
from calllint.facts.workspace import Workspace
from calllint.facts.zones import OffsetRun, local_offset_runs, offset_runs

_RUN = {
    "zone": "VARCHAR",
    "first_day": "DATE",
    "last_day": "DATE",
    "before_min": "INTEGER",
    "switch": "TIMESTAMP",
    "after_min": "INTEGER",
}


def build_offsets(workspace: Workspace) -> None:
    """Create ``utc_offset`` and ``local_offset`` for every zone and day the lists can need.

    ``local_offset`` only where a moment is written without its offset.
    """
    days = {day for stats in workspace.files for day in (stats.first_day, stats.last_day) if day}
    first = min({workspace.first_day, *days}) - timedelta(days=2)
    last = max({workspace.last_day, *days}) + timedelta(days=2)
    stated = {workspace.stated_zone(stats) for stats in workspace.files if stats.local_times}
    people = {zone for _, zone, _, _ in workspace.whereabouts if zone}
    zones = sorted({*stated, *people, workspace.default_zone})
    _create(workspace, "utc_offset", offset_runs(zones, first, last))
    if stated:
        _create(workspace, "local_offset", local_offset_runs(zones, first, last))


def _create(workspace: Workspace, table: str, runs: Iterable[OffsetRun]) -> None:
    workspace.execute(
        f"CREATE TABLE {table} AS SELECT zone, before_min, switch, after_min, CAST(unnest("
        "generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day "
        f"FROM {values([tuple(run) for run in runs], _RUN)}"
    )


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
