"""Lines on a terminal or in a text file: clean, encodable, coloured where it helps."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Sequence
from typing import TextIO

from msgspec import Struct

from calllint.report.interface import Look

# Anything that could move a cursor, forge a line or turn the reading order.
# Compiled where a text holds more than what can be printed.
_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ufeff\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = r"\r\n|[\n\r\t\x0b\x0c\x85\u2028\u2029]"
_PLAIN = {
    "•": "*",
    "·": "-",
    "–": "-",
    "—": "-",
    "…": "...",
    "’": "'",
    "«": '"',
    "»": '"',
    "\u00a0": " ",
    "\u202f": " ",
    "œ": "oe",
    "Œ": "OE",
    "→": "->",
}
_STYLES: dict[str, dict[str, str | bool]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "good": {"fg": "green"},
    "bold": {"bold": True},
    "dim": {"dim": True},
}


class Styled(Struct, frozen=True):
    """Text with a style by name; plain text where colour is off."""

    text: str
    style: str


Part = str | Styled


class Console:
    """Writes whole lines; what they hold can neither escape nor fail to encode."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        self._stream = stream
        self._color = look.color
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self.width = look.width

    def line(self, *parts: Part) -> None:
        """Writes one line. Control characters in it are shown as a replacement sign."""
        self._stream.write("".join(map(self._written, parts)).rstrip() + "\n")

    def joined(self, first: str, items: Sequence[Styled], joint: str, rest: str) -> None:
        """Writes items on as few lines as they fit, ``joint`` between them."""
        line: list[Part] = [first]
        used = len(first)
        for place, item in enumerate(items):
            if place and used + len(joint) + len(item.text) > self.width:
                self.line(*line, joint)
                line, used = [rest], len(rest)
            elif place:
                line.append(joint)
                used += len(joint)
            line.append(item)
            used += len(item.text)
        self.line(*line)

    def paragraph(self, text: str, *, first: str = "", rest: str = "", style: str = "") -> None:
        """Writes text wrapped at the width, ``first`` and ``rest`` before its lines."""
        room, text = max(self.width - len(first), 20), clean(text).rstrip(" ")
        lines = [text]
        if len(text) > room:
            lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
        for indent, line in zip([first] + [rest] * (len(lines) - 1), lines, strict=True):
            self.line(Styled(indent, style), line)

    def sentence(self, text: str, style: str) -> None:
        """Writes a sentence in one style, two columns in, wrapped at the width."""
        room = max(self.width - 2, 20)
        first, *more = textwrap.wrap(clean(text), room, subsequent_indent="  ") or [""]
        for line in (first, *more):
            self.line("  ", Styled(line, style))

    def _written(self, part: Part) -> str:
        text = part if isinstance(part, str) else part.text
        text = encodable(clean(text), self._encoding)
        if isinstance(part, str) or not (self._color and part.style):
            return text
        from click import style

        return style(text, **_STYLES[part.style])  # type: ignore[arg-type]


def clean(text: str) -> str:
    """One line that cannot steer a terminal: breaks become spaces, other controls a sign."""
    if text.isprintable():
        return text
    return re.sub(_UNSAFE, "\ufffd", re.sub(_BREAKS, " ", text))


def encodable(text: str, encoding: str) -> str:
    """The text in characters the encoding has: ``•`` becomes ``*``, accents are dropped."""
    if _encodes(text, encoding):
        return text
    return "".join(c if _encodes(c, encoding) else _nearest(c, encoding) for c in text)


def nearest(error: UnicodeError) -> tuple[str, int]:
    """For streams: what cannot be encoded, as ``encodable`` has it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return encodable(error.object[error.start : error.end], error.encoding), error.end


def cells(text: str) -> int:
    """Columns the text takes on a terminal: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _nearest(character: str, encoding: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    base = unicodedata.normalize("NFKD", character)[0]
    return base if _encodes(base, encoding) else "?"


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True
