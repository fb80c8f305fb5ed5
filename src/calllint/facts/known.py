"""What is kept of each number, so that a question about one needs no list: tables and queries.

A question names a moment; what is kept does not depend on it. Days are counted from 1970, moments
in microseconds of UTC since then. Cells that are many and of several types stand in one JSON array.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from calllint.facts.relations import kept_columns
from calllint.facts.rows import own_columns
from calllint.facts.sql import literal, quote
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import GROUNDS

EPOCH = date(1970, 1, 1)
UNDATED = -(10**9)
"""Stands for the day of a call whose date cannot be read."""
PLACE = ("file_no", "line", "contact_id", "zone", "zone_sure")
"""What is kept of a contact's row beside the columns that rules read."""

TABLES: Mapping[str, str] = {
    "contact": "number INTEGER, row_id INTEGER, cells TEXT, PRIMARY KEY (number, row_id)",
    "days": "number INTEGER, slice INTEGER, seg_from INTEGER, seg_to INTEGER, cells TEXT, "
    "PRIMARY KEY (number, slice, seg_from)",
    "attempt": "number INTEGER, day INTEGER, calls INTEGER, PRIMARY KEY (number, day)",
    "suppressed": "number INTEGER PRIMARY KEY, until INTEGER",
    "refused": "number INTEGER PRIMARY KEY, sure INTEGER, refused_on INTEGER",
    "agreed": "number INTEGER, moment INTEGER, PRIMARY KEY (number, moment)",
    "plan": "number INTEGER, row_id INTEGER, moment INTEGER, day INTEGER, "
    "PRIMARY KEY (number, row_id)",
    "horizon": "number INTEGER, scope TEXT, until INTEGER, PRIMARY KEY (number, scope)",
    "block": "first INTEGER PRIMARY KEY, last INTEGER",
    "meta": "name TEXT PRIMARY KEY, value TEXT",
}
"""Tables of an index, with their columns as SQLite has them."""

_MOMENTARY = (
    *("timed", "weekday", "local_from", "local_to", "planned_on", "planned_inside"),
    *("at_agreed_moment", "public_holiday", "local_holiday"),
)
_OF_RECORDS = (
    *(*GROUNDS.values(), *(f"{scope}_on_record" for scope in GROUNDS), "customer"),
    *("suppressed", "suppressed_until", "refused", "refused_on"),
)


class Kept(Struct, frozen=True):
    """Which cells are kept, in their order."""

    contact: tuple[str, ...]
    """Columns of scope ``contact`` that hang on neither the moment nor the records."""
    records: Mapping[str, tuple[str, ...]]
    """For each ground that some list speaks of: columns of the record it rests on."""

    @classmethod
    def of(cls, workspace: Workspace) -> Kept:
        """What is to be kept of a campaign's contacts."""
        own = own_columns(workspace, "contact")
        plain = [
            name
            for name, column in own.items()
            if column.record is None and name not in (*_MOMENTARY, *_OF_RECORDS)
        ]
        return cls(
            tuple(dict.fromkeys((*plain, "audience", "ground"))),
            {scope: kept_columns(workspace, scope) for scope in workspace.grounds},
        )


def since_epoch(column: str) -> str:
    """SQL of a day as a number."""
    return f"({column} - {literal(EPOCH)})"


def contact_query(kept: Kept, where: str) -> str:
    """Rows of the lists that hold a number."""
    cells = ", ".join(quote(name) for name in (*PLACE, *kept.contact))
    return (
        f"SELECT number, row_id, CAST(json_array({cells}) AS VARCHAR) FROM contact_fact "
        f"WHERE {where} ORDER BY number, row_id"
    )


def days_query(kept: Kept, words: tuple[str, ...], slice_no: int, runs: str, where: str) -> str:
    """Stretches of days of a number's grounds, from ``number_days``.

    Cells: whether a contract runs (2, 1, 0), then for each ground its state, whether it is on
    record, the ``words`` of its reasons, and the columns of its record.
    """
    cells = ["coalesce(runs.state, 0)" if runs else "0"]
    for scope, columns in kept.records.items():
        cells += [f"{scope}_state", f"{scope}_recorded"]
        cells += [f"coalesce({scope}_{word}, 0)" for word in words]
        cells += [quote(f"{scope}_{name}") for name in columns]
    return (
        f"SELECT c.number, {slice_no} AS slice, {since_epoch('seg_from')} AS seg_from, "
        f"{since_epoch('seg_to')} AS seg_to, CAST(json_array({', '.join(cells)}) AS VARCHAR) "
        f"FROM number_days c{runs} WHERE {where} ORDER BY c.number, seg_from"
    )


def horizon_query(scope: str, last: date, where: str) -> str:
    """Until when a ground holds, from ``SCOPE_outcome`` with no end to the judged days."""
    return (
        f"SELECT number, {literal(scope)}, {since_epoch('max(free_until)')} FROM {scope}_outcome "
        f"WHERE NOT hard AND NOT unsure AND free_from <= {literal(last)} "
        f"AND free_from <= free_until AND {where} GROUP BY number ORDER BY number"
    )


def plain_queries(where: str) -> dict[str, str]:
    """The tables that are filled from one table of facts."""
    planned = f"row_id, epoch_us(planned_at_utc) AS moment, {since_epoch('planned_on')} AS day"
    rows = "FROM contact_fact WHERE timed AND planned_inside"
    return {
        "attempt": f"SELECT number, coalesce({since_epoch('day')}, {UNDATED}) AS day, count(*) "
        f"FROM attempt WHERE {where} GROUP BY ALL ORDER BY number, day",
        "suppressed": f"SELECT number, {since_epoch('until')} FROM suppressed WHERE {where} "
        "ORDER BY number",
        "refused": f"SELECT number, CAST(sure AS INTEGER), {since_epoch('refused_on')} "
        f"FROM refused WHERE {where} ORDER BY number",
        "agreed": f"SELECT DISTINCT number, epoch_us(moment) AS moment FROM agreed WHERE {where} "
        "AND moment IS NOT NULL ORDER BY number, moment",
        "plan": f"SELECT * FROM (SELECT number, {planned} {rows} UNION ALL "
        "SELECT k.number, p.row_id, p.moment, p.day FROM kin k "
        f"JOIN (SELECT number, {planned} {rows}) p ON p.number = k.other) WHERE {where} "
        "ORDER BY number, row_id",
    }
