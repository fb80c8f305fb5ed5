"""One pass over a relation, against what it should say of each row, worked out in plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.engine.compiler import Compiled, SqlJudge
from calllint.engine.passes import WORD, Bits, pass_sql
from calllint.facts.sql import values
from calllint.packs.model import Pack, Rule

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 27)
IDS = [f"R{number:03}" for number in range(WORD + 3)]
"""More rules than one word holds."""


@dataclass(frozen=True)
class Spec:
    """A rule: what it says on each row, and how it says it."""

    outcomes: tuple[bool | None, ...]
    severity: str = "error"
    duty: bool = False
    clear_from: tuple[date | None, ...] | None = None
    clear_until: tuple[date | None, ...] | None = None
    left: tuple[int | None, ...] | None = None

    @property
    def decides(self) -> bool:
        return self.severity == "error" and not self.duty

    @property
    def dated(self) -> bool:
        return self.clear_from is not None or self.clear_until is not None


def judge(spec: Spec, rule_id: str) -> SqlJudge:
    rule = SimpleNamespace(id=rule_id, duty="duty" if spec.duty else None)
    return SqlJudge(
        cast(Rule, rule),
        cast(Pack, None),
        cast(Any, spec.severity),
        (),
        f"o_{rule_id}",
        None if spec.clear_from is None else f"f_{rule_id}",
        None if spec.clear_until is None else f"t_{rule_id}",
        None if spec.left is None else f"l_{rule_id}",
        frozenset(),
    )


def relation(specs: dict[str, Spec], rows: int) -> str:
    shape = {"row_id": "BIGINT", "judged_from": "DATE", "judged_to": "DATE"}
    columns: list[Sequence[object]] = [range(rows), [FIRST] * rows, [LAST] * rows]
    for rule_id, spec in specs.items():
        for letter, kind, cells in (
            ("o", "BOOLEAN", spec.outcomes),
            ("f", "DATE", spec.clear_from),
            ("t", "DATE", spec.clear_until),
            ("l", "BIGINT", spec.left),
        ):
            if cells is not None:
                shape[f"{letter}_{rule_id}"] = kind
                columns.append(cells)
    return f"SELECT * FROM {values(list(zip(*columns, strict=True)), shape)}"


def run(specs: dict[str, Spec], rows: int) -> list[dict[str, Any]]:
    bits = Bits.of(IDS)
    judges = tuple(judge(spec, rule_id) for rule_id, spec in specs.items())
    sql = pass_sql(relation(specs, rows), ("row_id",), Compiled(judges, {}, frozenset()), bits)
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM ({sql}) ORDER BY row_id")
        names = [column[0] for column in found.description]
        rows_found = found.fetchall()
    answers = []
    for row in rows_found:
        answer = dict(zip(names, row, strict=True))
        for letter in "bu":
            words = [answer.pop(f"{letter}{word}") for word in range(bits.words)]
            answer[letter] = set(bits.rules(words))
        answers.append(answer)
    return answers


def expected(specs: dict[str, Spec], row: int) -> dict[str, Any]:
    """The reference."""
    breached = {rule for rule, spec in specs.items() if spec.outcomes[row]}
    unknown = {rule for rule, spec in specs.items() if spec.outcomes[row] is None}
    deciding = [(rule, spec) for rule, spec in specs.items() if spec.decides]
    starts, ends, half_known = [FIRST], [LAST], False
    for rule, spec in deciding:
        if rule in breached:
            bounds = [
                None if cells is None else cells[row]
                for cells in (spec.clear_from, spec.clear_until)
            ]
            starts += [bounds[0]] if bounds[0] else []
            ends += [bounds[1]] if bounds[1] else []
            both = spec.clear_from is not None and spec.clear_until is not None
            half_known |= both and None in bounds
    left = [
        max(0, cells)
        for spec in specs.values()
        if spec.left is not None
        for cells in [spec.left[row]]
        if cells is not None
    ]
    return {
        "row_id": row,
        "judged_from": FIRST,
        "judged_to": LAST,
        "b": breached,
        "u": unknown,
        "hard": any(rule in breached and not spec.dated for rule, spec in deciding),
        "unsure": half_known or any(rule in unknown for rule, _ in deciding),
        "free_from": max(starts),
        "free_until": min(ends),
        "attempts_left": min(left, default=None),
    }


ROWS = 4
DAYS = st.one_of(st.none(), st.integers(-2, 6).map(lambda days: FIRST + timedelta(days=days)))


def column(cells: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(*[cells] * ROWS)


SPECS = st.builds(
    Spec,
    outcomes=column(st.sampled_from([True, False, None])),
    severity=st.sampled_from(["error", "error", "warning", "info"]),
    duty=st.sampled_from([False, False, False, True]),
    clear_from=st.one_of(st.none(), column(DAYS)),
    clear_until=st.one_of(st.none(), column(DAYS)),
    left=st.one_of(st.none(), column(st.sampled_from([None, -1, 0, 3]))),
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(IDS), SPECS, max_size=6))
def test_a_pass_says_of_each_row_what_its_rules_say(specs: dict[str, Spec]) -> None:
    assert run(specs, ROWS) == [expected(specs, row) for row in range(ROWS)]


def test_more_rules_than_a_word_holds_all_at_once() -> None:
    specs = {
        rule_id: Spec(((number % 3 == 0) or (None if number % 3 == 1 else False),))
        for number, rule_id in enumerate(IDS)
    }
    (answer,) = run(specs, 1)
    assert answer["b"] == set(IDS[::3])
    assert answer["u"] == set(IDS[1::3])


def test_a_start_that_is_unknown_makes_a_row_unsure_even_where_the_end_is_known() -> None:
    (answer,) = run({IDS[0]: Spec((True,), clear_from=(None,), clear_until=(FIRST,))}, 1)
    assert answer["unsure"]


def test_the_floor_makes_a_row_unsure_whatever_the_rules_say() -> None:
    rows = values(
        [(1, FIRST, LAST), (2, FIRST, LAST)],
        {"row_id": "BIGINT", "judged_from": "DATE", "judged_to": "DATE"},
    )
    nothing = Compiled((), {}, frozenset())
    sql = pass_sql(f"SELECT * FROM {rows}", ("row_id",), nothing, Bits.of([]), "row_id = 2")
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT hard, unsure FROM ({sql}) ORDER BY row_id").fetchall()
    assert found == [(False, False), (False, True)]


@given(st.sets(st.sampled_from(IDS)))
def test_bits_stand_for_rules_both_ways(rules: set[str]) -> None:
    bits = Bits.of(IDS)
    words = bits.mask(rules)
    assert len(words) == bits.words == 2
    assert all(0 <= word < 2**62 for word in words)
    assert bits.rules(words) == tuple(sorted(rules))


def test_there_is_a_word_even_without_a_rule() -> None:
    assert Bits.of([]).words == 1
    assert Bits.of(IDS[:WORD]).words == 1
    assert Bits.of(IDS[: WORD + 1]).words == 2
