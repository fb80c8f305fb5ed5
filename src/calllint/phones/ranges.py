"""The ranges of some numbering plans, to be looked up by the first digits of a national number.

They are kept as a tree in four short lists, two digits deep, then two, one and one. An entry is a
range, or minus the place where the block of its next digits begins in the list below.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from calllint.phones.national import NationalPlan, Row, is_extended

KEY_DIGITS = 6
"""Leading digits of a national number that decide its range. Longer prefixes are not regular."""
_WIDTHS = (2, 2, 1, 1)
_LEFT = tuple(10 ** (KEY_DIGITS - sum(_WIDTHS[: level + 1])) for level in range(len(_WIDTHS)))
"""What a key is divided by to end with the digits of a level."""


class Ranges(Struct):
    """Every regular range of some plans, numbered from 1; 0 is a number that is not regular."""

    rows: list[tuple[Row, int]] = field(default_factory=list)
    """Each range, and the home code of its plan."""
    levels: tuple[list[int], ...] = field(default_factory=lambda: tuple([] for _ in _WIDTHS))

    @classmethod
    def of(cls, plans: Iterable[NationalPlan]) -> Ranges:
        """The ranges of those plans, in their order."""
        ranges = cls()
        for plan in plans:
            start = len(ranges.levels[0])
            ranges.levels[0].extend([0] * 10 ** _WIDTHS[0])
            for prefix, row in sorted(plan.rows.items(), key=lambda item: len(item[0])):
                ranges._mark(prefix[:KEY_DIGITS], ranges._number(row, plan), 0, start)
        return ranges

    def _number(self, row: Row, plan: NationalPlan) -> int:
        """The number of a range, or 0 where its prefix and the plan's lengths do not say it all."""
        if len(row.prefix) > KEY_DIGITS or row.drop != len(plan.trunk) or is_extended(row.kind):
            return 0
        self.rows.append((row, plan.home))
        return len(self.rows)

    def _mark(self, prefix: str, number: int, level: int, start: int) -> None:
        """Enter a range below a block; prefixes come by their length, so the longest is last."""
        width, entries = _WIDTHS[level], self.levels[level]
        first, last = (start + int(prefix[:width].ljust(width, filler)) for filler in "09")
        if len(prefix) <= width:
            entries[first : last + 1] = [number] * (last + 1 - first)
            return
        if entries[first] >= 0:
            below = self.levels[level + 1]
            below.extend([entries[first]] * 10 ** _WIDTHS[level + 1])
            entries[first] = 10 ** _WIDTHS[level + 1] - len(below) - 1
        self._mark(prefix[width:], number, level + 1, -entries[first] - 1)

    def steps(self, key: str, found: str) -> list[str]:
        """SQL columns ``FOUND0``, ``FOUND1`` …, each read from those before; the last is the range.

        ``key`` is the index of the plan and six digits, as a number; NULL or 0 where none is found.
        """
        steps = [f"{_list(self.levels[0])}[{key} // {_LEFT[0]} + 1] AS {found}0"]
        for level, entries in enumerate(self.levels[1:], start=1):
            above = f"{found}{level - 1}"
            digits = f"{key} // {_LEFT[level]} % {10 ** _WIDTHS[level]}"
            below = f"{_list(entries)}[{digits} - {above}]" if entries else "NULL"
            steps.append(f"CASE WHEN {above} < 0 THEN {below} ELSE {above} END AS {found}{level}")
        return steps

    @property
    def deepest(self) -> int:
        """Number of the last of ``steps``."""
        return len(_WIDTHS) - 1

    def code(self, number: str) -> str:
        """SQL: the country code of a range."""
        return f"{_list([row.code for row, _ in self.rows])}[{number}]"

    def home(self, number: str) -> str:
        """SQL: the country code of the region whose plan a range is in."""
        return f"{_list([home for _, home in self.rows])}[{number}]"

    def kind(self, number: str, as_type: str) -> str:
        """SQL: the kind of a range's numbers."""
        return f"{_words((row.kind for row, _ in self.rows), as_type)}[{number}]"

    def country(self, number: str, as_type: str) -> str:
        """SQL: the country whose pack covers a range."""
        return f"{_words((row.country for row, _ in self.rows), as_type)}[{number}]"

    def territory(self, number: str, as_type: str) -> str:
        """SQL: the territory of a range, NULL where it has none."""
        return f"{_words((row.territory for row, _ in self.rows), as_type)}[{number}]"


def _list(numbers: Iterable[int]) -> str:
    return f"CAST('[{','.join(map(str, numbers))}]' AS INTEGER[])"


def _words(words: Iterable[str | None], as_type: str) -> str:
    cells = ", ".join(
        "NULL" if word is None else "'" + word.replace("'", "''") + "'" for word in words
    )
    return f"CAST([{cells}] AS {as_type}[])"
