"""A day and its time in two columns are one moment; without its time, a day is no midnight."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.engine import InputError
from calllint.facts.joined import joined, joined_sql
from calllint.facts.lists import load_lists
from tests.building import facts, judged, phone, write

NOON = datetime(2026, 11, 3, 12)
Moment = tuple[datetime | None, bool | None, bool]


def in_bulk(cells: list[tuple[str | None, str | None]]) -> list[str | None]:
    days, times = zip(*cells, strict=True)
    with duckdb.connect() as connection:
        query = f"SELECT {joined_sql('d', 't')} FROM (SELECT unnest($1::VARCHAR[]) AS d, "
        found = connection.execute(query + "unnest($2::VARCHAR[]) AS t)", [days, times])
        return [cell for (cell,) in found.fetchall()]


@pytest.mark.parametrize(
    ("day", "clock", "cell"),
    [
        ("03/11/2026", "10:32", "03/11/2026 10:32"),
        ("2026-11-03", "10:32:05.250", "2026-11-03 10:32:05.250"),
        ("2026-11-03", "10:32:05+01:00", "2026-11-03 10:32:05+01:00"),
        ("03/11/2026", "9:05", "03/11/2026 09:05"),
        ("03/11/2026", "9h05", "03/11/2026 09:05"),
        ("03/11/2026", "10 H 32", "03/11/2026 10:32"),
        ("11/03/2026", "2:05 PM", "11/03/2026 02:05 PM"),
        # A time on the day zero of a spreadsheet or a database.
        ("03/11/2026", "1899-12-30 10:32:00", "03/11/2026 10:32:00"),
        ("03/11/2026", "1900-01-01T10:32", "03/11/2026 10:32"),
        ("03/11/2026", "30/12/1899 10:32:00", "03/11/2026 10:32:00"),
        # Days that are written as midnights.
        ("2026-11-03 00:00:00.000", "10:32", "2026-11-03 10:32"),
        ("2026-11-03T00:00:00", "", "2026-11-03"),
        ("11/3/2026 12:00:00 AM", "", "11/3/2026"),
        ("2026-11-03", "", "2026-11-03"),
        ("2026-11-03", "00:00", "2026-11-03 00:00"),
        # The day has its time already, or the time its day.
        ("03/11/2026 10:32:05", "10:32", "03/11/2026 10:32:05"),
        ("03/11/2026", "03/11/2026 10:32", "03/11/2026 10:32"),
        # What contradicts itself, or is half a moment, is not read.
        ("03/11/2026 10:32", "11:00", "03/11/2026 10:32 11:00"),
        ("", "10:32", "10:32"),
        ("03/11/2026", "midi", "03/11/2026 midi"),
    ],
)
def test_two_cells_are_one(day: str, clock: str, cell: str) -> None:
    assert joined(day, clock).strip() == cell
    assert in_bulk([(day or None, clock or None)]) == [cell]


CELLS = st.one_of(
    st.sampled_from(["", "10:32", "9h05", "2026-11-03", "2026-11-03 00:00", "1899-12-30 10:32"]),
    st.text("0123456789:-/ hTAMam.", max_size=20).map(str.strip),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20))
def test_bulk_and_single_joining_agree(cells: list[tuple[str, str]]) -> None:
    given_ = [(day or None, clock or None) for day, clock in cells]
    assert [cell or "" for cell in in_bulk(given_)] == [
        joined(day, clock).strip() for day, clock in cells
    ]


ROWS = [
    (date(2026, 11, 3), time(12)),
    (date(2026, 11, 3), None),
    (None, time(12)),
    (None, None),
]
READ: list[Moment] = [
    (NOON, True, False),
    (datetime(2026, 11, 3), False, False),
    (None, None, True),
    (None, None, False),
]
KEYS = {"columns": {"at": "Date"}, "times": {"at": "Heure"}}
Writer = Callable[[Path], Mapping[str, Any]]


def text(folder: Path) -> Mapping[str, Any]:
    lines = [
        f"{phone(1)};{day.strftime('%d/%m/%Y') if day else ''};{clock or ''}\n"
        for day, clock in ROWS
    ]
    (folder / "calls.csv").write_text("phone;Date;Heure\n" + "".join(lines), encoding="utf-8")
    return {"path": "calls.csv", "dates": "%d/%m/%Y"}


def parquet(folder: Path) -> Mapping[str, Any]:
    with duckdb.connect() as connection:
        connection.execute('CREATE TABLE t (phone VARCHAR, "Date" DATE, "Heure" TIME)')
        rows = [[phone(1), *row] for row in ROWS]
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        connection.execute(f"COPY t TO '{folder}/calls.parquet' (FORMAT parquet)")
    return {"path": "calls.parquet"}


def workbook(folder: Path) -> Mapping[str, Any]:
    book = openpyxl.Workbook()
    for row in [("phone", "Date", "Heure"), *((phone(1), *row) for row in ROWS)]:
        book.active.append(row)
    book.save(folder / "calls.xlsx")
    return {"path": "calls.xlsx"}


def french_workbook(folder: Path) -> Mapping[str, Any]:
    return {**workbook(folder), "dates": "%d/%m/%Y"}


def json_lines(folder: Path) -> Mapping[str, Any]:
    with (folder / "calls.jsonl").open("w", encoding="utf-8") as out:
        for row in ROWS:
            day, clock = (None if cell is None else cell.isoformat() for cell in row)
            out.write(json.dumps({"phone": phone(1), "Date": day, "Heure": clock}) + "\n")
    return {"path": "calls.jsonl"}


def sqlite(folder: Path) -> Mapping[str, Any]:
    with closing(sqlite3.connect(folder / "calls.db")) as connection, connection:
        connection.execute("CREATE TABLE calls (phone, Date, Heure)")
        for row in ROWS:
            cells = [None if cell is None else cell.isoformat() for cell in row]
            connection.execute("INSERT INTO calls VALUES (?, ?, ?)", [phone(1), *cells])
    return {"path": "calls.db"}


def moments(file: Path, kind: str = "calls") -> list[Moment]:
    with facts(file, load_lists) as workspace:
        return workspace.rows(f"SELECT at_naive, at_time, at_bad FROM list_{kind} ORDER BY row_id")


@pytest.mark.parametrize(
    "writer", [text, parquet, workbook, french_workbook, json_lines, sqlite],
    ids=lambda one: one.__name__,
)  # fmt: skip
def test_every_source_joins_them(writer: Writer, tmp_path: Path) -> None:
    entry = {**writer(tmp_path), **KEYS}
    assert moments(write(tmp_path, {"calls": None}, {"data": {"calls": [entry]}})) == READ


def test_a_clock_that_is_put_back_or_forward_is_as_for_any_moment(tmp_path: Path) -> None:
    cells = ["2026-03-29 02:30", "2026-10-25 02:30", "2026-10-25 03:30", "2026-11-03 12:00"]
    queries = []
    for name, header, rows in (
        ("one", "at", cells),
        ("two", "Date,Heure", [cell.replace(" ", ",") for cell in cells]),
    ):
        lines = [f"{phone(1)},granted,{row}\n" for row in rows]
        file = write(
            tmp_path / name,
            {"consents": f"phone,status,{header}\n" + "".join(lines)},
            entries={"consents": KEYS if name == "two" else {}},
        )
        with facts(file) as workspace:
            asked = "SELECT given_on, time_known FROM consent_fact ORDER BY record_id"
            utc = "SELECT at_utc FROM consents_reached ORDER BY row_id"
            queries.append((workspace.rows(asked), workspace.rows(utc)))
    assert queries[0] == queries[1]
    assert len(set(queries[0][1])) == len(cells)


def test_a_consent_whose_time_is_blank_has_none_and_says_so(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        {"consents": f"phone,status,Date,Heure\n{phone(1)},granted,2026-09-01,\n"},
        entries={"consents": KEYS},
    )
    assert moments(file, "consents") == [(datetime(2026, 9, 1), False, False)]
    assert judged(file).findings("FR113")  # the time of a consent is missing


def test_a_time_that_cannot_be_read_leaves_no_moment_and_is_counted(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        {"calls": f"phone,Date,Heure\n{phone(1)},2026-11-03,25:00\n"},
        entries={"calls": KEYS},
    )
    assert moments(file) == [(None, None, True)]
    (finding,) = judged(file).findings("CL003")
    assert "`Date + Heure` → `at`" in finding.values.values()


def test_where_reads_the_day_of_both(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        {"calls": f"phone,Date,Heure\n{phone(1)},2026-11-03,12:00\n{phone(1)},2026-08-03,12:00\n"},
        entries={"calls": {**KEYS, "where": "at >= 2026-10-01"}},
    )
    assert moments(file) == [(NOON, True, False)]


def test_a_profile_knows_them_and_stands_back_where_the_entry_says_which_is_the_moment(
    tmp_path: Path,
) -> None:
    rows = "Téléphone;Date;Saisi le;Heure\n0199000001;03/11/2026;04/11/2026;12:00\n"
    for columns, read in (
        ({}, (NOON, True, False)),
        ({"at": "Saisi le"}, (datetime(2026, 11, 4), False, False)),
    ):
        entry = {"profile": "excel-fr", "columns": columns}
        file = write(tmp_path, {"calls": rows}, entries={"calls": entry})
        assert moments(file) == [read]


def test_a_heading_that_may_be_a_time_is_a_moment_where_nothing_else_gives_the_day(
    tmp_path: Path,
) -> None:
    for rows in (
        "Phone,Call Time\n0199000001,2026-11-03 12:00\n",
        "Phone,Date,Call Time\n0199000001,2026-11-03,12:00\n",
        "Phone,Date,Call Time\n0199000001,2026-11-03,2026-11-03 12:00\n",
    ):
        file = write(tmp_path, {"calls": rows}, entries={"calls": {"profile": "export-en"}})
        assert moments(file) == [(NOON, True, False)]


@pytest.mark.parametrize(
    ("kind", "entry", "said"),
    [
        ("calls", {"times": {"at": "Heure"}}, "`Heure` of"),
        ("calls", {"columns": {"at": "Date"}, "times": {"at": "Heures"}}, "mean `Heure`?"),
        ("calls", {"columns": {"at": "Date"}, "times": {"at": "Date"}}, "is mapped twice"),
        ("suppressions", {"columns": {"since": "Date"}, "times": {"at": "Heure"}}, "is no moment"),
        ("contacts", {"times": {"at": "Heure"}}, "planned_at"),
        ("calls", {"times": {"outcome": "Heure"}}, "outcome"),
    ],
)
def test_what_cannot_be_joined_is_refused(
    kind: str, entry: Mapping[str, Any], said: str, tmp_path: Path
) -> None:
    rows = f"phone,Date,Heure\n{phone(1)},2026-11-03,12:00\n"
    with pytest.raises(InputError) as caught:
        judged(write(tmp_path, {kind: rows}, entries={kind: entry}))
    (problem,) = caught.value.problems
    assert said in problem.message["en"]
    assert problem.message["fr"] != problem.message["en"]
