"""Judging everything that is not a contact: the campaign, its days, numbers, forms and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from calllint.engine.calls import facts_asked
from calllint.engine.direct import Reader
from calllint.engine.judges import Crash, Judge, kind_of
from calllint.engine.selection import Selection
from calllint.engine.slices import Slice, in_force, kept, law_on, values_cited
from calllint.engine.standing import standing
from calllint.engine.workdays import Workdays
from calllint.facts.caller_ids import caller_id_rows
from calllint.facts.campaign import centre_rows, planned_attempts, script_rows
from calllint.facts.files import list_rows
from calllint.facts.forms import form_rows
from calllint.facts.pack_facts import Misread, Readers, with_pack_facts
from calllint.facts.rows import Row, own_columns
from calllint.facts.rows import columns_of as all_columns
from calllint.facts.schedule import Reached, call_day_rows, window_rows
from calllint.facts.workspace import Workspace
from calllint.packs.model import Pack, Rule
from calllint.packs.scopes import Column, fact_column
from calllint.packs.vocabulary import columns_of

Rules = Sequence[tuple[Rule, Pack]]


class Hit(Struct, frozen=True):
    """A rule that is breached, or unknown, on one row in one slice."""

    scope: str
    judge: Judge
    row: Row
    stretch: Slice
    unknown: bool
    wanting: tuple[Column, ...] = ()
    """Of an unknown one: columns read from the campaign that are blank, any one of which would
    settle it.
    """


class CampaignRun(Struct, frozen=True):
    """What judging the campaign gave."""

    hits: tuple[Hit, ...]
    crashes: tuple[Crash, ...]
    misread: tuple[Misread, ...] = ()


def judge_campaign(
    workspace: Workspace,
    selection: Selection,
    slices: Sequence[Slice],
    campaign: Row,
    places: Sequence[Reached],
    called: frozenset[str],
    workdays: Mapping[Slice, Workdays],
    python: Readers,
) -> CampaignRun:
    """Every hit of the rules of countries that are ``called``, and of those true anywhere."""
    fixed, misread = _fixed(workspace, campaign, places, python)
    hits: list[Hit] = []
    crashes: dict[tuple[str, Slice], Crash] = {}
    for stretch in slices:
        days = (stretch.first, stretch.last)
        scopes = fixed | _planned(workspace, places, *days)
        by_scope = standing(selection, stretch.first, with_contacts=True).by_scope
        for scope, rows in scopes.items():
            ready = [
                (rule, pack)
                for rule, pack in by_scope.get(scope, ())
                if not pack.countries or set(pack.countries) & called
            ]
            if rows and ready:
                bench = _Bench(workspace, selection, scope, stretch, workdays[stretch], campaign)
                bench.add_facts(ready)
                for rule, pack in ready:
                    hits += bench.hits(rule, pack, rows, crashes)
    return CampaignRun(tuple(hits), tuple(crashes.values()), tuple(misread))


def _planned(
    workspace: Workspace, places: Sequence[Reached], first: date, last: date
) -> dict[str, list[Row]]:
    """Rows of the schedule; an audit judges the calls that were placed, and not the plan."""
    if workspace.audit:
        return {}
    return {
        "window": window_rows(workspace, places, first, last),
        "call_day": call_day_rows(workspace, places, first, last),
    }


def _fixed(
    workspace: Workspace, campaign: Row, places: Sequence[Reached], python: Readers
) -> tuple[dict[str, list[Row]], list[Misread]]:
    """Rows of the scopes that do not change with the days."""
    fixed = {"campaign": [campaign]}
    misread: list[Misread] = []
    for scope, rows in {
        "centre": centre_rows(workspace),
        "caller_id": caller_id_rows(workspace, places),
        "script": script_rows(workspace),
        "consent_form": form_rows(workspace),
        "list": list_rows(workspace),
    }.items():
        fixed[scope], failed = with_pack_facts(workspace, scope, rows, python)
        misread += failed
    return fixed, misread


def judge_rows(
    workspace: Workspace,
    selection: Selection,
    scope: str,
    rows: Sequence[Row],
    stretch: Slice,
    campaign: Row,
    rules: Rules | None = None,
) -> CampaignRun:
    """Every hit of the rules of one scope on rows made apart; of some rules, where they are given.

    Rows that stand for what was judged before, such as accepted findings, or for what might be.
    """
    if not rows:
        return CampaignRun((), ())
    crashes: dict[tuple[str, Slice], Crash] = {}
    workdays = Workdays(stretch, scope, None)
    bench = _Bench(workspace, selection, scope, stretch, workdays, campaign)
    if rules is None:
        ready: Rules = standing(selection, stretch.first, with_contacts=True).by_scope.get(
            scope, ()
        )
    else:
        ready = [
            (rule, pack)
            for rule, pack in rules
            if scope in rule.scopes and in_force(rule, pack, stretch.first)
        ]
        bench.add_facts(ready)
    hits = [hit for rule, pack in ready for hit in bench.hits(rule, pack, rows, crashes)]
    return CampaignRun(tuple(hits), tuple(crashes.values()))


class _Bench:
    """The rules of one scope, over its rows, under one state of the law."""

    def __init__(
        self,
        workspace: Workspace,
        selection: Selection,
        scope: str,
        stretch: Slice,
        workdays: Workdays,
        campaign: Row,
    ) -> None:
        self._workspace = workspace
        self._selection = selection
        self._scope = scope
        self._stretch = stretch
        self._workdays = workdays
        own = own_columns(workspace, scope) if scope != "campaign" else {}
        self._shared: dict[str, Any] = {
            **dict.fromkeys(all_columns(workspace, "campaign")),
            **campaign.values,
            "judged_from": stretch.first,
            "judged_to": stretch.last,
            **dict.fromkeys(own),
        }
        self._cells: dict[int, dict[str, Any]] = {}
        self._readers: dict[str, Reader] = {}

    def add_facts(self, rules: Rules) -> None:
        """Add the facts that take a law value, as the rules ask for them."""
        law = {pack.name: law_on(pack, self._stretch.first) for _, pack in rules}
        for name, arguments in facts_asked(self._scope, rules, law):
            column = fact_column(name, arguments)
            self._shared[column] = planned_attempts(self._workspace, *arguments)

    def hits(
        self,
        rule: Rule,
        pack: Pack,
        rows: Sequence[Row],
        crashes: dict[tuple[str, Slice], Crash],
    ) -> list[Hit]:
        """The rows on which a rule is breached or unknown; unknown on all where it fails."""
        try:
            outcome = self._reader(pack).outcome(rule)
            outcomes = [outcome(self._row(position, row)) for position, row in enumerate(rows)]
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            crashes[rule.id, self._stretch] = Crash(self._judge(rule, pack), kind_of(error))
            outcomes = [None] * len(rows)
        told = [pair for pair in zip(rows, outcomes, strict=True) if pair[1] is not False]
        if not told:
            return []
        judge = self._judge(rule, pack)
        return [self._hit(judge, row, truth is None) for row, truth in told]

    def _hit(self, judge: Judge, row: Row, unknown: bool) -> Hit:
        wanting = self._wanting(judge, row) if unknown else ()
        return Hit(self._scope, judge, row, self._stretch, unknown, wanting)

    def _wanting(self, judge: Judge, row: Row) -> tuple[Column, ...]:
        """The blank columns of a row that was found unknown, any one of which would settle it."""
        columns, cells = self._columns(judge.pack), {**self._shared, **row.values}
        blank = (
            columns[name]
            for name in sorted(judge.pack.mentions[judge.rule.id] & columns.keys())
            if cells[name] is None and columns[name].path
        )
        return tuple(column for column in blank if self._settles(judge, cells, column))

    def _settles(self, judge: Judge, cells: dict[str, Any], column: Column) -> bool:
        """Whether some value of a column makes an outcome known."""
        tried = (False, True) if column.type == "bool" else (column.neutral,)
        try:
            outcome = self._reader(judge.pack).outcome(judge.rule)
            return any(outcome({**cells, column.name: value}) is not None for value in tried)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            return False

    def _judge(self, rule: Rule, pack: Pack) -> Judge:
        severity = self._selection.severities.get(rule.id, rule.severity)
        return Judge(rule, pack, severity, values_cited(rule, pack, self._stretch.first))

    def _reader(self, pack: Pack) -> Reader:
        """The rules of a pack as functions, made once for all campaigns under one state of law."""
        if pack.name not in self._readers:
            day = self._stretch.first
            made = kept(pack, day, f"reader of {self._scope}", lambda: self._read(pack, day))
            made.workdays = self._workdays
            self._readers[pack.name] = made
        return self._readers[pack.name]

    def _read(self, pack: Pack, day: date) -> Reader:
        return Reader(pack, law_on(pack, day), self._workdays, frozenset(self._columns(pack)))

    def _columns(self, pack: Pack) -> dict[str, Column]:
        day, scope = self._stretch.first, self._scope
        return kept(pack, day, f"columns of {scope}", lambda: columns_of(scope, pack))

    def _row(self, position: int, row: Row) -> dict[str, Any]:
        """The row's cells, kept for the next rule with the definitions computed so far."""
        if position not in self._cells:
            self._cells[position] = {**self._shared, **row.values}
        return self._cells[position]
