"""Every verdict for programs, and the rows kept out for people, with all their reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from calllint.engine.contacts import VERDICTS as CODES
from calllint.engine.result import ContactVerdict
from calllint.engine.scrub.cells import PEOPLE, Dialect, inert, row_file, to_parquet
from calllint.engine.scrub.lines import batches, cell_of, cells_text, joined, stretches
from calllint.engine.scrub.options import ScrubOptions, own_id
from calllint.engine.verdicts import Verdicts
from calllint.facts.sql import literal
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
_COMMA = Dialect()
PLAIN = (
    "(contact_id IS NULL OR regexp_full_match(contact_id, '[A-Za-z][ -?A-~]*[0-9][ -?A-~]*|"
    "[0-9]{1,7}') AND (length(contact_id) < 8 OR right(regexp_replace(contact_id, '[^0-9]', '', "
    "'g'), 8) <> right(CAST(number AS VARCHAR), 8)))"
)
"""SQL: an id that is no number, no e-mail address and no name, whatever else it is.

Hiding what could be one leaves it as it is, so such an id is not asked about.
"""


def write_verdicts(
    judgement: Judgement, folder: Path, options: ScrubOptions, advance: Callable[[int], None]
) -> None:
    """Write ``verdicts.parquet`` and ``rejects.csv``; a contact's id as it may be shown."""
    lang, rows = options.lang, judgement.report.totals.contacts
    whole = folder / "verdicts.csv"
    heads = [say(f"rejects.{name}", lang) for name in REJECTS]
    _tell_outcomes(judgement, lang)
    query = _query(judgement, lang)
    with (
        row_file(whole, _COMMA, tuple(VERDICTS)) as every,
        row_file(folder / "rejects.csv", PEOPLE, heads) as rejects,
    ):
        for first, last in stretches(1, rows):
            _hide_ids(judgement, options, first, last)
            those = f"v.row_id BETWEEN {first} AND {last} AND c.row_id BETWEEN {first} AND {last}"
            for batch in batches(judgement.workspace, f"{query} WHERE {those}) ORDER BY row_id"):
                every.write_lines([line for line, _ in batch])
                rejects.write_lines([line for _, line in batch if line is not None])
                advance(len(batch))
        written = every.rows
    if written != rows:
        raise AssertionError(f"{written} verdicts were written of {rows}")
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


def _tell_outcomes(judgement: Judgement, lang: str) -> None:
    """``told``: the cells that each distinct outcome comes to; ``told_file``: those of a file."""
    workspace, run = judgement.workspace, judgement.contacts
    assert run is not None
    reader = Verdicts.of(workspace, run, judgement.selection)
    titles = {rule.id: rule_words(rule, lang) for rule, _ in judgement.selection.rules}
    words = run.bits.columns("b") + run.bits.columns("u")
    told = []
    for own in workspace.rows(f"SELECT DISTINCT {', '.join(words)} FROM verdict"):
        one = reader.read((0, 0, None, None, 0, None, None, None, *own))
        cells = [" ".join(rules) for rules in (one.breached, one.unknown, one.duties)]
        reasons = in_words(one.breached, one.unknown, titles, lang)
        told.append((*own, *_both(cells), cells_text([inert(reasons)], PEOPLE)))
    kinds = dict.fromkeys(words, "BIGINT") | dict.fromkeys(("cells", "shown", "why"), "VARCHAR")
    workspace.execute("DROP TABLE IF EXISTS told")
    workspace.store.create("told", kinds, told)
    files = [(number, *_both([stats.name])) for number, stats in enumerate(workspace.files)]
    workspace.execute("DROP TABLE IF EXISTS told_file")
    kinds = {"file_no": "INTEGER", "file": "VARCHAR", "file_shown": "VARCHAR"}
    workspace.store.create("told_file", kinds, files)


def _both(cells: Sequence[str]) -> tuple[str, str]:
    """Cells as a program reads them, and as people open them."""
    return cells_text(cells, _COMMA), cells_text([inert(cell) for cell in cells], PEOPLE)


def _hide_ids(judgement: Judgement, options: ScrubOptions, first: int, last: int) -> None:
    """``hidden_id``: the contact ids of some rows that may not be shown as they are."""
    workspace = judgement.workspace
    found = []
    if options.shown_id is not own_id:
        for row_id, contact_id, phone in workspace.rows(
            "SELECT row_id, contact_id, CASE WHEN number IS NULL THEN unread_phone ELSE "
            f"'+' || number END FROM contact WHERE row_id BETWEEN {first} AND {last} "
            f"AND {PLAIN} IS NOT TRUE"
        ):
            one = ContactVerdict(
                "", 0, contact_id, phone or "", "allow", (), (), None, None, None, ()
            )
            found.append((row_id, options.shown_id(one)))
    workspace.execute("DROP TABLE IF EXISTS hidden_id")
    workspace.store.create("hidden_id", {"row_id": "BIGINT", "shown": "VARCHAR"}, found)


def _query(judgement: Judgement, lang: str) -> str:
    """The line of each verdict, and that of each row kept out; which rows is still to follow."""
    run = judgement.contacts
    assert run is not None
    words = ", ".join(run.bits.columns("b") + run.bits.columns("u"))
    rest = [
        "nullif(callable_from, DATE '9999-12-31')",
        "nullif(callable_until, DATE '9999-12-31')",
        "attempts_left",
    ]
    row = ["file", "line", cell_of("own", _COMMA), _said(CODES, _COMMA), "cells", *rest]
    repeated = cells_text([inert(say("rejects.repeated", lang))], PEOPLE)
    repeat = cells_text([inert(say("rejects.repeat", lang))], PEOPLE)
    verdict = _said([inert(say(f"verdict.{code}", lang, n=1)) for code in CODES], PEOPLE)
    shown = [
        "file_shown",
        "line",
        cell_of("own", PEOPLE, inert=True),
        f"CASE WHEN repeated THEN {literal(repeated)} ELSE {verdict} END",
        "shown",
        *rest,
        f"CASE WHEN repeated THEN {literal(repeat)} ELSE why END",
    ]
    return (
        f"SELECT {joined(row, _COMMA)}, CASE WHEN code <> 0 OR repeated THEN "
        f"{joined(shown, PEOPLE)} END FROM (SELECT v.*, c.line, t.cells, t.shown, t.why, f.file, "
        "f.file_shown, r.row_id IS NOT NULL AS repeated, "
        "CASE WHEN h.row_id IS NULL THEN c.contact_id ELSE h.shown END AS own "
        f"FROM verdict v JOIN contact c USING (row_id) JOIN told t USING ({words}) "
        "JOIN told_file f USING (file_no) LEFT JOIN hidden_id h USING (row_id) "
        "LEFT JOIN repeat_row r USING (row_id)"
    )


def _said(names: Sequence[object], dialect: Dialect) -> str:
    """SQL of the name of a verdict."""
    told = [cells_text([name], dialect) for name in names]
    whens = "".join(f" WHEN {code} THEN {literal(name)}" for code, name in enumerate(told))
    return f"CASE code{whens} END"
