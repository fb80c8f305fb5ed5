"""Limits of the machine: reached, they are said; nothing half judged passes for whole."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from calllint.document import Place
from calllint.engine.options import InputError, UncheckedError
from calllint.engine.result import Problem
from calllint.lang import why


@contextmanager
def limits(campaign: str) -> Iterator[None]:
    """Turn a full memory or disk into ``UncheckedError``, which makes exit 3."""
    from calllint.facts.database import duckdb

    text = None
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
    except duckdb.OutOfMemoryException:
        text = {
            "en": "the memory limit was reached and nothing was judged; give more with "
            "--memory-limit, or a folder with more space with --temp-dir",
            "fr": "la limite de mémoire est atteinte et rien n'a été jugé ; donnez-en plus par "
            "--memory-limit, ou un dossier plus grand par --temp-dir",
        }
    except duckdb.IOException:
        pass
    else:
        return
    raise UncheckedError((Problem(Place(campaign), text or _FULL, fatal=False),))


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Turn a disk that fills up while a folder is written into ``UncheckedError``, exit 3.

    The folder is then as it was before.
    """
    from calllint.facts.database import duckdb

    try:
        yield
    except (OSError, duckdb.IOException) as error:
        full = "No space left" in str(error) or "offload" in str(error)
        if isinstance(error, OSError) and not full and error.errno != errno.EDQUOT:
            reason = error.strerror or "?"
            raise InputError((Problem(Place(out.as_posix()), _unwritten(reason)),)) from None
    except duckdb.OutOfMemoryException:
        pass
    else:
        return
    raise UncheckedError((Problem(Place(out.as_posix()), _UNWRITTEN, fatal=False),))


def _unwritten(reason: str) -> dict[str, str]:
    return {
        "en": f"nothing can be written here ({why(reason, 'en')}); name a folder you may write to",
        "fr": f"impossible d'écrire ici ({why(reason, 'fr')}) ; donnez un dossier où vous pouvez "
        "écrire",
    }


_UNWRITTEN = {
    "en": "there is no room left and nothing was written: the folder is as it was. Free some disk "
    "space, or name other folders with --out and --temp-dir",
    "fr": "il n'y a plus de place et rien n'a été écrit : le dossier est comme avant. Libérez de "
    "la place, ou donnez d'autres dossiers par --out et --temp-dir",
}
_FULL = {
    "en": "temporary files could not be written and nothing was judged; free some disk "
    "space, or give another folder with --temp-dir",
    "fr": "les fichiers temporaires n'ont pas pu être écrits et rien n'a été jugé ; "
    "libérez de la place, ou donnez un autre dossier par --temp-dir",
}
