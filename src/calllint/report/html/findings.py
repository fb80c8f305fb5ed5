"""Findings for a page: under the article they rest on, a rule once, with what to do."""

from __future__ import annotations

import posixpath
import re

from msgspec import Struct

from calllint.engine.result import Finding, Report
from calllint.lang import day, days, number, say
from calllint.packs.model import Article
from calllint.report.html.tables import Cell, Column, Table, table
from calllint.report.interface import Look
from calllint.report.mask import mask_within
from calllint.report.message import fill, message_of
from calllint.report.order import accepted, in_order, slashes
from calllint.report.phrases import acceptance, counted, held, lacking
from calllint.report.rulebook import words
from calllint.report.snippet import Snippet, snippet
from calllint.report.values import citations, write_law_values

_WIDTH = 84
"""Signs of a source line: what fits the width of a page on paper."""
_DIGITS = re.compile(r"([0-9]+)")
_RANK = ("error", "warning", "info", "duty")


class Source(Struct, frozen=True):
    """A line of the campaign, the words in question apart."""

    line: int
    before: str
    marked: str
    after: str


class Found(Struct, frozen=True):
    """One finding of a rule: what it says, and where."""

    message: str
    where: str
    contacts: str
    source: Source | None
    days: str
    lacking: str


class Broken(Struct, frozen=True):
    """A rule with its findings, and what to do about them."""

    id: str
    anchor: str
    title: str
    style: str
    severity: str
    found: tuple[Found, ...]
    advice: tuple[str, ...]
    unsettled: str
    also: str
    read: tuple[str, ...]
    new: str


class Group(Struct, frozen=True):
    """An article, and the rules that rest on it first of all."""

    title: str
    text: str
    url: str | None
    seen: str
    rules: tuple[Broken, ...]


def shown(report: Report) -> list[Finding]:
    """Findings to read: all but what somebody accepted."""
    return [one for one in in_order(report) if one.set_aside is None]


def groups(report: Report, look: Look, prefix: str) -> tuple[Group, ...]:
    """The articles with findings, the gravest first."""
    rules: dict[tuple[str, str], list[Finding]] = {}
    for finding in shown(report):
        rules.setdefault((finding.rule.id, style(finding)), []).append(finding)
    by_article: dict[str, list[list[Finding]]] = {}
    for found in sorted(rules.values(), key=lambda found: (_rank(found[0]), found[0].rule.id)):
        by_article.setdefault(_heading(found[0], report, look.lang), []).append(found)
    ordered = sorted(
        by_article.items(),
        key=lambda item: (_rank(item[1][0][0]), _is_policy(item[1]), _natural(item[0])),
    )
    return tuple(_group(heading, found, report, look, prefix) for heading, found in ordered)


def _rank(finding: Finding) -> int:
    return _RANK.index(style(finding))


