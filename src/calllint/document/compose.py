"""From YAML's events to nodes: values by YAML 1.2, exact places, and limits on everything.

Events rather than PyYAML's own nodes: depth and aliases are bounded as they arrive, before
anything could overflow a stack or be multiplied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events

from calllint.document.errors import DocumentError, Words, words
from calllint.document.model import Comment, Node
from calllint.document.scalars import resolve
from calllint.document.source import Source
from calllint.document.suggest import quoted
from calllint.document.syntax import TAB, syntax_words

MAX_DEPTH = 50
"""Levels of mappings and lists. The deepest file of ours has ten."""
MAX_NODES = 100_000
"""Values in a file, aliases followed."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")
_BLOCK_HEADER = re.compile(r"[|>][^\r\n]*")
_COMMENT = re.compile(r"#[^\r\n]*")


def compose(source: Source) -> tuple[Node, tuple[Comment, ...]]:
    """The root node of a text and its comments; raises ``DocumentError`` for anything odd."""
    composer = _Composer(source)
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(source, error) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise source.error(0, 0, syntax_words(str(error))[0]) from None
    return root, tuple(_comments(source, composer.opaque))


def _syntax_error(source: Source, error: yaml.MarkedYAMLError) -> DocumentError:
    message, at_opening = syntax_words(error.problem, error.context)
    mark = error.context_mark if at_opening and error.context_mark else error.problem_mark
    at = mark.index if mark else 0
    if source.text[at : at + 1] == "\t":
        message = TAB
    return source.error(at, at + 1, message)


