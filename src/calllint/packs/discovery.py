"""Where packs are: installed ones by entry point, others by folder. Nothing of one is run here."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path as File

from calllint.document.place import Place
from calllint.packs import cache
from calllint.packs.errors import Problems
from calllint.packs.language.errors import Message, both, suggestion

_EXTENDS = re.compile(rb"""^["']?extends["']?[ \t]*:[ \t]*["']?([a-z][a-z0-9_]*)""", re.MULTILINE)
_INSTALLED = (".dist-info", ".egg-info")
GROUP = "calllint.packs"
"""Entry-point group: name of the pack to its package."""


def installed(problems: Problems, only: Sequence[str] | None = None) -> dict[str, File]:
    """Folder of each installed pack, by package; with ``only``, those of these entry points."""
    found: dict[str, File] = {}
    entries = _entry_points()
    for name in () if only is None else only:
        if all(name != known for known, _ in entries):
            near = suggestion(name, {known for known, _ in entries})
            message = both(
                f"no pack of this name is installed{near['en']}",
                f"aucun recueil de ce nom n'est installé{near['fr']}",
            )
            problems.add(Place(name), message)
    for name, package in entries:
        if only is None or name in only:
            folder = _folder(package)
            if folder is None:
                problems.add(Place(package), _missing(name))
            else:
                found[package] = folder
    return found


def _entry_points() -> list[tuple[str, str]]:
    """Name and package of every installed pack; kept until something else is installed."""
    state, kept = _state(), f"entry-points-{cache.place(sys.prefix)}"
    lines = (cache.kept_text(kept) or "").splitlines()
    if lines[:1] == [state]:
        return [(name, value) for name, _, value in (line.partition(" = ") for line in lines[1:])]
    from importlib.metadata import entry_points

    entries = sorted({(entry.name, entry.value) for entry in entry_points(group=GROUP)})
    told = [f"{name} = {value}" for name, value in entries]
    cache.keep_text(kept, "\n".join([state, *told]))
    return entries


def _state() -> str:
    """A digest of what is installed: the entry points that are declared where Python looks."""
    total = hashlib.sha256(sys.version.encode())
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                names = sorted(one.path for one in entries if one.name.endswith(_INSTALLED))
        except NotADirectoryError:  # an archive
            names = [folder]
        except OSError:
            continue
        for name in names:
            with suppress(OSError):
                file = name if name == folder else os.path.join(name, "entry_points.txt")
                declares = os.stat(file)
                total.update(f"{name} {declares.st_mtime_ns} {declares.st_size}\n".encode())
    return total.hexdigest()


def _missing(name: str) -> Message:
    return both(
        f"the pack `{name}` is registered, but its package is not there; install it again",
        f"le recueil `{name}` est déclaré, mais son paquet manque ; réinstallez-le",
    )


def _folder(package: str) -> File | None:
    """Folder of a package, found without importing it (its parents are, if it has any)."""
    from importlib.util import find_spec

    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    places = None if spec is None else spec.submodule_search_locations
    return File(next(iter(places))) if places else None


def pack_files(folder: File) -> list[File]:
    """Every file of a pack, sorted by its path; hidden files and compiled Python left out."""
    return [File(path) for _, path in _inside(folder)]


def _inside(folder: File) -> list[tuple[str, str]]:
    """Files of a pack: path in the pack, and path. Every run asks, so texts have to do."""
    return sorted(_below(str(folder), "")) if folder.is_dir() else []


def _below(folder: str, inside: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = inside + entry.name
            if entry.name[0] == "." or entry.name == "__pycache__":
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, f"{name}/")
            elif entry.is_file():
                yield name, entry.path


def rule_files(folder: File) -> list[File]:
    """Files of a pack that must hold a rule: every YAML but the pack's own three and profiles."""
    own = {folder / "pack.yaml", folder / "law.yaml", folder / "guide.yaml"}
    return [
        path
        for path in pack_files(folder)
        if path.suffix in (".yaml", ".yml")
        and path not in own
        and path.parent != folder / "profiles"
    ]


def digest(folder: File) -> str:
    """SHA-256 over the name and the content of every file of a pack."""
    total = hashlib.sha256()
    for name, path in _inside(folder):
        with open(path, "rb", buffering=0) as stream:
            content = hashlib.sha256(stream.read()).hexdigest()
        total.update(f"{content}  {name}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def joined(own: str, base: str) -> str:
    """Digest of a pack that extends another: of its own files, and of that pack."""
    return hashlib.sha256(f"{own} {base}".encode()).hexdigest()


def extends(folder: File) -> str | None:
    """The pack that this one says it extends, looked for without reading YAML.

    Packs have to be read in order, and most are not read at all but taken from an earlier run.
    """
    try:
        found = _EXTENDS.search((folder / "pack.yaml").read_bytes())
    except OSError:
        return None  # the reader says what is wrong
    return found and found[1].decode()
