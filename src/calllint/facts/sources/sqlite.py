"""SQLite files: a query, or the only table there is. Opened to be read, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote as percent

from calllint.document import Place
from calllint.facts.errors import FactError
from calllint.facts.sources.table import UNDECODED, How, Record, Source, damaged, spool
from calllint.facts.sql import quote

_READS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)


def source(path: Path, name: str, how: How, temp: Path) -> Source:
    """The rows as a source; a row's line is its number. Raises FactError where there are none."""
    with closing(_connect(path)) as connection:
        try:
            query = how.query or f"SELECT * FROM {quote(_only_table(connection, name))}"
            connection.set_authorizer(_reads_only)
            cursor = connection.execute(query)
            if cursor.description is None:
                raise _refused(name)
            headers = tuple(column[0] for column in cursor.description)
            return spool(headers, _records(cursor), temp)
        except (sqlite3.DatabaseError, sqlite3.Warning, ValueError) as error:
            raise _refused(name) if _is_query(error, how) else damaged(name) from None


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{percent(str(path.resolve()))}?mode=ro", uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "calllint-undecoded")
    return connection


def _is_query(error: Exception, how: How) -> bool:
    """Whether it is the query that is wrong; otherwise the file is."""
    return (
        how.query is not None
        and not isinstance(error, sqlite3.IntegrityError)
        and ("malformed" not in str(error) and "not a database" not in str(error))
    )


def _reads_only(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY


def _only_table(connection: sqlite3.Connection, name: str) -> str:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    if len(found) == 1:
        return str(found[0][0])
    listed = ", ".join(str(row[0]) for row in found[:20]) or "–"
    raise FactError.at(
        Place(name),
        f"which table? It has: {listed}; say it with `query: select … from …`",
        f"quelle table ? Le fichier contient : {listed} ; dites-le par `query: select … from …`",
    )


def _refused(name: str) -> FactError:
    return FactError.at(
        Place(name),
        "SQLite does not take the query; it is one SELECT, on tables and columns that are there",
        "SQLite refuse la requête ; il faut un seul SELECT, sur des tables et des colonnes qui "
        "existent",
    )


def _records(cursor: sqlite3.Cursor) -> Iterator[Record]:
    for number, row in enumerate(cursor, start=1):
        yield Record(number, [_text(cell) for cell in row])


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
        case bytes():
            return UNDECODED
    return str(cell)
