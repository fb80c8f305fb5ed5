"""Packs: folders of rules, dated law, definitions and tables, found, read and checked.

This module costs nothing to import; packs are read only when they are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from calllint.packs.errors import PackError

if TYPE_CHECKING:
    from calllint.packs.model import Pack

__all__ = ["PackError", "load_pack", "load_packs"]


def load_packs(folders: Sequence[Path] = (), only: Sequence[str] | None = None) -> tuple[Pack, ...]:
    """Every installed pack (those named by ``only``, if given) and those in ``folders``, by name.

    Raises PackError with all problems of all packs, two rules of one id among them.
    """
    from calllint.packs.loader import load_packs as load

    return load(folders, only)


def load_pack(folder: Path) -> Pack:
    """The pack in one folder, installed or not. Raises PackError with all its problems."""
    from calllint.packs.loader import load_pack as load

    return load(folder)
