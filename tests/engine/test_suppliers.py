"""Who supplied the consents that fail: counted by contact, under the best record of each."""

from __future__ import annotations

from pathlib import Path

from calllint.engine.result import Supplier
from tests.building import Rows, judged, people, phone, write

OLD = "2025-10-01T10:00:00+02:00"


def suppliers(folder: Path, consents: Rows, contacts: int = 3) -> tuple[Supplier, ...]:
    file = write(folder, {"contacts": people(contacts), "consents": consents})
    return judged(file).report.suppliers


def test_a_supplier_answers_for_the_contacts_its_consents_let_down(tmp_path: Path) -> None:
    found = suppliers(
        tmp_path,
        [
            {"phone": phone(1), "supplier": "Courtier A"},
            {"phone": phone(2), "supplier": "Courtier A", "at": OLD},
            {"phone": phone(3), "supplier": "Courtier B", "proof": None},
        ],
    )

    assert found == (Supplier("Courtier A", 2, 1, 0), Supplier("Courtier B", 1, 0, 1))


def test_the_best_record_answers_and_one_that_holds_lets_nobody_down(tmp_path: Path) -> None:
    found = suppliers(
        tmp_path,
        [
            {"phone": phone(1), "supplier": "Mauvais", "at": OLD, "advertiser": "unnamed"},
            {"phone": phone(1), "supplier": "Moins mauvais", "at": OLD},
            {"phone": phone(2), "supplier": "Mauvais", "at": OLD},
            {"phone": phone(2), "supplier": "Bon"},
        ],
        contacts=2,
    )

    assert found == (
        Supplier("Moins mauvais", 1, 1, 0),
        Supplier("Bon", 1, 0, 0),
        Supplier("Mauvais", 2, 0, 0),
    )


def test_a_contact_blocked_for_another_reason_is_nobodys_fault(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        {
            "contacts": people(1),
            "consents": [{"phone": phone(1), "supplier": "Courtier A"}],
            "suppressions": [{"phone": phone(1), "since": "2026-10-01"}],
        },
    )
    found = judged(file)

    assert found.verdicts == ["block"]
    assert found.report.suppliers == (Supplier("Courtier A", 1, 0, 0),)


def test_where_no_supplier_is_named_there_is_none_to_tell(tmp_path: Path) -> None:
    assert suppliers(tmp_path, [{"phone": phone(1), "at": OLD}]) == ()
