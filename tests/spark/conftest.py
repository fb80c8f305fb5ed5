"""A Spark cluster of the tests' own: a master and two workers on loopback, stopped at the end.

`make test-spark` runs these tests; `make test` passes them by, for they need Java and half a
gigabyte of Spark.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from tests.spark.standalone import Standalone

collect_ignore_glob = [] if os.environ.get("CALLLINT_SPARK") else ["test_*.py"]


@pytest.fixture(scope="session")
def standalone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    """The cluster."""
    from tests.spark.standalone import standalone

    with standalone(tmp_path_factory.mktemp("spark")) as running:
        yield running


@pytest.fixture(scope="session")
def session(request: pytest.FixtureRequest) -> Iterator[SparkSession]:
    """A session of this process, quick with few rows: on the cluster, if it runs the tests alone.

    Where others run beside it, each has a Spark of one core inside itself.
    """
    from tests.spark.standalone import QUICK, configure, environment

    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = request.getfixturevalue("tmp_path_factory").mktemp("local")
        os.environ.update(environment(configure(folder, {"spark.master": "local[1]", **QUICK})))
    else:
        cluster = request.getfixturevalue("standalone")
        alone = {"spark.cores.max": "1"}  # the other worker is for commands that run meanwhile
        os.environ.update(cluster.environment(cluster.configuration(**QUICK, **alone)))
    from calllint.engine.spark import start

    running = start()
    yield running
    running.stop()


@pytest.fixture
def long_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list is as a long one: read by Spark, not beside the driver."""
    from calllint.engine.spark import cluster

    monkeypatch.setattr(cluster, "SHORTEST", 0)
