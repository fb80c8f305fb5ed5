"""The files of the pinned ``tzdata`` package; the system's own are never read."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import Any


def read(name: str) -> bytes:
    """A file of the package, as whatever loaded the package gives it."""
    package: Any = import_module("tzdata")
    folder = package.__path__[0]
    content: bytes = package.__loader__.get_data(os.path.join(folder, *name.split("/")))
    return content


@cache
def zone_names() -> frozenset[str]:
    """Every zone it knows, old aliases included. Case counts."""
    return frozenset(read("zones").decode("ascii").split())
