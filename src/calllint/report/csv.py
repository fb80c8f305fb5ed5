"""``csv``: one line a finding. ``csv-contacts``, ``csv-calls``: one line a contact, or a call."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from typing import TextIO

from calllint.document import Place
from calllint.engine.result import (
    ContactVerdict,
    Finding,
    PlacedCall,
    Problem,
    Report,
    Verdict,
)
from calllint.report.console import clean
from calllint.report.interface import Look
from calllint.report.mask import shown_id, shown_phone
from calllint.report.message import fill, message_of, message_of_problem
from calllint.report.order import in_order, slashes
from calllint.report.phrases import law_line
from calllint.report.values import raw

FINDINGS = (
    *("campaign", "file", "line", "column", "rule", "name", "severity", "outcome", "count"),
    *("from", "to", "message", "law", "help", "fingerprint", "accepted_by", "reason", "until"),
)
CONTACTS = (
    *("campaign", "file", "line", "contact_id", "phone", "verdict", "breached", "unknown"),
    *("callable_from", "callable_until", "attempts_left", "duties"),
)
CALLS = (
    *("campaign", "file", "line", "phone", "at", "zone", "agent", "centre", "verdict"),
    *("breached", "unknown"),
)
_FORMULA = re.compile(r"[=@]|[+-](?![0-9 •]*$)")
"""How a cell begins that a spreadsheet would compute; a phone number is none."""


def open_writer(stream: TextIO, look: Look) -> FindingsTable:
    """The table of findings."""
    return FindingsTable(stream, look)


def open_contacts_writer(stream: TextIO, look: Look) -> ContactsTable:
    """The table of contacts."""
    return ContactsTable(stream, look)


def open_calls_writer(stream: TextIO, look: Look) -> CallsTable:
    """The table of calls that were placed."""
    return CallsTable(stream, look)


class _Table:
    """A header, then rows; UTF-8, commas, Unix line ends."""

    def __init__(self, stream: TextIO, look: Look, columns: tuple[str, ...]) -> None:
        self._look = look
        self._columns = columns
        self._rows = csv.writer(stream, lineterminator="\n")
        self._rows.writerow(columns)

    def close(self) -> None:
        """A table needs no ending."""

    def _write(self, row: dict[str, object]) -> None:
        self._rows.writerow([_cell(row.get(column)) for column in self._columns])


class FindingsTable(_Table):
    """Every finding, accepted ones included, and what could not be read or checked."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        super().__init__(stream, look, FINDINGS)

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Writes the findings of one campaign."""
        campaign = {"campaign": slashes(report.campaign)}
        for problem in report.problems:
            self._write({**campaign, **self._problem(problem)})
        for finding in in_order(report):
            self._write({**campaign, **self._finding(finding)})

    def _problem(self, problem: Problem) -> dict[str, object]:
        look = self._look
        return {
            **_place(problem.place),
            "rule": problem.rule,
            "severity": "error",
            "outcome": "unusable" if problem.fatal else "unchecked",
            "message": message_of_problem(problem, look.lang, show_numbers=look.show_numbers),
        }

    def _finding(self, finding: Finding) -> dict[str, object]:
        rule, aside, lang = finding.rule, finding.set_aside, self._look.lang
        show = self._look.show_numbers
        row: dict[str, object] = {
            **_place(finding.place),
            "rule": rule.id,
            "name": rule.name,
            "severity": finding.severity,
            "outcome": finding.outcome,
            "count": finding.count,
            "from": finding.first_day,
            "to": finding.last_day,
            "message": message_of(finding, lang, show_numbers=show),
            "law": law_line(finding, lang),
            "help": fill(rule.help, finding, lang, show_numbers=show),
            "fingerprint": finding.fingerprint,
        }
        if aside is not None:
            reason = raw(aside.reason, show_numbers=show)
            row |= {"accepted_by": aside.by, "reason": reason, "until": aside.until}
        return row


class ContactsTable(_Table):
    """The verdict of every contact, as they come."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        super().__init__(stream, look, CONTACTS)

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Writes the contacts of one campaign."""
        show = self._look.show_numbers
        for one in contacts or ():
            row: dict[str, object] = {
                "campaign": slashes(report.campaign),
                "file": slashes(one.file),
                "line": one.line,
                "contact_id": shown_id(one.contact_id, one.phone, show_numbers=show),
                "phone": shown_phone(one.phone, show_numbers=show),
                "verdict": one.verdict,
                "breached": " ".join(one.breached),
                "unknown": " ".join(one.unknown),
                "callable_from": _callable(one.callable_from, one),
                "callable_until": _callable(one.callable_until, one),
                "attempts_left": one.attempts_left,
                "duties": " ".join(one.duties),
            }
            self._write(row)


class CallsTable(_Table):
    """The calls in breach, and those of which something cannot be told, as they come."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        super().__init__(stream, look, CALLS)

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Writes nothing: an audit's calls come by ``add_calls``."""

    def add_calls(self, report: Report, calls: Iterator[PlacedCall]) -> None:
        """Writes the calls of one campaign."""
        show = self._look.show_numbers
        for one in calls:
            row: dict[str, object] = {
                "campaign": slashes(report.campaign),
                "file": slashes(one.file),
                "line": one.line,
                "phone": shown_phone(one.phone, show_numbers=show),
                "at": one.placed_at,
                "zone": one.zone,
                "agent": raw(one.agent, show_numbers=show),
                "centre": raw(one.centre, show_numbers=show),
                "verdict": _OF_CALL[one.verdict],
                "breached": " ".join(one.breached),
                "unknown": " ".join(one.unknown),
            }
            self._write(row)


_OF_CALL: dict[Verdict, str] = {"allow": "clean", "review": "unknown", "block": "breach"}


def _place(place: Place) -> dict[str, object]:
    row: dict[str, object] = {"file": slashes(place.file)}
    if place.span is not None:
        row |= {"line": place.span.line, "column": place.span.column}
    return row


def _callable(day: date | None, contact: ContactVerdict) -> date | None:
    return None if day == date.max and contact.verdict == "block" else day


def _cell(value: object) -> object:
    """Text in one line that no spreadsheet computes; a quote in front is how they are told."""
    if value is None or isinstance(value, int):
        return value
    text = clean(str(raw(value)))
    return f"'{text}" if _FORMULA.match(text) else text
