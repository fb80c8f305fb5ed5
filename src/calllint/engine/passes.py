"""One pass over a relation: every rule a boolean column, every row two bit sets and its free days.

The pass writes, per row: ``b0, b1, …`` (rules breached) and ``u0, u1, …`` (rules unknown), BIGINT
words of 62 rules; ``hard`` (a rule that decides is breached on every day), ``unsure`` (one that
decides cannot tell), ``free_from`` and ``free_until`` (the days no rule that decides forbids) and
``attempts_left``. The same pass judges contacts and the records that are their grounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from calllint.engine.compiler import Compiled, SqlJudge

WORD = 62


class Bits(Struct, frozen=True):
    """Which bit stands for which rule, over all the scopes that are judged per contact."""

    index: Mapping[str, int]

    @classmethod
    def of(cls, rule_ids: Iterable[str]) -> Bits:
        """Bits in the order of the ids."""
        return cls({rule_id: position for position, rule_id in enumerate(sorted(set(rule_ids)))})

    @property
    def words(self) -> int:
        """Words needed; at least one."""
        return max(1, -(-len(self.index) // WORD))

    def mask(self, rule_ids: Iterable[str]) -> list[int]:
        """The words with the bits of some rules set."""
        found = [0] * self.words
        for rule_id in rule_ids:
            word, bit = divmod(self.index[rule_id], WORD)
            found[word] |= 1 << bit
        return found

    def rules(self, words: Sequence[int]) -> tuple[str, ...]:
        """The rules whose bits are set, in the order of their ids."""
        return tuple(
            rule_id
            for rule_id, position in self.index.items()
            if words[position // WORD] >> (position % WORD) & 1
        )

    def columns(self, prefix: str, letter: str = "") -> list[str]:
        """Names of the word columns: ``b0, b1, …``."""
        return [f"{prefix}{letter}{word}" for word in range(self.words)]


def named(compiled: Compiled, *others: str) -> frozenset[str]:
    """Every word of the expressions of a pass, and of ``others``: the columns it can need."""
    judges = compiled.judges
    days = (sql for each in judges for sql in (each.clear_from, each.clear_until) if sql)
    left = (each.attempts_left for each in judges if each.attempts_left)
    written = (*compiled.columns.values(), *(each.outcome for each in judges), *days, *left)
    return frozenset(re.findall(r"\w+", " ".join((*written, *others))))


def pass_sql(
    relation: str, keys: Sequence[str], compiled: Compiled, bits: Bits, floor: str = "FALSE"
) -> str:
    """The query of one pass over ``relation``; ``floor`` is SQL that makes a row unsure anyway."""
    judges = compiled.judges
    defined = "".join(f", {sql} AS {name}" for name, sql in compiled.columns.items())
    judged = "".join(f", {judge.outcome} AS o{position}" for position, judge in enumerate(judges))
    days = "".join(_days(position, judge) for position, judge in enumerate(judges))
    kept = ", ".join([*keys, "judged_from", "judged_to"])
    said = ", ".join(
        [
            kept,
            *_words(judges, bits, "b", "o{position}"),
            *_words(judges, bits, "u", "o{position} IS NULL"),
            f"doubtful{_open(judges)} AS doubtful",
            f"greatest(judged_from{_bounds(judges, 'f')}) AS free_from",
            f"least(judged_to{_bounds(judges, 't')}) AS free_until",
            f"{_left(judges)} AS attempts_left",
        ]
    )
    words = ", ".join(bits.columns("b") + bits.columns("u"))
    decide = [judge for judge in judges if judge.decides]
    hard = _some(bits, "b", [judge for judge in decide if not is_dated(judge)])
    unsure = _some(bits, "u", decide)
    return (
        f"SELECT {kept}, {words}, {hard} AS hard, doubtful OR {unsure} AS unsure, "
        f"free_from, free_until, attempts_left FROM (SELECT {said} FROM "
        f"(SELECT {kept}, {floor} AS doubtful{judged}{days} FROM "
        f"(SELECT *{defined} FROM ({relation}) AS facts) AS defined) AS judged) AS said"
    )


def _some(bits: Bits, prefix: str, judges: Iterable[SqlJudge]) -> str:
    """Whether the bit of one of these judges is set."""
    mask = bits.mask(judge.rule.id for judge in judges)
    tests = [
        f"({column} & {part}) <> 0"
        for column, part in zip(bits.columns(prefix), mask, strict=True)
        if part
    ]
    return "(" + (" OR ".join(tests) or "FALSE") + ")"


def _days(position: int, judge: SqlJudge) -> str:
    found = ""
    if judge.decides and judge.clear_from is not None:
        found += f", {judge.clear_from} AS f{position}"
    if judge.decides and judge.clear_until is not None:
        found += f", {judge.clear_until} AS t{position}"
    if judge.attempts_left is not None:
        found += f", {judge.attempts_left} AS l{position}"
    return found


def _words(judges: Sequence[SqlJudge], bits: Bits, prefix: str, test: str) -> list[str]:
    terms: list[list[str]] = [[] for _ in range(bits.words)]
    for position, judge in enumerate(judges):
        word, bit = divmod(bits.index[judge.rule.id], WORD)
        when = test.format(position=position)
        terms[word].append(f"CASE WHEN {when} THEN {1 << bit} ELSE 0 END")
    return [
        f"CAST({' + '.join(parts) or '0'} AS BIGINT) AS {prefix}{word}"
        for word, parts in enumerate(terms)
    ]


def _open(judges: Sequence[SqlJudge]) -> str:
    """Or whether a rule that says both from and until when knows only one of the two."""
    return "".join(
        f" OR coalesce(o{position} AND (f{position} IS NULL OR t{position} IS NULL), FALSE)"
        for position, judge in enumerate(judges)
        if judge.decides and judge.clear_from is not None and judge.clear_until is not None
    )


def is_dated(judge: SqlJudge) -> bool:
    """Whether a rule says from or until when, rather than yes or no."""
    return judge.clear_from is not None or judge.clear_until is not None


def _bounds(judges: Sequence[SqlJudge], letter: str) -> str:
    return "".join(
        f", CASE WHEN o{position} THEN {letter}{position} END"
        for position, judge in enumerate(judges)
        if judge.decides and (judge.clear_from if letter == "f" else judge.clear_until) is not None
    )


def _left(judges: Sequence[SqlJudge]) -> str:
    parts = [
        f"CASE WHEN l{position} < 0 THEN 0 ELSE l{position} END"
        for position, judge in enumerate(judges)
        if judge.attempts_left is not None
    ]
    if not parts:
        return "CAST(NULL AS BIGINT)"
    return parts[0] if len(parts) == 1 else f"least({', '.join(parts)})"
