"""What a server answers to a query, asked by Spark over JDBC.

PostgreSQL writes its cells as text itself, as it does for a reader without a cluster: so a number,
a day or a truth is the same text on both engines.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from calllint.engine.spark.trouble import QueryFailed, asking
from calllint.facts.errors import FactError
from calllint.facts.sources.table import column_names

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from calllint.facts.entries import Entry

_POSTGRES = "jdbc:postgresql:"
_ROWS = "10000"
"""Rows that a driver fetches at a time: some would hold the whole answer otherwise."""
_BEGIN = "SET TRANSACTION READ ONLY; SET TIME ZONE 'UTC'; SET datestyle = 'ISO'"


def asked(session: SparkSession, entry: Entry) -> tuple[Sequence[str], DataFrame]:
    """The names of the columns, and the rows. Raises FactError, and QueryFailed (`answering`)."""
    options = {**_connection(entry), "fetchsize": _ROWS, "preferTimestampNTZ": "true"}
    query = str(entry.how.query).strip().rstrip(";")
    asks = f"({query}\n) q"  # a query may end in a comment
    with asking():
        reader = session.read.format("jdbc").options(**options)
        rows = reader.option("dbtable", asks).load()
        headers = rows.columns
        if options["url"].startswith(_POSTGRES):
            names = column_names(len(headers))
            cells = ", ".join(f"CAST({name} AS text) AS {name}" for name in names)
            texts = f"(SELECT {cells} FROM {asks}({', '.join(names)})) texts"
            rows = reader.option("dbtable", texts).option("sessionInitStatement", _BEGIN).load()
    return headers, rows


@contextmanager
def answering(entry: Entry) -> Iterator[None]:
    """A server that fails, at once or in the middle of its rows, named without its words."""
    try:
        yield
    except QueryFailed:
        raise FactError.at(
            entry.place,
            f"the server of {entry.dsn_env} cannot be asked; check the host, the user, the "
            "password, the query, and that Spark has its JDBC driver (spark.jars)",
            f"le serveur de {entry.dsn_env} ne répond pas à la requête ; vérifiez l'hôte, "
            "l'utilisateur, le mot de passe, la requête, et que Spark a son pilote JDBC "
            "(spark.jars)",
        ) from None


def _connection(entry: Entry) -> dict[str, str]:
    """``postgresql://user:password@host/base`` as JDBC writes it; a JDBC address as it stands."""
    named = os.environ.get(str(entry.dsn_env))
    if not named:
        raise FactError.at(
            entry.place,
            f"the environment variable {entry.dsn_env} is not set; give it the connection, as "
            "jdbc:postgresql://host/database?user=…&password=…",
            f"la variable d'environnement {entry.dsn_env} n'est pas définie ; donnez-lui la "
            "connexion, comme jdbc:postgresql://hôte/base?user=…&password=…",
        )
    found = {"url": named} if named.startswith("jdbc:") else _translated(named)
    if found is None:
        raise FactError.at(
            entry.place,
            f"{entry.dsn_env} holds no address that Spark can ask; give it one as "
            "postgresql://user:password@host:5432/database, or as jdbc:…",
            f"{entry.dsn_env} ne contient pas d'adresse que Spark puisse interroger ; donnez-lui "
            "par exemple postgresql://utilisateur:motdepasse@hôte:5432/base, ou jdbc:…",
        )
    if found["url"].startswith(_POSTGRES):  # in a jar of `spark.jars`, it has to be called by name
        found["driver"] = "org.postgresql.Driver"
    return found


def _translated(named: str) -> dict[str, str] | None:
    """An address of PostgreSQL's own, with all it asks of the connection; None if it is none."""
    try:
        parts = urlsplit(named)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("postgresql", "postgres") or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    asks = f"?{parts.query}" if parts.query else ""
    found = {"url": f"{_POSTGRES}//{host}{port}{parts.path}{asks}"}
    if parts.username:
        found["user"] = unquote(parts.username)
    if parts.password:
        found["password"] = unquote(parts.password)
    return found
