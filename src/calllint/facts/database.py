"""DuckDB as calllint uses it: its engine, without the Python around it.

The package ``duckdb`` brings relations, expressions and the versions of what is installed, none of
them used here; loading them takes longer than opening a database. What the engine's own module
holds is the same: ``duckdb.connect`` is this ``connect``, ``duckdb.Error`` this ``Error``.
"""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def _load() -> Any:
    try:
        return import_module("_duckdb")
    except ImportError:  # a version that calls it otherwise
        return import_module("duckdb")


def _load_whole() -> Any:
    """The module. Ctrl-C waits until it is there: in the middle it would abort the process."""
    if sys.platform == "win32":
        return _load()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        return _load()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


if not TYPE_CHECKING:
    duckdb = _load_whole()

__all__ = ["duckdb"]
