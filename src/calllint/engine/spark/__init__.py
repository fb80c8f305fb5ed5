"""The same rules where the data already lives: Apache Spark, by the extra ``spark``.

Nothing is written twice. Facts and rules are asked of a ``Database`` in DuckDB's SQL; ``dialect``
says it in Spark's, ``cluster`` keeps the tables, ``sources`` reads the lists. What is small (the
campaign, its calendar, its forms) stays in the process.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
from typing import TYPE_CHECKING

from calllint.document import Place
from calllint.engine.options import InputError, Options
from calllint.engine.result import Problem

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from calllint.engine.spark.cluster import Cluster
    from calllint.facts.store import InProcess

_PLACE = Place("--engine spark")


def open_cluster(options: Options, driver: InProcess) -> Cluster:
    """A session on the cluster that Spark's own configuration names.

    Raises InputError where the extra, Java or the cluster is not there, and where the machines of
    the cluster do not see one another's files.
    """
    session = start()
    from calllint.engine.spark.cluster import Cluster

    cluster = Cluster(session, _folder(session, options), driver)
    if not cluster.shared():
        cluster.close()
        raise _wrong(
            f"the machines of the cluster do not share {cluster.folder}; name a folder that all "
            "of them see with --cluster-temp, such as s3a://bucket/tmp",
            f"les machines du cluster ne partagent pas {cluster.folder} ; donnez par "
            "--cluster-temp un dossier que toutes voient, comme s3a://bucket/tmp",
        )
    return cluster


def start() -> SparkSession:
    """The session there is, or a new one by Spark's configuration. Raises InputError."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        import calllint.engine.spark.dialect  # noqa: F401 - sqlglot is of the same extra
    except ImportError:
        raise _wrong(
            "this needs Spark for Python: pip install 'calllint[spark]', on Python 3.11 or later, "
            "and Java 17",
            "il faut Spark pour Python : pip install 'calllint[spark]', sur Python 3.11 ou plus "
            "récent, et Java 17",
        ) from None
    logging.getLogger("SQLQueryContextLogger").disabled = True  # it quotes cells
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        builder = SparkSession.builder.appName("calllint")
        session = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    except PySparkException:
        raise _wrong(
            "Spark does not start: it needs Java 17 (JAVA_HOME) and a configuration it can read; "
            "its own messages are above",
            "Spark ne démarre pas : il lui faut Java 17 (JAVA_HOME) et une configuration lisible ; "
            "ses propres messages sont au-dessus",
        ) from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "py4j":
            raise
        raise _wrong(
            "the Spark cluster cannot be reached; check its master in Spark's own configuration "
            "(spark.master)",
            "le cluster Spark est injoignable ; vérifiez son maître dans la configuration de "
            "Spark (spark.master)",
        ) from None
    if not session.conf.get("spark.log.level", ""):
        session.sparkContext.setLogLevel("OFF")
    atexit.register(session.stop)
    return session


def _folder(session: SparkSession, options: Options) -> str:
    """Where the tables go: as asked, else ``/tmp`` of the file system that Spark works on."""
    if options.cluster_temp is not None:
        return options.cluster_temp
    java = session.sparkContext._jvm
    assert java is not None
    hadoop = session.sparkContext._jsc.hadoopConfiguration()
    home = str(java.org.apache.hadoop.fs.FileSystem.getDefaultUri(hadoop).toString())
    return f"{home.rstrip('/')}/tmp"


def _wrong(en: str, fr: str) -> InputError:
    return InputError((Problem(_PLACE, {"en": en, "fr": fr}),))
