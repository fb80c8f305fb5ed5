"""The relations rules are run on, one per scope: every column of the scope, as SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from calllint.facts.as_of import build_call_attempts
from calllint.facts.coverage import covered
from calllint.facts.rows import Row, columns_of, own_columns
from calllint.facts.shown import shown_columns
from calllint.facts.sql import SQL_TYPES, literal, quote
from calllint.facts.untold import recorded, untold
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import GROUNDS, RECORD_DAYS, Column, FactCall, Value, fact_column

_OVERRIDDEN = ("audience", "ground")
"""Columns of the campaign that a contact's own row may say otherwise."""


def constants(
    columns: Mapping[str, Column], campaign: Row, first: date, last: date, own: Iterable[str]
) -> str:
    """The campaign's columns as constants, but for those in ``own``."""
    given: dict[str, Value] = {**campaign.values, "judged_from": first, "judged_to": last}
    left_out = set(own)
    return ", ".join(
        f"CAST({literal(given.get(name))} AS {SQL_TYPES[column.type]}) AS {quote(name)}"
        for name, column in columns.items()
        if name not in left_out
    )


def shared_values(workspace: Workspace, scope: str, campaign: Row) -> dict[str, Value]:
    """What every row of a scope has in common.

    The campaign's columns that it does not override, and those of its own that no list fills.
    """
    return campaign_values(workspace, scope, campaign) | untold(workspace, scope)


def campaign_values(workspace: Workspace, scope: str, campaign: Row) -> dict[str, Value]:
    """The campaign's columns that no row of a scope overrides, whatever its lists hold."""
    judged = scope == workspace.judged_scope
    own = {*own_columns(workspace, scope), *(_OVERRIDDEN if judged else ())}
    own |= {"judged_from", "judged_to"}
    return {
        name: campaign.values.get(name)
        for name in columns_of(workspace, "campaign")
        if name not in own
    }


def evidence_relation(
    workspace: Workspace,
    scope: str,
    campaign: Row,
    first: date,
    last: date,
    wanted: Collection[str] | None = None,
) -> str:
    """Records of one ground: record_id, number, and the columns of the scope, or those ``wanted``.

    In an audit each is judged for a call, on its day.
    """
    own = own_columns(workspace, scope)
    listed = ["record_id", "number", *(quote(name) for name in _among(own, wanted))]
    days = {"judged_from": first, "judged_to": last}
    columns = columns_of(workspace, "campaign")
    if not workspace.audit:
        shared = constants(_among(columns, wanted, *days), campaign, first, last, own)
        return f"SELECT {_listed(*listed, shared)} FROM {scope}_fact"
    shared = constants(_among(columns, wanted), campaign, first, last, {*own, *days})
    judged = (f"coalesce(judged_on, {literal(day)}) AS {name}" for name, day in days.items())
    return (
        f"SELECT {_listed(*listed, *judged, shared)} FROM {scope}_fact "
        f"WHERE coalesce(judged_on BETWEEN {literal(first)} AND {literal(last)}, TRUE)"
    )


def _listed(*columns: str) -> str:
    """A select list of what is there."""
    return ", ".join(filter(None, columns))


def _among(
    columns: Mapping[str, Column], wanted: Collection[str] | None, *always: str
) -> dict[str, Column]:
    """The columns that a query asks for: each that it does not is read, typed and thrown away."""
    return {
        name: column
        for name, column in columns.items()
        if wanted is None or name in wanted or name in always
    }


def contact_relation(
    workspace: Workspace,
    campaign: Row,
    first: date,
    last: date,
    calls: Iterable[FactCall],
    carried: Iterable[str] = (),
    wanted: Collection[str] | None = None,
) -> str:
    """Contacts, once per stretch of days on which their grounds say one thing.

    A contact whose list plans a moment is judged on that day alone. ``carried`` names columns of
    ``number_days`` that are passed on, ``wanted`` those of the scope that are asked for, or all.
    """
    columns = columns_of(workspace, workspace.judged_scope)
    own = own_columns(workspace, workspace.judged_scope)
    own |= {name: columns[name] for name in _OVERRIDDEN}
    shared = constants(
        _among(columns_of(workspace, "campaign"), wanted),
        campaign,
        first,
        last,
        {*own, "judged_from", "judged_to"},
    )
    computed = _contact_columns(workspace)
    planned_calls = (
        " LEFT JOIN planned_calls ON planned_calls.row_id = c.row_id"
        if _planned(calls) and not workspace.audit
        else ""
    )
    listed = [
        f"{computed.get(name, 'c.' + quote(name))} AS {quote(name)}" for name in _among(own, wanted)
    ]
    facts = [
        f"{_fact_sql(workspace, *call, first)} AS {quote(fact_column(*call))}"
        for call in sorted(set(calls))
    ]
    more = _listed(*listed, shared, *facts, *(f"n.{name}" for name in carried))
    days, kept = _judged_days(workspace, first, last)
    runs = running(workspace, first, last) if wanted is None or "customer" in wanted else ""
    return (
        f"SELECT c.row_id, c.number, {days}{', ' * bool(more)}{more} "
        f"FROM {'call' if workspace.audit else 'contact'}_fact c "
        f"LEFT JOIN number_days n ON n.number = c.number{_JOINS}"
        f"{' LEFT JOIN shown ON shown.shown = c.shown' if workspace.audit else ''}"
        f"{runs}{planned_calls}{kept}"
    )


