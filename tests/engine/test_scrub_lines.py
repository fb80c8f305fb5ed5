"""Lines put together in the database are those that Python's ``csv`` would write, byte for byte."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.engine.scrub.cells import PEOPLE, Dialect, inert, row_file
from calllint.engine.scrub.lines import cell_of, cells_text, line_of
from calllint.engine.scrub.verdicts import PLAIN
from calllint.report.mask import mask_id

CELLS = st.lists(st.none() | st.text(st.sampled_from("aé0 ;,\t|\"'=+@-\n\r＝\x1f"), max_size=6))
DIALECTS = [
    Dialect(),
    PEOPLE,
    Dialect("|", newline="\r\n", quote_all=True),
    Dialect("\t", quote=""),
    Dialect(";", "'"),
]
IDS = st.text(st.sampled_from("aZé0123456789 @.-+(\n"), max_size=14)


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


@pytest.mark.parametrize("dialect", DIALECTS, ids=range(len(DIALECTS)))
@given(cells=CELLS.filter(lambda cells: len(cells) > 1 or bool(cells and cells[0])))
@settings(deadline=None)
def test_a_line_is_the_one_a_file_of_rows_holds(
    dialect: Dialect,
    cells: list[str | None],
    database: duckdb.DuckDBPyConnection,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    # Python before 3.13 leaves a bare line end unquoted that is not the file's own.
    cells = [cell and cell.replace("\r", "\n") for cell in cells]
    cells = cells if "\n" in dialect.newline else [cell and cell.strip("\n") for cell in cells]
    path = tmp_path_factory.getbasetemp() / "rows"
    with row_file(path, dialect, ()) as file:
        file.write(cells)
    marks = [f"${place + 1}" for place in range(len(cells))]
    (line,) = database.execute(f"SELECT {line_of(marks, dialect)}", cells).fetchall()[0]
    assert dialect.mark + line.encode() == path.read_bytes()


@given(cell=st.none() | st.text(st.sampled_from("aé0 ;\"'=+@-\n＝"), max_size=6))
@settings(deadline=None)
def test_a_cell_is_quoted_and_no_formula(
    cell: str | None, database: duckdb.DuckDBPyConnection
) -> None:
    sql = cell_of("CAST($1 AS VARCHAR)", PEOPLE, inert=True)
    (text,) = database.execute(f"SELECT {sql}", [cell]).fetchall()[0]
    assert text == cells_text([inert("" if cell is None else cell)], PEOPLE)


@given(
    contact_id=IDS, number=st.from_regex(r"33[1-9][0-9]{8}", fullmatch=True), alike=st.booleans()
)
@settings(deadline=None)
def test_an_id_that_is_not_asked_about_would_be_shown_as_it_is(
    contact_id: str, number: str, alike: bool, database: duckdb.DuckDBPyConnection
) -> None:
    contact_id += number[-8:] if alike else ""
    query = f"SELECT {PLAIN} FROM (SELECT $1 AS contact_id, CAST($2 AS BIGINT) AS number)"
    (plain,) = database.execute(query, [contact_id, number]).fetchall()[0]
    assert not plain or mask_id(contact_id, f"+{number}") == contact_id


def test_usual_ids_are_not_asked_about(database: duckdb.DuckDBPyConnection) -> None:
    """Otherwise Python would look at every row of a large list."""
    for contact_id in ("C00079472", "1234567", "CRM-2026-000123", "x1", None):
        query = f"SELECT {PLAIN} FROM (SELECT $1 AS contact_id, 33199000001 AS number)"
        assert database.execute(query, [contact_id]).fetchall() == [(True,)]
