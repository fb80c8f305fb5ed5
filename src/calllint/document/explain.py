"""From what JSON Schema complains of to what a person should change: one trouble for each cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from calllint.document import wording
from calllint.document.checks import CHECKS, NO_SECRET
from calllint.document.errors import Words
from calllint.document.place import Path
from calllint.document.suggest import flow, nearest

if TYPE_CHECKING:
    from jsonschema import ValidationError

Schema: TypeAlias = dict[str, Any]

_SECRET_KEYS = (
    "dsn",
    "url",
    "uri",
    "database_url",
    "connection",
    "connection_string",
    "password",
    "passwd",
    "pwd",
)
_RANKS = {"type": 0, "enum": 1, "const": 1, "anyOf": 1, "pattern": 2, "x-check": 3}
_WRONG_SHAPE = ("type", "enum", "const")


class Trouble(Struct, frozen=True):
    """One thing to change: where in the document, and what to say about it."""

    path: Path
    message: Words
    at_key: bool = False
    """It is about the key at the end of the path, not about the value there."""
    unknown_key: bool = False
    rank: int = 9
    """Of several troubles with one value, the lowest is the cause and the only one told."""


class Explainer:
    """Explains the errors of one schema."""

    def __init__(self, schema: Schema) -> None:
        self._root = schema
        self._handlers: dict[str, Callable[[ValidationError], Iterator[Trouble]]] = {
            "additionalProperties": self._unknown_keys,
            "required": self._missing,
            "dependentRequired": self._missing_together,
            "anyOf": self._alternatives,
            "oneOf": self._one_of,
        }

    def explain(self, error: ValidationError) -> Iterator[Trouble]:
        """The troubles behind an error; none where another error has the same cause."""
        if "propertyNames" in error.absolute_schema_path:
            return self._bad_key(error)
        return self._handlers.get(_keyword(error), self._value)(error)

    def _value(self, error: ValidationError) -> Iterator[Trouble]:
        keyword, schema, value = _keyword(error), _schema(error), _instance(error)
        wants = self._wanted(error)
        message: Words | None
        if value is None:
            message = wording.empty(wants, self._is_required(tuple(error.absolute_path)))
        elif keyword == "x-check":
            message = CHECKS[schema[keyword]](value)
        elif keyword in ("enum", "const"):
            message = wording.not_allowed(value, _choices(schema), schema.get("x-wants"))
        elif keyword == "type":
            message = wording.wrong_type(value, schema["type"], wants)
        else:
            message = wording.wrong_value(value, keyword, schema.get(keyword), _wants(error))
        if message:
            rank = _RANKS.get(keyword, 9)
            yield Trouble(tuple(error.absolute_path), message, rank=rank)

    def _wanted(self, error: ValidationError) -> Words:
        """What should be written: in the schema's words, or else made from its keywords."""
        schema = _schema(error)
        if wants := _wants(error):
            return wants
        if "type" in schema:
            return wording.one_type(schema["type"], *schema.get("examples", ())[:1])
        return wording.one_of(_choices(schema))

    def _is_required(self, path: Path) -> bool:
        """Whether the mapping that holds ``path`` cannot do without it."""
        schema = self._root
        for step in path[:-1]:
            inner = (
                schema.get("items")
                if isinstance(step, int)
                else schema.get("properties", {}).get(step)
            )
            schema = self._resolve(inner or {})
        return path[-1:] != () and path[-1] in schema.get("required", ())

    def _unknown_keys(self, error: ValidationError) -> Iterator[Trouble]:
        known = _schema(error)["properties"]
        for key, value in _instance(error).items():
            if key not in known:
                message = self._unknown_key(key, value, known)
                yield Trouble((*error.absolute_path, key), message, at_key=True, unknown_key=True)

    def _unknown_key(self, key: str, value: Any, known: Schema) -> Words:
        if "dsn_env" in known and key.casefold() in _SECRET_KEYS:
            return NO_SECRET
        if value is None and " " in key:
            return wording.cut_text(key)
        return wording.unknown_key(key, known, None if nearest(key, known) else self._home(key))

    def _bad_key(self, error: ValidationError) -> Iterator[Trouble]:
        key, schema = _instance(error), _schema(error)
        path = (*error.absolute_path, key)
        if "enum" in schema:
            message: Words | None = wording.unknown_key(key, schema["enum"], None)
        elif error.validator == "x-check":
            message = CHECKS[schema["x-check"]](key)
        else:
            message = wording.wrong_value(key, "pattern", None, _wants(error))
        if message:
            rank = _RANKS.get(_keyword(error), 9)
            yield Trouble(path, message, at_key=True, unknown_key="enum" in schema, rank=rank)

    def _home(self, key: str) -> str | None:
        """The top-level key under which ``key`` belongs, if there is just one."""
        sections = self._root.get("properties", {})
        homes = [
            name for name in sections if key in self._resolve(sections[name]).get("properties", {})
        ]
        return homes[0] if len(homes) == 1 else None

    def _resolve(self, schema: Schema) -> Schema:
        """A schema with its local ``$ref`` followed; its own keywords win."""
        if "$ref" not in schema:
            return schema
        target = self._root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
        return {**self._resolve(target), **schema}

    def _missing(self, error: ValidationError) -> Iterator[Trouble]:
        return self._absent(error, _schema(error)["required"])

    def _missing_together(self, error: ValidationError) -> Iterator[Trouble]:
        needed = _schema(error)["dependentRequired"]
        return self._absent(
            error, [name for key in needed if key in _instance(error) for name in needed[key]]
        )

    def _absent(self, error: ValidationError, names: Iterable[str]) -> Iterator[Trouble]:
        known = self._known(error)
        mistaken = _mistaken(_instance(error), known)
        for name in names:
            if name not in _instance(error) and name not in mistaken:
                examples = self._resolve(known.get(name, {})).get("examples")
                message = wording.missing(name, flow(examples[0]) if examples else None)
                yield Trouble((*error.absolute_path, name), message)

    def _known(self, error: ValidationError) -> Schema:
        """The keys a mapping may have; a condition (``then``) lists only some, so ask the root."""
        schema = _schema(error) if "additionalProperties" in _schema(error) else self._root
        known: Schema = schema.get("properties", {})
        return known

    def _one_of(self, error: ValidationError) -> Iterator[Trouble]:
        """Keys of which exactly one must be there: the only use our schemas make of ``oneOf``."""
        if not isinstance(_instance(error), dict):
            return  # told as a value of the wrong type
        names = list(_required(_schema(error)["oneOf"]))
        present = [name for name in names if name in _instance(error)]
        if not present and not _mistaken(_instance(error), _schema(error)["properties"]) & {*names}:
            yield Trouble((*error.absolute_path, "|".join(names)), wording.missing_one(names))
        elif present:
            path = (*error.absolute_path, present[-1])
            yield Trouble(path, wording.exclusive(present), at_key=True)

    def _alternatives(self, error: ValidationError) -> Iterator[Trouble]:
        """Explain the branch that was meant: the one whose shape the value has."""
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context or ():
            branches.setdefault(inner.relative_schema_path[0], []).append(inner)
        meant = [inner for inner in branches.values() if not any(map(_wrong_shape, inner))]
        if meant:
            for inner_error in min(meant, key=len):
                yield from self.explain(inner_error)
        elif _instance(error) is None:
            yield from self._value(error)
        else:
            allowed = [
                word
                for branch in branches.values()
                for item in branch
                for word in _choices(_schema(item))
                if isinstance(word, str)
            ]
            message = wording.not_allowed(_instance(error), allowed, _wants(error))
            yield Trouble(tuple(error.absolute_path), message, rank=_RANKS["anyOf"])


