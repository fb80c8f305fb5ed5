"""Spark's own standalone cluster, from the distribution on PyPI, bound to loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
PATIENCE = 120
"""Seconds a daemon has to start on a machine that is busy."""
JDBC = Path("/usr/share/java/postgresql.jar")
"""What speaks to PostgreSQL for Spark: `make test-spark` installs it."""
_HERE = {
    "spark.jars": str(JDBC),
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "900m",
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.ui.enabled": "false",
}
QUICK = {
    # Campaigns of a few rows: planning and compiling would take all the time.
    "spark.calllint.tables": "driver",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
}
USUAL = {
    "spark.calllint.shortLists": "0",  # the cluster reads every list
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC",
    "spark.executor.extraJavaOptions": "-XX:+UseSerialGC",
}


def configure(folder: Path, settings: Mapping[str, str]) -> Path:
    """A new folder below that one that says so to Spark, as ``SPARK_CONF_DIR``."""
    made = folder / f"conf-{len(list(folder.glob('conf-*')))}"
    made.mkdir()
    lines = [f"{name} {value}\n" for name, value in (_HERE | dict(settings)).items()]
    (made / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
    return made


def environment(configuration: Path) -> dict[str, str]:
    """The environment of a process that is to go by a configuration."""
    return {
        **os.environ,
        "SPARK_CONF_DIR": str(configuration),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }


@dataclass
class Standalone:
    """A master and its workers."""

    folder: Path
    master: str
    daemons: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def configuration(self, **settings: str) -> Path:
        """A folder that names this cluster to Spark, as ``SPARK_CONF_DIR``."""
        return configure(self.folder, {"spark.master": self.master, **settings})

    def environment(self, configuration: Path) -> dict[str, str]:
        """The environment of a process that is to use it."""
        return environment(configuration)

    def hire(self) -> None:
        """Start one more worker, of one core."""
        name = f"worker-{len(list(self.folder.glob('worker-*.log')))}"
        log = _daemon(
            self, name, "worker.Worker", "--port", "0", "-c", "1",
            "-m", "600m", "-d", str(self.folder / name), self.master,
        )  # fmt: skip
        _told(log, "(Successfully registered)")

    def stop(self) -> None:
        """End what was started, the workers first."""
        for each in reversed(self.daemons):
            each.terminate()
        for each in self.daemons:
            each.wait(30)


@contextmanager
def standalone(folder: Path, workers: int = 2) -> Iterator[Standalone]:
    """A cluster with so many workers, of one core each."""
    running = Standalone(folder, "")
    try:
        log = _daemon(running, "master", "master.Master", "--port", "0")
        running.master = _told(log, r"(spark://127\.0\.0\.1:[0-9]+)")
        for _ in range(workers):
            running.hire()
        yield running
    finally:
        running.stop()


def _daemon(running: Standalone, name: str, role: str, *arguments: str) -> Path:
    log = running.folder / f"{name}.log"
    command = [str(HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}"]
    environment = {
        **os.environ,
        "SPARK_DAEMON_MEMORY": "128m",
        "SPARK_DAEMON_JAVA_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }
    with log.open("wb") as out:
        started = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--webui-port", "0", *arguments],
            stdout=out, stderr=out, env=environment,
        )  # fmt: skip
    running.daemons.append(started)
    return log


def _told(log: Path, pattern: str) -> str:
    """What a daemon says once it is up."""
    for _ in range(PATIENCE * 4):
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.25)
    raise AssertionError(f"{log.name}: {log.read_text(errors='replace')[-2000:]}")
