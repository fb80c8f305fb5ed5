"""The seam between what a run found and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, TextIO, cast

from calllint.engine.result import ContactVerdict, Problem, Report, Totals

FORMATS = {
    "text": "calllint.report.text",
    "json": "calllint.report.json",
    "json-v1": "calllint.report.json",
    "sarif": "calllint.report.sarif",
    "junit": "calllint.report.junit",
    "github": "calllint.report.github",
    "gitlab": "calllint.report.gitlab",
    "csv": "calllint.report.csv",
    "csv-contacts": "calllint.report.csv:open_contacts_writer",
    "statistics-text": "calllint.report.statistics",
    "statistics-json": "calllint.report.statistics:open_json_writer",
}
"""Module of each format; it holds ``open_writer(stream, look)``, unless another name follows."""


@dataclass(frozen=True)
class Look:
    """How a report is to look: language, masking, colour, width in characters."""

    lang: str = "en"
    show_numbers: bool = False
    color: bool = False
    width: int = 100


class Writer(Protocol):
    """A report being written: the campaigns of a run, one after the other."""

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Writes one campaign. ``contacts`` are consumed as they come, never kept."""

    def close(self) -> str | None:
        """Writes what ends the report. The stream stays open: it is the caller's.

        Gives a sentence on what a platform's limits kept out of the report, if anything.
        """


def open_writer(name: str, stream: TextIO, look: Look) -> Writer:
    """The writer of a format in ``FORMATS``; only its module is loaded."""
    module, _, maker = FORMATS[name].partition(":")
    return cast(Writer, getattr(import_module(module), maker or "open_writer")(stream, look))


def render(
    report: Report,
    stream: TextIO,
    *,
    name: str = "text",
    lang: str = "en",
    show_numbers: bool = False,
    color: bool = False,
    width: int = 100,
    contacts: Iterator[ContactVerdict] | None = None,
) -> None:
    """Writes a whole report about one campaign."""
    render_with(report, stream, Look(lang, show_numbers, color, width), name, contacts)


def render_with(
    report: Report,
    stream: TextIO,
    look: Look,
    name: str = "text",
    contacts: Iterator[ContactVerdict] | None = None,
) -> None:
    """The same, for a look that is already known."""
    writer = open_writer(name, stream, look)
    writer.add(report, contacts)
    writer.close()


def unread(campaign: str, problems: tuple[Problem, ...]) -> Report:
    """The report on a campaign that could not be read at all: its problems, and nothing else."""
    return Report(
        campaign=campaign,
        title=None,
        first_day=None,
        last_day=None,
        known_at=None,
        options={},
        packs={},
        tzdata="",
        findings=(),
        problems=problems,
        totals=Totals(),
        reasons=(),
        lists=(),
        law_values=(),
    )
