"""Every cell of a list comes back as written, with the line it stands on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.facts.errors import FactError
from calllint.facts.sources import csvfile, parquet
from calllint.facts.sources.scan import digest, scan_text
from calllint.facts.sources.table import fill


class Read(NamedTuple):
    headers: tuple[str, ...]
    rows: list[tuple[int, bool, tuple[str, ...]]]
    """Line, readable, cells; a blank cell is an empty text."""

    @property
    def lines(self) -> list[int]:
        return [line for line, _, _ in self.rows]

    @property
    def unreadable(self) -> list[int]:
        return [line for line, readable, _ in self.rows if not readable]


class Reader:
    """Reads texts as lists, one file after another."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "list.csv"
        self.temp = folder / "temp"
        self.temp.mkdir()
        self.connection = duckdb.connect(":memory:")

    def csv(self, content: str | bytes) -> Read:
        data = content.encode() if isinstance(content, str) else content
        self.path.write_bytes(data)
        scan = scan_text(self.path, "list.csv", self.temp)
        dialect = csvfile.sniff(scan.path, "list.csv")
        source = csvfile.source(self.connection, dialect, scan, self.temp, self.path)
        self.connection.execute("DROP TABLE IF EXISTS filled")
        source = fill(
            self.connection, "filled", source, lambda query: f"SELECT * FROM {query}", "list.csv"
        )
        source.close()
        rows = self.connection.execute("SELECT * FROM filled ORDER BY rowid").fetchall()
        return _read(dialect.headers, rows)

    def parquet(self, query: str) -> Read:
        path = self.path.with_suffix(".parquet")
        self.connection.execute("SET TimeZone = 'Asia/Tokyo'")  # of no consequence
        self.connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
        source = parquet.source(self.connection, path, "list.parquet")
        rows = self.connection.execute(f"SELECT * FROM {source.query}").fetchall()
        return _read(source.headers, rows)


def _read(headers: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Read:
    return Read(
        headers,
        [
            (position + 2 if line is None else line, readable, tuple(c or "" for c in cells))
            for position, (line, readable, *cells) in enumerate(rows)
        ],
    )


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    reader = Reader(tmp_path_factory.mktemp("sources"))
    yield reader
    reader.connection.close()


CELLS = st.text(st.sampled_from("aé0 \"',;\t|+-#\n"), max_size=6)


@settings(deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6),
    delimiter=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    newline=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
    closed=st.booleans(),
)
def test_what_a_csv_writer_wrote_is_read_cell_for_cell_with_its_line(
    reader: Reader,
    rows: list[list[str]],
    delimiter: str,
    quoting: int,
    newline: str,
    bom: bool,
    closed: bool,
) -> None:
    text = io.StringIO(newline="")
    dialect: Any = {"delimiter": delimiter, "quoting": quoting, "lineterminator": newline}
    writer = csv.writer(text, **dialect)
    writer.writerow(["phone", "note", "x"])
    expected = []
    for row in rows:
        expected.append((text.getvalue().count("\n") + 1, True, tuple(row)))
        writer.writerow(row)
    written = text.getvalue() if closed else text.getvalue().removesuffix(newline)
    read = reader.csv(("\ufeff" if bom else "") + written)
    assert read == Read(("phone", "note", "x"), expected)


