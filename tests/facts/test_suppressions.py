"""Suppressions: found however the number is written, and for as long as they say."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from calllint.engine import InputError
from tests.building import Cell, Rows, digits, facts, for_each, judged, people, phone, write

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


# Hashed numbers

KEY = "clé d'opposition"


def hashed(number: str, key: str = KEY) -> bytes:
    return hmac.new(key.encode(), number.encode(), hashlib.sha256).digest()


def as_hex(digest: bytes) -> str:
    return digest.hex()


def as_capitals(digest: bytes) -> str:
    return digest.hex().upper()


def as_base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def as_url(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@pytest.mark.parametrize(
    ("write_hash", "key"),
    [(as_hex, KEY), (as_capitals, "k" * 64), (as_base64, "long " * 20), (as_url, "k")],
)
def test_a_hashed_number_is_found_beside_numbers_in_clear(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write_hash: Callable[[bytes], str],
    key: str,
) -> None:
    monkeypatch.setenv("OPTOUT_KEY", key)
    rows: Rows = [
        {"phone": write_hash(hashed("+33199000001", key))},
        {"phone": "01 99 00 00 02"},
        {"phone": write_hash(hashed("+33199000077", key))},
        {"phone": write_hash(hashed("0199000003", key))},
        {"phone": write_hash(hashed("+262692123456", key)), "until": "2026-11-25"},
        {"phone": write_hash(hashed("nobody's", key)), "contact_id": "P4"},
    ]
    contacts: Rows = [*people(4), {"contact_id": "P5", "phone": "0692 12 34 56"}]
    file = write(
        tmp_path,
        {"contacts": contacts, "suppressions": rows},
        entries={"suppressions": {"hmac_key_env": "OPTOUT_KEY"}},
    )
    with facts(file) as workspace:
        assert workspace.rows("SELECT number, until FROM suppressed ORDER BY number") == [
            (digits(1), FOREVER),
            (digits(2), FOREVER),
            (digits(4), FOREVER),
            (262692123456, date(2026, 11, 25)),
        ]
        counts = next(each.counts for each in workspace.files if each.kind == "suppressions")
    assert (counts["hashed_numbers"], counts["hashed_matched"]) == (5, 2)
    assert counts["unreached_against"] == 0


def test_a_hash_without_its_key_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: Rows = [{"phone": as_hex(hashed("+33199000001"))}]
    entries: list[dict[str, str]] = [{}, {"hmac_key_env": "OPTOUT_KEY"}]
    said = []
    for entry in entries:
        for value in ("", None):
            monkeypatch.delenv("OPTOUT_KEY", raising=False)
            if value is not None:
                monkeypatch.setenv("OPTOUT_KEY", value)
            with pytest.raises(InputError) as caught:
                judged(write(tmp_path, {"suppressions": rows}, entries={"suppressions": entry}))
            (problem,) = caught.value.problems
            said.append(problem.message["en"])
            assert problem.place.file.endswith("campaign.yaml")
    assert all("hmac_key_env: OPTOUT_KEY" in text for text in said[:2])
    assert all("OPTOUT_KEY is not set or is empty" in text for text in said[2:])


def test_a_key_is_asked_for_only_where_there_is_a_hash(tmp_path: Path) -> None:
    entries = {"suppressions": {"hmac_key_env": "OPTOUT_KEY"}}
    assert judged(write(tmp_path, {"suppressions": [{}]}, entries=entries)).verdicts == ["block"]


def test_only_suppressions_are_hashed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="only suppressions may hold hashed numbers"):
        judged(write(tmp_path, entries={"consents": {"hmac_key_env": "OPTOUT_KEY"}}))


def test_a_key_that_fits_nobody_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTOUT_KEY", "another key")
    rows: Rows = [{"phone": as_hex(hashed("+33199000001"))}]
    file = write(
        tmp_path,
        {"suppressions": rows},
        entries={"suppressions": {"hmac_key_env": "OPTOUT_KEY"}},
    )
    found = judged(file)
    assert found.verdicts == ["allow"]
    assert len(found.findings("CL021")) == 1
