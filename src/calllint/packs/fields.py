"""Reading the mappings of a pack's files key by key; a surprise names the path it is at.

These checks keep the reader safe on any input without loading a schema library. What they
refuse, the JSON schema explains better: see ``files.report_shape``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import cast

from msgspec import Struct

from calllint.document.checks import real_date
from calllint.document.place import Path
from calllint.packs.language.errors import Message, both, suggestion
from calllint.packs.model import Article, InForce, Seen, Text

LANGUAGES = ("en", "fr")
SEEN = ("primary", "quoted", "secondary", "reasoned")


class Malformed(Exception):
    """A file whose shape is wrong at one path."""

    def __init__(self, path: Path, message: Message) -> None:
        super().__init__(message["en"])
        self.path = path
        self.message = message


def parse_day(value: object) -> date | None:
    """``2026-08-11`` as a date; None for anything else."""
    return real_date(value) if isinstance(value, str) else None


class Node(Struct, frozen=True):
    """One mapping of a file, and the path to it."""

    value: Mapping[str, object]
    path: Path = ()

    @classmethod
    def of(cls, value: object, path: Path = ()) -> Node:
        """The mapping at a path. Raises Malformed if it is none, or a key is no text."""
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise Malformed(
                path,
                both(
                    "this must be a mapping (`key: value`)", "il faut ici des paires `clé: valeur`"
                ),
            )
        return cls(value, path)

    def only(self, known: Collection[str]) -> Node:
        """Itself. Raises Malformed on a key that is not known."""
        for key in self.value:
            if key not in known:
                near = suggestion(key, known)
                raise Malformed(
                    (*self.path, key),
                    both(f"unknown key `{key}`{near['en']}", f"clé inconnue `{key}`{near['fr']}"),
                )
        return self

    def has(self, key: str) -> bool:
        """Whether the key is there, be it with nothing behind it (which no reader takes)."""
        return key in self.value

    def bad(self, key: str, en: str, fr: str) -> Malformed:
        """The error for a value of the wrong shape: ``must be …``."""
        return Malformed(
            (*self.path, key), both(f"`{key}` must be {en}", f"`{key}` doit être {fr}")
        )

    def need(self, key: str) -> object:
        """The value of a key that must be there."""
        if not self.has(key):
            raise Malformed(self.path, both(f"`{key}` is missing", f"`{key}` manque"))
        return self.value[key]

    def text(self, key: str) -> str:
        """A text that must be there and not be blank."""
        value = self.need(key)
        if not isinstance(value, str) or not value.strip():
            raise self.bad(
                key,
                "a text (between quotes if it looks like a number)",
                "un texte (entre guillemets s'il ressemble à un nombre)",
            )
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, if the key is there."""
        return self.text(key) if self.has(key) else None

    def choice(self, key: str, options: Collection[str], default: str | None = None) -> str:
        """One of a few words."""
        value = self.value.get(key, default) if default is not None else self.need(key)
        if not isinstance(value, str) or value not in options:
            listed = ", ".join(options)
            raise self.bad(key, f"one of: {listed}", f"l'un de : {listed}")
        return value

    def integer(self, key: str) -> int:
        """A whole number that must be there."""
        value = self.need(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.bad(key, "a whole number", "un nombre entier")
        return value

    def day(self, key: str) -> date | None:
        """A date, if the key is there."""
        if not self.has(key):
            return None
        found = parse_day(self.value[key])
        if found is None:
            raise self.bad(key, "a date, as 2026-08-11", "une date, comme 2026-08-11")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty if the key is not there."""
        value = self.value.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.bad(key, "a list of texts", "une liste de textes")
        return tuple(value)

    def child(self, key: str) -> Node:
        """A mapping below this one, empty if the key is not there."""
        return Node.of(self.value.get(key, {}), (*self.path, key))

    def children(self, key: str) -> list[Node]:
        """A list of mappings below this one, empty if the key is not there."""
        value = self.value.get(key, [])
        if not isinstance(value, list) or (key in self.value and not value):
            raise self.bad(key, "a list that is not empty", "une liste qui n'est pas vide")
        return [Node.of(item, (*self.path, key, index)) for index, item in enumerate(value)]

    def items(self) -> list[tuple[str, Node]]:
        """The mappings below this one, by key."""
        return [(key, Node.of(value, (*self.path, key))) for key, value in self.value.items()]

    def words(self, key: str) -> Text:
        """Words for people by language; empty if the key is not there."""
        found = self.child(key).only(LANGUAGES)
        if self.has(key) and not found.value:
            raise self.bad(key, "a text by language", "un texte par langue")
        return {language: found.text(language).strip() for language in found.value}

    def expression(self, key: str) -> str | None:
        """The text of an expression; YAML reads a lone ``true`` or ``4`` as no text."""
        if not self.has(key):
            return None
        value = self.value[key]
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if isinstance(value, int) else self.text(key)


def articles(node: Node) -> tuple[Article, ...]:
    """What ``law:`` cites, empty if it is not there."""
    return tuple(_article(entry) for entry in node.children("law"))


def _article(node: Node) -> Article:
    node.only(("article", "text", "url", "seen", "in_force"))
    if node.has("url") and not node.text("url").startswith(("https://", "http://")):
        raise node.bad(
            "url", "an address that starts with https://", "une adresse qui commence par https://"
        )
    return Article(
        article=node.text("article"),
        text=node.optional_text("text"),
        url=node.optional_text("url"),
        seen=cast(Seen, node.choice("seen", SEEN, "reasoned")),
        in_force=in_force(node),
    )


def in_force(node: Node) -> InForce:
    """``{from, to}``, both ends included and either open. Raises Malformed if reversed."""
    days = node.child("in_force").only(("from", "to"))
    first, last = days.day("from"), days.day("to")
    if first is not None and last is not None and last < first:
        raise Malformed(
            days.path, both("in_force ends before it begins", "in_force finit avant de commencer")
        )
    return InForce(first, last)
