"""The loader checks shapes by itself, for speed; it must refuse whatever the schemas refuse."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from calllint.document import load
from calllint.document.schema import validate
from tests.packs.building import RULE, problems, put

_ODD: tuple[object, ...] = (None, True, 7, 2.5, "", "word", [], ["word"], [7], {}, {"odd": 1})


def _paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, inner in items:
        yield (*path, key)
        yield from _paths(inner, (*path, key))


def _variants(value: Any) -> Iterator[Any]:
    """The document with one thing in it removed, added or replaced.

    Each place gets one of the odd values, in turn, so that all of them come up.
    """
    odd_ones = cycle(_ODD)
    for path in _paths(value):
        for odd in ("remove", "add", next(odd_ones)):
            changed = copy.deepcopy(value)
            parent = changed
            for key in path[:-1]:
                parent = parent[key]
            if odd == "remove":
                del parent[path[-1]]
            elif odd == "add":
                if not isinstance(parent[path[-1]], dict):
                    continue
                parent[path[-1]]["unheard_of"] = "x"
            else:
                parent[path[-1]] = odd
            yield changed


@pytest.mark.parametrize(
    ("name", "kind"), [(RULE, "rule"), ("law.yaml", "law"), ("pack.yaml", "pack")]
)
def test_what_the_schema_refuses_the_loader_refuses(pack: Path, name: str, kind: str) -> None:
    original = load(pack / name).value
    refused = 0
    for changed in _variants(original):
        text = json.dumps(changed)
        put(pack, name, text)
        if validate(load(pack / name), kind):
            refused += 1
            assert any(problem.startswith(f"{name}:") for problem in problems(pack)), text
    assert refused > 40
