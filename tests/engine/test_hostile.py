"""A pack is words of a small language, never SQL; and rules run where there is nothing to reach."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from calllint.engine import Options, judge
from calllint.packs import PackError, load_pack
from tests.building import judged, phone, run, write, write_pack

HOSTILE = [
    "read_csv('/etc/passwd') is not null",
    "current_setting('temp_directory') = 'x'",
    "getenv('HOME') = 'x'",
    "exists (select 1 from contact)",
    "phone in (select phone from contact)",
    "(select count(*) from contact) > 0",
    "main.contact is null",
    "information_schema.tables is null",
    "duplicate; drop table contact",
    "duplicate -- and nothing more",
    "duplicate /* or */",
    "duplicate::int = 1",
    "cast(duplicate as int) = 1",
    'duplicate or "contact"."phone" is null',
    "phone_kind ~ '.*'",
    "regexp_matches(phone_kind, '.*')",
    "postal_code like $limit || '%'",
    "local_from / 0 > 1",
    "case when duplicate then true end",
    "coalesce(duplicate, true)",
    "row_id = 1",
    "number = 33199000001",
    "phone_kind in table('/etc/passwd')",
    "$HOME = 'x'",
    "x'00' = 'a'",
    "e'\\x00' = 'a'",
    "duplicate or @variable",
    "duplicate and ?",
    "contact_id = ''' or 1=1 --",
]


@pytest.mark.parametrize("condition", HOSTILE)
@pytest.mark.parametrize("key", ["applies", "breach"])
def test_a_hostile_condition_is_refused_with_its_file_and_line(
    tmp_path: Path, condition: str, key: str
) -> None:
    rule: dict[str, Any] = {"id": "HX101", "breach": "duplicate", key: condition}
    folder = write_pack(tmp_path / "house", rule)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    lines = (folder / "house/HX101-hx101.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith(f"{key}:"))
    for place, message in caught.value.problems:
        assert re.match(rf".*HX101-hx101\.yaml:{line}:\d+$", str(place)), (place, message)
        assert set(message) == {"en", "fr"}


@pytest.mark.parametrize(
    "definition", ["read_csv('x')", "(select 1)", "duplicate; drop table contact", "glob('*')"]
)
def test_so_is_a_hostile_definition(tmp_path: Path, definition: str) -> None:
    folder = write_pack(tmp_path / "house", {"id": "HX101", "breach": "duplicate"})
    with (folder / "pack.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f"definitions:\n  bad:\n    is: {definition}\n    doc: Bad.\n")
    with pytest.raises(PackError, match=r"pack\.yaml:8:"):
        load_pack(folder)


def test_the_command_refuses_a_hostile_pack_before_it_reads_a_list(tmp_path: Path) -> None:
    house = write_pack(
        tmp_path / "house",
        {"id": "HX101", "breach": HOSTILE[0]},
        {"id": "HX102", "breach": HOSTILE[3]},
    )
    file = write(tmp_path)
    (tmp_path / "contacts.csv").write_bytes(b"\x00")  # never looked at
    ended = run(file, "--rules", house, "--lang", "en")
    said = ended.stdout + ended.stderr
    assert ended.returncode == 2
    assert re.search(r"HX101-hx101\.yaml:\d+:\d+: error: ", said)
    assert re.search(r"HX102-hx102\.yaml:\d+:\d+: error: ", said)
    assert "Traceback" not in said
    assert "contacts.csv" not in said


def test_texts_of_a_rule_and_of_a_list_stay_texts(tmp_path: Path) -> None:
    text = "75'); DROP TABLE contact; --"
    quoted = text.replace("'", "''")
    house = write_pack(
        tmp_path / "house",
        {"id": "HX101", "breach": f"postal_code = '{quoted}'", "severity": "warning"},
        {"id": "HX102", "breach": f"postal_code in ('{quoted}')", "severity": "warning"},
        {"id": "HX103", "breach": f"postal_code like '%{quoted}'", "severity": "warning"},
    )
    contacts = [{"postal_code": text}, {"contact_id": "P2", "phone": phone(2)}]
    found = judged(write(tmp_path, {"contacts": contacts}), rules=(house,), select=("HX",))
    assert [each.breached for each in found.contacts] == [("HX101", "HX102", "HX103"), ()]


REACHING = [
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM glob('/etc/*')",
    "COPY (SELECT 1) TO '{file}'",
    "ATTACH '{file}' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
]


def test_while_rules_run_the_database_reaches_nothing_outside(tmp_path: Path) -> None:
    file = write(tmp_path)
    with judge(file, Options()) as judgement:
        for sql in REACHING:
            with pytest.raises(duckdb.Error):
                judgement.workspace.execute(sql.format(file=tmp_path / "contacts.csv"))


def test_a_run_without_lists_has_no_database(tmp_path: Path) -> None:
    with judge(write(tmp_path), Options(without_data=True)) as judgement:
        assert judgement.workspace.database is None


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    file = write(tmp_path / "campaign", {"contacts": 'phone\n"01\n"\n01,02\n'})
    with judge(file, Options(temp_dir=temp)) as judgement:
        assert judgement.report.totals.contacts == 2
        assert list(temp.iterdir())
    assert list(temp.iterdir()) == []
