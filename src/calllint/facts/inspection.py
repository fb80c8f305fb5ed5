"""What calllint sees in a list: how it is written, what it means, what could not be read.

The entry it proposes is then really used to read the list: what is said of it is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from calllint.document import Place
from calllint.facts import temporary
from calllint.facts.dating import Dates, dates_of
from calllint.facts.entries import ISO, how_written
from calllint.facts.guess import Guess, guess, positional
from calllint.facts.headings import is_basis, looks_like_data
from calllint.facts.inspected import ColumnSeen, Inspection, Trial
from calllint.facts.joined import joined
from calllint.facts.kinds import Kind, said_kinds
from calllint.facts.profiles import Profile, every_profile, find_profile
from calllint.facts.sampled import Sampled, sampled, words_met
from calllint.facts.sources.reading import Opened, open_lists
from calllint.facts.sources.table import STDIN, UNSTATED, How, Seen
from calllint.facts.titled import heading_line, known_headings
from calllint.facts.trial import tried
from calllint.facts.workspace import open_database
from calllint.packs.canonical import LAYOUTS
from calllint.packs.model import Pack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FIRST_LINES = 5
_LOOSE = {("consents", "at"), ("consents", "channel"), ("requests", "at")}
"""Columns whose usual headings may speak of something else: an import, where one was asked."""


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


class _List(Struct, frozen=True):
    """A list that was opened, before anybody says what its columns are."""

    path: Path
    opened: Opened
    seen: Sampled
    profiles: Sequence[Profile]
    told: Profile | None
    written: Mapping[str, Any]
    """Keys of the entry to paste that say how it is written; None where there is nothing to say."""


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
        how = self._of_sheet(how_written(self.named) if self.named else UNSTATED)
        line = heading_line(path, how, known_headings(profiles))
        how = how if line is None else replace(how, header_line=line)
        found = []
        for opened in self._open(path, how):
            header = opened.source.headers
            told, made_up = self.named, None
            headless = how.header is None and line is None and any(map(looks_like_data, header))
            if headless and opened.seen.packed != "zip":
                opened.source.close()
                told = self.named or positional(header, profiles)
                if told is None:
                    made_up = tuple(f"column_{number}" for number in range(1, len(header) + 1))
                stated = how_written(told) if told else How(header=made_up)
                opened = next(self._open(path, self._of_sheet(stated)))
            written = {"header": made_up and list(made_up), "header_line": line}
            seen = sampled(self.connection, opened)
            found.append(self._look_at(_List(path, opened, seen, profiles, told, written)))
        lists = [one for several in found for one in several]
        if len({(one.kind, one.sure.doubt) for one, *_ in found}) > 1:
            return [replace(one, mixed=True, entry={}, trial=Trial()) for one in lists]
        return lists

    def _of_sheet(self, how: How) -> How:
        return how if self.sheet is None else replace(how, sheet=self.sheet)

    def _open(self, path: Path, how: How) -> Iterator[Opened]:
        return open_lists(self.connection, path, path.as_posix(), how, self.temp)

    def _look_at(self, one: _List) -> list[Inspection]:
        """What one list is; both lists, where it holds contacts and their consents."""
        guessed = self._guess(one, self.kind)
        sure = guessed.sure or Kind(guessed.kind)
        if sure.both and one.path == STDIN:  # which is read once
            sure = replace(sure, both=False, also=("consents", *sure.also))
        taken = [replace(guessed, sure=sure)]
        if sure.both:
            beside = self._guess(one, "consents")
            taken.append(replace(beside, sure=Kind("consents", both=True)))
        found = [self._taken(one, each) for each in taken]
        one.seen.source.close()
        return found

    def _guess(self, one: _List, kind: str | None) -> Guess:
        opened = one.opened
        return guess(
            opened.source.headers, one.seen.first, one.profiles, kind, one.told, opened.name
        )

    def _taken(self, one: _List, guessed: Guess) -> Inspection:
        opened, seen, profiles = one.opened, one.seen, one.profiles
        headers = opened.source.headers
        sure = guessed.sure or Kind(guessed.kind)
        used = one.told or next((each for each in profiles if each.name == guessed.profile), None)
        if sure.doubt:
            guessed = replace(guessed, columns={}, meaning={}, clocks={}, phones=())
            used = None if used is not None and used.generic else used
        moments = _moments(guessed, seen)
        usual = _usual_dates(used, guessed.kind)
        dates = dates_of(moments, usual)
        words = words_met(self.connection, seen.source, guessed, used, profiles)
        entry, trial = {}, Trial()
        if not sure.doubt:
            entry = self._entry(one, guessed, used)
            entry |= _dated(dates, usual, opened.seen) if moments else {}
            trial = tried(self.connection, self.temp, self.packs, guessed.kind, entry)
        columns = tuple(
            ColumnSeen(
                heading,
                guessed.meaning.get(index, guessed.clocks.get(index)),
                seen.filled[index],
                seen.shown(index),
                index in guessed.clocks,
            )
            for index, heading in enumerate(headers)
        )
        return Inspection(
            opened.name,
            opened.seen,
            opened.sha256,
            opened.source.first_line,
            seen.rows,
            len(seen.unreadable),
            tuple(seen.unreadable[:_FIRST_LINES]),
            guessed.kind,
            sure,
            used,
            columns,
            tuple(headers[index] for index in guessed.phones),
            tuple(heading for heading in headers if is_basis(heading)),
            _loose(guessed, headers, profiles),
            dates.swappable,
            dates.either,
            words,
            entry,
            trial,
            one.path.as_posix(),
            self.sheet,
            one.written["header_line"],
        )

    def _entry(self, one: _List, guessed: Guess, used: Profile | None) -> dict[str, Any]:
        """The entry to paste: what calllint would not find out by itself."""
        entry: dict[str, Any] = {"path": one.path.as_posix()}
        if used is not None:
            entry["profile"] = self.named_as if used is self.named else used.name
        if self.sheet is not None:
            entry["sheet"] = self.sheet
        entry |= {key: value for key, value in one.written.items() if value is not None}
        if guessed.columns:
            entry["columns"] = dict(guessed.columns)
        if guessed.times:
            entry["times"] = dict(guessed.times)
        return entry


def _loose(
    guessed: Guess, headers: Sequence[str], profiles: Sequence[Profile]
) -> tuple[tuple[str, str], ...]:
    """Headings read as what a consent or a request rests on, that do not say they speak of one."""
    return tuple(
        (headers[index], column)
        for index, column in guessed.meaning.items()
        if (guessed.kind, column) in _LOOSE
        and headers[index].strip() != column
        and guessed.kind not in said_kinds(headers[index], profiles)
    )


def _usual_dates(used: Profile | None, kind: str) -> str | None:
    """How the profile says that days are written."""
    readings = [] if used is None else [reading for _, reading in used.readings(kind)]
    return next((reading.get("dates") for reading in readings), None)


def _dated(dates: Dates, usual: str | None, seen: Seen) -> dict[str, str]:
    """How days are written. A workbook holds days, not texts."""
    pattern = dates.pattern
    if dates.either or pattern == usual or (pattern is None and seen.format == "workbook"):
        return {}
    return {"dates": pattern or ISO}


def _moments(guessed: Guess, seen: Sampled) -> list[str]:
    """The cells that should hold a day or a moment."""
    layout = LAYOUTS[guessed.kind]
    clocks = {column: index for index, column in guessed.clocks.items()}
    cells = []
    for index, column in guessed.meaning.items():
        if column in clocks:
            cells += [
                joined(*(row[at].strip() for at in (index, clocks[column]))) for row in seen.first
            ]
        elif column in {*layout.days, *layout.instants}:
            cells += seen.cells(index)
    return list(filter(None, cells))
