"""What comes of reading a list by the entry that is proposed for it: the entry is really used."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calllint.document import load_text
from calllint.facts.entries import declared
from calllint.facts.errors import FactError
from calllint.facts.files import columns_told
from calllint.facts.inspected import Trial
from calllint.facts.lists import load_lists
from calllint.facts.store import InProcess
from calllint.facts.workspace import Workspace
from calllint.packs.canonical import LAYOUTS
from calllint.packs.model import Pack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ANY_DAY = date(2000, 1, 1)
_FIRST_LINES = 5


def tried(
    connection: DuckDBPyConnection,
    temp: Path,
    packs: Sequence[Pack],
    kind: str,
    entry: dict[str, Any],
) -> Trial:
    """Read the list as a campaign with this entry would; nothing of it stays in the database."""
    # JSON is YAML, and a campaign is not needed to read a list.
    campaign = {"calllint": 1, "data": {kind: [entry]}}
    document = load_text(json.dumps(campaign, ensure_ascii=False), "inspect")
    try:
        data = declared(document, Path(), {}, packs)
        workspace = Workspace(
            InProcess(connection), temp, document, tuple(packs), data,
            None, _ANY_DAY, _ANY_DAY, {document.name: document},
        )  # fmt: skip
        load_lists(workspace)
    except FactError as error:
        return Trial(problem=error.problems[0])
    trial = _counted(workspace, kind)
    connection.execute(f"DROP VIEW list_{kind}")
    for number in range(len(workspace.files)):
        connection.execute(f"DROP TABLE part_{number}")
    for other in LAYOUTS:
        connection.execute(f"DROP VIEW IF EXISTS list_{other}")
    return trial


def _counted(workspace: Workspace, kind: str) -> Trial:
    ((phones,),) = workspace.rows(f"SELECT count(number) FROM list_{kind}")
    counts: dict[str, int] = {}
    columns: dict[str, Counter[str]] = {}
    headings: dict[str, str] = {}
    for stats in workspace.files:
        headings |= stats.headings
        for name, count in stats.counts.items():
            counts[name] = counts.get(name, 0) + count
            columns.setdefault(name, Counter()).update(stats.columns.get(name, {}))
    return Trial(
        sum(stats.rows for stats in workspace.files),
        sum(stats.left_out for stats in workspace.files),
        sum(stats.unreadable_rows for stats in workspace.files),
        phones,
        counts,
        {name: columns_told(cells, headings) or "" for name, cells in columns.items()},
        frozenset().union(*(stats.told for stats in workspace.files)),
        _untimed(workspace, kind),
        *_numberless(workspace, kind),
    )


def _numberless(workspace: Workspace, kind: str) -> tuple[int, tuple[int, ...]]:
    """Contacts without a number, and the first of their lines: a total, or a heading met again."""
    if kind != "contacts":
        return 0, ()
    where = "FROM list_contacts WHERE readable AND number IS NULL"
    ((rows,),) = workspace.rows(f"SELECT count(*) {where}")
    lines = workspace.rows(f"SELECT line {where} ORDER BY row_id LIMIT {_FIRST_LINES}")
    return int(rows), tuple(line for (line,) in lines)


def _untimed(workspace: Workspace, kind: str) -> int:
    """Rows whose moment is a day alone."""
    if "at" not in LAYOUTS[kind].instants:
        return 0
    ((rows,),) = workspace.rows(
        f"SELECT count(*) FROM list_{kind} WHERE at_naive IS NOT NULL AND NOT at_time"
    )
    return int(rows)
