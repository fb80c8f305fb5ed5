"""One pass over a file's bytes: digest, lines, encoding. Nothing is read before it has passed."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from calllint.document import Place, Span
from calllint.facts.errors import FactError
from calllint.facts.sources.encodings import UTF8, guess, transcode, unmarked_utf16

_CHUNK = 1 << 18
"""Bytes looked at together: few enough to stay in the cache of a processor meanwhile."""
_BOMS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32"),  # starts as UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Scan(Struct, frozen=True):
    """What the bytes of a text file say before any parsing."""

    sha256: str
    """Of the file as it was given."""
    lines: int
    """Lines of text; a last line without a newline counts, blank ones too."""
    encoding: str
    path: Path
    """The file in UTF-8: itself, or a private copy."""
    clean: bool = True
    """No byte was found that is no text."""

    def close(self, given: Path) -> None:
        """Remove the private copy, if there is one."""
        if self.path != given:
            self.path.unlink(missing_ok=True)


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    sha = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            sha.update(chunk)
    return sha.hexdigest()


def scan_text(path: Path, name: str, temp: Path, encoding: str | None = None) -> Scan:
    """Find out how a text is encoded, and have it in UTF-8.

    What is stated is believed; else a mark at the start; else UTF-8 where all bytes are; else what
    the bytes look like. Raises FactError for a file that is empty or no text.
    """
    stated = encoding or _marked(path) or unmarked_utf16(path)
    if stated is None or stated == UTF8:
        scan = _scan_utf8(path, name)
        if scan is not None:
            return scan
        stated = stated or guess(path)
    copy = transcode(path, stated, temp)
    if not copy.text:
        copy.path.unlink()
        raise _empty(name)
    return Scan(digest(path), copy.lines, stated, copy.path, copy.clean)


def _marked(path: Path) -> str | None:
    with path.open("rb") as stream:
        start = stream.read(4)
    return next((encoding for bom, encoding in _BOMS if start.startswith(bom)), None)


def _scan_utf8(path: Path, name: str) -> Scan | None:
    """The scan of a file that is UTF-8 throughout; None for any other."""
    sha, lines, ends_open, blank = hashlib.sha256(), 0, False, True
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            _refuse_binary(chunk, name, lines)
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                _refuse_rest(stream, name, lines + chunk.count(b"\n"))
                return None
            sha.update(chunk)
            blank = blank and not chunk.strip(codecs.BOM_UTF8 + b" \t\r\n")
            lines += chunk.count(b"\n")
            ends_open = not chunk.endswith(b"\n")
    if blank:
        raise _empty(name)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return Scan(sha.hexdigest(), lines + ends_open, UTF8, path)


def _refuse_rest(stream: BinaryIO, name: str, lines: int) -> None:
    """The rest of a file that is not UTF-8 must be text all the same."""
    while chunk := stream.read(_CHUNK):
        _refuse_binary(chunk, name, lines)
        lines += chunk.count(b"\n")


def _refuse_binary(chunk: bytes, name: str, lines: int) -> None:
    if b"\x00" in chunk:
        line = lines + chunk[: chunk.find(b"\x00")].count(b"\n") + 1
        raise FactError.at(
            Place(name, Span(line, 1, line, 1)),
            "this is not text (binary data); export the list as CSV, or state its `encoding:`",
            "ce n'est pas du texte (données binaires) ; exportez la liste en CSV, ou indiquez "
            "`encoding:`",
        )


def _empty(name: str) -> FactError:
    return FactError.at(
        Place(name),
        "the file is empty; export it again, with a header line",
        "le fichier est vide ; exportez-le de nouveau, avec une ligne d'en-tête",
    )
