"""The format ``html``: a page on every campaign of a run, pages of one, and their index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

from calllint.engine.result import ContactVerdict, Report
from calllint.lang import count, days, number, say
from calllint.report.html.campaign import Campaign, show, written
from calllint.report.html.findings import masked
from calllint.report.html.page import page
from calllint.report.html.tables import Cell, Column, Table, amount, table
from calllint.report.html.verdict import outcome, ruling, short
from calllint.report.interface import Entry, Look
from calllint.report.order import by_severity, slashes


def open_writer(stream: TextIO, look: Look) -> Html:
    """A page on every campaign of the run."""
    return Html(stream, look)


class Html:
    """Keeps the campaigns: what is said of them all stands above them."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        self._stream = stream
        self._look = look
        self._campaigns: list[Campaign] = []
        self._rows: list[tuple[Cell, ...]] = []
        self._verdicts: list[str] = []

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Keeps one campaign. Contacts are counted on a page, never listed."""
        anchor = f"c{len(self._campaigns) + 1}"
        campaign = show(report, self._look, anchor)
        self._campaigns.append(campaign)
        self._rows.append(_row(Entry(report, f"#{anchor}"), self._look))
        self._verdicts.append(campaign.ruling.key)

    def close(self) -> None:
        """Writes the page."""
        lang = self._look.lang
        index = None
        if len(self._campaigns) != 1:
            index = _table(self._rows, "index", say("html.campaigns", lang), lang)
        text = page(
            "campaigns.html",
            lang,
            kind=say("html.report", lang),
            campaigns=self._campaigns,
            index=index,
            sentence=_sentence(self._verdicts, lang),
            written=None,
        )
        self._stream.write(text)


def write_campaign(report: Report, stream: TextIO, look: Look) -> None:
    """Writes the page of one campaign."""
    writer = Html(stream, look)
    writer.add(report)
    writer.close()


def write_scrub(
    report: Report, summary: Mapping[str, Any], files: Sequence[str], folder: str,
    stream: TextIO, look: Look,
) -> None:  # fmt: skip
    """Writes the page of a campaign whose list was written, with what was written."""
    text = page(
        "campaigns.html",
        look.lang,
        kind=say("html.scrub", look.lang),
        campaigns=[show(report, look)],
        index=None,
        sentence="",
        written=written(summary, folder, files, look),
    )
    stream.write(text)


def write_index(
    groups: Mapping[str, Sequence[Entry]], stream: TextIO, look: Look, title: str | None = None
) -> None:
    """Writes a page that leads to others: a table of campaigns for each group, by its name.

    A group without a name has no heading.
    """
    lang = look.lang
    tables = [
        (
            masked(name, look),
            _table([_row(one, look) for one in found], f"g{place}", masked(name, look), lang),
        )
        for place, (name, found) in enumerate(groups.items(), 1)
    ]
    verdicts = [outcome(one.report) for found in groups.values() for one in found]
    text = page(
        "index.html",
        lang,
        kind=say("html.index", lang),
        title=masked(title, look) if title else say("html.index", lang),
        tables=tables,
        sentence=_sentence(verdicts, lang),
    )
    stream.write(text)


def _sentence(verdicts: Sequence[str], lang: str) -> str:
    """How many campaigns have each verdict."""
    counts = dict.fromkeys(verdicts, 0)
    for one in verdicts:
        counts[one] += 1
    said = ", ".join(f"{number(n, lang)} {short(key, n, lang)}" for key, n in counts.items())
    return count("html.index.sentence", len(verdicts), lang, said=said) if verdicts else ""


def _table(rows: Sequence[tuple[Cell, ...]], id: str, caption: str, lang: str) -> Table:
    heads = ("campaign", "verdict", "days", "contacts", "may", "errors", "warnings")
    columns = [
        Column(say(f"html.{key}", lang), key in ("contacts", "may", "errors", "warnings"))
        for key in heads
    ]
    return table(id, caption or say("html.campaigns", lang), columns, rows)


def _row(entry: Entry, look: Look) -> tuple[Cell, ...]:
    report, lang = entry.report, look.lang
    said, counts = ruling(report, lang), by_severity(report)
    judged = Cell("")
    if report.first_day is not None and report.last_day is not None:
        judged = Cell(days(report.first_day, report.last_day, lang), report.first_day.isoformat())
    return (
        Cell(masked(report.title or slashes(report.campaign), look), href=entry.href, literal=True),
        Cell(said.short, style=said.style),
        judged,
        *(
            Cell("–", "") if report.first_day is None else amount(n, lang)
            for n in (
                report.totals.contacts,
                report.totals.allow,
                counts["error"],
                counts["warning"],
            )
        ),
    )
