"""The gate in front of a dialler: one number, one moment, one answer, without its lists."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct

from calllint.document import Place, Span
from calllint.engine.cancall.answer import Answer, Limit
from calllint.engine.cancall.contacts import Contacts
from calllint.engine.cancall.following import Search
from calllint.engine.cancall.frame import Frame
from calllint.engine.cancall.outcomes import Conclusion
from calllint.engine.cancall.person import Listed, Lookup, Person
from calllint.engine.cancall.schedule import RANK, Schedule, worst
from calllint.engine.cancall.when import When, aware
from calllint.engine.findings import message_values
from calllint.engine.judges import Crash
from calllint.engine.problems import unchecked
from calllint.engine.result import ContactVerdict, Finding, Outcome, Problem, Verdict
from calllint.engine.scrub.windows import dialler_zone
from calllint.engine.selection import Selection
from calllint.engine.slices import values_cited
from calllint.facts.at_moment import Calendars, Calls, Moment
from calllint.facts.rows import Row, columns_of
from calllint.facts.unlisted import unlisted_cells
from calllint.facts.workspace import Workspace
from calllint.packs.model import Pack, Rule
from calllint.phones.plan import Number


class _Seen(Struct, frozen=True):
    """One row of the number, with all that stands for and against its call."""

    row: Listed
    moment: Moment
    found: Conclusion
    against: tuple[Finding, ...]
    limits: tuple[Limit, ...]
    verdict: Verdict


class Gate(Struct, dict=True):
    """A campaign that answers about its numbers. It reads no list, and changes nothing."""

    workspace: Workspace
    selection: Selection
    frame: Frame
    index: sqlite3.Connection
    listed: bool = True
    """False where the index was made for one number that no contact list holds."""

    def __post_init__(self) -> None:
        workspace, selection, frame = self.workspace, self.selection, self.frame
        self._days = (workspace.first_day, workspace.last_day)
        self._campaign = Row(frame.campaign, workspace.document.name, ())
        self._rules = {rule.id: (rule, pack) for rule, pack in selection.rules}
        shared = (workspace, selection, frame, self._campaign, Calendars(workspace.packs))
        self._contacts, self._schedule = Contacts(*shared), Schedule(*shared)
        self._search = Search(self._contacts, self._schedule, self._days)
        records = {scope: columns_of(workspace, scope) for scope in frame.kept.records}
        self._lookup = Lookup(self.index, frame, self._contacts.columns, records)

    def ask(self, written: str, when: When) -> Answer:
        """The answer about a number, however it is written, at a moment."""
        number = self.workspace.plan.parse(written, self.workspace.region)
        person = self._person(written, number)
        utc, crashes = self._utc(person, when), list[Crash]()
        rows = [self._see(person, row, utc, crashes) for row in person.rows]
        best = min(rows, key=lambda seen: RANK[seen.verdict])
        return self._answer(number.e164 or written, bool(number.valid), person, best, crashes)

    def ask_rows(self, written: str, when: When) -> list[ContactVerdict]:
        """What ``check`` says of each row that holds the number, were it planned at the moment."""
        number = self.workspace.plan.parse(written, self.workspace.region)
        person = self._person(written, number)
        utc = self._utc(person, when)
        rows = [self._see(person, row, utc, []) for row in person.rows]
        return [self._verdict(seen.row, number.e164 or written, seen.found) for seen in rows]

    def _utc(self, person: Person, when: When) -> datetime:
        return when.utc(person.rows[0].zone or self.workspace.default_zone)

    def _see(self, person: Person, row: Listed, utc: datetime, crashes: list[Crash]) -> _Seen:
        moment = Moment.of(utc, row.zone)
        found = self._contacts.conclude(person, row, moment, crashes)
        against = (
            *self._schedule.standing(moment.local.date(), row.territory),
            *self._schedule.of_moment(row.cells, moment, crashes),
        )
        strange: tuple[Limit, ...] = ("not_listed",)
        alone = person.number is not None and not self._in_list(row)
        limits = (*(strange if alone else ()), *self._schedule.limits(row.cells, moment))
        verdict = worst(found.verdict, against, limits)
        return _Seen(row, moment, found, against, limits, verdict)

    def _answer(
        self, written: str, readable: bool, person: Person, seen: _Seen, crashes: list[Crash]
    ) -> Answer:
        row, utc, day = seen.row, seen.moment.utc, seen.moment.local.date()
        following = utc if seen.verdict == "allow" else None
        if following is None and self._in_list(row):
            following = self._search.after(person, utc)
        grounds = person.grounds(self.frame, day)
        until = [each.until for each in grounds if each.holds and each.until]
        centre = dialler_zone(self.workspace)
        return Answer(
            campaign=self.workspace.document.name,
            number=written,
            readable=readable,
            listed=self._in_list(row),
            known=person.known,
            verdict=seen.verdict,
            moment=aware(utc, row.zone),
            zone=row.zone,
            centre_moment=aware(utc, centre),
            contact=self._verdict(row, written, seen.found),
            findings=(*self._findings(row, day, seen.found), *seen.against),
            limits=seen.limits,
            grounds=grounds,
            evidence_until=max(until, default=None),
            attempts_left=seen.found.attempts_left,
            next_allowed_at=None if following is None else aware(following, row.zone),
            centre_next_allowed_at=None if following is None else aware(following, centre),
            problems=(*self.frame.problems, *self._problems(row, crashes)),
        )

    def _person(self, written: str, number: Number) -> Person:
        digits = int(number.e164[1:]) if number.e164 else None
        found = None if digits is None else self._lookup.find(digits)
        if found is not None:
            return found
        cells = unlisted_cells(self.workspace, written, number)
        known = {"contract_ref": None, "allotted": self._lookup.allotted(digits), **cells}
        zone = cells["zone"]
        row = Listed(0, -1, 0, None, None if zone is None else str(zone), known)
        # What is no number reaches nobody: no list can say anything of it.
        return Person(digits, (row,), calls=Calls(), known=digits is None)

    def _verdict(self, row: Listed, phone: str, found: Conclusion) -> ContactVerdict:
        duties = {rule for rule in found.breached if self._rules[rule][0].duty is not None}
        reported = self.selection.reported
        return ContactVerdict(
            self.frame.files[row.file_no] if self._in_list(row) else "",
            row.line if self._in_list(row) else 0,
            row.contact_id,
            phone,
            found.verdict,
            tuple(sorted((found.breached - duties) & reported)),
            tuple(sorted(found.unknown & reported)),
            found.callable_from,
            found.callable_until,
            found.attempts_left,
            tuple(sorted(duties & reported)),
        )

    def _in_list(self, row: Listed) -> bool:
        return self.listed and row.file_no >= 0

    def _findings(self, row: Listed, day: date, found: Conclusion) -> Iterator[Finding]:
        """The rules behind a contact's verdict, on the day of the call."""
        place = Place(self.workspace.document.name)
        if self._in_list(row):
            place = Place(self.frame.files[row.file_no], Span(row.line, 1, row.line, 1))
        for rule_id in sorted((found.breached | found.unknown) & self.selection.reported):
            rule, pack = self._rules[rule_id]
            for unknown in (False, True):
                if rule_id in (found.unknown if unknown else found.breached):
                    yield self._finding(rule, pack, place, day, unknown)

    def _finding(self, rule: Rule, pack: Pack, place: Place, day: date, unknown: bool) -> Finding:
        since = min(max(day, self._days[0]), self._days[1])
        piece = next(each for each in self.frame.slices if each.first <= since <= each.last)
        outcome: Outcome = "unknown" if unknown else "breach" if rule.duty is None else "duty"
        return Finding(
            rule,
            self.selection.severities.get(rule.id, rule.severity),
            outcome,
            place,
            day,
            day,
            message_values(self.workspace, rule, self._campaign, self._campaign),
            law_values=tuple(
                one.during(piece.first, piece.last) for one in values_cited(rule, pack, piece.first)
            ),
            key=rule.at or "phone",
            held_at=self.selection.held.get(rule.id),
        )

    def _problems(self, row: Listed, crashes: Sequence[Crash]) -> list[Problem]:
        """What could not be checked of this number."""
        country = row.cells["phone_country"]
        uncovered = (str(country),) if country and not row.cells["covered"] else ()
        return unchecked(self.workspace.document.name, crashes, uncovered)
