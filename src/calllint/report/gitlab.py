"""``gitlab``: a Code Quality report, which GitLab shows beside the lines of a merge request."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterator
from typing import TextIO

from calllint.document import Place
from calllint.engine.result import ContactVerdict, Finding, Problem, Report
from calllint.lang import count, say
from calllint.report.interface import Look
from calllint.report.limits import fitting
from calllint.report.message import message_of_problem
from calllint.report.order import in_order, slashes
from calllint.report.phrases import details, sentence

MOST = 25_000
_RANKS = ("blocker", "critical", "major", "minor", "info")
_SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def open_writer(stream: TextIO, look: Look) -> CodeQuality:
    """GitLab's Code Quality report."""
    return CodeQuality(stream, look)


class CodeQuality:
    """One array over all campaigns, the worst first; each fingerprint stands in it once."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        self._stream = stream
        self._look = look
        self._items: dict[str, tuple[int, str]] = {}

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Keeps the findings of one campaign, and its problems."""
        for problem in report.problems:
            self._problem(problem)
        for finding in in_order(report):
            self._finding(finding, report)

    def close(self) -> str | None:
        """Writes as many as GitLab takes."""
        items = [text for _, text in sorted(self._items.values(), key=lambda one: one[0])]
        kept = fitting(items, most=MOST)
        self._stream.write("[" + ",".join(f"\n  {item}" for item in items[:kept]))
        self._stream.write("\n]\n" if kept else "]\n")
        if kept == len(items):
            return None
        return count("limit.left_out", len(items) - kept, self._look.lang, format="gitlab")

    def _finding(self, finding: Finding, report: Report) -> None:
        lang, said = self._look.lang, sentence(finding, self._look)
        severity = _SEVERITIES[finding.severity]
        if finding.outcome == "unknown" and severity == "critical":
            severity = "major"
        if finding.outcome == "duty" or finding.set_aside:
            severity = "info"
        if finding.set_aside:
            said = f"{say('finding.accepted', lang)} {said}"
        body: dict[str, object] = {"content": {"body": "\n\n".join(details(finding, self._look))}}
        self._add(finding.rule.id, said, severity, finding.place, finding.fingerprint, report, body)

    def _problem(self, problem: Problem) -> None:
        look = self._look
        text = message_of_problem(problem, look.lang, show_numbers=look.show_numbers)
        mark = _digest(str(problem.place), *problem.message.values())
        self._add("calllint", text, "blocker", problem.place, mark, None, {})

    def _add(
        self,
        check: str,
        text: str,
        severity: str,
        place: Place,
        mark: str,
        report: Report | None,
        more: dict[str, object],
    ) -> None:
        """Keeps an item; GitLab drops one whose fingerprint it has seen.

        So a finding that two campaigns share stands there once, and where they differ the second
        one's fingerprint is made of both.
        """
        item = {
            "description": f"{check}: {text}",
            "check_name": check,
            "fingerprint": mark,
            "severity": severity,
            "location": {"path": _path(place), "lines": {"begin": _line(place)}},
            **more,
        }
        written = _RANKS.index(severity), json.dumps(item)
        if report is not None and self._items.get(mark, written) != written:
            mark = _digest(mark, slashes(report.campaign))
            written = written[0], json.dumps({**item, "fingerprint": mark})
        self._items[mark] = written


def _path(place: Place) -> str:
    return posixpath.normpath(slashes(place.file))


def _line(place: Place) -> int:
    return place.span.line if place.span else 1


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
