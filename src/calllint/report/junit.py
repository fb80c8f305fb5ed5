"""``junit``: a suite for each campaign, a case for each finding, for any server that shows tests.

What fails the run (``--fail-on``) fails its case, an unknown like a breach. Everything else passes,
what is accepted too, and is written in the output of the case. A campaign in which nothing fails
has one case more, that passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TextIO

from msgspec import Struct

from calllint.engine.result import ContactVerdict, Finding, Problem, Report
from calllint.lang import count
from calllint.report.console import clean
from calllint.report.interface import Look
from calllint.report.limits import fitting
from calllint.report.message import message_of_problem
from calllint.report.order import failures, in_order, slashes
from calllint.report.phrases import details, sentence

MOST = 25_000
_RANKS = {"error": 0, "failure": 1, "": 2}


def open_writer(stream: TextIO, look: Look) -> JUnit:
    """JUnit's XML, as Jenkins, GitLab and others read it."""
    return JUnit(stream, look)


class _Case(Struct, frozen=True):
    suite: str
    kind: str
    """Element of what went wrong: ``error`` or ``failure``; nothing where it passes."""
    xml: str


class JUnit:
    """Keeps the cases of all campaigns; the counts stand before them in the file."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        self._stream = stream
        self._look = look
        self._cases: list[_Case] = []
        self._suites: dict[str, str] = {}

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Keeps one campaign as a suite."""
        suite = slashes(report.campaign)
        self._suites[suite] = _properties(report)
        self._cases += [self._problem(suite, one) for one in report.problems]
        failing = set(map(id, failures(report)))
        self._cases += [self._finding(suite, one, id(one) in failing) for one in in_order(report)]
        if not (failing or report.problems):
            self._cases.append(_Case(suite, "", _case(suite, "calllint", "")))

    def close(self) -> str | None:
        """Writes the suites; what is worst stays where there is too much."""
        ranked = sorted(self._cases, key=lambda case: _RANKS[case.kind])
        number = fitting([case.xml for case in ranked], most=MOST)
        over = len(ranked) - number
        kept = ranked[:number]
        said = count("limit.left_out", over, self._look.lang, format="junit") if over else None
        self._stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="calllint">\n')
        for suite, properties in self._suites.items():
            self._suite(suite, properties, [case for case in kept if case.suite == suite], said)
        self._stream.write("</testsuites>\n")
        return said

    def _suite(self, name: str, properties: str, cases: list[_Case], said: str | None) -> None:
        kinds = [case.kind for case in cases]
        counts = f'tests="{len(cases)}" failures="{kinds.count("failure")}"'
        errors = f'errors="{kinds.count("error")}" skipped="0"'
        self._stream.write(f" <testsuite name={_attribute(name)} {counts} {errors}>\n{properties}")
        self._stream.writelines(case.xml for case in cases)
        if said:
            self._stream.write(f"  <system-err>{_text(said)}</system-err>\n")
        self._stream.write(" </testsuite>\n")

    def _finding(self, suite: str, finding: Finding, fails: bool) -> _Case:
        said = sentence(finding, self._look)
        where = slashes(str(finding.place))
        title = f"{finding.rule.id} {finding.rule.name} ({where})"
        lines = [f"{where}: {said}", *details(finding, self._look)]
        if fails:
            inner = _element("failure", finding.outcome, said, lines)
        else:
            inner = f"   <system-out>{_text(chr(10).join(lines))}</system-out>\n"
        return _Case(suite, "failure" if fails else "", _case(title, suite, inner))

    def _problem(self, suite: str, problem: Problem) -> _Case:
        look = self._look
        said = message_of_problem(problem, look.lang, show_numbers=look.show_numbers)
        where = slashes(str(problem.place))
        kind = "unusable" if problem.fatal else "unchecked"
        inner = _element("error", kind, said, [f"{where}: {said}"])
        return _Case(suite, "error", _case(f"calllint ({where})", suite, inner))


def _case(name: str, suite: str, inner: str) -> str:
    head = f"  <testcase name={_attribute(name)} classname={_attribute(suite)}"
    return f"{head}>\n{inner}  </testcase>\n" if inner else f"{head}/>\n"


def _element(kind: str, type_: str, said: str, lines: Iterable[str]) -> str:
    text = _text("\n".join(lines))
    return f'   <{kind} type="{type_}" message={_attribute(said)}>{text}</{kind}>\n'


def _properties(report: Report) -> str:
    """What the verdict rests on: the days, the packs, the time zones, the contacts."""
    totals = report.totals
    known = {
        "from": report.first_day,
        "to": report.last_day,
        "known_at": report.known_at,
        **{f"option {name}": value for name, value in sorted(report.options.items())},
        **{f"pack {name}": version for name, version in sorted(report.packs.items())},
        "tzdata": report.tzdata or None,
        "contacts": totals.contacts,
        "allow": totals.allow,
        "review": totals.review,
        "block": totals.block,
        "unreadable": totals.unreadable,
        "skipped_rules": report.skipped_rules,
    }
    lines = [
        f'   <property name={_attribute(name)} value="{_text(str(value))}"/>\n'
        for name, value in known.items()
        if value is not None
    ]
    return f"  <properties>\n{''.join(lines)}  </properties>\n"


def _text(text: str) -> str:
    return escape("\n".join(clean(line) for line in text.split("\n")), quote=False)


def _attribute(text: str) -> str:
    return f'"{escape(clean(text))}"'
