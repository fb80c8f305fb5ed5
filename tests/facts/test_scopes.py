"""The words a rule may use and the facts behind them: the two are held together here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from calllint.engine import campaign as engine_campaign
from calllint.engine import contacts as engine_contacts
from calllint.facts.caller_ids import caller_id_rows
from calllint.facts.campaign import campaign_row, centre_rows, planned_attempts, script_rows
from calllint.facts.files import list_rows
from calllint.facts.forms import form_rows
from calllint.facts.rows import Row, columns_of, own_columns
from calllint.facts.schedule import reached
from calllint.facts.sql import SQL_TYPES
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import GROUNDS, SCOPES, Column
from tests.building import Lists, facts, judged, people, write, write_pack

KEYS = {
    **{scope: {"row_id": "BIGINT", "number": "BIGINT"} for scope in ("contact", "call")},
    **{scope: {"record_id": "BIGINT", "number": "BIGINT"} for scope in GROUNDS},
}
"""What the engine needs of a row beside the words of its scope."""
CARRIED = re.compile(f"({'|'.join(GROUNDS)})_[bu][0-9]+")
RICH: Mapping[str, Any] = {
    "centres": [
        {
            "name": "Atlas Contact SARL",
            "country": "MA",
            "timezone": "Africa/Casablanca",
            "processor_contract": {"signed_on": "2026-01-10", "audit_clause": True},
            "transfer": {
                "tool": "scc_2021_914_m2",
                "signed_on": "2026-01-11",
                "assessment": "TIA-2026-03",
            },
        },
        {"name": "Sans Rien"},
    ],
    "script": {
        "steps": [
            {"says": "Bonjour", "covers": ["caller_identity"]},
            {"says": "Votre numéro vient de nous", "covers": ["data_source"]},
        ]
    },
    "recording": {"mode": "sample", "purpose": "quality", "announced": True},
    "bloctel": {"checked_on": "2026-07-20"},
}
BUILT_IN = [scope.columns for scope in SCOPES.values()]
LISTS: Lists = {
    kind: [{}]
    for kind in ("contacts", "consents", "contracts", "requests", "suppressions", "calls")
}


@pytest.fixture
def relations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, str]]:
    """Columns and types of the relation of every scope, as a judged campaign has them."""
    found: dict[str, dict[str, str]] = {}

    def spy(name: str, module: Any, scope_of: Callable[[Workspace, tuple[Any, ...]], str]) -> None:
        original = getattr(module, name)

        def described(workspace: Workspace, *arguments: Any) -> str:
            *others, _wanted = arguments
            sql: str = original(workspace, *others)
            shape = {
                name: "VARCHAR" if kind.startswith("ENUM") else kind
                for name, kind, *_ in workspace.rows(f"DESCRIBE {sql}")
            }
            found.setdefault(scope_of(workspace, arguments), shape)
            return str(original(workspace, *arguments))

        monkeypatch.setattr(module, name, described)

    judge_rows = engine_campaign._Bench.hits

    def hits(bench: Any, rule: Any, pack: Any, rows: list[Row], crashes: Any) -> Any:
        names = bench._row(0, rows[0])
        known = {**columns_of(bench._workspace, bench._scope)}
        shape = {name: SQL_TYPES[known[name].type] for name in names if name in known}
        shape |= {name: "BIGINT" for name in names if "__" in name}
        found.setdefault(bench._scope, shape)
        return judge_rows(bench, rule, pack, rows, crashes)

    monkeypatch.setattr(engine_campaign._Bench, "hits", hits)
    spy("evidence_relation", engine_contacts, lambda _, arguments: str(arguments[0]))
    spy("contact_relation", engine_contacts, lambda workspace, _: workspace.judged_scope)
    house = write_pack(
        tmp_path / "house", {"id": "HX101", "scope": list(SCOPES), "breach": "has_windows is null"}
    )
    campaign = write(tmp_path, LISTS, RICH)
    with campaign.open("a", encoding="utf-8") as stream:
        stream.write("# calllint: ignore[HX101]: a row of the scope `waiver`\n")
    for audit in (False, True):
        judged(campaign, rules=(house,), audit=audit)
    return found


def test_every_relation_has_the_columns_of_its_scope_and_of_the_packs_and_no_other(
    relations: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    assert set(relations) == set(SCOPES)
    with facts(write(tmp_path / "again", LISTS, RICH)) as workspace:
        words = {scope: columns_of(workspace, scope) for scope in SCOPES}
    for scope, shape in relations.items():
        functions = SCOPES[scope].functions
        asked = {name: kind for name, kind in shape.items() if name.split("__")[0] in functions}
        keys = KEYS.get(scope, {})
        columns = {name: SQL_TYPES[column.type] for name, column in words[scope].items()}
        # What contacts carry of their grounds is for the verdict's reasons; no rule may name it.
        carried = {name: kind for name, kind in shape.items() if CARRIED.fullmatch(name)}
        assert shape == {**columns, **keys, **asked, **carried}, scope
        assert not carried.keys() & words[scope].keys(), scope
        for name, kind in asked.items():
            assert kind == SQL_TYPES[functions[name.split("__")[0]].returns], name


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with facts(write(tmp_path_factory.mktemp("rich"), LISTS, RICH)) as workspace:
        yield workspace


def check_row(row: Row, columns: Mapping[str, Column]) -> None:
    """Every column is there, with a value of its type or none; those of facts.py come later."""
    types = {"bool": bool, "int": int, "text": str, "date": date}
    for name, column in columns.items():
        built_in = any(column is known.get(name) for known in BUILT_IN)
        if name in ("judged_from", "judged_to") or (column.path is None and not built_in):
            continue
        value = row.values[name]
        assert value is None or type(value) is types[column.type], (name, value)


@pytest.mark.parametrize(
    ("scope", "rows"),
    [
        (
            "campaign",
            lambda workspace: [campaign_row(workspace, reached(workspace, with_data=True))],
        ),
        ("centre", centre_rows),
        ("caller_id", lambda workspace: caller_id_rows(workspace, ())),
        ("script", script_rows),
        ("consent_form", form_rows),
        ("list", list_rows),
    ],
)
def test_rows_from_yaml_fill_every_column_of_their_scope(
    workspace: Workspace, scope: str, rows: Callable[[Workspace], list[Row]]
) -> None:
    columns = columns_of(workspace, scope) if scope == "campaign" else own_columns(workspace, scope)
    found = rows(workspace)
    assert found
    for row in found:
        check_row(row, columns)


def test_the_campaign_as_its_file_says_it(workspace: Workspace) -> None:
    row = campaign_row(workspace, reached(workspace, with_data=True)).values
    said = {
        "channel": "live_call",
        "purpose": "sale",
        "includes_offer": False,
        "advertiser_name": "Exemple SA",
        "advertiser_id": None,
        "has_offer": True,
        "has_centres": True,
        "has_windows": True,
        "has_caller_ids": True,
        "has_script": True,
        "attempts_max": 4,
        "recording_announced": True,
        "prospects_retention_days": None,
        "data_calls": "files",
        "bloctel_checked_on": date(2026, 7, 20),
    }
    assert {name: row[name] for name in said} == said


def test_a_centre_that_says_little_is_unknown_in_the_rest(workspace: Workspace) -> None:
    full, bare = centre_rows(workspace)
    assert full.values["processor_signed_on"] == date(2026, 1, 10)
    assert full.values["transfer_tool"] == "scc_2021_914_m2"
    assert bare.values["centre_name"] == "Sans Rien"
    assert {value for name, value in bare.values.items() if name != "centre_name"} == {None}
    assert bare.path == ("centres", 1)


def test_a_script_says_what_its_steps_cover_and_not_the_rest(workspace: Workspace) -> None:
    (row,) = script_rows(workspace)
    said = {name for name, value in row.values.items() if value}
    assert said == {
        "says_caller_identity",
        "says_data_source",
        "opens_with_caller_identity",
    }
    assert None not in row.values.values()


def test_a_form_mentions_what_it_lists_and_not_the_rest(tmp_path: Path) -> None:
    forms = {"forms": [{"id": "F1", "mentions": ["nature"]}, {"id": "F2"}]}
    file = write(tmp_path, changes={"data": {"consent_forms": forms}})
    with facts(file) as workspace:
        some, silent = form_rows(workspace)
    assert some.values["form_mentions_nature"] is True
    assert some.values["form_mentions_choice"] is False
    assert silent.values["form_mentions_nature"] is None
    assert some.path == ("data", "consent_forms", "forms", 0)


def test_caller_ids_are_placed_in_the_plan_of_the_pack(tmp_path: Path) -> None:
    numbers = ["0199000099", "+33612345678", "+212522000000", "withheld", "0162"]
    ids = [{"number": number} for number in numbers]
    ids[0]["assigned_to"] = "advertiser"
    ids[1]["assigned_to"] = "EXEMPLE"
    ids[2]["assigned_to"] = "Atlas"
    with facts(write(tmp_path, changes={"dialer": {"caller_ids": ids}})) as workspace:
        rows = [row.values for row in caller_id_rows(workspace, ())]
    assert [row["caller_kind"] for row in rows] == ["geographic", "mobile", "foreign", None, None]
    assert [row["withheld"] for row in rows] == [False, False, False, True, False]
    assert [row["caller_country"] for row in rows] == ["FR", "FR", "MA", None, None]
    assert [row["assigned_to_advertiser"] for row in rows] == [True, True, False, None, None]


def test_what_is_said_of_a_caller_id_is_read_as_it_is(tmp_path: Path) -> None:
    ids: list[dict[str, Any]] = [
        {"number": "0199000099", "mandate": {"reference": "M-1", "signed_on": "2026-01-10"}},
        {"number": "0947900000", "assigned_to": "SARL ATLAS Contact", "mandate": "M-2"},
        {"number": "0947900000", "shown_to": ["RE"], "callback": "nobody"},
        {"number": "0947500000", "shown_to": ["GP"], "authenticated": False},
        {"number": "0800123456", "assigned_to": "advertiser", "shown_to": ["ZZ"]},
        {"number": "0199000099", "assigned_to": "advertiser", "shown_to": ["METRO", "ZZ"]},
    ]
    changes = {"dialer": {"caller_ids": ids}, "centres": RICH["centres"]}
    with facts(write(tmp_path, changes=changes)) as workspace:
        places = reached(workspace, with_data=True)
        rows = [row.values for row in caller_id_rows(workspace, places)]
    said = {
        "mandate": ["M-1", "M-2", None, None, None, None],
        "mandate_signed_on": [date(2026, 1, 10), None, None, None, None, None],
        "assigned_to_centre": [None, True, None, None, False, False],
        "caller_territory_called": [True, False, True, True, None, None],
        "callback": [None, None, "nobody", None, None, None],
        "authenticated": [None, None, None, False, None, None],
    }
    assert {name: [row[name] for row in rows] for name in said} == said


@pytest.mark.parametrize(
    ("centres", "advertiser", "abroad"),
    [
        ([], "FR", False),
        ([], "MA", True),
        ([], None, None),
        (["FR"], "MA", False),  # the advertiser is abroad, the calls are not
        (["FR", "TN"], "FR", True),
        (["FR", None], "FR", None),
        ([None, "TN"], "FR", True),
        (["RE"], "FR", False),
    ],
)
def test_calls_leave_from_the_centres_or_else_from_the_advertiser(
    tmp_path: Path, centres: list[str | None], advertiser: str | None, abroad: bool | None
) -> None:
    named = [
        {"name": f"Centre {number}", **({"country": country} if country else {})}
        for number, country in enumerate(centres)
    ]
    changes = {"centres": named or None, "advertiser": {"country": advertiser}}
    with facts(write(tmp_path, {"contacts": people(3)}, changes)) as workspace:
        row = campaign_row(workspace, reached(workspace, with_data=True)).values
    assert row["placed_abroad"] is abroad
    assert row["numbers_listed"] == 3
    assert row["calls_certain_territory"] is True


@pytest.mark.parametrize(
    ("postal_code", "phone", "certain"),
    [("98800", "0199000001", False), (None, "0899123456", True), (None, "0612", True)],
)
def test_law_is_uncertain_only_where_every_territory_called_is(
    tmp_path: Path, postal_code: str | None, phone: str, certain: bool
) -> None:
    contact = {"postal_code": postal_code, "phone": phone}
    with facts(write(tmp_path, {"contacts": [contact]})) as workspace:
        row = campaign_row(workspace, reached(workspace, with_data=True)).values
    assert row["calls_certain_territory"] is certain


@pytest.mark.parametrize(
    ("attempts", "days", "planned"),
    [
        ({"max": 4, "per_days": 30}, 30, 4),
        ({"max": 2, "per_days": 7}, 30, 2),  # five judged days
        ({"max": 2, "per_days": 2}, 30, 6),
        ({"max": 2, "per_days": 2}, 4, 4),
        ({"max": 3}, 30, 3),
        (None, 30, None),
    ],
)
def test_most_attempts_the_schedule_can_make(
    workspace: Workspace, tmp_path: Path, attempts: Any, days: int, planned: int | None
) -> None:
    from msgspec.structs import replace

    from calllint.document import load

    file = write(tmp_path, changes={"schedule": {"attempts": attempts}})
    assert planned_attempts(replace(workspace, document=load(file, str(file))), days) == planned


@pytest.mark.parametrize(
    ("written", "code", "length", "latin"),
    [
        ("36 123", "36123", None, None),
        ("EXEMPLE", "EXEMPLE", 7, True),
        ("Exemple Sud1", "ExempleSud1", 12, True),
        ("Énergie", "Énergie", 7, False),
        ("withheld", "withheld", None, None),
        ("+33199000001", "+33199000001", None, None),
    ],
)
def test_a_sender_may_be_a_name(
    tmp_path: Path, written: str, code: str, length: int | None, latin: bool | None
) -> None:
    ids = [{"number": written}]
    with facts(write(tmp_path, changes={"dialer": {"caller_ids": ids}})) as workspace:
        (row,) = [row.values for row in caller_id_rows(workspace, ())]
    found = [row[f"caller_{name}"] for name in ("written", "name_length", "name_latin")]
    assert found == [code, length, latin]


@pytest.mark.parametrize(
    ("stated", "days"),
    [
        (180, (180, 180)),
        ({"signed": 731, "unsigned": 30}, (731, 30)),
        ({"signed": 731}, (731, None)),
        (None, (None, None)),
    ],
)
def test_recordings_are_kept_for_one_length_or_two(
    tmp_path: Path, stated: Any, days: tuple[int | None, int | None]
) -> None:
    file = write(tmp_path, changes={"recording": {"mode": "all", "retention_days": stated}})
    with facts(file) as workspace:
        row = campaign_row(workspace, reached(workspace, with_data=True)).values
    assert (row["recording_signed_days"], row["recording_unsigned_days"]) == days


@pytest.mark.parametrize(
    ("consents", "bought"),
    [
        ([{}], False),
        ([{"source": "lead_broker"}], True),
        ([{}, {"phone": "0199000002", "supplier": "Leads SARL"}], True),
        ([{"source": None}], None),
        ([{"source": "crm"}], None),
        ("none", None),
    ],
)
def test_whether_numbers_were_bought(tmp_path: Path, consents: Any, bought: bool | None) -> None:
    contacts = [{}, {"contact_id": "P2", "phone": "0199000002"}]
    with facts(write(tmp_path, {"contacts": contacts, "consents": consents})) as workspace:
        row = campaign_row(workspace, reached(workspace, with_data=True)).values
    assert row["data_bought"] is bought


def test_files_and_claims_are_rows_of_the_list_scope(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        {"calls": [{}], "suppressions": None},
        entries={"calls": {"covers": {"from": "2026-10-01", "to": "2026-11-22"}}},
    )
    with facts(file) as workspace:
        rows = {row.values["kind"]: row.values for row in list_rows(workspace)}
    assert {kind for kind, row in rows.items() if row["claimed_none"]} == {"contracts", "requests"}
    assert {kind for kind, row in rows.items() if not row["claimed_none"]} == {
        "contacts",
        "consents",
        "calls",
    }
    covers = [rows["calls"][name] for name in ("covers_given", "covers_from", "covers_to")]
    assert covers == [True, date(2026, 10, 1), date(2026, 11, 22)]
    assert rows["consents"]["covers_given"] is False
