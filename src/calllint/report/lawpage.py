"""Pages about the law itself: its values, its dates, what breaches cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from calllint.lang import day, say
from calllint.packs.model import Pack, Parameter
from calllint.report import markdown as md
from calllint.report.rulebook import words
from calllint.report.rulepage import law_table
from calllint.report.shelf import LAW, PENALTIES, TIMELINE, Shelf
from calllint.report.values import write_amount, write_sum, write_unit

Line = tuple[date, int, str]
"""A day, the rank of what happened on it, and what it was."""


def value_page(pack: Pack, parameter: Parameter, shelf: Shelf, lang: str) -> str:
    """One law value: what it was and is, since when, under which article, who reads it."""
    here = shelf.value(pack, parameter.name)
    facts = [
        (say("page.unit", lang), _unit(parameter, lang)),
        (say("page.confirmed", lang), _day(parameter.confirmed, lang)),
        (say("explain.review_by", lang), _day(parameter.review_by, lang)),
    ]
    shown = [fact for fact in facts if fact[1]]
    readers = sorted(id for id, read in pack.reads.items() if parameter.name in read)
    return md.page(
        f"# {parameter.name}",
        f"**{md.plain(words(parameter.title, lang))}**",
        md.table([label for label, _ in shown], [[text for _, text in shown]]) if shown else "",
        md.table(
            [say("page.since", lang), say("page.amount", lang)],
            [
                (day(since, lang), write_amount(value, parameter.unit, lang))
                for since, value in parameter.values
            ],
        ),
        f"## {say('explain.law', lang)}" if parameter.law else "",
        law_table(parameter.law, lang),
        f"## {say('page.read_by', lang)}" if readers else "",
        _rules(readers, pack, shelf, here, lang),
    )


def law_index(shelf: Shelf, lang: str) -> str:
    """Every law value, with what it is on the last day it changed."""
    head = [say(f"page.{key}", lang) for key in ("value", "what", "amount", "since")]
    parts = []
    for pack in shelf.packs:
        rows = [
            (
                md.link(f"`{one.name}`", shelf.value(pack, one.name), LAW),
                md.plain(words(one.title, lang)),
                write_amount(one.values[-1][1], one.unit, lang),
                day(one.values[-1][0], lang),
            )
            for one in pack.parameters.values()
        ]
        if rows:
            parts += [f"## {md.plain(words(pack.title, lang))}", md.table(head, rows)]
    return md.page(f"# {say('page.law', lang)}", say("page.law.about", lang), *parts)


def penalties_page(shelf: Shelf, lang: str) -> str:
    """What breaches cost, with the article and how it is known."""
    head = [
        say(f"page.{key}", lang)
        for key in ("breach", "person", "company", "besides", "article", "rules")
    ]
    rows = [
        (
            md.plain(words(one.what, lang)),
            "" if one.person is None else write_sum(one.person, one.currency, lang),
            "" if one.company is None else write_sum(one.company, one.currency, lang),
            md.plain(words(one.note, lang)),
            "; ".join(
                f"{_cited(article.article, article.url)} ({say(f'seen.{article.seen}', lang)})"
                for article in one.law
            ),
            _answered(one.rules, pack, shelf, lang),
        )
        for pack in shelf.packs
        for one in shelf.guide(pack).penalties
    ]
    return md.page(
        f"# {say('page.penalties', lang)}",
        say("page.penalties.about", lang),
        md.table(head, rows),
    )


def timeline_page(shelf: Shelf, lang: str) -> str:
    """The law by date: what happened, rules that begin and end, values that change, reviews."""
    lines = sorted(line for pack in shelf.packs for line in _lines(pack, shelf, lang))
    parts: list[str] = []
    last = None
    for on, _, text in lines:
        if on != last:
            parts.append(f"## {day(on, lang)}")
        last = on
        parts.append(text)
    return md.page(f"# {say('page.timeline', lang)}", say("page.timeline.about", lang), *parts)


def _lines(pack: Pack, shelf: Shelf, lang: str) -> Iterator[Line]:
    for event in shelf.guide(pack).events:
        law = "; ".join(
            f"{_cited(one.article, one.url)}, {say(f'seen.{one.seen}', lang)}" for one in event.law
        )
        what = f"**{md.plain(words(event.what, lang))}**"
        yield event.on, 0, f"{what} ({law})" if law else what
    for on, ids in _begins(pack).items():
        yield on, 1, _said("page.begins", ids, pack, shelf, lang)
    for on, ids in _ends(pack).items():
        yield on, 2, _said("page.ends", ids, pack, shelf, lang)
    for on, values in _values(pack, shelf, lang).items():
        yield on, 3, "\n".join([say("page.become", lang), "", *values])
    for on, names in _reviews(pack, shelf).items():
        yield on, 4, say("page.reviews", lang, names=", ".join(names))


def _values(pack: Pack, shelf: Shelf, lang: str) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for one in pack.parameters.values():
        for since, value in one.values:
            name = md.link(f"`{one.name}`", shelf.value(pack, one.name), TIMELINE)
            amount = write_amount(value, one.unit, lang)
            line = f"* {say('page.becomes', lang, name=name, value=amount)}"
            found.setdefault(since, []).append(line)
    return found


def _begins(pack: Pack) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for rule in pack.rules:
        if rule.in_force.first is not None and rule.withdrawn is None:
            found.setdefault(rule.in_force.first, []).append(rule.id)
    return found


def _ends(pack: Pack) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for rule in pack.rules:
        if rule.in_force.last is not None and rule.withdrawn is None:
            found.setdefault(rule.in_force.last + timedelta(days=1), []).append(rule.id)
    return found


def _reviews(pack: Pack, shelf: Shelf) -> dict[date, list[str]]:
    link_rule = shelf.linker(TIMELINE)
    found: dict[date, list[str]] = {}
    for rule in pack.rules:
        if rule.review_by is not None:
            found.setdefault(rule.review_by, []).append(link_rule(rule.id))
    for one in pack.parameters.values():
        if one.review_by is not None:
            name = md.link(f"`{one.name}`", shelf.value(pack, one.name), TIMELINE)
            found.setdefault(one.review_by, []).append(name)
    return found


def _said(key: str, ids: list[str], pack: Pack, shelf: Shelf, lang: str) -> str:
    return "\n".join([say(key, lang), "", _rules(sorted(ids), pack, shelf, TIMELINE, lang)])


def _rules(ids: list[str], pack: Pack, shelf: Shelf, here: str, lang: str) -> str:
    """A list of rules, each a link and its title."""
    link_rule = shelf.linker(here)
    return "\n".join(
        f"* {link_rule(id)} {md.plain(words(pack.by_id[id].title, lang))}" for id in ids
    )


def _answered(prefixes: tuple[str, ...], pack: Pack, shelf: Shelf, lang: str) -> str:
    """The rules a penalty answers: one rule by its page, more of them by that of their family."""
    shown = []
    for prefix in prefixes:
        rule = next(one for one in pack.rules if one.id.startswith(prefix))
        family = shelf.guide(pack).family(rule).prefix
        page = shelf.rule(prefix) if prefix == rule.id else shelf.family(family)
        text = prefix if prefix in (rule.id, family) else f"{prefix}…"
        shown.append(md.link(text, page, PENALTIES))
    return ", ".join(shown) or say("page.none_sees", lang)


def _cited(article: str, url: str | None) -> str:
    return f"[{md.plain(article)}]({url})" if url else md.plain(article)


def _unit(parameter: Parameter, lang: str) -> str:
    return write_unit(parameter.unit, 2, lang)


def _day(value: date | None, lang: str) -> str:
    return "" if value is None else day(value, lang)
