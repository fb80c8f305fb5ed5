"""Where something is written: a path of keys until the end, a line and a column at the end."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

Path: TypeAlias = tuple[str | int, ...]
"""Route of keys and indices from the root of a document: ``("dialer", "caller_ids", 0)``."""


def dotted(path: Path) -> str:
    """A path as text: ``dialer.caller_ids[0].number``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


class Span(Struct, frozen=True, order=True):
    """A stretch of a text file. Lines and columns count from 1; the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Place(Struct, frozen=True):
    """A stretch of a named file. ``span`` is ``None`` where only the file is known."""

    file: str
    span: Span | None = None

    def __str__(self) -> str:
        return (
            self.file if self.span is None else f"{self.file}:{self.span.line}:{self.span.column}"
        )
