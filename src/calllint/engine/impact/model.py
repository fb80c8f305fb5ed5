"""What ``impact`` finds: plain frozen data, that every format is written from.

Whatever a file states keeps its place, so that each figure can be traced to a line. Activities are
named by their position in ``Impact.activities``; amounts of different currencies are never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct, field

from calllint.document import Place
from calllint.engine.result import Finding, ListSummary, Loss, Problem, Totals, WinBack
from calllint.packs.model import ParamValue, Rule, Text

Measure: TypeAlias = OneOf["agents", "calls_per_day", "monthly_revenue"]
MEASURES: tuple[Measure, ...] = ("agents", "calls_per_day", "monthly_revenue")
KINDS = (
    "outbound_prospecting",
    "outbound_service",
    "inbound_service",
    "technical_support",
    "back_office",
    "content_moderation",
    "multichannel_care",
    "other",
)
"""Kinds of activity, in the order they are written."""

Reach: TypeAlias = OneOf["open", "narrowed", "unsure", "stopped"]
"""What the law leaves of the contacts, from all to none.

``open``: every one may be called. ``narrowed``: some may. ``unsure``: nobody can be told callable
before something is checked. ``stopped``: nobody may be called.
"""
Status: TypeAlias = OneOf["open", "narrowed", "to_mend", "unsure", "stopped"]
"""The same of an activity. ``to_mend``: contacts may be called, and an error stands against the
campaign itself: nobody is dialled before it is mended.
"""
Judged: TypeAlias = OneOf["judged", "no_campaign", "unusable"]
Effect: TypeAlias = OneOf["worse", "better", "same"]
By: TypeAlias = OneOf["kind", "client", "market", "activity"]


class Said(Struct, frozen=True):
    """A word that a file states, and where."""

    text: str
    place: Place


class Figure(Struct, frozen=True):
    """A number that a file states, and where."""

    measure: Measure
    value: Decimal
    place: Place
    currency: str | None = None
    """ISO 4217 code; of revenue only."""


class Activity(Struct, frozen=True):
    """One piece of work, as the portfolio states it, or else its campaign."""

    name: Said
    client: Said | None
    kind: Said | None
    market: Said | None
    campaign: str | None
    """Its campaign file; None where none is named."""
    figures: Mapping[Measure, Figure]
    """Only what is stated."""
    place: Place
    listed: bool = True
    """Whether a portfolio lists it; else only its campaign was found."""


class Portfolio(Struct, frozen=True):
    """All that a centre does."""

    name: str
    """The file or folder, as the user named it."""
    file: str | None
    """The portfolio file; None for a folder that has none."""
    centre: Said | None
    country: Said | None
    activities: tuple[Activity, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the portfolio file, by its name."""
    problems: tuple[Problem, ...] = ()


class ValueChange(Struct, frozen=True):
    """A law value before and after a day; None where there is no such rule."""

    name: str
    unit: str
    before: ParamValue
    after: ParamValue


class RuleChange(Struct, frozen=True):
    """A rule that begins, ends, or reads other values of the law from some day on."""

    rule: Rule
    how: OneOf["begins", "ends", "changes"]
    values: tuple[ValueChange, ...] = ()


class Change(Struct, frozen=True):
    """A date on which the law changes, whatever it touches."""

    day: date
    rules: tuple[RuleChange, ...]
    said: tuple[Text, ...] = ()
    """What the packs say that the day brought."""


class Standing(Struct, frozen=True):
    """An activity under one state of the law, its campaign and lists as they are now."""

    first: date | None
    """First day of that state; None: before the first change looked at."""
    last: date | None
    """Its last day; None: until the law changes again, as far as it was looked at."""
    reach: Reach
    status: Status
    faults: tuple[str, ...]
    """Error rules that the campaign itself breaches: what is to be mended first. Under a law that
    ended before the campaign calls, only those that are still law then."""
    findings: tuple[Finding, ...]
    """What the rules in force say, remarks (``info``) left out."""
    totals: Totals
    lost: tuple[Loss, ...]
    """From readable contacts to callable ones."""
    win_back: tuple[WinBack, ...]
    with_lists: bool
    """Whether contacts were judged."""


