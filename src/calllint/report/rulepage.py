"""The page of one rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from calllint.lang import day, say
from calllint.packs.model import Article, Rule
from calllint.report import markdown as md
from calllint.report.explain import write_penalty
from calllint.report.rulebook import (
    Entry,
    conditions,
    definitions,
    doubt,
    parameters,
    words,
    write_given,
    write_outcome,
    write_scopes,
)
from calllint.report.shelf import Shelf
from calllint.report.values import in_force, write_amount

_PLACEHOLDER = re.compile(r"\{\$?(\w+)\}")


def rule_page(entry: Entry, shelf: Shelf, lang: str) -> str:
    """All there is to say about a rule: what it asks, what it rests on, how sure it is."""
    rule, here = entry.rule, shelf.rule(entry.rule.id)
    return md.page(
        f"# {rule.id} {rule.name}",
        f"**{md.plain(words(rule.title, lang))}**",
        _facts(entry, shelf, here, lang),
        md.prose(words(rule.explain, lang), shelf.linker(here)),
        *_section("explain.doubt", lang, md.plain(doubt(rule, lang)) if rule.doubt else ""),
        *_section("explain.message", lang, _message(rule, lang)),
        *_section("explain.help", lang, md.linked(words(rule.help, lang), shelf.linker(here))),
        *_section("explain.law", lang, law_table(rule.law, lang)),
        *_section("explain.penalties", lang, _penalties(entry, shelf, lang)),
        *_section("explain.values", lang, _values(entry, shelf, here, lang)),
        *_section("explain.condition", lang, "\n\n".join(_conditions(entry, lang))),
        *_section("explain.examples", lang, _examples(rule, lang)),
    )


def law_table(law: Iterable[Article], lang: str) -> str:
    """The articles something rests on: where to read them, when they hold, how they were read."""
    rows = [
        (
            f"[{md.plain(one.article)}]({one.url})" if one.url else md.plain(one.article),
            in_force(one.in_force, lang, write=lambda on: day(on, lang)),
            md.plain(words({"fr": one.text or ""}, lang)),
            say(f"seen.{one.seen}", lang),
        )
        for one in law
    ]
    head = [say(f"page.{key}", lang) for key in ("article", "in_force", "text", "seen")]
    return md.table(head, rows) if rows else ""


def _section(key: str, lang: str, text: str) -> tuple[str, ...]:
    return (f"## {say(key, lang)}", text) if text else ()


def _facts(entry: Entry, shelf: Shelf, here: str, lang: str) -> str:
    rule, pack = entry.rule, entry.pack
    family = shelf.guide(pack).family(rule)
    title = words(family.title, lang)
    named = f"{family.prefix} {title}" if title else family.prefix
    values = [
        md.link(f"`{one.name}`", shelf.value(pack, one.name), here) for one in parameters(entry)
    ]
    facts = [
        ("page.family", md.link(named, shelf.family(family.prefix), here)),
        ("explain.severity", say(f"severity.{rule.severity}", lang)),
        ("explain.scope", write_scopes(rule, lang)),
        ("page.countries", ", ".join(pack.countries) or say("page.anywhere", lang)),
        ("explain.in_force", in_force(rule.in_force, lang, write=lambda on: day(on, lang))),
        ("explain.since", f"{pack.name} {rule.since}" if rule.since != "0" else ""),
        ("explain.withdrawn", "" if rule.withdrawn is None else day(rule.withdrawn, lang)),
        ("explain.review_by", "" if rule.review_by is None else day(rule.review_by, lang)),
        ("page.values", ", ".join(values)),
    ]
    shown = [(say(key, lang), text) for key, text in facts if text]
    return md.table([label for label, _ in shown], [[text for _, text in shown]])


def _message(rule: Rule, lang: str) -> str:
    return "> " + _PLACEHOLDER.sub(r"*\1*", words(rule.message, lang))


def _penalties(entry: Entry, shelf: Shelf, lang: str) -> str:
    risked = shelf.guide(entry.pack).answering(entry.rule)
    return "\n".join(f"* {md.plain(write_penalty(one, lang))}" for one in risked)


def _values(entry: Entry, shelf: Shelf, here: str, lang: str) -> str:
    rows = [
        (
            md.link(f"`{one.name}`", shelf.value(entry.pack, one.name), here),
            words(one.title, lang),
            day(since, lang),
            write_amount(value, one.unit, lang),
        )
        for one in parameters(entry)
        for since, value in one.values
    ]
    head = [say(f"page.{key}", lang) for key in ("value", "what", "since", "amount")]
    return md.table(head, rows) if rows else ""


def _conditions(entry: Entry, lang: str) -> Iterator[str]:
    for key, text in conditions(entry.rule):
        yield f"{say(f'condition.{key}', lang)}\n\n{md.code(text)}"
    for name, text in definitions(entry):
        yield f"{say('explain.where', lang, name=f'`{name}`')}\n\n{md.code(text)}"


def _examples(rule: Rule, lang: str) -> str:
    rows = [
        (
            write_outcome(one, rule, lang),
            "" if one.on is None else day(one.on, lang),
            f"`{write_given(one)}`" if one.given else "",
            md.plain(words(one.because, lang)),
        )
        for one in rule.examples
    ]
    return md.table([say(f"page.{key}", lang) for key in ("outcome", "day", "row", "why")], rows)
