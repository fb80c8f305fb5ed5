"""The connectives, in the database and in the process, are Kleene's three-valued logic.

Twice: against the tables, written out, for every combination of two and three operands; and against
the small evaluator of ``meaning``, on trees that hypothesis makes.
"""

from __future__ import annotations

from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import cast

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.engine.direct import Reader
from calllint.engine.slices import Slice
from calllint.engine.workdays import Workdays
from calllint.engine.writer import Writer
from calllint.facts.sql import values
from calllint.packs.language import parse
from calllint.packs.language.text import unparse
from calllint.packs.language.tree import (
    Add,
    Between,
    Call,
    Case,
    Coalesce,
    Compare,
    Expr,
    In,
    IsNull,
    Like,
    Literal,
    Logic,
    Name,
    Not,
    Param,
    Table,
)
from calllint.packs.model import Pack, ParamValue
from tests.engine.meaning import LISTS, TABLES, TWO, WINDOWS, Cell, Row, Truth, truth

T, F, U = True, False, None
THREE: tuple[Truth, ...] = (T, F, U)

COLUMNS = {
    "p": ("bool", "BOOLEAN", THREE),
    "q": ("bool", "BOOLEAN", THREE),
    "r": ("bool", "BOOLEAN", THREE),
    "x": ("int", "BIGINT", (None, 1, 2)),
    "y": ("int", "BIGINT", (None, 1, 2)),
    "t": ("text", "VARCHAR", (None, "a", "b")),
}
PARAMS: dict[str, ParamValue] = {"two": TWO, **LISTS, "windows": WINDOWS}  # type: ignore[dict-item]

ROWS: list[Row] = [
    dict(zip(COLUMNS, cells, strict=True))
    for cells in product(*(domain for _, _, domain in COLUMNS.values()))
]


