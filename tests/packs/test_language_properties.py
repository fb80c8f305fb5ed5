"""Parsing and printing undo each other, and no text is worse than an ExpressionError."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from calllint.packs.language import ExpressionError, parse
from calllint.packs.language.lexer import KEYWORDS
from calllint.packs.language.parser import MAX_DEPTH
from calllint.packs.language.text import measure, unparse
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

_words = st.from_regex(r"[a-z_][a-z0-9_]{0,6}", fullmatch=True).filter(
    lambda word: word not in KEYWORDS
)
_printable = st.text(st.characters(codec="utf-8"), max_size=8).filter(str.isprintable)
_constants = st.one_of(
    st.booleans(), st.integers(0, 999_999_999), _printable, st.dates(min_value=date(1, 1, 1))
)
_literals = st.builds(Literal, _constants)
_leaves = st.one_of(
    st.builds(Literal, _constants | st.none()), st.builds(Name, _words), st.builds(Param, _words)
)
_patterns = _printable.filter(lambda text: "\\" not in text)
_options = st.one_of(
    st.lists(_literals, min_size=1, max_size=3).map(tuple),
    st.builds(Param, _words),
    st.builds(Table, _words),
)


def _branches(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    pairs = st.lists(st.tuples(inner, inner), min_size=1, max_size=2).map(tuple)
    functions = _words.filter(lambda word: word != "coalesce")
    comparisons = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
    return st.one_of(
        st.builds(Not, inner),
        st.builds(Logic, st.sampled_from(["and", "or"]), several),
        st.builds(Compare, comparisons, inner, inner),
        st.builds(Add, st.sampled_from(["+", "-"]), inner, inner),
        st.builds(IsNull, inner, st.booleans()),
        st.builds(In, inner, _options, st.booleans()),
        st.builds(Between, inner, inner, inner, st.booleans()),
        st.builds(Like, inner, _patterns, st.booleans()),
        st.builds(Call, functions, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Case, pairs, st.none() | inner),
        st.builds(Coalesce, several),
    )


_trees = st.recursive(_leaves, _branches, max_leaves=12)
_soup = st.lists(
    st.sampled_from(
        [
            *sorted(KEYWORDS),
            "a",
            "$n",
            "(",
            ")",
            ",",
            "=",
            "<",
            "+",
            "-",
            "1",
            "'x'",
            "2026-08-11",
            "10:30",
            "table",
            "coalesce",
            "f",
            "days",
            "''",
            "'",
        ]
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(_trees)
def test_a_printed_tree_parses_to_itself(tree: Expr) -> None:
    again = parse(unparse(tree), definition=True)
    assert again == tree
    assert (again != tree) is False  # a question of its own, which structs answer by themselves


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | _soup, st.booleans())
@example("'" * 51, True)
@example("(" * 4000, False)
def test_any_text_parses_or_is_an_expression_error(text: str, definition: bool) -> None:
    refused: ExpressionError | None = None
    try:
        tree = parse(text, definition)
    except ExpressionError as error:
        refused = error

    if refused is None:
        assert measure(tree)[1] <= MAX_DEPTH
        assert parse(unparse(tree), definition) == tree
    else:
        assert 0 <= refused.extent.start <= refused.extent.end <= len(text)
        assert set(refused.message) == {"en", "fr"}
