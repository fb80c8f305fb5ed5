"""The quick yes is never given to what the schema library refuses."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.document import load
from calllint.document.quick import Quick
from calllint.document.schema import SCHEMAS, _validator, schema_text

EXAMPLES = {
    "campaign": sorted(Path("examples").glob("*/campaign.yaml")),
    "forms": sorted(Path("examples").glob("*/forms.yaml")),
    "script": sorted(Path("examples").glob("*/script.yaml")),
}
SAMPLES = {
    name: [load(path, path.as_posix()).value for path in paths] for name, paths in EXAMPLES.items()
}


def quick(name: str) -> Quick:
    return Quick(json.loads(schema_text(name)))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_in_order_gets_its_yes_without_the_library(name: str) -> None:
    assert SAMPLES[name]
    assert all(quick(name).accepts(sample) for sample in SAMPLES[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_word_of_the_schemas_is_known(name: str) -> None:
    """A schema with an unknown word would put every document to the library, silently."""
    junks: tuple[Any, ...] = ({}, [], "text", 1, True, None, {"strange": 1})
    for junk in junks:
        if _validator(name)[0].is_valid(junk):
            assert quick(name).accepts(junk)


ODD: st.SearchStrategy[Any] = st.sampled_from(
    ["", "x", "2026-02-30", "10:00-09:00", "none", "FR", 0, 1, -3, 1.5, True, None, [], {}, ["x"]]
)


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [here] if here else []
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            found += paths(inner, (*here, key))
    return found


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, Any]:
    """A document in order with up to three things changed, removed or added."""
    name = draw(st.sampled_from(sorted(SAMPLES)))
    value = copy.deepcopy(draw(st.sampled_from(SAMPLES[name])))
    for _ in range(draw(st.integers(1, 3))):
        *way, key = draw(st.sampled_from(paths(value)))
        target = value
        for step in way:
            target = target[step]
        change = draw(st.sampled_from(["put", "remove", "add"]))
        if change == "remove":
            target.pop(key)
        elif change == "add" and isinstance(target, dict):
            target["strange"] = copy.deepcopy(draw(ODD))
        else:
            target[key] = copy.deepcopy(draw(ODD))
        if not paths(value):
            break
    return name, value


@settings(max_examples=400, deadline=None)
@given(damaged())
def test_both_say_the_same(case: tuple[str, Any]) -> None:
    name, value = case
    assert quick(name).accepts(value) == _validator(name)[0].is_valid(value), value
