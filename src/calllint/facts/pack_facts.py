"""Columns that packs fill with Python of their own, where text must be read (``facts.py``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

from calllint.facts.names import fold
from calllint.facts.rows import Row
from calllint.facts.workspace import Workspace
from calllint.packs.factsfile import Around, Reader, readers
from calllint.packs.model import NumberRange, Pack
from calllint.packs.scopes import Column, Value

Readers: TypeAlias = Mapping[str, Mapping[str, Reader]]
"""The functions of every pack's ``facts.py``, by pack and scope."""

_PYTHON: Mapping[str, type] = {"bool": bool, "int": int, "text": str, "date": date}


class Misread(Struct, frozen=True):
    """A ``facts.py`` that failed on a scope: what it would have told is unknown."""

    pack: Pack
    scope: str
    why: str
    """The kind of failure; never its text, which may quote the campaign."""


def with_pack_facts(
    workspace: Workspace, scope: str, rows: Sequence[Row], python: Readers
) -> tuple[list[Row], list[Misread]]:
    """The rows with the columns that packs fill; NULL, and a word about it, where one fails."""
    found, failed = list(rows), []
    for pack in workspace.packs:
        reader = python.get(pack.name, {}).get(scope)
        if reader is None or not found:
            continue
        wanted = {name: pack.columns[scope][name] for name in pack.computed[scope]}
        around = _around(workspace, pack)
        whys: list[str] = []
        for position, row in enumerate(found):
            node = workspace.documents[row.file].get(row.path)
            told, why = _read(reader, _copy(node), around, wanted)
            found[position] = replace(row, values={**row.values, **told})
            whys += [why] if why else []
        failed += [Misread(pack, scope, whys[0])] if whys else []
    return found, failed


def pack_readers(workspace: Workspace) -> Readers:
    """The functions of every pack's ``facts.py``, by pack and scope. Raises PackError."""
    return {
        pack.name: readers(pack, trusted=pack.folder not in workspace.untrusted)
        for pack in workspace.packs
    }


def _read(
    reader: Reader, node: Any, around: Around, wanted: Mapping[str, Column]
) -> tuple[dict[str, Value], str]:
    unknown: dict[str, Value] = dict.fromkeys(wanted)
    try:
        told = dict(reader(node, around))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a pack's code may raise anything
        return unknown, type(error).__name__
    for name, value in told.items():
        if name not in wanted:
            return unknown, f"`{name}`?"
        if value is not None and type(value) is not _PYTHON[wanted[name].type]:
            return unknown, f"`{name}`: {type(value).__name__}"
    return unknown | cast("dict[str, Value]", told), ""


def _around(workspace: Workspace, pack: Pack) -> Around:
    script = workspace.document.get(("script",))
    if isinstance(script, str):
        companion = workspace.companions.get("script")
        script = None if companion is None else companion.value
    return Around(_copy(workspace.document.value), _copy(script), _kind_of(pack), fold)


def _copy(node: Any) -> Any:
    """A node of a pack's own: whatever it does to it, the document stays."""
    if isinstance(node, dict):
        return {key: _copy(value) for key, value in node.items()}
    return [_copy(value) for value in node] if isinstance(node, list) else node


def _kind_of(pack: Pack) -> Callable[[str], str | None]:
    ranges = () if pack.dialling is None else pack.dialling.ranges

    def longest(digits: str) -> str | None:
        matching = [each for each in ranges if digits.startswith(each.prefix)]
        found: NumberRange | None = max(matching, key=lambda each: len(each.prefix), default=None)
        return None if found is None else found.kind

    return longest
