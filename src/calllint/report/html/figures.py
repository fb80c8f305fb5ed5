"""The figures of a campaign: each a chart, what it says in words, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup
from msgspec import Struct

from calllint.engine.result import Hours, LawValue, Loss, Report, Totals, WinBack
from calllint.lang import clock, count, day, days, number, pick, say
from calllint.packs.model import InForce, Pack, Parameter
from calllint.report.html import charts
from calllint.report.html.tables import Cell, Column, Table, amount, on, table
from calllint.report.order import campaign_outcome, slashes
from calllint.report.rulebook import words
from calllint.report.summary import chosen, spared
from calllint.report.values import citations, in_force, write_amount, write_kind, write_parameter

_MOST_LINES = 18
"""Lines of a timeline that are drawn; its table has them all."""
_MOST_STEPS = 10
"""Causes of loss that are drawn one by one."""
_MOST_SIGNS = 96
_YEARS = 3
_NEAR = timedelta(days=200)
"""How close to the judged days a value must change to be drawn though no finding cites it."""
"""Years before the judged days that a timeline reaches back."""
Spans = tuple[tuple[int, int], ...]


class Figure(Struct, frozen=True):
    """One chart, or several of one kind."""

    id: str
    title: str
    images: tuple[tuple[str, Markup], ...]
    """What each is of, where there are several, and the chart."""
    legend: tuple[tuple[str, str], ...]
    """Colour and what it means."""
    notes: tuple[str, ...]
    table: Table


def rule_titles(report: Report, lang: str) -> dict[str, str]:
    """Title of every rule that was applied or that gave a finding."""
    rules = [one.rule for one in report.applied] + [one.rule for one in report.findings]
    return {rule.id: words(rule.title, lang) for rule in rules}


def cause(rule: str | None, titles: Mapping[str, str], lang: str) -> str:
    """A cause of loss in words."""
    if rule is None:
        return say("scrub.no_rule", lang)
    return f"{rule} {titles.get(rule, '')}".strip()


# Where contacts are lost


def waterfall(report: Report, lang: str, prefix: str) -> Figure | None:
    """From the contacts of the lists to those who may be called; None where nobody is lost."""
    clear = campaign_outcome(report) or chosen(report) or spared(report)
    end = say("html.waterfall.end.clear" if clear else "html.waterfall.end", lang)
    titles = rule_titles(report, lang)
    return waterfall_of(report.totals, report.lost, titles, end, lang, f"{prefix}-waterfall")


def waterfall_of(
    totals: Totals, lost: Sequence[Loss], titles: Mapping[str, str], end: str, lang: str, name: str
) -> Figure | None:
    """The same for any contacts; ``end`` says what is left of them."""
    readable = totals.contacts - totals.unreadable
    losses = [(cause(one.rule, titles, lang), one.block, one.review, one.left) for one in lost]
    if totals.unreadable:
        losses.insert(0, (say("scrub.unread", lang), 0, 0, readable))
    if not losses:
        return None
    starts = [totals.contacts, *(left for *_, left in losses)]
    told = [
        say("html.waterfall.step", lang, cause=text, shown=number(start - left, lang),
            left=number(left, lang))
        for start, (text, _, _, left) in zip(starts, losses, strict=False)
    ]  # fmt: skip
    said = say(
        "html.waterfall.described", lang, all=number(totals.contacts, lang),
        left=number(starts[-1], lang), steps="; ".join(told),
    )  # fmt: skip
    title = say("html.waterfall.title", lang)
    steps = list(_steps(starts, losses, end, lang))
    heads = ("cause", "contacts", "blocked", "review", "left")
    columns = [Column(say(f"html.{key}", lang), key != "cause") for key in heads]
    rows = [
        [Cell(text), *(amount(n, lang) for n in (start - left, block, review, left))]
        for start, (text, block, review, left) in zip(starts, losses, strict=False)
    ]
    return Figure(
        name,
        title,
        (("", charts.waterfall(steps, charts.Named(name, title, said))),),
        _legend(lang, lost="blocked", held="review"),
        (),
        table(f"{name}-table", title, columns, rows),
    )


def _steps(
    starts: Sequence[int], losses: Sequence[tuple[str, int, int, int]], end: str, lang: str
) -> Iterator[charts.Step]:
    """Bars: what there is, what each cause takes, the least of them together, what is left."""
    first, last = starts[0], starts[-1]
    yield charts.Step(say("html.waterfall.start", lang), first, 0, "past", number(first, lang))
    drawn = losses if len(losses) <= _MOST_STEPS + 1 else losses[:_MOST_STEPS]
    for start, (text, block, review, left) in zip(starts, drawn, strict=False):
        colour = "lost" if block or not review else "held"
        yield charts.Step(_short(text), start, left, colour, f"−{number(start - left, lang)}")
    if len(drawn) < len(losses):
        rest = count("html.waterfall.more", len(losses) - len(drawn), lang)
        before = starts[len(drawn)]
        yield charts.Step(rest, before, last, "lost", f"−{number(before - last, lang)}")
    yield charts.Step(end, last, 0, "kept", number(last, lang))


def _legend(lang: str, **keys: str) -> tuple[tuple[str, str], ...]:
    return tuple((colour, say(f"html.{key}", lang)) for colour, key in keys.items())


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SIGNS else text[: _MOST_SIGNS - 1].rstrip() + "…"


def win_back(report: Report, lang: str, prefix: str) -> Table | None:
    """Single things that would make contacts callable."""
    return win_back_of(report.win_back, rule_titles(report, lang), lang, f"{prefix}-win")


def win_back_of(
    pieces: Sequence[WinBack], titles: Mapping[str, str], lang: str, name: str
) -> Table | None:
    """The same, from pieces and the titles of rules."""
    columns = [Column(say("html.piece", lang)), Column(say("html.piece.some", lang), True)]
    rows = []
    for one in pieces:
        if one.kind == "rule":
            text = say("scrub.piece.rule", lang, rule=cause(one.name, titles, lang))
        else:
            text = say(f"scrub.piece.{one.name}", lang)
        rows.append([Cell(text), amount(one.contacts, lang)])
    return table(name, say("html.win_back", lang), columns, rows) if rows else None


# When people may be called


def hours(report: Report, lang: str, prefix: str) -> Figure | None:
    """The hours of every judged day: permitted beside declared. Places that are alike, together."""
    if not report.hours:
        return None
    name, title = f"{prefix}-hours", say("html.hours", lang)
    images = tuple(
        _calendar(place, found, lang, f"{name}-{number}")
        for number, (place, found) in enumerate(_alike(report, lang), 1)
    )
    notes = [] if any(one.declared for one in report.hours) else [say("html.hours.windows", lang)]
    kinds = {span[2] for one in report.hours for span in spans(one)} | {
        "holiday" for one in report.hours if one.holiday
    }
    legend = tuple(
        (colour, say(f"html.hours.{colour}", lang))
        for colour in ("open", "doubt", "kept", "held", "lost", "holiday")
        if colour in kinds
    )
    return Figure(name, title, images, legend, tuple(notes), _hours_table(report, lang, name))


def _alike(report: Report, lang: str) -> list[tuple[str, dict[date, Hours]]]:
    """Places with the hours of each day; places whose hours are all alike are one."""
    places: dict[tuple[str, str], dict[date, Hours]] = {}
    for one in report.hours:
        places.setdefault((one.title, one.zone), {}).update(dict.fromkeys(one.days, one))
    groups: dict[object, list[tuple[str, str]]] = {}
    for key, found in places.items():
        pattern = tuple(
            (day, spans(one), one.holiday is not None, one.rules)
            for day, one in sorted(found.items())
        )
        groups.setdefault(pattern, []).append(key)
    return [
        (
            say(
                "html.hours.zone", lang,
                places=", ".join(dict.fromkeys(title for title, _ in keys)),
                zone=", ".join(dict.fromkeys(zone for _, zone in keys)),
            ),
            places[keys[0]],
        )
        for keys in groups.values()
    ]  # fmt: skip


def spans(one: Hours) -> tuple[tuple[int, int, str], ...]:
    """What to paint of a day: what is permitted, then what is declared, each where it stands."""
    found = [(start, end, "open") for start, end in one.permitted]
    found += [(start, end, "doubt") for start, end in one.doubtful]
    if one.dialled is not False:
        declared = one.declared
        inside = common(declared, one.permitted)
        unsure = common(declared, one.doubtful)
        found += [(start, end, "kept") for start, end in inside]
        found += [(start, end, "held") for start, end in unsure]
        found += [(start, end, "lost") for start, end in without(declared, (*inside, *unsure))]
    return tuple(found)


def common(one: Spans, other: Spans) -> Spans:
    """The parts of some stretches that lie within others."""
    found = ((max(start, first), min(end, last)) for start, end in one for first, last in other)
    return tuple(sorted(span for span in found if span[0] < span[1]))


def without(one: Spans, other: Spans) -> Spans:
    """The parts of some stretches that lie outside others."""
    left = list(one)
    for first, last in other:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, first)), (max(start, last), end))
            if part[0] < part[1]
        ]
    return tuple(sorted(left))


def _calendar(place: str, found: dict[date, Hours], lang: str, name: str) -> tuple[str, Markup]:
    ordered = sorted(found.items())
    columns = [
        charts.Column(
            str(day.day) if len(ordered) <= 45 or not day.weekday() else "",
            _month(day, lang) if index == 0 or day.day == 1 else "",
            spans(one),
            one.holiday is not None,
        )
        for index, (day, one) in enumerate(ordered)
    ]
    outside = sum(any(colour == "lost" for *_, colour in spans(one)) for _, one in ordered)
    said = say("html.hours.described", lang, days=len(ordered), outside=outside)
    title = say("html.hours.title", lang, places=place)
    return place, charts.calendar(columns, charts.Named(name, title, said))


def _month(value: date, lang: str) -> str:
    return day(value, lang).partition(" ")[2]


def _hours_table(report: Report, lang: str, name: str) -> Table:
    """A row for each run of days that are alike, in places that are alike."""
    heads = ("day", "place", "hours.permitted", "hours.declared", "hours.because")
    columns = [Column(say(f"html.{key}", lang)) for key in heads]
    rows = [
        [
            Cell(days(first, last, lang), first.isoformat()),
            Cell(place),
            Cell(_permitted(one, lang)),
            Cell(_declared(one, lang)),
            Cell(_because(one, lang)),
        ]
        for place, found in _alike(report, lang)
        for first, last, one in _runs(found)
    ]
    return table(f"{name}-table", say("html.hours", lang), columns, rows)


def _runs(found: dict[date, Hours]) -> list[tuple[date, date, Hours]]:
    """Days in a row that are alike, as first and last."""
    runs: list[tuple[date, date, Hours]] = []
    for each, one in sorted(found.items()):
        if runs and runs[-1][2] is one and each - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], each, one)
        else:
            runs.append((each, each, one))
    return runs


def _write(found: Spans) -> str:
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in found)


def _permitted(one: Hours, lang: str) -> str:
    doubtful = f"{_write(one.doubtful)} ({say('html.hours.doubt', lang)})" if one.doubtful else ""
    parts = filter(None, [_write(one.permitted), doubtful])
    return ", ".join(parts) or say("html.hours.none", lang)


def _declared(one: Hours, lang: str) -> str:
    if one.dialled is False:
        return say("html.hours.not_dialled", lang)
    text = _write(one.declared) or say("html.hours.none", lang)
    return text if one.dialled else f"{text} ({say('html.hours.unsaid', lang)})"


def _because(one: Hours, lang: str) -> str:
    holiday = pick(one.holiday, lang) if one.holiday else ""
    return ", ".join(filter(None, [*one.rules, holiday]))


# The law over time


def timeline(report: Report, lang: str, prefix: str) -> Figure | None:
    """What the findings rest on, and values that change near the judged days."""
    first, last = report.first_day, report.last_day
    if first is None or last is None:
        return None
    span = date(max(first.year - _YEARS, 1), 1, 1), date(min(last.year + 1, 9998), 12, 31)
    lines = sorted(
        [*_rule_lines(report, lang), *_value_lines(report, lang)],
        key=lambda line: max(bar.first for bar in line.bars),
        reverse=True,
    )
    if not lines:
        return None
    name = f"{prefix}-timeline"
    title = say("html.timeline.title", lang, first=span[0].year, last=span[1].year)
    said = count("html.timeline.described", len(lines), lang, days=days(first, last, lang))
    drawn = charts.timeline(
        lines[:_MOST_LINES], (first, last), span, charts.Named(name, title, said)
    )
    more = len(lines) - _MOST_LINES
    legend = (
        ("doubt", say("html.timeline.judged", lang)),
        ("kept", say("html.timeline.now", lang)),
        ("past", say("html.timeline.other", lang)),
    )
    notes = (count("html.timeline.more", more, lang),) if more > 0 else ()
    return Figure(name, title, (("", drawn),), legend, notes, _line_table(lines, name, title, lang))


def _line_table(lines: Sequence[charts.Line], name: str, title: str, lang: str) -> Table:
    columns = [Column(say(f"html.timeline.{key}", lang)) for key in ("line", "value", "from", "to")]
    rows = [
        [
            Cell(line.label),
            Cell(bar.label),
            _end(bar.first, date.min, lang),
            _end(bar.last, date.max, lang),
        ]
        for line in lines
        for bar in line.bars
    ]
    return table(f"{name}-table", title, columns, rows)


def _end(value: date, none: date, lang: str) -> Cell:
    return Cell("–", value.isoformat()) if value == none else on(value, lang)


def _rule_lines(report: Report, lang: str) -> list[charts.Line]:
    """The rules with findings, and the days on which they are law."""
    rules = {one.rule.id: one.rule for one in report.findings if one.rule.basis == "law"}
    return [
        charts.Line(
            _short(f"{rule.id} {words(rule.title, lang)}"),
            (_bar(rule.in_force, in_force(rule.in_force, lang, write=_on(lang)), report),),
        )
        for _, rule in sorted(rules.items())
        if rule.in_force != InForce()
    ]


def _on(lang: str) -> Callable[[date], str]:
    return lambda value: day(value, lang)


def _bar(force: InForce, label: str, report: Report) -> charts.Bar:
    assert report.first_day is not None and report.last_day is not None
    now = force.overlaps(report.first_day, report.last_day)
    first, last = force.first or date.min, force.last or date.max
    return charts.Bar(first, last, label, "kept" if now else "past")


def _value_lines(report: Report, lang: str) -> list[charts.Line]:
    """The values findings cite, and those read that change near the judged days."""
    assert report.first_day is not None and report.last_day is not None
    near = report.first_day - _NEAR, report.last_day + _NEAR
    cited = {(value.pack, value.name) for one in report.findings for value in one.law_values}
    found = []
    for parameter in _parameters(report):
        changes = any(near[0] < since <= near[1] for since, _ in parameter.values[1:])
        bars = tuple(_stretches(parameter, report, lang))
        if bars and (changes or (parameter.pack, parameter.name) in cited):
            found.append(charts.Line(_short(words(parameter.title, lang)), bars))
    return found


def _parameters(report: Report) -> list[Parameter]:
    """The law values that were read, with all they ever were, by name."""
    read = {(value.pack, value.name) for value in report.law_values}
    packs: dict[str, Pack] = {one.pack.name: one.pack for one in report.applied}
    found = {
        (parameter.pack or pack.name, name): parameter
        for pack in packs.values()
        for name, parameter in pack.parameters.items()
    }
    return [found[key] for key in sorted(read & found.keys(), key=lambda key: (key[1], key[0]))]


def _stretches(parameter: Parameter, report: Report, lang: str) -> Iterable[charts.Bar]:
    starts = [since for since, _ in parameter.values]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [date.max]
    for (since, value), last in zip(parameter.values, ends, strict=True):
        label = write_amount(value, parameter.unit, lang)
        if value is not None:
            yield _bar(InForce(since, last), label, report)


def values(report: Report, lang: str, prefix: str) -> Table | None:
    """Every law value that was read."""
    if not report.law_values or report.first_day is None:
        return None
    heads = ("value", "finding", "since", "article", "confirmed")
    labels = [say("html.values", lang), *(say(f"html.{key}", lang) for key in heads[:1])]
    labels += [say(f"html.{key}", lang) for key in heads[2:]]
    titles = {(one.pack, one.name): words(one.title, lang) for one in _parameters(report)}
    rows = [
        _value(value, titles.get((value.pack, value.name), ""), report, lang)
        for value in report.law_values
        if value.value is not None
    ]
    return table(
        f"{prefix}-values", say("html.values", lang), [Column(one) for one in labels], rows
    )


def _value(value: LawValue, title: str, report: Report, lang: str) -> list[Cell]:
    assert report.first_day is not None and report.last_day is not None
    written = write_amount(value.value, value.unit, lang)
    if value.house is not None:
        legal = write_parameter(value.legal, lang)
        written = say("law.house", lang, value=written, house=value.house, legal=legal)
    law = citations(value.law, report.first_day, report.last_day, lang)
    return [
        Cell(title or value.name),
        Cell(written),
        on(value.since, lang),
        Cell(say("law.and", lang).join(law), style="law"),
        on(value.confirmed, lang) if value.confirmed else Cell(""),
    ]


def lists(report: Report, lang: str, prefix: str) -> Table | None:
    """The files that were read, each with its digest."""
    heads = ("list", "file", "rows", "unreadable", "digest")
    columns = [Column(say(f"html.{key}", lang), key in ("rows", "unreadable")) for key in heads]
    rows = [
        [
            Cell(write_kind(one.kind, lang)),
            Cell(slashes(one.file), literal=True),
            amount(one.rows, lang),
            amount(one.unreadable, lang),
            Cell(one.sha256, style="digest"),
        ]
        for one in report.lists
    ]
    rows += [
        [
            Cell("YAML"),
            Cell(slashes(file), literal=True),
            Cell(""),
            Cell(""),
            Cell(sha, style="digest"),
        ]
        for file, sha in sorted(report.digests.items())
    ]
    return table(f"{prefix}-lists", say("html.basis", lang), columns, rows) if rows else None
