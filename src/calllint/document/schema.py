"""Validation: the JSON Schemas of every file users write, with errors a person can act on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from calllint.document.checks import CHECKS, cross_checks
from calllint.document.errors import DocumentError
from calllint.document.model import Document
from calllint.document.place import Path, Place, Span
from calllint.document.quick import Quick

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

    from calllint.document.explain import Explainer, Trouble

_FOLDER = File(__file__).parent.parent / "schema"

SCHEMAS: dict[str, str] = {
    name: f"{name}.schema.json"
    for name in (
        "campaign",
        "script",
        "forms",
        "portfolio",
        "profile",
        "pack",
        "rule",
        "law",
        "guide",
        "config",
        "baseline",
    )
}
"""File of each schema in the package ``calllint.schema``, by the name ``validate`` takes."""


def schema_text(name: str) -> str:
    """The JSON Schema called ``name``, as text. Raises ``KeyError`` for a name not in SCHEMAS."""
    return (_FOLDER / SCHEMAS[name]).read_text("utf-8")


def choices(name: str, *path: str) -> tuple[str, ...]:
    """The closed values of a key, by its path in a schema. Raises ``KeyError`` for another key."""
    import json

    node = json.loads(schema_text(name))
    for key in path:
        node = node["properties"][key]
    return tuple(node["enum"])


def validate(document: Document, name: str, allow: Collection[str] = ()) -> list[DocumentError]:
    """Everything wrong with the form of a document, in the order of its lines.

    One error for each cause, at the key or value to change. ``allow`` holds dotted paths that are
    fine though the schema does not know them: what packs read beyond it.
    """
    found: dict[tuple[Path, bool], Trouble] = {}
    for trouble in (*_troubles(document, name), *_cross(document)):
        target = (trouble.path, trouble.at_key)
        if not _allowed(trouble, allow) and trouble.rank < _rank(found.get(target)):
            found[target] = trouble
    for path, at_key in list(found):
        if at_key:
            found.pop((path, False), None)
    errors = [DocumentError(_place(document, item), item.message) for item in found.values()]
    return sorted(errors, key=lambda error: error.place.span or Span(0, 0, 0, 0))


def _troubles(document: Document, name: str) -> Iterator[Trouble]:
    if _quick(name).accepts(document.value):
        return
    validator, explainer = _validator(name)
    for error in validator.iter_errors(document.value):
        yield from explainer.explain(error)


def _cross(document: Document) -> Iterator[Trouble]:
    for path, message in cross_checks(document):
        from calllint.document.explain import Trouble

        yield Trouble(path, message)


def _rank(trouble: Trouble | None) -> int:
    return trouble.rank if trouble else 100


def _allowed(trouble: Trouble, allow: Collection[str]) -> bool:
    dotted = ".".join(map(str, trouble.path))
    return trouble.unknown_key and any(f"{path}.".startswith(f"{dotted}.") for path in allow)


def _place(document: Document, trouble: Trouble) -> Place:
    if trouble.at_key:
        return Place(document.name, document.key_span(trouble.path))
    return Place(document.name, document.nearest(trouble.path))


@cache
def _quick(name: str) -> Quick:
    import json

    return Quick(json.loads(schema_text(name)))


@cache
def _validator(name: str) -> tuple[Draft202012Validator, Explainer]:
    """The validator of a schema, made once; whole numbers are ``int``, never ``4.0``."""
    import json

    from jsonschema import Draft202012Validator, validators

    from calllint.document.explain import Explainer

    schema = json.loads(schema_text(name))
    extend: Any = validators.extend
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    kind = extend(Draft202012Validator, {"x-check": _x_check}, type_checker=types)
    return kind(schema), Explainer(schema)


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _x_check(
    _validator: object, check: str, value: Any, _schema: object
) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    if isinstance(value, str) and CHECKS[check](value):
        yield ValidationError(check)
