"""An index answers for what it was made from, and for nothing else."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import calllint
from calllint.engine.cancall import default_index
from calllint.engine.cancall.origin import Origin
from tests import building
from tests.building import phone

TUESDAY = "2026-11-24T11:00"


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    file = building.write(tmp_path / "campaign", {"calls": building.for_each([{}])})
    calllint.prepare(file)
    return file


def refused(file: Path, options: calllint.Options | None = None) -> str:
    with pytest.raises(calllint.StaleIndexError) as caught:
        calllint.open_index(file, options)
    (problem,) = caught.value.problems
    assert "calllint prepare" in problem.message["fr"]
    return problem.message["en"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of another kind")
def test_it_is_its_owners_alone(campaign: Path) -> None:
    index = default_index(campaign)

    assert stat.S_IMODE(index.stat().st_mode) == 0o600
    assert stat.S_IMODE(index.parent.stat().st_mode) == 0o700
    assert (index.parent / ".gitignore").read_text() == "*\n"


def test_it_says_how_many_numbers_it_knows(tmp_path: Path) -> None:
    file = building.write(tmp_path, {"contacts": [*building.people(3), {"contact_id": "again"}]})
    prepared = calllint.prepare(file)

    assert prepared.numbers == 3
    assert prepared.path == default_index(file)
    assert prepared.report.totals.contacts == 4


@pytest.mark.parametrize("name", ["contacts.csv", "calls.csv", "campaign.yaml"])
def test_another_list_or_campaign_makes_it_stale(campaign: Path, name: str) -> None:
    changed = campaign.parent / name
    changed.write_text(changed.read_text() + "\n", encoding="utf-8")

    assert name in refused(campaign)
    with pytest.raises(calllint.StaleIndexError):
        calllint.can_call(campaign, phone(1), TUESDAY)


def test_a_list_of_the_same_size_and_other_bytes_makes_it_stale(campaign: Path) -> None:
    calls = campaign.parent / "calls.csv"
    calls.write_text(calls.read_text().replace("no_answer", "refused  "), encoding="utf-8")

    assert "calls.csv" in refused(campaign)


def test_a_list_that_was_only_touched_does_not(campaign: Path) -> None:
    os.utime(campaign.parent / "calls.csv")

    calllint.open_index(campaign).close()


def test_another_file_of_a_pattern_makes_it_stale(tmp_path: Path) -> None:
    file = building.write(
        tmp_path, {"calls": building.for_each([{}])}, {"data": {"calls": ["calls*.csv"]}}
    )
    calllint.prepare(file)
    shutil.copy(tmp_path / "calls.csv", tmp_path / "calls-2.csv")

    assert "calls-2.csv" in refused(file)


def test_other_options_make_it_stale(campaign: Path) -> None:
    said = refused(campaign, calllint.Options(ignore=("CL204",), known_at="2026-11-20"))

    assert "ignore" in said
    assert "known-at" in said


def test_other_rules_make_it_stale(campaign: Path, tmp_path: Path) -> None:
    rule = {"id": "HS101", "breach": "postal_code = '75011'"}
    house = building.write_pack(tmp_path / "house", rule)

    assert "house" in refused(campaign, calllint.Options(rules=(house,)))


def test_another_version_makes_it_stale(campaign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calllint.engine.cancall.origin.__version__", "2027.1")

    assert "another version" in refused(campaign)


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be read as one"])
def test_what_is_no_index_is_refused(campaign: Path, content: bytes) -> None:
    default_index(campaign).write_bytes(content)

    assert "not an index" in refused(campaign)


def test_an_index_of_another_layout_is_refused(campaign: Path) -> None:
    with sqlite3.connect(default_index(campaign)) as connection:
        connection.execute("UPDATE meta SET value = '{}' WHERE name = 'frame'")

    assert "not an index" in refused(campaign)


def test_where_there_is_none_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(calllint.InputError, match="calllint prepare"):
        calllint.open_index(building.write(tmp_path))


def test_it_moves_with_its_campaign(campaign: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(campaign.parent, elsewhere)

    with calllint.open_index(elsewhere / campaign.name) as index:
        assert index.can_call(phone(1), TUESDAY).verdict == "allow"


def test_a_list_that_changes_meanwhile_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = building.write(tmp_path)
    first = Origin.of

    def changing(*given: object, **named: object) -> Origin:
        found = first(*given, **named)  # type: ignore[arg-type]
        (tmp_path / "contacts.csv").write_text("phone\n0199000001\n", encoding="utf-8")
        return found

    monkeypatch.setattr(Origin, "of", changing)
    with pytest.raises(calllint.InputError):
        calllint.prepare(file)

    assert [each.name for each in default_index(file).parent.iterdir()] == [".gitignore"]


def test_the_one_before_stays_until_another_is_whole(
    campaign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = default_index(campaign).read_bytes()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("calllint.engine.cancall.index.fill", full)
    with pytest.raises(calllint.UncheckedError):
        calllint.prepare(campaign)

    assert default_index(campaign).read_bytes() == before
    assert len(list(default_index(campaign).parent.iterdir())) == 2


def test_threads_may_share_one(campaign: Path) -> None:
    with calllint.open_index(campaign) as index, ThreadPoolExecutor(8) as pool:
        hours = [f"2026-11-24T{hour:02}:00" for hour in range(8, 22)] * 20
        answers = list(pool.map(lambda at: index.can_call(phone(1), at).verdict, hours))

        assert answers == [index.can_call(phone(1), at).verdict for at in hours]


def test_lists_are_read_whatever_a_configuration_says(campaign: Path) -> None:
    options = calllint.Options(without_data=True)

    assert calllint.can_call(campaign, phone(1), TUESDAY, options).allowed
    assert calllint.can_call(campaign, phone(1), TUESDAY, options, index=False).allowed
