"""The numbers that calls showed, as the campaign declares them and the packs know them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calllint.facts.caller_ids import caller_id_rows, shown_row
from calllint.facts.rows import own_columns
from calllint.facts.schedule import Reached
from calllint.facts.sql import SQL_TYPES, quote, values
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import SCOPES, Value


def shown_columns(workspace: Workspace) -> tuple[str, ...]:
    """Columns of a call that speak of the number it showed."""
    own = own_columns(workspace, "call")
    ids = own_columns(workspace, "caller_id")
    return ("caller_declared", *(name for name in own if name in ids))


def build_shown(workspace: Workspace, places: Sequence[Reached]) -> None:
    """Create ``shown`` (shown INTEGER, the columns) and ``shown_text`` (written, shown).

    A call that records no number is taken to have shown the only one that is declared; where there
    are several, or none, nothing is known of it.
    """
    declared = [row.values for row in caller_id_rows(workspace, places)]
    texts = workspace.rows("SELECT DISTINCT coalesce(caller_id, '') FROM placed ORDER BY 1")
    columns = shown_columns(workspace)
    rows: list[tuple[Value, ...]] = []
    found: list[tuple[object, ...]] = []
    for (written,) in texts:
        row = _row(workspace, places, written, declared)
        found.append((written, len(rows)))
        rows.append((len(rows), *(row.get(name) for name in columns)))
    types = {name: SQL_TYPES[SCOPES["call"].columns[name].type] for name in columns}
    _fill(workspace, "shown", {"shown": "INTEGER", **types}, rows)
    _fill(workspace, "shown_text", {"written": "VARCHAR", "shown": "INTEGER"}, found)


def _row(
    workspace: Workspace,
    places: Sequence[Reached],
    written: str,
    declared: Sequence[Mapping[str, Value]],
) -> Mapping[str, Value]:
    if not written:
        return {**declared[0], "caller_declared": True} if len(declared) == 1 else {}
    own = shown_row(workspace, places, written)
    for row in declared:
        same = own["caller_number"] is not None and row["caller_number"] == own["caller_number"]
        if same or (own["withheld"] and row["withheld"]):
            return {**row, "caller_declared": True}
    return {**own, "caller_declared": False if declared else None}


_BATCH = 1000
"""Rows written in one statement."""


def _fill(
    workspace: Workspace, table: str, columns: dict[str, str], rows: Sequence[tuple[object, ...]]
) -> None:
    shape = ", ".join(f"{quote(name)} {kind}" for name, kind in columns.items())
    workspace.execute(f"CREATE TABLE {table} ({shape})")
    for start in range(0, len(rows), _BATCH):
        part = list(rows[start : start + _BATCH])
        workspace.execute(f"INSERT INTO {table} SELECT * FROM {values(part, columns)}")
