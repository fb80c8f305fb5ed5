"""What the law leaves of a portfolio, as a page to read, print and sign."""

from __future__ import annotations

from typing import TextIO

from msgspec import Struct

from calllint import __version__
from calllint.engine.impact import ActivityImpact, Crossing, Impact, WholeChange
from calllint.lang import count, day, number, pick, say, typeset
from calllint.report.html import portfolio
from calllint.report.html.campaign import Problem
from calllint.report.html.figures import Figure, waterfall_of, win_back_of
from calllint.report.html.page import page
from calllint.report.html.tables import Cell, Column, Table, table
from calllint.report.html.verdict import sign_of
from calllint.report.impact import bounds
from calllint.report.impactwords import Words
from calllint.report.interface import Look
from calllint.report.message import message_of_problem
from calllint.report.order import slashes


class Crossed(Struct, frozen=True):
    """A touched activity, before and after a change."""

    title: str
    rows: tuple[tuple[str, str], ...]


class Touched(Struct, frozen=True):
    """The activities that fare alike across a change, and what they state together."""

    style: str
    title: str
    stated: str
    activities: tuple[Crossed, ...]


class Change(Struct, frozen=True):
    """A date on which the law changes, and what it does to the whole."""

    title: str
    said: tuple[str, ...]
    groups: tuple[Touched, ...]
    beside: str


class Judged(Struct, frozen=True):
    """An activity whose campaign was judged: what is left of its contacts, and why."""

    title: str
    status: str
    left: Figure | None
    win_back: Table | None
    faults: tuple[str, ...]


class Leaves(Struct, frozen=True):
    """What the law leaves, first in one sentence."""

    style: str
    sentence: str
    lines: tuple[str, ...] = ()


def write_impact(found: Impact, stream: TextIO, look: Look) -> None:
    """Writes the page of a portfolio."""
    words = Words(found, look)
    stated, lang = found.portfolio, look.lang
    name = words.shown(stated.centre.text if stated.centre else slashes(stated.name))
    text = page(
        "impact.html",
        lang,
        kind=say("html.impact", lang),
        title=f"{name} ({stated.country.text})" if stated.country else name,
        head=_head(words),
        leaves=_leaves(words),
        crossings=portfolio.crossings(words),
        contacts=portfolio.contacts(words),
        kinds=portfolio.kinds(words),
        rests=portfolio.rests(words),
        changes=[_change(words, one) for one in found.changes],
        activities=portfolio.activities(words),
        judged=[
            _judged(words, one, f"a{place}")
            for place, one in enumerate(found.activities, 1)
            if one.now is not None
        ],
        problems=_problems(found, look),
        method=_method(found, lang),
        versions=_versions(found),
        reference=_reference(found),
        files=_files(found, lang),
    )
    stream.write(text)


def _head(words: Words) -> list[tuple[str, str]]:
    """The lines above the memo: what it is about."""
    found, lang = words.found, words.lang
    parts = [words.count("impact.activities", len(found.activities))]
    for key, shares in (("clients", found.shares["client"]), ("markets", found.shares["market"])):
        named = sum(one.name is not None for one in shares)
        parts.append(words.count(f"impact.{key}", named))
    packs = ", ".join(f"{name} {version}" for name, version in sorted(found.packs.items()))
    rows = [
        ("file", slashes(found.portfolio.name)),
        ("impact.portfolio", ", ".join(parts)),
        ("law", packs),
    ]
    return [(say(f"html.{key}", lang), text) for key, text in rows if text]


def _reference(found: Impact) -> str:
    return sign_of(
        {
            "calllint": __version__,
            "portfolio": slashes(found.portfolio.name),
            "law": [str(found.law_from), str(found.law_to)],
            "options": dict(found.options),
            "packs": dict(found.packs),
            "tzdata": found.tzdata,
            "digests": {slashes(file): sha for file, sha in found.digests.items()},
        }
    )