def _judged_days(workspace: Workspace, first: date, last: date) -> tuple[str, str]:
    """SQL: ``judged_from`` and ``judged_to`` of a contact on a stretch, and which are kept."""
    since = f"coalesce(n.seg_from, {literal(first)})"
    until = f"coalesce(n.seg_to, {literal(last)})"
    if not workspace.has_moments:
        return f"{since} AS judged_from, {until} AS judged_to", ""
    planned = f"c.planned_on BETWEEN {literal(first)} AND {literal(last)}"
    inside = (
        f"c.planned_on IS NOT NULL AND c.planned_on BETWEEN "
        f"{literal(workspace.first_day)} AND {literal(workspace.last_day)}"
    )
    days = (
        f"CASE WHEN {planned} THEN c.planned_on ELSE {since} END AS judged_from, "
        f"CASE WHEN {planned} THEN c.planned_on ELSE {until} END AS judged_to"
    )
    kept = (
        f" WHERE NOT ({inside}) OR (c.planned_on IS NULL) "
        f"OR ({planned} AND c.planned_on BETWEEN {since} AND {until})"
    )
    return days, kept


def running(workspace: Workspace, first: date, last: date) -> str:
    """Whether some contract with the advertiser runs on all days: 2, 1 where one may, or 0."""
    if "contract" not in workspace.grounds:
        return ""
    starts, ends = ("judged_on", "judged_on") if workspace.audit else map(literal, (first, last))
    runs = f"advertiser_matches AND started_on <= {starts} AND (NOT ended OR ended_on >= {ends})"
    return (
        " LEFT JOIN (SELECT number, "
        f"max(CASE WHEN {runs} THEN 2 WHEN ({runs}) IS NULL THEN 1 ELSE 0 END) AS state "
        "FROM contract_fact GROUP BY number) AS runs ON runs.number = c.number"
    )


def _contact_columns(workspace: Workspace) -> dict[str, str]:
    found = dict.fromkeys(
        (*GROUNDS.values(), *(f"{scope}_on_record" for scope in GROUNDS)), "FALSE"
    )
    for scope, holds in workspace.grounds.items():
        found[holds] = f"CASE coalesce(n.{scope}_state, 0) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END"
        found[f"{scope}_on_record"] = f"coalesce(n.{scope}_recorded, FALSE)"
    for name, (scope, column) in _from_records(workspace).items():
        kind = SQL_TYPES[columns_of(workspace, "contact")[name].type]
        there = recorded(workspace, scope, column)
        found[name] = f"n.{quote(f'{scope}_{column}')}" if there else f"CAST(NULL AS {kind})"
    found["customer"] = _CUSTOMER if "contract" in workspace.grounds else "FALSE"
    absent = workspace.declared.status
    suppressed = _SUPPRESSED if workspace.audit else "suppressed.number IS NOT NULL"
    found["suppressed"] = _NULL if absent["suppressions"] == "absent" else suppressed
    found["suppressed_until"] = "suppressed.until"
    found["refused"] = _NULL if absent["calls"] == "absent" else _REFUSED
    found["refused_on"] = "refused.refused_on"
    if workspace.audit:
        found |= {name: f"shown.{quote(name)}" for name in shown_columns(workspace)}
    return found


def _from_records(workspace: Workspace) -> dict[str, tuple[str, str]]:
    """Contact columns that come from the record a ground rests on: (scope, its column)."""
    columns = columns_of(workspace, "contact")
    found = {name: column.record.split(".") for name, column in columns.items() if column.record}
    return {name: (scope, column) for name, (scope, column) in found.items()}


def kept_columns(workspace: Workspace, scope: str) -> tuple[str, ...]:
    """Columns of a ground's records that contacts are told: its day first."""
    asked = (
        column
        for of, column in _from_records(workspace).values()
        if of == scope and recorded(workspace, scope, column)
    )
    return tuple(dict.fromkeys((RECORD_DAYS[scope], *asked)))