class Bench:
    """Every row there is of a few columns, in the database rules run on."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        shape = {"position": "BIGINT"} | {name: sql for name, (_, sql, _) in COLUMNS.items()}
        rows: list[tuple[object, ...]] = [
            (number, *row.values()) for number, row in enumerate(ROWS)
        ]
        self._connection.execute(f"CREATE TABLE grid AS SELECT * FROM {values(rows, shape)}")
        self._writer = Writer(
            {name: f'"{name}"' for name in COLUMNS},
            {name: kind for name, (kind, _, _) in COLUMNS.items()},  # type: ignore[misc]
            PARAMS,
            TABLES,
        )
        pack = cast(Pack, SimpleNamespace(name="house", tables=TABLES, definitions={}))
        workdays = Workdays(Slice(date.min, date.min), "0")
        self._reader = Reader(pack, PARAMS, workdays, frozenset(COLUMNS))

    def column(self, text: str) -> list[Truth]:
        """What the expression says of each row of ``ROWS``, in the database and without it."""
        tree = parse(text, definition=True)
        sql = self._writer.write(tree)
        found = self._connection.execute(f"SELECT {sql} FROM grid ORDER BY position").fetchall()
        read = self._reader.read(tree)
        assert [read(dict(row)) for row in ROWS] == [row[0] for row in found], text
        return [row[0] for row in found]

    def table(self, text: str, *names: str) -> dict[tuple[Cell, ...], Truth]:
        """The truth table over the named columns."""
        found: dict[tuple[Cell, ...], Truth] = {}
        for row, said in zip(ROWS, self.column(text), strict=True):
            key = tuple(row[name] for name in names)
            assert found.setdefault(key, said) is said, "it depends on a column it does not name"
        return found


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


# -- The tables, written out -----------------------------------------------------------------

AND = {
    (T, T): T, (T, F): F, (T, U): U,
    (F, T): F, (F, F): F, (F, U): F,
    (U, T): U, (U, F): F, (U, U): U,
}  # fmt: skip
OR = {
    (T, T): T, (T, F): T, (T, U): T,
    (F, T): T, (F, F): F, (F, U): U,
    (U, T): T, (U, F): U, (U, U): U,
}  # fmt: skip
NOT = {T: F, F: T, U: U}


def test_not(bench: Bench) -> None:
    assert bench.table("not p", "p") == {(p,): NOT[p] for p in THREE}
    assert bench.table("not not p", "p") == {(p,): p for p in THREE}


def test_and(bench: Bench) -> None:
    assert bench.table("p and q", "p", "q") == AND


def test_or(bench: Bench) -> None:
    assert bench.table("p or q", "p", "q") == OR


def test_three_operands(bench: Bench) -> None:
    every = list(product(THREE, repeat=3))
    expected = {
        "p and q and r": {(p, q, r): AND[AND[p, q], r] for p, q, r in every},
        "p or q or r": {(p, q, r): OR[OR[p, q], r] for p, q, r in every},
        "p or q and r": {(p, q, r): OR[p, AND[q, r]] for p, q, r in every},
        "(p or q) and r": {(p, q, r): AND[OR[p, q], r] for p, q, r in every},
        "not p and q or r": {(p, q, r): OR[AND[NOT[p], q], r] for p, q, r in every},
        "not (p and q and r)": {(p, q, r): NOT[AND[AND[p, q], r]] for p, q, r in every},
        "p and not (q or r)": {(p, q, r): AND[p, NOT[OR[q, r]]] for p, q, r in every},
    }

    for text, table in expected.items():
        assert bench.table(text, "p", "q", "r") == table, text


def test_the_laws_of_de_morgan_hold(bench: Bench) -> None:
    assert bench.column("not (p and q)") == bench.column("not p or not q")
    assert bench.column("not (p or q)") == bench.column("not p and not q")


@pytest.mark.parametrize("op", ["=", "<>", "<", "<=", ">", ">="])
def test_a_comparison_with_an_unknown_is_unknown(bench: Bench, op: str) -> None:
    table = bench.table(f"x {op} y", "x", "y")

    assert {key: said for key, said in table.items() if None in key} == {
        (None, None): U, (None, 1): U, (None, 2): U, (1, None): U, (2, None): U,
    }  # fmt: skip
    assert None not in {said for key, said in table.items() if None not in key}


def test_is_null_is_never_unknown(bench: Bench) -> None:
    assert bench.table("p is null", "p") == {(T,): F, (F,): F, (U,): T}
    assert bench.table("p is not null", "p") == {(T,): T, (F,): T, (U,): F}
    assert bench.table("(p and q) is null", "p", "q") == {
        key: said is U for key, said in AND.items()
    }


def test_membership_of_an_unknown_is_unknown_even_in_an_empty_list(bench: Bench) -> None:
    assert bench.table("x in (1, 3)", "x") == {(None,): U, (1,): T, (2,): F}
    assert bench.table("x not in (1, 3)", "x") == {(None,): U, (1,): F, (2,): T}
    assert bench.table("x in $ints", "x") == {(None,): U, (1,): T, (2,): F}
    assert bench.table("x in $none", "x") == {(None,): U, (1,): F, (2,): F}
    assert bench.table("x not in $none", "x") == {(None,): U, (1,): T, (2,): T}
    assert bench.table("t in table(listed)", "t") == {(None,): U, ("a",): F, ("b",): T}
    assert bench.table("t not in table(listed)", "t") == {(None,): U, ("a",): T, ("b",): F}


def test_between_is_a_conjunction(bench: Bench) -> None:
    assert bench.table("2 between x and y", "x", "y") == {
        (None, None): U, (None, 1): F, (None, 2): U,  # 2 <= 1 is false, whatever the other end
        (1, None): U, (1, 1): F, (1, 2): T,
        (2, None): U, (2, 1): F, (2, 2): T,
    }  # fmt: skip
    assert bench.column("2 not between x and y") == bench.column("not (2 >= x and 2 <= y)")


def test_within_is_true_only_inside_one_window(bench: Bench) -> None:
    assert bench.table("within(x, y, $windows)", "x", "y") == {
        (None, None): U, (None, 1): U, (None, 2): U,
        (1, None): U, (1, 1): T, (1, 2): F,  # from one window into the next is in neither
        (2, None): U, (2, 1): T, (2, 2): T,
    }  # fmt: skip
    assert bench.table("within(x, 9, $windows)", "x") == {(None,): F, (1,): F, (2,): F}


def test_an_unknown_condition_takes_no_branch(bench: Bench) -> None:
    assert bench.table("case when p then true else false end", "p") == {(T,): T, (F,): F, (U,): F}
    assert bench.table("case when p then true end", "p") == {(T,): T, (F,): U, (U,): U}
    assert bench.table("coalesce(p, q)", "p", "q") == {
        (p, q): q if p is U else p for p, q in product(THREE, repeat=2)
    }


# -- Against the evaluator of ``meaning`` ----------------------------------------------------

_ints = st.recursive(
    st.sampled_from((Name("x"), Name("y"), Param("two"), *map(Literal, range(4)))),
    lambda inner: (
        st.builds(Add, st.sampled_from(("+", "-")), inner, inner)
        | st.builds(lambda *parts: Coalesce(parts), inner, inner)
    ),
    max_leaves=3,
)
_texts = st.sampled_from((Name("t"), Literal("a"), Literal("b")))
_listed = st.lists(st.builds(Literal, st.integers(0, 3)), min_size=1, max_size=3).map(tuple)
_worded = st.lists(st.builds(Literal, st.sampled_from("abc")), min_size=1, max_size=2).map(tuple)
_conditions = st.one_of(
    st.sampled_from((*map(Name, "pqr"), *map(Literal, THREE))),
    st.builds(Compare, st.sampled_from(("=", "<>", "<", "<=", ">", ">=")), _ints, _ints),
    st.builds(Compare, st.sampled_from(("=", "<>")), _texts, _texts),
    st.builds(IsNull, st.one_of(_ints, _texts), st.booleans()),
    st.builds(In, _ints, _listed | st.sampled_from((Param("ints"), Param("none"))), st.booleans()),
    st.builds(In, _texts, _worded | st.sampled_from((Param("texts"), Table("listed"))),
              st.booleans()),
    st.builds(Between, _ints, _ints, _ints, st.booleans()),
    st.builds(Like, _texts, st.sampled_from(("a%", "%")), st.booleans()),
    st.builds(lambda start, end: Call("within", (start, end, Param("windows"))), _ints, _ints),
)  # fmt: skip


def _connected(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Not, inner),
        st.builds(Logic, st.sampled_from(("and", "or")), several),
        st.builds(IsNull, inner, st.booleans()),
        st.builds(lambda one, other: Coalesce((one, other)), inner, inner),
        st.builds(lambda test, then, other: Case(((test, then),), other), inner, inner,
                  st.none() | inner),
    )  # fmt: skip


CONDITIONS = st.recursive(_conditions, _connected, max_leaves=8)


@settings(max_examples=150, deadline=None)
@given(CONDITIONS)
def test_any_condition_says_on_the_database_what_it_means(bench: Bench, tree: Expr) -> None:
    text = unparse(tree)

    assert bench.column(text) == [truth(tree, row) for row in ROWS], text
