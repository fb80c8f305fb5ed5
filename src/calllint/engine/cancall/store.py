"""Filling the tables of an index from a campaign that has just been judged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from calllint.engine.cancall.frame import Frame
from calllint.engine.compiler import Compiled
from calllint.engine.contacts import ContactRun, compile_scope, forget_grounds, judge_grounds
from calllint.engine.crash import run_pass
from calllint.engine.run import Judgement
from calllint.engine.workdays import Workdays
from calllint.facts.known import (
    TABLES,
    contact_query,
    days_query,
    horizon_query,
    plain_queries,
)
from calllint.facts.relations import evidence_relation, running
from calllint.facts.workspace import Workspace

_BATCH = 50_000


def fill(judgement: Judgement, frame: Frame, index: sqlite3.Connection, only: int | None) -> None:
    """Create the tables and copy what is known of every number, or of ``only`` one."""
    for table, columns in TABLES.items():
        index.execute(f"CREATE TABLE {table} ({columns}) WITHOUT ROWID")
    workspace = judgement.workspace
    where = "number IS NOT NULL" if only is None else f"number = {only}"
    if only is not None:
        _leave_out_others(workspace, only)
    _pour(workspace, index, "contact", contact_query(frame.kept, where))
    for table, query in plain_queries(where).items():
        _pour(workspace, index, table, query)
    _keep_days(judgement, frame, index, where)
    if workspace.blocks is not None:
        index.executemany("INSERT INTO block VALUES (?, ?)", workspace.blocks.spans)
    index.execute("INSERT INTO meta VALUES ('frame', ?)", (frame.dump(),))


def _leave_out_others(workspace: Workspace, only: int) -> None:
    """Records of other numbers need not be judged again."""
    views = {name for (name,) in workspace.rows("SELECT view_name FROM duckdb_views()")}
    for scope in workspace.grounds:
        facts, alone = f"{scope}_fact", f"{scope}_alone"
        workspace.execute(f"CREATE TABLE {alone} AS SELECT * FROM {facts} WHERE number = {only}")
        workspace.execute(f"DROP {'VIEW' if facts in views else 'TABLE'} {facts}")
        workspace.execute(f"ALTER TABLE {alone} RENAME TO {facts}")


def _keep_days(judgement: Judgement, frame: Frame, index: sqlite3.Connection, where: str) -> None:
    """The days of each number, cut where its grounds begin or end, slice after slice."""
    workspace = judgement.workspace
    words = tuple(frame.bits.columns("b") + frame.bits.columns("u"))
    own = where.replace("number", "c.number")
    ready: dict[str, Compiled] = {}
    for number, stretch in enumerate(frame.slices):
        run = ContactRun(frame.bits, frame.slices)
        workdays = Workdays(stretch, f"k{number}", workspace.database)
        ready = {
            scope: compile_scope(
                workspace, judgement.selection, run, scope, stretch, workdays, judgement.campaign
            )
            for scope in workspace.grounds
        }
        judge_grounds(workspace, run, stretch, judgement.campaign, ready)
        runs = running(workspace, stretch.first, stretch.last)
        _pour(workspace, index, "days", days_query(frame.kept, words, number, runs, own))
        forget_grounds(workspace)
    for scope, compiled in ready.items():
        _keep_horizon(judgement, frame, index, scope, compiled, where)


def _keep_horizon(
    judgement: Judgement,
    frame: Frame,
    index: sqlite3.Connection,
    scope: str,
    compiled: Compiled,
    where: str,
) -> None:
    """Until when the ground holds, past the judged days too, by the law of the last of them."""
    workspace, latest = judgement.workspace, frame.slices[-1]
    relation = evidence_relation(workspace, scope, judgement.campaign, latest.first, date.max)
    run_pass(
        workspace,
        f"CREATE OR REPLACE TABLE {scope}_outcome AS {{}}".format,
        relation,
        ("record_id", "number"),
        compiled,
        frame.bits,
    )
    _pour(workspace, index, "horizon", horizon_query(scope, latest.last, where))
    workspace.drop(f"{scope}_outcome")


def _pour(workspace: Workspace, index: sqlite3.Connection, table: str, query: str) -> None:
    """Copy a query, row after row."""
    cursor = workspace.connection.cursor().execute(query)
    marks = ", ".join("?" * len(cursor.description))
    index.executemany(f"INSERT INTO {table} VALUES ({marks})", _rows(cursor))


def _rows(cursor: object) -> Iterator[tuple[object, ...]]:
    while batch := cursor.fetchmany(_BATCH):  # type: ignore[attr-defined]
        yield from batch
