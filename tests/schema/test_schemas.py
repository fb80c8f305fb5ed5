"""The schemas themselves: valid, self-contained, described, and in step with the vocabulary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from calllint.document.checks import CHECKS
from calllint.document.schema import SCHEMAS, schema_text
from calllint.packs.scopes import SCOPES

EVERY = sorted(SCHEMAS)


def schema(name: str) -> Any:
    return json.loads(schema_text(name))


def subschemas(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from subschemas(item)


@pytest.mark.parametrize("name", EVERY)
def test_it_is_json_schema_2020_12_under_its_own_address(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))

    assert schema(name)["$id"] == f"https://calllint.dev/schema/{name}-1.json"


@pytest.mark.parametrize("name", EVERY)
def test_it_needs_no_other_file(name: str) -> None:
    whole = schema(name)
    references = {node["$ref"] for node in subschemas(whole) if isinstance(node.get("$ref"), str)}

    assert references <= {f"#/$defs/{defined}" for defined in whole.get("$defs", {})}
    assert {f"#/$defs/{defined}" for defined in whole.get("$defs", {})} <= references


@pytest.mark.parametrize("name", EVERY)
def test_every_key_is_described_for_editors(name: str) -> None:
    whole = schema(name)

    def described(node: dict[str, Any]) -> bool:
        target = whole.get("$defs", {}).get(node.get("$ref", "").rsplit("/", 1)[-1], {})
        return "description" in node or "description" in target

    silent = [
        key
        for node in subschemas(whole)
        if node.get("additionalProperties") is False
        for key, value in node["properties"].items()
        if not described(value)
    ]
    assert silent == []


@pytest.mark.parametrize("name", EVERY)
def test_its_examples_are_valid(name: str) -> None:
    whole = schema(name)
    for node in subschemas(whole):
        if isinstance(node.get("examples"), list):
            validator = Draft202012Validator({**node, "$defs": whole.get("$defs", {})})
            for example in node["examples"]:
                assert validator.is_valid(example), (node, example)


@pytest.mark.parametrize("name", EVERY)
def test_no_object_of_ours_takes_unknown_keys(name: str) -> None:
    loose = [
        node
        for node in subschemas(schema(name))
        if "object" in [node.get("type"), *node.get("type", [])]
        and "additionalProperties" not in node
    ]
    assert loose == []


@pytest.mark.parametrize("name", EVERY)
def test_what_it_wants_is_said_in_both_languages(name: str) -> None:
    wants = [node["x-wants"] for node in subschemas(schema(name)) if "x-wants" in node]

    assert all(set(words) == {"en", "fr"} and all(words.values()) for words in wants)


@pytest.mark.parametrize("name", EVERY)
def test_a_pattern_says_what_it_wants(name: str) -> None:
    silent = [
        node
        for node in subschemas(schema(name))
        if isinstance(node.get("pattern"), str)
        and node["pattern"] != "\\S"
        and "x-wants" not in node
    ]
    assert silent == []


@pytest.mark.parametrize("name", EVERY)
def test_the_checks_it_names_exist(name: str) -> None:
    assert {node["x-check"] for node in subschemas(schema(name)) if "x-check" in node} <= set(
        CHECKS
    )


def test_a_campaign_requires_five_keys_and_no_more() -> None:
    campaign = schema("campaign")
    parts = campaign["properties"]

    assert campaign["required"] == ["calllint", "campaign", "advertiser", "schedule", "data"]
    assert parts["campaign"]["required"] == ["id"]
    assert parts["advertiser"]["required"] == ["name"]
    assert parts["schedule"]["required"] == ["from", "to"]
    assert parts["data"]["required"] == ["contacts"]


@pytest.mark.parametrize("other", ["script", "forms"])
def test_what_may_stand_in_a_campaign_is_what_may_stand_in_its_file(other: str) -> None:
    inline, own = schema("campaign")["$defs"], schema(other)["$defs"]

    assert {name: inline[name] for name in own} == own


def test_rules_and_packs_know_every_scope() -> None:
    assert set(schema("rule")["$defs"]["scope"]["enum"]) == set(SCOPES)
    assert set(schema("pack")["properties"]["columns"]["propertyNames"]["enum"]) == set(SCOPES)


@pytest.mark.parametrize(
    ("scope", "column", "keys"),
    [
        (scope.name, column.name, column.path.split("."))
        for scope in SCOPES.values()
        for column in scope.columns.values()
        if scope.name == "campaign" and column.path
    ],
)
def test_every_column_read_from_a_campaign_may_be_written_in_one(
    scope: str, column: str, keys: list[str]
) -> None:
    node = schema("campaign")
    for key in keys:
        node = node["properties"].get(key)

        assert node is not None, f"{scope}.{column}"
