"""What a pack is, once read: rules, dated law, definitions and tables.

Plain frozen data. Reading and checking is ``loader``'s work; meaning is the engine's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias
from typing import Literal as OneOf

from msgspec import Struct, field

from calllint.document import Place
from calllint.packs.language.text import calls, names, params
from calllint.packs.language.tree import Call, Expr
from calllint.packs.scopes import Column, Value

Severity: TypeAlias = OneOf["error", "warning", "info"]
Basis: TypeAlias = OneOf["law", "policy"]
Seen: TypeAlias = OneOf["primary", "quoted", "secondary", "reasoned"]
Stricter: TypeAlias = OneOf["lower", "higher", "subset", "superset"]
Text: TypeAlias = Mapping[str, str]
"""Words for people, by language code: ``{"en": …, "fr": …}``."""
ParamValue: TypeAlias = (
    bool | int | str | date | tuple[str, ...] | tuple[int, ...] | tuple[tuple[int, int], ...] | None
)
"""A law value: scalar, list of texts or whole numbers, or windows as (from, to) in minutes."""

_DAY = timedelta(days=1)
_LAW_VALUE = re.compile(r"\{\$(\w+)\}")


class InForce(Struct, frozen=True):
    """Days on which something is law, both ends included; ``None`` is open."""

    first: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.overlaps(day, day)

    def overlaps(self, first: date, last: date) -> bool:
        """Whether it is in force on some day of a stretch, both ends included."""
        return (self.first is None or self.first <= last) and (
            self.last is None or first <= self.last
        )


class Article(Struct, frozen=True):
    """Where a rule or a value comes from, and how well its text is known."""

    article: str
    text: str | None = None
    url: str | None = None
    seen: Seen = "reasoned"
    in_force: InForce = InForce()
    """Days on which this version of the article is the one to cite."""


def cited(articles: Iterable[Article], first: date, last: date) -> tuple[Article, ...]:
    """The articles to cite for a stretch of days: those in force on some of them, each once."""
    return tuple(dict.fromkeys(one for one in articles if one.in_force.overlaps(first, last)))


class House(Struct, frozen=True):
    """Who holds a law value stricter than the law does, and what the law has."""

    pack: str
    legal: ParamValue


class Parameter(Struct, frozen=True):
    """One dated value of the law: ``value(day)`` is what it is on that day."""

    name: str
    unit: str
    title: Text
    values: tuple[tuple[date, ParamValue], ...]
    """(first day, value), oldest first. A value of ``None`` means: no such rule from that day."""
    law: tuple[Article, ...]
    confirmed: date | None
    review_by: date | None
    place: Place
    pack: str = ""
    """The pack that owns it."""
    stricter: Stricter | None = None
    """Which way it gets stricter; None: a house pack cannot hold it stricter."""
    houses: Mapping[date, House] = field(default_factory=dict)
    """House packs by the first day of the values they hold stricter."""

    def at(self, day: date) -> tuple[date, ParamValue] | None:
        """The entry in force on ``day`` as (since, value); ``None`` before the first."""
        found = None
        for since, value in self.values:
            if since <= day:
                found = (since, value)
        return found


class Example(Struct, frozen=True):
    """One example of a rule: the columns that matter, and the outcome they must give."""

    outcome: OneOf["breach", "ok", "unknown"]
    given: Mapping[str, Value]
    """Column, definition or fact function to value. ``on`` (a date) is kept apart."""
    on: date | None
    because: Text
    place: Place


class Rule(Struct, frozen=True):
    """One rule of law or policy, compiled from one YAML file."""

    id: str
    name: str
    pack: str
    title: Text
    scopes: tuple[str, ...]
    severity: Severity
    basis: Basis
    in_force: InForce
    law: tuple[Article, ...]
    since: str
    applies: Expr | None
    """``None`` where the rule applies to every row of its scope."""
    breach: Expr | None
    clear_from: Expr | None
    clear_until: Expr | None
    duty: Expr | None
    """Exactly one kind: ``breach``; ``clear_from`` and/or ``clear_until``; or ``duty``."""
    attempts_left: Expr | None
    at: str | None
    message: Text
    help: Text
    explain: Text
    examples: Sequence[Example]
    place: Place
    withdrawn: date | None = None
    review_by: date | None = None
    why: Text = field(default_factory=dict)
    """Why it was withdrawn, or is deprecated; empty for a rule that is neither."""
    deprecated: date | None = None
    """Day from which another rule should be relied on; until it is withdrawn it still runs."""
    replaced_by: tuple[str, ...] = ()
    """Ids of the rules that take its place."""
    doubt: Text = field(default_factory=dict)
    """What is unsettled about it, in one sentence; empty where nothing is said to be."""

    @property
    def deciding(self) -> tuple[Expr, ...]:
        """The expressions that decide the outcome of a row to which the rule applies."""
        trees = (self.breach, self.clear_from, self.clear_until, self.duty, self.attempts_left)
        return tuple(tree for tree in trees if tree is not None)

    @property
    def named_values(self) -> frozenset[str]:
        """Law values that the rule's messages and advice name as ``{$name}``."""
        texts = (*self.message.values(), *self.help.values())
        return frozenset(name for text in texts for name in _LAW_VALUE.findall(text))

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """Every expression of the rule that is there."""
        return self.deciding if self.applies is None else (self.applies, *self.deciding)


class Definition(Struct, frozen=True):
    """A named expression of the pack, computed once as a column where its columns exist."""

    name: str
    tree: Expr
    doc: str
    place: Place


