"""``json-v1``: everything a run found, for machines; ``schema/report.schema.json`` describes it.

One item per line, keys in a fixed order, ASCII only: the same bytes on every system. The text of
the YAML files is left out (``Report.sources``): who reads the report has the files.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TextIO

from msgspec.structs import asdict

from calllint import __version__
from calllint.document import Place
from calllint.engine.applied import law_state, meaning
from calllint.engine.result import (
    AppliedRule,
    Audit,
    ContactVerdict,
    Finding,
    Hours,
    LawValue,
    ListSummary,
    Loss,
    Overdue,
    Problem,
    Reason,
    Report,
    SetAside,
    Supplier,
    Verdict,
    WinBack,
)
from calllint.lang import pick, typeset
from calllint.report.interface import Look
from calllint.report.mask import shown_id, shown_phone
from calllint.report.message import fill, message_of, message_of_problem
from calllint.report.order import by_severity, in_order, largest_first, slashes
from calllint.report.values import articles, raw

_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False)
SCHEMA = "https://calllint.dev/schema/report-1.json"


def open_writer(stream: TextIO, look: Look) -> JsonReport:
    """The ``json-v1`` format."""
    return JsonReport(stream, look)


class JsonReport:
    """One object; ``campaigns`` holds one object per campaign, written as it is judged."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        self._stream = stream
        self._look = look
        self._campaigns = 0
        head = {
            "$schema": SCHEMA,
            "format": "json-v1",
            "calllint": __version__,
            "lang": look.lang,
            "numbers": "shown" if look.show_numbers else "masked",
        }
        stream.write(_dump(head)[:-1] + ', "campaigns": [')

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Writes one campaign, contacts last, one by one as they come."""
        self._stream.write(",\n{" if self._campaigns else "\n{")
        self._campaigns += 1
        body = {
            **_facts_of(report, self._look.show_numbers),
            "findings": [finding_item(one, self._look) for one in in_order(report)],
            "problems": [problem_item(one, self._look) for one in report.problems],
        }
        for place, (key, value) in enumerate(body.items()):
            self._stream.write(",\n" if place else "\n")
            self._member(key, value)
        if contacts is not None:
            self._stream.write(",\n")
            self._items("contacts", (contact_item(one, self._look) for one in contacts))
        self._stream.write("\n}")

    def close(self) -> None:
        """Ends the array and the object."""
        self._stream.write("\n]}\n")

    def _member(self, key: str, value: object) -> None:
        if isinstance(value, list):
            self._items(key, value)
        else:
            self._stream.write(f"{_dump(key)}: {_dump(value)}")

    def _items(self, key: str, items: Iterable[object]) -> None:
        self._stream.write(f"{_dump(key)}: [")
        place = -1
        for place, item in enumerate(items):
            self._stream.write((",\n  " if place else "\n  ") + _dump(item))
        self._stream.write("]" if place < 0 else "\n]")


def finding_item(finding: Finding, look: Look) -> dict[str, object]:
    """A finding, as every JSON format has it."""
    rule, show = finding.rule, look.show_numbers
    return {
        "rule": rule.id,
        "name": rule.name,
        "pack": rule.pack,
        "title": typeset(pick(rule.title, look.lang), look.lang),
        "severity": finding.severity,
        "outcome": finding.outcome,
        "basis": rule.basis,
        "message": message_of(finding, look.lang, show_numbers=show),
        "help": fill(rule.help, finding, look.lang, show_numbers=show),
        "place": _place(finding.place),
        "key": finding.key,
        "from": finding.first_day.isoformat(),
        "to": finding.last_day.isoformat(),
        "values": {
            name: raw(value, name=name, show_numbers=show)
            for name, value in sorted(finding.values.items())
        },
        "count": finding.count,
        "lines": [{"file": slashes(file), "line": line} for file, line in finding.lines],
        "law": articles(finding.law),
        "law_values": [law_value(value) for value in finding.law_values],
        "fingerprint": finding.fingerprint,
        "set_aside": _set_aside(finding.set_aside, show),
        "since": rule.since,
        "held_at": finding.held_at,
        "lacking": list(finding.lacking),
    }


def problem_item(problem: Problem, look: Look) -> dict[str, object]:
    """A problem, as every JSON format has it."""
    return {
        "place": _place(problem.place),
        "fatal": problem.fatal,
        "rule": problem.rule,
        "message": message_of_problem(problem, look.lang, show_numbers=look.show_numbers),
    }


def contact_item(contact: ContactVerdict, look: Look) -> dict[str, object]:
    """A contact's verdict, as every JSON format has it."""
    show = look.show_numbers
    return {
        "file": slashes(contact.file),
        "line": contact.line,
        "contact_id": shown_id(contact.contact_id, contact.phone, show_numbers=show),
        "phone": shown_phone(contact.phone, show_numbers=show),
        "verdict": contact.verdict,
        "breached": contact.breached,
        "unknown": contact.unknown,
        "callable_from": _callable(contact.callable_from, contact.verdict),
        "callable_until": _callable(contact.callable_until, contact.verdict),
        "attempts_left": contact.attempts_left,
        "duties": contact.duties,
    }