def _leaves(words: Words) -> Leaves:
    """What a manager asks first: what the law costs, from which day, and what stands beside it."""
    found, lang = words.found, words.lang
    if all(one.judged != "judged" for one in found.activities):
        return Leaves("warning", words.say("html.impact.nothing"))
    worse = [one for one in found.changes if one.groups["worse"].activities]
    if not worse:
        return Leaves("good", words.say("html.impact.spared"))
    first = worse[0]
    sentence = words.count(
        "html.impact.worse",
        len(first.groups["worse"].activities),
        day=day(first.change.day, lang),
        all=number(len(found.activities), lang),
    )
    lines = [
        words.say(
            "html.impact.at_stake",
            day=day(one.change.day, lang),
            group=words.group(one.groups["worse"]),
        )
        for one in worse
    ]
    style = "warning" if first.beside.activities else "error"
    return Leaves(style, sentence, (*lines, _beside(words, first)))


def _beside(words: Words, change: WholeChange) -> str:
    if not change.beside.activities:
        return words.say("impact.beside_nothing")
    label = say("label", words.lang, text=words.say("impact.beside"))
    return f"{label} {words.group(change.beside)}"


_GROUPS = {"worse": "error", "better": "good", "same": "info", "untouched": "", "not_judged": ""}


def _change(words: Words, whole: WholeChange) -> Change:
    change, lang = whole.change, words.lang
    groups = [
        Touched(
            style,
            words.say(f"impact.group.{key}"),
            words.group(whole.groups[key]),
            tuple(_crossed(words, whole, place) for place in whole.groups[key].activities)
            if style
            else (),
        )
        for key, style in _GROUPS.items()
        if whole.groups[key].activities
    ]
    return Change(
        words.say("impact.change", day=day(change.day, lang)),
        tuple(typeset(pick(said, lang), lang) for said in change.said),
        tuple(groups),
        _beside(words, whole) if whole.groups["worse"].activities else "",
    )


def _crossed(words: Words, whole: WholeChange, place: int) -> Crossed:
    one = words.found.activities[place]
    crossing = next(each for each in one.crossings if each.day == whole.change.day)
    rows = [(words.say(f"impact.{key}"), text) for key, text in _rows(words, crossing)]
    return Crossed(words.title(one), tuple(rows))


def _rows(words: Words, crossing: Crossing) -> list[tuple[str, str]]:
    same = crossing.effect == "same" and crossing.before.totals == crossing.after.totals
    stands = [("unchanged", words.stands(crossing.after))]
    if not same:
        stands = [
            ("before", words.stands(crossing.before)),
            ("after", words.stands(crossing.after)),
        ]
    return [*stands, ("rules", words.rules(crossing))]


def _judged(words: Words, one: ActivityImpact, name: str) -> Judged:
    now, lang = one.now, words.lang
    assert now is not None
    titles = {rule: typeset(pick(text, lang), lang) for rule, text in one.titles.items()}
    end = say("html.waterfall.end.clear" if now.faults else "html.waterfall.end", lang)
    status = words.say(f"impact.status.{now.status}")
    if one.last_day is not None:
        status = words.say("impact.now", day=day(one.last_day, lang), status=status)
    lists = now.with_lists
    return Judged(
        words.title(one),
        status,
        waterfall_of(now.totals, now.lost, titles, end, lang, f"{name}-lost") if lists else None,
        win_back_of(now.win_back, titles, lang, f"{name}-win") if lists else None,
        tuple(words.fault(one, now, rule) for rule in now.faults),
    )


def _problems(found: Impact, look: Look) -> list[Problem]:
    return [
        Problem(
            slashes(str(one.place)),
            message_of_problem(one, look.lang, show_numbers=look.show_numbers),
            one.rule or "",
        )
        for one in found.problems
    ]


def _method(found: Impact, lang: str) -> list[str]:
    """How it was worked out, and which dates of the law were looked at."""
    said = [say("impact.method", lang)]
    if found.law_from or found.law_to:
        said.append(bounds(found, lang))
    if found.other_changes:
        listed = ", ".join(day(each.day, lang) for each in found.other_changes)
        said.append(count("impact.other_changes", len(found.other_changes), lang, listed=listed))
    return said


def _versions(found: Impact) -> str:
    packs = [f"{name} {version}" for name, version in sorted(found.packs.items())]
    return ", ".join([*packs, f"tzdata {found.tzdata}", f"calllint {__version__}"])


def _files(found: Impact, lang: str) -> Table | None:
    columns = [Column(say("html.file", lang)), Column(say("html.digest", lang))]
    rows = [
        [Cell(slashes(file), literal=True), Cell(sha, style="digest")]
        for file, sha in sorted(found.digests.items())
    ]
    return table("files", say("html.basis", lang), columns, rows) if rows else None
