"""Which days the calls that were declared speak for."""

from __future__ import annotations

from datetime import date, timedelta

from calllint.facts.workspace import Workspace


def covered(workspace: Workspace, since: date, until: date | None = None) -> bool:
    """Whether the declared calls speak for every day from ``since`` to the eve of the run.

    Or to ``until``. Several exports add up; a day none of them speaks for is a gap. The judged days
    themselves are still to come: no export can speak for them.
    """
    status = workspace.declared.status["calls"]
    if status != "files":
        return status == "none"
    eve = until or workspace.first_day - timedelta(days=1)
    until = min(eve, workspace.known_on or eve)
    entries = workspace.declared.entries
    spans = [entry.span for entry in entries if entry.kind == "calls" and not entry.lent]
    if None in spans:
        return True
    for low, high in sorted((span[0] or date.min, span[1] or date.max) for span in spans if span):
        if low > since:
            return since > until
        since = max(since, high if high == date.max else high + timedelta(days=1))
    return since > until
