"""Every verdict for programs, and the rows kept out for people, with all their reasons."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from calllint.engine.result import ContactVerdict
from calllint.engine.scrub.cells import PEOPLE, inert, row_file, stream, to_parquet
from calllint.engine.scrub.options import ScrubOptions
from calllint.lang import pick, say, typeset
from calllint.packs.model import Rule

if TYPE_CHECKING:
    from calllint.engine.run import Judgement

VERDICTS: Mapping[str, str] = {
    "file": "VARCHAR",
    "line": "BIGINT",
    "contact_id": "VARCHAR",
    "verdict": "VARCHAR",
    "breached": "VARCHAR",
    "unknown": "VARCHAR",
    "duties": "VARCHAR",
    "callable_from": "DATE",
    "callable_until": "DATE",
    "attempts_left": "BIGINT",
}
"""Columns of ``verdicts.parquet``: ids of rules are parted by spaces; no number."""
REJECTS = (*VERDICTS, "reasons")
"""Columns of ``rejects.csv``, headed in the language of the run."""


def write_verdicts(
    judgement: Judgement, folder: Path, options: ScrubOptions, advance: Callable[[int], None]
) -> None:
    """Write ``verdicts.parquet`` and ``rejects.csv``; a contact's id as it may be shown."""
    lang = options.lang
    words = {rule.id: rule_words(rule, lang) for rule, _ in judgement.selection.rules}
    whole = folder / "verdicts.csv"
    heads = [say(f"rejects.{name}", lang) for name in REJECTS]
    with (
        whole.open("w", encoding="utf-8", newline="") as every,
        row_file(folder / "rejects.csv", PEOPLE, heads) as rejects,
    ):
        writer = csv.writer(every, lineterminator="\n")
        writer.writerow(VERDICTS)
        repeats = stream(
            judgement.workspace,
            "SELECT r.row_id IS NOT NULL FROM verdict v LEFT JOIN repeat_row r USING (row_id) "
            "ORDER BY v.row_id",
        )
        for verdict, (repeat,) in zip(judgement.verdicts(), repeats, strict=True):
            row = _row(verdict, options.shown_id(verdict))
            writer.writerow(row)
            if verdict.verdict != "allow" or repeat:
                row[3] = say(f"verdict.{verdict.verdict}", lang, n=1)
                reasons = in_words(verdict.breached, verdict.unknown, words, lang)
                if repeat:
                    row[3] = say("rejects.repeated", lang)
                    reasons = say("rejects.repeat", lang)
                rejects.write([inert(cell) for cell in (*row, reasons)])
            advance(1)
    to_parquet(judgement.workspace, whole, VERDICTS, folder / "verdicts.parquet")
    whole.unlink()


def rule_words(rule: Rule, lang: str) -> str:
    """A rule as people know it: its id and what it finds."""
    return f"{rule.id} {typeset(pick(rule.title, lang), lang)}"


def in_words(
    breached: Sequence[str], unknown: Sequence[str], words: Mapping[str, str], lang: str
) -> str:
    """The reasons of a verdict, one after the other."""
    known = " · ".join(words[rule] for rule in breached)
    unsure = ", ".join(words[rule] for rule in unknown)
    return " · ".join(filter(None, [known, unsure and say("summary.to_check", lang, rules=unsure)]))


def _row(verdict: ContactVerdict, contact_id: str | None) -> list[object]:
    return [
        verdict.file,
        verdict.line,
        contact_id,
        verdict.verdict,
        " ".join(verdict.breached),
        " ".join(verdict.unknown),
        " ".join(verdict.duties),
        _day(verdict.callable_from),
        _day(verdict.callable_until),
        verdict.attempts_left,
    ]


def _day(day: date | None) -> date | None:
    """A day; the one that stands for never is none."""
    return None if day == date.max else day