def _instance(error: ValidationError) -> Any:
    return error.instance


def _keyword(error: ValidationError) -> str:
    return str(error.validator)


def _schema(error: ValidationError) -> Schema:
    schema: Any = error.schema
    return schema if isinstance(schema, dict) else {}


def _wants(error: Any) -> Words | None:
    """What the schema says a value should be, or the choice that the schema is a branch of."""
    wants: Words | None = _schema(error).get("x-wants")
    if wants is None and error.parent is not None and not error.relative_path:
        return _wants(error.parent)
    return wants


def _wrong_shape(error: ValidationError) -> bool:
    return error.validator in _WRONG_SHAPE and not error.relative_path


def _choices(schema: Schema) -> list[Any]:
    return schema["enum"] if "enum" in schema else [schema["const"]] if "const" in schema else []


def _required(branches: Iterable[Schema]) -> Iterator[str]:
    for branch in branches:
        yield from branch.get("required", ())
        yield from _required(branch.get("anyOf", ()))


def _stands_for(key: str, known: Schema) -> str | None:
    """The known key that an unknown one was probably meant to be."""
    if "dsn_env" in known and key.casefold() in _SECRET_KEYS:
        return "dsn_env"
    return nearest(key, known)


def _mistaken(instance: dict[str, Any], known: Schema) -> set[str | None]:
    """Known keys that unknown ones were meant to be: these are not missing, they are misspelt."""
    return {_stands_for(key, known) for key in instance if key not in known}