_NULL = "CAST(NULL AS BOOLEAN)"
_CUSTOMER = "CASE coalesce(runs.state, 0) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END"
_SUPPRESSED = "CASE WHEN suppressed.number IS NULL THEN FALSE WHEN suppressed.sure THEN TRUE END"
_REFUSED = "CASE WHEN refused.number IS NULL THEN FALSE WHEN refused.sure THEN TRUE END"


_JOINS = "".join(
    f" LEFT JOIN {table} ON {table}.number = c.number"
    for table in ("suppressed", "refused", "attempts")
)


def _fact_sql(workspace: Workspace, function: str, arguments: tuple[int, ...], first: date) -> str:
    if workspace.audit:
        planned = function == "planned_before"  # all that was placed before is an attempt
        return "CAST(0 AS BIGINT)" if planned else f"attempts.{fact_column(function, arguments)}"
    if function == "attempt_on":
        return f"attempts.{fact_column(function, arguments)}"
    if function == "planned_before":
        return f"coalesce(planned_calls.{fact_column(function, arguments)}, 0)"
    if not covered(workspace, first - timedelta(days=arguments[0] - 1)):
        return "CAST(NULL AS BIGINT)"
    if function == "calls_before":
        return f"coalesce(planned_calls.{fact_column(function, arguments)}, 0)"
    return f"coalesce(attempts.{fact_column(function, arguments)}, 0)"


def build_attempts(workspace: Workspace, first: date, calls: Iterable[FactCall]) -> None:
    """Create ``attempts``: number, and what is asked of its calls: a day, or a count in a window.

    Calls dated among the judged days count too: on some of those days the cap is then full.
    """
    if workspace.audit:
        build_call_attempts(workspace, calls)
        return
    asked = sorted(set(calls))
    deepest = max((args[0] for name, args in asked if name == "attempt_on"), default=1)
    days = "".join(
        f", latest[{args[0]}] AS {fact_column(name, args)}"
        for name, args in asked
        if name == "attempt_on"
    )
    counts = "".join(
        f", count(*) FILTER (day IS NULL OR day >= {literal(first - timedelta(args[0] - 1))}) "
        f"AS {fact_column(name, args)}"
        for name, args in asked
        if name == "attempts_within"
    )
    workspace.execute(
        f"CREATE OR REPLACE TABLE attempts AS SELECT * EXCLUDE (latest){days} FROM "
        f"(SELECT number, max(day, {deepest}) AS latest{counts} FROM attempt GROUP BY number)"
    )
    if _planned(asked):
        _build_planned(workspace, _planned(asked))


def _planned(calls: Iterable[FactCall]) -> list[FactCall]:
    return sorted(call for call in set(calls) if call[0] in ("calls_before", "planned_before"))


def _build_planned(workspace: Workspace, asked: Sequence[FactCall]) -> None:
    """Create ``planned_calls``: what comes before each row that plans a moment, by row_id.

    One moment planned for several numbers of a person is one call for each of them.
    """
    since = {days: f"day >= planned_on - {days - 1}" for _, (days,) in asked}
    counts = "".join(
        f", count(*) FILTER ((day IS NULL OR {since[args[0]]}) AND "
        f"{'TRUE' if name == 'calls_before' else 'planned'}) AS {fact_column(name, args)}"
        for name, args in asked
    )
    rows = (
        "SELECT row_id, number, planned_at_utc, planned_on FROM contact_fact "
        "WHERE timed AND planned_inside"
    )
    workspace.execute(
        f"CREATE OR REPLACE TABLE planned_calls AS WITH plan AS ({rows}), "
        "person AS (SELECT DISTINCT number, number AS other FROM plan "
        "UNION ALL SELECT number, other FROM kin SEMI JOIN plan USING (number)), "
        "earlier AS (SELECT a.row_id, a.planned_on, b.planned_on AS day, TRUE AS planned "
        "FROM plan a JOIN person k ON k.number = a.number JOIN plan b ON b.number = k.other "
        "WHERE b.planned_at_utc < a.planned_at_utc OR "
        "(b.planned_at_utc = a.planned_at_utc AND b.row_id < a.row_id) "
        "UNION ALL SELECT a.row_id, a.planned_on, t.day, FALSE FROM plan a JOIN attempt t "
        "ON t.number = a.number WHERE t.day IS NULL OR t.day <= a.planned_on) "
        f"SELECT row_id{counts} FROM earlier GROUP BY row_id"
    )
