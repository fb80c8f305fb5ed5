"""Reading verdicts out again, one contact after another, in the order of the lists."""

from __future__ import annotations

from collections.abc import Iterator

from calllint.engine.contacts import VERDICTS, ContactRun
from calllint.engine.result import ContactVerdict
from calllint.engine.selection import Selection
from calllint.facts.workspace import Workspace

_BATCH = 10_000


def read_verdicts(
    workspace: Workspace, run: ContactRun, selection: Selection
) -> Iterator[ContactVerdict]:
    """Every contact's verdict with all its reasons, streamed."""
    words = ", ".join(run.bits.columns("b") + run.bits.columns("u"))
    duties = {rule_id for rule_id, judges in run.judges.items() if judges[0][1].rule.duty}
    names = [stats.name for stats in workspace.files]
    cursor = workspace.connection.cursor().execute(
        "SELECT file_no, line, contact_id, "
        "CASE WHEN number IS NULL THEN unread_phone ELSE '+' || number "
        f"END, code, callable_from, callable_until, attempts_left, {words} FROM verdict "
        "JOIN contact USING (row_id) ORDER BY row_id"
    )
    while batch := cursor.fetchmany(_BATCH):
        for file_no, line, contact_id, phone, code, first, last, left, *bits in batch:
            breached = [
                rule
                for rule in run.bits.rules(bits[: run.bits.words])
                if rule in selection.reported
            ]
            unknown = [
                rule
                for rule in run.bits.rules(bits[run.bits.words :])
                if rule in selection.reported
            ]
            yield ContactVerdict(
                names[file_no],
                line,
                contact_id,
                phone or "",
                VERDICTS[code],
                tuple(rule for rule in breached if rule not in duties),
                tuple(unknown),
                first,
                last,
                left,
                tuple(rule for rule in breached if rule in duties),
            )
