"""Temporary folders: private, removed at the end, and removed by the next run after a crash.

What lists hold passes through them. A process that is killed removes nothing; a lock it held says
that it is gone, and whoever comes next with a list cleans up after it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":  # no such locks there: what a killed run left stays
    import fcntl

_PREFIX = "calllint-"
_LOCK = "calllint.lock"


_held: dict[Path, int] = {}
"""The lock on each folder of this process."""


def make(parent: Path | None = None, prefix: str = _PREFIX) -> Path:
    """A folder that nobody else can look into, below ``parent`` or the system's.

    Those of that prefix whose process is gone are removed. Raises OSError where it cannot be made.
    """
    place = Path(tempfile.gettempdir() if parent is None else parent)
    _sweep(place, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    try:
        # Under another name until it is held: nobody may take it for that of a run that is gone.
        lock = _hold(folder / f"{_LOCK}.new", os.O_CREAT)
        if lock is not None:
            _held[folder] = lock
            os.rename(folder / f"{_LOCK}.new", folder / _LOCK)
    except BaseException:  # Ctrl-C too: nobody else knows of the folder yet
        remove(folder)
        raise
    return folder


def remove(folder: Path) -> None:
    """Remove a folder that ``make`` made, and all that is in it."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
    if folder in _held:
        os.close(_held.pop(folder))


def remove_all() -> None:
    """Remove what this process still holds: it was stopped before it could."""
    for folder in list(_held):
        remove(folder)


@contextmanager
def private(parent: Path | None = None, prefix: str = _PREFIX) -> Iterator[Path]:
    """Such a folder, for as long as the context lasts."""
    folder = make(parent, prefix)
    try:
        yield folder
    finally:
        remove(folder)


def _hold(file: Path, flags: int = 0) -> int | None:
    """A lock on the file, until it is closed or the process ends; None where another holds it."""
    if sys.platform == "win32":
        return None
    handle = os.open(file, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | flags, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held, or on a file system without locks
        os.close(handle)
        return None
    return handle


def _sweep(parent: Path, prefix: str) -> None:
    """Remove the folders of runs that are no more."""
    for folder in _own(parent, prefix):
        with suppress(OSError):
            lock = _hold(folder / _LOCK)
            if lock is not None:
                _held[folder] = lock
                remove(folder)


def _own(parent: Path, prefix: str) -> Iterator[Path]:
    """Folders of calllint that this user made; others' are none of our business."""
    if sys.platform == "win32":
        return
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_uid == os.geteuid():
                        yield Path(entry.path)
