"""A record that comes again under a later date is no new consent: its proof tells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.building import Rows, facts, people, phone, write

OLD, NEW = "2026-09-01T10:00+02:00", "2026-11-02T10:00+01:00"
DIGEST = "0f" * 32


def given_on(folder: Path, rows: Rows, contacts: Rows | None = None) -> list[date | None]:
    lists = {"contacts": contacts or people(3), "consents": rows}
    with facts(write(folder, lists)) as workspace:
        found = workspace.rows(
            "SELECT record_id, given_on FROM consent_fact ORDER BY record_id, number"
        )
    return [day for _, day in found]


def test_one_reference_or_one_digest_is_one_consent_given_at_the_first_of_its_dates(
    tmp_path: Path,
) -> None:
    rows: Rows = [
        {"at": NEW, "proof": "A"},
        {"at": OLD, "proof": "A"},
        {"at": NEW, "phone": phone(2), "proof": "B", "proof_sha256": DIGEST.upper()},
        {"at": OLD, "phone": phone(2), "proof": "C", "proof_sha256": DIGEST},
        {"at": OLD, "phone": phone(3), "proof": "D", "proof_sha256": "n/a"},
        {"at": NEW, "phone": phone(3), "proof": "E", "proof_sha256": "n/a"},
    ]
    first, last = date(2026, 9, 1), date(2026, 11, 2)
    assert given_on(tmp_path, rows) == [first, first, first, first, first, last]


def test_the_same_reference_of_another_person_is_another_consent(tmp_path: Path) -> None:
    rows: Rows = [{"at": OLD, "proof": "A"}, {"at": NEW, "phone": phone(2), "proof": "A"}]
    assert given_on(tmp_path, rows) == [date(2026, 9, 1), date(2026, 11, 2)]


def test_a_persons_other_number_makes_no_new_consent_of_it(tmp_path: Path) -> None:
    contacts: Rows = [{"contact_id": "P1", "phone": phone(n)} for n in (1, 2)]
    rows: Rows = [{"at": OLD, "proof": "A"}, {"at": NEW, "phone": phone(2), "proof": "A"}]
    assert given_on(tmp_path, rows, contacts) == [date(2026, 9, 1), date(2026, 9, 1)]


def test_a_reference_of_more_numbers_than_a_person_has_tells_nothing(tmp_path: Path) -> None:
    rows: Rows = [
        {"at": at, "phone": phone(n), "proof": "archive of the month"}
        for n in range(1, 22)
        for at in (OLD, NEW)
    ]
    assert set(given_on(tmp_path, rows, people(21))) == {date(2026, 9, 1), date(2026, 11, 2)}


def test_a_withdrawal_and_an_unreadable_date_are_no_first_date(tmp_path: Path) -> None:
    rows: Rows = [
        {"at": "once", "proof": "A"},
        {"at": NEW, "proof": "A"},
        {"at": OLD, "proof": "A", "status": "withdrawn"},
    ]
    assert given_on(tmp_path, rows) == [None, date(2026, 11, 2)]


def test_of_one_day_the_record_that_holds_a_time_is_kept(tmp_path: Path) -> None:
    rows: Rows = [
        {"at": "2026-09-01", "proof": "A"},
        {"at": "2026-09-01T12:00+02:00", "proof": "A"},
        {"at": "2026-09-01T10:00+02:00", "proof": "A"},
    ]
    with facts(write(tmp_path, {"consents": rows})) as workspace:
        assert workspace.rows("SELECT time_known FROM consent_fact ORDER BY record_id") == [
            (False,),
            (True,),
            (True,),
        ]
        assert workspace.files[1].counts["repeated_proofs"] == 1
