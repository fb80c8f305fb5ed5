"""From a file to a ``Document``. Whatever the bytes, the only error is a ``DocumentError``."""

from __future__ import annotations

import os
import re
from pathlib import Path as File

from calllint.document.errors import DocumentError, Words, words
from calllint.document.model import Document
from calllint.document.place import Place
from calllint.document.source import Source

MAX_BYTES = 1 << 20
"""A file people write by hand is never larger than 1 MiB; lists belong in files of their own."""

_BINARY = words(
    "this is not a text file: name a YAML file",
    "ce n'est pas un fichier texte : indiquez un fichier YAML",
)
_EMPTY = words(
    "the file is empty: `calllint schema` describes what goes in it",
    "le fichier est vide : `calllint schema` décrit ce qu'il doit contenir",
)
_UTF16 = words(
    "the file is in UTF-16: save it again as UTF-8",
    "le fichier est en UTF-16 : enregistrez-le de nouveau en UTF-8",
)
_TOO_LARGE = words(
    "the file is larger than 1 MiB: keep lists in files of their own and name them under `data:`",
    "le fichier dépasse 1 Mio : gardez les listes dans leurs propres fichiers et "
    "nommez-les sous `data:`",
)
_SPACES = str.maketrans("", "", "\t\n\r\xa0\u202f")
_INVISIBLE = (
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Characters YAML forbids, and those that editors and YAML disagree on (U+0085, U+2028…)."""


def load(path: File, name: str | None = None) -> Document:
    """Read a YAML file; ``name`` is what it is called in reports (the path, if not given).

    Raises ``DocumentError`` when it is missing, a directory, empty, binary, not UTF-8 (a byte
    order mark is fine), too large, too deep, or not one plain YAML document.
    """
    name = os.fspath(path) if name is None else name
    return load_bytes(read_bytes(path, name), name)


def load_bytes(data: bytes, name: str) -> Document:
    """Read YAML from the bytes of a file that came another way, as ``load`` does from the file."""
    if len(data) > MAX_BYTES:
        raise DocumentError(Place(name), _TOO_LARGE)
    return _document(Source(name, _decode(data, name)), data)


def load_text(text: str, name: str) -> Document:
    """Read YAML from a text, as ``load`` does from a file."""
    source = Source(name, text.removeprefix("\ufeff"))
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > MAX_BYTES:
        raise DocumentError(Place(name), _TOO_LARGE)
    return _document(source, data)


def _document(source: Source, data: bytes) -> Document:
    import hashlib

    from calllint.document.compose import compose

    if not source.text.strip():
        raise DocumentError(Place(source.name), _EMPTY)
    if odd := _first_invisible(source.text):
        raise source.error(odd.start(), odd.end(), _invisible(odd.group()))
    root, comments = compose(source)
    return Document(source, root.value, hashlib.sha256(data).hexdigest(), comments, root)


def _first_invisible(text: str) -> re.Match[str] | None:
    """The first such character. Most texts have none, which is known without the pattern."""
    if text.translate(_SPACES).isprintable():
        return None
    return re.search(_INVISIBLE, text)


def read_bytes(path: File, name: str) -> bytes:
    """The bytes of a file that people write. Raises ``DocumentError`` where ``load`` does."""
    try:
        if path.is_dir():
            raise DocumentError(
                Place(name),
                words(
                    "this is a folder: name a file in it", "c'est un dossier : indiquez un fichier"
                ),
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise DocumentError(Place(name), _why_unreadable(error)) from None
    if len(data) > MAX_BYTES:
        raise DocumentError(Place(name), _TOO_LARGE)
    return data


def _why_unreadable(error: OSError | ValueError) -> Words:
    if isinstance(error, FileNotFoundError):
        return words(
            "there is no such file: check the path", "fichier introuvable : vérifiez le chemin"
        )
    if isinstance(error, PermissionError):
        return words(
            "the file may not be read: check its permissions",
            "lecture refusée : vérifiez les droits du fichier",
        )
    return words(
        "the file cannot be read: check the path and the disk",
        "le fichier ne peut pas être lu : vérifiez le chemin et le disque",
    )


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(Place(name), _UTF16)
    if b"\0" in data:
        raise DocumentError(Place(name), _BINARY)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = Source(name, data[: error.start].decode("utf-8-sig", "replace"))
        at = before.span(len(before.text), len(before.text))
        byte = data[error.start]
        raise DocumentError(
            Place(name, at),
            words(
                f"this is not UTF-8 (byte 0x{byte:02X}): save the file as UTF-8",
                f"ce n'est pas de l'UTF-8 (octet 0x{byte:02X}) : enregistrez le fichier en UTF-8",
            ),
        ) from None


def _invisible(character: str) -> Words:
    code = f"U+{ord(character):04X}"
    return words(
        f"an invisible character ({code}) stands here: delete it",
        f"un caractère invisible ({code}) se trouve ici : supprimez-le",
    )
