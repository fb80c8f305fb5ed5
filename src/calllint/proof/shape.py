"""Whether a statement says all that is read in it, each thing as it should be written.

A digest shows that nobody changed a statement since it was made; anybody can make one anew.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from calllint.document.quick import Quick


def is_shaped(statement: object, schema: str) -> bool:
    """Whether a statement fits its schema. Keys may have been added since: they are passed over."""
    return _quick(schema).accepts(statement)


@cache
def _quick(name: str) -> Quick:
    text = (files("calllint.schema") / f"{name}.schema.json").read_text("utf-8")
    return Quick(json.loads(text, object_hook=_open))


def _open(schema: dict[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in schema.items() if value is not False}
