"""``facts:`` of a pack.yaml: columns without a path, and a facts.py beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from calllint.packs import PackError, load_pack, load_packs
from tests.packs.building import edit, problems, put, write

FACTS = """\
facts:
  script:
    speaks_of_rain: {type: bool, neutral: false, doc: the words speak of rain}
definitions:"""


@pytest.fixture
def reading(pack: Path) -> Path:
    edit(pack, "pack.yaml", "definitions:", FACTS)
    put(pack, "facts.py", "def script(node, around):\n    return {}\n")
    return pack


def test_a_fact_is_a_column_of_its_scope(reading: Path) -> None:
    found = load_pack(reading)

    column = found.columns["script"]["speaks_of_rain"]
    assert (column.type, column.neutral, column.path) == ("bool", False, None)
    assert found.computed == {"script": frozenset({"speaks_of_rain"})}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type: bool, neutral", "type: bool, path: a.b, neutral"),
        ("type: bool, neutral: false", "type: verse, neutral: false"),
        ("neutral: false", "neutral: rainy"),
        ("speaks_of_rain", "says_caller_identity"),
        ("facts:\n  script:", "facts:\n  contact:"),
        ("facts:\n  script:", "facts:\n  scrypt:"),
    ],
)
def test_what_is_wrong_with_it_is_told_in_its_place(reading: Path, old: str, new: str) -> None:
    edit(reading, "pack.yaml", old, new)

    assert [problem for problem in problems(reading) if problem.startswith("pack.yaml:")]


def test_facts_without_a_file_are_refused(reading: Path) -> None:
    (reading / "facts.py").unlink()

    (problem,) = problems(reading)
    assert "these facts are for facts.py to fill" in problem


def test_a_file_without_facts_is_refused(pack: Path) -> None:
    put(pack, "facts.py", "")

    assert problems(pack) == [
        "facts.py: declare under `facts:` in pack.yaml the columns this file fills"
    ]


def test_two_packs_cannot_fill_one_column(reading: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other")
    for name in ("tables/territories.csv", "tables/numbering.csv"):
        (other / name).unlink()
    put(
        other,
        "pack.yaml",
        'calllint_pack: 1\nname: other\ntitle: {en: O}\nversion: "1"\n' + FACTS[:-12],
    )
    put(other, "facts.py", "def script(node, around):\n    return {}\n")
    (other / "contact/AB101-no-consent.yaml").unlink()

    with pytest.raises(PackError) as caught:
        load_packs([reading, other], only=[])

    assert "column script.speaks_of_rain is already in" in str(caught.value)