def _facts_of(report: Report, show: bool) -> dict[str, object]:
    totals, counts = report.totals, by_severity(report)
    aside = Counter(one.set_aside.by for one in report.findings if one.set_aside)
    return {
        "campaign": slashes(report.campaign),
        "title": raw(report.title, show_numbers=show),
        "from": raw(report.first_day),
        "to": raw(report.last_day),
        "known_at": report.known_at,
        "options": _sorted(report.options),
        "packs": _sorted(report.packs),
        "tzdata": report.tzdata,
        "without_data": report.without_data,
        "skipped_rules": report.skipped_rules,
        "digests": {slashes(file): sha for file, sha in sorted(report.digests.items())},
        "found": {severity: counts[severity] for severity in ("error", "warning", "info")},
        "set_aside": {by: aside[by] for by in ("comment", "baseline")},
        "totals": {
            "contacts": totals.contacts,
            "allow": totals.allow,
            "review": totals.review,
            "block": totals.block,
            "unreadable": totals.unreadable,
        },
        "audit": None if report.audit is None else _audit(report.audit, show),
        "proofs": None if report.proofs is None else asdict(report.proofs),
        "reasons": [_reason(one) for one in largest_first(report.reasons)],
        "lost": [_loss(one) for one in report.lost],
        "win_back": [_win_back(one) for one in report.win_back],
        "hours": [_hours(one) for one in report.hours],
        "suppliers": [_supplier(one, show) for one in report.suppliers],
        "lists": [_list(one) for one in report.lists],
        "law_values": [law_value(value) for value in report.law_values],
        "overdue": [_overdue(one) for one in report.overdue],
        "lowered": report.lowered,
        "rules": [_applied(one) for one in report.applied],
    }


def _audit(audit: Audit, show: bool) -> dict[str, object]:
    def placers(kind: str) -> list[dict[str, object]]:
        return [
            {
                "name": raw(one.name, show_numbers=show),
                "calls": one.calls,
                "breach": one.breach,
                "unknown": one.unknown,
            }
            for one in audit.placers
            if one.kind == kind
        ]

    return {
        "rows": audit.rows,
        "other_days": audit.other_days,
        "repeated": audit.repeated,
        "others": audit.others,
        "later": audit.later,
        "agents": placers("agent"),
        "centres": placers("centre"),
    }


def _set_aside(aside: SetAside | None, show: bool) -> dict[str, object] | None:
    if aside is None:
        return None
    return {
        "by": aside.by,
        "reason": raw(aside.reason, show_numbers=show),
        "until": raw(aside.until),
        "place": _place(aside.place),
    }


def _applied(one: AppliedRule) -> dict[str, object]:
    return {
        "rule": one.rule.id,
        "pack": one.rule.pack,
        "since": one.rule.since,
        "meaning": meaning(one),
        "law": law_state(one),
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "verdict": reason.verdict,
        "rules": reason.rules,
        "unknown": reason.unknown,
        "contacts": reason.contacts,
        "callable_from": _callable(reason.callable_from, reason.verdict),
        "callable_until": _callable(reason.callable_until, reason.verdict),
        "soonest_end": _callable(reason.soonest_end, reason.verdict),
    }


def _loss(loss: Loss) -> dict[str, object]:
    return {"rule": loss.rule, "block": loss.block, "review": loss.review, "left": loss.left}


def _win_back(piece: WinBack) -> dict[str, object]:
    return {"kind": piece.kind, "name": piece.name, "contacts": piece.contacts}


def _hours(one: Hours) -> dict[str, object]:
    return {
        "territory": one.territory,
        "zone": one.zone,
        "days": [day.isoformat() for day in one.days],
        "permitted": raw(one.permitted),
        "doubtful": raw(one.doubtful),
        "declared": raw(one.declared),
        "dialled": one.dialled,
        "holiday": None if one.holiday is None else dict(one.holiday),
        "rules": one.rules,
    }


def _supplier(supplier: Supplier, show: bool) -> dict[str, object]:
    return {
        "name": raw(supplier.name, show_numbers=show),
        "contacts": supplier.contacts,
        "failing": supplier.failing,
        "to_check": supplier.to_check,
    }


def _callable(day: date | None, verdict: Verdict) -> object:
    """A day; the one that stands for never is none at all where the contact is blocked."""
    return None if day == date.max and verdict == "block" else raw(day)


def _list(one: ListSummary) -> dict[str, object]:
    return {
        "kind": one.kind,
        "file": slashes(one.file),
        "sha256": one.sha256,
        "rows": one.rows,
        "unreadable": one.unreadable,
        "left_out": one.left_out,
        "format": one.format,
        "encoding": one.encoding,
        "separator": one.separator,
        "packed": one.packed,
        "profile": one.profile,
    }


def _overdue(one: Overdue) -> dict[str, object]:
    return {
        "kind": one.kind,
        "pack": one.pack,
        "name": one.name,
        "review_by": one.review_by.isoformat(),
    }


def law_value(value: LawValue) -> dict[str, object]:
    """A law value that was read."""
    return {
        "pack": value.pack,
        "name": value.name,
        "value": raw(value.value),
        "unit": value.unit,
        "since": value.since.isoformat(),
        "law": articles(value.law),
        "confirmed": raw(value.confirmed),
        "house": value.house,
        "legal": raw(value.legal),
    }


def _place(place: Place) -> dict[str, object]:
    span = place.span
    if span is None:
        return {"file": slashes(place.file)}
    return {
        "file": slashes(place.file),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _sorted(mapping: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(mapping.items()))


def _dump(value: object) -> str:
    return _ENCODER.encode(value)
