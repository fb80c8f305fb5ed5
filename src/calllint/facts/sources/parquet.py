"""Parquet files into a table of text columns, instants with their offset kept."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

from calllint.document import Place
from calllint.facts.errors import FactError
from calllint.facts.sources.table import Source
from calllint.facts.sql import literal, quote

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def source(connection: DuckDBPyConnection, path: Path, name: str) -> Source:
    """The file as a source; a row's line is its number, the first being 1.

    Raises FactError where the file is not Parquet.
    """
    from calllint.facts.database import duckdb

    named = literal(glob.escape(str(path)))  # a name is no pattern, a folder no column
    rows = f"read_parquet({named}, file_row_number=true, hive_partitioning=false)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
        columns = [(row[0], row[1]) for row in described if row[0] != "file_row_number"]
        connection.execute(f"SELECT count(COLUMNS(*)) FROM {rows}")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        raise FactError.at(
            Place(name),
            "this is not a Parquet file that can be read; export it again, or give a CSV file",
            "ce n'est pas un fichier Parquet lisible ; exportez-le de nouveau, ou donnez un "
            "fichier CSV",
        ) from None
    cells = "".join(
        f", {_as_text(quote(column), kind)} AS c{index}"
        for index, (column, kind) in enumerate(columns)
    )
    return Source(
        tuple(column for column, _ in columns),
        f"(SELECT file_row_number + 1 AS line, TRUE AS readable{cells} FROM {rows})",
    )


def _as_text(column: str, kind: str) -> str:
    """A cell as text. An instant is written in UTC: the engine is never asked for a zone."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"CAST(make_timestamp(epoch_us({column})) AS VARCHAR) || 'Z'"
    return f"CAST({column} AS VARCHAR)"
