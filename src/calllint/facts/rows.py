"""Rows of the scopes that come from YAML: values by column, and the node each stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from calllint.document import Path as DocPath
from calllint.document import Place
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import SCOPES, Column, Value, lineage


class Row(Struct, frozen=True):
    """One row of a scope: every column of it, and where its node stands."""

    values: Mapping[str, Value]
    file: str
    """Name of the YAML file the node is in."""
    path: DocPath
    place: Place | None = None
    """Where it stands, for a row that is no node of a file."""


def columns_of(workspace: Workspace, scope: str) -> dict[str, Column]:
    """The scope's own columns and those the packs add to it."""
    columns = dict(SCOPES[scope].columns)
    for pack in workspace.packs:
        columns |= pack.columns.get("campaign", {})
        for each in lineage(scope):
            columns |= pack.columns.get(each, {})
    return columns


def own_columns(workspace: Workspace, scope: str) -> dict[str, Column]:
    """The columns of a scope that are not the campaign's."""
    everywhere = SCOPES["campaign"].columns
    found = {
        name: column
        for name, column in SCOPES[scope].columns.items()
        if everywhere.get(name) is not column
    }
    for pack in workspace.packs:
        for each in lineage(scope):
            found |= pack.columns.get(each, {})
    return found


def by_path(node: Any, columns: Mapping[str, Column]) -> dict[str, Value]:
    """The columns that are read straight from a node; NULL where it says nothing."""
    return {
        name: typed(look(node, column.path), column)
        for name, column in columns.items()
        if column.path is not None
    }


def look(node: Any, dotted: str) -> Any:
    """The value at a dotted path of plain data; a list holds, or does not hold, the last key."""
    for key in dotted.split("."):
        if isinstance(node, Mapping):
            node = node.get(key)
        elif isinstance(node, Sequence) and not isinstance(node, str):
            return key in node
        else:
            return None
    return node


def typed(value: Any, column: Column) -> Value:
    """A YAML value as the column's type; NULL where it is of another kind."""
    if value is None:
        return None
    match column.type:
        case "date":
            return _day(value)
        case "bool":
            return value if isinstance(value, bool) else None
        case "int":
            return value if isinstance(value, int) and not isinstance(value, bool) else None
    return None if isinstance(value, list | dict) else str(value)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
