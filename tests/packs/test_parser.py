"""What the rule language accepts, what it makes of it, and where it says no."""

from __future__ import annotations

from datetime import date

import pytest

from calllint.packs.language import ExpressionError, parse
from calllint.packs.language.lexer import MAX_LENGTH
from calllint.packs.language.parser import MAX_NESTING
from calllint.packs.language.text import calls, functions, names, params, tables, unparse
from calllint.packs.language.tree import (
    Add,
    Between,
    Call,
    Case,
    Coalesce,
    Compare,
    Expr,
    Extent,
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

A, B, C = Name("a"), Name("b"), Name("c")
ONE, TWO = Literal(1), Literal(2)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("$n", Param("n")),
        ("true", Literal(True)),
        ("null", Literal(None)),
        ("0", Literal(0)),
        ("'l''heure'", Literal("l'heure")),
        ("2026-08-11", Literal(date(2026, 8, 11))),
        ("10:30", Literal(630)),
        ("24:00", Literal(1440)),
        ("a or b and c", Logic("or", (A, Logic("and", (B, C))))),
        ("(a or b) and c", Logic("and", (Logic("or", (A, B)), C))),
        ("a and b and c", Logic("and", (A, B, C))),
        ("not a and b", Logic("and", (Not(A), B))),
        ("not a = b", Not(Compare("=", A, B))),
        ("not not a", Not(Not(A))),
        ("a != 1", Compare("<>", A, ONE)),
        ("a <= b + 1", Compare("<=", A, Add("+", B, ONE))),
        ("a - 1 - 2", Add("-", Add("-", A, ONE), TWO)),
        ("a - 1 day", Add("-", A, ONE)),
        ("a + $n days < b", Compare("<", Add("+", A, Param("n")), B)),
        ("day - 1 day", Add("-", Name("day"), ONE)),
        ("2026-08-11 - 1", Add("-", Literal(date(2026, 8, 11)), ONE)),
        ("a is null", IsNull(A, False)),
        ("a is not null", IsNull(A, True)),
        ("(a = b) is null", IsNull(Compare("=", A, B), False)),
        ("a in (1, 2)", In(A, (ONE, TWO), False)),
        ("a not in $list", In(A, Param("list"), True)),
        ("a in table(blocked)", In(A, Table("blocked"), False)),
        ("a between 1 and 2 and b", Logic("and", (Between(A, ONE, TWO, False), B))),
        ("a not between b and c", Between(A, B, C, True)),
        ("a like '97%'", Like(A, "97%", False)),
        ("a not like '_'", Like(A, "_", True)),
        ("f()", Call("f", ())),
        ("within(a, b, $w)", Call("within", (A, B, Param("w")))),
        ("\n  a\tor\r\n b ", Logic("or", (A, B))),
    ],
)
def test_a_text_means_its_tree(text: str, tree: Expr) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("coalesce(a, b)", Coalesce((A, B))),
        ("case when a then 1 end", Case(((A, ONE),), None)),
        ("case when a then 1 when b then 2 else c end", Case(((A, ONE), (B, TWO)), C)),
        ("a or case when b then c end", Logic("or", (A, Case(((B, C),), None)))),
    ],
)
def test_case_and_coalesce_are_for_definitions_only(text: str, tree: Expr) -> None:
    assert parse(text, definition=True) == tree
    with pytest.raises(ExpressionError, match="is for definitions"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "start", "message"),
    [
        ("", 0, "expected a value.*the expression ends here"),
        ("a and", 5, "expected a value"),
        ("a b", 2, "expected the end.*found `b`"),
        ("a = b = c", 6, "expected the end"),
        ("a not b", 6, "after `not` comes"),
        ("a is 1", 5, "expected `null`"),
        ("(a", 2, r"expected `\)`"),
        ("a in ()", 6, "a list holds literals"),
        ("a in (1, null)", 9, "no `null`"),
        ("a in (b)", 6, "a list holds literals"),
        ("a in b", 5, r"expected `\(`"),
        ("a in table($x)", 11, "name of a table"),
        ("a like b", 7, "`like` takes a text"),
        (r"a like '\%'", 7, "without backslashes"),
        ("'open", 0, "not closed"),
        ('"a"', 0, "single quotes"),
        ("a == b", 3, "expected a value.*found `=`"),
        ("a && b", 2, "write `and`"),
        ("a / b", 2, "no division"),
        ("a * b", 2, "no multiplication"),
        ("$ a", 0, "a parameter has a name"),
        ("$A", 0, "lower case"),
        ("a AND b", 2, "lower case: `and`"),
        ("2026-8-11", 0, "not a date"),
        ("2026-02-30", 0, "not a date"),
        ("0000-01-01", 0, "not a date"),
        ("5-3-1", 0, "spaces round a minus"),
        ("25:00", 0, "not a time of day"),
        ("24:01", 0, "not a time of day"),
        ("10:5", 0, "not a time of day"),
        ("007", 0, "not a whole number"),
        ("1234567890", 0, "not a whole number"),
        ("12abc", 0, "not a whole number"),
        ("a\u00a0or b", 1, r"U\+00A0"),
        ("'a\u202eb'", 0, "invisible"),
        ("'a\nb'", 0, "runs over its line"),
        ("é = 1", 0, "unexpected `é`"),
        ("case when a then 1", 0, "is for definitions"),
    ],
)
def test_an_error_points_at_what_is_wrong(text: str, start: int, message: str) -> None:
    with pytest.raises(ExpressionError, match=message) as caught:
        parse(text)
    assert caught.value.extent.start == start
    assert caught.value.message["fr"] != caught.value.message["en"]


