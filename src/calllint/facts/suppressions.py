"""Suppressions: numbers that are not to be called during the judged days, and until when."""

from __future__ import annotations

from calllint.facts.evidence import reach, spread
from calllint.facts.hashes import match_hashes
from calllint.facts.lists import drop_list
from calllint.facts.sql import literal
from calllint.facts.workspace import Workspace


def build_suppressions(workspace: Workspace) -> None:
    """Create ``suppressed`` (number, until DATE; 9999-12-31 where none or unreadable)."""
    match_hashes(workspace)
    query = reach(workspace, "suppressions", (), against="TRUE")
    if workspace.audit:
        _keep_all(workspace, query)
        return
    known = workspace.known_on or workspace.last_day
    workspace.execute(
        "CREATE TABLE suppressed_own AS SELECT number, coalesce(until, DATE '9999-12-31') AS until "
        f"FROM ({query}) "
        f"WHERE (since IS NULL OR since <= {literal(min(known, workspace.last_day))}) "
        f"AND (until IS NULL OR until >= {literal(workspace.first_day)})"
    )
    workspace.execute(
        "CREATE TABLE suppressed AS SELECT number, max(until) AS until "
        f"FROM {spread(workspace, 'suppressed_own')} GROUP BY number"
    )
    drop_list(workspace, "suppressions")
    workspace.drop("suppressed_own")


def _keep_all(workspace: Workspace, query: str) -> None:
    """Create ``suppression`` (number, since DATE, until DATE): each call has its own day."""
    known = "TRUE" if workspace.known_on is None else f"since <= {literal(workspace.known_on)}"
    workspace.execute(
        "CREATE TABLE suppressed_own AS SELECT DISTINCT number, since, "
        "coalesce(until, DATE '9999-12-31') AS until "
        f"FROM ({query}) WHERE since IS NULL OR {known}"
    )
    everyone = spread(workspace, "suppressed_own")
    workspace.execute(f"CREATE TABLE suppression AS SELECT * FROM {everyone}")
    drop_list(workspace, "suppressions")
    workspace.drop("suppressed_own")
