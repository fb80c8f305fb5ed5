"""What a run of calllint finds: the one thing every report is made from.

No number, no clock, no environment: a ``Report`` is the same for the same inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.document import Place
from calllint.packs.model import Article, Pack, ParamValue, Rule, Severity, Text, cited

Outcome: TypeAlias = OneOf["breach", "unknown", "duty"]
Verdict: TypeAlias = OneOf["allow", "review", "block"]


class LawValue(Struct, frozen=True):
    """A law value that was read: what it was, and since when."""

    pack: str
    name: str
    value: ParamValue
    unit: str
    since: date
    law: tuple[Article, ...]
    confirmed: date | None
    house: str | None = None
    """The house pack that holds it stricter than the law does."""
    legal: ParamValue = None
    """What the law has, where a house pack holds it stricter."""

    def during(self, first: date, last: date) -> LawValue:
        """The value with its articles in the versions in force on some day of a stretch."""
        return replace(self, law=cited(self.law, first, last))


class Overdue(Struct, frozen=True):
    """A rule or a law value that was to be read again before some of the days judged."""

    kind: OneOf["rule", "value"]
    pack: str
    name: str
    """Id of the rule, or name of the law value."""
    review_by: date


class SetAside(Struct, frozen=True):
    """Why a finding does not count: somebody accepted it, in a comment or in the baseline."""

    by: OneOf["comment", "baseline"]
    reason: str
    until: date | None
    """Last day it is accepted; None: no end."""
    place: Place


COVERS = "data.calls.covers"
"""Lacking: the days that exports of calls speak for leave out some that count."""


class Finding(Struct, frozen=True):
    """One rule, one place, one outcome, on a stretch of the judged days."""

    rule: Rule
    severity: Severity
    outcome: Outcome
    place: Place
    """In the campaign (or a file it names); for contacts, the list, with the first line."""
    first_day: date
    last_day: date
    values: Mapping[str, object] = field(default_factory=dict)
    """What the message's ``{placeholders}`` stand for."""
    count: int | None = None
    """Contacts concerned; ``None`` for a finding about the campaign."""
    counted: OneOf["contacts", "calls"] = "contacts"
    """What ``count`` counts: in an audit, calls."""
    lines: tuple[tuple[str, int], ...] = ()
    """The first lines concerned, as (file, line)."""
    law_values: tuple[LawValue, ...] = ()
    """What the rule read on those days, each with the articles in force on them."""
    lacking: tuple[str, ...] = ()
    """Of an unknown one: what would settle it and is not given, by its name in the campaign."""
    key: str = ""
    """Path in the document (or list column) as text."""
    identity: str = ""
    """What it is about, without lines or days; its fingerprint is made of it."""
    fingerprint: str = ""
    """The same as long as rule, file, path and value are the same."""
    set_aside: SetAside | None = None
    """Accepted: reported and counted apart, it fails nothing."""
    required: bool = False
    """The configuration requires the rule: nothing sets it aside."""
    held_at: str | None = None
    """Version its pack is held at, where the rule is newer and only warns for that."""

    @property
    def law(self) -> tuple[Article, ...]:
        """The rule's articles in the versions in force on the days of the finding."""
        return cited(self.rule.law, self.first_day, self.last_day)


class Problem(Struct, frozen=True):
    """Something that kept calllint from reading or checking: file, line, what, what to do.

    ``fatal`` problems make exit 2; the others mean that not everything was checked, exit 3.
    """

    place: Place
    message: Text
    fatal: bool = True
    rule: str | None = None
    elsewhere: bool = False
    """Whether it is of numbers of other countries alone, which are never allowed: a list to dial
    holds none of them, and whoever asks for another number need not know.
    """


class ListSummary(Struct, frozen=True):
    """One file that was read: its digest and what became of its rows."""

    kind: str
    file: str
    sha256: str
    rows: int
    unreadable: int
    left_out: int = 0
    """Rows of the file that `where` leaves out, beside those counted."""
    format: str = "csv"
    encoding: str | None = None
    separator: str | None = None
    packed: str | None = None
    profile: str | None = None


class Reason(Struct, frozen=True):
    """A distinct outcome: how many contacts share it, and the rules behind it."""

    verdict: Verdict
    rules: tuple[str, ...]
    unknown: tuple[str, ...]
    contacts: int
    callable_from: date | None = None
    """Earliest and latest day on which some of them may be called; ``None`` where none may."""
    callable_until: date | None = None
    soonest_end: date | None = None
    """Last callable day of the one among them who stops first."""


class Loss(Struct, frozen=True):
    """Rows kept out for one cause; each row is counted once, under the largest cause it has."""

    rule: str | None
    """None where no rule decided: nothing could be told of the row."""
    block: int
    review: int
    left: int
    """Rows left after this step and those before."""


class WinBack(Struct, frozen=True):
    """A single thing that would make contacts callable, against whom nothing else stands."""

    kind: str
    """``record``: a consent, a contract or a request that holds; ``list``: a list of evidence that
    is not declared, should it hold nothing against them; ``rule``: what one rule asks for."""
    name: str
    """Scope of the record, kind of the list, or id of the rule."""
    contacts: int


