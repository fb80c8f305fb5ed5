"""The seam between what a run found and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Protocol, TextIO, cast

from msgspec import Struct

from calllint.engine.result import ContactVerdict, Problem, Report, Totals

FORMATS = {
    "text": "calllint.report.text",
    "json": "calllint.report.json",
    "json-v1": "calllint.report.json",
    "sarif": "calllint.report.sarif",
    "junit": "calllint.report.junit",
    "github": "calllint.report.github",
    "gitlab": "calllint.report.gitlab",
    "html": "calllint.report.html.writer",
    "csv": "calllint.report.csv",
    "csv-contacts": "calllint.report.csv:open_contacts_writer",
    "csv-calls": "calllint.report.csv:open_calls_writer",
    "statistics-text": "calllint.report.statistics",
    "statistics-json": "calllint.report.statistics:open_json_writer",
}
"""Module of each format; it holds ``open_writer(stream, look)``, unless another name follows."""


class Look(Struct, frozen=True):
    """How a report is to look: language, masking, colour, width in characters."""

    lang: str = "en"
    show_numbers: bool = False
    color: bool = False
    width: int = 100


class Entry(Struct, frozen=True):
    """A campaign in an index of pages, and the page that has it."""

    report: Report
    href: str
    """From the folder of the index."""


class Writer(Protocol):
    """A report being written: the campaigns of a run, one after the other."""

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Writes one campaign. ``contacts`` are consumed as they come, never kept."""

    def close(self) -> str | None:
        """Writes what ends the report. The stream stays open: it is the caller's.

        Gives a sentence on what a platform's limits kept out of the report, if anything.
        """


class MissingExtra(Exception):
    """A format needs libraries that the plain installation leaves out."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"pip install 'calllint[{extra}]'")
        self.extra = extra


def open_writer(name: str, stream: TextIO, look: Look) -> Writer:
    """The writer of a format in ``FORMATS``; only its module is loaded. Raises MissingExtra."""
    module, _, maker = FORMATS[name].partition(":")
    with extra(name):
        found = import_module(module)
    return cast(Writer, getattr(found, maker or "open_writer")(stream, look))


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Around imports of what the extra of that name brings. Raises MissingExtra."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "calllint").startswith("calllint"):
            raise
        raise MissingExtra(name) from error


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
