"""One rule, under one state of the law, as severe as this run takes it."""

from __future__ import annotations

from msgspec import Struct

from calllint.engine.result import LawValue
from calllint.packs.model import Pack, Rule, Severity


class Judge(Struct, frozen=True):
    """A rule that is run in one scope and slice."""

    rule: Rule
    pack: Pack
    severity: Severity
    law_values: tuple[LawValue, ...]
    """What its findings cite."""

    @property
    def decides(self) -> bool:
        """Whether it bears on verdicts: only errors do."""
        return self.severity == "error" and self.rule.duty is None


class Crash(Struct, frozen=True):
    """A rule that could not be run; for a rule that decides, its outcome is then unknown."""

    judge: Judge
    why: str
    """One line, free of data: the kind of failure."""


def kind_of(error: Exception) -> str:
    """The kind of a failure; its text may quote cells and is never shown."""
    name = type(error).__name__.removesuffix("Exception").removesuffix("Error")
    return "OutOfRange" if name in _OUT_OF_RANGE else name or "error"


def is_full(error: Exception) -> bool:
    """Whether a machine is full: no fault of a rule's."""
    return "OutOfMemory" in type(error).__name__


_OUT_OF_RANGE = {"Conversion", "OutOfRange", "Overflow", "Value"}
"""What a number too large for a date, or a date for the calendar, is called here and there."""
