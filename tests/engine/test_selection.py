"""Which rules run, and which are spoken of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from calllint.engine.selection import Selection, select
from calllint.engine.standing import standing
from calllint.packs import load_pack
from calllint.packs.model import Pack
from tests.building import write_pack


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    rules: list[dict[str, Any]] = [
        {"id": "HX101", "name": "one", "breach": "not consent_holds"},
        {"id": "HX102", "name": "two", "breach": "duplicate"},
        {"id": "HX201", "name": "three", "scope": "campaign", "breach": "has_windows"},
        {"id": "HX301", "name": "record", "scope": "consent", "breach": "withdrawn"},
        {"id": "HX901", "breach": "duplicate", "withdrawn": "2026-01-01", "why": {"en": "gone"}},
    ]
    return load_pack(write_pack(tmp_path_factory.mktemp("packs") / "house", *rules))


def chosen(pack: Pack, select_: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Selection:
    selection, problems = select([pack], select_, ignore)
    assert not problems
    return selection


def ids(selection: Selection) -> list[str]:
    return [rule.id for rule, _ in selection.rules]


def test_without_a_choice_everything_that_was_not_withdrawn_runs(pack: Pack) -> None:
    selection = chosen(pack)
    assert ids(selection) == ["HX101", "HX102", "HX201", "HX301"]
    assert selection.reported == {"HX101", "HX102", "HX201", "HX301"}


@pytest.mark.parametrize(
    ("keys", "reported"),
    [
        (("HX101",), {"HX101"}),
        (("hx101",), {"HX101"}),
        (("HX1",), {"HX101", "HX102"}),
        (("three",), {"HX201"}),
        (("two", "HX2"), {"HX102", "HX201"}),
    ],
)
def test_rules_are_chosen_by_id_name_or_prefix(
    pack: Pack, keys: tuple[str, ...], reported: set[str]
) -> None:
    selection = chosen(pack, keys)
    assert selection.reported == reported
    # A ground hangs on the records: their rules run all the same.
    assert set(ids(selection)) == reported | {"HX301"}


def test_what_is_ignored_does_not_run_even_where_it_is_chosen(pack: Pack) -> None:
    assert ids(chosen(pack, ("HX1",), ("HX102",))) == ["HX101", "HX301"]
    assert ids(chosen(pack, (), ("record", "HX1"))) == ["HX201"]


@pytest.mark.parametrize("key", ["HX8", "tow", "Xyz"])
def test_a_word_that_stands_for_no_rule_is_a_problem(pack: Pack, key: str) -> None:
    for arguments in (((key,), ()), ((), (key,))):
        _, (problem,) = select([pack], *arguments)
        assert problem.fatal
        assert f"`{key}`" in problem.message["en"]
        assert f"`{key}`" in problem.message["fr"]


def test_the_nearest_rule_is_suggested(pack: Pack) -> None:
    _, (problem,) = select([pack], ("thre",), ())
    assert "did you mean three?" in problem.message["en"]
    assert "vouliez-vous dire three ?" in problem.message["fr"]


def test_a_choice_made_from_another_has_the_rules_it_says(pack: Pack) -> None:
    whole, _ = select([pack])
    day = date(2026, 11, 25)
    known = standing(whole, day, with_contacts=True).by_scope
    fewer = replace(whole, rules=whole.rules[:1])

    assert sum(map(len, known.values())) > 1
    assert sum(map(len, standing(fewer, day, with_contacts=True).by_scope.values())) == 1