class Hours(Struct, frozen=True):
    """Days on which the people of one zone may be called at the same hours."""

    territory: str
    title: str
    zone: str
    days: tuple[date, ...]
    permitted: tuple[tuple[int, int], ...]
    """Local minutes at which no error would stand against a call, from and to."""
    doubtful: tuple[tuple[int, int], ...]
    """Those at which a warning would, or nobody can tell."""
    declared: tuple[tuple[int, int], ...]
    """Those at which the schedule dials; empty where it names no windows."""
    dialled: bool | None
    """Whether the schedule dials on these days; None where it does not say."""
    holiday: Text | None
    """Name of the public holiday they are."""
    rules: tuple[str, ...]
    """Rules that close these days, or cast doubt on them, or on some declared hour of theirs."""


class Supplier(Struct, frozen=True):
    """What became of the contacts whose consents somebody supplied."""

    name: str
    contacts: int
    """Contacts with a consent on record from this supplier."""
    failing: int
    """Those who are blocked and whose consent, the best on record, came from it and fails."""
    to_check: int
    """Those to review for the same reason."""


class ContactVerdict(Struct, frozen=True):
    """One contact, judged."""

    file: str
    line: int
    contact_id: str | None
    phone: str
    """E.164 where it could be read, else the cell as it stands. Mask before showing."""
    verdict: Verdict
    breached: tuple[str, ...]
    unknown: tuple[str, ...]
    callable_from: date | None
    callable_until: date | None
    attempts_left: int | None
    duties: tuple[str, ...]


class Placer(Struct, frozen=True):
    """What became of the calls that one agent or one centre placed."""

    kind: OneOf["agent", "centre"]
    name: str | None
    """As the list writes it; None where it names nobody."""
    calls: int
    breach: int
    unknown: int


class Audit(Struct, frozen=True):
    """What became of the rows of the calls: ``Totals`` counts those that were judged."""

    rows: int
    """Rows read; the judged calls and all that follow add up to it."""
    other_days: int
    """Calls of days that were not audited."""
    repeated: int
    """Rows that tell again of a call."""
    others: int
    """Calls for another advertiser."""
    later: int
    """Rows not known yet at ``--known-at``."""
    placers: tuple[Placer, ...] = ()
    """Agents, then centres; those with most calls in breach first."""


class PlacedCall(Struct, frozen=True):
    """One call that was placed, judged."""

    file: str
    line: int
    phone: str
    """E.164 where it could be read, else the cell as it stands. Mask before showing."""
    placed_at: str | None
    """ISO, by the person's own clock; None where it cannot be read."""
    zone: str | None
    agent: str | None
    centre: str | None
    verdict: Verdict
    """``block`` is a call in breach, ``review`` one of which something cannot be told."""
    breached: tuple[str, ...]
    unknown: tuple[str, ...]


class Proofs(Struct, frozen=True):
    """What was found of the proofs that consents name, in the folder of ``--proofs``."""

    named: int
    missing: int
    altered: int
    """There, with another digest than the record states."""
    undigested: int
    """There, and the record states no digest."""


class Totals(Struct, frozen=True):
    """Rows in = allow + review + block + unreadable, always."""

    contacts: int = 0
    allow: int = 0
    review: int = 0
    block: int = 0
    unreadable: int = 0


class AppliedRule(Struct, frozen=True):
    """A rule as it was applied; ``engine.applied`` makes digests of it."""

    rule: Rule
    pack: Pack
    severity: Severity
    days: tuple[date, ...]
    """First day of each stretch of one state of the law."""


class Report(Struct, frozen=True):
    """Everything one campaign gave."""

    campaign: str
    """File of the campaign, as the user named it."""
    title: str | None
    first_day: date | None
    last_day: date | None
    known_at: str | None
    options: Mapping[str, str]
    packs: Mapping[str, str]
    """Version of each pack used, by name."""
    tzdata: str
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    totals: Totals
    reasons: tuple[Reason, ...]
    lists: tuple[ListSummary, ...]
    law_values: tuple[LawValue, ...]
    overdue: tuple[Overdue, ...] = ()
    """Rules and law values judged on their ``review_by`` or later."""
    without_data: bool = False
    skipped_rules: int = 0
    """Rules not run because they need lists and ``--without-data`` was given."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Text of each YAML file a finding points into, by file name, for snippets."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each YAML input, by file name."""
    suppliers: tuple[Supplier, ...] = ()
    """Suppliers of consents, those whose consents fail most first."""
    lowered: tuple[str, ...] = ()
    """Error rules that the option ``severity`` keeps from deciding."""
    lost: tuple[Loss, ...] = ()
    """Where the readable rows that may not be called are lost, the largest cause first."""
    win_back: tuple[WinBack, ...] = ()
    """Single things that would win rows back, the most first."""
    hours: tuple[Hours, ...] = ()
    """When people may be called, on every judged day, beside the declared windows."""
    proofs: Proofs | None = None
    """None where no folder of proofs was named, or no consents are read."""
    audit: Audit | None = None
    """Of an audit: calls that were placed are counted wherever contacts are."""
    applied: tuple[AppliedRule, ...] = ()
    """Every rule that was applied, for comparing one report with another."""
    fail_on: Severity = "error"
    """Least severity of the findings that fail the run."""
