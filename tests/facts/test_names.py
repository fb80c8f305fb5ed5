"""Advertisers and centres are matched the same way in Python and in the database."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calllint.facts.names import fold, fold_sql, same_party

LETTERS = st.characters(codec="utf-8", max_codepoint=0x6FF, exclude_categories=("Cn", "Cs", "Cc"))
WORDS = st.one_of(
    st.text(LETTERS, max_size=8),
    st.sampled_from(
        [
            "SA",
            "S.A.",
            "sas",
            "S.A.R.L.",
            "SARL AU",
            "GmbH & Co. KG",
            "Ltd",
            "S.p.A.",
            "Société anonyme",
            "Œuvres",
            "ΕΛΛΑΣ",
            "Straße",
            "İstanbul",
            "Télécom",
        ]
    ),
)
NAMES = st.lists(WORDS, max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize(
    "written",
    [
        "Télécom Exemple SA",
        "TELECOM EXEMPLE",
        "S.A. Télécom Exemple",
        "télécom-exemple s.a.s.",
        "  Telecom   Exemple, SASU ",
        "SARL Télécom Exemple",
        "Télécom Exemple S.A.R.L.",
        "Te\u0301le\u0301com Exemple",
        "«Télécom Exemple» S. à r.l.",
        "Télécom Exemple SARL d'AU",
        "Telecom Exemple GmbH & Co. KG",
        "Telecom Exemple Ltd.",
        "Telecom Exemple Pty Ltd",
        "Telecom Exemple Inc.",
        "Telecom Exemple S.p.A.",
        "Telecom Exemple S.r.l.",
        "Telecom Exemple, S.L.",
        "Telecom Exemple B.V.",
        "Telecom Exemple AG",
        "EURL Telecom Exemple",
    ],
)
def test_one_company_however_it_is_written(written: str) -> None:
    assert fold(written) == "telecom exemple"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("SAS", "sas"),
        ("S.A.", "s a"),
        ("Sarl Conseil", "conseil"),
        ("AG Insurance", "ag insurance"),  # AG stands before the name of no German company
        ("Sarah SCI", "sarah"),
        ("Salsa", "salsa"),
        ("Cœur & Fils", "coeur fils"),
        ("L\u2019Atelier d'Été", "l atelier d ete"),
        ("Groupe 3F", "groupe 3f"),
        ("شركة أطلس", "شركة اطلس"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_what_is_left_of_a_name(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_different_companies_stay_different() -> None:
    names = ["Atlas Contact SARL", "Atlas Contacts SARL", "Atlas SARL", "Contact Atlas SARL"]

    assert len({fold(name) for name in names}) == len(names)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=20))
@example(["İSTANBUL A", "ǅ", "ﬁn", "ΣΑΣ ς", "ǰ", "a\u0345", "SA SA SA", "x sa sarl"])
def test_python_and_sql_fold_alike(connection: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    rows = connection.execute(
        f"SELECT name, {fold_sql('name')} FROM (SELECT unnest($1::VARCHAR[]) AS name)", [names]
    ).fetchall()

    assert rows == [(name, fold(name)) for name in names]


def test_sql_keeps_null(connection: duckdb.DuckDBPyConnection) -> None:
    query = f"SELECT {fold_sql('CAST(NULL AS VARCHAR)')}"

    assert connection.execute(query).fetchall() == [(None,)]


@given(NAMES)
def test_a_folded_name_is_plain(name: str) -> None:
    folded = fold(name)

    assert folded == " ".join(folded.split())
    assert all(letter.isalnum() or letter == " " for letter in folded)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (("Télécom Exemple SA", None), ("TELECOM EXEMPLE", None), True),
        (("Télécom Exemple SA", None), ("Banque Exemple", None), False),
        # Ids decide where both are given, whatever the names say.
        (("X", "siren:999000102"), ("Y", "SIREN: 999 000 102"), True),
        (("X", "siren:999000102"), ("X", "siren:999000103"), False),
        # An id on one side only: names.
        (("X SA", "siren:999000102"), ("x", None), True),
        (("X SA", "siren:999000102"), ("x", "  "), True),
        # Nothing to compare.
        (("X", None), (None, None), None),
        (("X", None), (None, "siren:999000102"), None),
        ((None, None), ("X", None), None),
        (("X", None), ("…", None), None),
        ((None, None), (None, None), None),
    ],
)
def test_same_party(
    a: tuple[str | None, str | None], b: tuple[str | None, str | None], same: bool | None
) -> None:
    assert same_party(*a, *b) is same
    assert same_party(*b, *a) is same