def _natural(article: str) -> list[tuple[int, str]]:
    """``L223-9`` before ``L223-11``."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(article)]


def _is_policy(found: list[list[Finding]]) -> bool:
    return first_article(found[0][0]) is None


def style(finding: Finding) -> str:
    """``error``, ``warning``, ``info``, or ``duty`` for what accuses nobody."""
    return "duty" if finding.outcome == "duty" else finding.severity


def first_article(finding: Finding) -> Article | None:
    """The article a finding rests on before any other; a house rule has none."""
    return next(iter(finding.law), None) if finding.rule.basis == "law" else None


def _heading(finding: Finding, report: Report, lang: str) -> str:
    article = first_article(finding)
    if article is not None:
        return article.article
    titles = {one.pack.name: words(one.pack.title, lang) for one in report.applied}
    return say("html.policy", lang, pack=titles.get(finding.rule.pack, finding.rule.pack))


def _group(
    heading: str, found: list[list[Finding]], report: Report, look: Look, prefix: str
) -> Group:
    article = first_article(found[0][0])
    return Group(
        heading,
        (article.text or "") if article else "",
        article.url if article else None,
        say(f"seen.{article.seen}", look.lang) if article else "",
        tuple(_broken(each, report, look, prefix) for each in found),
    )


def anchor(finding: Finding, prefix: str) -> str:
    """Where in the page the rule of a finding stands."""
    return f"{prefix}-{finding.rule.id}-{style(finding)}"


def _broken(found: list[Finding], report: Report, look: Look, prefix: str) -> Broken:
    lang, first = look.lang, found[0]
    advice = [fill(one.rule.help, one, lang, show_numbers=look.show_numbers) for one in found]
    values = [value for one in found for value in one.law_values]
    law = [article for one in found for article in one.law[1:]]
    law += [article for value in values for article in value.law]
    first_day, last_day = min(one.first_day for one in found), max(one.last_day for one in found)
    cited = citations(law, first_day, last_day, lang)
    own = first_article(first)
    return Broken(
        first.rule.id,
        anchor(first, prefix),
        words(first.rule.title, lang),
        style(first),
        say(f"severity.{style(first)}", lang),
        tuple(_found(one, report, look) for one in found),
        tuple(dict.fromkeys(filter(None, advice))),
        words(first.rule.doubt, lang),
        say("law.and", lang).join(one for one in cited if own is None or one != own.article),
        tuple(write_law_values(values, lang)),
        held(first, lang),
    )


def _found(finding: Finding, report: Report, look: Look) -> Found:
    lang, text, span = look.lang, report.sources.get(finding.place.file), finding.place.span
    line = None
    if text is not None and span is not None:
        line = snippet(text, span, _WIDTH, show_numbers=look.show_numbers)
    source = None if line is None else _source(line)
    whole = (finding.first_day, finding.last_day) == (report.first_day, report.last_day)
    return Found(
        message_of(finding, lang, show_numbers=look.show_numbers),
        where(finding, report),
        counted(finding, lang) if finding.count is not None else "",
        source,
        "" if whole else days(finding.first_day, finding.last_day, lang),
        lacking(finding, lang),
    )


def where(finding: Finding, report: Report) -> str:
    """File, line and column; of a list, which has many lines, the file alone.

    As seen from the folder of the campaign, whose own place stands at the top of the page.
    """
    in_source = finding.count is None or finding.place.file in report.sources
    place = slashes(str(finding.place) if in_source else finding.place.file)
    folder = posixpath.dirname(slashes(report.campaign))
    return place.removeprefix(f"{folder}/") if folder else place


def _source(line: Snippet) -> Source:
    start = len(line.carets) - len(line.carets.lstrip())
    end = len(line.carets)
    text = line.source
    return Source(line.line, text[:start], text[start:end], text[end:])


def overview(report: Report, look: Look, prefix: str) -> Table:
    """Every finding in a row, to be sorted and looked through."""
    lang = look.lang
    found = sorted(shown(report), key=_rank)
    heads = ["severity", "rule", "article", "finding", "where"]
    heads += ["contacts"] if any(one.count is not None for one in found) else []
    columns = [
        Column(say(f"html.{name}", lang), name == "contacts", name == "finding") for name in heads
    ]
    rows = [_row(one, report, look, prefix)[: len(heads)] for one in found]
    return table(f"{prefix}-all", say("html.findings.table", lang), columns, rows)


def _row(finding: Finding, report: Report, look: Look, prefix: str) -> list[Cell]:
    lang, article = look.lang, first_article(finding)
    word = say(f"severity.{style(finding)}", lang)
    if finding.outcome == "unknown":
        word = f"{word}, {say('html.to_check', lang)}"
    return [
        Cell(word, _RANK.index(style(finding)), style=style(finding)),
        Cell(finding.rule.id, href=f"#{anchor(finding, prefix)}"),
        Cell(article.article if article else "–", style="law"),
        Cell(message_of(finding, lang, show_numbers=look.show_numbers)),
        Cell(where(finding, report), literal=True),
        Cell("" if finding.count is None else number(finding.count, lang), finding.count or 0),
    ]


def aside(report: Report, look: Look, prefix: str) -> Table | None:
    """What somebody accepted, with the reason."""
    found = accepted(report)
    if not found:
        return None
    lang = look.lang
    names = ("rule", "finding", "where", "by", "reason")
    columns = [Column(say(f"html.{name}", lang)) for name in names]
    return table(
        f"{prefix}-aside",
        say("html.accepted", lang),
        columns,
        [_aside(one, report, look) for one in found],
    )


def _aside(finding: Finding, report: Report, look: Look) -> list[Cell]:
    assert finding.set_aside is not None
    return [
        Cell(finding.rule.id),
        Cell(message_of(finding, look.lang, show_numbers=look.show_numbers)),
        Cell(where(finding, report), literal=True),
        Cell(say(f"aside.{finding.set_aside.by}", look.lang)),
        Cell(acceptance(finding.set_aside, look)),
    ]


def overdue(report: Report, lang: str) -> tuple[str, ...]:
    """Law that was to be read again before some judged day, a sentence for each day."""
    by_day: dict[object, list[str]] = {}
    for one in report.overdue:
        by_day.setdefault(one.review_by, []).append(one.name)
    return tuple(
        say("summary.overdue", lang, day=day(due, lang), names=", ".join(names))  # type: ignore[arg-type]
        for due, names in by_day.items()
    )


def masked(text: str, look: Look) -> str:
    """A free text of the campaign, without numbers unless they are to be shown."""
    return text if look.show_numbers else mask_within(text)
