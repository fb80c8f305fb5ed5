"""When people may be called: the rules on windows and days, asked about every hour there could be.

No hour is known here. A day is cut wherever a rule or a law value could change its answer, and each
piece is judged as a window of its own, as if the schedule dialled at that time and no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from calllint.engine.campaign import Rules, judge_rows
from calllint.engine.result import Hours
from calllint.engine.selection import Selection
from calllint.engine.slices import Slice, in_force, law_on, parameters_of
from calllint.facts.calendar import weekday
from calllint.facts.rows import Row
from calllint.facts.schedule import Reached, call_day_rows, holiday_names
from calllint.facts.windows import MIDNIGHT, views
from calllint.facts.workspace import Workspace, get
from calllint.packs.language.tree import Expr, Literal, Name, walk
from calllint.packs.model import Pack, Rule
from calllint.packs.scopes import WEEKDAYS, Value

_OPEN, _DOUBTFUL, _CLOSED = range(3)
Spans = tuple[tuple[int, int], ...]


class _Answer(Struct, frozen=True):
    """What the rules say of a moment: how bad it is, and which of them say so."""

    state: int = _OPEN
    rules: frozenset[str] = frozenset()

    def __or__(self, other: _Answer) -> _Answer:
        return _Answer(max(self.state, other.state), self.rules | other.rules)


class _Asking(Struct, frozen=True):
    """The rules, and the campaign they are asked about."""

    workspace: Workspace
    selection: Selection
    campaign: Row
    rules: Rules

    def answers(self, scope: str, rows: Sequence[Row], stretch: Slice) -> Mapping[int, _Answer]:
        """What is said of each row, by its position; nothing of a row that no rule minds."""
        run = judge_rows(
            self.workspace, self.selection, scope, rows, stretch, self.campaign, self.rules
        )
        position = {id(row): number for number, row in enumerate(rows)}
        found: defaultdict[int, _Answer] = defaultdict(_Answer)
        for hit in run.hits:
            closed = hit.judge.rule.severity == "error" and not hit.unknown
            state = _CLOSED if closed else _DOUBTFUL
            found[position[id(hit.row)]] |= _Answer(state, frozenset([hit.judge.rule.id]))
        return found


def list_hours(
    workspace: Workspace,
    selection: Selection,
    slices: Sequence[Slice],
    campaign: Row,
    places: Sequence[Reached],
    called: frozenset[str],
) -> tuple[Hours, ...]:
    """The hours of every judged day in each zone that is called; days that are alike together.

    Every rule of the packs counts, whatever options leave out: what is permitted is not theirs to
    say. Remarks close nothing.
    """
    rules = [
        (rule, pack)
        for pack in workspace.packs
        if not pack.countries or set(pack.countries) & called
        for rule in pack.rules
        if rule.severity != "info" and set(rule.scopes) & {"window", "call_day"}
    ]
    asking = _Asking(workspace, selection, campaign, rules)
    found: dict[object, tuple[Hours, list[date]]] = {}
    for stretch in slices:
        clock = _by_clock(asking, stretch, places)
        for place in places:
            for one, day in _of_place(asking, place, stretch, clock):
                key = replace(one, holiday=None), tuple((one.holiday or {}).items())
                found.setdefault(key, (one, []))[1].append(day)
    alike = [replace(one, days=tuple(days)) for one, days in found.values()]
    return tuple(sorted(alike, key=lambda one: (one.territory, one.zone, one.days)))


_Clock = Mapping[tuple[bool, str], Sequence[tuple[int, int, _Answer]]]


def _by_clock(asking: _Asking, stretch: Slice, places: Sequence[Reached]) -> _Clock:
    """What the rules on windows say of each piece of each weekday, by what tells zones apart."""
    keys = sorted({(place.territory.certain, name) for place in places for name in WEEKDAYS})
    pieces = list(pairwise(_cuts(asking.rules, stretch.first)))
    asked = [(key, piece) for key in keys for piece in pieces]
    rows = [_window(*key, *piece, stretch) for key, piece in asked]
    answers = asking.answers("window", rows, stretch)
    found: defaultdict[tuple[bool, str], list[tuple[int, int, _Answer]]] = defaultdict(list)
    for number, (key, (start, end)) in enumerate(asked):
        found[key].append((start, end, answers.get(number, _Answer())))
    return found


def _window(certain: bool, name: str, start: int, end: int, stretch: Slice) -> Row:
    """A window that nobody declared."""
    values: dict[str, Value] = {
        "timed": True,
        "weekday": name,
        "local_from": start,
        "local_to": end,
        "zone": None,
        "territory_certain": certain,
        "drifts": False,
        "declared_from": start,
        "declared_to": end,
        "first_day": stretch.first,
        "last_day": stretch.last,
    }
    return Row(values, "", ())


def _cuts(rules: Rules, day: date) -> list[int]:
    """Minutes at which an answer could change: those that law values or rules name."""
    found = {0, MIDNIGHT}
    for rule, pack in rules:
        if "window" in rule.scopes and in_force(rule, pack, day):
            law = law_on(pack, day)
            found.update(_minutes(law.get(name) for name in parameters_of(rule, pack)))
            found.update(_minutes(_literals(rule, pack)))
    return sorted(found)


def _minutes(values: Iterable[object]) -> Iterator[int]:
    for value in values:
        if isinstance(value, tuple):
            yield from _minutes(value)
        elif isinstance(value, int) and not isinstance(value, bool) and 0 < value < MIDNIGHT:
            yield value


def _literals(rule: Rule, pack: Pack) -> Iterator[object]:
    todo: list[Expr] = list(rule.expressions)
    known: set[str] = set()
    while todo:
        for node in walk(todo.pop()):
            if isinstance(node, Literal):
                yield node.value
            elif isinstance(node, Name) and node.name in pack.definitions.keys() - known:
                known.add(node.name)
                todo.append(pack.definitions[node.name].tree)


def _of_place(
    asking: _Asking, place: Reached, stretch: Slice, clock: _Clock
) -> Iterator[tuple[Hours, date]]:
    """The hours of a territory, zone by zone and day by day; ``days`` is left empty."""
    workspace, territory = asking.workspace, place.territory
    rows = call_day_rows(workspace, [place], stretch.first, stretch.last)
    asked = [replace(row, values={**row.values, "dialled": True}) for row in rows]
    answers = asking.answers("call_day", asked, stretch)
    names = holiday_names(place, stretch.first, stretch.last)
    for zone in place.zones:
        declared = _declared(workspace, zone, stretch)
        for number, row in enumerate(rows):
            day, dialled = row.values["day"], row.values["dialled"]
            assert isinstance(day, date) and (dialled is None or isinstance(dialled, bool))
            of_day = answers.get(number, _Answer())
            pieces = [
                (start, end, answer | of_day)
                for start, end, answer in clock[territory.certain, weekday(day)]
            ]
            yield (
                Hours(
                    territory.code,
                    territory.title,
                    zone,
                    (),
                    _joined(pieces, _OPEN),
                    _joined(pieces, _DOUBTFUL),
                    declared.get(day, ()),
                    dialled,
                    names.get(day),
                    _blamed(pieces, declared.get(day, ())),
                ),
                day,
            )


def _blamed(pieces: Sequence[tuple[int, int, _Answer]], declared: Spans) -> tuple[str, ...]:
    """The rules that mind the whole day, and those that mind some declared hour of it."""
    found = frozenset.intersection(*(answer.rules for *_, answer in pieces))
    for start, end, answer in pieces:
        if any(first < end and start < last for first, last in declared):
            found |= answer.rules
    return tuple(sorted(found))


def _joined(pieces: Iterable[tuple[int, int, _Answer]], state: int) -> Spans:
    """The stretches of one state, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end, answer in pieces:
        if answer.state == state:
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
    return tuple(found)


def _declared(workspace: Workspace, zone: str, stretch: Slice) -> Mapping[date, Spans]:
    """The declared hours of each day, on the clock of a zone."""
    windows = get(workspace.document, "schedule.windows") or []
    stated = get(workspace.document, "schedule.timezone") or "contact"
    found: defaultdict[date, set[tuple[int, int]]] = defaultdict(set)
    for view in views(windows, stated, zone, stretch.first, stretch.last):
        day = view.first_day
        while day <= view.last_day:
            found[day].add((view.local_from, view.local_to))
            day += timedelta(days=7)
    return {day: tuple(sorted(spans)) for day, spans in found.items()}
