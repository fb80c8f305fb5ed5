"""What a list looks like: which kind it is, what its columns mean, how it writes days.

Guesses are for people to look at: ``calllint inspect`` proposes an entry; nothing else uses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.facts.instants import read_parts
from calllint.facts.mapping import fold_heading
from calllint.facts.profiles import Profile, recognise
from calllint.packs.canonical import KINDS, LAYOUTS

_PHONE = re.compile(r"(?:\+|00)?[\d\s().\-/\u00a0\u202f]{8,20}")
_DAY = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*")
_PATTERNS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%y")
_TELLING: Mapping[str, frozenset[str]] = {
    "contacts": frozenset(("postal_code", "audience", "siren", "planned_at")),
    "consents": frozenset(("status", "expires_at", "form", "proof", "channel")),
    "contracts": frozenset(("started_on", "ended_on", "object_related")),
    "requests": frozenset(("agreed_at",)),
    "suppressions": frozenset(("since", "until", "reason")),
    "calls": frozenset(("outcome", "call_id", "caller_id", "centre")),
}
"""Columns that one kind has, and hardly another."""
_MOSTLY = 0.6
"""Share of a column's cells that must look like a phone."""


class Guess(Struct, frozen=True):
    """A list as it would be read."""

    kind: str
    profile: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the entry must say, beside its profile: canonical column to heading."""
    meaning: Mapping[int, str] = field(default_factory=dict)
    """Index of each column of the file that is read, and the canonical column it is."""
    phones: tuple[int, ...] = ()
    """Columns that hold phone numbers and are not read."""
    sure: bool = True
    """Whether the kind was told, or a column tells it."""


def guess(
    headers: Sequence[str],
    samples: Sequence[Sequence[str]],
    profiles: Sequence[Profile],
    kind: str | None = None,
    named: Profile | None = None,
) -> Guess:
    """The kind, profile and columns of a list; ``kind`` and ``named`` are what is already known."""
    told = named or recognise(headers, profiles, fold_heading)
    if told is not None and (kind is None or kind in told.kinds):
        kinds = [kind] if kind else list(told.kinds)
        found = max((_read_by(told, each, headers) for each in kinds), key=_likelihood)
        return _with_phones(found, headers, samples)
    generic = [each for each in profiles if not each.match and "header" not in each.written]
    found = max(
        (
            _mixed(each, headers, profile)
            for each in ([kind] if kind else KINDS)
            for profile in (None, *generic)
        ),
        key=_likelihood,
    )
    sure = kind is not None or _likelihood(found)[0] > 0
    return replace(_with_phones(found, headers, samples), sure=sure)


def _likelihood(found: Guess) -> tuple[int, int, bool]:
    read = set(found.meaning.values())
    return len(read & _TELLING[found.kind]), len(read), found.profile is None


def _read_by(profile: Profile, kind: str, headers: Sequence[str]) -> Guess:
    return Guess(kind, profile.name, {}, _meaning(_usual(profile, kind), headers))


def _mixed(kind: str, headers: Sequence[str], profile: Profile | None) -> Guess:
    """By a generic profile where it knows a heading, else by the canonical name."""
    plain = _meaning({column: (column,) for column in LAYOUTS[kind].columns}, headers)
    usual = {} if profile is None else _meaning(_usual(profile, kind), headers)
    own = {index: column for index, column in plain.items() if column not in usual.values()}
    meaning = {**usual, **own}
    if profile is None or not usual:
        return Guess(kind, None, {}, plain)
    return Guess(kind, profile.name, {c: _name(i, headers) for i, c in own.items()}, meaning)


def _usual(profile: Profile, kind: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, reading in profile.readings(kind):
        if "phone_code" in reading:
            found["phone_code"] = (reading["phone_code"],)
        for column, names in reading.get("columns", {}).items():
            found[column] = (
                *found.get(column, ()),
                *([names] if isinstance(names, str) else names),
            )
    return found


def _meaning(usual: Mapping[str, Iterable[str]], headers: Sequence[str]) -> dict[int, str]:
    heads = [fold_heading(header) for header in headers]
    found: dict[int, str] = {}
    for column, names in usual.items():
        there = [heads.index(fold_heading(name)) for name in names if fold_heading(name) in heads]
        if there and there[0] not in found:
            found[there[0]] = column
    return found


def _with_phones(found: Guess, headers: Sequence[str], samples: Sequence[Sequence[str]]) -> Guess:
    """The phone column by what it holds, where no heading tells; the others that hold phones."""
    phones = [index for index in range(len(headers)) if looks_like_phones(samples, index)]
    columns, meaning = dict(found.columns), dict(found.meaning)
    if not {"phone", "contact_id"} & set(meaning.values()) or (
        "phone" not in meaning.values() and found.kind == "contacts"
    ):
        free = [index for index in phones if index not in meaning]
        if free:
            columns["phone"], meaning[free[0]] = _name(free[0], headers), "phone"
    rest = tuple(index for index in phones if index not in meaning)
    return Guess(found.kind, found.profile, columns, meaning, rest)


def _name(index: int, headers: Sequence[str]) -> str:
    """How an entry names a column: by its heading, or by its number where that is not unique."""
    heads = [fold_heading(header) for header in headers]
    unique = heads[index] and heads.count(heads[index]) == 1
    return headers[index] if unique else f"#{index + 1}"


def looks_like_phones(samples: Sequence[Sequence[str]], index: int) -> bool:
    """Whether most cells of a column that are not blank look like phone numbers."""
    cells = [row[index].strip() for row in samples if index < len(row) and row[index].strip()]
    return bool(cells) and sum(map(_is_phone, cells)) >= _MOSTLY * len(cells)


def _is_phone(cell: str) -> bool:
    digits = sum(character.isdigit() for character in cell)
    return bool(_PHONE.fullmatch(cell)) and 9 <= digits <= 15 and not _DAY.fullmatch(cell)


def positional(row: Sequence[str], profiles: Iterable[Profile]) -> Profile | None:
    """The profile of a file without header whose first row this can be."""
    for profile in profiles:
        header = profile.written.get("header")
        if header is None or not 2 * len(header) / 3 <= len(row) <= len(header):
            continue
        for kind in profile.kinds:
            phones = [header.index(name) for name in _usual(profile, kind)["phone"]]
            if any(looks_like_phones([row], index) for index in phones if index < len(row)):
                return profile
    return None


def dates_of(cells: Sequence[str], usual: str | None = None) -> tuple[str | None, bool]:
    """The pattern days are written by, None for ISO 8601; and whether days and months may swap.

    Where none can be read, nothing speaks against the ``usual`` pattern.
    """
    counts = {
        pattern: sum(read_parts(cell, pattern) is not None for cell in cells)
        for pattern in (None, *_PATTERNS)
    }
    best = max(counts, key=lambda pattern: counts[pattern])
    if not counts[best]:
        return usual, False
    swap = best == "%d/%m/%Y" and counts["%m/%d/%Y"] == counts[best]
    return best, swap
