"""DuckDB as calllint uses it: its engine, without the Python around it.

The package ``duckdb`` brings relations, expressions and the versions of what is installed, none of
them used here; loading them takes longer than opening a database. What the engine's own module
holds is the same: ``duckdb.connect`` is this ``connect``, ``duckdb.Error`` this ``Error``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
else:
    try:
        duckdb = import_module("_duckdb")
    except ImportError:  # a version that calls it otherwise
        duckdb = import_module("duckdb")

__all__ = ["duckdb"]
