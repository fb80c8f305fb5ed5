"""Which column of a file is which canonical column."""

from __future__ import annotations

import re

from calllint.facts.entries import Entry
from calllint.facts.errors import FactError
from calllint.facts.headings import days_first, fold_heading, time_of
from calllint.facts.joined import joined_sql
from calllint.facts.mapcheck import REACHES, check_mapping, check_reach, dayless, missing, twice
from calllint.facts.sql import literal
from calllint.packs.canonical import LAYOUTS

_NUMBERED = re.compile(r"#([0-9]{1,4})")


def headings_read(found: dict[str, int], headers: tuple[str, ...]) -> dict[str, str]:
    """The heading of each canonical column; of a moment in two columns, both."""
    return {
        column: " + ".join(
            headers[place] for place in (index, found.get(time_of(column))) if place is not None
        )
        for column, index in found.items()
    }


def map_columns(entry: Entry, headers: tuple[str, ...], name: str) -> dict[str, int]:
    """Canonical column to the index of the file's column; ``time_of`` a moment, that of its time.

    Raises FactError for a header that is named and not there, two columns for one meaning, a list
    that reaches nobody (no phone, and no contact_id where that would do), and a processing basis
    read as a consent.
    """
    heads = [fold_heading(header) for header in headers]
    found: dict[str, int] = {}
    for column in LAYOUTS[entry.kind].columns:
        for wanted in _wanted(entry, column):
            places = _places(wanted, heads)
            if len(places) > 1:
                raise twice(name, column, wanted)
            if places:
                found[column] = places[0]
                break
        else:
            if column in entry.columns:
                raise missing(entry, name, column, entry.columns[column], headers)
    if entry.phone_code is not None:
        places = _places(entry.phone_code, heads)
        if len(places) != 1:
            raise missing(entry, name, "phone_code", entry.phone_code, headers)
        found["phone_code"] = places[0]
    check_mapping(entry, found, headers, name)
    found |= _times(entry, found, headers, heads, name)
    _apply_key(entry, found, name)
    check_reach(entry, found, headers, name)
    return found


def _times(
    entry: Entry,
    found: dict[str, int],
    headers: tuple[str, ...],
    heads: list[str],
    name: str,
) -> dict[str, int]:
    """Where the time of day of a moment stands in a column of its own."""
    times: dict[str, int] = {}
    for column, heading in entry.times.items():
        places = _places(heading, heads)
        if len(places) != 1:
            raise missing(entry, name, time_of(column), heading, headers)
        if column not in found:
            raise dayless(entry, name, column, heading)
        times[time_of(column)] = places[0]
    for column, headings in entry.usual_times.items():
        there = [places for each in headings if len(places := _places(each, heads)) == 1]
        free = [place for (place,) in there if place not in found.values()]
        if column in found and free:
            times[time_of(column)] = free[0]
    return times


def reaches(entry: Entry, headers: tuple[str, ...]) -> bool:
    """Whether a reading of a profile finds whom the rows speak of."""
    heads = [fold_heading(header) for header in headers]
    needed = REACHES.get(entry.kind, {"phone", "contact_id"})
    needed = needed & {"phone"} if "phone" in entry.usual else needed
    return any(_places(wanted, heads) for column in needed for wanted in _wanted(entry, column))


def _wanted(entry: Entry, column: str) -> tuple[str, ...]:
    """The headings a column may have: as told, as the profile knows, or its own name."""
    if column in entry.columns:
        return (entry.columns[column],)
    if entry.profile is None:
        return (column,)
    return days_first(entry.usual.get(column, ()), entry.usual_times.get(column, ()))


def _places(wanted: str, heads: list[str]) -> list[int]:
    """Where a heading stands; ``#3`` is the third column, whatever its heading."""
    head = fold_heading(wanted)
    places = [index for index, each in enumerate(heads) if each == head]
    if not places and (numbered := _NUMBERED.fullmatch(head)):
        return [int(numbered[1]) - 1] if 0 < int(numbered[1]) <= len(heads) else []
    return places


def _apply_key(entry: Entry, found: dict[str, int], name: str) -> None:
    """Leave out the other way of joining where the entry says which one holds."""
    if entry.key is None:
        return
    if entry.key not in found and entry.key not in entry.constants:
        raise FactError.at(
            entry.place,
            f"{name} has no `{entry.key}` to join on (`key:`); say which column it is in "
            "`columns:`",
            f"{name} n'a pas de `{entry.key}` pour la jointure (`key:`) ; indiquez la colonne "
            "dans `columns:`",
        )
    found.pop("contact_id" if entry.key == "phone" else "phone", None)


def _trimmed(cell: str) -> str:
    """A cell without the spaces around it, NULL where nothing is left; few have any to remove."""
    return (
        f"CASE WHEN {cell} LIKE ' %' OR {cell} LIKE '% ' THEN nullif(trim({cell}), '') "
        f"ELSE nullif({cell}, '') END"
    )


def cell_sql(entry: Entry, column: str, found: dict[str, int]) -> str:
    """The text of a canonical column: from the file or `set`, through `values`; blank is NULL.

    A phone whose country code stands apart is written with it, unless it has one already; a day
    whose time stands apart, with its time.
    """
    if column in entry.constants:
        return literal(entry.constants[column].strip() or None, "text")
    if column not in found:
        return "CAST(NULL AS VARCHAR)"
    cell = _trimmed(f"c{found[column]}")
    if column == "phone" and (code := found.get("phone_code")) is not None:
        coded = f"regexp_matches(trim(c{code}), '^[1-9][0-9]{{0,2}}$') AND NOT ({cell} LIKE '+%')"
        cell = f"CASE WHEN {coded} THEN '+' || trim(c{code}) || {cell} ELSE {cell} END"
    if (time := found.get(time_of(column))) is not None:
        cell = joined_sql(cell, _trimmed(f"c{time}"))
    mapping = entry.values.get(column)
    if not mapping:
        return cell
    whens = " ".join(
        f"WHEN {literal(old.strip())} THEN {literal(new)}" for old, new in mapping.items()
    )
    return f"nullif(trim(CASE {cell} {whens} ELSE {cell} END), '')"
