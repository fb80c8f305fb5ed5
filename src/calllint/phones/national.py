"""One country's numbering plan, as a pack's table gives it: which range, whose, of which kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from calllint.packs import cache
from calllint.packs.model import Dialling, NumberRange, Pack, Territory
from calllint.phones import countries, world

E164_DIGITS = 15
"""The longest number there is, country code included (ITU-T E.164)."""


def is_short(kind: str) -> bool:
    """Whether a kind is of short numbers, which reach no contact: emergency, directory, short."""
    return kind == "emergency" or kind.startswith(("short_", "directory_"))


def is_extended(kind: str) -> bool:
    """Whether numbers of a kind are as long as E.164 allows, longer than the plan's others."""
    return "_extended" in kind


class Row(Struct, frozen=True):
    """One range of the plan, ready for use."""

    prefix: str
    code: int
    territory: str | None
    country: str
    kind: str
    drop: int
    """Leading digits of the national form that the E.164 form does not have."""

    def e164(self, national: str) -> str:
        """E.164 digits of a number of this range."""
        return f"{self.code}{national[self.drop :]}"


class Placed(Struct, frozen=True):
    """A whole number of the plan, found in its table."""

    digits: str
    """E.164 digits, without ``+``."""
    row: Row


class NationalPlan(Struct, frozen=True, dict=True):
    """How numbers are dialled inside a country, and what its table says of each range."""

    region: str
    home: int
    """Country code of the region itself."""
    trunk: str
    lengths: tuple[int, ...]
    """Digits of a whole number as dialled nationally, trunk prefix included."""
    rows: Mapping[str, Row]
    """Ranges of whole numbers, by prefix."""
    short: Mapping[str, Row]
    """Ranges of short numbers, by prefix."""

    @classmethod
    def of(cls, pack: Pack, dialling: Dialling) -> NationalPlan:
        """The plan of a pack."""
        home, dropped = _from_world(pack, dialling)
        rows = [
            _row(entry, dialling, pack.territories, drop)
            for entry, drop in zip(dialling.ranges, dropped, strict=True)
        ]
        return cls(
            region=dialling.region,
            home=home,
            trunk=dialling.trunk_prefix,
            lengths=dialling.national_lengths,
            rows={row.prefix: row for row in rows if not is_short(row.kind)},
            short={row.prefix: row for row in rows if is_short(row.kind)},
        )

    @cached_property
    def codes(self) -> frozenset[int]:
        """Every country code whose numbers the table knows."""
        return frozenset(row.code for row in self.rows.values())

    def find(self, national: str) -> Placed | None:
        """A whole number as dialled nationally; the longest prefix decides, then the length."""
        row = _longest(self.rows, national)
        if row is None:
            return None
        digits = row.e164(national)
        longest = len(digits) == E164_DIGITS
        whole = longest if is_extended(row.kind) else len(national) in self.lengths
        return Placed(digits, row) if whole else None

    def find_international(self, code: int, rest: str) -> Placed | None:
        """A number written with a country code of the plan, trunk prefix perhaps kept after it.

        The home code is also taken before ranges of other codes (``+33 596…`` is +596 596…).
        """
        kept = bool(self.trunk) and rest.startswith(self.trunk)
        forms = [rest, self.trunk + rest] if kept else [self.trunk + rest]
        for form in forms:
            placed = self.find(form)
            if placed and (placed.row.code == code or code == self.home):
                return placed
        placed = self.find(f"{self.trunk}{code}{rest}")
        dropped = placed and placed.row.code == code and placed.row.drop > len(self.trunk)
        return placed if dropped else None

    def find_damaged(self, digits: str) -> Placed | None:
        """A national number without its trunk prefix, or one with a country code but no ``+``.

        ``None`` unless exactly one number comes out.
        """
        found = {placed.digits: placed for placed in self._damaged(digits)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _damaged(self, digits: str) -> list[Placed]:
        readings = []
        if self.trunk and not digits.startswith(self.trunk):
            readings.append(self.find(self.trunk + digits))
        for code in self.codes:
            if digits.startswith(str(code)):
                readings.append(self.find_international(code, digits[len(str(code)) :]))
        return [placed for placed in readings if placed and not is_extended(placed.row.kind)]

    def find_short(self, digits: str) -> Row | None:
        """The range of a short number, which has no E.164 form; emergency numbers match whole."""
        exact = self.short.get(digits)
        if exact and exact.kind == "emergency":
            return exact
        if len(digits) >= min(self.lengths, default=0):
            return None
        others = {prefix: row for prefix, row in self.short.items() if row.kind != "emergency"}
        row = _longest(others, digits)
        return row if row and row.prefix != digits else None


def _longest(rows: Mapping[str, Row], digits: str) -> Row | None:
    for length in range(len(digits), 0, -1):
        row = rows.get(digits[:length])
        if row:
            return row
    return None


def _from_world(pack: Pack, dialling: Dialling) -> tuple[int, list[int]]:
    """The country code of the plan's region, and the digits each of its ranges drops.

    libphonenumber says both. They are kept for the next run, which may need nothing else of it.
    """
    name = f"numbering-{pack.name}-{cache.place(pack.folder.as_posix())}"
    state = f"{pack.digest} {countries.stamp(__file__, world.__file__)}"
    known, _, told = (cache.kept_text(name) or "").partition("\n") if pack.digest else ("", "", "")
    if known == state:
        home, *dropped = map(int, told.split())
        if len(dropped) == len(dialling.ranges):
            return home, dropped
    home = world.code_of_region(dialling.region) or 0
    dropped = [_dropped(entry, dialling) for entry in dialling.ranges]
    if pack.digest:
        cache.keep_text(name, f"{state}\n{' '.join(map(str, (home, *dropped)))}")
    return home, dropped


def _row(
    entry: NumberRange, dialling: Dialling, territories: Mapping[str, Territory], drop: int
) -> Row:
    territory = territories.get(entry.territory)
    return Row(
        prefix=entry.prefix,
        code=entry.calling_code,
        territory=entry.territory or None,
        country=territory.country if territory else dialling.region,
        kind=entry.kind,
        drop=drop,
    )


def _dropped(entry: NumberRange, dialling: Dialling) -> int:
    """Digits the E.164 form leaves out: the trunk prefix, or with it a country code dialled within.

    ``0690…`` is +590 690…, but ``0508…`` is +508 …: there the plain form would be no number.
    """
    trunk = dialling.trunk_prefix
    within = f"{trunk}{entry.calling_code}"
    if is_short(entry.kind) or not entry.prefix.startswith(within):
        return len(trunk)
    plain = entry.prefix[len(trunk) :]
    lengths = [length - len(trunk) for length in dialling.national_lengths]
    shapes = [plain.ljust(length, filler) for length in lengths for filler in "0123456789"]
    kept = any(world.could_be(entry.calling_code, shape) for shape in shapes)
    return len(trunk) if kept else len(within)
