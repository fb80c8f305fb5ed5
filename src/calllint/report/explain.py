"""A rule explained to a person, and the table of all rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from calllint.lang import count, day, say
from calllint.packs.guide import Guide, Penalty
from calllint.packs.model import Article, Example, InForce, Parameter, Rule, Text
from calllint.report.console import Console, Styled, cells
from calllint.report.rulebook import (
    Entry,
    conditions,
    definitions,
    doubt,
    doubtful,
    parameters,
    words,
    write_given,
    write_outcome,
    write_scopes,
)
from calllint.report.values import in_force, write_amount, write_parameter, write_sum

_BULLET = re.compile(r"(?:[-*] |\d+\. )")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_MARKS = re.compile(r"\*\*|`|^#+ ", re.MULTILINE)


def write_rule(entry: Entry, guide: Guide, out: Console, lang: str) -> None:
    """Everything about one rule, what a reader asks first coming first."""
    rule = entry.rule
    out.line(Styled(f"{rule.id} {rule.name}", "bold"))
    out.line(words(rule.title, lang))
    out.line()
    _facts(entry, out, lang)
    _heading("explain.why", rule.why, out, lang)
    if rule.why:
        out.paragraph(words(rule.why, lang), first="  ", rest="  ")
    out.line()
    write_markdown(words(rule.explain, lang), out)
    _told("explain.doubt", rule.doubt, out, lang)
    _told("explain.help", rule.help, out, lang)
    _heading("explain.law", rule.law, out, lang)
    for article in rule.law:
        _article(article, out, lang)
    risked = guide.answering(rule)
    _heading("explain.penalties", risked, out, lang)
    for penalty in risked:
        out.paragraph(write_penalty(penalty, lang), first="  ", rest="    ")
    read = parameters(entry)
    _heading("explain.values", read, out, lang)
    for parameter in read:
        _parameter(parameter, out, lang)
    _heading("explain.condition", rule.expressions, out, lang)
    for key, text in conditions(rule):
        _expression(say(f"condition.{key}", lang), text, out)
    for name, text in definitions(entry):
        _expression(say("explain.where", lang, name=name), text, out)
    _heading("explain.examples", rule.examples, out, lang)
    for example in rule.examples:
        _example(example, rule, out, lang)


def write_doubts(listed: Iterable[Entry], out: Console, lang: str) -> None:
    """The rules that rest on what is not settled, each with what that is."""
    found = [entry.rule for entry in listed if doubtful(entry.rule)]
    for rule in found:
        label = Styled(say(f"severity.{rule.severity}", lang), rule.severity)
        out.line(Styled(f"{rule.id} {rule.name}", "bold"), "  ", label)
        out.paragraph(doubt(rule, lang), first="  ", rest="  ")
    out.line(count("rules.doubts", len(found), lang))


def write_penalty(penalty: Penalty, lang: str) -> str:
    """What a breach may cost: under which article, who pays how much, what else, how we know."""
    sums = [
        say(f"penalty.{who}", lang, amount=write_sum(amount, penalty.currency, lang))
        for who, amount in (("person", penalty.person), ("company", penalty.company))
        if amount is not None
    ]
    articles = say("label", lang, text=", ".join(one.article for one in penalty.law))
    seen = ", ".join(dict.fromkeys(say(f"seen.{one.seen}", lang) for one in penalty.law))
    told = [", ".join(sums), words(penalty.note, lang).rstrip(".")]
    return f"{articles} {'. '.join(filter(None, told))} ({seen})"


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
        ("scope", write_scopes(rule, lang)),
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


def _told(key: str, text: Text, out: Console, lang: str) -> None:
    if text:
        _heading(key, text, out, lang)
        out.paragraph(words(text, lang), first="  ", rest="  ")


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
        from_day = say("force.from", lang, first=day(since, lang))
        label = say("label", lang, text=from_day)
        written = write_amount(value, parameter.unit, lang)
        if house := parameter.houses.get(since):
            legal = write_parameter(house.legal, lang)
            written = say("law.house", lang, value=written, house=house.pack, legal=legal)
        out.paragraph(f"{label} {written}", first="    ", rest="      ")


def _example(example: Example, rule: Rule, out: Console, lang: str) -> None:
    label = write_outcome(example, rule, lang)
    if example.on:
        label += f", {say('days.one', lang, day=day(example.on, lang))}"
    label = say("label", lang, text=label)
    because = words(example.because, lang)
    text = " — ".join(filter(None, [write_given(example), because]))
    out.paragraph(f"{label} {text}", first="  ", rest="    ")


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
