"""What every kind of evidence shares: whom a row reaches, what was known, whose name it bears."""

from __future__ import annotations

from calllint.facts.contacts import identity
from calllint.facts.moments import with_moment
from calllint.facts.parties import Judge
from calllint.facts.sql import literal, values
from calllint.facts.traces import rank_sql, trace
from calllint.facts.workspace import Workspace
from calllint.packs.canonical import LAYOUTS


def reach(
    workspace: Workspace,
    kind: str,
    moments: tuple[str, ...],
    *,
    against: str = "FALSE",
    late: bool = False,
) -> str:
    """A query: one row per record of a list and number it speaks of, moments resolved.

    A row reaches the number it holds; where its phone is blank, every number of its contact_id, if
    that id is one person's (see ``identity``). A row for which ``against`` (SQL over the list's
    columns) is true speaks against calls, and reaches both. Counts the rows that reach nobody in
    the file's statistics. The list is to be dropped when the query has been run.
    """
    _count_unreached(workspace, kind, against)
    numbered = f"SELECT * FROM list_{kind} WHERE number IS NOT NULL"
    if _by_id(workspace, kind, against):
        numbered += (
            f" UNION ALL SELECT l.* REPLACE (c.number AS number) FROM list_{kind} l JOIN "
            f"{identity(f'{kind}_id')} c USING (contact_id) "
            f"WHERE (({against}) AND l.number IS DISTINCT FROM c.number) "
            f"OR (NOT ({against}) AND NOT phone_given AND one_list)"
        )
    query = (
        "SELECT l.* EXCLUDE (contact_id, readable, unknown_values, phone_given, "
        f"number_valid, number_repaired{', line' if workspace.secret is None else ''}), "
        f"p.zone, p.territory, p.phone_country{rank_sql(workspace)} "
        f"FROM ({numbered}) l JOIN person p ON p.number = l.number"
    )
    traced = query
    for moment in moments:
        local_times = workspace.local_times(kind)
        query = with_moment(f"({query})", moment, "zone", local_times=local_times, late=late)
        if moment == "at" and (known_then := _known(workspace, against, late=late)):
            query = traced = f"SELECT * FROM ({query}){known_then}"
    trace(workspace, kind, traced, against)
    return query


def _by_id(workspace: Workspace, kind: str, against: str) -> bool:
    """``KIND_id``: the ids by which rows of a list reach people; whether there are any."""
    if "contact_id" not in workspace.told(kind):
        return False
    workspace.execute(
        f"CREATE OR REPLACE TABLE {kind}_id AS SELECT DISTINCT contact_id FROM list_{kind} "
        f"WHERE contact_id IS NOT NULL AND (number IS NULL OR ({against}))"
    )
    return workspace.has_rows(f"{kind}_id")


def _known(workspace: Workspace, against: str, *, late: bool) -> str:
    """Only what was known at --known-at; a moment that cannot be read stays, as unknown.

    A day without a time was known from its start where it speaks against a call, from its end
    where it speaks for one.
    """
    if workspace.known_at is None:
        return ""
    start = f"at_utc - INTERVAL {86399 if late else 0} SECOND"
    known = (
        f"CASE WHEN at_time THEN at_utc WHEN {against} THEN {start} "
        f"ELSE {start} + INTERVAL 86399 SECOND END"
    )
    return f" WHERE at_utc IS NULL OR {known} <= {literal(workspace.known_at)}"


def _count_unreached(workspace: Workspace, kind: str, against: str) -> None:
    if not workspace.has_list(kind):
        return
    named = [column for column in ("contact_id", "contract_ref") if _has(kind, column)]
    lost = " AND ".join(["number IS NULL", "readable", *(f"{column} IS NULL" for column in named)])
    counted = workspace.rows(
        f"SELECT file_no, count(*) FILTER ({lost}), count(*) FILTER ({lost} AND ({against})), "
        f"count(*) FILTER (number_repaired) FROM list_{kind} GROUP BY file_no"
    )
    for file_no, *counts in counted:
        names = ("unreadable_phones", "unreached_against", "repaired_numbers")
        workspace.files[file_no].counts |= dict(zip(names, counts, strict=True))


def _has(kind: str, column: str) -> bool:
    return column in LAYOUTS[kind].columns


def known(scope: str, workspace: Workspace) -> str:
    """The table of a ground's records: for an audit, what each call makes its own facts from."""
    return f"{scope}_known" if workspace.audit else f"{scope}_fact"


def judged_values(workspace: Workspace, table: str, column: str, judge: Judge) -> str:
    """A relation (written VARCHAR, judged BOOLEAN) over the distinct texts of a column."""
    written = [
        row[0]
        for row in workspace.rows(
            f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1"
        )
    ]
    rows: list[tuple[object, ...]] = [(text, judge(text)) for text in written]
    return values(rows, {"written": "VARCHAR", "judged": "BOOLEAN"})


def spread(workspace: Workspace, table: str) -> str:
    """Evidence against a call, over every number of the person it was given for."""
    if not workspace.has_kin:
        return f"(SELECT * FROM {table})"
    return (
        f"(SELECT * FROM {table} UNION ALL SELECT t.* REPLACE (k.other AS number) FROM {table} t "
        "JOIN kin k USING (number))"
    )
