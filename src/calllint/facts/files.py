"""The lists themselves, as rows: what was declared, what could be read, what could not."""

from __future__ import annotations

from collections.abc import Mapping

from calllint.facts.rows import Row
from calllint.facts.workspace import FileStats, Workspace
from calllint.packs.scopes import Value

_COUNTS = (
    "unreadable_phones",
    "unreached_against",
    "unreadable_dates",
    "unknown_values",
    "zoneless_times",
    "repaired_numbers",
    "repeated_proofs",
    "proofs_named",
    "proofs_missing",
    "proofs_altered",
    "proofs_undigested",
    "hashed_numbers",
    "hashed_matched",
)


_COLUMNS = {
    "unreadable_dates": "unreadable_date_columns",
    "unknown_values": "unknown_value_columns",
    "zoneless_times": "zoneless_time_columns",
}
"""Counts of cells of which it is said in which columns they stand."""


def list_rows(workspace: Workspace) -> list[Row]:
    """One row per file read, and one per kind the campaign claims there is none of.

    Calls that another campaign lends are judged where they are declared.
    """
    name = workspace.document.name
    lent = {entry.node for entry in workspace.declared.entries if entry.lent}
    rows = [
        Row(_file(workspace, stats), name, stats.node)
        for stats in workspace.files
        if stats.node not in lent
    ]
    for kind, status in workspace.declared.status.items():
        if status == "none":
            rows.append(Row(_claim(kind), name, ("data", kind)))
    return rows


def _file(workspace: Workspace, stats: FileStats) -> dict[str, Value]:
    entries = (each for each in workspace.declared.entries if each.node == stats.node)
    entry = next(entries, None)  # a file of allotted blocks is no list, and has none
    covers = entry.covers if entry else None
    return {
        "kind": stats.kind,
        "file": stats.name,
        "claimed_none": False,
        "rows": stats.rows,
        "unreadable_rows": stats.unreadable_rows,
        **{name: stats.counts.get(name, 0) for name in _COUNTS},
        **{
            column: columns_told(stats.columns.get(name, {}), stats.headings)
            for name, column in _COLUMNS.items()
        },
        "covers_given": covers is not None,
        "covers_from": covers[0] if covers else None,
        "covers_to": covers[1] if covers else None,
        "exported_on": entry.exported_on if entry else None,
    }


def columns_told(cells: Mapping[str, int], headings: Mapping[str, str]) -> str | None:
    """In which columns the cells of a count stand, None where there are none.

    As "`status`", or "`Accord` → `status` (3), `source` (1)": with the heading where the file has
    another one, and with how many where there are several.
    """
    told = {column: _headed(column, headings.get(column)) for column in cells}
    if len(told) < 2:
        return next(iter(told.values()), None)
    return ", ".join(f"{told[column]} ({count})" for column, count in cells.items())


def _headed(column: str, heading: str | None) -> str:
    return f"`{column}`" if heading is None else f"`{heading}` → `{column}`"


def _claim(kind: str) -> dict[str, Value]:
    return {
        "kind": kind,
        "file": None,
        "claimed_none": True,
        "rows": 0,
        "unreadable_rows": 0,
        **dict.fromkeys(_COUNTS, 0),
        **dict.fromkeys(_COLUMNS.values()),
        "covers_given": True,
        "covers_from": None,
        "covers_to": None,
        "exported_on": None,
    }
