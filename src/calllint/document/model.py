"""A YAML document that has been read: its value, and where every key and value stands."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from calllint.document.place import Path, Span
from calllint.document.source import Source


class Comment(Struct, frozen=True):
    """A comment: where its ``#`` stands (counted from 1) and its text from the ``#`` on."""

    line: int
    column: int
    text: str


class Node(Struct):
    """A value with its place, as offsets in characters; an alias stands where it is written."""

    start: int
    end: int
    value: Any
    children: dict[str | int, Node] = field(default_factory=dict)
    keys: dict[str | int, tuple[int, int]] = field(default_factory=dict)
    size: int = 1
    """Values in it once aliases are followed, itself included."""
    height: int = 1
    """Levels of mappings and lists in it, itself included."""


class Document(Struct, frozen=True):
    """One YAML file, read with the meaning of YAML 1.2."""

    source: Source
    value: Any
    """Plain dict, list, str, int, float, bool or None. Keys are always text, as written."""
    sha256: str
    """Digest of the bytes of the file."""
    comments: tuple[Comment, ...]
    root: Node

    @property
    def name(self) -> str:
        """The file, as reported."""
        return self.source.name

    @property
    def text(self) -> str:
        """The text of the file, without a byte order mark."""
        return self.source.text

    def get(self, path: Path, default: Any = None) -> Any:
        """The value at ``path``, or ``default`` where there is nothing."""
        found, depth = self._walk(path)
        return found[-1].value if depth == len(path) else default

    def span(self, path: Path) -> Span:
        """Span of the value at ``path``. Raises ``KeyError`` where there is nothing."""
        found, depth = self._walk(path)
        if depth < len(path):
            raise KeyError(path)
        return self.source.span(found[-1].start, found[-1].end)

    def key_span(self, path: Path) -> Span:
        """Span of the key that leads to ``path``. Raises ``KeyError`` where there is no key."""
        found, depth = self._walk(path)
        if depth < len(path) or not path or path[-1] not in found[-2].keys:
            raise KeyError(path)
        return self.source.span(*found[-2].keys[path[-1]])

    def nearest(self, path: Path) -> Span:
        """Where a person should look for ``path``; never raises.

        The value there, or the deepest thing on the way to it. A mapping or a list stands for
        itself by its key, or else by its first line.
        """
        found, depth = self._walk(path)
        node = found[-1]
        if not isinstance(node.value, (dict, list)):
            return self.source.span(node.start, node.end)
        key = found[-2].keys.get(path[depth - 1]) if depth else None
        return self.source.span(*key) if key else self.source.head(node.start, node.end)

    def offset(self, line: int, column: int) -> int:
        """Where a line and a column stand, in characters from the start."""
        return self.source.offset(line, column)

    def _walk(self, path: Path) -> tuple[list[Node], int]:
        """The nodes from the root along ``path`` as far as it goes, and how far that is."""
        found = [self.root]
        for step in path:
            child = found[-1].children.get(step)
            if child is None:
                break
            found.append(child)
        return found, len(found) - 1
