"""Contracts, by the number or by the reference a contact gives; a blank says nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.building import Cell, Rows, digits, facts, for_each, people, phone, write


def contracts(folder: Path, rows: Rows, contacts: Rows = ({},)) -> list[tuple[object, ...]]:
    with facts(write(folder, {"contracts": rows, "contacts": contacts})) as workspace:
        return workspace.rows(
            "SELECT number, advertiser_matches, contract_status, started_on, ended, ended_on, "
            "object_related FROM contract_fact ORDER BY record_id, number"
        )


def test_a_contract_in_progress(tmp_path: Path) -> None:
    assert contracts(tmp_path, [{}]) == [
        (digits(1), True, "active", date(2025, 3, 14), False, None, True)
    ]


def test_what_is_written_and_what_it_means(tmp_path: Path) -> None:
    ended: list[tuple[dict[str, Cell], bool | None]] = [
        ({"status": "active"}, False),
        ({"status": "ended"}, True),
        ({"status": None}, None),
        ({"status": "suspended"}, None),
        ({"status": "active", "ended_on": "2026-12-31"}, True),
        ({"status": None, "ended_on": "2026-12-31"}, True),
        ({"status": "active", "ended_on": "soon"}, None),
        ({"status": "ended", "ended_on": "soon"}, True),
    ]
    related: list[tuple[dict[str, Cell], bool | None]] = [
        ({"object_related": "true"}, True),
        ({"object_related": "FALSE"}, False),
        ({"object_related": None}, None),
        ({"object_related": "oui"}, None),
    ]
    matches: list[tuple[dict[str, Cell], bool | None]] = [
        ({"advertiser": "EXEMPLE S.A."}, True),
        ({"advertiser": "Autre SA"}, False),
        ({"advertiser": None}, None),
    ]
    cases = [*ended, *related, *matches]
    records = for_each([cells for cells, _ in cases])
    found = contracts(tmp_path, records, people(len(cases)))
    told = [row[4] for row in found[:8]] + [row[6] for row in found[8:12]]
    told += [row[1] for row in found[12:]]
    assert list(zip(records, told, strict=True)) == [
        (record, meant) for record, (_, meant) in zip(records, cases, strict=True)
    ]


def test_a_contract_reaches_the_number_it_holds_and_without_one_those_that_name_it(
    tmp_path: Path,
) -> None:
    contacts: Rows = [
        {"phone": phone(1), "contract_ref": "C1"},
        {"phone": phone(2), "contract_ref": "C1"},
        {"phone": phone(3), "contract_ref": "C2"},
        {"phone": phone(4)},
    ]
    rows: Rows = [{"phone": phone(4), "contract_ref": "C2"}, {"phone": None, "contract_ref": "C1"}]
    found = contracts(tmp_path, rows, contacts)
    assert {row[0] for row in found} == {digits(1), digits(2), digits(4)}


def test_a_contract_is_not_one_of_the_persons_other_numbers(tmp_path: Path) -> None:
    contacts: Rows = [{"contact_id": "P1"}, {"contact_id": "P1", "phone": phone(2)}]
    assert [row[0] for row in contracts(tmp_path, [{}], contacts)] == [digits(1)]
