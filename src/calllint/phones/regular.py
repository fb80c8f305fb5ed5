"""The regular part of reading numbers, as SQL: what a plan's table alone decides.

An expression here reads a cell only where ``Plan.parse`` reads it the same way; everything else
comes out NULL, and is left to ``Plan.parse``. That the two agree is a property the tests hold.
"""

from __future__ import annotations

from calllint.phones.national import NationalPlan
from calllint.phones.plan import Plan
from calllint.phones.writing import SEPARATORS

KEY_DIGITS = 6
"""Leading digits of a national number that decide its range. Longer prefixes are not regular."""

_CLASS = SEPARATORS.replace("-", r"\-")
_NOISE = f"[{_CLASS}]*"
_AROUND = "[ \u00a0\u202f]*"
_DIGITS = f"[0-9](?:[0-9{_CLASS}]*[0-9])?"
_REGULAR = rf"{_AROUND}(?:\+{_NOISE})?{_DIGITS}{_AROUND}"
_DECIMAL = rf"{_AROUND}\+?[0-9]+\.[0-9]+{_AROUND}"


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
    """Whether a cell certainly holds no number: letters make it a comment, save ``tel:``."""
    return f"(regexp_matches({cell}, '[A-Za-z]') AND NOT regexp_matches({cell}, '(?is)t.*e.*l.*:'))"


def reading(source: str, cell: str, plan: Plan, region: str | None) -> str:
    """A query: every column of ``source``, and what its cell is when read regularly.

    It adds ``ph_form`` (the national form, NULL where it is not regular), ``ph_plan`` (index of its
    plan), ``ph_code`` (country code, where one is written) and ``ph_fixed`` (it was repaired).
    """
    home = plan.of_region(region)
    return f"""
        SELECT * EXCLUDE (ph_text, ph_zero, ph_abroad, ph_digits, ph_read),
               ph_read.form AS ph_form, ph_read.plan AS ph_plan, ph_read.code AS ph_code,
               ph_zero OR ph_read.fixed AS ph_fixed
        FROM (SELECT *, CASE {_cases(plan, home)} END AS ph_read
              FROM ({_digits(source, cell, plan)}))"""


def _digits(source: str, cell: str, plan: Plan) -> str:
    """The digits of regular cells, without ``+`` or ``00``, and whether one of these was there."""
    return f"""
        SELECT *, ph_text[1] = '+' OR ph_text[1:2] = '00' AS ph_abroad,
               CASE WHEN ph_text[1] = '+' THEN ph_text[2:]
                    WHEN ph_text[1:2] = '00' THEN ph_text[3:] ELSE ph_text END AS ph_digits
        FROM (SELECT *, contains({cell}, '(0)') AS ph_zero,
                     CASE WHEN {_is_regular(cell, plan)}
                          THEN translate({cell}, {text(SEPARATORS + "()")}, '') END AS ph_text
              FROM {source})"""


def _is_regular(cell: str, plan: Plan) -> str:
    return f"""(regexp_full_match({cell}, {text(_REGULAR)})
                AND NOT regexp_full_match({cell}, {text(_DECIMAL)})
                OR regexp_full_match({cell}, {text(_trunk_zero(plan))}))"""


def _trunk_zero(plan: Plan) -> str:
    """``(0)`` right after a country code of a plan."""
    codes = {str(code) for national in plan.plans for code in national.codes}
    written = "|".join(_NOISE.join(code) for code in sorted(codes))
    code = rf"(?:\+|00){_NOISE}(?:{written}){_NOISE}"
    return rf"{_AROUND}{code}\(0\){_NOISE}{_DIGITS}{_AROUND}"


def _cases(plan: Plan, home: NationalPlan | None) -> str:
    cases = ["WHEN ph_text IS NULL THEN NULL"]
    for national in plan.plans:
        place = plan.plans.index(national)
        for code in sorted(national.codes):
            if plan.of_code(code) is national:
                cases += _international(national, place, code)
    cases.append("WHEN ph_abroad THEN NULL")
    if home is not None:
        cases += _national(home, plan.plans.index(home))
    return "\n".join([*cases, "ELSE NULL"])


def _international(plan: NationalPlan, place: int, code: int) -> list[str]:
    """``+33…``; the trunk prefix may be there, which is a repair."""
    rest = f"ph_digits[{len(str(code)) + 1}:]"
    written = f"ph_abroad AND starts_with(ph_digits, '{code}')"
    whole = _length(plan, rest, add=len(plan.trunk))
    kept = f"starts_with({rest}, {text(plan.trunk)}) AND {_length(plan, rest)}"
    cases = [
        f"WHEN {written} AND {kept} THEN {_read(rest, place, code, fixed=True)}",
        f"WHEN {written} AND {whole} THEN {_read(f'{text(plan.trunk)} || {rest}', place, code)}",
    ]
    return cases if plan.trunk else cases[1:]


def _national(plan: NationalPlan, place: int) -> list[str]:
    """A whole number; one that lost its trunk prefix; one that lost its ``+``."""
    cases = [f"WHEN {_length(plan, 'ph_digits')} THEN {_read('ph_digits', place)}"]
    trunk = text(plan.trunk)
    without = _length(plan, "ph_digits", add=len(plan.trunk))
    codes = {code: _may_lack_plus(plan, code) for code in sorted(plan.codes)}
    other = " OR ".join(codes.values()) or "FALSE"
    if plan.trunk:
        cases.append(
            f"WHEN NOT starts_with(ph_digits, {trunk}) AND {without} AND NOT ({other})"
            f" THEN {_read(f'{trunk} || ph_digits', place, fixed=True)}"
        )
    for code, lacks_plus in codes.items():
        rest = f"ph_digits[{len(str(code)) + 1}:]"
        whole = _length(plan, rest, add=len(plan.trunk))
        cases.append(
            f"WHEN {lacks_plus} AND {whole} AND NOT {without}"
            f" THEN {_read(f'{trunk} || {rest}', place, code, fixed=True)}"
        )
    return cases


def _may_lack_plus(plan: NationalPlan, code: int) -> str:
    rest = f"ph_digits[{len(str(code)) + 1}:]"
    lengths = f"({_length(plan, rest, add=len(plan.trunk))} OR {_length(plan, rest)})"
    return f"(starts_with(ph_digits, '{code}') AND {lengths})"


def _length(plan: NationalPlan, digits: str, add: int = 0) -> str:
    """Whether digits, with ``add`` more, are as many as those of a whole number."""
    lengths = [str(length - add) for length in plan.lengths if length >= KEY_DIGITS]
    return f"length({digits}) IN ({', '.join(lengths)})" if lengths else "FALSE"


def _read(form: str, place: int, code: int | None = None, *, fixed: bool = False) -> str:
    written = "NULL" if code is None else str(code)
    return f"{{form: {form}, plan: {place}, code: {written}::INTEGER, fixed: {str(fixed).upper()}}}"
