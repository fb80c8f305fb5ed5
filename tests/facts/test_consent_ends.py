"""What ended a consent: as if it met every event one by one, and at once however many."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.facts.consents import _ended
from tests.building import Cell, judged, phone, write

START = datetime(2026, 11, 1)
FIRST_DAY = date(2026, 11, 3)
MOMENTS = st.none() | st.integers(0, 5).map(lambda hours: START + timedelta(hours=18 * hours))
EVENTS = st.tuples(
    st.integers(1, 2),  # number
    MOMENTS,
    st.booleans(),  # in doubt
    st.integers(1, 4),  # the record that may be a withdrawal
)
CONSENTS = st.tuples(st.integers(1, 4), st.integers(1, 2), MOMENTS)

End = tuple[int, int, bool, date | None]


def one_by_one(consents: list[Any], events: list[Any]) -> set[End]:
    """The definition: every event at or after a consent, or that may be, but its own record."""
    found = set()
    for record, number, given_at in consents:
        met = [
            (moment, doubt)
            for other, moment, doubt, own in events
            if other == number
            and (moment is None or given_at is None or moment >= given_at)
            and not (doubt and own == record)
        ]
        sure = [moment for moment, doubt in met if not doubt and moment is not None]
        first = min(sure).date() if sure else None
        clear = first is not None and (first <= FIRST_DAY or len(sure) == len(met))
        if met:
            sure_of = any(not doubt for _, doubt in met)
            found.add((record, number, sure_of, first if clear else None))
    return found


def in_bulk(consents: list[Any], events: list[Any]) -> set[End]:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE consents_reached (row_id BIGINT, number BIGINT, at_utc TIMESTAMP)"
        )
        connection.execute(
            "CREATE TABLE withdrawal (number BIGINT, moment TIMESTAMP, day DATE, doubt BOOLEAN, "
            "record_id BIGINT)"
        )
        for row in consents:
            connection.execute("INSERT INTO consents_reached VALUES (?, ?, ?)", row)
        for number, moment, doubt, own in events:
            connection.execute(
                "INSERT INTO withdrawal VALUES (?, ?, CAST(? AS DATE), ?, ?)",
                [number, moment, moment, doubt, own if doubt else None],
            )
        workspace = cast(Any, SimpleNamespace(first_day=FIRST_DAY))
        return set(
            connection.execute(
                "SELECT record_id, number, sure, ended_on FROM "
                + _ended(workspace, "withdrawal", "record_id")
            ).fetchall()
        )


@settings(max_examples=60, deadline=None)
@given(
    consents=st.lists(CONSENTS, max_size=6, unique_by=lambda row: row[:2]),
    events=st.lists(EVENTS, max_size=8),
)
def test_the_first_end_is_that_of_every_event_met_one_by_one(
    consents: list[Any], events: list[Any]
) -> None:
    assert in_bulk(consents, events) == one_by_one(consents, events)


def test_a_test_number_with_thousands_of_records_takes_no_longer(tmp_path: Path) -> None:
    """Twenty thousand consents, then as many withdrawals and refusals: 800 million pairs."""
    count, begin = 20_000, datetime(2026, 6, 1)

    def at(minutes: int) -> str:
        return f"{begin + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}Z"

    consents: list[dict[str, Cell]] = [{"at": at(n)} for n in range(count)]
    consents += [{"at": at(count + n), "status": "withdrawn"} for n in range(count)]
    calls: list[dict[str, Cell]] = [
        {"call_id": f"c{n}", "at": at(count + n), "outcome": "refused"} for n in range(count)
    ]
    consents.append({"phone": phone(2)})
    people: list[dict[str, Cell]] = [{}, {"contact_id": "P2", "phone": phone(2)}]
    file = write(tmp_path, {"contacts": people, "consents": consents, "calls": calls})

    began = time.monotonic()
    found = judged(file)

    assert found.verdicts == ["block", "allow"]
    assert time.monotonic() - began < 15
