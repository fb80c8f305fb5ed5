"""What every kind of evidence shares: whom a row reaches, what was known, whose name it bears."""

from __future__ import annotations

from collections.abc import Callable

from calllint.facts.lists import drop_list
from calllint.facts.moments import with_moment
from calllint.facts.sql import literal, values
from calllint.facts.workspace import Workspace

Judge = Callable[[str], bool | None]


def reach(
    workspace: Workspace,
    kind: str,
    moments: tuple[str, ...],
    *,
    against: str = "FALSE",
    late: bool = False,
) -> None:
    """Create ``KIND_reached``: one row per record and number it speaks of, moments resolved.

    A row reaches the number it holds; where its phone is blank, every number of its contact_id, if
    that id is one person's (see ``identity``). A row for which ``against`` (SQL over the list's
    columns) is true speaks against calls, and reaches both. Counts the rows that reach nobody in
    the file's statistics.
    """
    _number(workspace, kind, against)
    _count_unreached(workspace, kind)
    numbered = f"SELECT row_id, number FROM {kind}_numbered WHERE number IS NOT NULL"
    if workspace.rows(
        f"SELECT 1 FROM {kind}_numbered WHERE contact_id IS NOT NULL "
        "AND (number IS NULL OR against) LIMIT 1"
    ):
        numbered += (
            f" UNION ALL SELECT n.row_id, c.number FROM {kind}_numbered n JOIN identity c "
            "USING (contact_id) WHERE (against AND n.number IS DISTINCT FROM c.number) "
            "OR (NOT against AND NOT phone_given AND one_list)"
        )
    query = (
        "SELECT l.* EXCLUDE (phone, contact_id, readable, line, unknown_values), "
        f"p.number, p.zone, p.territory, p.phone_country FROM ({numbered}) n "
        f"JOIN person p USING (number) JOIN list_{kind} l USING (row_id)"
    )
    for moment in moments:
        query = with_moment(f"({query})", moment, "zone", late=late)
        if moment == "at":
            query = f"SELECT * FROM ({query}){_known(workspace, against, late=late)}"
    workspace.execute(f"CREATE TABLE {kind}_reached AS {query}")
    workspace.execute(f"DROP TABLE {kind}_numbered")
    drop_list(workspace, kind)


def _number(workspace: Workspace, kind: str, against: str) -> None:
    """``KIND_numbered``: the phone column of a list, read."""
    from calllint.phones.bulk import add_numbers

    kept = "row_id, file_no, readable, contact_id, phone IS NOT NULL AS phone_given"
    kept += f", {against} AS against"
    kept += ", contract_ref" if kind == "contracts" else ""
    if not any(stats.kind == kind for stats in workspace.files):
        workspace.execute(
            f"CREATE TABLE {kind}_numbered AS SELECT {kept}, CAST(NULL AS BIGINT) AS number, "
            f"FALSE AS number_repaired FROM list_{kind}"
        )
        return
    workspace.execute(f"CREATE VIEW {kind}_phone AS SELECT {kept}, phone FROM list_{kind}")
    add_numbers(
        workspace.connection,
        f"{kind}_phone",
        f"{kind}_numbered",
        "phone",
        workspace.plan,
        workspace.region,
    )
    workspace.execute(f"DROP VIEW {kind}_phone")


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


def _count_unreached(workspace: Workspace, kind: str) -> None:
    named = "contract_ref" if kind == "contracts" else "contact_id"
    lost = f"number IS NULL AND readable AND coalesce(contact_id, {named}) IS NULL"
    counted = workspace.rows(
        f"SELECT file_no, count(*) FILTER ({lost}), count(*) FILTER ({lost} AND against), "
        f"count(*) FILTER (number_repaired) FROM {kind}_numbered GROUP BY file_no"
    )
    for file_no, *counts in counted:
        names = ("unreadable_phones", "unreached_against", "repaired_numbers")
        workspace.files[file_no].counts |= dict(zip(names, counts, strict=True))


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
    if not workspace.has_rows("kin"):
        return f"(SELECT * FROM {table})"
    return (
        f"(SELECT * FROM {table} UNION ALL SELECT t.* REPLACE (k.other AS number) FROM {table} t "
        "JOIN kin k USING (number))"
    )
