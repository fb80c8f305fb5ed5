"""Compressed lists: gzip, and zip archives, whose every file is a list."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from calllint.document import Place
from calllint.facts.errors import FactError
from calllint.facts.sources.table import damaged, disk_full, fresh
from calllint.facts.sources.workbook import too_large

_CHUNK = 1 << 20
_MOST_TIMES = 300
"""How many times its size a list may unpack to, once it is past some megabytes."""
_SMALL = 1 << 28


def gunzip(path: Path, name: str, temp: Path) -> Path:
    """A private copy, unpacked. Raises FactError for an archive that is cut, or grows too much."""
    target = fresh(temp, "")
    try:
        with gzip.open(path) as stream:
            _copy(stream, target, path.stat().st_size, name)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        target.unlink()
        raise damaged(name) from None
    return target


def unzip(path: Path, name: str, temp: Path) -> Iterator[tuple[str, Path]]:
    """Each file of an archive, by name, as a private copy; the caller removes it.

    Raises FactError for an archive that is damaged, locked, empty, or grows too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if _is_list(each)]
            if not members:
                raise _nothing_inside(name)
            for each in sorted(members, key=lambda member: member.filename):
                inner = f"{name}/{each.filename}"
                if each.flag_bits & 1:
                    raise _locked(inner)
                target = fresh(temp, "")
                with archive.open(each) as stream:
                    _copy(stream, target, each.compress_size, inner)
                yield inner, target
    except OSError as error:
        if disk_full(error):
            raise
        raise damaged(name) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise damaged(name) from None


def _copy(stream: IO[bytes] | gzip.GzipFile, target: Path, size: int, name: str) -> None:
    most, written = max(_SMALL, size * _MOST_TIMES), 0
    with target.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            written += len(chunk)
            if written > most:
                raise too_large(name)
            out.write(chunk)


def _is_list(member: zipfile.ZipInfo) -> bool:
    """Not a folder, nor what a Mac adds."""
    name = member.filename.rpartition("/")[2]
    hidden = name.startswith(".") or member.filename.startswith("__MACOSX/")
    return not member.is_dir() and not hidden


def _locked(name: str) -> FactError:
    return FactError.at(
        Place(name),
        "the archive is locked by a password; unpack it first",
        "l'archive est protégée par un mot de passe ; décompressez-la d'abord",
    )


def _nothing_inside(name: str) -> FactError:
    return FactError.at(
        Place(name),
        "there is no file in the archive; export it again",
        "l'archive ne contient aucun fichier ; exportez-la de nouveau",
    )
