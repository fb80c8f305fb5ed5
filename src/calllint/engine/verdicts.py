"""Reading verdicts out again, one contact after another, in the order of the lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from calllint.engine.contacts import VERDICTS, ContactRun
from calllint.engine.passes import Bits
from calllint.engine.result import ContactVerdict
from calllint.engine.selection import Selection
from calllint.facts.workspace import Workspace

_BATCH = 10_000


def read_verdicts(
    workspace: Workspace, run: ContactRun, selection: Selection
) -> Iterator[ContactVerdict]:
    """Every contact's verdict with all its reasons, streamed."""
    told = Verdicts.of(workspace, run, selection)
    rows = workspace.store.stream(f"{verdicts_sql(run)} ORDER BY row_id", _BATCH)
    yield from map(told.read, rows)


def verdicts_sql(run: ContactRun) -> str:
    """The rows that ``Verdicts`` reads, in any order."""
    words = ", ".join(run.bits.columns("b") + run.bits.columns("u"))
    return (
        "SELECT file_no, line, contact_id, "
        "CASE WHEN number IS NULL THEN unread_phone ELSE '+' || number "
        f"END AS phone, code, callable_from, callable_until, attempts_left, {words} FROM verdict "
        "JOIN contact USING (row_id)"
    )


class Verdicts(Struct, frozen=True):
    """What is needed to tell a verdict from its row, and nothing else: workers are sent it."""

    names: tuple[str, ...]
    """Each file, by its number."""
    bits: Bits
    reported: frozenset[str]
    duties: frozenset[str]

    @classmethod
    def of(cls, workspace: Workspace, run: ContactRun, selection: Selection) -> Verdicts:
        """For the contacts of one campaign."""
        duties = (rule_id for rule_id, judges in run.judges.items() if judges[0][1].rule.duty)
        names = tuple(stats.name for stats in workspace.files)
        return cls(names, run.bits, selection.reported, frozenset(duties))

    def read(self, row: Sequence[Any]) -> ContactVerdict:
        """The verdict of one row of ``verdicts_sql``."""
        file_no, line, contact_id, phone, code, first, last, left, *words = row
        breached = self._rules(words[: self.bits.words])
        return ContactVerdict(
            self.names[file_no],
            line,
            contact_id,
            phone or "",
            VERDICTS[code],
            tuple(rule for rule in breached if rule not in self.duties),
            self._rules(words[self.bits.words :]),
            first,
            last,
            left,
            tuple(rule for rule in breached if rule in self.duties),
        )

    def _rules(self, words: Sequence[int]) -> tuple[str, ...]:
        return tuple(rule for rule in self.bits.rules(words) if rule in self.reported)
