"""What calllint sees in a list: how it is written, what it means, what could not be read.

The entry it proposes is then really used to read the list: what is said of it is measured.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from calllint.document import Place, load_text
from calllint.facts import temporary
from calllint.facts.entries import declared, how_written
from calllint.facts.errors import FactError
from calllint.facts.files import columns_told
from calllint.facts.guess import Guess, dates_of, guess, positional
from calllint.facts.inspected import ColumnSeen, Inspection, Trial, Word, Words
from calllint.facts.kinds import Kind, fold, known_words, said_kinds
from calllint.facts.lists import load_lists
from calllint.facts.mapping import is_basis, looks_like_data
from calllint.facts.profiles import Profile, every_profile, find_profile
from calllint.facts.sources.reading import Opened, open_lists
from calllint.facts.sources.table import UNSTATED, How, Seen, Source, fill
from calllint.facts.sql import literal
from calllint.facts.store import InProcess
from calllint.facts.workspace import Workspace, open_database
from calllint.packs.canonical import LAYOUTS
from calllint.packs.model import Pack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLED = 500
_SHOWN = 3
_FIRST_LINES = 5
_MOST_MET = 8
_LOOSE = {("consents", "at"), ("consents", "channel"), ("requests", "at")}
"""Columns whose usual headings may speak of something else: an import, where one was asked."""
_ANY_DAY = date(2000, 1, 1)


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
        if len({(one.kind, one.sure.doubt) for one in found}) > 1:
            return [replace(one, mixed=True, entry={}, trial=Trial()) for one in found]
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
        source, rows, lines, filled, samples = self._measure(opened)
        guessed = guess(headers, samples, profiles, self.kind, told, opened.name)
        sure = guessed.sure or Kind(guessed.kind)
        used = told or next((one for one in profiles if one.name == guessed.profile), None)
        if sure.doubt:
            guessed = replace(guessed, columns={}, meaning={}, phones=())
            used = None if used is not None and used.generic else used
        moments = _moments(guessed, samples)
        usual = _usual_dates(used, guessed.kind)
        dates, swap = dates_of(moments, usual)
        words = self._words(source, guessed, used, profiles)
        source.close()
        entry, trial = {}, Trial()
        if not sure.doubt:
            entry = self._entry(path, guessed, used, made_up)
            entry |= _dated(dates, opened.seen) if dates != usual and moments else {}
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
            sure,
            used,
            columns,
            tuple(headers[index] for index in guessed.phones),
            tuple(heading for heading in headers if is_basis(heading)),
            _loose(guessed, headers, profiles),
            swap,
            words,
            entry,
            trial,
            path.as_posix(),
        )

    def _words(
        self,
        source: Source,
        guessed: Guess,
        used: Profile | None,
        profiles: Sequence[Profile],
    ) -> dict[str, Words]:
        """The cells most met, in columns of a few values, that are none of them."""
        known, found = known_words(profiles), {}
        for index, column in guessed.meaning.items():
            if (guessed.kind, column) not in known:
                continue
            read = sorted(_read_words(used, guessed.kind, column))
            cell = f"trim(c{index})"
            listed = f"NOT IN ({', '.join(map(literal, read))})"
            rows = self.connection.execute(
                f"SELECT {cell}, count(*) FROM {source.query} WHERE readable "
                f"AND {cell} <> '' AND {cell} {listed} AND lower({cell}) {listed} "
                f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_MOST_MET + 1}"
            ).fetchall()
            if rows:
                found[column] = _words_of(rows, known[guessed.kind, column])
        return found

    def _measure(self, opened: Opened) -> tuple[Source, int, list[int], list[int], list[list[str]]]:
        """What is read, rows, unreadable lines, filled cells by column, and the first rows."""
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
            source,
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
    columns: dict[str, Counter[str]] = {}
    headings: dict[str, str] = {}
    for stats in workspace.files:
        headings |= stats.headings
        for name, count in stats.counts.items():
            counts[name] = counts.get(name, 0) + count
            columns.setdefault(name, Counter()).update(stats.columns.get(name, {}))
    return Trial(
        sum(stats.rows for stats in workspace.files),
        sum(stats.left_out for stats in workspace.files),
        sum(stats.unreadable_rows for stats in workspace.files),
        phones,
        counts,
        {name: columns_told(cells, headings) or "" for name, cells in columns.items()},
        frozenset().union(*(stats.told for stats in workspace.files)),
        _untimed(workspace, kind),
    )


def _untimed(workspace: Workspace, kind: str) -> int:
    """Rows whose moment is a day alone."""
    if "at" not in LAYOUTS[kind].instants:
        return 0
    ((rows,),) = workspace.rows(
        f"SELECT count(*) FROM list_{kind} WHERE at_naive IS NOT NULL AND NOT at_time"
    )
    return int(rows)


def _words_of(rows: Sequence[tuple[str, int]], known: Mapping[str, str]) -> Words:
    """The cells most met. Where there are many, one that is met once is a text about somebody."""
    many = len(rows) > _MOST_MET
    met = [(cell, count) for cell, count in rows[:_MOST_MET] if count > 1 or not many]
    return Words(tuple(Word(cell, n, known.get(fold(cell))) for cell, n in met), many)


def _read_words(used: Profile | None, kind: str, column: str) -> set[str]:
    """The cells of a column that are read: its values, and those the profile knows."""
    found = set(dict(LAYOUTS[kind].closed)[column])
    for _, reading in () if used is None else used.readings(kind):
        found |= set(map(str, reading.get("values", {}).get(column, ())))
    return found


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
