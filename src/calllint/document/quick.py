"""A quick yes to a document that fits its schema, without loading a schema library.

Nearly every document fits. Only one that does not, or a schema with a word unknown here, is put to
``jsonschema``, which also says why. A test holds that nothing is let through that it would refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from calllint.document.checks import CHECKS

Schema = Mapping[str, Any]
Check = Callable[["Quick", Any, Any, Schema], bool]
"""Whether a value passes one keyword: the schema's word, its operand, the value, its neighbours."""

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_SILENT = frozenset(
    "$schema $id $defs title description examples default format x-wants then else".split()
)
"""Keywords that refuse nothing by themselves."""


class Quick:
    """One schema, ready to say yes."""

    def __init__(self, schema: Schema) -> None:
        self._root = schema

    def accepts(self, value: Any) -> bool:
        """Whether a document certainly fits; False where it does not, or where that is not sure."""
        try:
            return self._fits(self._root, value)
        except (KeyError, RecursionError):
            return False

    def _fits(self, schema: Schema | bool, value: Any) -> bool:
        if isinstance(schema, bool):
            return schema
        return all(
            _KEYWORDS[word](self, operand, value, schema)
            for word, operand in schema.items()
            if word not in _SILENT
        )

    def _ref(self, operand: str, value: Any, _: Schema) -> bool:
        target: Any = self._root
        for part in operand.removeprefix("#/").split("/"):
            target = target[part]
        return self._fits(target, value)

    def _properties(self, operand: Schema, value: Any, _: Schema) -> bool:
        return not isinstance(value, dict) or all(
            self._fits(schema, value[name]) for name, schema in operand.items() if name in value
        )

    def _others(self, operand: Any, value: Any, schema: Schema) -> bool:
        known = schema.get("properties", {})
        return not isinstance(value, dict) or all(
            self._fits(operand, each) for name, each in value.items() if name not in known
        )

    def _names(self, operand: Any, value: Any, _: Schema) -> bool:
        return not isinstance(value, dict) or all(self._fits(operand, name) for name in value)

    def _items(self, operand: Any, value: Any, _: Schema) -> bool:
        return not isinstance(value, list) or all(self._fits(operand, each) for each in value)

    def _any(self, operand: list[Any], value: Any, _: Schema) -> bool:
        return any(self._fits(each, value) for each in operand)

    def _one(self, operand: list[Any], value: Any, _: Schema) -> bool:
        return sum(self._fits(each, value) for each in operand) == 1

    def _not(self, operand: Any, value: Any, _: Schema) -> bool:
        return not self._fits(operand, value)

    def _if(self, operand: Any, value: Any, schema: Schema) -> bool:
        branch = schema.get("then" if self._fits(operand, value) else "else", True)
        return self._fits(branch, value)


def _type(_: Quick, operand: Any, value: Any, __: Schema) -> bool:
    names = [operand] if isinstance(operand, str) else operand
    return any(_TYPES[name](value) for name in names)


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON is: ``true`` is not 1."""
    return type(one) is type(other) and one == other


def _dependent(_: Quick, operand: Schema, value: Any, __: Schema) -> bool:
    return not isinstance(value, dict) or all(
        needed in value for name, others in operand.items() if name in value for needed in others
    )


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _is_number(value: Any) -> bool:
    return _TYPES["number"](value)


_KEYWORDS: Mapping[str, Check] = {
    "$ref": Quick._ref,
    "properties": Quick._properties,
    "additionalProperties": Quick._others,
    "propertyNames": Quick._names,
    "items": Quick._items,
    "anyOf": Quick._any,
    "oneOf": Quick._one,
    "not": Quick._not,
    "if": Quick._if,
    "type": _type,
    "enum": lambda _, operand, value, __: any(_same(each, value) for each in operand),
    "const": lambda _, operand, value, __: _same(operand, value),
    "required": lambda _, operand, value, __: (
        not isinstance(value, dict) or all(name in value for name in operand)
    ),
    "dependentRequired": _dependent,
    "minProperties": lambda _, operand, value, __: (
        not isinstance(value, dict) or len(value) >= operand
    ),
    "minItems": lambda _, operand, value, __: not isinstance(value, list) or len(value) >= operand,
    "uniqueItems": lambda _, operand, value, __: (
        not operand or not isinstance(value, list) or _unique(value)
    ),
    "minLength": lambda _, operand, value, __: not isinstance(value, str) or len(value) >= operand,
    "pattern": lambda _, operand, value, __: (
        not isinstance(value, str) or _pattern(operand).search(value) is not None
    ),
    "minimum": lambda _, operand, value, __: not _is_number(value) or value >= operand,
    "maximum": lambda _, operand, value, __: not _is_number(value) or value <= operand,
    "x-check": lambda _, operand, value, __: (
        not isinstance(value, str) or CHECKS[operand](value) is None
    ),
}


def _unique(values: list[Any]) -> bool:
    """Whether texts and numbers differ; anything else is not sure."""
    return all(isinstance(each, str) for each in values) and len(set(values)) == len(values)
