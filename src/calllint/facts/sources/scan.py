"""One pass over a file's bytes: digest, lines, encoding. Nothing is read before it has passed."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from calllint.document import Place, Span
from calllint.facts.errors import FactError

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Scan:
    """What the bytes of a text file say before any parsing."""

    sha256: str
    lines: int
    """Lines of text; a last line without a newline counts, blank ones too."""
    bom: bool


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return (
            hashlib.file_digest(stream, "sha256").hexdigest()
            if hasattr(hashlib, "file_digest")
            else _digest(path)
        )


def _digest(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            sha.update(chunk)
    return sha.hexdigest()


def scan_text(path: Path, name: str) -> Scan:
    """Check that a file is UTF-8 text. Raises FactError naming the line that is not."""
    sha, lines, ends_open, first = hashlib.sha256(), 0, False, b""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            first = first or chunk
            _check_chunk(chunk, decoder, name, lines)
            sha.update(chunk)
            lines += chunk.count(b"\n")
            ends_open = not chunk.endswith(b"\n")
    if not first.strip(codecs.BOM_UTF8 + b" \t\r\n"):
        raise FactError.at(
            Place(name),
            "the file is empty; export it again, with a header line",
            "le fichier est vide ; exportez-le de nouveau, avec une ligne d'en-tête",
        )
    _finish(decoder, name, lines)
    return Scan(sha.hexdigest(), lines + ends_open, first.startswith(codecs.BOM_UTF8))


def _check_chunk(chunk: bytes, decoder: codecs.IncrementalDecoder, name: str, lines: int) -> None:
    if b"\x00" in chunk or chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        line = lines + chunk[: chunk.find(b"\x00")].count(b"\n") + 1
        raise FactError.at(
            Place(name, Span(line, 1, line, 1)),
            "this is not a CSV file in UTF-8 (binary data or UTF-16); save it as CSV UTF-8, or "
            "give a .parquet file",
            "ce n'est pas un fichier CSV en UTF-8 (données binaires ou UTF-16) ; enregistrez-le "
            "en CSV UTF-8, ou donnez un fichier .parquet",
        )
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError as error:
        line = lines + error.object[: error.start].count(b"\n") + 1
        raise _not_utf8(name, line) from None


def _finish(decoder: codecs.IncrementalDecoder, name: str, lines: int) -> None:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _not_utf8(name, lines + 1) from None


def _not_utf8(name: str, line: int) -> FactError:
    return FactError.at(
        Place(name, Span(line, 1, line, 1)),
        'this line is not UTF-8 (Excel often writes Windows-1252); save the file as "CSV UTF-8"',
        "cette ligne n'est pas en UTF-8 (Excel écrit souvent en Windows-1252) ; enregistrez le "
        "fichier au format « CSV UTF-8 »",
    )