class Crossing(Struct, frozen=True):
    """What one change of the law does to one activity it speaks of."""

    day: date
    rules: tuple[RuleChange, ...]
    """Those changes that can say something of this campaign: what it is touched by."""
    before: Standing
    after: Standing
    effect: Effect


class ActivityImpact(Struct, frozen=True):
    """One activity, judged under every state of the law that matters to it."""

    activity: Activity
    judged: Judged
    covered: bool | None
    """Whether some pack holds the law of its market; None where no market is stated."""
    standings: tuple[Standing, ...] = ()
    """One for each stretch between changes that touch it, in order; none where not judged."""
    crossings: tuple[Crossing, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    """The days its campaign means to call on."""
    lists: tuple[ListSummary, ...] = ()
    titles: Mapping[str, Text] = field(default_factory=dict)
    """Title of each rule that a waterfall names, by id."""
    problems: tuple[Problem, ...] = ()
    now: Standing | None = None
    """How it stands under the law of the last day it means to call on; None where not judged."""

    def on(self, day: date | None) -> Standing | None:
        """How it stands on a day; None: before the first change. Nothing where not judged."""
        found = None
        for standing in self.standings:
            if standing.first is None or (day is not None and standing.first <= day):
                found = standing
        return found


class Total(Struct, frozen=True):
    """What some activities state of one measure, added; one for each currency of revenue."""

    measure: Measure
    currency: str | None
    value: Decimal
    whole: Decimal
    """The same over all activities: what a share is taken of."""
    figures: tuple[Figure, ...]
    """What was added, in order."""
    unstated: int
    """How many of these activities state nothing of the measure, in any currency."""

    @property
    def share(self) -> Fraction | None:
        """The part of the whole; None where the whole is nothing."""
        return Fraction(self.value) / Fraction(self.whole) if self.whole else None


class Group(Struct, frozen=True):
    """Some of the activities, and what they state together."""

    activities: tuple[int, ...]
    totals: tuple[Total, ...]


class WholeState(Struct, frozen=True):
    """All activities under one state of the law, by status; ``not_judged`` holds the others."""

    first: date | None
    last: date | None
    groups: Mapping[str, Group]


class WholeChange(Struct, frozen=True):
    """All activities across one change of the law.

    Groups: ``worse``, ``better`` and ``same``, which it touches; ``untouched``; ``not_judged``.
    """

    change: Change
    groups: Mapping[str, Group]
    beside: Group
    """All that is not ``worse``: what the centre has beside what it loses on."""


class Share(Struct, frozen=True):
    """The activities of one kind, client, market or name, and their part of the whole."""

    name: str | None
    """None for those that do not state it."""
    group: Group


class Dependence(Struct, frozen=True):
    """The client, market or activity that most of one measure comes from."""

    by: By
    name: str
    of: int
    """How many there are of them."""
    total: Total
    """Its ``whole`` is what all activities state."""
    unstated: int
    """Activities, of all, that state nothing of the measure."""
    activities: tuple[int, ...]


class Impact(Struct, frozen=True):
    """Everything ``impact`` gives."""

    portfolio: Portfolio
    activities: tuple[ActivityImpact, ...]
    changes: tuple[WholeChange, ...]
    """The dates on which the law changes for some activity, in order."""
    other_changes: tuple[Change, ...]
    """Those that touch none of the activities that could be judged."""
    states: tuple[WholeState, ...]
    """One more than ``changes``."""
    whole: Group
    shares: Mapping[By, tuple[Share, ...]]
    dependences: tuple[Dependence, ...]
    law_from: date | None
    law_to: date | None
    """The days between which changes of the law were looked for; None: no limit."""
    options: Mapping[str, str]
    packs: Mapping[str, str]
    """Version of each pack used, by name."""
    tzdata: str
    digests: Mapping[str, str]
    """SHA-256 of every YAML file and list that was read, by file."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Whatever could not be read or checked."""
        own = (problem for one in self.activities for problem in one.problems)
        return (*self.portfolio.problems, *own)
