"""What took long to work out and depends on nothing but its source, kept for the next run.

Reading a hundred rule files takes longer than judging a short list. A pack that was read without a
problem is kept under the user's cache folder, by what it was made from: the bytes of all its files,
and the program that read them. Whatever cannot be read there, or was not written by this user, is
as if it were not there, and a pack with a problem is never kept. Public holidays are kept likewise.

``CALLLINT_CACHE`` names another folder; ``off`` keeps nothing.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, overload

from msgspec.structs import replace

from calllint import __version__

if TYPE_CHECKING:
    from calllint.packs.model import Example, Pack

VARIABLE = "CALLLINT_CACHE"
_WORKED_OUT = ("reads", "cites", "mentions", "calls")
"""What every run asks of a pack's rules, and takes longer to find out than to read: kept beside it.

A struct is pickled without what was kept of it since it was made.
"""


def kept_text(name: str) -> str | None:
    """A small text that an earlier run kept under a name."""
    root = root_folder()
    try:
        path = None if root is None else root / name
        return path.read_text("utf-8") if path and is_ours(path) else None
    except (OSError, ValueError):
        return None


def keep_text(name: str, text: str) -> None:
    """Keep a small text for the next run; nothing happens where that cannot be done."""
    root = root_folder()
    if root is not None:
        _write(root / name, text.encode())


def kept(folder: File, name: str, digest: str) -> Pack | None:
    """The pack of those files, if a run before this one read it and reported it as ``name``."""
    path = _path(folder, name, digest)
    if path is None:
        return None
    try:
        if not is_ours(path):
            return None
        found, worked_out = pickle.loads(path.read_bytes())
        vars(found).update(worked_out)
    except Exception:  # noqa: BLE001 - a cache that cannot be read, in whatever way, is no cache
        return None
    return found if getattr(found, "digest", None) == digest else None


def keep(pack: Pack, name: str) -> None:
    """Keep a pack for the next run; nothing happens where that cannot be done."""
    path = _path(pack.folder, name, pack.digest)
    if path is None:
        return
    with suppress(OSError):
        _forget_older(path)
    slim = _slim(pack)
    worked_out = {name: getattr(slim, name) for name in _WORKED_OUT}
    _write(path, pickle.dumps((slim, worked_out), protocol=5))


class Later(Sequence["Example"]):
    """The examples of a rule, a third of what reading a pack takes: read when asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def _examples(self) -> tuple[Example, ...]:
        found: tuple[Example, ...] = pickle.loads(self._content)
        return found

    @overload
    def __getitem__(self, index: int) -> Example: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Example]: ...
    def __getitem__(self, index: Any) -> Any:
        return self._examples[index]

    def __len__(self) -> int:
        return len(self._examples)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | Later) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._examples)

    def __reduce__(self) -> tuple[type[Later], tuple[bytes]]:
        return Later, (self._content,)


def _slim(pack: Pack) -> Pack:
    """The pack with its examples for later."""
    return replace(
        pack,
        rules=tuple(
            replace(rule, examples=Later(pickle.dumps(tuple(rule.examples), protocol=5)))
            for rule in pack.rules
        ),
    )


def _write(path: File, content: bytes) -> None:
    import tempfile

    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as stream:
            stream.write(content)
        os.replace(stream.name, path)


def _path(folder: File, name: str, digest: str) -> File | None:
    root = root_folder()
    if root is None:
        return None
    made_from = hashlib.sha256(f"{digest}\n{_reader()}".encode())
    where = place(f"{folder.as_posix()}\n{name}")
    return root / "packs" / f"{where}-{made_from.hexdigest()[:32]}.pickle"


def place(path: str) -> str:
    """A short name for a place: what is kept for one installation is not another's."""
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def root_folder() -> File | None:
    """Where things are kept; None where nothing is to be."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen.lower() in ("off", "0", "no"):
        return None
    if chosen:
        return File(chosen)
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    try:
        return (File(base) if base else File.home() / ".cache") / "calllint"
    except RuntimeError:  # nobody's home
        return None


@cache
def _reader() -> str:
    """What reads packs: this version, this Python, and the state of the modules that do it."""
    here = os.path.dirname(__file__)
    stamps = sorted([*_stamps(here), *_stamps(os.path.join(here, "language"))])
    return f"{__version__} {sys.version_info[:3]} {stamps}"


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of the modules in a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield entry.name, status.st_mtime_ns, status.st_size


def is_ours(path: File) -> bool:
    """Whether nobody else could have written the file: what it holds is run as it is read."""
    if not hasattr(os, "geteuid"):
        return True
    places = (path.stat(), path.parent.stat())
    return all(place.st_uid == os.geteuid() and not place.st_mode & 0o022 for place in places)


def _forget_older(path: File) -> None:
    """Remove what other states of the same pack left behind."""
    where, _, _ = path.name.partition("-")
    for old in path.parent.glob(f"{where}-*.pickle"):
        old.unlink(missing_ok=True)
