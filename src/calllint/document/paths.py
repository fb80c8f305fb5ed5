"""Paths as campaigns write them."""

from __future__ import annotations

import os
from pathlib import Path


def portable(root: Path, name: str) -> str:
    """A path or glob of a campaign; with slashes where Windows wrote backslashes.

    A campaign written on one system is judged on others. A file really named so is taken first.
    """
    if "\\" not in name or os.path.lexists(root / name):
        return name
    return name.replace("\\", "/")
