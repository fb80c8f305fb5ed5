"""Suppressions: found however the number is written, and for as long as they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.building import Cell, Rows, digits, facts, for_each, people, phone, write

FOREVER = date(9999, 12, 31)


def suppressed(folder: Path, rows: Rows, contacts: Rows, **options: Any) -> dict[int, date]:
    lists = {"contacts": contacts, "suppressions": rows}
    with facts(write(folder, lists), **options) as workspace:
        return dict(workspace.rows("SELECT number, until FROM suppressed ORDER BY number"))


def test_a_suppression_matches_in_every_way_a_number_is_written(tmp_path: Path) -> None:
    ways = [
        "0199000001",
        "01 99 00 00 01",
        "01.99.00.00.01",
        "01-99-00-00-01",
        "+33199000001",
        "+33 (0)1 99 00 00 01",
        "0033 199000001",
        "tel:+33199000001",
        "33199000001",
        "199000001",
        "199000001.0",
        "'0199000001",
        "\N{NO-BREAK SPACE}01\N{NO-BREAK SPACE}99\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}00 01",
    ]
    # The n-th way is written for the n-th number; half the contacts are written that way too.
    written = [
        way.replace("00 01", f"00 {n:02}")
        .replace("00-01", f"00-{n:02}")
        .replace("00.01", f"00.{n:02}")
        .replace("000001", f"0000{n:02}")
        for n, way in enumerate(ways, 1)
    ]
    rows: Rows = [{"phone": way} for way in written]
    contacts: Rows = [
        {"contact_id": None, "phone": written[-n] if n % 2 else phone(len(ways) + 1 - n)}
        for n in range(1, len(ways) + 1)
    ]
    found = suppressed(tmp_path, rows, contacts)
    assert sorted(found) == [digits(n) for n in range(1, len(ways) + 1)]


def test_overseas_numbers_match_as_they_are_dialled_at_home_and_abroad(tmp_path: Path) -> None:
    contacts: Rows = [{"phone": "+262692123456"}, {"phone": "0690123456"}]
    rows: Rows = [{"phone": "0692 12 34 56"}, {"phone": "+590 690 12 34 56"}]
    assert sorted(suppressed(tmp_path, rows, contacts)) == [262692123456, 590690123456]


def test_how_long_a_suppression_lasts_against_the_judged_days(tmp_path: Path) -> None:
    cases: list[tuple[dict[str, Cell], date | None]] = [
        ({"since": "2026-09-01", "until": None}, FOREVER),
        ({"since": None, "until": None}, FOREVER),
        ({"since": "one day", "until": "one day"}, FOREVER),
        ({"since": "2026-09-01", "until": "for good"}, FOREVER),
        ({"since": "2026-09-01", "until": "2026-11-22"}, None),
        ({"since": "2026-09-01", "until": "2026-11-23"}, date(2026, 11, 23)),
        ({"since": "2026-11-27", "until": None}, FOREVER),
        ({"since": "2026-11-28", "until": None}, None),
    ]
    rows = for_each([cells for cells, _ in cases])
    found = suppressed(tmp_path, rows, people(len(cases)))
    assert [found.get(digits(n)) for n in range(1, len(cases) + 1)] == [end for _, end in cases]


def test_the_longest_of_several_counts(tmp_path: Path) -> None:
    rows: Rows = [
        {"until": "2026-11-24"},
        {"until": "2026-12-24"},
        {"until": "2026-11-25"},
    ]
    assert suppressed(tmp_path, rows, people(1)) == {digits(1): date(2026, 12, 24)}


def test_a_suppression_is_of_the_person_over_all_numbers(tmp_path: Path) -> None:
    contacts: Rows = [
        *people(3),
        {"contact_id": "P1", "phone": phone(11)},
        {"contact_id": "P2", "phone": phone(12)},
    ]
    rows: Rows = [{"phone": phone(11)}, {"phone": None, "contact_id": "P2"}]
    found = suppressed(tmp_path, rows, contacts)
    assert sorted(found) == [digits(n) for n in (1, 2, 11, 12)]


def test_what_came_after_the_moment_of_knowledge_is_ignored_by_local_day(tmp_path: Path) -> None:
    rows = for_each([{"since": "2026-11-23"}, {"since": "2026-11-24"}, {"since": "2026-11-25"}])
    found = suppressed(tmp_path, rows, people(3), known_at="2026-11-24T00:30+01:00")
    assert sorted(found) == [digits(1), digits(2)]