@settings(deadline=None)
@given(
    rows=st.lists(st.lists(st.sampled_from(["1", "", '"', 'a"', '"b', '"c"', " "]), max_size=4)),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_however_broken_a_line_is_it_is_one_row_or_part_of_one_and_every_row_is_counted(
    reader: Reader, rows: list[list[str]], newline: str
) -> None:
    lines = ["p,q", *(",".join(row) for row in rows)]
    read = reader.csv(newline.join(lines))
    assert read.lines == sorted(set(read.lines)), "two rows on one line"
    starts = [*read.lines, len(lines) + 1]
    # Between two rows stand only blank lines, and the rest of a quoted cell.
    for line, following in zip([1, *read.lines], starts, strict=True):
        rest = lines[line : following - 1]
        assert not any(rest) or '"' in lines[line - 1], (line, rest)
    for line, readable, cells in read.rows:
        plain = lines[line - 1].split(",")
        if '"' not in lines[line - 1]:
            while len(plain) > 2 and not plain[-1].strip():
                plain.pop()
            assert readable == (len(plain) == 2), lines[line - 1]
            assert cells == (tuple(plain) if readable else ("", ""))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_the_header(reader: Reader, delimiter: str) -> None:
    text = f"phone{delimiter}name\n0199000001{delimiter}a b\n"
    assert reader.csv(text) == Read(("phone", "name"), [(2, True, ("0199000001", "a b"))])


def test_a_delimiter_inside_quotes_parts_nothing(reader: Reader) -> None:
    read = reader.csv('"last, first, middle";phone\n"a, b, c";01\n')
    assert read == Read(("last, first, middle", "phone"), [(2, True, ("a, b, c", "01"))])


@pytest.mark.parametrize("text", ["phone,x\n1,2", "phone,x\n1,2\n", "\ufeffphone,x\r\n1,2\r\n"])
def test_a_bom_crlf_and_a_missing_last_newline_change_nothing(reader: Reader, text: str) -> None:
    assert reader.csv(text) == Read(("phone", "x"), [(2, True, ("1", "2"))])


def test_blank_lines_are_no_rows_but_count_as_lines(reader: Reader) -> None:
    assert reader.csv("p,q\n\n1,2\n\n\n3,4\n\n").lines == [3, 6]


def test_blank_lines_are_no_rows_in_a_list_of_one_column_either(reader: Reader) -> None:
    read = reader.csv("phone\n\n01\n\n02\n\n")
    assert read == Read(("phone",), [(3, True, ("01",)), (5, True, ("02",))])


def test_ragged_rows_are_unreadable_and_a_trailing_delimiter_is_not(reader: Reader) -> None:
    read = reader.csv("p,q\n1\n2,3,4\n5,6,\n7,8\n")
    assert read.lines == [2, 3, 4, 5]
    assert read.unreadable == [2, 3]
    assert read.rows[2:] == [(4, True, ("5", "6")), (5, True, ("7", "8"))]


def test_a_quotation_mark_that_never_closes_costs_its_own_line(reader: Reader) -> None:
    read = reader.csv('p,q\n1,"two\n3,4\n5,6\n')
    assert read.unreadable == [2]
    assert [cells for _, readable, cells in read.rows if readable] == [("3", "4"), ("5", "6")]


def test_a_quotation_mark_left_open_in_a_long_file_does_not_swallow_it(reader: Reader) -> None:
    many = "".join(f"{number},x\n" for number in range(1000))
    read = reader.csv(f'p,q\n1,"two\n{many}')
    assert read.unreadable == [2]
    assert len(read.rows) == 1001


def test_a_header_on_two_lines_is_one_header(reader: Reader) -> None:
    read = reader.csv('"phone\n(home)",q\n1,2\n3,4\n')
    assert read == Read(("phone\n(home)", "q"), [(3, True, ("1", "2")), (4, True, ("3", "4"))])


def test_a_cell_too_long_to_be_one_makes_its_row_unreadable(reader: Reader) -> None:
    read = reader.csv('p,q\n1,"' + "z" * 3_000_000 + '"\n2,3\n')
    assert read.unreadable == [2]
    assert read.rows[1] == (3, True, ("2", "3"))


def test_a_header_alone_is_an_empty_list(reader: Reader) -> None:
    assert reader.csv("phone,q\n") == Read(("phone", "q"), [])


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n"])
def test_an_empty_file_is_said_to_be_empty(reader: Reader, content: bytes) -> None:
    with pytest.raises(FactError, match=r"list\.csv: the file is empty"):
        reader.csv(content)


def test_a_first_line_without_a_name_is_refused(reader: Reader) -> None:
    with pytest.raises(FactError, match=r"list\.csv:1:1: the first line names no column"):
        reader.csv("\nphone\n01\n")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"p\x00\x00\n", 1),
        (b"p,q\n1,2\n3,\x00\n", 3),
        (b"p,q\n1,\xe9\n3,\x00\n", 3),
    ],
)
def test_binary_files_are_refused_with_their_line(
    reader: Reader, content: bytes, line: int
) -> None:
    with pytest.raises(FactError, match=rf"list\.csv:{line}:1: this is not text"):
        reader.csv(content)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["é", "a", "\n", "€", "😀"]), max_size=40).map("".join))
def test_text_is_never_taken_for_a_wrong_encoding(reader: Reader, text: str) -> None:
    content = f"p{text}\n"
    reader.path.write_text(content, encoding="utf-8", newline="")
    scan = scan_text(reader.path, "list.csv", reader.temp)
    assert scan.lines == content.count("\n")
    assert scan.sha256 == digest(reader.path)


def test_parquet_cells_are_the_texts_a_csv_would_hold(reader: Reader) -> None:
    read = reader.parquet(
        "SELECT 33199000001::BIGINT AS phone, DATE '2026-09-01' AS day, "
        "TIMESTAMP '2026-09-01 10:12:05' AS naive, true AS yes, NULL::VARCHAR AS nothing, "
        "'0199000001' AS text"
    )
    assert read.headers == ("phone", "day", "naive", "yes", "nothing", "text")
    assert read.rows == [
        (1, True, ("33199000001", "2026-09-01", "2026-09-01 10:12:05", "true", "", "0199000001"))
    ]


@pytest.mark.parametrize("hours", [-10, 0, 1, 4])
def test_a_parquet_instant_is_written_in_utc_whatever_the_zone_of_the_machine(
    reader: Reader, hours: int
) -> None:
    moment = datetime(2026, 9, 1, 10, 12, 5, tzinfo=timezone(timedelta(hours=hours)))
    read = reader.parquet(f"SELECT TIMESTAMPTZ '{moment.isoformat()}' AS at")
    utc = moment.astimezone(timezone.utc).replace(tzinfo=None)
    assert read.rows == [(1, True, (f"{utc.isoformat(sep=' ')}Z",))]


def test_the_line_of_a_parquet_row_is_its_number(reader: Reader) -> None:
    read = reader.parquet("SELECT range AS phone FROM range(5000)")
    assert read.rows == [(n + 1, True, (str(n) or "",)) for n in range(5000)]


def test_a_file_that_is_no_parquet_is_refused(reader: Reader) -> None:
    path = reader.path.with_suffix(".parquet")
    path.write_text("phone\n01\n", encoding="utf-8")
    with pytest.raises(FactError, match=r"list\.parquet: this is not a Parquet file"):
        parquet.source(reader.connection, path, "list.parquet")


def test_dates_in_parquet_read_back_as_dates(reader: Reader) -> None:
    read = reader.parquet("SELECT DATE '2026-09-01' + CAST(range AS INTEGER) AS d FROM range(3)")
    assert [date.fromisoformat(cells[0]) for _, _, cells in read.rows] == [
        date(2026, 9, 1 + n) for n in range(3)
    ]
