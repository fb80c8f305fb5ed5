"""Small pieces of SQL, and draws that no version of the database changes."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

PRIME = 2**31 - 1

MACROS = f"""
CREATE MACRO squared(x, s) AS (x * x + s) % {PRIME};
CREATE MACRO drawn(s, i, n) AS
    squared(squared(squared((i * 2862933 + s) % {PRIME}, s), s + 7919), s) % n;
CREATE MACRO instant(t) AS strftime(t, '%Y-%m-%dT%H:%M:%S') || CASE
    WHEN t < '2025-10-26 03:00:00' OR t BETWEEN '2026-03-29 03:00:00' AND '2026-10-25 03:00:00'
    THEN '+02:00' ELSE '+01:00' END;
"""
"""``drawn`` squares three times modulo a prime, which is quick and mixes well enough. ``instant``
writes an hour of Paris since the spring of 2025."""


def literal(value: object) -> str:
    """SQL of a value."""
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def texts(values: Sequence[str]) -> str:
    """SQL of a list of texts."""
    return "[" + ", ".join(map(literal, values)) + "]"


def by(column: str, choices: Sequence[Any], sql: Callable[[Any], str]) -> str:
    """SQL that differs by the choice whose place ``column`` holds."""
    cases = " ".join(f"WHEN {n} THEN {sql(each)}" for n, each in enumerate(choices))
    return f"CASE {column} {cases} END"


def share(column: str, shares: Sequence[int]) -> str:
    """SQL of the place of the share that ``column`` falls into, counted from nought."""
    ends = accumulate(shares)
    return (
        "CASE " + " ".join(f"WHEN {column} < {end} THEN {n}" for n, end in enumerate(ends)) + " END"
    )


@dataclass(frozen=True)
class Draws:
    """Everything left to chance, settled by a seed."""

    seed: int

    def salt(self, name: str) -> int:
        """A number of its own for each name."""
        digest = hashlib.sha256(f"{self.seed}:{name}".encode()).digest()
        return int.from_bytes(digest[:6], "big") % PRIME

    def draw(self, name: str, row: str, count: int | str) -> str:
        """SQL of a number from 0 to ``count`` - 1 for a row: even, the same at every run."""
        return f"drawn({self.salt(name)}, {row}, {count})"

    def scattered(self, name: str, count: int) -> str:
        """SQL that sends ``r`` to another place among ``count``; each place is taken once."""
        return f"(r * {_step(count)} + {self.salt(name) % count}) % {count}"

    def unscattered(self, name: str, count: int, row: str) -> str:
        """SQL of the ``r`` that ``scattered`` sends to ``row``."""
        back = pow(_step(count), -1, count)
        return f"(({row}) + {count - self.salt(name) % count}) % {count} * {back} % {count}"


def _step(count: int) -> int:
    step = max(1, int(count * 0.618))
    while math.gcd(step, count) != 1:
        step += 1
    return step
