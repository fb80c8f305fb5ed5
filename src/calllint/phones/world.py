"""What libphonenumber says: numbers of every country, where no plan of a pack knows better."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from calllint.phones import countries

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

KINDS = frozenset((*countries.SPECIAL, "fixed_line", "mobile", "fixed_line_or_mobile"))
"""libphonenumber's types of numbers, in lower case."""


class Reading(Struct, frozen=True):
    """A number as libphonenumber reads it: of a shape its country uses, perhaps valid."""

    code: int
    digits: str
    """E.164 digits, without ``+``."""
    as_dialled: str | None
    """Digits as dialled inside the country, trunk prefix included, for a number read nationally."""
    valid: bool
    kind: str | None
    """Type in lower case (``mobile``, ``fixed_line``, …); ``None`` for an invalid number."""
    region: str | None
    """ISO country; ``None`` for networks of no country."""


def calling_code(digits: str) -> int | None:
    """The country code that E.164 digits begin with (no code is the beginning of another)."""
    known = countries.beginning(digits)
    if known:
        return known.code
    if not digits or digits[0] == "0":
        return None
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    codes = (int(digits[:length]) for length in (1, 2, 3))
    return next((code for code in codes if code in COUNTRY_CODE_TO_REGION_CODE), None)


@lru_cache(maxsize=256)
def code_of_region(region: str) -> int | None:
    """The country code of an ISO country; ``None`` for a code that is none."""
    from phonenumbers import country_code_for_region

    return country_code_for_region(region) or None


def international(digits: str) -> Reading | None:
    """Digits that begin with a country code; ``None`` where no number looks like that."""
    code = calling_code(digits)
    country = countries.of_code(code) if code else None
    if country is None:
        return _reading("+" + digits, None)
    rest = digits[len(str(code)) :]
    if country.too_few(rest):
        return None
    kind = country.kind(rest)
    if kind is None:
        return _reading("+" + digits, None)
    return Reading(country.code, digits, None, True, kind, country.region)


def national(digits: str, region: str, code: int | None = None) -> Reading | None:
    """Digits as dialled inside ``region``; ``None`` where no number looks like that.

    ``code`` is the country code of that region, where it is known.
    """
    country = countries.of_code(code) if code else None
    if country and country.region == region and country.too_few(digits):
        return None
    return _reading(digits, region)


def could_be(code: int, digits: str) -> bool:
    """Whether national digits have a shape that some region of a country code uses at all."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    for region in COUNTRY_CODE_TO_REGION_CODE.get(code, ()):
        known = PhoneMetadata.metadata_for_region(region)
        shape = known.general_desc if known else None
        if shape and re.fullmatch(shape.national_number_pattern or "", digits):
            return True
    return False


def _reading(text: str, region: str | None) -> Reading | None:
    import phonenumbers as lib

    try:
        number = lib.parse(text, region)
    except lib.NumberParseException:
        return None
    kind = lib.number_type(number)
    valid = kind != lib.PhoneNumberType.UNKNOWN
    code = number.country_code or 0
    significant = lib.national_significant_number(number)
    if not valid and not could_be(code, significant):
        return None
    return Reading(
        code=code,
        digits=f"{code}{significant}",
        as_dialled=_as_dialled(number) if region else None,
        valid=valid,
        kind=str(lib.PhoneNumberType.to_string(kind)).lower() if valid else None,
        region=_region(number, code, valid),
    )


def _as_dialled(number: PhoneNumber) -> str:
    from phonenumbers import PhoneNumberFormat, format_number, normalize_digits_only

    return str(normalize_digits_only(format_number(number, PhoneNumberFormat.NATIONAL)))


def _region(number: PhoneNumber, code: int, valid: bool) -> str | None:
    """The region of a valid number; for an invalid one, the main region of its country code."""
    from phonenumbers import region_code_for_country_code, region_code_for_number

    region = region_code_for_number(number) if valid else region_code_for_country_code(code)
    return None if region in countries.NO_COUNTRY else region
