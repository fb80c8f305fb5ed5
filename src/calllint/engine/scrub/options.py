"""What a scrub is asked for, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias
from typing import Literal as OneOf

from msgspec import Struct

from calllint.document import Place
from calllint.engine.options import InputError
from calllint.engine.result import ContactVerdict, Problem

MOST_DAYS = 31
"""Judged days a callable list may be made for: lists go stale."""
SPLITS = ("territory", "window")

ShownId: TypeAlias = Callable[[ContactVerdict], "str | None"]
"""How a contact's id may be shown: some lists use the phone number as the id."""
Outcome: TypeAlias = OneOf["written", "breach", "unknown", "unchecked", "max_blocked"]
"""Whether there is a callable list, and if not, why."""


def own_id(verdict: ContactVerdict) -> str | None:
    """A contact's id as its list has it."""
    return verdict.contact_id


class ScrubOptions(Struct, frozen=True):
    """How the files of a scrub are to be written."""

    profile: str | None = None
    """Layout of the callable list, by its name; None for the layout each list came in."""
    split_by: str | None = None
    """One of ``SPLITS``."""
    max_blocked: Fraction | None = None
    """Largest share of blocked and unreadable rows for which a callable list is written."""
    previous: Path | None = None
    """Folder of an earlier scrub, to be compared with."""
    lang: str = "en"
    """Language of what people open."""
    shown_id: ShownId = own_id
    shown_name: Callable[[str], str] = str
    """How a free text of a list, as the name of a supplier, may be shown."""

    def as_text(self) -> dict[str, str]:
        """The options that bear on the files, as reported."""
        shown = {
            "profile": self.profile,
            "split-by": self.split_by,
            "max-blocked": None if self.max_blocked is None else percent(self.max_blocked),
            "previous": None if self.previous is None else self.previous.as_posix(),
        }
        return {name: value for name, value in shown.items() if value is not None}


class Scrubbed(Struct, frozen=True):
    """What was written."""

    files: Mapping[str, Path]
    """Every file, by name."""
    outcome: Outcome
    summary: Mapping[str, Any]
    """What ``summary.json`` holds."""


def percent(share: Fraction) -> str:
    """``30%``, ``12.5%``."""
    return f"{float(share * 100):g}%"


def refused(where: str, en: str, fr: str) -> InputError:
    """An option or a folder that cannot be used: exit 2."""
    return InputError((Problem(Place(where), {"en": en, "fr": fr}),))
