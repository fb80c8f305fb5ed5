"""What an index knows of one number."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from threading import Lock
from typing import Any

from msgspec import Struct, field

from calllint.engine.cancall.answer import Ground
from calllint.engine.cancall.frame import Frame
from calllint.engine.cancall.outcomes import Reasons
from calllint.facts.at_moment import Calls, Planned
from calllint.facts.known import EPOCH, PLACE, UNDATED
from calllint.packs.scopes import GROUNDS, Column, Value

_THREE: Mapping[int, bool | None] = {2: True, 1: None, 0: False}


class Listed(Struct, frozen=True):
    """A row of a contact list."""

    row_id: int
    file_no: int
    line: int
    contact_id: str | None
    zone: str | None
    cells: Mapping[str, Value]
    """Columns of scope ``contact`` that hang on neither the moment nor the records."""

    @property
    def territory(self) -> str | None:
        """Code of the person's territory."""
        code = self.cells["territory"]
        return None if code is None else str(code)


class Stretch(Struct, frozen=True):
    """Days on which every ground of a person says one thing."""

    first: date
    last: date
    customer: bool | None
    states: Mapping[str, bool | None]
    """Whether each ground holds."""
    recorded: Mapping[str, bool]
    reasons: Reasons
    told: Mapping[str, Value]
    """What contacts are told of the record behind a ground, as ``consent.given_on``."""


class Person(Struct, frozen=True):
    """A number, with all the evidence about it."""

    number: int | None
    rows: tuple[Listed, ...]
    stretches: Mapping[int, Sequence[Stretch]] = field(default_factory=dict)
    """By the number of the slice."""
    calls: Calls | None = None
    """None: nothing is known of them."""
    agreed: frozenset[int] = frozenset()
    suppressed_until: date | None = None
    refused: tuple[bool, date | None] | None = None
    horizon: Mapping[str, date] = field(default_factory=dict)
    known: bool = True
    """False for a number that no list of the index holds: its evidence was not looked for."""

    def grounds(self, frame: Frame, day: date) -> tuple[Ground, ...]:
        """Each ground that some list speaks of, on one day."""
        found = []
        for scope in frame.kept.records:
            stretch = self.stretch_on(frame, day)
            if not self.known:
                found.append(Ground(scope, None, None, None))
            elif stretch is None:
                found.append(Ground(scope, False, False, None))
            else:
                until = self.horizon.get(scope)
                holds = stretch.states[scope]
                found.append(Ground(scope, stretch.recorded[scope], holds, until))
        return tuple(found)

    def stretch_on(self, frame: Frame, day: date) -> Stretch | None:
        """The stretch of a day; None without any record, and outside the judged days."""
        for number, piece in enumerate(frame.slices):
            if piece.first <= day <= piece.last:
                for stretch in self.stretches.get(number, ()):
                    if stretch.first <= day <= stretch.last:
                        return stretch
        return None


