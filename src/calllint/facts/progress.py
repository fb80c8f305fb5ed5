"""Telling how far long work has come; whoever shows it makes one of these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Progress(Protocol):
    """What is told on the way. Nothing of it bears on a result."""

    def watch(self, share: Callable[[], float]) -> None:
        """Take what gives the share done of the statement that is running, 0 to 1."""

    def stage(self, name: str, rows: int) -> None:
        """Work of a kind begins: ``read``, ``judge``, ``callable``, ``verdicts`` or ``record``."""

    def advance(self, rows: int) -> None:
        """Rows are done, of those of the stage."""

    def step(self, share: float) -> None:
        """This share of the stage is done at the end of the statement that begins."""

    def done(self) -> None:
        """All work is done."""


class Quiet:
    """Tells nobody."""

    def watch(self, share: Callable[[], float]) -> None:
        """Nothing."""

    def stage(self, name: str, rows: int) -> None:
        """Nothing."""

    def advance(self, rows: int) -> None:
        """Nothing."""

    def step(self, share: float) -> None:
        """Nothing."""

    def done(self) -> None:
        """Nothing."""


QUIET: Progress = Quiet()
