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
def session(standalone: Standalone) -> Iterator[SparkSession]:
    """A session of this process on the cluster, quick with few rows."""
    from tests.spark.standalone import QUICK

    os.environ.update(standalone.environment(standalone.configuration(**QUICK)))
    from calllint.engine.spark import start

    running = start()
    yield running
    running.stop()
