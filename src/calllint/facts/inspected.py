"""What was seen of a list: its columns, its kind, what it lacks, and what came of reading it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from calllint.document import Place
from calllint.facts.kinds import Kind
from calllint.facts.profiles import Profile
from calllint.facts.sources.table import Seen
from calllint.packs.canonical import LAYOUTS


class ColumnSeen(Struct, frozen=True):
    """One column of a file."""

    heading: str
    meaning: str | None
    """The canonical column it is read as."""
    filled: int
    """Rows in which it is not blank."""
    samples: tuple[str, ...]
    """Some of its cells, as they stand: mask before showing."""
    time_alone: bool = False
    """It holds the time of day of the moment it is read as, whose day another column holds."""


class Trial(Struct, frozen=True):
    """What came of reading the list by the proposed entry."""

    rows: int = 0
    left_out: int = 0
    unreadable: int = 0
    phones: int = 0
    """Rows whose number could be read."""
    counts: dict[str, int] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    """Of counts of cells, the columns they stand in, in words."""
    told: frozenset[str] = frozenset()
    """The canonical columns that the file fills, or its profile."""
    untimed: int = 0
    """Rows whose moment is a day without a time."""
    numberless: int = 0
    """Contacts without a number that can be dialled, though their row could be read."""
    numberless_lines: tuple[int, ...] = ()
    """The first of their lines."""
    problem: tuple[Place, dict[str, str]] | None = None
    """Why the entry as it stands is refused."""


class Word(Struct, frozen=True):
    """A cell that is none of the values its column takes."""

    cell: str
    """As it stands: mask before showing."""
    rows: int
    meaning: str | None
    """What profiles know it to mean: to be proposed, never taken."""


class Words(Struct, frozen=True):
    """What a column of a few values holds beside them."""

    most_met: tuple[Word, ...]
    more: bool
    """There are others; of a column of many texts, all that are met once."""


class Inspection(Struct, frozen=True):
    """One list, looked at."""

    file: str
    seen: Seen
    sha256: str
    first_line: int
    rows: int
    unreadable: int
    unreadable_lines: tuple[int, ...]
    kind: str
    """What it is taken for; where that is in doubt, the first of those it could be."""
    sure: Kind
    profile: Profile | None
    columns: tuple[ColumnSeen, ...]
    other_phones: tuple[str, ...]
    """Headings of columns that hold phone numbers and are not read."""
    basis: tuple[str, ...]
    """Headings that tell a processing basis, which is no consent."""
    loose: tuple[tuple[str, str], ...]
    """Headings that are read and could mean something else, and the columns they are read as."""
    swappable_dates: bool
    either_dates: tuple[str, ...]
    """The ways that days may be written, where nothing tells which."""
    words: Mapping[str, Words]
    """By column, the cells that are none of its values."""
    entry: dict[str, Any]
    """What to paste under ``data: KIND:``; empty where there is no saying."""
    trial: Trial
    path: str
    """What was looked at, as it was named: the file, or the archive that holds it."""
    sheet: str | None = None
    """The sheet that was asked for by its name."""
    header_line: int | None = None
    """The line the headings were found on, below others."""
    mixed: bool = False
    """It stands in an archive beside lists of other kinds, and no entry can tell them apart."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that judging asks for, and that nothing fills."""
        if not self.entry or self.trial.problem is not None:
            return ()
        return tuple(one for one in LAYOUTS[self.kind].asked if one not in self.trial.told)
