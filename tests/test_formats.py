"""One list, written as people write lists: whatever the format, the verdicts are the same."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import openpyxl  # type: ignore[import-untyped]
import psycopg
import pytest

from calllint.engine import InputError
from calllint.facts.lists import load_lists
from tests.building import Judged, Lists, facts, judged, phone, run, write
from tests.postgres import server

HEADERS = ["contact_id", "phone", "postal_code", "Prénom", "note"]
ROWS = [
    ["P1", phone(1), "75011", "Zoé", "rappeler le 3, après 10h; très occupée"],
    ["P2", phone(2), "97400", "François", 'dit "non merci"'],
    ["P3", phone(3), "", "Noël", ""],
    ["P4", "12", "75011", "Hélène", "numéro coupé"],
    ["P5", "", "75011", "Ève", "à compléter"],
    ["P6", phone(1), "75011", "Zoé", "deux fois, hélas"],
    ["P7", phone(9), "13001", "Gaël", "s’est opposé à l’été"],
]
EVIDENCE: Lists = {
    "consents": [
        {"phone": phone(1)},
        {"phone": phone(2)},
        {"phone": phone(3), "at": None},
        {"phone": phone(9)},
    ],
    "suppressions": [{"phone": phone(9)}],
}

Rows: TypeAlias = list[list[str]]
Entry: TypeAlias = Mapping[str, Any]
Writer: TypeAlias = Callable[[Path, Rows], Entry]


def text(
    encoding: str = "utf-8",
    *,
    ending: str = "\n",
    above: str = "",
    bom: bytes = b"",
    header: bool = True,
    entry: Entry | None = None,
    **dialect: Any,
) -> Writer:
    """A CSV file in some dialect and encoding."""

    def writer(folder: Path, rows: Rows) -> Entry:
        out = io.StringIO(newline="")
        out.write(above)
        writing = csv.writer(out, lineterminator=ending, **dialect)
        writing.writerows([HEADERS, *rows] if header else rows)
        name = "list.csv"
        (folder / name).write_bytes(bom + out.getvalue().encode(encoding))
        return {"path": name, **(entry or {})}

    return writer


def packed(pack: Callable[[Path, bytes], str]) -> Writer:
    def writer(folder: Path, rows: Rows) -> Entry:
        plain = folder / str(text("cp1252", delimiter=";")(folder, rows)["path"])
        name = pack(folder, plain.read_bytes())
        plain.unlink()
        return {"path": name}

    return writer


def zipped(folder: Path, data: bytes) -> str:
    with zipfile.ZipFile(folder / "list.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/list.csv", data)
        archive.writestr("__MACOSX/export/._list.csv", b"\x00\x05")
    return "list.zip"


def gzipped(folder: Path, data: bytes) -> str:
    (folder / "list.csv.gz").write_bytes(gzip.compress(data))
    return "list.csv.gz"


def in_halves(folder: Path, rows: Rows) -> Entry:
    for name, part in (("a.csv", rows[:3]), ("b.csv", rows[3:])):
        (folder / str(text()(folder, part)["path"])).rename(folder / name)
    return {"path": "[ab].csv"}


def zipped_in_halves(folder: Path, rows: Rows) -> Entry:
    with zipfile.ZipFile(folder / "list.zip", "w") as archive:
        for name, part in (("1.csv", rows[:3]), ("2.csv", rows[3:])):
            text()(folder, part)
            archive.write(folder / "list.csv", name)
    return {"path": "list.zip"}


def json_lines(folder: Path, rows: Rows) -> Entry:
    found = [{k: v for k, v in zip(HEADERS, row, strict=True) if v} for row in rows]
    lines = [json.dumps(row, ensure_ascii=number % 2 == 0) for number, row in enumerate(found)]
    (folder / "list.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return {"path": "list.jsonl"}


def nested_json_lines(folder: Path, rows: Rows) -> Entry:
    lines = [
        json.dumps({"id": row[0], "person": {"phone": row[1] or None, "home": {"zip": row[2]}}})
        for row in rows
    ]
    (folder / "list.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns = {"contact_id": "id", "phone": "person.phone", "postal_code": "person.home.zip"}
    return {"path": "list.ndjson", "columns": columns}


def parquet(folder: Path, rows: Rows) -> Entry:
    text()(folder, rows)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{folder}/list.csv', all_varchar=true, header=true)) "
            f"TO '{folder}/list.parquet' (FORMAT parquet)"
        )
    return {"path": "list.parquet"}


def workbook(folder: Path, rows: Rows) -> Entry:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADERS, *rows]:
        sheet.append([int(cell) if cell.isdigit() and cell[0] != "0" else cell for cell in row])
    book.create_sheet("Feuil2")
    book.save(folder / "list.xlsx")
    return {"path": "list.xlsx"}


def named_sheet(folder: Path, rows: Rows) -> Entry:
    book = openpyxl.Workbook()
    book.active.append(["one", "other", "list"])
    sheet = book.create_sheet("À appeler")
    sheet.append([])
    for row in [HEADERS, *rows]:
        sheet.append(["", *row])
    book.save(folder / "list.xlsx")
    return {"path": "list.xlsx", "sheet": "À appeler"}


def sqlite(folder: Path, rows: Rows, name: str = "list.db") -> Entry:
    with closing(sqlite3.connect(folder / name)) as connection, connection:
        connection.execute(f"CREATE TABLE list ({', '.join(HEADERS)})")
        connection.executemany("INSERT INTO list VALUES (?, ?, ?, ?, ?)", rows)
    return {"path": name}


def queried_sqlite(folder: Path, rows: Rows) -> Entry:
    sqlite(folder, rows)
    with closing(sqlite3.connect(folder / "list.db")) as connection, connection:
        connection.execute("CREATE TABLE other (x)")
    query = "SELECT contact_id, phone AS tel, postal_code FROM list ORDER BY rowid"
    return {"path": "list.db", "query": query, "columns": {"phone": "tel"}}


FORMATS: dict[str, Writer] = {
    "commas": text(),
    "semicolons, Excel": text("cp1252", delimiter=";", ending="\r\n"),
    "semicolons, CSV UTF-8 of Excel": text(bom=b"\xef\xbb\xbf", delimiter=";", ending="\r\n"),
    "tabs, Unicode text of Excel": text("utf-16", delimiter="\t", ending="\r\n"),
    "UTF-16 without a mark": text("utf-16-le", delimiter="\t"),
    "UTF-16, big end first": text("utf-16-be", bom=b"\xfe\xff", delimiter="\t"),
    "UTF-32": text("utf-32"),
    "Mac, semicolons, Mac line ends": text("mac_roman", delimiter=";", ending="\r"),
    "Mac, as stated": text("mac_roman", entry={"encoding": "mac-roman"}),
    "bars": text(delimiter="|"),
    "a separator of one's own": text(delimiter="~", entry={"separator": "~"}),
    "sep= line": text(above="sep=;\r\n", delimiter=";", ending="\r\n"),
    "sep= line of another sign": text("cp1252", above='"sep=^"\n', delimiter="^"),
    "all quoted": text(quoting=csv.QUOTE_ALL, delimiter=";"),
    "single quotes": text(quotechar="'", quoting=csv.QUOTE_ALL, entry={"quote": "'"}),
    "no header": text(header=False, entry={"header": HEADERS}),
    "no header, sep= line, Excel": text(
        "cp1252", above="sep=;\n", header=False, delimiter=";", entry={"header": HEADERS}
    ),
    "gzip": packed(gzipped),
    "zip": packed(zipped),
    "two files": in_halves,
    "zip of two": zipped_in_halves,
    "JSON Lines": json_lines,
    "nested JSON Lines": nested_json_lines,
    "Parquet": parquet,
    "workbook": workbook,
    "sheet by its name": named_sheet,
    "SQLite": sqlite,
    "SQLite, a query": queried_sqlite,
}


def campaign(folder: Path, entry: Entry) -> Path:
    return write(folder, {**EVIDENCE, "contacts": None}, {"data": {"contacts": [dict(entry)]}})


def conclusions(found: Judged) -> list[tuple[object, ...]]:
    totals = found.report.totals
    assert totals.contacts == totals.allow + totals.review + totals.block + totals.unreadable
    return [
        (each.contact_id, each.phone, each.verdict, each.breached, each.unknown)
        for each in found.contacts
    ]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    folder = tmp_path_factory.mktemp("plain")
    found = conclusions(judged(campaign(folder, text()(folder, ROWS))))
    assert {verdict for _, _, verdict, _, _ in found} == {"allow", "review", "block"}
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_one_list_in_every_format_has_the_same_verdicts(
    name: str, expected: list[tuple[object, ...]], tmp_path: Path
) -> None:
    entry = FORMATS[name](tmp_path, ROWS)

    assert conclusions(judged(campaign(tmp_path, entry))) == expected


def test_cells_with_line_ends_keep_the_line_of_their_row(tmp_path: Path) -> None:
    rows = [[*row[:4], f"{row[4]}\nvu\n"] for row in ROWS]
    for encoding in ("utf-8", "cp1252", "utf-16"):
        (tmp_path / encoding).mkdir()
        writer = text(encoding, delimiter=";", above="sep=;\n")
        found = judged(campaign(tmp_path / encoding, writer(tmp_path / encoding, rows)))
        assert [each.line for each in found.contacts] == [3 + 3 * n for n in range(len(rows))]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("sep= line", 3),
        ("no header", 1),
        ("no header, sep= line, Excel", 2),
        ("sheet by its name", 3),
        ("JSON Lines", 1),
        ("Parquet", 1),
        ("SQLite", 1),
        ("Mac, semicolons, Mac line ends", 2),
    ],
)
def test_a_row_has_the_line_it_stands_on(name: str, first: int, tmp_path: Path) -> None:
    found = judged(campaign(tmp_path, FORMATS[name](tmp_path, ROWS)))
    assert [each.line for each in found.contacts] == [first + n for n in range(len(ROWS))]


def scattered(folder: Path, rows: int, columns: int) -> Entry:
    book = openpyxl.Workbook()
    for row in [HEADERS, *ROWS]:
        book.active.append(row)
    book.active.cell(rows, columns, "x")
    book.save(folder / "list.xlsx")
    return {"path": "list.xlsx"}


def test_cells_too_far_apart_for_any_memory_are_refused(tmp_path: Path) -> None:
    file = campaign(tmp_path, scattered(tmp_path, 1_048_576, 16_384))
    with pytest.raises(InputError, match="cells lie so far apart"):
        judged(file)


def test_a_row_that_no_sheet_has_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    entry = scattered(tmp_path, 900_001, 7)
    with zipfile.ZipFile(tmp_path / "list.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w") as book:
        for name, part in parts.items():
            book.writestr(name, part.replace(b"900001", b"90000100"))

    with pytest.raises(InputError, match="cells lie so far apart"):
        judged(campaign(tmp_path, entry))


def test_a_wide_sheet_is_read(tmp_path: Path, expected: list[tuple[object, ...]]) -> None:
    assert conclusions(judged(campaign(tmp_path, scattered(tmp_path, 1, 40)))) == expected


def test_a_list_from_a_pipe(tmp_path: Path) -> None:
    text("cp1252", delimiter=";")(tmp_path, ROWS)
    data = (tmp_path / "list.csv").read_bytes()
    for arguments in ([], ["--data", "contacts=-"]):
        file = campaign(tmp_path, {"path": "list.csv" if arguments else "-"})
        done = subprocess.run(
            [sys.executable, "-m", "calllint", str(file), "--format", "json", *arguments],
            input=data, capture_output=True, check=False,
        )  # fmt: skip
        report = json.loads(done.stdout)
        (contacts,) = [
            each for each in report["campaigns"][0]["lists"] if each["kind"] == "contacts"
        ]
        assert (contacts["file"], contacts["rows"]) == ("<stdin>", len(ROWS))


def test_two_lists_from_one_pipe_are_refused(tmp_path: Path) -> None:
    data = {"contacts": [{"path": "-"}], "consents": [{"path": "-"}]}
    file = write(tmp_path, {"contacts": None, "consents": None}, {"data": data})
    with pytest.raises(InputError, match=r"campaign\.yaml:\d+:\d+: two lists come from the pipe"):
        judged(file)


# A database


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as started:
        with psycopg.connect(started) as connection:
            names = [f'"{name}" text' for name in HEADERS]
            connection.execute(f"CREATE TABLE list (n serial, {', '.join(names)}, at timestamptz)")
            for row in ROWS:
                cells = [cell or None for cell in row]
                connection.execute(
                    "INSERT INTO list VALUES (default, %s, %s, %s, %s, %s, '2026-09-01 10:00+02')",
                    cells,
                )
        yield started


QUERY = 'SELECT contact_id, phone, postal_code, "Prénom", note FROM list ORDER BY n; '


def test_a_query_on_a_server_has_the_same_verdicts(
    dsn: str,
    expected: list[tuple[object, ...]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CRM_DSN", dsn)
    found = judged(campaign(tmp_path, {"dsn_env": "CRM_DSN", "query": QUERY}))
    assert conclusions(found) == expected
    assert [each.line for each in found.contacts] == list(range(1, len(ROWS) + 1))
    again = judged(campaign(tmp_path, {"dsn_env": "CRM_DSN", "query": QUERY}))
    assert again.report == found.report


def test_types_of_a_server_are_the_texts_a_list_would_hold(
    dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_DSN", dsn)
    query = "SELECT phone, at, 'granted' AS status, date '2027-01-01' AS expires_at FROM list"
    file = write(
        tmp_path,
        {"consents": None},
        {"data": {"consents": [{"dsn_env": "CRM_DSN", "query": query}]}},
    )
    with facts(file) as workspace:
        counts = workspace.files[-1].counts
        days = workspace.rows("SELECT DISTINCT given_on, time_known FROM consent_fact")
    assert (counts["unreadable_dates"], counts["zoneless_times"]) == (0, 0)
    assert [(str(day), timed) for day, timed in days] == [("2026-09-01", True)]


def test_a_day_and_a_time_of_a_server_are_one_moment(
    dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_DSN", dsn)
    query = (
        "SELECT phone, date '2026-09-01' AS day, CASE WHEN n > 1 THEN time '10:32' END AS clock "
        "FROM list ORDER BY n"
    )
    entry = {
        "dsn_env": "CRM_DSN",
        "query": query,
        "columns": {"at": "day"},
        "times": {"at": "clock"},
    }
    file = write(tmp_path, {"calls": None}, {"data": {"calls": [entry]}})
    with facts(file, load_lists) as workspace:
        found = workspace.rows("SELECT at_naive, at_time FROM list_calls ORDER BY row_id LIMIT 2")
    assert found == [(datetime(2026, 9, 1), False), (datetime(2026, 9, 1, 10, 32), True)]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * FROM nowhere", 'relation "nowhere" does not exist'),
        ("SELECT tel FROM list", 'column "tel" does not exist'),
        ("SELEC phone FROM list", "syntax error"),
        ("SELECT note::int AS phone FROM list", "InvalidTextRepresentation"),
        ("DELETE FROM list RETURNING phone", "syntax error"),
        ("SELECT 1) AS q; DELETE FROM list; SELECT (1", "failed"),
    ],
)
def test_a_query_that_fails_is_told_without_a_cell(
    dsn: str, query: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_DSN", dsn)
    with pytest.raises(InputError, match=r"campaign\.yaml:\d+:\d+: the query failed") as failed:
        judged(campaign(tmp_path, {"dsn_env": "CRM_DSN", "query": query}))
    assert said in str(failed.value)
    assert not any(row[4][:8] in str(failed.value) for row in ROWS if row[4])
    with psycopg.connect(dsn) as connection:
        assert connection.execute("SELECT count(*) FROM list").fetchone() == (len(ROWS),)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "the environment variable CRM_DSN is not set"),
        ("postgresql://u:secret-word@127.0.0.1:1/x", "cannot be reached"),
        ("postgresql://tester:secret-word@/nowhere?host={host}", "cannot be reached"),
        ("mysql://u:secret-word@localhost/x", "does not name a PostgreSQL server"),
        ("secret-word", "cannot be reached"),
    ],
)
def test_a_server_that_is_not_there_is_told_without_its_password(
    dsn: str, value: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CRM_DSN", raising=False)
    if value is not None:
        monkeypatch.setenv("CRM_DSN", value.replace("{host}", dsn.partition("host=")[2]))
    with pytest.raises(InputError, match=r"campaign\.yaml:\d+:\d+: ") as failed:
        judged(campaign(tmp_path, {"dsn_env": "CRM_DSN", "query": QUERY}))
    assert said in str(failed.value)
    assert "secret-word" not in str(failed.value)


@pytest.mark.parametrize("key", ["path", "dsn_env", "query"])
def test_a_password_in_the_file_is_an_error(key: str, tmp_path: Path) -> None:
    entry = {"dsn_env": "CRM_DSN", "query": "SELECT 1"} if key != "path" else {}
    file = campaign(tmp_path, {**entry, key: "postgresql://u:secret-word@host/crm"})
    done = run(file, "--lang", "en")
    assert done.returncode == 2
    assert "environment variable" in done.stdout + done.stderr
    assert "secret-word" not in done.stdout + done.stderr
