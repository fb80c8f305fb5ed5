"""Past calls: one call is one attempt however many exports hold it, and counts for the person.

The reference model is a few lines of plain Python over what really happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.building import (
    JUDGING,
    ROWS,
    Cell,
    Lists,
    Rows,
    at,
    digits,
    facts,
    for_each,
    people,
    phone,
    write,
    write_rows,
)

PEOPLE = 4
"""Persons of a universe; each has two numbers, n and n + PEOPLE."""
START = datetime(2026, 11, 2, 9)
CONTACTS: Rows = [
    {"contact_id": f"P{number % PEOPLE}", "phone": phone(number)}
    for number in range(1, 2 * PEOPLE + 1)
]


@dataclass(frozen=True)
class Call:
    """One call that was really placed."""

    id: str
    number: int
    moment: datetime
    advertiser: Cell

    @property
    def counts(self) -> bool:
        return self.advertiser != "Autre SA"

    def export(self, way: int) -> dict[str, Cell]:
        """A row of an export that tells of it: with its id, its instant or both."""
        local = self.moment + timedelta(hours=1)
        tenth = f"+33 {phone(self.number)[1:]}"
        return {
            "call_id": None if way == 0 else self.id,
            "phone": [phone(self.number), tenth, f"0033{phone(self.number)[1:]}"][way],
            "at": [at(self.moment), f"{local.isoformat()}+01:00", f"{local:%Y-%m-%d}"][way],
            "advertiser": self.advertiser,
        }


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Call], list[dict[str, Cell]]]:
    """Calls, no two to one number at one instant, and the rows of all the exports, in any order."""
    place = st.tuples(st.integers(1, 2 * PEOPLE), st.integers(0, 3))
    places = draw(st.lists(place, unique=True, min_size=8, max_size=24))
    calls = [
        Call(
            f"c{index}",
            number,
            START + timedelta(hours=hour),
            draw(st.sampled_from(["Exemple SA", "Exemple SA", "Autre SA", None])),
        )
        for index, (number, hour) in enumerate(places)
    ]
    rows = [
        call.export(way)
        for call in calls
        for way in draw(st.sampled_from([[0], [1], [2], [0, 0], [1, 2], [0, 1], [0, 1, 1]]))
    ]
    return calls, draw(st.permutations(rows))


def attempts(rows: Sequence[dict[str, Cell]], contacts: Rows) -> Counter[int]:
    """Attempts of each number, as the facts count them."""
    lists: Lists = {"contacts": contacts, "calls": rows}
    with TemporaryDirectory() as folder, facts(write(Path(folder), lists)) as workspace:
        return Counter(dict(workspace.rows("SELECT number, count(*) FROM attempt GROUP BY number")))


@JUDGING
@given(histories())
def test_attempts_are_the_calls_to_the_person_for_this_advertiser(
    history: tuple[list[Call], list[dict[str, Cell]]],
) -> None:
    calls, rows = history
    expected = Counter(
        digits(number)
        for call in calls
        for number in range(1, 2 * PEOPLE + 1)
        if call.counts and number % PEOPLE == call.number % PEOPLE
    )
    assert attempts(rows, CONTACTS) == expected


def test_a_call_that_reached_a_contact_id_is_one_attempt_for_each_number_of_it() -> None:
    rows: list[dict[str, Cell]] = [
        {"phone": None, "contact_id": "P1", "call_id": "c1"},
        {"phone": None, "contact_id": "P1", "call_id": "c1"},
        {"phone": phone(1), "call_id": "c1"},
    ]
    assert attempts(rows, CONTACTS) == {digits(1): 1, digits(1 + PEOPLE): 1}


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a"), (None, "a"), ("a", None)])
def test_a_call_that_one_export_ties_to_the_person_and_another_to_the_number_is_one(
    names: tuple[Cell, Cell],
) -> None:
    second = "2026-11-20T11:00:07+01:00"
    rows: list[dict[str, Cell]] = [
        {"phone": phone(1), "contact_id": "P1", "call_id": names[0], "at": second},
        {"phone": phone(1), "call_id": names[1], "at": second},
    ]
    for order in (rows, rows[::-1]):
        assert attempts(order, CONTACTS) == {digits(1): 1, digits(1 + PEOPLE): 1}


def test_a_call_whose_moment_cannot_be_read_is_still_an_attempt() -> None:
    rows: list[dict[str, Cell]] = [{"at": "sometime"}, {"at": None}]
    assert attempts(rows, people(1)) == {digits(1): 2}


def test_a_call_to_nobody_on_the_list_is_nobodys_attempt() -> None:
    rows: list[dict[str, Cell]] = [{"phone": phone(8)}, {"phone": None}]
    assert attempts(rows, people(1)) == {}


def test_the_day_of_an_attempt_is_the_persons_own(tmp_path: Path) -> None:
    contacts: Rows = [
        {"contact_id": "P1", "phone": phone(1), "postal_code": "75011"},
        {"contact_id": "P2", "phone": phone(2), "postal_code": "97400"},
    ]
    calls: Rows = for_each([{"at": "2026-11-20T22:00Z"}, {"at": "2026-11-20T22:00Z"}])
    with facts(write(tmp_path, {"contacts": contacts, "calls": calls})) as workspace:
        days = workspace.rows("SELECT CAST(day AS VARCHAR) FROM attempt ORDER BY number")
    assert days == [("2026-11-20",), ("2026-11-21",)]


def test_what_one_export_leaves_blank_another_tells_in_any_order(tmp_path: Path) -> None:
    told: Rows = [
        {"call_id": "c1", "outcome": None},
        {"call_id": "c1", "outcome": "refused"},
        {"call_id": "c2", "outcome": "refused", "phone": phone(2)},
        {"call_id": "c2", "outcome": "voicemail", "phone": phone(2)},
        {"call_id": "c3", "outcome": "answered", "phone": phone(3)},
        {"call_id": "c3", "outcome": None, "phone": phone(3)},
        {"call_id": "c4", "outcome": None, "phone": phone(4)},
    ]
    for rows in (told, told[::-1]):
        with facts(write(tmp_path, {"contacts": people(4), "calls": rows})) as workspace:
            assert workspace.rows("SELECT number, doubt FROM refusal ORDER BY number") == [
                (digits(1), False),
                (digits(2), False),
                (digits(4), True),
            ]


def test_the_latest_refusal_of_a_person_over_all_numbers(tmp_path: Path) -> None:
    contacts: Rows = [
        *people(4),
        {"contact_id": "P1", "phone": phone(11)},
        {"contact_id": "P2", "phone": phone(12)},
    ]
    calls: Rows = [
        {"phone": phone(1), "outcome": "refused", "at": "2026-10-01"},
        {"phone": phone(11), "outcome": "refused", "at": "2026-10-03"},
        {"phone": phone(12), "outcome": "refused", "at": "unreadable"},
        {"phone": phone(2), "outcome": "refused", "at": "2026-10-03"},
        {"phone": phone(3), "outcome": "answered", "at": "2026-10-03"},
        {"phone": phone(4), "outcome": None, "at": "2026-10-05"},
        {"phone": phone(4), "outcome": "refused", "at": "2026-10-04"},
    ]
    with facts(write(tmp_path, {"contacts": contacts, "calls": calls})) as workspace:
        found = workspace.rows(
            "SELECT number, sure, CAST(refused_on AS VARCHAR) FROM refused ORDER BY number"
        )
    assert found == [
        (digits(1), True, "2026-10-03"),
        (digits(2), True, None),
        (digits(4), True, None),
        (digits(11), True, "2026-10-03"),
        (digits(12), True, None),
    ]


def test_calls_of_one_minute_are_as_many_as_one_export_has_ids_for(tmp_path: Path) -> None:
    """Across exports one instant is one call: each may have ids of its own, or none."""
    minute, second = "2026-11-20T11:00+01:00", "2026-11-20T11:00:07+01:00"
    dialler: list[dict[str, Cell]] = [{"call_id": f"d{n}", "at": minute} for n in range(4)]
    dialler += [{"call_id": f"s{n}", "at": second, "phone": phone(2)} for n in range(2)]
    dialler += [{"call_id": None, "at": minute, "phone": phone(3)} for _ in range(2)]
    operator: list[dict[str, Cell]] = [{"call_id": f"o{n}", "at": minute} for n in range(2)]
    operator += [{"call_id": None, "at": minute}]
    file = write(tmp_path, {"contacts": people(3)})
    paths = []
    for name, rows in (("dialler", dialler), ("again", dialler[::-1]), ("operator", operator)):
        paths.append(str(tmp_path / f"{name}.csv"))
        write_rows(Path(paths[-1]), [{**ROWS["calls"], **row} for row in rows], ROWS["calls"])
    for order in (paths, paths[::-1]):
        with facts(file, data={"calls": tuple(order)}) as workspace:
            found = dict(workspace.rows("SELECT number, count(*) FROM attempt GROUP BY number"))
        assert found == {digits(1): 4, digits(2): 1, digits(3): 1}
