"""What calllint sees in a list: how it is written, what it means, what could not be read.

The entry it proposes is then really used to read the list: what is said of it is measured.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.document import Place, load_text
from calllint.facts import temporary
from calllint.facts.entries import declared, how_written
from calllint.facts.errors import FactError
from calllint.facts.guess import Guess, dates_of, guess, positional
from calllint.facts.lists import load_lists
from calllint.facts.mapping import is_basis, looks_like_data
from calllint.facts.profiles import Profile, every_profile, find_profile
from calllint.facts.sources.reading import Opened, open_lists
from calllint.facts.sources.table import UNSTATED, How, Seen, fill
from calllint.facts.store import InProcess
from calllint.facts.workspace import Workspace, open_database
from calllint.packs.canonical import LAYOUTS
from calllint.packs.model import Pack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLED = 500
_SHOWN = 3
_FIRST_LINES = 5
_ANY_DAY = date(2000, 1, 1)


class ColumnSeen(Struct, frozen=True):
    """One column of a file."""

    heading: str
    meaning: str | None
    """The canonical column it is read as."""
    filled: int
    """Rows in which it is not blank."""
    samples: tuple[str, ...]
    """Some of its cells, as they stand: mask before showing."""


class Trial(Struct, frozen=True):
    """What came of reading the list by the proposed entry."""

    rows: int = 0
    left_out: int = 0
    unreadable: int = 0
    phones: int = 0
    """Rows whose number could be read."""
    counts: dict[str, int] = field(default_factory=dict)
    problem: tuple[Place, dict[str, str]] | None = None
    """Why the entry as it stands is refused."""


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
    sure: bool
    """Whether the kind was told, or a column tells it."""
    profile: Profile | None
    columns: tuple[ColumnSeen, ...]
    other_phones: tuple[str, ...]
    """Headings of columns that hold phone numbers and are not read."""
    basis: tuple[str, ...]
    """Headings that tell a processing basis, which is no consent."""
    swappable_dates: bool
    entry: dict[str, Any]
    """What to paste under ``data: KIND:``."""
    trial: Trial


def inspect(
    path: Path,
    packs: Sequence[Pack],
    *,
    kind: str | None = None,
    profile: str | None = None,
    sheet: str | None = None,
    memory_limit: str | None = None,
    temp_dir: Path | None = None,
) -> list[Inspection]:
    """Look at a file; one inspection, or one for each list of an archive.

    Raises FactError where it cannot be read at all.
    """
    place = Place("--profile")
    named = None if profile is None else find_profile(profile, place, Path(), packs)
    database, temp = open_database(memory_limit, None, temp_dir)
    look = _Look(database.connection, temp, packs, kind, named, profile, sheet)
    try:
        return look.at(path)
    finally:
        database.close()
        temporary.remove(temp)


class _Look(Struct):
    connection: DuckDBPyConnection
    temp: Path
    packs: Sequence[Pack]
    kind: str | None
    named: Profile | None
    named_as: str | None
    sheet: str | None

    def at(self, path: Path) -> list[Inspection]:
        profiles = every_profile(self.packs)
        how = how_written(self.named) if self.named else UNSTATED
        found = []
        for opened in self._open(path, how):
            header = opened.source.headers
            told, made_up = self.named, None
            headless = how.header is None and any(map(looks_like_data, header))
            if headless and opened.seen.packed != "zip":
                opened.source.close()
                told = self.named or positional(header, profiles)
                if told is None:
                    made_up = tuple(f"column_{number}" for number in range(1, len(header) + 1))
                stated = how_written(told) if told else How(header=made_up)
                opened = next(self._open(path, stated))
            found.append(self._look_at(path, opened, profiles, told, made_up))
        return found

    def _open(self, path: Path, how: How) -> Iterator[Opened]:
        how = how if self.sheet is None else replace(how, sheet=self.sheet)
        return open_lists(self.connection, path, path.as_posix(), how, self.temp)

    def _look_at(
        self,
        path: Path,
        opened: Opened,
        profiles: Sequence[Profile],
        told: Profile | None,
        made_up: tuple[str, ...] | None,
    ) -> Inspection:
        headers, first_line = opened.source.headers, opened.source.first_line
        rows, lines, filled, samples = self._measure(opened)
        guessed = guess(headers, samples, profiles, self.kind, told)
        used = told or next((one for one in profiles if one.name == guessed.profile), None)
        moments = _moments(guessed, samples)
        usual = _usual_dates(used, guessed.kind)
        dates, swap = dates_of(moments, usual)
        entry = self._entry(path, guessed, used, made_up)
        if dates != usual and moments:
            entry |= _dated(dates, opened.seen)
        trial = self._try(guessed.kind, entry)
        columns = tuple(
            ColumnSeen(heading, guessed.meaning.get(index), filled[index], _shown(samples, index))
            for index, heading in enumerate(headers)
        )
        return Inspection(
            opened.name,
            opened.seen,
            opened.sha256,
            first_line,
            rows,
            len(lines),
            tuple(lines[:_FIRST_LINES]),
            guessed.kind,
            guessed.sure,
            used,
            columns,
            tuple(headers[index] for index in guessed.phones),
            tuple(heading for heading in headers if is_basis(heading)),
            swap,
            entry,
            trial,
        )

    def _measure(self, opened: Opened) -> tuple[int, list[int], list[int], list[list[str]]]:
        """Rows, lines that cannot be read, filled cells by column, and the first rows."""
        width = range(len(opened.source.headers))
        blank = ", ".join(f"nullif(trim(c{i}), '') IS NOT NULL AS f{i}" for i in width)
        source = fill(
            self.connection,
            "looked",
            opened.source,
            lambda query: f"SELECT line, readable, {blank} FROM {query}",
            opened.name,
        )
        cells = ", ".join(f"c{i}" for i in width)
        samples = self.connection.execute(
            f"SELECT {cells} FROM {source.query} WHERE readable LIMIT {_SAMPLED}"
        ).fetchall()
        source.close()
        counts = "".join(f", count(*) FILTER (f{i})" for i in width)
        rows, *filled = self.connection.execute(f"SELECT count(*){counts} FROM looked").fetchall()[
            0
        ]
        lines = self.connection.execute(
            f"SELECT coalesce(line, rowid + {source.first_line}) FROM looked WHERE NOT readable "
            "ORDER BY 1"
        ).fetchall()
        self.connection.execute("DROP TABLE looked")
        return (
            rows,
            [line for (line,) in lines],
            filled,
            [[c or "" for c in row] for row in samples],
        )

    def _entry(
        self,
        path: Path,
        guessed: Guess,
        used: Profile | None,
        made_up: tuple[str, ...] | None,
    ) -> dict[str, Any]:
        """The entry to paste: what calllint would not find out by itself."""
        entry: dict[str, Any] = {"path": path.as_posix()}
        if used is not None:
            entry["profile"] = self.named_as if used is self.named else used.name
        if self.sheet is not None:
            entry["sheet"] = self.sheet
        if made_up is not None:
            entry["header"] = list(made_up)
        if guessed.columns:
            entry["columns"] = dict(guessed.columns)
        return entry

    def _try(self, kind: str, entry: dict[str, Any]) -> Trial:
        # JSON is YAML, and a campaign is not needed to read a list.
        campaign = {"calllint": 1, "data": {kind: [entry]}}
        document = load_text(json.dumps(campaign, ensure_ascii=False), "inspect")
        try:
            data = declared(document, Path(), {}, self.packs)
            workspace = Workspace(
                InProcess(self.connection), self.temp, document, tuple(self.packs), data,
                None, _ANY_DAY, _ANY_DAY, {document.name: document},
            )  # fmt: skip
            load_lists(workspace)
        except FactError as error:
            return Trial(problem=error.problems[0])
        trial = _tried(workspace, kind)
        self.connection.execute(f"DROP VIEW list_{kind}")
        for number in range(len(workspace.files)):
            self.connection.execute(f"DROP TABLE part_{number}")
        for other in LAYOUTS:
            self.connection.execute(f"DROP VIEW IF EXISTS list_{other}")
        return trial


def _tried(workspace: Workspace, kind: str) -> Trial:
    ((phones,),) = workspace.rows(f"SELECT count(number) FROM list_{kind}")
    counts: dict[str, int] = {}
    for stats in workspace.files:
        for name, count in stats.counts.items():
            counts[name] = counts.get(name, 0) + count
    return Trial(
        sum(stats.rows for stats in workspace.files),
        sum(stats.left_out for stats in workspace.files),
        sum(stats.unreadable_rows for stats in workspace.files),
        phones,
        counts,
    )


def _usual_dates(used: Profile | None, kind: str) -> str | None:
    """How the profile says that days are written."""
    readings = [] if used is None else [reading for _, reading in used.readings(kind)]
    return next((reading.get("dates") for reading in readings), None)


def _dated(dates: str | None, seen: Seen) -> dict[str, str]:
    """How days are written. A workbook holds days, not texts."""
    if dates is None and seen.format == "workbook":
        return {}
    return {"dates": dates or "%Y-%m-%d"}


def _moments(guessed: Guess, samples: Sequence[Sequence[str]]) -> list[str]:
    """The cells that should hold a day or a moment."""
    layout = LAYOUTS[guessed.kind]
    dated = {*layout.days, *layout.instants}
    return [
        row[index].strip()
        for index, column in guessed.meaning.items()
        if column in dated
        for row in samples
        if row[index].strip()
    ]


def _shown(samples: Sequence[Sequence[str]], index: int) -> tuple[str, ...]:
    """A few different cells of a column."""
    cells = (row[index].strip() for row in samples)
    return tuple(list(dict.fromkeys(filter(None, cells)))[:_SHOWN])
