"""``github``: annotations of GitHub Actions, as commands on the lines of a log.

GitHub shows ten annotations of each level a step and drops the others without a word. So only the
first ten are commands; what comes after them stands in the log as plain lines, and is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from calllint.document import Place
from calllint.engine.result import ContactVerdict, Finding, Problem, Report
from calllint.lang import count, say
from calllint.report.console import clean
from calllint.report.interface import Look
from calllint.report.message import message_of_problem
from calllint.report.order import in_order, slashes
from calllint.report.phrases import details, sentence

MOST = 10
"""Annotations of one level that GitHub shows of a step."""
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_COMMAND = re.compile(r"^(\s*):|(#)(?=#\[)")
"""What the runner would take for a command of its own."""


def open_writer(stream: TextIO, look: Look) -> Annotations:
    """The annotations of GitHub Actions."""
    return Annotations(stream, look)


class Annotations:
    """One line a finding: a command while GitHub shows it, text after that."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        self._stream = stream
        self._look = look
        self._written: Counter[str] = Counter()
        self._over = 0

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Writes one campaign: what kept it from being judged, then findings, the worst first."""
        for problem in report.problems:
            self._problem(problem)
        found = in_order(report)
        for finding in sorted(found, key=lambda one: list(_LEVELS).index(one.severity)):
            if finding.set_aside is None:
                self._finding(finding)
        accepted = sum(finding.set_aside is not None for finding in found)
        if accepted:
            self._log(count("github.accepted", accepted, self._look.lang, file=report.campaign))

    def close(self) -> str | None:
        """Says how many findings are no annotations."""
        if not self._over:
            return None
        said = count("github.over", self._over, self._look.lang, most=MOST)
        self._log(said)
        return said

    def _finding(self, finding: Finding) -> None:
        level = "notice" if finding.outcome == "duty" else _LEVELS[finding.severity]
        title = f"{finding.rule.id} {finding.rule.name}"
        text = "\n".join([sentence(finding, self._look), *details(finding, self._look)])
        self._write(level, finding.place, title, text)

    def _problem(self, problem: Problem) -> None:
        lang = self._look.lang
        word = say("problem.fatal" if problem.fatal else "problem.unchecked", lang)
        text = message_of_problem(problem, lang, show_numbers=self._look.show_numbers)
        self._write("error", problem.place, f"calllint, {word}", text)

    def _write(self, level: str, place: Place, title: str, text: str) -> None:
        self._written[level] += 1
        if self._written[level] > MOST:
            self._over += 1
            self._log(f"{level} {slashes(str(place))}: {title}: {text}")
            return
        named = {"file": slashes(place.file), **_region(place), "title": clean(title)}
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in named.items())
        self._stream.write(f"::{level} {properties}::{_data(text)}\n")

    def _log(self, text: str) -> None:
        self._stream.write(_COMMAND.sub(r"\1\2 ", clean(text)) + "\n")


def _region(place: Place) -> dict[str, int]:
    """Line and columns; columns only where the place is on one line, as GitHub wants it."""
    span = place.span
    if span is None:
        return {}
    if span.line != span.end_line:
        return {"line": span.line, "endLine": span.end_line}
    last = max(span.end_column - 1, span.column)
    return {"line": span.line, "endLine": span.line, "col": span.column, "endColumn": last}


def _data(text: str) -> str:
    lines = (clean(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
