"""The YAML files of a pack: opening them, and pointing into them when something is wrong."""

from __future__ import annotations

import re
from pathlib import Path as File

from calllint.document import Document, DocumentError, load
from calllint.document.place import Path, Place, Span
from calllint.packs.errors import Problems
from calllint.packs.fields import Malformed
from calllint.packs.language.errors import ExpressionError, Message
from calllint.packs.language.tree import Extent

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def read(path: File, name: str, problems: Problems) -> Document | None:
    """The document in a file, or None with the reason among the problems."""
    try:
        return load(path, name)
    except DocumentError as error:
        problems.add(error.place, error.message)
        return None


def place(doc: Document, path: Path) -> Place:
    """Where a value stands, or what is nearest to it."""
    return Place(doc.name, doc.nearest(path))


def report_shape(doc: Document, kind: str, error: Malformed, problems: Problems) -> None:
    """Report a file whose shape is wrong, with the schema's explanation where it has one."""
    from calllint.document.schema import validate

    explained = validate(doc, kind)
    for found in explained:
        problems.add(found.place, found.message)
    if not explained:
        problems.add(place(doc, error.path), error.message)


def report_expression(
    doc: Document, path: Path, error: ExpressionError, problems: Problems, scope: str | None = None
) -> None:
    """Report an expression, pointing inside it. ``scope`` is named where a rule has several."""
    problems.add(inner_place(doc, path, error.extent), _in_scope(error.message, scope))


def _in_scope(message: Message, scope: str | None) -> Message:
    if scope is None or f"`{scope}`" in message["en"]:
        return message
    return {
        "en": f"in scope `{scope}`: {message['en']}",
        "fr": f"dans la portée `{scope}` : {message['fr']}",
    }


def inner_place(doc: Document, path: Path, extent: Extent) -> Place:
    """Where a stretch of a text value stands in its file, however YAML wrote the text down.

    The whole value, where quoting or an alias hides the stretch.
    """
    whole = doc.nearest(path)
    value = doc.get(path)
    starts = [0, *(found.end() for found in _LINE_BREAK.finditer(doc.text))]
    first = starts[whole.line - 1] + whole.column - 1
    last = starts[whole.end_line - 1] + whole.end_column - 1
    offsets = _align(str(value), doc.text[first:last]) if isinstance(value, str) else None
    if offsets is None:
        return Place(doc.name, whole)
    start, end = (first + offset for offset in _stretch(offsets, str(value), extent))
    return Place(doc.name, _span(starts, start, end))


def _align(value: str, raw: str) -> list[int] | None:
    """Offset in ``raw`` of each character of ``value``; blanks follow the character before.

    YAML's styles change blanks and quotes and nothing else, so the other characters come in the
    same order. None where they do not (escapes, aliases).
    """
    offsets, position = [], _content(raw)
    for character in value:
        if character.isspace():
            offsets.append(position)
            continue
        while position < len(raw) and raw[position].isspace():
            position += 1
        if position >= len(raw) or raw[position] != character:
            return None
        offsets.append(position)
        position += 2 if raw[0] == "'" and character == "'" else 1
    return offsets


def _content(raw: str) -> int:
    """Where the value begins: behind a quote, or on the line below ``|`` or ``>``."""
    if raw[:1] in ("'", '"'):
        return 1
    return max(raw.find("\n"), 0) if raw[:1] in ("|", ">") else 0


def _stretch(offsets: list[int], value: str, extent: Extent) -> tuple[int, int]:
    """Start and end in the raw text; the end of the value is just behind its last character."""
    solid = [index for index, character in enumerate(value) if not character.isspace()]
    behind = offsets[solid[-1]] + 1 if solid else 0
    start = offsets[extent.start] if extent.start < len(value.rstrip()) else behind
    inside = [index for index in solid if extent.start <= index < extent.end]
    return start, max(offsets[inside[-1]] + 1 if inside else start, start)


def _span(starts: list[int], start: int, end: int) -> Span:
    def position(offset: int) -> tuple[int, int]:
        line = max(index for index, first in enumerate(starts) if first <= offset)
        return line + 1, offset - starts[line] + 1

    return Span(*position(start), *position(end))
