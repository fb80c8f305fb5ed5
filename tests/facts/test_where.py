"""Which rows of a file are read: `where`, and what it does with rows it cannot tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calllint.document import load_text
from calllint.engine import InputError
from calllint.facts.errors import FactError
from calllint.facts.lists import load_lists
from calllint.facts.where import Where, folded, kept_sql
from tests.building import facts, judged, people, phone, run, write, write_rows

LIST = (
    "contact_id,phone,Statut du compte,Âge,postal_code\n"
    f"A,{phone(1)},actif,31,75011\n"
    f"B,{phone(2)},clos,45,97400\n"
    f"C,{phone(3)},,27,69001\n"
    f"D,{phone(4)},actif\n"
)


def kept(folder: Path, where: str, kind: str = "contacts", text: str = LIST, **more: Any) -> str:
    """The ids that are read; `?` for a row that cannot be."""
    file = write(folder, {kind: text}, entries={kind: {"where": where, **more}})
    with facts(file, load_lists) as workspace:
        found = workspace.rows(f"SELECT contact_id, line FROM list_{kind} ORDER BY row_id")
        (stats,) = [each for each in workspace.files if each.kind == kind]
        assert stats.rows == len(found)
        assert stats.rows + stats.left_out == len(text.splitlines()) - 1
        lines = text.splitlines()
        for contact_id, line in found:
            assert lines[line - 1].startswith(contact_id or "D,")
    return "".join(contact_id or "?" for contact_id, _ in found)


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        ("statut_du_compte = 'actif'", "A?"),
        ("not statut_du_compte = 'actif'", "B?"),
        ("statut_du_compte is null", "C?"),
        ("statut_du_compte is not null and age < '40'", "A?"),
        ("statut_du_compte in ('actif', 'clos')", "AB?"),
        ("statut_du_compte not in ('clos')", "A?"),
        ("postal_code like '97%' or age between '20' and '30'", "BC?"),
        ("contact_id <> 'A'", "BC?"),
        ("statut_du_compte = 'rien'", "?"),
    ],
)
def test_a_contact_is_read_where_the_condition_says_so(
    where: str, wanted: str, tmp_path: Path
) -> None:
    assert kept(tmp_path, where) == wanted


CALLS = (
    "contact_id,phone,at,outcome,file\n"
    f"A,{phone(1)},2026-11-20T10:00+01:00,answered,x\n"
    f"B,{phone(2)},2026-11-01T10:00+01:00,refused,y\n"
    f"C,{phone(3)},,busy,\n"
)


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        ("at >= 2026-11-10", "AC"),
        ("at >= 2026-11-30 - 10 days", "AC"),
        ("outcome = 'refused'", "B"),
        ("file = 'x'", "AC"),
    ],
)
def test_what_speaks_against_a_call_stays_where_the_condition_cannot_tell(
    where: str, wanted: str, tmp_path: Path
) -> None:
    assert kept(tmp_path, where, "calls", CALLS) == wanted


def test_a_withdrawal_stays_and_a_consent_goes_where_the_condition_cannot_tell(
    tmp_path: Path,
) -> None:
    text = "contact_id,phone,status,canal\n" + "".join(
        f"{name},{phone(n)},{status},{channel}\n"
        for n, (name, status, channel) in enumerate(
            [("A", "granted", "tel"), ("B", "withdrawn", ""), ("C", "Granted", ""), ("E", "", "")],
            1,
        )
    )
    assert kept(tmp_path, "canal = 'tel'", "consents", text) == "ABE"


def test_where_speaks_of_values_as_they_are_read(tmp_path: Path) -> None:
    text = f"contact_id,phone,status\nA,{phone(1)},Oui\nB,{phone(2)},Non\n"
    values = {"status": {"Oui": "granted", "Non": "withdrawn"}}
    assert kept(tmp_path, "status = 'granted'", "consents", text, values=values) == "A"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("statut = 'actif'", "no column is called `statut`; there are: .*, statut_du_compte"),
        ("age > 40", "text"),
        ("statut_du_compte", "a condition is true or false"),
        ("age = 'x' or", "the expression ends here"),
        ("age in $ages", "\\$ages"),
        ("age in table(x)", "table"),
        ("within(age, age, $x)", ""),
        ("add_months(planned_at, 2) > 2026-01-01", ""),
        ("select 1", ""),
        ("phone = '1'; drop table x", ""),
        ("age = 'x' -- all", ""),
    ],
)
def test_a_condition_that_makes_no_sense_is_told_at_its_place(
    where: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=rf"campaign\.yaml:\d+:\d+: .*{said}"):
        kept(tmp_path, where)


@given(st.text(st.sampled_from("abcé'=<>() _1-;$\"andornotiull"), max_size=30))
def test_no_condition_ends_in_anything_but_rows_or_an_error(text: str) -> None:
    document = load_text(json.dumps({"where": text}), "c.yaml")
    with suppress(FactError):
        kept_sql(
            Where(text, document, ("where",)), "contacts", {"phone": None}, ("a", "b"), own=True
        )


@given(st.text(max_size=20))
def test_a_folded_heading_is_a_name_of_the_language(heading: str) -> None:
    assert all(sign.isascii() and (sign.isalnum() or sign == "_") for sign in folded(heading))


def test_rows_left_out_are_said(tmp_path: Path) -> None:
    file = write(tmp_path, {"contacts": LIST}, entries={"contacts": {"where": "age = '31'"}})
    done = run(file, "--lang", "fr")
    assert "2 lignes, dont 1 illisible, 2 écartées par" in done.stdout
    report = json.loads(run(file, "--format", "json").stdout)
    (contacts,) = [one for one in report["campaigns"][0]["lists"] if one["kind"] == "contacts"]
    assert (contacts["rows"], contacts["left_out"]) == (2, 2)


def test_a_callable_list_holds_the_rows_that_were_read(tmp_path: Path) -> None:
    rows = people(3)
    file = write(
        tmp_path / "c",
        {"contacts": rows, "consents": [{"phone": row["phone"]} for row in rows]},
        entries={"contacts": {"where": "contact_id <> 'P2'"}},
    )
    assert run("scrub", file, "--out", tmp_path / "out").returncode == 0
    text = (tmp_path / "out/callable.csv").read_text(encoding="utf-8")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["P1", "P3"]


# key, exported_at


def test_key_says_what_joins_a_file_with_contacts(tmp_path: Path) -> None:
    for key, wanted in ((None, {1, 2}), ("phone", {1}), ("contact_id", {2})):
        write_rows(tmp_path / "s.csv", [{"phone": phone(1), "contact_id": "P2"}])
        entry = {"path": "s.csv", **({"key": key} if key else {})}
        file = write(tmp_path, {"contacts": people(2)}, {"data": {"suppressions": [entry]}})
        blocked = {n for n, v in enumerate(judged(file).contacts, 1) if "CL205" in v.breached}
        assert blocked == wanted, key


def test_a_key_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, {"suppressions": [{}]}, entries={"suppressions": {"key": "contact_id"}})
    with pytest.raises(InputError, match="has no `contact_id` to join on"):
        judged(file)


@pytest.mark.parametrize(
    ("covers", "exported_at", "known"),
    [
        ({"from": "2026-08-01", "to": "2026-11-22"}, None, True),
        ({"from": "2026-08-01", "to": "2026-11-22"}, "2026-11-22T20:00:00+01:00", True),
        ({"from": "2026-08-01", "to": "2026-11-22"}, "2026-11-10T20:00:00+01:00", False),
        (None, "2026-11-10", False),
        (None, "2026-11-22", True),
        (None, None, True),
    ],
)
def test_an_export_speaks_for_no_day_after_it(
    covers: Mapping[str, str] | None, exported_at: str | None, known: bool, tmp_path: Path
) -> None:
    entry = {"covers": covers, "exported_at": exported_at}
    given_ = {key: value for key, value in entry.items() if value is not None}
    file = write(tmp_path, {"calls": [{"phone": phone(9)}]}, entries={"calls": given_})
    (verdict,) = judged(file).verdicts
    assert (verdict == "allow") is known
