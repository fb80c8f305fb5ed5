"""Counting verdicts. Rows in = allow + review + block + unreadable, in every run."""

from __future__ import annotations

from calllint.engine.contacts import VERDICTS, ContactRun, masked
from calllint.engine.result import Reason, Totals
from calllint.engine.selection import Selection
from calllint.facts.workspace import Workspace


def count_totals(workspace: Workspace, run: ContactRun | None) -> Totals:
    """How many contacts there are of each verdict.

    Raises AssertionError where a row went missing.
    """
    if run is None:
        return Totals()
    counts = {
        VERDICTS[code]: count
        for code, count in workspace.rows(
            "SELECT code, count(*) FROM verdict WHERE readable GROUP BY code"
        )
    }
    judged, unreadable = _rows(workspace)
    totals = Totals(
        judged,
        counts.get("allow", 0),
        counts.get("review", 0),
        counts.get("block", 0),
        unreadable,
    )
    if totals.contacts != totals.allow + totals.review + totals.block + totals.unreadable:
        raise AssertionError(f"contacts went missing: {totals}")
    return totals


def _rows(workspace: Workspace) -> tuple[int, int]:
    """How many rows were to be judged, and how many of them cannot be read."""
    if workspace.placed is not None:
        ((unreadable,),) = workspace.rows("SELECT count(*) FILTER (NOT readable) FROM contact")
        return workspace.placed.audited, unreadable
    read = [stats for stats in workspace.files if stats.kind == "contacts"]
    return sum(stats.rows for stats in read), sum(stats.unreadable_rows for stats in read)


def list_reasons(
    workspace: Workspace, run: ContactRun | None, selection: Selection
) -> tuple[Reason, ...]:
    """Distinct outcomes by the rules that decide, largest first."""
    if run is None:
        return ()
    deciding = {
        rule_id
        for rule_id, judges in run.judges.items()
        if rule_id in selection.reported and any(judge.decides for _, judge in judges)
    }
    words = masked(run.bits, deciding, "b") + masked(run.bits, deciding, "u")
    columns = ", ".join(f"{sql} AS w{number}" for number, sql in enumerate(words))
    names = ", ".join(f"w{number}" for number in range(len(words)))
    found = [
        Reason(
            VERDICTS[code],
            run.bits.rules(bits[: run.bits.words]),
            run.bits.rules(bits[run.bits.words :]),
            count,
            first,
            last,
            soonest,
        )
        for code, count, first, last, soonest, *bits in workspace.rows(
            f"SELECT code, count(*), min(callable_from), max(callable_until), "
            f"min(callable_until), {columns} "
            f"FROM verdict WHERE readable GROUP BY code, {names}"
        )
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                VERDICTS.index(each.verdict),
                -each.contacts,
                each.rules,
                each.unknown,
            ),
        )
    )