@pytest.mark.parametrize(
    "text",
    [
        "(select 1)",
        "a; drop table x",
        'x"; drop table x; --',
        "read.csv",
        "a in (select phone from contacts)",
        "a::int",
        "a || b",
        "a = any(b",
        "[1, 2]",
        "{}",
        "@x",
        "a -- comment",
        "/* a */ b",
        "\\copy",
        "a\0",
    ],
)
def test_nothing_of_sql_gets_in(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 3000 + "a" + ")" * 900,
        "not " * 900 + "a",
        "f(" * 1500 + ")" * 1500,
        "a" + " + 1" * 900,
        "a" + " - (b" * 100,
        "case when " * 300 + "a",
        "a" * (MAX_LENGTH + 1),
    ],
)
def test_a_hostile_text_ends_in_an_error(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text, definition=True)


def test_what_an_author_needs_is_within_the_bounds() -> None:
    deep = "(" * MAX_NESTING + "a" + ")" * MAX_NESTING
    long = " or ".join(["a"] * 600)

    assert parse(deep) == A
    assert parse(long) == Logic("or", (A,) * 600)


def test_nodes_know_their_stretch_of_the_text() -> None:
    tree = parse("a and (b + 1 days) < $n")

    assert isinstance(tree, Logic)
    assert tree.extent == Extent(0, 23)
    assert tree.operands[1].extent == Extent(6, 23)


def test_what_a_tree_mentions() -> None:
    tree = parse("a in table(t) and within(b, c, $w) or attempts_within($days) > $n")

    assert names(tree) == {"a", "b", "c"}
    assert params(tree) == {"w", "days", "n"}
    assert functions(tree) == {"within", "attempts_within"}
    assert tables(tree) == {"t"}
    assert calls(tree)[1] == Call("attempts_within", (Param("days"),))


def test_unparse_puts_parentheses_only_where_they_count() -> None:
    text = "(a or b) and not (c = 1 and b) or c - (1 - 2) = 3"

    assert unparse(parse(text)) == text
    with pytest.raises(ValueError, match="negative"):
        unparse(Literal(-1))
