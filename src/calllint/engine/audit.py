"""An audit: what became of the calls, who placed those in breach, and each of them one by one."""

from __future__ import annotations

from collections.abc import Iterator

from calllint.engine.contacts import VERDICTS, ContactRun
from calllint.engine.result import Audit, PlacedCall, Placer
from calllint.engine.selection import Selection
from calllint.facts.workspace import Workspace

_BATCH = 10_000
_CODES = {verdict: code for code, verdict in enumerate(VERDICTS)}


def summed_up(workspace: Workspace) -> Audit | None:
    """The rows of the calls by what became of them; None where contacts were judged.

    Raises AssertionError where a row went missing.
    """
    placed = workspace.placed
    if placed is None:
        return None
    rest = (placed.other_days, placed.repeated, placed.others, placed.later)
    if placed.rows != placed.audited + sum(rest) or min(rest) < 0:
        raise AssertionError(f"calls went missing: {placed}")
    return Audit(
        placed.rows, *rest, (*_placers(workspace, "agent"), *_placers(workspace, "centre"))
    )


def _placers(workspace: Workspace, kind: str) -> tuple[Placer, ...]:
    """Everybody who placed calls, those in breach most often first."""
    rows = workspace.rows(
        f"SELECT {kind}, count(*) AS calls, count(*) FILTER (code = {_CODES['block']}) AS breach, "
        f"count(*) FILTER (code = {_CODES['review']}) AS unknown FROM placed "
        f"JOIN verdict USING (row_id) GROUP BY {kind} "
        f"ORDER BY breach DESC, unknown DESC, calls DESC, {kind} NULLS LAST"
    )
    named = any(name is not None for name, *_ in rows)
    return tuple(Placer("agent" if kind == "agent" else "centre", *row) for row in rows if named)


def read_calls(
    workspace: Workspace, run: ContactRun, selection: Selection, *, every: bool = False
) -> Iterator[PlacedCall]:
    """The calls that are not clean, or ``every`` call, in the order of the lists; streamed."""
    words = ", ".join(run.bits.columns("b") + run.bits.columns("u"))
    names = [stats.name for stats in workspace.files]
    duties = {rule_id for rule_id, judges in run.judges.items() if judges[0][1].rule.duty}
    hidden = duties | {rule_id for rule_id in run.bits.index if rule_id not in selection.reported}
    kept = "" if every else f"WHERE code <> {_CODES['allow']} "
    cursor = workspace.connection.cursor().execute(
        "SELECT c.file_no, c.line, coalesce('+' || c.number, c.unread_phone), "
        "strftime(f.planned_on, '%Y-%m-%d') || coalesce(strftime(TIMESTAMP '2000-01-01' + "
        "to_minutes(CAST(f.local_from AS INTEGER)), 'T%H:%M'), ''), "
        "c.zone, p.agent, p.centre, code, "
        f"{words} FROM verdict JOIN contact c USING (row_id) JOIN placed p USING (row_id) "
        f"JOIN call_fact f USING (row_id) {kept}ORDER BY row_id"
    )
    while batch := cursor.fetchmany(_BATCH):
        for file_no, line, phone, at, zone, agent, centre, code, *bits in batch:
            breached, unknown = (
                tuple(rule for rule in run.bits.rules(part) if rule not in hidden)
                for part in (bits[: run.bits.words], bits[run.bits.words :])
            )
            yield PlacedCall(
                names[file_no],
                line,
                phone or "",
                at,
                zone,
                agent,
                centre,
                VERDICTS[code],
                breached,
                unknown,
            )
