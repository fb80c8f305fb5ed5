"""The charts, in Altair: where contacts are lost, when they may be called, what the law was when.

Every size is fixed and no label is measured, so that a chart is the same wherever it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt
from markupsafe import Markup
from msgspec import Struct

from calllint.lang import clock
from calllint.report.html.palette import PAPER
from calllint.report.html.svg import draw

_WIDTH = 720
_TEXT, _SMALL = 13, 11.5
_LETTER = 6.4
"""Width of a small letter, about: what is written inside a bar must fit."""
_STEP = 40
_LINE = 42
_DAY_PLOT = 118
Layer = alt.Chart | alt.LayerChart


class Step(Struct, frozen=True):
    """One bar of a waterfall: the contacts it begins and ends at."""

    label: str
    start: int
    end: int
    colour: str
    amount: str


class Column(Struct, frozen=True):
    """One day of a calendar."""

    label: str
    """The day of the month, where it is to be written."""
    above: str
    """The month, where it begins."""
    spans: tuple[tuple[int, int, str], ...]
    """From, to in minutes, and a colour, painted in their order."""
    marked: bool = False


class Bar(Struct, frozen=True):
    """A stretch of time on one line of a timeline."""

    first: date
    last: date
    label: str
    colour: str


class Line(Struct, frozen=True):
    """One line of a timeline."""

    label: str
    bars: tuple[Bar, ...]


class Part(Struct, frozen=True):
    """A piece of a whole, from 0 to 1."""

    share: float
    colour: str
    label: str


class Stack(Struct, frozen=True):
    """One line of a chart of parts."""

    label: str
    amount: str
    parts: tuple[Part, ...]


class Named(Struct, frozen=True):
    """What a chart is called, in its page and by who cannot see it."""

    id: str
    title: str
    described: str


def waterfall(steps: Sequence[Step], named: Named) -> Markup:
    """Bars one below the other, each ending where the next one begins."""
    most = max(step.start for step in steps) or 1
    base = _over(
        {
            "row": place,
            "label": step.label,
            "from": min(step.start, step.end),
            "to": max(step.start, step.end),
            "edge": step.end,
            "colour": PAPER[step.colour],
            "amount": step.amount,
        }
        for place, step in enumerate(steps)
    )
    y, x = _rows(), alt.X("from:Q", scale=alt.Scale(domain=[0, most], nice=False), axis=None)
    floor = base.mark_rule(yOffset=_STEP / 4 + 3.5, stroke=PAPER["line"]).encode(
        x=alt.value(0), x2=alt.value("width"), y=y
    )
    bars = base.mark_bar(height=9, yOffset=_STEP / 4 - 1.5).encode(
        x=x, x2="to:Q", y=y, color=alt.Color("colour:N", scale=None)
    )
    labels = _text(base, dy=-6).encode(x=alt.value(0), y=y, text="label:N")
    amounts = _text(base, dy=-6, align="right", fontWeight="bold").encode(
        x=alt.value("width"), y=y, text="amount:N"
    )
    return _drawn([floor, bars, labels, amounts], _STEP * len(steps), named)


def calendar(columns: Sequence[Column], named: Named) -> Markup:
    """Days side by side, the hours of each from top to bottom."""
    first, last = _hours(columns)
    hour = 60 if last - first <= 660 else 120 if last - first <= 1080 else 240
    y = alt.Y("from:Q", scale=alt.Scale(domain=[last, first], nice=False), axis=None)
    x = alt.X("day:Q", scale=alt.Scale(domain=[0, len(columns)], nice=False), axis=None)
    gap = 0.06 if len(columns) > 45 else 0.1
    spans = _over(
        {
            "day": place + inset,
            "end": place + 1 - inset,
            "from": start,
            "to": end,
            "colour": PAPER[colour],
        }
        for place, column in enumerate(columns)
        for start, end, colour in ((first, last, "wash"), *column.spans)
        for inset in [gap if colour in ("wash", "open", "doubt") else 3 * gap]
    )
    grid = _over(
        {"from": at, "text": clock(at)} for at in range(-(-first // hour) * hour, last + 1, hour)
    )
    heads = _over(
        {"day": place + 0.5, "label": column.label, "above": column.above, "start": place + gap}
        for place, column in enumerate(columns)
    )
    marks = _over({"day": place + 0.5} for place, each in enumerate(columns) if each.marked)
    layers: list[Layer] = [
        spans.mark_rect().encode(
            x=x, x2="end:Q", y=y, y2="to:Q", color=alt.Color("colour:N", scale=None)
        ),
        grid.mark_rule(stroke=PAPER["line"], strokeDash=[1, 3]).encode(
            x=alt.value(0), x2=alt.value("width"), y=y
        ),
        _small(grid, align="right", dx=-6).encode(x=alt.value(0), y=y, text="text:N"),
        _small(heads, align="center").encode(x=x, y=alt.value(_DAY_PLOT + 10), text="label:N"),
        _small(heads, align="left").encode(
            x=alt.X("start:Q", axis=None), y=alt.value(-9), text="above:N"
        ),
        marks.mark_point(
            shape="diamond", size=26, filled=True, fill=PAPER["error"], opacity=1
        ).encode(x=x, y=alt.value(6)),
    ]
    return _drawn(layers, _DAY_PLOT, named, (46, 20, 4, 20))


def parts(stacks: Sequence[Stack], named: Named) -> Markup:
    """Wholes one below the other, each in its parts."""
    pieces: list[dict[str, Any]] = []
    for place, stack in enumerate(stacks):
        at = 0.0
        for part in stack.parts:
            fits = len(part.label) * _LETTER + 10 <= part.share * _WIDTH
            pieces.append(
                {
                    "row": place,
                    "from": at,
                    "to": at + part.share,
                    "colour": PAPER[part.colour],
                    "text": part.label if fits else "",
                    "tint": _on(part.colour),
                }
            )
            at += part.share
    base = _over(pieces)
    heads = _over(
        {"row": place, "label": stack.label, "amount": stack.amount}
        for place, stack in enumerate(stacks)
    )
    y, x = _rows(), alt.X("from:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    down = _LINE / 4
    layers: list[Layer] = [
        base.mark_bar(height=16, yOffset=down, stroke=PAPER["paper"]).encode(
            x=x, x2="to:Q", y=y, color=alt.Color("colour:N", scale=None)
        ),
        base.mark_text(
            align="left", baseline="middle", fontSize=_SMALL, dx=5, dy=down + 0.5
        ).encode(x=x, y=y, text="text:N", color=alt.Color("tint:N", scale=None)),
        _text(heads, dy=-9).encode(x=alt.value(0), y=y, text="label:N"),
        _text(heads, dy=-9, align="right", fontWeight="bold").encode(
            x=alt.value("width"), y=y, text="amount:N"
        ),
    ]
    return _drawn(layers, _LINE * len(stacks), named)


def timeline(
    lines: Sequence[Line], judged: tuple[date, date], span: tuple[date, date], named: Named
) -> Markup:
    """Stretches of time on lines one below the other, the judged days across them all."""
    start, end = span
    length = (end - start).days + 1
    bars = _over(
        {
            "row": place,
            "from": (max(bar.first, start) - start).days,
            "to": (min(bar.last, end) - start).days + 1,
            "colour": PAPER[bar.colour],
            "text": _fitting(bar, start, end),
            "tint": _on(bar.colour),
        }
        for place, line in enumerate(lines)
        for bar in line.bars
        if bar.first <= end and bar.last >= start
    )
    names = _over({"row": place, "label": line.label} for place, line in enumerate(lines))
    years = _over(
        {"at": (date(year, 1, 1) - start).days, "text": str(year)}
        for year in range(start.year, end.year + 1)
    )
    days = _over([{"at": (judged[0] - start).days, "to": (judged[1] - start).days + 1}])
    height = _LINE * len(lines)
    x = alt.X("from:Q", scale=alt.Scale(domain=[0, length], nice=False), axis=None)
    y, at = _rows(), alt.X("at:Q", axis=None)
    layers: list[Layer] = [
        years.mark_rule(stroke=PAPER["line"]).encode(
            x=at, y=alt.value(0), y2=alt.value(height + 4)
        ),
        days.mark_rect(fill=PAPER["doubt"]).encode(
            x=at, x2="to:Q", y=alt.value(0), y2=alt.value(height)
        ),
        bars.mark_bar(height=15, yOffset=_LINE / 4, stroke=PAPER["paper"]).encode(
            x=x, x2="to:Q", y=y, color=alt.Color("colour:N", scale=None)
        ),
        _text(names, dy=-9).encode(x=alt.value(0), y=y, text="label:N"),
        bars.mark_text(
            align="left", baseline="middle", fontSize=_SMALL, dx=5, dy=_LINE / 4 + 0.5
        ).encode(x=x, y=y, text="text:N", color=alt.Color("tint:N", scale=None)),
        days.mark_rect(fillOpacity=0, stroke=PAPER["held"]).encode(
            x=at, x2="to:Q", y=alt.value(0), y2=alt.value(height)
        ),
        _small(years, align="left", dx=3).encode(x=at, y=alt.value(height + 11), text="text:N"),
    ]
    return _drawn(layers, height, named, (1, 2, 1, 20))


def _on(colour: str) -> str:
    """The colour of what is written on a bar."""
    return PAPER["paper" if colour in ("kept", "lost") else "deep"]


def _over(rows: Iterable[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _rows() -> alt.Y:
    return alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))


def _text(base: alt.Chart, **style: Any) -> alt.Chart:
    """Text with a margin of paper around it, so that no line runs through it."""
    halo = {"stroke": PAPER["paper"], "strokeWidth": 3}
    given = {"align": "left", "fontSize": _TEXT, "fill": PAPER["ink"], **halo, **style}
    chart: alt.Chart = base.mark_text(baseline="middle", **given)
    return chart


def _small(base: alt.Chart, **style: Any) -> alt.Chart:
    return _text(base, **{"fontSize": _SMALL, "fill": PAPER["muted"], **style})


def _hours(columns: Sequence[Column]) -> tuple[int, int]:
    """The hours worth showing: all that are painted, and one more on each side."""
    spans = [span for column in columns for span in column.spans]
    first = min((start for start, _, _ in spans), default=480)
    last = max((end for _, end, _ in spans), default=1260)
    return max(first // 60 * 60 - 60, 0), min(-(-last // 60) * 60 + 60, 1440)


def _fitting(bar: Bar, start: date, end: date) -> str:
    """The label of a bar, where there is room for it."""
    days = (min(bar.last, end) - max(bar.first, start)) / timedelta(days=1) + 1
    room = days / ((end - start).days + 1) * _WIDTH - 10
    return bar.label if len(bar.label) * _LETTER <= room else ""


def _drawn(
    layers: Sequence[Layer],
    height: float,
    named: Named,
    around: tuple[int, int, int, int] = (1, 1, 1, 1),
) -> Markup:
    left, top, right, bottom = around
    sized = (
        alt.LayerChart(layer=list(layers))
        .properties(
            width=_WIDTH - left - right,
            height=height,
            padding={"left": left, "top": top, "right": right, "bottom": bottom},
            autosize={"type": "none"},
            background="transparent",
        )
        .configure_view(stroke=None)
        .configure(font="sans-serif")
    )
    return draw(sized, named.id, named.title, named.described)
