"""Every page about the packs in use: rules, families, law values, dates, penalties, doubts.

Pages are Markdown, named by their path; ``calllint rules docs`` writes them, and the site of the
documentation is built from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from calllint.lang import count, day, say
from calllint.packs.model import Pack
from calllint.report import markdown as md
from calllint.report.lawpage import law_index, penalties_page, timeline_page, value_page
from calllint.report.rulebook import Entry, doubt, doubtful, words
from calllint.report.rulepage import rule_page
from calllint.report.shelf import DOUBTS, LAW, PENALTIES, RULES, TIMELINE, Shelf
from calllint.report.values import in_force


class Page(Struct, frozen=True):
    """One page: where it stands, and its Markdown."""

    path: str
    text: str


def pages(packs: tuple[Pack, ...], lang: str) -> Iterator[Page]:
    """All pages in one language. Raises PackError where a pack's guide is wrong."""
    shelf = Shelf(packs)
    yield Page(RULES, _index(shelf, lang))
    yield Page(DOUBTS, _doubts(shelf, lang))
    for prefix, listed in shelf.families.items():
        yield Page(shelf.family(prefix), _family(prefix, listed, shelf, lang))
    for entry in shelf.entries:
        yield Page(shelf.rule(entry.rule.id), rule_page(entry, shelf, lang))
    yield Page(LAW, law_index(shelf, lang))
    yield Page(TIMELINE, timeline_page(shelf, lang))
    yield Page(PENALTIES, penalties_page(shelf, lang))
    for pack in packs:
        for parameter in pack.parameters.values():
            text = value_page(pack, parameter, shelf, lang)
            yield Page(shelf.value(pack, parameter.name), text)


def _index(shelf: Shelf, lang: str) -> str:
    rows = []
    for prefix, listed in shelf.families.items():
        family = shelf.guide(listed[0].pack).family(listed[0].rule)
        title = f"{prefix} {md.plain(words(family.title, lang))}".rstrip()
        rows.append(
            (
                md.link(title, shelf.family(prefix), RULES),
                md.plain(words(family.about, lang)),
                str(len(listed)),
            )
        )
    head = [say(f"page.{key}", lang) for key in ("family", "about", "rules")]
    versions = ", ".join(f"{pack.name} {pack.version}" for pack in shelf.packs)
    return md.page(
        f"# {say('page.rules', lang)}",
        say("page.rules.about", lang, versions=versions),
        md.table(head, rows),
        f"## {say('page.all', lang)}",
        _table(shelf.entries, shelf, RULES, lang),
    )


def _family(prefix: str, listed: list[Entry], shelf: Shelf, lang: str) -> str:
    family = shelf.guide(listed[0].pack).family(listed[0].rule)
    return md.page(
        f"# {prefix} {md.plain(words(family.title, lang))}".rstrip(),
        md.plain(words(family.about, lang)),
        _table(listed, shelf, shelf.family(prefix), lang),
    )


def _table(listed: Iterable[Entry], shelf: Shelf, here: str, lang: str) -> str:
    link_rule = shelf.linker(here)
    rows = [
        (
            link_rule(entry.rule.id),
            md.plain(words(entry.rule.title, lang)),
            say(f"severity.{entry.rule.severity}", lang),
            in_force(entry.rule.in_force, lang, write=lambda on: day(on, lang)),
            md.link(say("page.yes", lang), DOUBTS, here) if doubtful(entry.rule) else "",
        )
        for entry in listed
    ]
    head = [say(f"page.{key}", lang) for key in ("rule", "title", "severity", "in_force", "doubt")]
    return md.table(head, rows)


def _doubts(shelf: Shelf, lang: str) -> str:
    found = [entry.rule for entry in shelf.entries if doubtful(entry.rule)]
    link_rule = shelf.linker(DOUBTS)
    rows = [
        (
            link_rule(rule.id),
            md.plain(words(rule.title, lang)),
            say(f"severity.{rule.severity}", lang),
            md.plain(doubt(rule, lang)),
        )
        for rule in found
    ]
    head = [say(f"page.{key}", lang) for key in ("rule", "title", "severity")]
    return md.page(
        f"# {say('explain.doubt', lang)}",
        f"{count('rules.doubts', len(found), lang)}. {say('page.doubts.about', lang)}",
        md.table([*head, say("explain.doubt", lang)], rows),
    )
