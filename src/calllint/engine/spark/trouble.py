"""What Spark says when something fails, as calllint says it: no cell, no stack of Java."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from calllint.document import Place
from calllint.engine.options import InputError
from calllint.engine.result import Problem


class QueryFailed(Exception):
    """A statement that cannot be run, on these rows or at all."""


class OutOfRange(QueryFailed):
    """A number or a date that no longer fits."""


class FileFailed(QueryFailed):
    """A file that starts well and cannot be read to its end."""


class ClusterFailed(InputError):
    """The cluster, and not the question, is at fault: nothing was judged."""

    def __init__(self, why: str) -> None:
        super().__init__((Problem(Place("--engine spark"), _failed(why), fatal=False),))


_RANGES = ("22003", "22008", "22012", "22015")
"""SQL states of what no longer fits: numbers, dates, divisions, intervals."""
_FILE = re.compile(
    r"FAILED_READ_FILE|CANNOT_READ_FILE_FOOTER|is not a Parquet file|FileNotFoundException"
    r"|PATH_NOT_FOUND|ParquetDecodingException|EOFException|corrupt"
)

_SERVER = re.compile(
    r"SQLException|SQLTransientException|ClassNotFoundException|JDBC_EXTERNAL_ENGINE|FAILED_JDBC"
)
"""A server that was asked over JDBC, or its driver, which is not there."""


@contextmanager
def asking() -> Iterator[None]:
    """Turn what Spark raises into one of the errors above."""
    from py4j.protocol import Py4JError, Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        raise _told(error.getCondition() or "", error.getSqlState() or "", str(error)) from None
    except Py4JJavaError as error:
        raise _told("", "", str(error.java_exception)) from None
    except (Py4JError, ConnectionError):
        raise ClusterFailed("driver") from None


def _told(condition: str, state: str, text: str) -> Exception:
    """By the condition's name; failing it by what the text says of the kind of failure."""
    if _FILE.search(condition) or (not state and _FILE.search(text)):
        return FileFailed(condition or "file")
    if state in _RANGES:
        return OutOfRange(condition)
    if state or condition:
        return QueryFailed(condition)
    if _FILE.search(text):
        return FileFailed("file")
    if _SERVER.search(text):
        return QueryFailed("server")
    return ClusterFailed(_kind(text))


def _kind(text: str) -> str:
    """The kind of a failure of the cluster, in one word."""
    for word, sign in (
        ("memory", "OutOfMemory"),
        ("space", "No space left"),
        ("worker", "ExecutorLost|executor.*lost|Slave lost|worker lost"),
        ("cancelled", "cancelled|SparkContext was shut down|stopped SparkContext"),
    ):
        if re.search(sign, text):
            return word
    return re.sub(r"[^A-Za-z]", "", text.split(":")[0].rpartition(".")[2]) or "job"


def _failed(why: str) -> dict[str, str]:
    return {
        "en": f"the Spark cluster could not finish ({why}) and nothing was judged; its own log "
        "says more. Mend it and run again: nothing that was written so far counts",
        "fr": f"le cluster Spark n'a pas pu finir ({why}) et rien n'a été jugé ; son propre "
        "journal en dit plus. Réparez-le et relancez : rien de ce qui a été écrit ne compte",
    }
