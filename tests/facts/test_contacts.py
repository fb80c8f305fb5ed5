"""Contacts placed in their territory and zone, with the moment their list plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.building import Cell, Rows, facts, for_each, judged, phone, write, write_rows
from tests.phones.cells import REFUSED


def contacts(folder: Path, *rows: Mapping[str, Cell], **changes: Any) -> list[dict[str, Any]]:
    """What ``contact_fact`` holds of each row."""
    with facts(write(folder, {"contacts": rows}, changes)) as workspace:
        names = [row[0] for row in workspace.rows("DESCRIBE contact_fact")]
        return [
            dict(zip(names, row, strict=True))
            for row in workspace.rows("SELECT * FROM contact_fact ORDER BY row_id")
        ]


def test_the_address_places_a_person_and_failing_it_the_number(tmp_path: Path) -> None:
    paris, reunion, moved, unplaced = contacts(
        tmp_path,
        {"postal_code": "75011"},
        {"phone": "0692123456", "postal_code": None},
        {"phone": phone(2), "postal_code": "97400"},
        {"phone": phone(3), "postal_code": None},
    )
    assert (paris["territory"], paris["zone"], paris["territory_sure"]) == (
        "METRO",
        "Europe/Paris",
        True,
    )
    assert (reunion["territory"], reunion["zone"], reunion["territory_sure"]) == (
        "RE",
        "Indian/Reunion",
        True,
    )
    assert (moved["territory"], moved["zone"]) == ("RE", "Indian/Reunion")
    assert (unplaced["territory"], unplaced["territory_sure"]) == ("METRO", False)


def test_the_zone_a_row_gives_wins_and_one_that_is_none_is_unknown(tmp_path: Path) -> None:
    found = contacts(
        tmp_path,
        {"timezone": "Indian/Reunion"},
        {"timezone": "Europe/Pariss"},
    )
    assert [each["zone"] for each in found] == ["Indian/Reunion", None]


def test_numbers_are_read_in_every_way_people_write_them(tmp_path: Path) -> None:
    written = [
        "01 99 00 00 01",
        "01.99.00.00.01",
        "+33 1 99 00 00 01",
        "0033199000001",
        "199000001",
    ]
    found = contacts(tmp_path, *({"phone": cell} for cell in written))
    assert {each["number"] for each in found} == {33199000001}
    assert [each["number_repaired"] for each in found] == [False, False, False, False, True]
    assert [each["duplicate"] for each in found] == [False, True, True, True, True]


def test_what_holds_no_number_is_told_from_what_holds_nothing(tmp_path: Path) -> None:
    blank, short, two = contacts(
        tmp_path, {"phone": None}, {"phone": "0612"}, {"phone": f"{phone(1)} / {phone(2)}"}
    )
    assert (blank["phone_given"], blank["number"], blank["number_valid"]) == (False, None, None)
    for each in (short, two):
        assert (each["phone_given"], each["number"], each["number_valid"]) == (True, None, False)
    assert not any(each["duplicate"] for each in (blank, short, two))


def test_a_number_of_a_country_without_a_pack_is_not_covered(tmp_path: Path) -> None:
    ours, theirs = contacts(tmp_path, {}, {"phone": "+4930901820", "postal_code": None})
    assert (ours["phone_country"], ours["covered"]) == ("FR", True)
    assert (theirs["phone_country"], theirs["covered"], theirs["territory"]) == ("DE", False, None)


def test_audience_and_ground_are_the_rows_own_else_the_campaigns(tmp_path: Path) -> None:
    own, shared = contacts(tmp_path, {"audience": "sole_trader", "ground": "contract"}, {})
    assert (own["audience"], own["ground"]) == ("sole_trader", "contract")
    assert (shared["audience"], shared["ground"]) == ("consumer", "consent")


def test_where_the_audience_is_mixed_and_the_row_silent_nobody_knows(tmp_path: Path) -> None:
    (silent,) = contacts(tmp_path, {}, campaign={"audience": "mixed"})
    assert silent["audience"] is None


def test_a_planned_moment_is_seen_on_the_persons_own_clock(tmp_path: Path) -> None:
    paris, reunion, eve = contacts(
        tmp_path,
        {"planned_at": "2026-11-24T10:30+01:00"},
        {"planned_at": "2026-11-24T10:30+01:00", "postal_code": "97400", "phone": phone(2)},
        {"planned_at": "2026-11-24T21:30+01:00", "postal_code": "97400", "phone": phone(3)},
    )
    for each, day, weekday, minute in (
        (paris, date(2026, 11, 24), "tue", 10 * 60 + 30),
        (reunion, date(2026, 11, 24), "tue", 13 * 60 + 30),
        (eve, date(2026, 11, 25), "wed", 30),
    ):
        assert (each["timed"], each["planned_on"], each["weekday"]) == (True, day, weekday)
        assert (each["local_from"], each["local_to"]) == (minute, minute)


def test_where_the_zone_is_not_known_a_moment_spans_every_clock_of_the_territory(
    tmp_path: Path,
) -> None:
    moment = {"planned_at": "2026-11-24T12:00-10:00", "postal_code": "98713"}
    unknown, told, islands, reunion = contacts(
        tmp_path,
        {**moment},
        {**moment, "timezone": "Pacific/Marquesas", "phone": phone(2)},
        # Three islands, one clock.
        {"planned_at": "2026-11-24T12:00-04:00", "postal_code": None, "phone": "0690123456"},
        {**moment, "postal_code": "97400", "phone": phone(3)},
    )
    assert (unknown["local_from"], unknown["local_to"]) == (12 * 60, 13 * 60)
    assert (told["local_from"], told["local_to"]) == (12 * 60 + 30, 12 * 60 + 30)
    assert (islands["local_from"], islands["local_to"]) == (12 * 60, 12 * 60)
    assert [each["zone_sure"] for each in (unknown, told, islands, reunion)] == [
        False,
        True,
        False,
        True,
    ]


def test_the_packs_table_says_where_its_law_may_not_reach(tmp_path: Path) -> None:
    found = contacts(
        tmp_path,
        {"postal_code": "75011"},
        {"postal_code": "98800", "phone": phone(2)},
        {"postal_code": None, "phone": "0899123456"},
    )
    assert [each["territory_certain"] for each in found] == [True, False, True]


def test_a_planned_day_without_a_time_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    day, bad, none = contacts(
        tmp_path, {"planned_at": "2026-11-24"}, {"planned_at": "tuesday at ten"}, {}
    )
    assert (day["timed"], day["planned_on"], day["local_from"]) == (True, date(2026, 11, 24), None)
    assert (bad["timed"], bad["planned_on"], bad["local_from"]) == (True, None, None)
    assert (none["timed"], none["planned_on"], none["planned_inside"]) == (False, None, True)


def test_a_planned_day_is_inside_the_judged_ones_or_not(tmp_path: Path) -> None:
    found = contacts(
        tmp_path, *({"planned_at": f"2026-11-{day}T10:00+01:00"} for day in (22, 23, 27, 28))
    )
    assert [each["planned_inside"] for each in found] == [False, True, True, False]


def test_holidays_of_the_planned_day_are_those_of_the_territory(tmp_path: Path) -> None:
    moment = {"planned_at": "2026-12-20T12:00+01:00"}
    metro, reunion, christmas = contacts(
        tmp_path,
        {**moment},
        {**moment, "postal_code": "97400", "phone": phone(2)},
        {"planned_at": "2026-12-25T12:00+01:00", "phone": phone(3)},
    )
    assert (metro["public_holiday"], metro["local_holiday"]) == (False, False)
    assert (reunion["public_holiday"], reunion["local_holiday"]) == (False, True)
    assert (christmas["public_holiday"], christmas["local_holiday"]) == (True, False)


def test_the_numbers_of_one_person_are_kin_and_nobody_elses(tmp_path: Path) -> None:
    rows: Rows = [
        {"contact_id": "P1", "phone": phone(1)},
        {"contact_id": "P1", "phone": phone(2)},
        {"contact_id": "P2", "phone": phone(3)},
        {"contact_id": None, "phone": phone(4)},
        {"contact_id": None, "phone": phone(5)},
        {"contact_id": "P3", "phone": phone(6)},
        {"contact_id": "P3", "phone": phone(6)},
    ]
    with facts(write(tmp_path, {"contacts": rows})) as workspace:
        kin = set(workspace.rows("SELECT number - 33199000000, other - 33199000000 FROM kin"))
    assert kin == {(1, 2), (2, 1)}


def test_a_legal_form_is_read_whatever_its_writing(tmp_path: Path) -> None:
    written = ("S.A.R.L.", "sarl", " Société  civile", "SAS à capital variable", "-", "5499", None)
    found = contacts(
        tmp_path, *({"phone": phone(n), "legal_form": form} for n, form in enumerate(written, 1))
    )

    assert [each["legal_form"] for each in found] == [
        "sarl", "sarl", "societe civile", "sas a capital variable", None, "5499", None,
    ]  # fmt: skip


def test_a_number_of_a_consumer_in_one_list_and_of_a_professional_in_another_is_to_review(
    tmp_path: Path,
) -> None:
    file = write(tmp_path, {"consents": for_each([{}, {}])})
    for name, audience in (("a", None), ("b", "professional")):
        rows: Rows = [
            {"contact_id": f"{name}1", "phone": phone(1), "audience": audience},
            {"contact_id": f"{name}2", "phone": phone(2), "audience": "consumer"},
        ]
        write_rows(tmp_path / f"{name}.csv", rows)
    lists = (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))

    found = judged(file, data={"contacts": lists})

    assert found.verdicts == ["review", "allow", "review", "allow"]
    assert [each.count for each in found.findings("CL220")] == [2]


def test_what_is_wrong_with_a_number_is_said_by_a_rule_of_its_own(tmp_path: Path) -> None:
    cells = {
        "0199000001": None,
        "3,3612345678E+10": None,
        "15": "CL222",
        "118 218": "CL222",
        "3,36E+10": "CL223",
        "6.1234567e+08": "CL223",
        "0199000001 / 0199000002": "CL224",
        "01 99 00 00 01 ou 01 99 00 00 02": "CL224",
        "0199000001 (ancien)": "CL203",
        "0199": "CL203",
        "absent": "CL203",
        "0712345678": "CL203",
    }
    people: Rows = [{"contact_id": f"P{n}", "phone": cell} for n, cell in enumerate(cells)]
    found = judged(write(tmp_path, {"contacts": people}))
    wrong = {"CL203", "CL222", "CL223", "CL224"}
    said = [next(iter(wrong & set(each.breached)), None) for each in found.contacts]
    assert said == list(cells.values())
    assert all(len(wrong & set(each.breached)) <= 1 for each in found.contacts)


def test_every_way_a_number_fails_has_its_rule(tmp_path: Path) -> None:
    people: Rows = [{"contact_id": f"P{n}", "phone": cell} for n, cell in enumerate(REFUSED)]
    found = judged(write(tmp_path, {"contacts": people}))
    assert found.verdicts == ["block"] * len(REFUSED)
    for each in found.contacts:
        assert {"CL203", "CL222", "CL223", "CL224"} & set(each.breached), each.phone
