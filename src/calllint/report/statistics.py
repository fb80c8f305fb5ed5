"""``--statistics``: how often each rule found something, over all campaigns of a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TextIO

from msgspec import Struct, field

from calllint.engine.result import ContactVerdict, Finding, Problem, Report
from calllint.lang import count, number, say
from calllint.packs.model import Rule
from calllint.report.console import Console, Styled, cells
from calllint.report.interface import Look
from calllint.report.message import message_of_problem
from calllint.report.order import slashes
from calllint.report.rulebook import words

_SEVERITIES = ("error", "warning", "info")


def open_writer(stream: TextIO, look: Look) -> Statistics:
    """As a table."""
    return Statistics(stream, look)


def open_json_writer(stream: TextIO, look: Look) -> Statistics:
    """As one JSON array."""
    return Statistics(stream, look, as_json=True)


class _Line(Struct):
    """One rule and severity."""

    rule: Rule
    severity: str
    findings: int = 0
    accepted: int = 0
    contacts: int = 0
    campaigns: set[str] = field(default_factory=set)

    def add(self, finding: Finding, campaign: str) -> None:
        if finding.set_aside is None:
            self.findings += 1
            self.contacts += finding.count or 0
            self.campaigns.add(campaign)
        else:
            self.accepted += 1


class Statistics:
    """Counts as campaigns come, and writes when they all have; problems are told as well."""

    def __init__(self, stream: TextIO, look: Look, *, as_json: bool = False) -> None:
        self._stream = stream
        self._look = look
        self._as_json = as_json
        self._lines: dict[tuple[str, str], _Line] = {}
        self._problems: list[Problem] = []
        self._campaigns = 0
        self._unread = 0

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Counts one campaign; duties are no findings."""
        self._campaigns += report.first_day is not None
        self._unread += report.first_day is None
        self._problems += report.problems
        for finding in report.findings:
            if finding.outcome != "duty":
                key = (finding.rule.id, finding.severity)
                line = self._lines.setdefault(key, _Line(finding.rule, finding.severity))
                line.add(finding, report.campaign)

    def close(self) -> None:
        """Writes the counts, the most frequent first within each severity."""
        ordered = sorted(
            self._lines.values(),
            key=lambda one: (_SEVERITIES.index(one.severity), -one.findings, one.rule.id),
        )
        if self._as_json:
            self._stream.write(json.dumps([self._object(one) for one in ordered], indent=1) + "\n")
        else:
            self._table(ordered)

    def _table(self, ordered: list[_Line]) -> None:
        out, lang = Console(self._stream, self._look), self._look.lang
        heads = ("findings", "accepted", "contacts", "campaigns", "severity", "rule")
        rows = [tuple(say(f"statistics.{head}", lang) for head in heads)]
        rows += [self._row(one) for one in ordered]
        widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
        for place, row in enumerate(rows if ordered else ()):
            padded = [
                " " * (width - cells(cell)) + cell if column < 4 else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            out.line(Styled("  ".join(padded), "" if place else "bold"))
        for problem in self._problems:
            text = message_of_problem(problem, lang, show_numbers=self._look.show_numbers)
            word = say("problem.fatal" if problem.fatal else "problem.unchecked", lang)
            out.line(f"{slashes(str(problem.place))}: {say('label', lang, text=word)} {text}")
        found = sum(one.findings for one in ordered)
        judged = count("statistics.judged", self._campaigns, lang)
        total = count("statistics.total", found, lang, campaigns=judged)
        out.line(total, count("statistics.unread", self._unread, lang) if self._unread else "")

    def _row(self, one: _Line) -> tuple[str, ...]:
        lang = self._look.lang
        numbers = (one.findings, one.accepted, one.contacts, len(one.campaigns))
        written = [number(each, lang) if each else "–" for each in numbers]
        return (
            *written,
            say(f"severity.{one.severity}", lang),
            f"{one.rule.id} {one.rule.name}",
        )

    def _object(self, one: _Line) -> dict[str, object]:
        return {
            "rule": one.rule.id,
            "name": one.rule.name,
            "title": words(one.rule.title, self._look.lang),
            "severity": one.severity,
            "findings": one.findings,
            "accepted": one.accepted,
            "contacts": one.contacts,
            "campaigns": len(one.campaigns),
        }
