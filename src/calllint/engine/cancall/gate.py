"""The gate in front of a dialler: one number, one moment, one answer, without its lists."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from typing import Any

from calllint.document import Place, Span
from calllint.engine.cancall.answer import Answer, Limit
from calllint.engine.cancall.frame import Frame
from calllint.engine.cancall.person import Listed, Lookup, Person, Stretch, evidence
from calllint.engine.cancall.rows import Bench, Conclusion
from calllint.engine.cancall.schedule import Schedule
from calllint.engine.cancall.when import When, aware
from calllint.engine.findings import message_values
from calllint.engine.judges import Crash
from calllint.engine.problems import unchecked
from calllint.engine.result import ContactVerdict, Finding, Outcome, Problem, Verdict
from calllint.engine.scrub.windows import dialler_zone
from calllint.engine.selection import Selection
from calllint.engine.slices import values_cited
from calllint.facts.at_moment import Calendars, Calls, Moment, counted, momentary
from calllint.facts.relations import campaign_values, covered
from calllint.facts.rows import Row, columns_of
from calllint.facts.unlisted import unlisted_cells
from calllint.facts.workspace import Workspace
from calllint.facts.zones import to_utc
from calllint.packs.model import Pack, Rule
from calllint.packs.scopes import Value
from calllint.phones.plan import Number

_RANK: Mapping[Verdict, int] = {"allow": 0, "review": 1, "block": 2}
_DAY = timedelta(days=1)


@dataclass
class Gate:
    """A campaign that answers about its numbers. It reads no list, and changes nothing."""

    workspace: Workspace
    selection: Selection
    frame: Frame
    index: sqlite3.Connection
    listed: bool = True
    """False where the index was made for one number that no contact list holds."""

    def __post_init__(self) -> None:
        self._columns = columns_of(self.workspace, "contact")
        records = {scope: columns_of(self.workspace, scope) for scope in self.frame.kept.records}
        self._lookup = Lookup(self.index, self.frame, self._columns, records)
        self._calendars = Calendars(self.workspace.packs)
        self._campaign = Row(self.frame.campaign, self.workspace.document.name, ())
        self._schedule = Schedule(
            self.workspace, self.frame, self.selection, self._campaign, self._calendars
        )
        self._days = (self.workspace.first_day, self.workspace.last_day)
        self._known = campaign_values(self.workspace, "contact", self._campaign)
        base: dict[str, Any] = dict.fromkeys(self._columns)
        self._base = base | {**self.frame.campaign}
        self._benches: dict[int, Bench] = {}
        self._covered = cache(partial(covered, self.workspace))
        none = self.frame.campaign["data_calls"] == "none"
        self._no_calls = Calls() if none else None
        self._rules = {rule.id: (rule, pack) for rule, pack in self.selection.rules}

    def ask(self, written: str, when: When) -> Answer:
        """The answer about a number, however it is written, at a moment."""
        number = self.workspace.plan.parse(written, self.workspace.region)
        person = self._person(written, number)
        zone = person.rows[0].zone
        utc = when.utc(zone or self.workspace.default_zone)
        crashes: list[Crash] = []
        judged = [
            (row, Moment.of(utc, row.zone), self._conclude(person, row, utc, crashes))
            for row in person.rows
        ]
        row, moment, found = min(judged, key=lambda one: _RANK[one[2].verdict])
        listed = self._in_list(row)
        territory = _text(row.cells["territory"])
        strange = not listed and number.e164 is not None
        limits = [*(_NOT_LISTED if strange else ()), *self._schedule.limits(row.cells, moment)]
        against = [
            *self._schedule.standing(moment.local.date(), territory),
            *self._schedule.of_moment(row.cells, moment, crashes),
        ]
        contact = self._verdict(row, number.e164 or written, found)
        verdict = _worst(found.verdict, against, limits)
        following = utc if verdict == "allow" else self._next(person, utc)
        grounds = person.grounds(self.frame, moment.local.date())
        until = [each.until for each in grounds if each.holds and each.until]
        centre = dialler_zone(self.workspace)
        return Answer(
            campaign=self.workspace.document.name,
            number=number.e164 or written,
            readable=bool(number.valid),
            listed=listed,
            known=person.known,
            verdict=verdict,
            moment=aware(utc, row.zone),
            zone=row.zone,
            centre_moment=aware(utc, centre),
            contact=contact,
            findings=(*self._findings(row, moment.local.date(), found), *against),
            limits=tuple(limits),
            grounds=grounds,
            evidence_until=max(until, default=None),
            attempts_left=found.attempts_left,
            next_allowed_at=None if following is None else aware(following, row.zone),
            centre_next_allowed_at=None if following is None else aware(following, centre),
            problems=(*self.frame.problems, *self._problems(row, crashes)),
        )

    def ask_rows(self, written: str, when: When) -> list[ContactVerdict]:
        """What ``check`` says of each row that holds the number, were it planned at the moment."""
        number = self.workspace.plan.parse(written, self.workspace.region)
        person = self._person(written, number)
        utc = when.utc(person.rows[0].zone or self.workspace.default_zone)
        return [
            self._verdict(row, number.e164 or written, self._conclude(person, row, utc, []))
            for row in person.rows
        ]

    # -- who ------------------------------------------------------------------------------

    def _person(self, written: str, number: Number) -> Person:
        digits = int(number.e164[1:]) if number.e164 else None
        found = None if digits is None else self._lookup.find(digits)
        if found is not None:
            return found
        cells = unlisted_cells(self.workspace, written, number)
        known = {"contract_ref": None, "allotted": self._lookup.allotted(digits), **cells}
        zone = _text(cells["zone"])
        row = Listed(0, -1, 0, None, zone, known)
        # What is no number reaches nobody: no list can say anything of it.
        return Person(digits, (row,), calls=Calls(), known=digits is None)

    # -- the contact ----------------------------------------------------------------------

    def _conclude(
        self, person: Person, row: Listed, utc: datetime, crashes: list[Crash]
    ) -> Conclusion:
        """What ``check`` says of the row, were it planned at that moment."""
        moment = Moment.of(utc, row.zone)
        return Conclusion.of(
            [
                self._bench(number).judge(cells, crashes, stretch.reasons if stretch else {})
                for number, stretch, cells in self._cells(person, row, moment)
            ]
        )

    def _cells(
        self, person: Person, row: Listed, moment: Moment
    ) -> Iterator[tuple[int, Stretch | None, dict[str, Any]]]:
        """The row on each stretch of days on which it is judged: that of the moment, or all."""
        own = momentary(row.cells, moment, person.agreed, self._days, self._calendars)
        day, inside = moment.local.date(), bool(own["planned_inside"])
        for number, piece in enumerate(self.frame.slices):
            planned = piece.first <= day <= piece.last
            if inside and not planned:
                continue
            facts = counted(
                self._bench(number).asked,
                person.calls if person.known else self._no_calls,
                row.row_id,
                moment,
                inside,
                piece.first,
                self._covered,
            )
            for stretch in person.stretches.get(number) or (None,):
                if planned and stretch and not stretch.first <= day <= stretch.last:
                    continue
                yield (
                    number,
                    stretch,
                    {
                        **self._base,
                        **row.cells,
                        **own,
                        **evidence(person, stretch, self.frame, self._columns),
                        **facts,
                        "judged_from": day
                        if planned
                        else stretch.first
                        if stretch
                        else piece.first,
                        "judged_to": day if planned else stretch.last if stretch else piece.last,
                    },
                )

    def _bench(self, number: int) -> Bench:
        if number not in self._benches:
            piece = self.frame.slices[number]
            self._benches[number] = Bench.of("contact", piece, self.selection, self._known)
        return self._benches[number]

    # -- what is said ---------------------------------------------------------------------

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
        country = _text(row.cells["phone_country"])
        uncovered = (country,) if country and not row.cells["covered"] else ()
        return unchecked(self.workspace.document.name, crashes, uncovered)

    # -- when -----------------------------------------------------------------------------

    def _next(self, person: Person, utc: datetime) -> datetime | None:
        """The first moment after this one, on one of the judged days, that is allowed."""
        if not self._in_list(person.rows[0]):
            return None
        found = (self._next_of(person, row, utc) for row in person.rows)
        return min((moment for moment in found if moment), default=None)

    def _next_of(self, person: Person, row: Listed, utc: datetime) -> datetime | None:
        if not (row.cells["readable"] and row.cells["covered"]):
            return None
        local = Moment.of(utc, row.zone).local.date()
        day = max(local, self._days[0])
        while day <= self._days[1]:
            found = self._next_on(person, row, day, utc)
            if found is not None:
                return found
            day += _DAY
        return None

    def _next_on(self, person: Person, row: Listed, day: date, utc: datetime) -> datetime | None:
        """The first moment of a day that is allowed; a day that no hour mends is left at once."""
        standing = self._schedule.standing(day, _text(row.cells["territory"]))
        if _worst("allow", standing, ()) != "allow":
            return None
        for moment in self._candidates(person, row, day):
            if moment.utc <= utc or self._schedule.limits(row.cells, moment):
                continue
            against = [
                self._bench(number).against(cells)
                for number, _, cells in self._cells(person, row, moment)
            ]
            if any(each and not each.by_the_hour for each in against):
                return None
            if not any(against) and self._open(row, moment):
                return moment.utc
        return None

    def _open(self, row: Listed, moment: Moment) -> bool:
        """Whether no rule about windows and days stands against a moment."""
        return _worst("allow", self._schedule.of_moment(row.cells, moment, []), ()) == "allow"

    def _candidates(self, person: Person, row: Listed, day: date) -> list[Moment]:
        """The moments of a day at which something may change for the better, in order."""
        zone, midnight = row.zone, datetime.combine(day, time())
        openings = self._schedule.openings(row.cells, day)
        ticks = {minute for each in openings for minute in each} | self._ticks(day)
        low, high = self._calendars.spread(_text(row.cells["territory"]), day)
        shifts = {0} if row.cells["zone_sure"] else {0, -low, -high}
        minutes = {tick + shift + after for tick in ticks for shift in shifts for after in (0, 1)}
        found = {
            to_utc(zone or "UTC", midnight + timedelta(minutes=minute)).replace(fold=0)
            for minute in minutes
            if any(first <= minute < last for first, last in openings)
        }
        found |= {
            moment for each in person.agreed for moment in [_EPOCH + timedelta(microseconds=each)]
        }
        moments = [Moment.of(each, zone) for each in sorted(found)]
        return [each for each in moments if each.local.date() == day]

    def _ticks(self, day: date) -> frozenset[int]:
        return next(
            self._bench(number).ticks
            for number, piece in enumerate(self.frame.slices)
            if piece.first <= day <= piece.last
        )


_NOT_LISTED: tuple[Limit, ...] = ("not_listed",)
_EPOCH = datetime(1970, 1, 1)


def _worst(verdict: Verdict, against: Iterable[Finding], limits: Iterable[Limit]) -> Verdict:
    """The verdict on a contact, with what the campaign and its schedule have against the call."""
    found = [verdict]
    errors = [each for each in against if each.severity == "error"]
    found += ["block" for each in errors if each.outcome == "breach"]
    found += ["review" for each in errors if each.outcome == "unknown"]
    found += ["review" if each == "not_listed" else "block" for each in limits]
    return max(found, key=_RANK.__getitem__)


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