class _Composer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.opaque: list[tuple[int, int]] = []
        """Stretches of scalars, in which a ``#`` starts no comment."""
        self._events: Iterator[Any] = iter(yaml.parse(source.text, Loader=_LOADER))
        self._anchors: dict[str, Node | None] = {}
        self._count = 0

    def document(self) -> Node:
        next(self._events)
        event = next(self._events)
        if isinstance(event, events.StreamEndEvent):
            raise self._empty()
        root = self._node(next(self._events), 1)
        if root.value is None and root.start == root.end:
            raise self._empty()
        next(self._events)
        event = next(self._events)
        if isinstance(event, events.DocumentStartEvent):
            raise self._error(
                event,
                "a second YAML document starts here: keep one per file, and "
                "move the rest to files of their own",
                "un second document YAML commence ici : gardez-en un par fichier et "
                "déplacez le reste dans d'autres fichiers",
            )
        return root

    def _node(self, event: Any, depth: int) -> Node:
        if isinstance(event, events.AliasEvent):
            return self._alias(event, depth)
        self._bound(event, depth, 1)
        anchor: str | None = event.anchor
        if anchor:
            self._anchors[anchor] = None
        if isinstance(event, events.ScalarEvent):
            node = self._scalar(event)
        elif isinstance(event, events.SequenceStartEvent):
            node = self._sequence(event, depth)
        else:
            node = self._mapping(event, depth)
        if anchor:
            self._anchors[anchor] = node
        return node

    def _scalar(self, event: Any) -> Node:
        if event.tag not in _TEXT_TAGS:
            raise self._tag(event)
        start, end = event.start_mark.index, event.end_mark.index
        header = (
            _BLOCK_HEADER.search(self.source.text, start) if event.style in ("|", ">") else None
        )
        self.opaque.append((header.end() if header else start, end))
        plain = not event.style and event.tag is None
        return Node(start, end, resolve(event.value) if plain else event.value)

    def _sequence(self, event: Any, depth: int) -> Node:
        if event.tag is not None:
            raise self._tag(event)
        node = Node(event.start_mark.index, event.end_mark.index, [])
        while not isinstance(event := next(self._events), events.SequenceEndEvent):
            child = self._node(event, depth + 1)
            self._adopt(node, len(node.value), child)
            node.value.append(child.value)
        return self._close(node, event)

    def _mapping(self, event: Any, depth: int) -> Node:
        if event.tag is not None:
            raise self._tag(event)
        node = Node(event.start_mark.index, event.end_mark.index, {})
        while not isinstance(event := next(self._events), events.MappingEndEvent):
            key = self._key(event, node)
            child = self._node(next(self._events), depth + 1)
            self._adopt(node, key, child)
            node.value[key] = child.value
        return self._close(node, event)

    def _key(self, event: Any, node: Node) -> str:
        if not isinstance(event, events.ScalarEvent) or (not event.style and not event.value):
            raise self._error(
                event,
                "a key must be plain text: write it as `key: value`",
                "une clé doit être un simple texte : écrivez `clé: valeur`",
            )
        key: str = event.value
        if key == "<<" and not event.style:
            raise self._error(
                event,
                "merge keys (`<<`) mean nothing in YAML 1.2: write the keys "
                "out here, or point a whole value at its anchor (`key: *name`)",
                "les clés de fusion (`<<`) n'ont pas de sens en YAML 1.2 : recopiez "
                "les clés ici, ou renvoyez une valeur entière à son ancre "
                "(`clé: *nom`)",
            )
        if key in node.keys:
            line = self.source.span(*node.keys[key]).line
            en, fr = quoted(key)
            raise self._error(
                event,
                f"the key {en} is written twice, first on line {line}: keep one of the two",
                f"la clé {fr} figure deux fois, d'abord ligne {line} : gardez l'une des deux",
            )
        written = self._scalar(event)
        node.keys[key] = (written.start, written.end)
        return key

    def _alias(self, event: Any, depth: int) -> Node:
        target = self._anchors.get(event.anchor)
        if target is None:
            known = event.anchor in self._anchors
            raise self._fault(event, _INSIDE_ITSELF if known else _NO_ANCHOR)
        self._bound(event, depth + target.height - 1, target.size)
        return Node(
            event.start_mark.index,
            event.end_mark.index,
            target.value,
            target.children,
            target.keys,
            target.size,
            target.height,
        )

    def _bound(self, event: Any, depth: int, size: int) -> None:
        self._count += size
        if depth > MAX_DEPTH:
            raise self._error(
                event,
                f"nested more than {MAX_DEPTH} levels deep: flatten it",
                f"plus de {MAX_DEPTH} niveaux imbriqués : simplifiez la structure",
            )
        if self._count > MAX_NODES:
            raise self._error(
                event,
                f"more than {MAX_NODES} values in one file, aliases followed: "
                "remove aliases (`*name`), or move data to a list file",
                f"plus de {MAX_NODES} valeurs dans un fichier, alias compris : retirez "
                "des alias (`*nom`), ou placez les données dans un fichier de liste",
            )

    @staticmethod
    def _adopt(node: Node, key: str | int, child: Node) -> None:
        node.children[key] = child
        node.size += child.size
        node.height = max(node.height, child.height + 1)
        node.end = child.end

    @staticmethod
    def _close(node: Node, event: Any) -> Node:
        """End at the closing bracket; a block collection, which has none, with its last value."""
        if event.end_mark.index > event.start_mark.index:
            node.end = event.end_mark.index
        return node

    def _fault(self, event: Any, message: Words) -> DocumentError:
        return self.source.error(event.start_mark.index, event.end_mark.index, message)

    def _error(self, event: Any, en: str, fr: str) -> DocumentError:
        return self._fault(event, words(en, fr))

    def _tag(self, event: Any) -> DocumentError:
        return self._error(
            event,
            "calllint reads YAML without tags: remove the `!…` here",
            "calllint lit le YAML sans étiquette : retirez le `!…` ici",
        )

    def _empty(self) -> DocumentError:
        return self.source.error(
            0,
            0,
            words(
                "the file is empty: `calllint schema` describes what goes in it",
                "le fichier est vide : `calllint schema` décrit ce qu'il doit contenir",
            ),
        )


_NO_ANCHOR = words(
    "no anchor of that name before here: write `&name` in front of the value that this `*name` "
    "repeats, or put the text in quotes",
    "aucune ancre de ce nom plus haut : écrivez `&nom` devant la valeur que ce `*nom` répète, ou "
    "mettez le texte entre guillemets",
)
_INSIDE_ITSELF = words(
    "this alias stands inside the value it repeats: write the value out",
    "cet alias se trouve dans la valeur qu'il répète : écrivez la valeur en toutes lettres",
)


def _comments(source: Source, opaque: list[tuple[int, int]]) -> Iterator[Comment]:
    """Every ``#`` outside a scalar starts a comment: nothing else in YAML may hold one."""
    position = 0
    for start, end in [*opaque, (len(source.text), len(source.text))]:
        while found := _COMMENT.search(source.text, position, start):
            span = source.span(found.start(), found.end())
            yield Comment(span.line, span.column, found.group().rstrip())
            position = found.end()
        position = max(position, end)