class Lookup(Struct, frozen=True):
    """Reading persons out of an index."""

    index: sqlite3.Connection
    frame: Frame
    columns: Mapping[str, Column]
    """Columns of scope ``contact``."""
    record_columns: Mapping[str, Mapping[str, Column]]
    """Columns of the scopes of evidence."""
    _lock: Lock = field(default_factory=Lock)

    def find(self, number: int) -> Person | None:
        """The person of a number; None where no contact list holds it."""
        rows = self._all("SELECT row_id, cells FROM contact WHERE number = ? ORDER BY 1", number)
        if not rows:
            return None
        made = self._all("SELECT day, calls FROM attempt WHERE number = ?", number)
        planned = self._all("SELECT row_id, moment, day FROM plan WHERE number = ?", number)
        suppressed = self._all("SELECT until FROM suppressed WHERE number = ?", number)
        refused = self._all("SELECT sure, refused_on FROM refused WHERE number = ?", number)
        agreed = self._all("SELECT moment FROM agreed WHERE number = ?", number)
        horizon = self._all("SELECT scope, until FROM horizon WHERE number = ?", number)
        return Person(
            number,
            tuple(self._row(row_id, json.loads(cells)) for row_id, cells in rows),
            self._stretches(number),
            Calls(
                tuple((None if day == UNDATED else _day(day), calls) for day, calls in made),
                tuple(Planned(row, moment, _day(day)) for row, moment, day in planned),
            ),
            frozenset(moment for (moment,) in agreed),
            _day(suppressed[0][0]) if suppressed else None,
            (bool(refused[0][0]), _day(refused[0][1])) if refused else None,
            {scope: until for scope, day in horizon if (until := _day(day))},
        )

    def allotted(self, number: int | None) -> bool | None:
        """Whether a number is in an allotted block; None where no file speaks for its code."""
        from calllint.phones import world

        if number is None or world.calling_code(str(number)) not in self.frame.codes:
            return None
        query = "SELECT last FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1"
        return any(number <= last for (last,) in self._all(query, number))

    def _all(self, query: str, number: int) -> list[tuple[Any, ...]]:
        with self._lock:  # threads may share an index
            return self.index.execute(query, (number,)).fetchall()

    def _row(self, row_id: int, cells: list[Any]) -> Listed:
        file_no, line, contact_id, zone, zone_sure = cells[: len(PLACE)]
        named = dict(zip(self.frame.kept.contact, cells[len(PLACE) :], strict=True))
        typed = {name: _typed(value, self.columns[name]) for name, value in named.items()}
        return Listed(row_id, file_no, line, contact_id, zone, {**typed, "zone_sure": zone_sure})

    def _stretches(self, number: int) -> dict[int, list[Stretch]]:
        found: dict[int, list[Stretch]] = {}
        query = "SELECT slice, seg_from, seg_to, cells FROM days WHERE number = ? ORDER BY 1, 2"
        for slice_no, first, last, cells in self._all(query, number):
            stretch = self._stretch(first, last, json.loads(cells))
            found.setdefault(slice_no, []).append(stretch)
        return found

    def _stretch(self, first: int, last: int, cells: list[Any]) -> Stretch:
        """The cells, as ``known.days_query`` lays them out."""
        words, at = self.frame.bits.words, 1
        states, recorded, reasons, told = {}, {}, {}, {}
        for scope, names in self.frame.kept.records.items():
            states[scope], recorded[scope] = _THREE[cells[at]], bool(cells[at + 1])
            at += 2
            breached, unknown = cells[at : at + words], cells[at + words : at + 2 * words]
            reasons[scope] = (
                frozenset(self.frame.bits.rules(breached)),
                frozenset(self.frame.bits.rules(unknown)),
            )
            at += 2 * words
            for name in names:
                column = self.record_columns[scope][name]
                told[f"{scope}.{name}"] = _typed(cells[at], column)
                at += 1
        from_, until = EPOCH + timedelta(first), EPOCH + timedelta(last)
        return Stretch(from_, until, _THREE[cells[0]], states, recorded, reasons, told)


def evidence(
    person: Person, stretch: Stretch | None, frame: Frame, columns: Mapping[str, Column]
) -> dict[str, Value]:
    """The columns of scope ``contact`` that come from records, as ``relations`` makes them."""
    told = stretch.told if stretch else {}
    unknown = not person.known
    found: dict[str, Value] = {
        name: told.get(column.record) for name, column in columns.items() if column.record
    }
    for scope, holds in GROUNDS.items():
        there = stretch is not None and scope in stretch.states
        listed = scope in frame.kept.records
        found[holds] = None if unknown and listed else False
        found[f"{scope}_on_record"] = None if unknown and listed else False
        if stretch is not None and there:
            found[holds] = stretch.states[scope]
            found[f"{scope}_on_record"] = stretch.recorded[scope]
    running = "contract" in frame.kept.records
    found["customer"] = (stretch.customer if stretch else False) if running else False
    if unknown and running:
        found["customer"] = None
    return found | _against(person, frame)


def _against(person: Person, frame: Frame) -> dict[str, Value]:
    """Suppressions and refusals; unknown where their list is not declared, or was not read."""
    told = {
        kind: status == "none" or (status == "files" and person.known)
        for kind in ("suppressions", "calls")
        for status in (frame.campaign[f"data_{kind}"],)
    }
    refused = False if person.refused is None else person.refused[0] or None
    return {
        "suppressed": person.suppressed_until is not None if told["suppressions"] else None,
        "suppressed_until": person.suppressed_until,
        "refused": refused if told["calls"] else None,
        "refused_on": person.refused[1] if person.refused else None,
    }


def _typed(value: Any, column: Column) -> Value:
    if column.type == "date" and value is not None:
        return date.fromisoformat(value)
    typed: Value = value
    return typed


def _day(number: int | None) -> date | None:
    return None if number is None else EPOCH + timedelta(number)
