"""What every test shares: packs read by tests are kept in a folder that goes with the run."""

from __future__ import annotations

import os
import tempfile

import pytest

_CACHE = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_CACHE] = tempfile.TemporaryDirectory(prefix="calllint-cache-")
    os.environ["CALLLINT_CACHE"] = config.stash[_CACHE].name


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_CACHE].cleanup()
