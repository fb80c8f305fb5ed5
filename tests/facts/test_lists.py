"""Lists into tables: every row kept, each cell typed, what could not be read counted."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from calllint.engine import InputError
from tests.building import ROWS, digits, facts, judged, phone, write, write_rows


def test_every_kind_has_its_rows_counted_and_its_digest(tmp_path: Path) -> None:
    with facts(write(tmp_path, {"suppressions": [{}, {"phone": phone(2)}]})) as workspace:
        read = {stats.kind: stats for stats in workspace.files}
    assert {kind: stats.rows for kind, stats in read.items()} == {
        "contacts": 1,
        "consents": 1,
        "suppressions": 2,
    }
    assert all(len(stats.sha256) == 64 and not stats.unreadable_rows for stats in read.values())


def test_cells_that_cannot_be_read_are_counted_by_what_they_should_hold(tmp_path: Path) -> None:
    consents = [
        {"at": "yesterday", "status": "oui", "source": "phone call"},
        {"at": "2026-09-01 10:00", "expires_at": "2027-13-01"},
        {"phone": "06 12"},
        {"phone": "0199000001 (ancien)"},
        {"phone": "O199000001"},
    ]
    with facts(write(tmp_path, {"consents": consents})) as workspace:
        counts = next(stats.counts for stats in workspace.files if stats.kind == "consents")
    assert counts == {
        "unreadable_dates": 2,
        "unknown_values": 2,
        "zoneless_times": 1,
        "unreadable_phones": 2,
        "unreached_against": 0,
        "repaired_numbers": 1,
    }


def test_several_files_are_one_list_in_the_order_they_are_named(tmp_path: Path) -> None:
    file = write(tmp_path)
    for name, numbers in (("b.csv", [3, 4]), ("a.csv", [1, 2])):
        write_rows(tmp_path / name, [{**ROWS["contacts"], "phone": phone(n)} for n in numbers])
    found = judged(file, data={"contacts": (f"{tmp_path}/b.csv", f"{tmp_path}/a.csv")})
    assert [(Path(each.file).name, each.line, each.phone[-1]) for each in found.contacts] == [
        ("b.csv", 2, "3"),
        ("b.csv", 3, "4"),
        ("a.csv", 2, "1"),
        ("a.csv", 3, "2"),
    ]


def test_a_glob_reads_every_file_it_matches_sorted(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    for name, number in (("p2", 2), ("p1", 1)):
        write_rows(tmp_path / "parts" / f"{name}.csv", [{"phone": phone(number)}])
    file = write(tmp_path, changes={"data": {"contacts": [{"path": "parts/*.csv"}]}})
    with facts(file) as workspace:
        assert [stats.path.name for stats in workspace.files if stats.kind == "contacts"] == [
            "p1.csv",
            "p2.csv",
        ]


def test_dates_and_timezone_of_an_entry_say_how_its_moments_are_written(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        {"consents": [{"at": "1/9/2026 00:30"}]},
        entries={"consents": {"dates": "%d/%m/%Y", "timezone": "Indian/Reunion"}},
    )
    with facts(file) as workspace:
        assert workspace.rows("SELECT given_on, time_known FROM consent_fact") == [
            (date(2026, 8, 31), True)  # in Paris, where the person lives
        ]


def test_a_time_without_offset_is_read_in_the_zone_of_the_pack(tmp_path: Path) -> None:
    with facts(write(tmp_path, {"requests": [{"agreed_at": "2026-11-24 10:30"}]})) as workspace:
        assert workspace.rows("SELECT moment FROM agreed") == [(datetime(2026, 11, 24, 9, 30),)]


def write_parquet(path: Path, query: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def test_typed_moments_of_parquet(tmp_path: Path) -> None:
    cases = {
        "DATE '2026-09-01'": (date(2026, 9, 1), False),
        "TIMESTAMP '2026-09-01 23:30:00'": (date(2026, 9, 1), True),
        "TIMESTAMPTZ '2026-09-01 23:30:00+00'": (date(2026, 9, 2), True),
        "TIMESTAMPTZ '2026-09-01 23:30:00.123456+02'": (date(2026, 9, 1), True),
        "TIMESTAMP_S '2026-09-01 10:00:00'": (date(2026, 9, 1), True),
        "TIMESTAMP_NS '2026-09-01 10:00:00.5'": (date(2026, 9, 1), True),
        "CAST(NULL AS TIMESTAMP)": (None, None),
    }
    for number, moment in enumerate(cases):
        write_parquet(
            tmp_path / f"{number}.parquet",
            f"SELECT '{phone(1)}' AS phone, 'granted' AS status, {moment} AS at",
        )
    file = write(tmp_path, changes={"data": {"consents": [{"path": "*.parquet"}]}})
    with facts(file) as workspace:
        found = workspace.rows("SELECT given_on, time_known FROM consent_fact ORDER BY record_id")
        unreadable = [each.counts["unreadable_dates"] for each in workspace.files]
    assert dict(zip(cases, found, strict=True)) == cases
    assert not any(unreadable)


def test_phones_that_are_numbers_in_parquet(tmp_path: Path) -> None:
    for kind in ("BIGINT", "DOUBLE", "HUGEINT", "VARCHAR"):
        write_parquet(
            tmp_path / f"{kind}.parquet",
            f"SELECT CAST(n AS {kind}) AS phone FROM (VALUES (33199000001), (199000002)) AS t(n)",
        )
    file = write(tmp_path, changes={"data": {"contacts": [{"path": "*.parquet"}]}})
    with facts(file) as workspace:
        found = [row[0] for row in workspace.rows("SELECT number FROM contact ORDER BY row_id")]
    assert found == [digits(1), digits(2)] * 4


def test_rows_are_never_lost_between_the_file_and_the_verdicts(tmp_path: Path) -> None:
    text = (
        "contact_id,phone,postal_code\r\n"
        f"A,{phone(1)},75011\r\n"
        f'B,{phone(2)},"75\n011"\r\n'
        "C\r\n"
        "\r\n"
        "D,,75011\r\n"
        f'E,"{phone(1)},75011\r\n'
        f"F,{phone(1)},75011,\r\n"
    )
    found = judged(write(tmp_path, {"contacts": text}))
    totals = found.report.totals
    assert [(each.line, each.contact_id) for each in found.contacts] == [
        (2, "A"),
        (3, "B"),
        (5, None),
        (7, "D"),
        (8, None),
        (9, "F"),
    ]
    assert (totals.contacts, totals.unreadable) == (6, 2)
    assert totals.contacts == totals.allow + totals.review + totals.block + totals.unreadable
    assert all(each.verdict != "allow" for each in found.contacts if each.contact_id is None)
    (finding,) = found.findings("CL201")
    assert (finding.count, [line for _, line in finding.lines]) == (2, [5, 8])


def test_an_unreadable_row_of_evidence_stands_against_the_campaign(tmp_path: Path) -> None:
    text = f"phone,since\n{phone(9)},2026-09-01\nragged\n"
    found = judged(write(tmp_path, {"suppressions": text}))
    (finding,) = found.findings("CL001")
    assert (finding.outcome, finding.severity, finding.count) == ("breach", "error", None)


@pytest.mark.parametrize("kind", ["contacts", "consents", "calls", "suppressions"])
def test_a_declared_list_that_is_not_there_is_refused_at_its_entry(
    tmp_path: Path, kind: str
) -> None:
    file = write(tmp_path, {kind: [{}]})
    (tmp_path / f"{kind}.csv").unlink()
    with pytest.raises(InputError, match=rf"campaign\.yaml:\d+:\d+: .*{kind}\.csv does not exist"):
        judged(file)


def test_a_path_goes_no_detour_unless_a_link_leads_elsewhere(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "contacts.csv").write_text(f"phone\n{phone(1)}\n", encoding="utf-8")
    data = {"data": {"contacts": ["../lists/contacts.csv"]}}
    straight = write(tmp_path / "campaigns", {"contacts": None}, data)
    assert judged(straight).contacts[0].file == (lists / "contacts.csv").as_posix()

    (tmp_path / "far/campaigns").mkdir(parents=True)
    (tmp_path / "far/lists").mkdir()
    (tmp_path / "far/lists/contacts.csv").write_text(f"phone\n{phone(2)}\n", encoding="utf-8")
    write(tmp_path / "far/campaigns", {"contacts": None}, data)
    (tmp_path / "link").symlink_to(tmp_path / "far/campaigns", target_is_directory=True)
    (contact,) = judged(tmp_path / "link/campaign.yaml").contacts
    assert contact.phone == f"+{digits(2)}"
