"""What is answered about one number at one moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from calllint.engine.result import ContactVerdict, Finding, Problem, Verdict

Limit: TypeAlias = OneOf["not_listed", "outside_days", "outside_hours", "holiday"]
"""What the campaign itself rules out: the number is on none of its lists; it calls on other days,
at other hours, or skips this holiday."""


class Ground(Struct, frozen=True):
    """A consent, contract or request, as far as it makes this call possible."""

    scope: str
    """``consent``, ``contract`` or ``request``."""
    on_record: bool | None
    holds: bool | None
    """On the day of the moment; None: cannot be told."""
    until: date | None
    """Last day it holds, by the law of the campaign's last day; 9999-12-31: no end is known."""


class Answer(Struct, frozen=True):
    """Whether a number may be called at a moment in a campaign, and why."""

    campaign: str
    """File of the campaign, as the user named it."""
    number: str
    """E.164 where it could be read, else what was asked. Mask before showing."""
    readable: bool
    """It is a number."""
    listed: bool
    """It stands in a contact list of the campaign."""
    known: bool
    """What the lists say of it was looked up; false where an index does not hold it."""
    verdict: Verdict
    """``allow`` only where the contact, the campaign and its schedule all let the call through."""
    moment: datetime
    """The moment asked about, on the person's clock; in UTC where no zone is known."""
    zone: str | None
    """The person's zone."""
    centre_moment: datetime
    """The same on the clock of the centre that calls, else of the country called."""
    contact: ContactVerdict
    """What ``check`` says of the contact, planned at that moment."""
    findings: tuple[Finding, ...]
    """Every rule behind the answer: those of the contact, and those that stand against the
    campaign."""
    limits: tuple[Limit, ...]
    grounds: tuple[Ground, ...]
    evidence_until: date | None
    """Last day on which some ground that holds now still does; None where none holds."""
    attempts_left: int | None
    next_allowed_at: datetime | None
    """The first moment from the one asked about at which the call is allowed, on the person's
    clock; None where there is none in the campaign's days."""
    centre_next_allowed_at: datetime | None
    problems: tuple[Problem, ...]
    """What could not be checked."""

    @property
    def allowed(self) -> bool:
        """Whether the call may be placed."""
        return self.verdict == "allow" and not self.problems
