"""Findings for people: where, what, the source line, the law, what to do; then a summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from calllint.engine.result import ContactVerdict, Finding, Problem, Report
from calllint.lang import days, say
from calllint.report.console import Console, Styled, cells, clean
from calllint.report.interface import Look
from calllint.report.message import fill, message_of, message_of_problem
from calllint.report.order import on_campaign, on_contacts, slashes
from calllint.report.phrases import counted, held, lacking, law_line
from calllint.report.snippet import snippet
from calllint.report.summary import write_summary


def open_writer(stream: TextIO, look: Look) -> TextReport:
    """The text format."""
    return TextReport(stream, look)


class TextReport:
    """Writes campaigns one below the other, a blank line between."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        self._out = Console(stream, look)
        self._look = look
        self._campaigns = 0
        self._advised: set[tuple[str, str]] = set()
        """Advice already given, by rule: a second finding of the rule does not say it again."""

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Writes one campaign. Contacts are counted in text, never listed."""
        if self._campaigns:
            self._out.line()
        self._campaigns += 1
        self._advised.clear()
        for finding in on_campaign(report):
            if finding.set_aside is None:
                self._campaign_finding(finding, report)
        for finding in on_contacts(report):
            self._contact_finding(finding, report)
        for problem in report.problems:
            self._problem(problem)
        if report.problems and report.first_day:
            self._out.line()
        write_summary(report, self._out, self._look.lang, show_numbers=self._look.show_numbers)

    def close(self) -> None:
        """Text needs no ending."""

    def _campaign_finding(self, finding: Finding, report: Report) -> None:
        self._head(_where(finding), finding, "  ", self._message(finding))
        self._notes(finding, self._source(finding, report), report)

    def _contact_finding(self, finding: Finding, report: Report) -> None:
        in_source = finding.place.file in report.sources
        where = _where(finding) if in_source else slashes(finding.place.file)
        self._head(where, finding, " — ", counted(finding, self._look.lang))
        self._out.paragraph(self._message(finding), first="  ", rest="  ")
        self._notes(finding, self._source(finding, report), report)

    def _head(self, where: str, finding: Finding, joint: str, text: str) -> None:
        """Place and rule, and the text beside them; below them where the line would be too long."""
        label = self._label(finding)
        head = f"{where}: {label[0].text}{label[1]}"
        place = Styled(f"{where}: ", "bold")
        if cells(head + joint + clean(text)) <= self._out.width:
            self._out.line(place, *label, joint, text)
        else:
            self._out.line(place, *label)
            self._out.paragraph(text, first="  ", rest="  ")

    def _label(self, finding: Finding) -> tuple[Styled, str]:
        word = "duty" if finding.outcome == "duty" else finding.severity
        style = "info" if finding.outcome == "duty" else finding.severity
        label = Styled(f"{say(f'severity.{word}', self._look.lang)} {finding.rule.id}", style)
        return (label, f" {finding.rule.name}")

    def _message(self, finding: Finding) -> str:
        return message_of(finding, self._look.lang, show_numbers=self._look.show_numbers)

    def _source(self, finding: Finding, report: Report) -> str:
        """Writes the snippet; returns the margin that lines up with it."""
        text, span = report.sources.get(finding.place.file), finding.place.span
        if text is None or span is None:
            return "  "
        margin = " " * (len(str(span.line)) + 1)
        shown = snippet(
            text, span, self._out.width - len(margin) - 2, show_numbers=self._look.show_numbers
        )
        if shown is not None:
            self._out.line(Styled(f"{margin}|", "dim"))
            self._out.line(Styled(f"{shown.line} | ", "dim"), shown.source)
            self._out.line(Styled(f"{margin}| ", "dim"), Styled(shown.carets, finding.severity))
        return margin

    def _notes(self, finding: Finding, margin: str, report: Report) -> None:
        lang = self._look.lang
        self._note(margin, "note.law", law_line(finding, lang))
        if (finding.first_day, finding.last_day) != (report.first_day, report.last_day):
            self._note(margin, "note.days", days(finding.first_day, finding.last_day, lang))
        self._note(margin, "note.lacking", lacking(finding, lang))
        self._note(margin, "note.new", held(finding, lang))
        advice = fill(finding.rule.help, finding, lang, show_numbers=self._look.show_numbers)
        if (finding.rule.id, advice) not in self._advised:
            self._advised.add((finding.rule.id, advice))
            self._note(margin, "note.help", advice)
        self._out.line()

    def _note(self, margin: str, key: str, text: str) -> None:
        if text:
            head = f"{margin}= {say(key, self._look.lang)} "
            self._out.paragraph(text, first=head, rest=" " * len(head), style="dim")

    def _problem(self, problem: Problem) -> None:
        word = say("problem.fatal" if problem.fatal else "problem.unchecked", self._look.lang)
        rule = f" {problem.rule}" if problem.rule else ""
        label = say("label", self._look.lang, text=f"{word}{rule}")
        text = message_of_problem(problem, self._look.lang, show_numbers=self._look.show_numbers)
        self._out.line(
            Styled(f"{slashes(str(problem.place))}: ", "bold"),
            Styled(label, "error" if problem.fatal else "warning"),
            " ",
            text,
        )


def _where(finding: Finding) -> str:
    file, span = slashes(finding.place.file), finding.place.span
    return file if span is None else f"{file}:{span.line}:{span.column}"
