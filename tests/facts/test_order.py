"""The rows of a list keep the order of their file: it says on which line each of them stands.

The database reads a long file in parts, on several threads; the list below has several parts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from calllint.facts.lists import load_lists
from tests import building
from tests.building import phone

ROWS = 800_000
"""Rows of more than thirty bytes: three parts of eight megabytes."""
WHERE = "postal_code in ('75001', '75002', '75003', '75004', '75005', '75006', '75007', '75008')"


def contacts() -> str:
    rows = (f"{n},{phone(n % 1000)},consumer,consent,7500{n % 10}\n" for n in range(ROWS))
    return "contact_id,phone,audience,ground,postal_code\n" + "".join(rows)


@pytest.mark.parametrize("where", [None, WHERE])
def test_rows_stand_in_the_order_of_their_file(where: str | None, tmp_path: Path) -> None:
    entries = {"contacts": {"where": where}} if where else None
    file = building.write(tmp_path, {"contacts": contacts()}, entries=entries)
    with building.facts(file, load_lists) as workspace:
        rows, moved = workspace.rows(
            "SELECT count(*), count(*) FILTER (line <> CAST(contact_id AS BIGINT) + 2) "
            "FROM list_contacts"
        )[0]
    assert rows >= ROWS // 2
    assert moved == 0
