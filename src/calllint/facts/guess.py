"""What a list looks like: which kind it is, what its columns mean, how it writes days.

Guesses are for people to look at: ``calllint inspect`` proposes an entry; nothing else uses them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.facts.entries import usual_headings
from calllint.facts.headings import days_first, fold_heading
from calllint.facts.kinds import Kind, kind_of, named_kinds
from calllint.facts.profiles import Profile, recognise
from calllint.packs.canonical import KINDS, LAYOUTS

_PHONE = re.compile(r"(?:\+|00)?[\d\s().\-/\u00a0\u202f]{8,20}")
_DAY = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*")
_TIME = re.compile(r"(?:.*[ T])?[0-9]{1,2}(?: ?[hH] ?|:)[0-9]{2}.*").fullmatch
_MOSTLY = 0.6
"""Share of a column's cells that must look like a phone, or a time."""
_REACH = frozenset(("phone", "contact_id"))
"""Columns that say whom a row speaks of."""


class Guess(Struct, frozen=True):
    """A list as it would be read."""

    kind: str
    profile: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the entry must say, beside its profile: canonical column to heading."""
    meaning: Mapping[int, str] = field(default_factory=dict)
    """Index of each column of the file that is read, and the canonical column it is."""
    times: Mapping[str, str] = field(default_factory=dict)
    """What it must say as well: moment to the heading of its time of day."""
    clocks: Mapping[int, str] = field(default_factory=dict)
    """Index of each column that holds the time of day of a moment, and the moment."""
    phones: tuple[int, ...] = ()
    """Columns that hold phone numbers and are not read."""
    sure: Kind | None = None
    """How the kind was found out; None where it was told."""


def guess(
    headers: Sequence[str],
    samples: Sequence[Sequence[str]],
    profiles: Sequence[Profile],
    kind: str | None = None,
    named: Profile | None = None,
    name: str = "",
) -> Guess:
    """The kind, profile and columns of a list; ``kind`` and ``named`` are what is already known.

    ``name`` is that of the file.
    """
    told = named or recognise(headers, profiles, fold_heading)
    if told is not None and (kind is None or kind in told.kinds):
        sure = None if kind else _kind_by(told, headers, samples, name, profiles)
        of = kind or (sure.kind if sure else told.kinds[0])
        meaning = _known(told, of, headers)
        clocks = _clocks(told, of, headers, meaning)
        found = Guess(of, told.name, {}, meaning, clocks=clocks, sure=sure)
        return _with_phones(found, headers, samples)
    generic = [each for each in profiles if each.generic]
    kinds = [kind] if kind else KINDS
    mixed = {each: _mixed(each, headers, samples, generic) for each in kinds}
    sure = None
    if kind is None:
        meanings = {each: one.meaning for each, one in mixed.items()}
        sure = kind_of(name, headers, samples, meanings, profiles)
    of = kind or (sure.kind if sure else KINDS[0])
    return _with_phones(replace(mixed[of], sure=sure), headers, samples)


def _kind_by(
    told: Profile,
    headers: Sequence[str],
    samples: Sequence[Sequence[str]],
    name: str,
    profiles: Sequence[Profile],
) -> Kind | None:
    """Which of the kinds that a profile reads, where it reads several.

    A telling heading that one kind alone reads says it, or else what says it of any list.
    """
    reading = {each: _known(told, each, headers) for each in told.kinds}
    reaching = [each for each, found in reading.items() if _REACH & set(found.values())]
    if len(reaching) < 2:
        return None if len(told.kinds) == 1 else Kind(next(iter(reaching), told.kinds[0]))
    heads = [fold_heading(header) for header in headers]
    wanted = set(map(fold_heading, told.match))
    telling = [index for index, head in enumerate(heads) if head in wanted]
    said = [each for each in reaching if _alone(telling, each, reading)]
    if not said and told.match:
        said = [each for each in reaching if each in named_kinds(name, profiles)]
    if len(said) == 1:
        return Kind(said[0], also=tuple(each for each in reaching if each != said[0]))
    if not told.match:
        meanings = {each: reading.get(each, {}) for each in KINDS}
        sure = kind_of(name, headers, samples, meanings, profiles)
        if {sure.kind, *sure.doubt} <= set(reaching):
            return sure
    return Kind(reaching[0], doubt=tuple(reaching))


def _alone(telling: Sequence[int], kind: str, reading: Mapping[str, Mapping[int, str]]) -> bool:
    """Whether a kind reads a telling heading that no other kind does."""
    return any(
        [each for each, found in reading.items() if index in found] == [kind] for index in telling
    )


def _mixed(
    kind: str,
    headers: Sequence[str],
    samples: Sequence[Sequence[str]],
    generic: Sequence[Profile],
) -> Guess:
    """By the generic profile that knows most headings; the rest by canonical names, and others."""
    plain = _meaning({column: (column,) for column in LAYOUTS[kind].columns}, headers)
    known = [(each, _known(each, kind, headers)) for each in generic if kind in each.kinds]
    best = max(known, key=lambda one: len(one[1]), default=None)
    if best is None or len(best[1]) <= len(plain):
        best = None
    meaning = dict(plain if best is None else best[1])
    own: dict[str, str] = {}
    for found in (plain, *(found for _, found in known)):
        for index, column in found.items():
            if index not in meaning and column not in meaning.values():
                meaning[index] = column
                own[column] = _name(index, headers)
    clocks = {} if best is None else _clocks(best[0], kind, headers, best[1])
    times: dict[str, str] = {}
    for profile, _ in known:
        for index, column in _clocks(profile, kind, headers, meaning).items():
            if column not in clocks.values() and _looks_like(_TIME, samples, index):
                clocks[index], times[column] = column, _name(index, headers)
    return Guess(kind, None if best is None else best[0].name, own, meaning, times, clocks)


def _known(profile: Profile, kind: str, headers: Sequence[str]) -> dict[int, str]:
    """The columns that a profile reads, and as what."""
    usual, times = _usual(profile, kind), _usual(profile, kind, "times")
    ordered = {
        column: days_first(headings, times.get(column, ())) for column, headings in usual.items()
    }
    return _meaning(ordered, headers)


def _clocks(
    profile: Profile, kind: str, headers: Sequence[str], meaning: Mapping[int, str]
) -> dict[int, str]:
    """The columns that a profile reads as the time of day of a moment, which another column has."""
    heads = [fold_heading(header) for header in headers]
    found: dict[int, str] = {}
    for column, names in _usual(profile, kind, "times").items():
        there = [heads.index(head) for head in map(fold_heading, names) if heads.count(head) == 1]
        free = [index for index in there if index not in meaning]
        if free and column in meaning.values():
            found[free[0]] = column
    return found


def _usual(profile: Profile, kind: str, key: str = "columns") -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, reading in profile.readings(kind):
        if "phone_code" in reading and key == "columns":
            found["phone_code"] = (reading["phone_code"],)
        for column, names in usual_headings(reading, key).items():
            found[column] = (*found.get(column, ()), *names)
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
    return replace(found, columns=columns, meaning=meaning, phones=rest)


def _name(index: int, headers: Sequence[str]) -> str:
    """How an entry names a column: by its heading, or by its number where that is not unique."""
    heads = [fold_heading(header) for header in headers]
    unique = heads[index] and heads.count(heads[index]) == 1
    return headers[index] if unique else f"#{index + 1}"


def looks_like_phones(samples: Sequence[Sequence[str]], index: int) -> bool:
    """Whether most cells of a column that are not blank look like phone numbers."""
    return _looks_like(_is_phone, samples, index)


def _looks_like(
    test: Callable[[str], object], samples: Sequence[Sequence[str]], index: int
) -> bool:
    cells = [row[index].strip() for row in samples if index < len(row) and row[index].strip()]
    return bool(cells) and sum(map(bool, map(test, cells))) >= _MOSTLY * len(cells)


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
