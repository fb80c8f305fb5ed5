"""The figures of a portfolio: what becomes of it, what it does, what it rests on."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from calllint.document import Place
from calllint.engine.impact import ActivityImpact, Group, Impact, Standing, Total
from calllint.engine.impact import Figure as StatedFigure
from calllint.engine.result import Totals
from calllint.lang import day, days, number, say
from calllint.report.html import charts
from calllint.report.html.figures import Figure
from calllint.report.html.tables import Cell, Column, Table, table
from calllint.report.impactwords import Words, percent, write_decimal, write_money
from calllint.report.order import slashes

_FARES = {
    "worse": "lost",
    "better": "kept",
    "same": "part",
    "untouched": "past",
    "not_judged": "unsure",
}
"""How activities fare across a change, and their colours."""
_VERDICTS = {"allow": "kept", "review": "held", "block": "lost", "unreadable": "past"}
_MOST_CHANGES = 4
"""Changes of the law that are drawn; all have their section."""


def crossings(words: Words) -> Figure | None:
    """Each measure of the whole by how it fares across the changes that cost something, or any."""
    found, lang = words.found, words.lang
    worse = [one for one in found.changes if one.groups["worse"].activities]
    drawn = (worse or list(found.changes))[:_MOST_CHANGES]
    stacks, rows, used = [], [], set[str]()
    for change in drawn:
        for measure in _measures(found):
            what, parts = _name(measure, lang), list(_parts(words, change.groups, measure))
            when = say("html.impact.from", lang, day=day(change.change.day, lang))
            label = f"{what}, {when}"
            stacks.append(charts.Stack(label, "", tuple(part for _, part, _ in parts)))
            rows += [[Cell(when), Cell(what), *cells] for _, _, cells in parts]
            used |= {key for key, _, _ in parts}
    if not stacks:
        return None
    title = say("html.impact.crossings", lang)
    heads = ("under_law", "measure", "fares", "amount")
    columns = [Column(say(f"html.impact.{key}", lang)) for key in heads]
    return Figure(
        "crossings",
        title,
        (("", charts.parts(stacks, charts.Named("crossings", title, _told(rows)))),),
        tuple((colour, _fares(key, lang)) for key, colour in _FARES.items() if key in used),
        tuple(_unstated(words)),
        table("crossings-table", title, columns, rows),
    )


def _told(rows: Iterable[Iterable[Cell]]) -> str:
    return "; ".join(", ".join(cell.text for cell in row) for row in rows)


def _fares(key: str, lang: str) -> str:
    return say(f"impact.group.{key}", lang)


def _unstated(words: Words) -> Iterator[str]:
    listed = words.unstated(words.found.whole)
    if listed:
        yield words.say("impact.of_stated", listed=listed)


def _measures(found: Impact) -> list[Total | None]:
    """Each measure that is stated; first the activities themselves, which need no stating."""
    return [None, *(one for one in found.whole.totals if one.figures)]


def _name(measure: Total | None, lang: str) -> str:
    if measure is None:
        return say("html.impact.measure.activities", lang)
    name = say(f"html.impact.measure.{measure.measure}", lang)
    return name if measure.currency is None else f"{name} ({measure.currency})"


def _stretch(first: date | None, last: date | None, lang: str) -> str:
    """The days of a state of the law."""
    if first is None and last is None:
        return say("html.impact.always", lang)
    if first is None:
        assert last is not None
        return say("html.impact.before", lang, day=day(last + timedelta(days=1), lang))
    if last is None:
        return say("html.impact.from", lang, day=day(first, lang))
    return days(first, last, lang)


def _parts(
    words: Words, groups: Mapping[str, Group], measure: Total | None
) -> Iterator[tuple[str, charts.Part, list[Cell]]]:
    """What each group holds of a measure: its name, the part to draw, the cells of its row."""
    for key, colour in _FARES.items():
        group = groups[key]
        share, text = _held(words, group, measure) if group.activities else (None, "")
        if share:
            label = percent(share, words.lang)
            cells = [Cell(_fares(key, words.lang)), Cell(f"{text} ({label})")]
            yield key, charts.Part(float(share), colour, label), cells


def _held(words: Words, group: Group, measure: Total | None) -> tuple[Fraction | None, str]:
    """What a group holds of a measure: its share of the whole, and the amount."""
    if measure is None:
        n, whole = len(group.activities), len(words.found.activities)
        return Fraction(n, whole), words.count("impact.activities", n)
    same = (measure.measure, measure.currency)
    for total in group.totals:
        if (total.measure, total.currency) == same and total.figures:
            return total.share, words.amount(total)
    return None, ""


def kinds(words: Words) -> Figure | None:
    """What the centre does: each kind, and its part of the measure that most activities state."""
    found, lang = words.found, words.lang
    stated = [one for one in found.whole.totals if one.figures]
    measure = min(stated, key=lambda one: one.unstated, default=None)
    stacks = []
    for one in found.shares["kind"]:
        share, text = _held(words, one.group, measure)
        stated_as = text if share is not None else words.say("html.impact.unstated")
        stacks.append(charts.Stack(words.kind(one.name), stated_as, tuple(_of_whole(share))))
    if not stacks:
        return None
    name = _name(measure, lang)
    title = f"{say('impact.kinds', lang)}: {name}"
    said = "; ".join(f"{stack.label}: {stack.amount}" for stack in stacks)
    drawn = charts.parts(stacks, charts.Named("kinds-chart", title, said))
    notes = tuple(_unstated(words))
    return Figure("kinds-chart", title, ((name, drawn),), (), notes, _kinds_table(words))


def _of_whole(share: Fraction | None) -> Iterator[charts.Part]:
    if share:
        yield charts.Part(float(share), "kept", "")
    if share is None or share < 1:
        yield charts.Part(1 - float(share or 0), "wash", "")


def _kinds_table(words: Words) -> Table:
    found, lang, measures = words.found, words.lang, _measures(words.found)
    columns = [Column(say("html.impact.kind", lang))]
    columns += [Column(_name(one, lang), True) for one in measures]
    groups = [(words.kind(one.name), one.group) for one in found.shares["kind"]]
    groups.append((words.say("impact.all"), found.whole))
    rows = [
        [Cell(name), *(_amount(words, group, measure) for measure in measures)]
        for name, group in groups
    ]
    return table("kinds-table", say("impact.kinds", lang), columns, rows)


def _amount(words: Words, group: Group, measure: Total | None) -> Cell:
    share, text = _held(words, group, measure)
    if not text:
        return Cell("–", "")
    part = f" ({percent(share, words.lang)})" if share and share != 1 else ""
    return Cell(f"{text}{part}", _ten_thousandths(share))


def _ten_thousandths(share: Fraction | None) -> int:
    """A share as whole numbers sort."""
    return round((share or 0) * 10_000)


def rests(words: Words) -> Table | None:
    """The client, market and activity that most comes from, with where that is stated."""
    lang = words.lang
    heads = ("rests_on", "amount", "share", "stated_at")
    columns = [Column(say(f"html.impact.{key}", lang), key == "share") for key in heads]
    rows = []
    for one in words.found.dependences:
        head = words.count(f"impact.first.{one.by}", one.of, name=words.shown(one.name))
        places = [words.found.activities[number].activity.place for number in one.activities]
        share = one.total.share
        rows.append(
            [
                Cell(head.rstrip(" :\u00a0")),
                Cell(words.amount(one.total)),
                Cell(percent(share, lang), _ten_thousandths(share)),
                Cell(_places(words, places), literal=True),
            ]
        )
    return table("rests", say("impact.rests_on", lang), columns, rows) if rows else None


def activities(words: Words) -> Table:
    """Every activity with what is stated of it and what becomes of it."""
    lang, measures = words.lang, [one for one in _measures(words.found) if one is not None]
    columns = [Column(say("html.impact.activity", lang), wide=True)]
    columns += [Column(_name(one, lang), True) for one in measures]
    columns += [Column(say(f"html.impact.{key}", lang)) for key in ("becomes", "stated_at")]
    rows = [[*_activity(words, one, measures)] for one in words.found.activities]
    return table("activities", say("impact.each", lang), columns, rows)


def _activity(words: Words, one: ActivityImpact, measures: Sequence[Total]) -> Iterator[Cell]:
    activity, now = one.activity, one.now
    client = f" ({words.shown(activity.client.text)})" if activity.client else ""
    market = f", {activity.market.text}" if activity.market else ""
    kind = words.kind(activity.kind.text if activity.kind else None)
    yield Cell(f"{words.shown(activity.name.text)}{client}, {kind}{market}", literal=True)
    for measure in measures:
        figure = activity.figures.get(measure.measure)
        if figure is not None and figure.currency == measure.currency:
            yield Cell(_plain(figure, words.lang), int(figure.value * 100))
        else:
            yield Cell("–", "")
    yield Cell(words.why(one) if now is None else words.say(f"impact.status.{now.status}"))
    yield Cell(
        _places(words, [activity.place, *(each.place for each in activity.figures.values())]),
        literal=True,
    )


def _plain(figure: StatedFigure, lang: str) -> str:
    """An amount under a heading that has its unit."""
    if figure.currency is not None:
        return write_money(figure.value, figure.currency, lang)
    return write_decimal(figure.value, lang)


def _places(words: Words, places: Iterable[Place]) -> str:
    """Lines of the portfolio, and places in its campaigns, as seen from its folder."""
    file = words.found.portfolio.file or words.found.portfolio.name
    folder = posixpath.dirname(slashes(file)) if words.found.portfolio.file else slashes(file)
    found = words.at(places).strip("[]")
    named = dict.fromkeys(found.replace(f"{folder}/", "").split(", ") if folder else [found])
    return ", ".join(named)


def contacts(words: Words) -> Figure | None:
    """The contacts of every judged activity, before and after each change that moves them."""
    lang = words.lang
    stacks, rows, used = [], [], set[str]()
    for one in words.found.activities:
        name = words.shown(one.activity.name.text)
        for first, last, totals in _same_totals(one.standings):
            when = _stretch(first, last, lang)
            counts = {key: n for key in _VERDICTS if (n := getattr(totals, key))}
            label = f"{name}, {when}"
            left = words.count("impact.callable", totals.contacts, allow=number(totals.allow, lang))
            parts = [
                charts.Part(n / totals.contacts, _VERDICTS[key], number(n, lang))
                for key, n in counts.items()
            ]
            stacks.append(charts.Stack(label, left, tuple(parts)))
            cells = [
                Cell(number(counts.get(key, 0), lang), counts.get(key, 0)) for key in _VERDICTS
            ]
            rows.append([Cell(name, literal=True), Cell(when), *cells])
            used |= counts.keys()
    if not stacks:
        return None
    title = say("html.impact.contacts", lang)
    columns = [Column(say(f"html.impact.{key}", lang)) for key in ("activity", "under_law")]
    columns += [Column(_verdict(key, lang), True) for key in _VERDICTS]
    said = "; ".join(f"{stack.label}: {stack.amount}" for stack in stacks)
    return Figure(
        "contacts",
        title,
        ((title, charts.parts(stacks, charts.Named("contacts", title, said))),),
        tuple((colour, _verdict(key, lang)) for key, colour in _VERDICTS.items() if key in used),
        (),
        table("contacts-table", title, columns, rows),
    )


def _verdict(key: str, lang: str) -> str:
    return say(f"html.tile.{key}", lang, n=2)


def _same_totals(
    standings: Iterable[Standing],
) -> list[tuple[date | None, date | None, Totals]]:
    runs: list[tuple[date | None, date | None, Totals]] = []
    for one in standings:
        if one.with_lists and one.totals.contacts:
            first = one.first
            if runs and runs[-1][2] == one.totals:
                first = runs.pop()[0]
            runs.append((first, one.last, one.totals))
    return runs
