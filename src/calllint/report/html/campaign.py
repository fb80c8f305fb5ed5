"""One campaign as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from calllint import __version__
from calllint.engine.result import Report
from calllint.lang import count, days, say
from calllint.report.html import figures
from calllint.report.html.findings import (
    Group,
    aside,
    groups,
    masked,
    overdue,
    overview,
    shown,
)
from calllint.report.html.tables import Cell, Column, Table, amount, table
from calllint.report.html.verdict import Ruling, ruling
from calllint.report.interface import Look
from calllint.report.message import message_of_problem
from calllint.report.order import largest_first, slashes
from calllint.report.reasons import because
from calllint.report.scrub import write_hours, write_previous
from calllint.report.summary import choices, known

Summary = Mapping[str, Any]


class Problem(Struct, frozen=True):
    """What could not be read or checked, and where."""

    where: str
    message: str
    rule: str


class Campaign(Struct, frozen=True):
    """Everything a page says of one campaign, in words."""

    anchor: str
    title: str
    head: tuple[tuple[str, str], ...]
    ruling: Ruling
    overview: Table | None
    groups: tuple[Group, ...]
    problems: tuple[Problem, ...]
    waterfall: figures.Figure | None
    win_back: Table | None
    outcomes: Table | None
    suppliers: Table | None
    hours: figures.Figure | None
    timeline: figures.Figure | None
    values: Table | None
    lists: Table | None
    aside: Table | None
    overdue: tuple[str, ...]
    choices: tuple[str, ...]
    versions: str
    options: str


def show(report: Report, look: Look, anchor: str = "c1") -> Campaign:
    """The page of one campaign. ``anchor`` begins the name of every place in it."""
    lang = look.lang
    found = shown(report)
    return Campaign(
        anchor,
        masked(report.title or slashes(report.campaign), look),
        tuple(_head(report, lang)),
        ruling(report, lang),
        overview(report, look, anchor) if len(found) > 1 else None,
        groups(report, look, anchor),
        tuple(_problem(report, look)),
        figures.waterfall(report, lang, anchor),
        figures.win_back(report, lang, anchor),
        _outcomes(report, lang, anchor),
        _suppliers(report, look, anchor),
        figures.hours(report, lang, anchor),
        figures.timeline(report, lang, anchor),
        figures.values(report, lang, anchor),
        figures.lists(report, lang, anchor),
        aside(report, look, anchor),
        overdue(report, lang),
        tuple(_choices(report, lang)),
        _versions(report),
        ", ".join(f"{name}={value}" for name, value in sorted(report.options.items())),
    )


def _head(report: Report, lang: str) -> list[tuple[str, str]]:
    """The lines above a memo: what it is about."""
    rows = [("file", slashes(report.campaign))]
    if report.first_day is not None and report.last_day is not None:
        rows.append(("days", days(report.first_day, report.last_day, lang)))
    if report.known_at:
        rows.append(("known", known(report.known_at, lang, "html")))
    if report.packs:
        packs = [f"{name} {version}" for name, version in sorted(report.packs.items())]
        rows.append(("law", ", ".join(packs)))
    return [(say(f"html.{key}", lang), text) for key, text in rows]


def _versions(report: Report) -> str:
    packs = [f"{name} {version}" for name, version in sorted(report.packs.items())]
    zones = [f"tzdata {report.tzdata}"] if report.tzdata else []
    return ", ".join([*packs, *zones, f"calllint {__version__}"])


def _choices(report: Report, lang: str) -> list[str]:
    """What kept rules from deciding."""
    said = [
        say(f"summary.{word}", lang, rules=", ".join(rules))
        for word, rules in choices(report).items()
    ]
    if report.without_data:
        said.append(count("summary.no_data", report.skipped_rules, lang))
    newer = sorted({one.rule.id for one in report.findings if one.held_at is not None})
    if newer:
        said.append(count("summary.held", len(newer), lang, rules=", ".join(newer)))
    return said


def _problem(report: Report, look: Look) -> list[Problem]:
    return [
        Problem(
            slashes(str(one.place)),
            message_of_problem(one, look.lang, show_numbers=look.show_numbers),
            one.rule or "",
        )
        for one in report.problems
    ]


def _outcomes(report: Report, lang: str, prefix: str) -> Table | None:
    """Contacts by verdict and reasons, the most first."""
    titles = figures.rule_titles(report, lang)
    columns = [
        Column(say("html.outcome", lang)),
        Column(say("html.contacts", lang), True),
        Column(say("html.reasons", lang)),
    ]
    rows = [
        [
            Cell(say(f"verdict.{one.verdict}", lang, n=one.contacts), style=f"is-{one.verdict}"),
            amount(one.contacts, lang),
            Cell(because(one, titles, report, lang) if one.rules or one.unknown else "–"),
        ]
        for one in largest_first(report.reasons)
    ]
    if not rows:
        return None
    return table(f"{prefix}-outcomes", say("html.outcomes", lang), columns, rows)


def _suppliers(report: Report, look: Look, prefix: str) -> Table | None:
    lang = look.lang
    columns = [Column(say("html.supplier", lang))]
    columns += [Column(say(f"html.{key}", lang), True) for key in ("contacts", "failing", "review")]
    rows = [
        [
            Cell(masked(one.name, look), literal=True),
            *(amount(n, lang) for n in (one.contacts, one.failing, one.to_check)),
        ]
        for one in report.suppliers
    ]
    if not rows:
        return None
    return table(f"{prefix}-suppliers", say("html.suppliers", lang), columns, rows)


class Written(Struct, frozen=True):
    """What a scrub wrote, or why there is no list to dial."""

    lines: tuple[str, ...]
    files: Table | None


def written(summary: Summary, folder: str, files: Sequence[str], look: Look) -> Written:
    """What a scrub wrote: where, the lists with their hours, and what changed since before."""
    lang = look.lang
    named = ", ".join(f"`{file}`" for file in files)
    lines = [say("html.written.folder", lang, folder=f"`{slashes(folder)}`", files=named)]
    if summary["outcome"] != "written":
        limit = summary["options"].get("max-blocked")
        lines.insert(0, say(f"scrub.{summary['outcome']}", lang, limit=limit))
    if summary["repeated_numbers"]:
        lines.append(count("html.written.repeated", summary["repeated_numbers"], lang))
    if summary["previous"] is not None:
        lines.append(write_previous(summary["previous"], lang))
    return Written(tuple(lines), _callable_files(summary, lang))


def _callable_files(summary: Summary, lang: str) -> Table | None:
    columns = [
        Column(say("html.written.file", lang)),
        Column(say("html.contacts", lang), True),
        Column(say("html.written.hours", lang)),
    ]
    rows = [
        [Cell(each["file"], literal=True), amount(each["contacts"], lang), _hours_of(each, lang)]
        for each in summary["files"]
    ]
    return table("c1-written", say("html.written", lang), columns, rows) if rows else None


def _hours_of(file: Mapping[str, Any], lang: str) -> Cell:
    if "hours" not in file:
        return Cell("–")
    hours = write_hours(file["hours"], lang)
    return Cell(say("html.written.clock", lang, hours=hours, clock=file["clock"]))
