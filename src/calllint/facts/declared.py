"""What a campaign says of its data, apart from how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from calllint.facts.entries import Entry


class Declared(Struct, frozen=True):
    """What the campaign says of its data: entries, and for each kind files, none or absent."""

    entries: tuple[Entry, ...]
    status: Mapping[str, str]
    numbering: tuple[Path, ...] = ()
    """Files of the blocks of numbers that were allotted at all."""
