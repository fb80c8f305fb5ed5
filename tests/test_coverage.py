"""Nothing of the law is left out silently: every point of it has its rules, or its reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from calllint.packs import load_packs
from tools.coverage import PAGES, rows, sections, write

LAW = Path(__file__).parents[2] / "shared" / "law"
_NAMED = re.compile(r"`([a-z]+[a-z_0-9]*(?:[.-][a-z0-9_.-]+)?)`")


def names_of_the_core_law(text: str) -> set[str]:
    """``### FR-010 …``: each rule has its heading."""
    return set(re.findall(r"^### (FR-\d{3}) ", text, re.MULTILINE))


def names_of_the_adjacent_law(text: str) -> set[str]:
    """``RULE `x` ``, and rules named at the start of a row, of a bullet or in bold."""
    found = set(re.findall(r"RULE `([^`]+)`", text))
    found |= set(re.findall(r"^(?:\| |\* )`([a-z][a-z0-9_.-]*)`", text, re.MULTILINE))
    found |= {
        name
        for bold in re.findall(r"\*\*((?:RULE )?`[^*]+`)\*\*", text)
        for name in _NAMED.findall(bold)
    }
    return found


def test_every_rule_of_the_law_stands_in_the_table() -> None:
    if not LAW.is_dir():
        pytest.skip("the notes on the law are not here: only the table itself can be checked")
    table = {row["name"] for row in rows()}
    core = names_of_the_core_law((LAW / "fr-core.md").read_text(encoding="utf-8"))
    adjacent = names_of_the_adjacent_law((LAW / "fr-adjacent.md").read_text(encoding="utf-8"))

    assert len(core) == 28
    assert len(adjacent) > 70
    assert core | adjacent <= table, sorted((core | adjacent) - table)


def test_every_row_has_its_rules_or_its_reason() -> None:
    assert [row["name"] for row in rows() if not row["rules"] and not row.get("note")] == []


def test_every_rule_of_the_table_exists() -> None:
    known = {rule.id for pack in load_packs() for rule in pack.rules}

    assert {rule for row in rows() for rule in row["rules"]} <= known


def test_every_rule_of_the_french_pack_looks_after_some_point_of_the_law() -> None:
    (france,) = [pack for pack in load_packs() if pack.name == "calllint_fr"]
    named = {rule for row in rows() for rule in row["rules"]}

    assert sorted({rule.id for rule in france.rules if rule.withdrawn is None} - named) == []


def test_the_table_is_well_formed() -> None:
    names = [row["name"] for row in rows()]
    assert len(set(names)) == len(names)
    for row in rows():
        assert set(row) - {"note"} == {"name", "what", "rules"}, row["name"]
        for text in (row["what"], row.get("note", row["what"])):
            assert set(text) == {"en", "fr"}, row["name"]
            assert all(text.values()), row["name"]
    assert all(set(section["title"]) == {"en", "fr"} for section in sections())


@pytest.mark.parametrize("lang", sorted(PAGES))
def test_the_pages_are_up_to_date(lang: str) -> None:
    assert PAGES[lang].read_text(encoding="utf-8") == write(lang), "run: make coverage"
