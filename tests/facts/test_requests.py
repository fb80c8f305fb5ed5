"""Requests to be called, and the exact moments people asked for."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from tests.building import Cell, Lists, digits, facts, for_each, people, phone, write


def test_a_request_on_record(tmp_path: Path) -> None:
    with facts(write(tmp_path, {"requests": [{}]})) as workspace:
        assert workspace.rows(
            "SELECT number, advertiser_matches, requested_on, time_known, offer_matches, "
            "proof_archived FROM request_fact"
        ) == [(digits(1), True, date(2026, 11, 21), True, True, True)]


def test_its_day_is_the_persons_own(tmp_path: Path) -> None:
    cases: dict[Cell, tuple[date | None, bool | None]] = {
        "2026-11-20": (date(2026, 11, 20), False),
        "2026-11-20T23:30Z": (date(2026, 11, 21), True),
        "last week": (None, None),
        None: (None, None),
    }
    lists: Lists = {
        "contacts": people(len(cases)),
        "requests": for_each([{"at": cell} for cell in cases]),
    }
    with facts(write(tmp_path, lists)) as workspace:
        found = workspace.rows("SELECT requested_on, time_known FROM request_fact ORDER BY number")
    assert found == list(cases.values())


def test_a_moment_is_agreed_only_where_a_proven_request_to_this_advertiser_says_it(
    tmp_path: Path,
) -> None:
    moment = {"agreed_at": "2026-11-24T10:30+01:00"}
    lists: Lists = {
        "contacts": people(6),
        "requests": for_each(
            [
                moment,
                {**moment, "proof": None},
                {**moment, "advertiser": "Autre SA"},
                {**moment, "advertiser": None},
                {"agreed_at": "2026-11-24"},
                {"agreed_at": "tuesday"},
            ]
        ),
    }
    with facts(write(tmp_path, lists)) as workspace:
        assert workspace.rows("SELECT number, moment FROM agreed") == [
            (digits(1), datetime(2026, 11, 24, 9, 30))
        ]


def test_a_call_is_at_the_agreed_moment_or_it_is_not(tmp_path: Path) -> None:
    contacts = [
        {"phone": phone(1), "planned_at": "2026-11-24T09:30Z"},
        {"phone": phone(1), "planned_at": "2026-11-24T10:31+01:00"},
        {"phone": phone(2), "planned_at": "2026-11-24T09:30Z"},
        {"phone": phone(1), "planned_at": "2026-11-24"},
    ]
    lists: Lists = {"contacts": contacts, "requests": [{"agreed_at": "2026-11-24T10:30+01:00"}]}
    with facts(write(tmp_path, lists)) as workspace:
        assert workspace.rows("SELECT at_agreed_moment FROM contact_fact ORDER BY row_id") == [
            (True,),
            (False,),
            (False,),
            (False,),
        ]
