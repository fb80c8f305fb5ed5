"""What every source gives: a query over text columns, with the line of a row where it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _nothing() -> None:
    """Nothing to clean up."""


@dataclass(frozen=True)
class Source:
    """A list that can be read.

    ``query`` gives, in the order of the file: line BIGINT (NULL where the n-th row stands on line
    n + 1), readable BOOLEAN, and c0 … cN VARCHAR.
    """

    headers: tuple[str, ...]
    query: str
    close: Callable[[], None] = _nothing
    """To be called once the query has been run."""
