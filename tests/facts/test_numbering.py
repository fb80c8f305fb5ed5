"""Numbers outside every block that was allotted, from a regulator's file or one's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.engine import InputError
from calllint.phones.blocks import Blocks
from tests.building import Rows, facts, for_each, judged, run, write

REAL = Path(__file__).parents[3] / "shared" / "data" / "MAJNUM_2026-04.csv"
EXCERPT = """\
EZABPQM;Tranche_Debut;Tranche_Fin;Mnémo;Territoire;Date_Attribution
01990;0199000000;0199099999;FRTE;Métropole;01/01/2017
0692;0692000000;0692999999;SRR;"La Réunion";02/03/2015
050841;0508410000;0508419999;SPMT;"Saint Pierre et Miquelon";22/04/2024
07000;07000000000000;07000009999999;FRTE;National;17/04/2026
118218;118218;118218;XXXX;National;01/01/2017

3003;3003;3003;XXXX;National;01/01/2017
"""
"""The form of the real file, not its contents."""


def excerpt(folder: Path, text: str = EXCERPT, encoding: str = "cp1252") -> Path:
    path = folder / "blocks.csv"
    path.write_text(text, encoding=encoding)
    return path


def allotted(file: Path, numbering: Path) -> dict[int, bool | None]:
    with facts(file, data={"numbering": (str(numbering),)}) as workspace:
        return dict(workspace.rows("SELECT number, allotted FROM contact_fact ORDER BY row_id"))


WRITTEN = """\
01 99 00 00 01
0199100000
0692123456
+33692123456
0693123456
0508412345
07000000000001
07000100000000
+212612345678
+590690123456
15
"""
CONTACTS: Rows = [
    {"contact_id": f"P{n}", "phone": written} for n, written in enumerate(WRITTEN.splitlines())
]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_a_number_is_in_a_block_or_in_none_or_the_file_does_not_speak_of_it(
    tmp_path: Path, encoding: str
) -> None:
    file = write(tmp_path, {"contacts": CONTACTS})
    assert allotted(file, excerpt(tmp_path, encoding=encoding)) == {
        33199000001: True,
        33199100000: False,
        262692123456: True,
        262693123456: False,
        508412345: True,
        337000000000001: True,
        337000100000000: False,
        212612345678: None,
        590690123456: None,
        None: None,
    }


def test_ones_own_file_has_numbers_with_their_country_code(tmp_path: Path) -> None:
    own = excerpt(tmp_path, "last,first\n+32471999999,+32471000000\n33199000001,33199000000\n")
    contacts: Rows = [{"phone": "+32 471 12 34 56"}, {"phone": "+32472123456"}, {}]
    file = write(tmp_path, {"contacts": contacts})
    assert list(allotted(file, own).values()) == [True, False, True]


def test_the_campaign_names_the_file_and_the_report_says_what_was_found(tmp_path: Path) -> None:
    excerpt(tmp_path)
    contacts: Rows = [{}, {"contact_id": "P2", "phone": "0199100000"}]
    consents: Rows = [*for_each([{}]), {"phone": "0199100000"}]
    caller = {
        "number": "+33199100001",
        "assigned_to": "advertiser",
        "mandate": "M",
        "operator_listed": True,
    }
    changes = {"data": {"numbering": "blocks.csv"}, "dialer": {"caller_ids": [caller]}}
    file = write(tmp_path, {"contacts": contacts, "consents": consents}, changes)

    found = judged(file)

    (number,), (shown,) = found.findings("CL221"), found.findings("CL120")
    assert (number.count, number.severity, shown.severity) == (1, "warning", "warning")
    assert number.values["allotted_until"] == date(2026, 4, 17)
    assert found.verdicts == ["allow", "allow"]
    assert [each.kind for each in found.report.lists][-1] == "numbering"
    ended = run(file, "--lang", "en")
    assert "the file's latest allotment is of 17 April 2026" in " ".join(ended.stdout.split())


def test_without_a_file_nothing_is_said(tmp_path: Path) -> None:
    found = judged(write(tmp_path))
    assert not found.findings("CL221")
    assert not found.findings("CL120")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ":1:1: this is not a file of allotted blocks"),
        ("phone\n0199000001\n", "names neither `Tranche_Debut` and `Tranche_Fin`, nor `first`"),
        ("first,last\n", ":1:1: the file holds no block"),
        ("first,last\n33199000000,33199999999\n33,\n", ":3:1: `last` holds no number"),
        ("first,last\n33199000009,33199000000\n", ":2:1: the block on this line does not end"),
        ("first,last,allotted_on\n33,34,1/1/26\n", ":2:1: `allotted_on` is not a date"),
        (
            "Tranche_Debut;Tranche_Fin\n0620000000;0639999999\n",
            ":2:1: the block on this line does not end after it begins, in one range",
        ),
    ],
)
def test_a_file_that_is_none_of_blocks_is_refused_with_its_line(
    tmp_path: Path, text: str, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        allotted(write(tmp_path), excerpt(tmp_path, text))
    assert expected in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        judged(write(tmp_path, changes={"data": {"numbering": ["elsewhere.csv"]}}))


@settings(max_examples=40, deadline=None)
@given(
    blocks=st.lists(st.tuples(st.integers(100, 300), st.integers(0, 30)), min_size=1, max_size=8),
    digits=st.integers(90, 340),
)
def test_a_number_is_allotted_if_some_block_holds_it(
    blocks: list[tuple[int, int]], digits: int
) -> None:
    base = 33_199_000_000
    ends = [(base + first, base + first + size) for first, size in blocks]
    found = Blocks.of(ends, None).allotted(base + digits)
    assert found == any(first <= base + digits <= last for first, last in ends)


@pytest.mark.skipif(not REAL.exists(), reason=f"the regulator's file is not at {REAL}")
def test_the_real_file_is_read_whole_and_holds_no_number_of_fiction(tmp_path: Path) -> None:
    starts = ("019900", "026191", "035301", "046571", "053649", "063998")
    rows: Rows = [
        {"contact_id": f"P{n}", "phone": f"{start}0123"} for n, start in enumerate(starts)
    ]
    real: Rows = [{"contact_id": "R", "phone": "0692 00 00 00"}]
    file = write(tmp_path, {"contacts": [*rows, *real]})
    with facts(file, data={"numbering": (str(REAL),)}) as workspace:
        blocks = workspace.blocks
        found = workspace.rows("SELECT allotted FROM contact_fact ORDER BY row_id")
        assert workspace.files[-1].rows == 19_991
    assert found == [(False,)] * len(starts) + [(True,)]
    assert blocks is not None
    assert (blocks.until, sorted(blocks.codes)) == (
        date(2026, 4, 17),
        [33, 262, 508, 590, 594, 596],
    )
    # Whatever part of the file is a block as dialled is a block as read.
    connection = duckdb.connect()
    size = "sum(CAST(Tranche_Fin AS BIGINT) - CAST(Tranche_Debut AS BIGINT) + 1)"
    (written,) = connection.execute(
        f"SELECT {size} FROM read_csv('{REAL}', encoding='latin-1', all_varchar=true) "
        "WHERE length(Tranche_Debut) >= 10"
    ).fetchall()[0]
    assert sum(last - first + 1 for first, last in blocks.spans) == written
