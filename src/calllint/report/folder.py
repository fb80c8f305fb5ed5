"""A folder of pages: one for each campaign, an index of all, and one for each advertiser alone.

Pages are written by the formats there are; an index is written by ``INDEXES``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol, TextIO, cast

from calllint import __version__
from calllint.engine.result import Report
from calllint.lang import count, days, number, say
from calllint.report.console import Console, Styled
from calllint.report.interface import FORMATS, Entry, Look
from calllint.report.mask import mask_within
from calllint.report.message import message_of_problem
from calllint.report.order import by_severity, campaign_outcome, slashes
from calllint.report.values import raw

ENDINGS = {
    "text": ".txt",
    "json": ".json",
    "json-v1": ".v1.json",
    "sarif": ".sarif",
    "junit": ".junit.xml",
    "gitlab": ".gitlab.json",
    "html": ".html",
}
"""What the pages of a format are called; other formats are made for one stream."""
PAGES = tuple(name for name in ENDINGS if name in FORMATS)
SCHEMA = "https://calllint.dev/schema/folder-1.json"
INDEX = "index.json"
"""What every such folder holds: what calllint wrote there."""

Groups = Mapping[str, Sequence[Entry]]


class WriteIndex(Protocol):
    """Writes a page that leads to others: the campaigns of each group, by the group's name."""

    def __call__(
        self, groups: Groups, stream: TextIO, look: Look, title: str | None = None
    ) -> None:
        """Writes it; a group without a name has no heading."""


def index_writer(style: str) -> tuple[str, WriteIndex]:
    """What writes the index beside pages of a format, and the ending of its name."""
    if style == "html":
        module = import_module("calllint.report.html.writer")
        return ".html", cast(WriteIndex, module.write_index)
    return ".txt", write_index


def write_index(groups: Groups, stream: TextIO, look: Look, title: str | None = None) -> None:
    """The index as text."""
    out, lang = Console(stream, look), look.lang
    entries = [one for found in groups.values() for one in found]
    out.line(Styled(_shown(title or say("folder.title", lang), look), "bold"))
    out.paragraph(_sentence(entries, lang), first="  ", rest="  ")
    for name, found in groups.items():
        out.line()
        if name:
            out.line(Styled(_shown(name, look), "bold"))
        for entry in found:
            _entry(entry, out, look)


def _entry(entry: Entry, out: Console, look: Look) -> None:
    report, lang = entry.report, look.lang
    status = state(report)
    style = {"clear": "good", "unusable": "error", "breach": "error"}.get(status, "warning")
    file = slashes(report.campaign)
    title = f"{_shown(report.title, look)} ({file})" if report.title else file
    label = say("label", lang, text=say(f"folder.state.{status}", lang))
    out.line("  ", Styled(label, style), f" {title}")
    for text in (_details(report, look), *_problems(report, look)):
        if text:
            out.paragraph(text, first="    ", rest="      ")
    if entry.href:
        out.line("    ", say("folder.page", lang, page=entry.href))


def _problems(report: Report, look: Look) -> list[str]:
    """What kept the campaign from being judged, or from being checked whole."""
    return [
        f"{slashes(str(one.place))}: "
        f"{message_of_problem(one, look.lang, show_numbers=look.show_numbers)}"
        for one in report.problems
    ]


def _details(report: Report, look: Look) -> str:
    """Days, contacts and findings; nothing where nothing was judged."""
    lang = look.lang
    if report.first_day is None or report.last_day is None:
        return ""
    totals, counts = report.totals, by_severity(report)
    parts = [days(report.first_day, report.last_day, lang)]
    if not report.without_data:
        callable_ = say(
            "folder.callable", lang, allow=number(totals.allow, lang),
            contacts=count("contacts", totals.contacts, lang),
        )  # fmt: skip
        parts.append(callable_)
    parts += [
        count(f"found.{severity}", counts[severity], lang)
        for severity in ("error", "warning")
        if counts[severity]
    ]
    return " · ".join(parts)


def _sentence(entries: Sequence[Entry], lang: str) -> str:
    """``5 campaigns: 3 clear, 1 in breach, 1 not judged``."""
    states = [state(one.report) for one in entries]
    said = ", ".join(
        count(f"folder.count.{name}", states.count(name), lang) for name in STATES if name in states
    )
    return count("folder.campaigns", len(entries), lang, said=said)


STATES = ("clear", "review", "breach", "incomplete", "unusable")


def state(report: Report) -> str:
    """In one word what became of a campaign."""
    if any(problem.fatal for problem in report.problems):
        return "unusable"
    if report.problems:
        return "incomplete" if report.first_day else "unusable"
    outcome, totals = campaign_outcome(report), report.totals
    if outcome == "breach":
        return "breach"
    if outcome or totals.allow < totals.contacts or report.without_data:
        return "review"
    return "clear"


def index_object(
    groups: Groups, look: Look, files: Sequence[str], title: str | None
) -> dict[str, Any]:
    """The index for programs; ``files`` are all that stand in the folder beside it."""
    return {
        "$schema": SCHEMA,
        "format": "folder-v1",
        "calllint": __version__,
        "lang": look.lang,
        "title": None if title is None else raw(title, show_numbers=look.show_numbers),
        "groups": [
            {
                "name": raw(name, show_numbers=look.show_numbers),
                "campaigns": [_object(one, look) for one in found],
            }
            for name, found in groups.items()
        ],
        "files": sorted(files),
    }


def _object(entry: Entry, look: Look) -> dict[str, Any]:
    report, counts = entry.report, by_severity(entry.report)
    totals = report.totals
    return {
        "campaign": slashes(report.campaign),
        "title": raw(report.title, show_numbers=look.show_numbers),
        "page": entry.href,
        "state": state(report),
        "from": raw(report.first_day),
        "to": raw(report.last_day),
        "contacts": totals.contacts,
        "allow": totals.allow,
        "review": totals.review,
        "block": totals.block,
        "unreadable": totals.unreadable,
        "found": {severity: counts[severity] for severity in ("error", "warning", "info")},
        "problems": [
            message_of_problem(one, look.lang, show_numbers=look.show_numbers)
            for one in report.problems
        ],
    }


def write_object(
    groups: Groups, stream: TextIO, look: Look, files: Sequence[str], title: str | None
) -> None:
    """Writes ``index.json``."""
    stream.write(json.dumps(index_object(groups, look, files, title), indent=2) + "\n")


def _shown(text: str, look: Look) -> str:
    return text if look.show_numbers else mask_within(text)


class Names:
    """Names of files and folders made from names of things, each given once."""

    def __init__(self, taken: Sequence[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def give(self, text: str, instead: str) -> str:
        """``Télécom Exemple SA`` as ``telecom-exemple-sa``; a number behind one that is taken."""
        base = slug(text) or instead
        name, number_ = base, 1
        while name in self._taken:
            number_ += 1
            name = f"{base}-{number_}"
        self._taken.add(name)
        return name


def slug(text: str) -> str:
    """Letters and digits of ASCII, a dash for the rest; what may be a number of a person is not."""
    plain = unicodedata.normalize("NFKD", mask_within(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60]
