"""Columns of a file, found by name or as the campaign says; what cannot be certain is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from calllint.document import Place, Span
from calllint.facts.entries import Entry
from calllint.facts.errors import FactError
from calllint.facts.mapping import cell_sql, map_columns
from calllint.packs.canonical import KINDS, LAYOUTS

PLACE = Place("campaign.yaml", Span(40, 5, 40, 20))


def entry(kind: str = "contacts", **keys: Any) -> Entry:
    return Entry(kind, (Path("list.csv"),), ("data", kind, 0), PLACE, **keys)


def refusal(asked: Entry, *headers: str) -> str:
    with pytest.raises(FactError) as caught:
        map_columns(asked, headers, "list.csv")
    ((place, message),) = caught.value.problems
    assert set(message) == {"en", "fr"}
    assert message["en"] != message["fr"]
    return f"{place}: {message['en']}"


@pytest.mark.parametrize("kind", KINDS)
def test_canonical_names_are_found_by_themselves(kind: str) -> None:
    columns = LAYOUTS[kind].columns
    assert map_columns(entry(kind), columns, "list.csv") == {
        column: index for index, column in enumerate(columns)
    }


def test_case_and_blanks_of_headers_do_not_count() -> None:
    assert map_columns(entry(), (" Phone ", "POSTAL_CODE"), "list.csv") == {
        "phone": 0,
        "postal_code": 1,
    }


def test_other_columns_are_left_alone() -> None:
    assert map_columns(entry(), ("notes", "phone", "notes"), "list.csv") == {"phone": 1}


def test_columns_says_which_is_which_and_wins_over_the_name() -> None:
    asked = entry(columns={"phone": "Téléphone"})
    assert map_columns(asked, ("phone", "téléphone"), "list.csv") == {"phone": 1}


def test_a_list_without_a_phone_column_says_what_it_found_and_what_to_write() -> None:
    said = refusal(entry(), "name", "mobile")
    assert said.startswith("list.csv:1:1: no phone column among: name, mobile")
    assert "columns: {phone: …}" in said


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "contacts"])
def test_evidence_may_reach_people_by_their_contact_id(kind: str) -> None:
    assert map_columns(entry(kind), ("contact_id",), "list.csv") == {"contact_id": 0}


def test_a_contact_list_is_of_numbers() -> None:
    assert "no phone column" in refusal(entry(), "contact_id")


def test_two_columns_of_one_name_are_refused() -> None:
    said = refusal(entry(), "phone", "x", "Phone")
    assert said == (
        "list.csv:1:1: two columns are called `phone`, read as `phone`; rename one of them, or say "
        "which by its number, `columns: {phone: '#2'}`"
    )


def test_a_column_mapped_twice_is_refused_where_the_campaign_does_it() -> None:
    said = refusal(entry(columns={"phone": "tel", "postal_code": "TEL"}), "tel")
    assert said.startswith("campaign.yaml:40:5: the column `tel` of list.csv is mapped twice")


def test_a_column_given_by_columns_and_by_set_is_refused() -> None:
    asked = entry(columns={"phone": "tel", "audience": "who"}, constants={"audience": "consumer"})
    assert "both by `columns` and by `set`" in refusal(asked, "tel", "who")


def test_a_header_that_is_not_there_is_refused_with_the_nearest() -> None:
    said = refusal(entry(columns={"phone": "telephone"}), "Teléphone", "name")
    assert said.startswith("campaign.yaml:40:5: list.csv has no column `telephone` (for `phone`)")
    assert "did you mean `Teléphone`?" in said


@pytest.mark.parametrize("key", ["columns", "constants", "values"])
def test_a_column_no_list_of_the_kind_has_is_refused_with_the_nearest(key: str) -> None:
    given: Any = {"fone": {"a": "b"} if key == "values" else "phone"}
    said = refusal(entry(**{key: given}), "phone")
    assert "`contacts` has no column `fone`; did you mean `phone`?" in said


def read(asked: Entry, column: str, cell: str | None) -> str | None:
    found = {"phone": 0}
    query = f"SELECT {cell_sql(asked, column, found)} FROM (SELECT CAST(? AS VARCHAR) AS c0)"
    with duckdb.connect() as connection:
        ((value,),) = connection.execute(query, [cell]).fetchall()
    assert value is None or isinstance(value, str)
    return value


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_a_blank_cell_says_nothing(cell: str | None) -> None:
    assert read(entry(), "phone", cell) is None


def test_blanks_around_a_cell_do_not_count() -> None:
    assert read(entry(), "phone", "  01 99 ") == "01 99"


def test_a_column_the_file_has_not_is_blank_on_every_row() -> None:
    assert read(entry(), "siren", "x") is None


def test_set_gives_every_row_its_value_quotes_included() -> None:
    assert read(entry(constants={"siren": "l'an'"}), "siren", "x") == "l'an'"


def test_values_translates_whole_cells_and_leaves_the_others() -> None:
    asked = entry(values={"phone": {"Oui": "granted", "l'autre": "withdrawn"}})
    assert read(asked, "phone", " Oui ") == "granted"
    assert read(asked, "phone", "l'autre") == "withdrawn"
    assert read(asked, "phone", "oui, mais") == "oui, mais"
