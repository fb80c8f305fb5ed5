"""A rule explained to a person, and the table of all rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from calllint.lang import clock, count, day, say
from calllint.packs.model import Article, Example, InForce, Parameter, Rule
from calllint.report.console import Console, Styled, cells
from calllint.report.rulebook import Entry, conditions, definitions, parameters, words
from calllint.report.values import MINUTE_COLUMNS, in_force, raw, write_amount, write_parameter

_BULLET = re.compile(r"(?:[-*] |\d+\. )")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_MARKS = re.compile(r"\*\*|`|^#+ ", re.MULTILINE)


def write_rule(entry: Entry, out: Console, lang: str) -> None:
    """Everything about one rule: title, dates, law, condition, values, words, examples."""
    rule = entry.rule
    out.line(Styled(f"{rule.id} {rule.name}", "bold"))
    out.line(words(rule.title, lang))
    out.line()
    _facts(entry, out, lang)
    _heading("explain.why", rule.why, out, lang)
    if rule.why:
        out.paragraph(words(rule.why, lang), first="  ", rest="  ")
    _heading("explain.law", rule.law, out, lang)
    for article in rule.law:
        _article(article, out, lang)
    _heading("explain.condition", rule.expressions, out, lang)
    for key, text in conditions(rule):
        _expression(say(f"condition.{key}", lang), text, out)
    for name, text in definitions(entry):
        _expression(say("explain.where", lang, name=name), text, out)
    read = parameters(entry)
    _heading("explain.values", read, out, lang)
    for parameter in read:
        _parameter(parameter, out, lang)
    out.line()
    write_markdown(words(rule.explain, lang), out)
    _heading("explain.help", rule.help, out, lang)
    out.paragraph(words(rule.help, lang), first="  ", rest="  ")
    _heading("explain.examples", rule.examples, out, lang)
    for example in rule.examples:
        _example(example, out, lang)


def write_table(listed: Iterable[Entry], out: Console, lang: str) -> None:
    """One line per rule, and how many there are. Lines are not wrapped: they are searched."""
    rows = [
        tuple(
            say(f"rules.{key}", lang)
            for key in ("id", "name", "severity", "scope", "in_force", "article")
        )
    ]
    rows += [_row(entry.rule, lang) for entry in listed]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        padded = [
            cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        out.line(Styled("  ".join(padded), "" if place else "bold"))
    out.line(count("rules.count", len(rows) - 1, lang))


def write_markdown(text: str, out: Console) -> None:
    """Markdown as plain text: paragraphs and list items wrapped, marks taken off."""
    for place, block in enumerate(re.split(r"\n\s*\n", text.strip())):
        if place:
            out.line()
        for item in _items(block):
            mark = _BULLET.match(item)
            first = f"  {mark.group()}" if mark else ""
            out.paragraph(
                _plain(item[mark.end() :] if mark else item), first=first, rest=" " * len(first)
            )


def _items(block: str) -> list[str]:
    """A paragraph as one text, a list as one text per item."""
    items: list[str] = []
    for line in block.splitlines():
        if items and not _BULLET.match(line.lstrip()):
            items[-1] += " " + line.strip()
        else:
            items.append(line.strip())
    return items


def _plain(text: str) -> str:
    return _MARKS.sub("", _LINK.sub(r"\1 (\2)", text))


def _facts(entry: Entry, out: Console, lang: str) -> None:
    rule = entry.rule
    facts = [
        ("severity", say(f"severity.{rule.severity}", lang)),
        ("in_force", in_force(rule.in_force, lang, write=lambda one: day(one, lang))),
        ("deprecated", _day(rule.deprecated, lang)),
        ("withdrawn", _day(rule.withdrawn, lang)),
        ("replaced_by", ", ".join(rule.replaced_by)),
        ("review_by", _day(rule.review_by, lang)),
        ("scope", ", ".join(rule.scopes)),
        ("pack", f"{entry.pack.name} {entry.pack.version}"),
        ("since", rule.since),
    ]
    shown = [(say(f"explain.{key}", lang), text) for key, text in facts if text]
    width = max(cells(label) for label, _ in shown)
    for label, text in shown:
        out.line(Styled(label.ljust(width), "dim"), f"  {text}")


def _day(value: date | None, lang: str) -> str:
    return "" if value is None else day(value, lang)


def _heading(key: str, content: object, out: Console, lang: str) -> None:
    if content:
        out.line()
        out.line(Styled(say(key, lang), "bold"))


def _expression(label: str, text: str, out: Console) -> None:
    out.line(f"  {label}")
    out.paragraph(text, first="    ", rest="    ")


def _article(article: Article, out: Console, lang: str) -> None:
    seen = say(f"seen.{article.seen}", lang)
    force = article.in_force
    dated = in_force(force, lang, write=lambda one: day(one, lang)) if force != InForce() else None
    cited = ", ".join(filter(None, [article.article, dated, article.text]))
    out.paragraph(f"{cited} ({seen})", first="  ", rest="    ")
    if article.url:
        out.line(f"    {article.url}")


def _parameter(parameter: Parameter, out: Console, lang: str) -> None:
    confirmed = parameter.confirmed
    note = f" ({say('explain.confirmed', lang, day=day(confirmed, lang))})" if confirmed else ""
    label = say("label", lang, text=parameter.name)
    out.paragraph(f"{label} {words(parameter.title, lang)}{note}", first="  ", rest="    ")
    for since, value in parameter.values:
        written = write_amount(value, parameter.unit, lang)
        if house := parameter.houses.get(since):
            legal = write_parameter(house.legal, lang)
            written = say("law.house", lang, value=written, house=house.pack, legal=legal)
        out.paragraph(written, first=f"    {since.isoformat()}  ", rest=" " * 16)


def _example(example: Example, out: Console, lang: str) -> None:
    on = [f"on: {example.on.isoformat()}"] if example.on else []
    given = ", ".join(
        on + [f"{name}: {_given(name, value)}" for name, value in example.given.items()]
    )
    because = words(example.because, lang)
    label = say("label", lang, text=say(f"outcome.{example.outcome}", lang))
    out.paragraph(f"{given}{f' — {because}' if because else ''}", first=f"  {label} ", rest="    ")


def _given(name: str, value: object) -> str:
    """A value as the rule file writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if name in MINUTE_COLUMNS and isinstance(value, int):
        return clock(value)
    return str(raw(value))


def _row(rule: Rule, lang: str) -> tuple[str, ...]:
    first = rule.law[0].article if rule.law else "–"
    article = first if len(rule.law) < 2 else f"{first} …"
    return (
        rule.id,
        rule.name,
        say(f"severity.{rule.severity}", lang),
        ", ".join(rule.scopes),
        in_force(rule.in_force, lang),
        article,
    )
