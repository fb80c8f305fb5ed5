"""PostgreSQL, through psycopg: the extra ``postgres``. The one place where a connection is opened.

The connection string stands in an environment variable. The rows come as one stream (``COPY``), in
a transaction that can only read; what the server says of a failure is told by its name alone, for
its messages may quote cells.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calllint.document import Place
from calllint.facts.errors import FactError
from calllint.facts.sources.table import Source, column_names, fresh, spooled

if TYPE_CHECKING:
    import psycopg

_SCHEMES = ("postgresql://", "postgres://")
_PATIENCE = 15
"""Seconds a server has to answer."""


def source(dsn_env: str, query: str, place: Place, temp: Path) -> tuple[Source, str]:
    """The rows of the query as a source, and the SHA-256 of what came; a line is a row's number.

    Raises FactError, at ``place``, where the server or the query fails.
    """
    dsn = os.environ.get(dsn_env)
    if not dsn:
        raise FactError.at(
            place,
            f"the environment variable {dsn_env} is not set; give it the connection, as "
            "postgresql://user:password@host/database",
            f"la variable d'environnement {dsn_env} n'est pas définie ; donnez-lui la connexion, "
            "comme postgresql://utilisateur:motdepasse@hôte/base",
        )
    if "://" in dsn and not dsn.startswith(_SCHEMES):
        raise FactError.at(
            place,
            f"{dsn_env} does not name a PostgreSQL server, the only one read here; export the "
            "list to a file",
            f"{dsn_env} ne désigne pas un serveur PostgreSQL, le seul lu ici ; exportez la liste "
            "dans un fichier",
        )
    driver = _driver(place)
    try:
        with driver.connect(dsn, connect_timeout=_PATIENCE) as connection:
            connection.read_only = True
            return _copied(connection, query, temp)
    except driver.Error as error:
        raise _failed(error, dsn_env, place) from None


def _driver(place: Place) -> Any:
    try:
        import psycopg
    except ImportError:
        raise FactError.at(
            place,
            "reading a database needs psycopg: pip install 'calllint[postgres]'",
            "lire une base de données demande psycopg : pip install 'calllint[postgres]'",
        ) from None
    return psycopg


def _copied(connection: psycopg.Connection[Any], query: str, temp: Path) -> tuple[Source, str]:
    from psycopg import sql

    inner = sql.SQL(query.strip().rstrip(";"))
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'; SET datestyle = 'ISO'")
        cursor.execute(sql.SQL("SELECT * FROM ({}\n) AS q LIMIT 0").format(inner))
        headers = tuple(column.name for column in cursor.description or ())
        names = [sql.Identifier(name) for name in column_names(len(headers))]
        cells = sql.SQL(", ").join(sql.SQL("{}::text").format(name) for name in names)
        copy = sql.SQL(
            "COPY (SELECT row_number() OVER (), 1, {} FROM ({}\n) AS q({})) "
            "TO STDOUT (FORMAT csv, FORCE_QUOTE *)"
        ).format(cells, inner, sql.SQL(", ").join(names))
        target, sha = fresh(temp, ".csv"), hashlib.sha256()
        with target.open("wb") as out, cursor.copy(copy) as rows:
            for block in rows:
                out.write(block)
                sha.update(block)
    return spooled(headers, target), sha.hexdigest()


def _failed(error: Exception, dsn_env: str, place: Place) -> FactError:
    state = getattr(error, "sqlstate", None)
    if state is None or state[:2] in ("08", "28", "3D"):
        return FactError.at(
            place,
            f"the server of {dsn_env} cannot be reached, or refuses the connection; check the "
            "host, the database, the user and the password",
            f"le serveur de {dsn_env} est injoignable, ou refuse la connexion ; vérifiez l'hôte, "
            "la base, l'utilisateur et le mot de passe",
        )
    # Class 42 speaks of the query (a table that is not there); others may quote cells.
    told = getattr(getattr(error, "diag", None), "message_primary", None)
    why = told if told and state.startswith("42") else type(error).__name__
    return FactError.at(
        place,
        f"the query failed ({why}); it is one SELECT, on tables and columns that are there",
        f"la requête a échoué ({why}) ; il faut un seul SELECT, sur des tables et des colonnes "
        "qui existent",
    )
