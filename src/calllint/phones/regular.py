"""The regular part of reading numbers, as SQL: what a plan's table alone decides.

An expression here reads a cell only where ``Plan.parse`` reads it the same way; everything else
comes out NULL, and is left to ``Plan.parse``. That the two agree is a property the tests hold.

Digits become a whole number, and what is known of a shape (its plan, its length, what stands before
it) is looked up by the number of its case: no join, so that a list keeps the order it came in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from calllint.phones.national import NationalPlan
from calllint.phones.plan import Plan
from calllint.phones.ranges import KEY_DIGITS, Ranges, at
from calllint.phones.writing import LEAST_DIGITS, SEPARATORS, TOKEN

_CLASS = SEPARATORS.replace("-", r"\-")
_NOISE = f"[{_CLASS}]*"
_AROUND = "[ \u00a0\u202f]*"
_DIGITS = f"[0-9](?:[0-9{_CLASS}]*[0-9])?"
_COMPACT = r"\+?[0-9]+"
_SPACED = rf" *(?:\+ *)?{_DIGITS.replace(_CLASS, ' ')} *"
_REGULAR = rf"{_AROUND}(?:\+{_NOISE})?{_DIGITS}{_AROUND}"
_DIGITS_ALONE = (
    "CASE WHEN NOT ph_abroad THEN ph_text WHEN starts_with(ph_text, '+') THEN substr(ph_text, 2) "
    "ELSE substr(ph_text, 3) END"
)
_DECIMAL = rf"{_AROUND}\+?[0-9]+\.[0-9]+{_AROUND}"

_HOPE = rf"(?is)t.*e.*l.*:|[^\x00-\x7f]|(?:[0-9][^0-9]*){{{LEAST_DIGITS}}}"


COLUMNS = {
    "number": "BIGINT",
    "number_valid": "BOOLEAN",
    "number_repaired": "BOOLEAN",
    "phone_kind": "VARCHAR",
    "phone_country": "VARCHAR",
    "phone_territory": "VARCHAR",
}
"""What reading a column adds: ``number`` (E.164 digits, NULL where there is none), ``number_valid``
(NULL where the cell is blank), ``number_repaired``, and what the number is: the same as
``Plan.parse(cell, region)`` gives."""


def one_of(words: Iterable[str]) -> str:
    """The SQL type of a column that takes no other values; it reads, and compares, as text."""
    listed = ", ".join(map(text, words))
    return f"ENUM({listed})" if listed else "VARCHAR"


def text(value: str) -> str:
    """A string constant."""
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """An identifier, quoted."""
    return '"' + identifier.replace('"', '""') + '"'


def blank(cell: str) -> str:
    """Whether a cell is NULL or spaces alone."""
    return f"({cell} IS NULL OR trim({cell}) = '')"


def hopeless(cell: str) -> str:
    """Whether a cell certainly holds no number: letters make it a comment, save ``tel:``.

    Where there are many digits among them, the exact reading may know better.
    """
    return (
        f"(regexp_matches({cell}, '[A-Za-z]') AND (NOT regexp_matches({cell}, {text(_HOPE)}) "
        f"OR regexp_full_match({cell}, {text(TOKEN)})))"
    )


class Case(Struct, frozen=True):
    """One shape of digits that one plan reads: when, and what the national form is made of."""

    when: str
    place: int
    """Index of the plan."""
    size: int
    """Digits of the national form."""
    written: int
    """How many of them are written; the trunk prefix is what may be missing."""
    trunk: str
    code: int = 0
    """The country code in front of them; 0 where none is written."""
    fixed: bool = False


class Reading(Struct, frozen=True, dict=True):
    """How the regular cells of a column are read by the plans of some packs."""

    plan: Plan
    region: str | None
    ranges: Ranges
    few: bool = False
    """Lists are short: queries are to be planned quickly."""

    @cached_property
    def types(self) -> dict[str, str]:
        """The SQL types of ``COLUMNS``: in a long list, what takes few values is a number."""
        if self.few:
            return COLUMNS
        return COLUMNS | {
            "phone_kind": one_of(self.plan.kinds),
            "phone_country": one_of(self.plan.countries),
            "phone_territory": one_of(self.plan.places),
        }

    @cached_property
    def cases(self) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
        """The shapes of numbers with a country code, and those of numbers without."""
        abroad = [
            case
            for place, national in enumerate(self.plan.plans)
            for code in sorted(national.codes)
            if self.plan.of_code(code) is national
            for case in _international(national, place, code)
        ]
        home = self.plan.of_region(self.region)
        inland = _national(home, self.plan.plans.index(home)) if home else iter(())
        return tuple(abroad), tuple(inland)

    def query(self, source: str, cell: str, *, described: bool = True) -> str:
        """A query: every column of ``source`` (a table or a query), and what its cell holds.

        It adds ``COLUMNS`` (the first three, unless ``described``); ``number_valid`` is NULL,
        for a cell that is not blank, where the cell is not regular.
        """
        steps = [
            f"{_written(cell, self.plan)} AS ph_text",
            "starts_with(ph_text, '+') OR starts_with(ph_text, '00') AS ph_abroad",
            f"{_DIGITS_ALONE} AS ph_digits",
            "strlen(ph_digits) AS ph_size, try_cast(ph_digits AS BIGINT) AS ph_value",
            f"{self._case()} AS ph_case",
            f"{self._form()} AS ph_form",
            f"{self._of_case(self._place)} + ph_form // {self._of_case(self._key)} AS ph_key",
            *self.ranges.steps("ph_key", "ph_level"),
            f"ph_level{self.ranges.deepest} AS ph_range",
            f"{self._found()} AS ph_found",
        ]
        query = source
        for step in steps:
            query = f"(SELECT *, {step} FROM {query})"
        columns = self._number(cell) + (self._description() if described else "")
        made = ", ".join(step.rpartition(" AS ")[2] for step in steps)
        return f"SELECT * EXCLUDE ({made}, ph_size), {columns} FROM {query}"

    def _number(self, cell: str) -> str:
        rest = self._of_case(self._rest)
        fixed = (
            f"{self._of_case(lambda case: int(case.fixed))} = 1 "
            f"OR {self._of_case(lambda case: case.code)} NOT IN (0, {self.ranges.code('ph_range')})"
            f" OR contains({cell}, '(0)')"
        )
        return (
            f"CASE WHEN ph_found THEN {self.ranges.code('ph_range')} * {rest} + ph_form % {rest} "
            "END AS number, "
            f"CASE WHEN ph_found THEN TRUE WHEN {hopeless(cell)} THEN FALSE END AS number_valid, "
            f"coalesce(ph_found AND ({fixed}), FALSE) AS number_repaired"
        )

    def _description(self) -> str:
        columns = {
            "kind": self.ranges.kind,
            "country": self.ranges.country,
            "territory": self.ranges.territory,
        }
        return "".join(
            f", CASE WHEN ph_found THEN {column('ph_range', self.types[f'phone_{what}'])} END "
            f"AS phone_{what}"
            for what, column in columns.items()
        )

    def _form(self) -> str:
        """The national number; NULL where no case fits."""
        cut, add = self._of_case(self._cut), self._of_case(self._add)
        return f"CASE WHEN ph_case IS NOT NULL THEN ph_value % {cut} + {add} END"

    def _found(self) -> str:
        code = self._of_case(lambda case: case.code)
        known = f"{code} IN (0, {self.ranges.code('ph_range')}, {self.ranges.home('ph_range')})"
        return f"coalesce(ph_range > 0 AND {known}, FALSE)"

    def _case(self) -> str:
        """The number of the first case that fits, from 1; NULL where none does."""
        abroad, inland = self.cases
        branches = [
            _first(abroad, 1),
            _first(inland, 1 + len(abroad)),
        ]
        return f"CASE WHEN ph_abroad THEN {branches[0]} ELSE {branches[1]} END"

    def _of_case(self, value: Callable[[Case], int]) -> str:
        """What is known of the case that fits; what is the same of all is said where none fits."""
        abroad, inland = self.cases
        return at("ph_case", [value(case) for case in (*abroad, *inland)] or [0], "BIGINT")

    @staticmethod
    def _cut(case: Case) -> int:
        return int(10**case.written)

    @staticmethod
    def _add(case: Case) -> int:
        missing = case.size - case.written
        return int(case.trunk or 0) * 10**case.written if missing else 0

    @staticmethod
    def _place(case: Case) -> int:
        return int(case.place * 10**KEY_DIGITS)

    @staticmethod
    def _key(case: Case) -> int:
        return int(10 ** (case.size - KEY_DIGITS))

    @staticmethod
    def _rest(case: Case) -> int:
        return int(10 ** (case.size - len(case.trunk)))


def _first(cases: Sequence[Case], start: int) -> str:
    whens = " ".join(f"WHEN {case.when} THEN {start + at}" for at, case in enumerate(cases))
    return f"CASE {whens} END" if whens else "NULL"


def _written(cell: str, plan: Plan) -> str:
    """The digits of a regular cell, with ``+`` where it is there; NULL of any other."""
    bare = cell
    for sign in SEPARATORS:
        bare = f"replace({bare}, {text(sign)}, '')"
    zero = f"replace(replace({bare}, '(', ''), ')', '')"
    return (
        f"CASE WHEN regexp_full_match({cell}, {text(_COMPACT)}) THEN {cell} "
        f"WHEN regexp_full_match({cell}, {text(_SPACED)}) THEN replace({cell}, ' ', '') "
        f"WHEN regexp_full_match({cell}, {text(_DECIMAL)}) THEN NULL "
        f"WHEN regexp_full_match({cell}, {text(_REGULAR)}) THEN {bare} "
        f"WHEN contains({cell}, '(0)') AND regexp_full_match({cell}, {text(_trunk_zero(plan))}) "
        f"THEN {zero} END"
    )


def _trunk_zero(plan: Plan) -> str:
    """``(0)`` right after a country code of a plan."""
    codes = {str(code) for national in plan.plans for code in national.codes}
    written = "|".join(_NOISE.join(code) for code in sorted(codes))
    code = rf"(?:\+|00){_NOISE}(?:{written}){_NOISE}"
    return rf"{_AROUND}{code}\(0\){_NOISE}{_DIGITS}{_AROUND}"


def _international(plan: NationalPlan, place: int, code: int) -> Iterator[Case]:
    """``+33…``; the trunk prefix may be there, which is a repair."""
    width, trunk = len(str(code)), len(plan.trunk)
    for size in _sizes(plan) if trunk else ():
        when = f"{_digits_are(width + size)} AND starts_with(ph_digits, '{code}{plan.trunk}')"
        yield Case(when, place, size, size, plan.trunk, code, fixed=True)
    for size in _sizes(plan):
        when = f"{_digits_are(width + size - trunk)} AND starts_with(ph_digits, '{code}')"
        yield Case(when, place, size, size - trunk, plan.trunk, code)


def _national(plan: NationalPlan, place: int) -> Iterator[Case]:
    """A whole number; one that lost its trunk prefix; one that lost its ``+``."""
    trunk, codes = len(plan.trunk), sorted(plan.codes)
    for size in _sizes(plan):
        yield Case(_digits_are(size), place, size, size, plan.trunk)
    other = " OR ".join(_may_lack_plus(plan, code) for code in codes) or "FALSE"
    for size in _sizes(plan) if trunk else ():
        when = f"NOT starts_with(ph_digits, {text(plan.trunk)}) AND {_digits_are(size - trunk)}"
        yield Case(f"{when} AND NOT ({other})", place, size, size - trunk, plan.trunk, fixed=True)
    without = _digits_are(*(size - trunk for size in _sizes(plan)))
    for code in codes:
        for size in _sizes(plan):
            whole = _digits_are(len(str(code)) + size - trunk)
            when = f"{_may_lack_plus(plan, code)} AND {whole} AND NOT {without}"
            yield Case(when, place, size, size - trunk, plan.trunk, code, fixed=True)


def _may_lack_plus(plan: NationalPlan, code: int) -> str:
    width, trunk = len(str(code)), len(plan.trunk)
    sizes = [width + size - less for size in _sizes(plan) for less in {trunk, 0}]
    return f"(starts_with(ph_digits, '{code}') AND {_digits_are(*sizes)})"


def _sizes(plan: NationalPlan) -> list[int]:
    return [size for size in plan.lengths if size >= KEY_DIGITS]


def _digits_are(*sizes: int) -> str:
    """Whether there are that many digits."""
    return f"ph_size IN ({', '.join(map(str, sorted(sizes)))})" if sizes else "FALSE"
