"""The exact reading of one number: the packs' numbering plans first, then libphonenumber."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.packs.model import Pack, Territory
from calllint.phones import world
from calllint.phones.national import NationalPlan, Placed, Row
from calllint.phones.world import Reading
from calllint.phones.writing import Written, is_blank, is_token, parts, read


class Number(Struct, frozen=True):
    """What a phone cell holds."""

    e164: str | None = None
    """``+33199000001``; also for an invalid number of a shape its country uses."""
    kind: str | None = None
    """Kind in the pack's table; outside any, libphonenumber's type in lower case."""
    country: str | None = None
    """ISO country whose pack covers the number, else libphonenumber's region."""
    territory: str | None = None
    """Code of a pack's territory."""
    valid: bool | None = None
    """A whole number that can reach a contact; ``None`` for a blank cell."""
    repaired: bool = False
    """It is read otherwise than it was written: a certain repair."""


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

BLANK = Number()
NOT_A_NUMBER = Number(valid=False)


class Plan(Struct, frozen=True, dict=True):
    """The numbering plans of some packs together."""

    plans: tuple[NationalPlan, ...] = ()
    territories: Mapping[int, Territory] = field(default_factory=dict)
    """The territory of each country code that has one and no ranges in a table."""

    @classmethod
    def of(cls, packs: Sequence[Pack]) -> Plan:
        """The plans of those packs; with none of them, libphonenumber is alone.

        Where two packs claim a country code, the first one has it.
        """
        plans = tuple(NationalPlan.of(pack, pack.dialling) for pack in packs if pack.dialling)
        ranged = {code for plan in plans for code in plan.codes}
        territories: dict[int, Territory] = {}
        for pack in packs:
            for code in {place.calling_code for place in pack.territories.values()}:
                territory = _territory_of(code, pack)
                if territory and code not in ranged:
                    territories.setdefault(code, territory)
        return cls(plans, territories)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Every kind a number may be of."""
        ours = {
            row.kind for plan in self.plans for row in (*plan.rows.values(), *plan.short.values())
        }
        return tuple(sorted(ours | world.KINDS))

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Every country a number may be of: two letters, whatever libphonenumber comes to know."""
        ours = {plan.region for plan in self.plans}
        ours |= {row.country for plan in self.plans for row in plan.rows.values()}
        ours |= {territory.country for territory in self.territories.values()}
        return tuple(sorted(ours | {a + b for a in _LETTERS for b in _LETTERS}))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The code of every territory a number may be of."""
        ranged = {row.territory for plan in self.plans for row in plan.rows.values()}
        short = {row.territory for plan in self.plans for row in plan.short.values()}
        others = {territory.code for territory in self.territories.values()}
        return tuple(sorted(code for code in ranged | short | others if code))

    def of_code(self, code: int | None) -> NationalPlan | None:
        """The plan whose table knows a country code."""
        return next((plan for plan in self.plans if code in plan.codes), None)

    def of_region(self, region: str | None) -> NationalPlan | None:
        """The plan by which numbers are dialled inside an ISO country."""
        if region is None:
            return None
        own = next((plan for plan in self.plans if plan.region == region), None)
        return own or self.of_code(world.code_of_region(region))

    def parse(self, raw: str | None, region: str | None) -> Number:
        """What a cell holds, a number without country code being read as dialled in ``region``.

        Never raises. What is not certainly one number is ``valid=False`` without an E.164 form.
        A number of a pack's plan is valid when the table knows its range and it has the right
        number of digits, or when libphonenumber says so; any other only by the latter.
        """
        if raw is None or is_blank(raw):
            return BLANK
        if is_token(raw):
            return NOT_A_NUMBER
        number = self._one(raw, region)
        return number if number.valid else self._same(raw, region) or number

    def _same(self, raw: str, region: str | None) -> Number | None:
        """One number that a cell holds twice, in whatever ways of writing it."""
        first: Number | None = None
        for part in parts(raw):
            number = self._one(part, region)
            if not number.valid or (first and first.e164 != number.e164):
                return None
            first = first or number
        return replace(first, repaired=True) if first else None

    def _one(self, raw: str, region: str | None) -> Number:
        written = read(raw)
        if written is None or not _zero_in_place(written):
            return NOT_A_NUMBER
        if written.international:
            number = self._international(written)
        elif region is not None:
            number = self._national(written, region)
        else:
            return NOT_A_NUMBER
        return number if number.valid or not number.repaired else NOT_A_NUMBER

    def _international(self, written: Written) -> Number:
        code = self._code(written.digits)
        plan = self.of_code(code)
        placed = plan and plan.find_international(code or 0, written.digits[len(str(code)) :])
        if placed:
            return _of_plan(placed, written.repaired or placed.digits != written.digits)
        reading = world.international(written.digits)
        repaired = written.repaired or (reading is not None and reading.digits != written.digits)
        return self._of_world(reading, repaired, written)

    def _code(self, digits: str) -> int | None:
        """The country code that digits begin with; none is the beginning of another."""
        codes = (code for plan in self.plans for code in plan.codes)
        own = next((code for code in codes if digits.startswith(str(code))), None)
        return world.calling_code(digits) if own is None else own

    def _national(self, written: Written, region: str) -> Number:
        plan = self.of_region(region)
        whole = plan and plan.find(written.digits)
        if whole:
            return _of_plan(whole, written.repaired)
        damaged = plan and plan.find_damaged(written.digits)
        if damaged:
            return _of_plan(damaged, repaired=True)
        reading = world.national(written.digits, region, plan.home if plan else None)
        if plan and not (reading and reading.valid):
            short = plan.find_short(written.digits)
            if short and not written.repaired:
                return _of_short(short)
        repaired = written.repaired or (
            reading is not None and reading.as_dialled != written.digits
        )
        return self._of_world(reading, repaired, written)

    def _of_world(self, reading: Reading | None, repaired: bool, written: Written) -> Number:
        """A number as libphonenumber reads it, in the country and territory of a pack."""
        if reading is None or written.one_slash:
            return NOT_A_NUMBER
        plan = self.of_code(reading.code)
        placed = plan and plan.find_international(
            reading.code, reading.digits[len(str(reading.code)) :]
        )
        if placed:
            return _of_plan(placed, repaired)
        territory = self.territories.get(reading.code)
        country = territory.country if territory else plan.region if plan else reading.region
        return Number(
            "+" + reading.digits,
            reading.kind,
            country,
            territory.code if territory else None,
            reading.valid,
            repaired,
        )


def parse(raw: str | None, region: str | None, plan: Plan | None = None) -> Number:
    """``Plan.parse``; by libphonenumber alone where no plan is given."""
    return (plan or Plan()).parse(raw, region)


def _zero_in_place(written: Written) -> bool:
    """Whether ``(0)``, if there, is at the start or right after a country code."""
    before = written.before_zero
    return not before or str(world.calling_code(before)) == before


def _of_plan(placed: Placed, repaired: bool) -> Number:
    row = placed.row
    return Number("+" + placed.digits, row.kind, row.country, row.territory, True, repaired)


def _of_short(row: Row) -> Number:
    return Number(None, row.kind, row.country, row.territory, valid=False)


def _territory_of(code: int, pack: Pack) -> Territory | None:
    """The territory that a country code alone tells: the one whose zones hold all the others'.

    ``None`` where none does; the pack's default where several do.
    """
    here = [place for place in pack.territories.values() if place.calling_code == code]
    zones = {zone for place in here for zone in place.zones}
    covering = [place for place in here if zones <= set(place.zones)]
    default = [place for place in covering if place.code == pack.default_territory]
    return next(iter(default or covering), None)


_made: list[tuple[tuple[Pack, ...], Plan]] = []


def plan_of(packs: tuple[Pack, ...]) -> Plan:
    """``Plan.of``, made once for a folder of campaigns: they share their packs."""
    for known, plan in _made:
        if len(known) == len(packs) and all(map(operator.is_, known, packs)):
            return plan
    _made[:] = [(packs, Plan.of(packs))]
    return _made[0][1]
