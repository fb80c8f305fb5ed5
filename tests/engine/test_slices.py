"""The judged days are cut wherever the law changes, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.engine.slices import Slice, cut, in_force, law_on, parameters_of, values_on
from calllint.packs import load_pack
from calllint.packs.model import Pack
from tests.building import write_pack

LAW = """\
parameters:
  most:
    unit: calls
    values: {2026-11-10: 4, 2026-11-20: null, 2026-11-25: 3}
  unused:
    unit: calls
    values: {2026-11-10: 4, 2026-11-12: 5}
"""
ORIGIN = date(2026, 11, 1)


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("packs") / "house"
    rules: list[dict[str, Any]] = [
        {"id": "HX101", "breach": "attempts_max > $most"},
        {"id": "HX102", "breach": "busy"},
        {"id": "HX103", "breach": "has_windows", "in_force": {"from": day(15), "to": day(17)}},
        {"id": "HX104", "breach": "has_windows", "withdrawn": day(1), "why": {"en": "gone"}},
    ]
    write_pack(folder, *rules, law=LAW)
    with (folder / "pack.yaml").open("a", encoding="utf-8") as stream:
        stream.write("definitions:\n  busy: {is: attempts_max > $most, doc: Many.}\n")
    return load_pack(folder)


CHANGES = [day(number) for number in (10, 15, 18, 20, 25)]
"""First days of: the parameter, the third rule, the day after it, no parameter, the next value."""


@settings(deadline=None)
@given(first=st.integers(0, 35), length=st.integers(0, 35))
def test_slices_tile_the_judged_days_and_are_cut_at_changes_alone(
    pack: Pack, first: int, length: int
) -> None:
    start = ORIGIN + timedelta(days=first)
    end = start + timedelta(days=length)
    slices = cut(start, end, [pack])
    days = [
        each.first + timedelta(days=number)
        for each in slices
        for number in range((each.last - each.first).days + 1)
    ]
    assert days == [start + timedelta(days=number) for number in range(length + 1)]
    assert [each.first for each in slices[1:]] == [day for day in CHANGES if start < day <= end]


def test_a_campaign_over_no_change_is_one_slice(pack: Pack) -> None:
    assert cut(day(10), day(14), [pack]) == (Slice(day(10), day(14)),)


def test_one_day_is_one_slice_even_where_the_law_changes_on_it(pack: Pack) -> None:
    assert cut(day(15), day(15), [pack]) == (Slice(day(15), day(15)),)


@pytest.mark.parametrize(
    ("number", "value"), [(9, None), (10, 4), (19, 4), (20, None), (24, None), (25, 3), (30, 3)]
)
def test_a_value_is_that_of_the_day(pack: Pack, number: int, value: int | None) -> None:
    assert law_on(pack, day(number))["most"] == value
    # Read by the rule itself, or through a definition: without a value there is no such rule.
    for rule_id in ("HX101", "HX102"):
        rule = pack.by_id[rule_id]
        assert in_force(rule, pack, day(number)) == (value is not None)
        read = [
            entry
            for entry in values_on(pack, parameters_of(rule, pack), day(number))
            if entry.value is not None
        ]
        assert [(each.name, each.value, each.unit) for each in read] == (
            [] if value is None else [("most", value, "calls")]
        )
        assert all(each.since in CHANGES and each.since <= day(number) for each in read)


@pytest.mark.parametrize(("number", "law"), [(14, False), (15, True), (17, True), (18, False)])
def test_both_ends_of_a_rule_in_force_are_included(pack: Pack, number: int, law: bool) -> None:
    assert in_force(pack.by_id["HX103"], pack, day(number)) == law


def test_a_withdrawn_rule_is_never_in_force(pack: Pack) -> None:
    assert not in_force(pack.by_id["HX104"], pack, day(1))
    assert not in_force(pack.by_id["HX104"], pack, day(28))
