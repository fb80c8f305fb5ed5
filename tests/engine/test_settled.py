"""What a campaign settles is settled for every contact: shorter trees, the same answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.engine.settled import OPEN, Settled
from calllint.engine.slices import Slice
from calllint.engine.workdays import Workdays
from calllint.packs.language import parse
from calllint.packs.language.tree import Expr
from calllint.packs.model import Pack, Rule
from tests.engine.meaning import TABLES, Cell, Row, truth
from tests.engine.test_kleene import CONDITIONS, PARAMS, ROWS

DAY = date(2026, 11, 25)


def settled(known: Mapping[str, Cell], definitions: Mapping[str, str] | None = None) -> Settled:
    trees = {
        name: SimpleNamespace(tree=parse(text, definition=True))
        for name, text in (definitions or {}).items()
    }
    pack = SimpleNamespace(name="house", tables=TABLES, definitions=trees, law_by_day={DAY: PARAMS})
    return Settled(cast(Pack, pack), known, Workdays(Slice(DAY, DAY), "0"))


def agreeing(known: Mapping[str, Cell]) -> list[Row]:
    return [row for row in ROWS if all(row[name] == value for name, value in known.items())]


KNOWN = st.sampled_from(ROWS).flatmap(
    lambda row: st.sets(st.sampled_from(sorted(row)), max_size=6).map(
        lambda names: {name: row[name] for name in sorted(names)}
    )
)


@settings(max_examples=150, deadline=None)
@given(CONDITIONS, KNOWN)
def test_a_shorter_tree_says_the_same_of_every_row_it_may_meet(
    tree: Expr, known: dict[str, Cell]
) -> None:
    bench = settled(known)
    folded, value = bench.fold(tree), bench.value(tree)

    for row in agreeing(known):
        assert truth(folded, row) is truth(tree, row)
        assert value is OPEN or value is truth(tree, row)


def test_what_changes_nothing_is_left_out() -> None:
    bench = settled({"t": "a", "x": 1})

    assert bench.fold(parse("t = 'a' and p and x = 1 and q")) == parse("p and q")
    assert bench.fold(parse("x = 2 or p")) == parse("p")


def rule(applies: str | None, breach: str) -> Rule:
    parts: Any = SimpleNamespace(
        applies=applies and parse(applies), breach=parse(breach), duty=None
    )
    return cast(Rule, parts)


def test_a_rule_about_another_campaign_is_silent() -> None:
    bench = settled({"t": "a", "x": 1}, {"other": "t = 'b'", "ours": "t = 'a' and p"})

    assert bench.silent(rule("other and q", "p"))
    assert bench.silent(rule("q", "other"))
    assert not bench.silent(rule("ours", "q"))
    assert not bench.silent(rule(None, "p"))


def test_an_unknown_of_the_campaign_is_no_silence() -> None:
    bench = settled({"t": None})

    assert bench.value(parse("t = 'b'")) is None
    assert not bench.silent(rule("t = 'b' and p", "q"))
    assert bench.silent(rule("t = 'b' and x = 1 and false", "q"))
