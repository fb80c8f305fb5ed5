"""Whether some record holds, day by day: a three-valued "exists" against plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.engine.grounds import build_ground, build_stretches
from calllint.engine.passes import Bits
from calllint.engine.slices import Slice
from calllint.facts.sql import values
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import GROUNDS

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 27)
DAYS = [FIRST + timedelta(days=number) for number in range(5)]
RULES = ("A", "B", "W")
DECIDING = ("A", "B")


@dataclass(frozen=True)
class Record:
    """What the pass says of one record."""

    number: int
    breached: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    free_from: date = FIRST
    free_until: date = LAST
    hard: bool = False

    @property
    def unsure(self) -> bool:
        return bool(self.unknown & set(DECIDING))

    def state(self, day: date) -> int:
        """2 where it holds on a day, 1 where it may, else 0."""
        if self.hard or not self.free_from <= day <= self.free_until:
            return 0
        return 1 if self.unsure else 2


class Database:
    """The part of a workspace that grounds need."""

    grounds = GROUNDS

    def __init__(self) -> None:
        self.connection = duckdb.connect(":memory:")

    def execute(self, sql: str) -> None:
        self.connection.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def has_rows(self, table: str) -> bool:
        return bool(self.rows(f"SELECT 1 FROM {table} LIMIT 1"))


SHAPE = {
    **dict.fromkeys(("record_id", "number", "b0", "u0"), "BIGINT"),
    **dict.fromkeys(("hard", "unsure"), "BOOLEAN"),
    **dict.fromkeys(("free_from", "free_until", "judged_from", "judged_to"), "DATE"),
}


def outcomes(records: dict[int, Record]) -> str:
    """What the pass says of records, by their place in the list."""
    bits = Bits.of(RULES)
    rows: list[tuple[object, ...]] = [
        (
            place,
            each.number,
            *bits.mask(each.breached),
            *bits.mask(each.unknown),
            each.hard,
            each.unsure,
            each.free_from,
            each.free_until,
            FIRST,
            LAST,
        )
        for place, each in records.items()
    ]
    return values(rows, SHAPE)


@contextmanager
def grounds(records: dict[str, list[Record]]) -> Iterator[Database]:
    """The grounds of some records by scope."""
    database, bits = Database(), Bits.of(RULES)
    stretch = Slice(FIRST, LAST)
    for scope in GROUNDS:
        listed = dict(enumerate(records.get(scope, []), 1))
        database.execute(f"CREATE TABLE {scope}_outcome AS SELECT * FROM {outcomes(listed)}")
        build_ground(cast(Workspace, database), scope, bits, bits.mask(DECIDING))
    build_stretches(cast(Workspace, database), stretch, bits)
    try:
        yield database
    finally:
        database.connection.close()


SOME_RULES = st.frozensets(st.sampled_from(RULES), max_size=2)
RECORDS = st.builds(
    Record,
    number=st.integers(1, 2),
    breached=SOME_RULES,
    unknown=SOME_RULES,
    free_from=st.sampled_from(DAYS),
    free_until=st.sampled_from(DAYS),
    hard=st.booleans(),
)


@settings(max_examples=50, deadline=None)
@given(st.fixed_dictionaries({scope: st.lists(RECORDS, max_size=4) for scope in GROUNDS}))
def test_a_ground_holds_on_a_day_where_some_record_does(
    records: dict[str, list[Record]],
) -> None:
    with grounds(records) as database:
        found = database.rows(
            "SELECT number, seg_from, seg_to, consent_state, contract_state, request_state "
            "FROM number_days ORDER BY number, seg_from"
        )
    numbers = {each.number for listed in records.values() for each in listed}
    assert {row[0] for row in found} == numbers
    for number in numbers:
        stretches = [row for row in found if row[0] == number]
        days = [day for _, first, last, *_ in stretches for day in DAYS if first <= day <= last]
        assert days == DAYS, "the stretches of a number are its judged days, each once"
        for _, first, last, *states in stretches:
            for day in DAYS:
                if first <= day <= last:
                    assert states == [
                        max(
                            [each.state(day) for each in records[scope] if each.number == number]
                            + [0]
                        )
                        for scope in GROUNDS
                    ], day


def reasons(*records: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with grounds({"consent": list(records)}) as database:
        ((breached, unknown),) = database.rows("SELECT b0, u0 FROM consent_ground")
    bits = Bits.of(RULES)
    return bits.rules([breached]), bits.rules([unknown])


def bad(*rules: str) -> Record:
    """A record that breaches rules on every day."""
    return Record(1, frozenset(rules), hard=True)


def test_the_least_breached_record_gives_the_reasons() -> None:
    assert reasons(bad("A", "B"), bad("B"), bad("A", "B")) == (("B",), ())


def test_a_warning_makes_no_record_worse() -> None:
    assert reasons(bad("A", "W"), bad("A", "B")) == (("A", "W"), ())


def test_an_unknown_is_nearer_than_a_breach() -> None:
    assert reasons(bad("A"), Record(1, unknown=frozenset("AB"))) == ((), ("A", "B"))


def test_of_two_alike_the_latest_is_named() -> None:
    assert reasons(bad("A"), bad("B")) == (("B",), ())


def test_of_two_of_one_day_the_later_is_named_however_far_apart_they_are() -> None:
    database, bits = Database(), Bits.of(RULES)
    for far in (65_536, 1 << 29):
        listed = outcomes({1: bad("A"), 1 + far: bad("B")})
        database.execute(
            f"CREATE OR REPLACE TABLE consent_outcome AS SELECT *, judged_from AS given_on "
            f"FROM {listed}"
        )
        build_ground(cast(Workspace, database), "consent", bits, bits.mask(DECIDING), ("given_on",))
        ((breached,),) = database.rows("SELECT b0 FROM consent_ground")
        assert bits.rules([breached]) == ("B",)
        database.execute("DROP TABLE consent_ground")
