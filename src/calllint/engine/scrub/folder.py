"""The folder of a scrub: taken only where that harms nothing, and replaced in one step."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from calllint.engine.scrub.options import refused
from calllint.facts import temporary

OWN = ("rejects.csv", "summary.json", "verdicts.parquet")
"""What every scrub writes."""
_EXTRA = ("changes.csv", "cleared.parquet", "do-not-call.csv", "record.json")
_ENDINGS = (".csv", ".jsonl", ".parquet", ".txt")
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def check_folder(
    out: Path, read: Iterable[Path], ours: Callable[[Path], bool] | None = None
) -> None:
    """Refuse a folder that is a file, holds something of somebody else's, or was read from.

    ``ours`` tells what stands in it and may be replaced: by default what a scrub writes.
    """
    ours = ours or _ours
    if out.exists() and not out.is_dir():
        raise refused(
            out.as_posix(),
            "this is a file; name a folder",
            "c'est un fichier ; donnez un dossier",
        )
    here = out.resolve()
    for path in read:
        if here in path.resolve().parents:
            raise refused(
                out.as_posix(),
                f"the folder holds {path.name}, which is read here; name another",
                f"le dossier contient {path.name}, qui est lu ici ; donnez-en un autre",
            )
    strange = sorted(path.name for path in out.iterdir() if not ours(path)) if out.exists() else []
    if strange:
        raise refused(
            out.as_posix(),
            f"the folder holds {strange[0]}, which calllint did not write; name an empty one",
            f"le dossier contient {strange[0]}, que calllint n'a pas écrit ; donnez-en un vide",
        )


def _ours(path: Path) -> bool:
    known = path.name in (*OWN, *_EXTRA)
    return path.is_file() and (
        known or (path.name.startswith("callable") and path.suffix in _ENDINGS)
    )


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """A new folder to write in, which takes the place of ``out`` when all is written.

    Whoever looks sees the old folder or the new one; where writing ends early, the old one stays.
    What a process that was killed left beside it is removed by the next.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with temporary.private(out.parent, f".{out.name}-") as aside:
        fresh = aside / "new"
        fresh.mkdir()
        yield fresh
        _put(fresh, out)


def _put(fresh: Path, out: Path) -> None:
    """Put the new folder in the place of the old one; that ends up beside the new one's place."""
    if not out.exists():
        fresh.rename(out)
    elif not _exchange(fresh, out):
        old = fresh.with_name("old")
        out.rename(old)
        try:
            fresh.rename(out)
        except BaseException:
            old.rename(out)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can; whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