class Territory(Struct, frozen=True):
    """A place that is called: its zones, its dialling code, its calendar."""

    code: str
    country: str
    """ISO code of the country whose pack covers it: the jurisdiction."""
    calling_code: int
    zones: tuple[str, ...]
    """IANA zones; more than one where the number cannot tell which (all must be allowed)."""
    postal_prefixes: tuple[str, ...] = ()
    local_days: tuple[str, ...] = ()
    """Local holidays: ``MM-DD``, or ``easter-2`` (days from Easter Sunday)."""
    certain: bool = True
    """False where it is unsettled whether the pack's law reaches this territory."""
    title: str = ""


class NumberRange(Struct, frozen=True):
    """One row of a pack's numbering plan: the longest matching prefix decides."""

    prefix: str
    """Leading digits of the number as dialled inside the country, trunk prefix included."""
    calling_code: int
    territory: str
    """Code of a territory; empty for numbers of no territory (free-phone and the like)."""
    kind: str


ISO_DAY = "%Y-%m-%d"


class BlockFile(Struct, frozen=True):
    """How a regulator's file of allotted blocks of numbers names its columns."""

    first: str
    """First number of a block, as dialled inside the country."""
    last: str
    allotted_on: str | None = None
    dates: str = ISO_DAY
    """How the days of that column are written."""


class Dialling(Struct, frozen=True):
    """How numbers are dialled inside a pack's country."""

    region: str
    """Region code for libphonenumber."""
    trunk_prefix: str
    national_lengths: tuple[int, ...]
    """Digits of a whole national number, trunk prefix included."""
    ranges: tuple[NumberRange, ...]
    blocks: BlockFile | None = None


class Calendar(Struct, frozen=True):
    """Public holidays of the jurisdiction, from the ``holidays`` library."""

    country: str
    workweek: str | None
    """Name of the parameter that lists the working weekdays for ``add_workdays``."""


class Pack(Struct, frozen=True, dict=True):
    """A folder of rules, dated parameters, definitions and tables for one jurisdiction."""

    name: str
    folder: Path
    title: Text
    version: str
    countries: tuple[str, ...]
    """ISO countries it covers; empty for a pack that is true anywhere."""
    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameter]
    definitions: Mapping[str, Definition]
    columns: Mapping[str, Mapping[str, Column]]
    """Columns the pack adds, by scope: read from the document, or filled by ``facts.py``."""
    tables: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Rows of each ``tables/NAME.csv``, header and comment lines left out."""
    territories: Mapping[str, Territory] = field(default_factory=dict)
    default_territory: str | None = None
    default_timezone: str | None = None
    """Zone of instants without an offset where the data entry states none."""
    keeps_proofs: str | None = None
    """Name of the parameter that says how many days the proof of a call is kept."""
    dialling: Dialling | None = None
    calendar: Calendar | None = None
    digest: str = ""
    """SHA-256 over every file of the pack, names included, and over the pack it extends."""
    computed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Columns that its own ``facts.py`` fills, by scope; an extended pack fills its own."""
    extends: str | None = None
    """Name of the pack it adds to: its words and law values are known here too."""
    tightens: Mapping[str, Parameter] = field(default_factory=dict)
    """Law values of that pack which this one wants stricter."""
    wording: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    """Words for rules of that pack: rule id, then title, message, help or explain."""

    @cached_property
    def law_by_day(self) -> dict[date, Mapping[str, ParamValue]]:
        """Values of the law on the days that were asked for; see ``engine.slices.law_on``."""
        return {}

    @cached_property
    def kept(self) -> dict[tuple[object, ...], Any]:
        """What the engine worked out of it for one campaign and holds for the next."""
        return {}

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """Days on which anything of its law begins or is no longer in force, in order."""
        forces = [rule.in_force for rule in self.rules]
        found = {force.first for force in forces if force.first is not None}
        found |= {force.last + _DAY for force in forces if force.last is not None}
        found |= {since for each in self.parameters.values() for since, _ in each.values}
        return tuple(sorted(found))

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def calls(self) -> Mapping[str, tuple[Call, ...]]:
        """Helpers and fact functions that each rule calls, through definitions too, by rule id."""
        return {
            rule.id: tuple(one for tree in rule.expressions for one in self._calls(tree))
            for rule in self.rules
        }

    def _calls(self, tree: Expr) -> Iterable[Call]:
        yield from calls(tree)
        for name in sorted(names(tree) & self.definitions.keys()):
            yield from self._calls(self.definitions[name].tree)

    @cached_property
    def reads(self) -> Mapping[str, frozenset[str]]:
        """Names of the law values each rule reads, by rule id, through its definitions too."""
        return self._through_definitions(params)

    @cached_property
    def cites(self) -> Mapping[str, frozenset[str]]:
        """Names of the law values a finding of each rule cites.

        Those the verdict turns on, and those its words name; not those that only say to whom it
        applies.
        """
        decided = self._through_definitions(params, lambda rule: rule.deciding)
        return {rule.id: decided[rule.id] | rule.named_values for rule in self.rules}

    @cached_property
    def mentions(self) -> Mapping[str, frozenset[str]]:
        """Names of the columns and definitions each rule uses, by rule id, inner ones too."""
        return self._through_definitions(names)

    def _through_definitions(
        self,
        of: Callable[[Expr], frozenset[str]],
        trees: Callable[[Rule], tuple[Expr, ...]] = lambda rule: rule.expressions,
    ) -> Mapping[str, frozenset[str]]:
        known: dict[str, frozenset[str]] = {}

        def gather(tree: Expr) -> frozenset[str]:
            found = of(tree)
            for name in names(tree) & self.definitions.keys():
                if name not in known:
                    known[name] = gather(self.definitions[name].tree)
                found |= known[name]
            return found

        return {
            rule.id: frozenset[str]().union(*(gather(tree) for tree in trees(rule)))
            for rule in self.rules
        }
