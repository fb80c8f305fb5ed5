"""How bytes became text: guessed where nobody says, and undone in Python, as a stream.

A list that is not UTF-8 comes from a spreadsheet most of the time. UTF-16 shows by its mark or its
zero bytes. Of the encodings of one byte a character, Windows-1252 and Mac OS Roman put their
accents elsewhere: the one in which the bytes of the file are letters and quotation marks that
people write is taken. Latin-1 is Windows-1252 with fewer characters, and reads the same.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from calllint.facts.sources.table import UNDECODED, fresh

UTF8 = "utf-8"
_CHUNK = 1 << 20
_SINGLE = ("cp1252", "mac_roman")
"""Most likely first: the first wins where they are as good."""
_OFTEN = frozenset("éèêëàâäîïôöùûüçœæñáóúãõß")
_ALSO = frozenset("ÉÈÊËÀÂÄÎÏÔÖÙÛÜÇŒÆÑ€£§°«»’‘“”–—…\u00a0")
_ASCII = bytes(range(128))
_ACCENTED_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_NONE = ("idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined")
_MARK = "calllint-undecoded"
codecs.register_error(_MARK, lambda error: (UNDECODED, error.end))  # type: ignore[attr-defined]


class Copy(NamedTuple):
    """A text rewritten in UTF-8."""

    path: Path
    lines: int
    clean: bool
    text: bool
    """It holds something."""


def known_encoding(name: str) -> str | None:
    """The encoding as Python calls it; None where it is none of a text."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    text = getattr(found, "_is_text_encoding", True)
    return found.name if text and found.name.replace("-", "_") not in _NONE else None


def unmarked_utf16(path: Path) -> str | None:
    """UTF-16 without a mark: every other byte of the first line is zero."""
    with path.open("rb") as stream:
        start = stream.read(200)
    even, odd = start[0::2], start[1::2]
    if len(odd) < 4 or start.count(0) < len(odd) * 3 // 4:
        return None
    if not even.count(0):
        return "utf-16-le"
    return None if odd.count(0) else "utf-16-be"


def guess(path: Path) -> str:
    """The encoding of a text that is not all UTF-8, from its start and what first strays."""
    sample = _sample(path)
    sound = broken = 0
    for line in _ACCENTED_LINE.findall(sample):
        if _is_utf8(line):
            sound += 1
        else:
            broken += 1
    if sound > broken:
        return UTF8
    found = Counter(sample.translate(None, _ASCII))
    return max(_SINGLE, key=lambda encoding: _likeness(found, encoding))


def _likeness(found: Counter[int], encoding: str) -> int:
    """How much the bytes look like what people write, in an encoding."""
    score = 0
    for byte, count in found.items():
        character = bytes([byte]).decode(encoding, "replace")
        score += count * _weight(character)
    return score


def _weight(character: str) -> int:
    if character in _OFTEN:
        return 3
    if character in _ALSO:
        return 2
    return -10 if character == "\ufffd" else -1 + character.isalpha()


def _sample(path: Path) -> bytes:
    """The start of a file, and what follows the first bytes that are not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        start = chunk = stream.read(_CHUNK)
        while chunk:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                break
            chunk = stream.read(_CHUNK)
        return b"\n".join([start, chunk, stream.read(2 * _CHUNK)])


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def transcode(path: Path, encoding: str, temp: Path) -> Copy:
    """A private copy in UTF-8, without a mark; bytes that are no text become ``UNDECODED``."""
    decoder = codecs.getincrementaldecoder(encoding)(_MARK)
    target = fresh(temp, ".txt")
    lines, clean, text, ends_open, first = 0, True, False, False, True
    with path.open("rb") as stream, target.open("wb") as out:
        while True:
            chunk = stream.read(_CHUNK)
            part = decoder.decode(chunk, final=not chunk).replace("\x00", UNDECODED)
            if first and part:
                part, first = part.removeprefix("\ufeff"), False
            data = part.encode("utf-8", "replace")
            out.write(data)
            lines += data.count(b"\n")
            clean = clean and UNDECODED not in part
            text = text or bool(part.strip())
            ends_open = not part.endswith("\n") if part else ends_open
            if not chunk:
                return Copy(target, lines + ends_open, clean, text)
