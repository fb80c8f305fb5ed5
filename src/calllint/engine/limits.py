"""Limits of the machine: reached, they are said; nothing half judged passes for whole."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from calllint.document import Place
from calllint.engine.options import InputError
from calllint.engine.result import Problem


@contextmanager
def limits(campaign: str) -> Iterator[None]:
    """Turn a full memory or disk into ``InputError`` with a problem that makes exit 3."""
    import duckdb

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
    raise InputError((Problem(Place(campaign), text or _FULL, fatal=False),))


_FULL = {
    "en": "temporary files could not be written and nothing was judged; free some disk "
    "space, or give another folder with --temp-dir",
    "fr": "les fichiers temporaires n'ont pas pu être écrits et rien n'a été jugé ; "
    "libérez de la place, ou donnez un autre dossier par --temp-dir",
}
