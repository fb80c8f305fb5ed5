"""Judging everything that is not a contact: the campaign, its days, numbers, forms and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calllint.engine.compiler import Compiled, Judge, ScopeCompiler
from calllint.engine.crash import Crash, kind_of
from calllint.engine.selection import Selection
from calllint.engine.slices import Slice
from calllint.facts.caller_ids import caller_id_rows
from calllint.facts.campaign import centre_rows, planned_attempts, script_rows
from calllint.facts.files import list_rows
from calllint.facts.forms import form_rows
from calllint.facts.relations import row_relation
from calllint.facts.rows import Row
from calllint.facts.schedule import Reached, call_day_rows, window_rows
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import Value, fact_column


@dataclass(frozen=True)
class Hit:
    """A rule that is breached, or unknown, on one row in one slice."""

    scope: str
    judge: Judge
    row: Row
    stretch: Slice
    unknown: bool


@dataclass(frozen=True)
class CampaignRun:
    """What judging the campaign gave."""

    hits: tuple[Hit, ...]
    crashes: tuple[Crash, ...]


def judge_campaign(
    workspace: Workspace,
    selection: Selection,
    slices: Sequence[Slice],
    campaign: Row,
    places: Sequence[Reached],
    called: frozenset[str],
    workdays: Mapping[Slice, Mapping[str, str]],
) -> CampaignRun:
    """Every hit of the rules of countries that are ``called``, and of those true anywhere."""
    rules = [
        (rule, pack)
        for rule, pack in selection.rules
        if not pack.countries or set(pack.countries) & called
    ]
    fixed = {
        "campaign": [campaign],
        "centre": centre_rows(workspace),
        "caller_id": caller_id_rows(workspace),
        "script": script_rows(workspace),
        "consent_form": form_rows(workspace),
        "list": list_rows(workspace),
    }
    hits: list[Hit] = []
    crashes: list[Crash] = []
    for stretch in slices:
        days = (stretch.first, stretch.last)
        scopes = fixed | {
            "window": window_rows(workspace, places, *days),
            "call_day": call_day_rows(workspace, places, *days),
        }
        for scope, rows in scopes.items():
            compiled = ScopeCompiler(scope, stretch, workdays[stretch]).compile(
                rules, selection.severities
            )
            if rows and compiled.judges:
                found, failed = _judge(workspace, scope, stretch, rows, campaign, compiled)
                hits += found
                crashes += failed
    return CampaignRun(tuple(hits), tuple(crashes))


def _judge(
    workspace: Workspace,
    scope: str,
    stretch: Slice,
    rows: Sequence[Row],
    campaign: Row,
    compiled: Compiled,
) -> tuple[list[Hit], list[Crash]]:
    facts: dict[str, Value] = {
        fact_column(name, arguments): planned_attempts(workspace, *arguments)
        for name, arguments in compiled.calls
    }
    relation = row_relation(workspace, scope, rows, campaign, (stretch.first, stretch.last), facts)
    outcomes, crashes = _outcomes(workspace, relation, compiled)
    hits = [
        Hit(scope, judge, rows[position], stretch, outcome is None)
        for position, *row in outcomes
        for judge, outcome in zip(compiled.judges, row, strict=True)
        if outcome is None or outcome
    ]
    return hits, crashes


def _outcomes(
    workspace: Workspace, relation: str, compiled: Compiled
) -> tuple[list[tuple[Any, ...]], list[Crash]]:
    import duckdb

    try:
        return workspace.rows(_query(relation, compiled, compiled.judges)), []
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return _one_by_one(workspace, relation, compiled)


def _one_by_one(
    workspace: Workspace, relation: str, compiled: Compiled
) -> tuple[list[tuple[Any, ...]], list[Crash]]:
    import duckdb

    crashes: list[Crash] = []
    columns: list[dict[int, bool | None]] = []
    for judge in compiled.judges:
        try:
            columns.append(dict(workspace.rows(_query(relation, compiled, (judge,)))))
        except duckdb.Error as error:
            crashes.append(Crash(judge, kind_of(error)))
            columns.append({})
    positions = [row[0] for row in workspace.rows(f"SELECT position FROM ({relation}) AS facts")]
    return [
        (position, *(column.get(position) for column in columns)) for position in positions
    ], crashes


def _query(relation: str, compiled: Compiled, judges: Sequence[Judge]) -> str:
    defined = "".join(f", {sql} AS {name}" for name, sql in compiled.columns.items())
    outcomes = ", ".join(f"{judge.outcome} AS o{number}" for number, judge in enumerate(judges))
    return (
        f"SELECT position, {outcomes} FROM (SELECT *{defined} FROM ({relation}) AS facts) "
        "AS defined ORDER BY position"
    )
