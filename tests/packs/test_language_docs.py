"""The written grammar is the one that is implemented."""

from __future__ import annotations

import re
from pathlib import Path

from calllint.packs.definitions import MAX_DEPTH as MAX_EXPANDED
from calllint.packs.definitions import MAX_SIZE
from calllint.packs.language import parse
from calllint.packs.language.helpers import HELPERS
from calllint.packs.language.lexer import KEYWORDS, MAX_LENGTH
from calllint.packs.language.parser import MAX_DEPTH, MAX_NESTING
from calllint.packs.vocabulary import ALL_FUNCTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "rule-language.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_are_in_the_language() -> None:
    (block,) = re.findall(r"```rule\n(.*?)```", PAGE, re.DOTALL)

    assert len([parse(line) for line in block.splitlines()]) >= 5


def test_the_reserved_words_are_all_there() -> None:
    listed = re.search(r"reserved and name nothing: (.*?)\.\n", PAGE, re.DOTALL)

    assert listed is not None
    assert set(re.findall(r"`(\w+)`", listed[1])) == KEYWORDS


def test_every_function_is_described() -> None:
    described = set(re.findall(r"^\| `(\w+)\(", PAGE, re.MULTILINE))

    assert described == HELPERS.keys() | ALL_FUNCTIONS.keys()


def test_the_bounds_are_the_real_ones() -> None:
    words = " ".join(PAGE.split())

    assert f"at most {MAX_LENGTH:,} characters, {MAX_NESTING} levels of nesting" in words
    assert f"and {MAX_DEPTH} levels in its tree" in words
    assert f"at most {MAX_SIZE:,} nodes and {MAX_EXPANDED} levels" in words
