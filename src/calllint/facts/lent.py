"""Calls that count for a campaign, and that another campaign of its advertiser declares.

A cap on calls holds for an advertiser and a person, whatever the campaign. What the other campaigns
declare is evidence against a call, and only adds to the campaign's own: its days do not fill the
gaps of the campaign's own export, and a list of calls that is not declared stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from calllint.facts.declared import Declared
from calllint.facts.entries import Entry


def with_lent(declared: Declared, lent: Iterable[Entry]) -> Declared:
    """What the campaign declares, and the calls that others lend it.

    A file that it reads itself, or that two lend alike, counts once: calls without an id or a time
    could not be told from calls made twice. People are found by their numbers alone, since the ids
    of another campaign may be anybody's.
    """
    known = {key for entry in declared.entries if entry.kind == "calls" for key in _readings(entry)}
    added: list[Entry] = []
    for entry in lent:
        files = tuple(path for path in entry.files if _reading(entry, path) not in known)
        if files or (entry.dsn_env is not None and _reading(entry, None) not in known):
            known |= _readings(entry)
            node = ("data", "calls", f"lent {len(added)}")
            added.append(replace(entry, files=files, node=node, lent=True, key="phone"))
    return replace(declared, entries=(*declared.entries, *added))


def _readings(entry: Entry) -> set[tuple[object, ...]]:
    return {_reading(entry, path) for path in entry.files or (None,)}


def _reading(entry: Entry, path: Path | None) -> tuple[object, ...]:
    """The rows an entry reads of a file, or of a database: which file, and which of its rows."""
    where = None if entry.where is None else entry.where.text
    return path and path.resolve(), where, entry.dsn_env, entry.how.query
