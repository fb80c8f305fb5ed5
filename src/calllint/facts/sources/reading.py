"""Opening a list, whatever it is: by its first bytes, for names lie and bytes do not."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from calllint.document import Place
from calllint.facts.errors import FactError
from calllint.facts.sources import csvfile, jsonl
from calllint.facts.sources.scan import digest, scan_text
from calllint.facts.sources.table import STDIN, How, Seen, Source, damaged
from calllint.lang import why

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DEEPEST = 2
"""Archives inside archives."""
_PARQUET = (".parquet", ".pq")
_BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_SQLITE = b"SQLite format 3\x00"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Opened(Struct, frozen=True):
    """One list, ready to be read."""

    name: str
    """As shown: ``archive.zip/list.csv`` for a list inside another file."""
    sha256: str
    source: Source
    seen: Seen


def open_lists(
    connection: DuckDBPyConnection, path: Path, name: str, how: How, temp: Path
) -> Iterator[Opened]:
    """The lists of a file: one, but for archives. Each is to be read before the next is asked for.

    Raises FactError, with the place and the remedy, for a file that is no list.
    """
    if path == STDIN:
        yield from _open(connection, _received(sys.stdin.buffer, "-", temp), "<stdin>", how, temp)
    elif path.is_file():
        yield from _open(connection, path, name, how, temp)
    else:  # a pipe by its name, as a shell gives it
        with _opened(path, name) as stream:
            received = _received(stream, name, temp)
        yield from _open(connection, received, name, how, temp)


def open_query(dsn_env: str, how: How, place: Place, temp: Path) -> Opened:
    """The rows of a query, from the server that an environment variable names."""
    from calllint.facts.sources import postgres

    source, sha = postgres.source(dsn_env, str(how.query), place, temp)
    return Opened(dsn_env, sha, source, Seen("postgresql"))


def _received(stream: BinaryIO, name: str, temp: Path) -> Path:
    """What a pipe gave, kept: an entry may read it more than once."""
    received = temp / f"pipe-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    if not received.exists():
        with received.open("wb") as out:
            shutil.copyfileobj(stream, out)
    return received


def _opened(path: Path, name: str) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise FactError.at(
            Place(name),
            f"the file cannot be opened ({why(error.strerror, 'en')}); check who may read it",
            f"le fichier ne peut pas être ouvert ({why(error.strerror, 'fr')}) ; vérifiez qui peut "
            "le lire",
        ) from None


def _open(
    connection: DuckDBPyConnection, path: Path, name: str, how: How, temp: Path, depth: int = 0
) -> Iterator[Opened]:
    kind = format_of(path, name)
    _refuse_unfit(kind, name, how)
    match kind:
        case "gzip" | "zip" if depth == _DEEPEST:
            raise damaged(name)
        case "gzip":
            from calllint.facts.sources import packed

            whole, inner = digest(path), packed.gunzip(path, name, temp)
            bare = name[: -len(".gz")] if name.lower().endswith(".gz") else name
            for each in _open(connection, inner, bare, how, temp, depth + 1):
                seen = replace(each.seen, packed="gzip")
                yield replace(each, name=name, sha256=whole, seen=seen)
            inner.unlink()
        case "zip":
            from calllint.facts.sources import packed

            for inside, inner in packed.unzip(path, name, temp):
                for each in _open(connection, inner, inside, how, temp, depth + 1):
                    yield replace(each, seen=replace(each.seen, packed="zip"))
                inner.unlink()
        case "parquet":
            from calllint.facts.sources import parquet

            found = parquet.source(connection, path, name)
            yield Opened(name, digest(path), found, Seen("parquet"))
        case "sqlite":
            from calllint.facts.sources import sqlite

            yield Opened(name, digest(path), sqlite.source(path, name, how, temp), Seen("sqlite"))
        case "workbook":
            from calllint.facts.sources import workbook

            found, sheet = workbook.source(path, name, how, temp)
            yield Opened(name, digest(path), found, Seen("workbook", sheet=sheet))
        case _:
            yield _text(connection, path, name, how, temp)


def _refuse_unfit(kind: str, name: str, how: How) -> None:
    """Refuse a query or a sheet for a file that has none, rather than leave it aside."""
    asked = (
        ("query", how.query, ("sqlite",)),
        ("sheet", how.sheet, ("workbook",)),
        ("header_line", how.header_line, ("text", "workbook")),
    )
    for key, stated, takes in asked:
        if stated is not None and kind not in (*takes, "gzip", "zip"):
            en, fr = _TAKES[takes[0]]
            raise FactError.at(
                Place(name),
                f"`{key}` says nothing of this file, which is no {en}; take it out",
                f"`{key}` ne concerne pas ce fichier, qui n'est pas {fr} ; retirez-le",
            )


_TAKES = {
    "sqlite": ("SQLite file", "une base SQLite"),
    "workbook": ("workbook", "un classeur"),
    "text": ("CSV file or workbook", "un fichier CSV ni un classeur"),
}


def format_of(path: Path, name: str) -> str:
    """``parquet``, ``gzip``, ``zip``, ``sqlite``, ``workbook`` or ``text``."""
    ending = Path(name).suffix.lower()
    with _opened(path, name) as stream:
        start = stream.read(16)
    if start.startswith(b"PAR1") or ending in _PARQUET:
        return "parquet"
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start == _SQLITE:
        return "sqlite"
    if start.startswith(_OLE):
        return "workbook"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "workbook" if ending in _BOOKS or _is_book(path) else "zip"
    return "text"


def _is_book(path: Path) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def _text(connection: DuckDBPyConnection, path: Path, name: str, how: How, temp: Path) -> Opened:
    scan = scan_text(path, name, temp, how.encoding)
    lines = name.lower().endswith((".jsonl", ".ndjson"))
    if how.header is None and how.separator is None and (lines or jsonl.looks_like(scan.path)):
        seen = Seen("jsonl", scan.encoding)
        return Opened(name, scan.sha256, jsonl.source(scan, name, temp, path), seen)
    dialect = csvfile.sniff(scan.path, name, how)
    found = csvfile.source(connection, dialect, scan, temp, path)
    seen = Seen("csv", scan.encoding, dialect.delimiter)
    return Opened(name, scan.sha256, found, seen)
