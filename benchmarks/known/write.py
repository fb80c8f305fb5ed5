"""Write a campaign whose verdicts are known: its lists, and ``truth.parquet`` beside them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.known.lists import Lists
from benchmarks.known.people import WRITTEN
from benchmarks.known.sql import MACROS, Draws
from benchmarks.known.tables import create_tables
from benchmarks.known.truth import truth

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
FORMATS = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet"}


def write_known(folder: Path, contacts: int, seed: int = 1, form: str = "csv") -> None:
    """Write the campaign, its lists in ``form`` (``csv`` or ``parquet``) and what is true of it.

    For ten contacts there are six consents, five calls and one suppression.
    """
    import duckdb

    lists = Lists(contacts, Draws(seed))
    (folder / "calls").mkdir(parents=True, exist_ok=True)
    for name in ("campaign.yaml", "script.yaml"):
        told = (HERE.parent / "campaign" / name).read_text(encoding="utf-8")
        (folder / name).write_text(told.replace(".csv", f".{form}"), encoding="utf-8")
    shutil.copy(HERE / "forms.yaml", folder)
    with duckdb.connect() as database:
        prepare(database)
        for name, query in lists.queries().items():
            _copy(database, query, folder / f"{name}.{form}", FORMATS[form])
        _copy(database, truth(lists), folder / "truth.parquet", FORMATS["parquet"])


def prepare(database: DuckDBPyConnection) -> None:
    """Create what the queries of ``Lists`` and ``truth`` need."""
    database.execute(MACROS + WRITTEN)
    create_tables(database)


def _copy(database: DuckDBPyConnection, query: str, path: Path, options: str) -> None:
    target = str(path).replace("'", "''")
    database.execute(f"COPY ({query}) TO '{target}' ({options})")
