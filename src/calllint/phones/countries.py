"""Countries that have a country code for themselves, and what libphonenumber's patterns say of one.

The library takes longer to load than a short list takes to read. So what is asked of it for nearly
every list, numbers of other countries plainly written and digits too few for any, is answered from
its own patterns: inside the database where a list has many, here where it has few. They are kept
for the next run, as long as it is the same library.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from calllint import __version__
from calllint.packs import cache

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata
    from phonenumbers.phonemetadata import PhoneNumberDesc

NO_COUNTRY = ("001", "ZZ")
"""Region codes of libphonenumber that are no country: satellite networks and the like."""
SPECIAL: tuple[str, ...] = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)
"""libphonenumber's types in the order it tries them, before fixed lines and mobiles."""


class Shape(Struct, frozen=True, dict=True):
    """What national digits of a sort look like."""

    pattern: str
    lengths: tuple[int, ...]
    """How many digits there are; none where the pattern alone says it."""

    def fits(self, digits: str) -> bool:
        """Whether digits look like that."""
        sized = not self.lengths or len(digits) in self.lengths
        return sized and self._compiled.fullmatch(digits) is not None

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)


class Country(Struct, frozen=True):
    """One country, by its code."""

    code: int
    region: str
    """ISO country."""
    trunk: str
    """A pattern of what may stand before a number, and would have to be taken away first."""
    way_out: str
    """A pattern of what is dialled before another country's code."""
    shortest: int
    """The digits of its shortest number; 0 where something dialled is longer than it looks."""
    whole: Shape
    """What every number looks like."""
    kinds: tuple[tuple[str, tuple[Shape, ...]], ...]
    """Each type, as ``PhoneNumberType`` in lower case, and all that its numbers look like. The
    first that fits is a number's type."""

    def too_few(self, digits: str) -> bool:
        """Whether digits dialled there are no number: too few, whatever is taken away first."""
        return len(digits) < self.shortest and not re.match(self.way_out, digits)

    def kind(self, digits: str) -> str | None:
        """The type of a number by its national digits, the country code taken away.

        None where that is not certain: it may have none, or hold more than the number.
        """
        if digits.startswith("0") or (self.trunk and re.match(self.trunk, digits)):
            return None
        if not self.whole.fits(digits):
            return None
        fitting = (kind for kind, shapes in self.kinds if all(one.fits(digits) for one in shapes))
        return next(fitting, None)


@lru_cache(maxsize=1024)
def kept(code: int) -> Country | None:
    """The country of a code, if an earlier run asked the library for it."""
    name, state = _kept_as(code)
    known, _, told = (cache.kept_text(name) or "").partition("\n")
    if known != state:
        return None
    try:
        return msgspec.json.decode(told, type=Country)
    except msgspec.MsgspecError:  # damaged, as good as not there
        return None


def beginning(digits: str) -> Country | None:
    """The country whose code digits begin with, of those that are kept.

    No code is the beginning of another.
    """
    starts = {digits[:length] for length in (1, 2, 3) if digits and digits[0] != "0"}
    return next(filter(None, map(kept, map(int, sorted(starts)))), None)


def of_code(code: int) -> Country | None:
    """The country that has a code for itself; None for a code that is none, or several's."""
    return kept(code) or _asked(code)


@lru_cache(maxsize=1024)
def _asked(code: int) -> Country | None:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    if len(regions) != 1 or regions[0] in NO_COUNTRY:
        return None
    known = PhoneMetadata.metadata_for_region(regions[0])
    whole = _shape(known.general_desc) if known else None
    if known is None or whole is None:
        return None
    grows = known.national_prefix_transform_rule is not None
    country = Country(
        code=code,
        region=regions[0],
        trunk=known.national_prefix_for_parsing or known.national_prefix or "",
        way_out=known.international_prefix or "",
        shortest=0 if grows else min(whole.lengths, default=0),
        whole=whole,
        kinds=tuple(_kinds(known)),
    )
    name, state = _kept_as(code)
    cache.keep_text(name, f"{state}\n{msgspec.json.encode(country).decode()}")
    return country


def _kinds(known: PhoneMetadata) -> Iterator[tuple[str, tuple[Shape, ...]]]:
    for name in SPECIAL:
        shape = _shape(getattr(known, name))
        if shape:
            yield name, (shape,)
    fixed, mobile = _shape(known.fixed_line), _shape(known.mobile)
    if fixed and known.same_mobile_and_fixed_line_pattern:
        yield "fixed_line_or_mobile", (fixed,)
        return
    if fixed and mobile:
        yield "fixed_line_or_mobile", (fixed, mobile)
    if fixed:
        yield "fixed_line", (fixed,)
    if mobile:
        yield "mobile", (mobile,)


def _shape(known: PhoneNumberDesc | None) -> Shape | None:
    if known is None or not known.national_number_pattern:
        return None
    lengths = tuple(length for length in known.possible_length if length > 0)
    return Shape(known.national_number_pattern, lengths)


def _kept_as(code: int) -> tuple[str, str]:
    """The name a country is kept under, and what it is made from."""
    origin, state = _made_from()
    return f"country-{code}-{origin}", state


@lru_cache(maxsize=1)
def _made_from() -> tuple[str, str]:
    return cache.place(library() or ""), stamp(__file__)


def library() -> str | None:
    """The file of libphonenumber, found without loading it."""
    found = find_spec("phonenumbers")
    return found.origin if found else None


def stamp(*files: str) -> str:
    """The state of what the library says, and of the modules that make something of it."""
    known = library()
    stats = map(os.stat, (*files, *([known] if known else [])))
    return f"{__version__} {[(each.st_mtime_ns, each.st_size) for each in stats]}"
