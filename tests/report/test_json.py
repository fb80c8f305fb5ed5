"""The report machines read."""

import io
import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from calllint.document import Place
from calllint.engine.result import ContactVerdict, Reason, Report
from calllint.packs.model import Article, InForce
from calllint.report.interface import Look, open_writer, unread
from tests.report.samples import (
    FIRST,
    HOURS,
    LAST,
    contacts,
    on_contacts,
    on_window,
    problem,
    report,
    rule,
    written,
)

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "src/calllint/schema/report.schema.json").read_text("utf-8")
)


def read(made: Report, **look: Any) -> dict[str, Any]:
    """The report, read back and found right by the published schema."""
    value = json.loads(written(made, name="json", **look))
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)
    return cast(dict[str, Any], value)


def campaign(made: Report, **look: Any) -> dict[str, Any]:
    """The only campaign in it."""
    (only,) = read(made, **look)["campaigns"]
    return cast(dict[str, Any], only)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "https://calllint.dev/schema/report-1.json"


def test_a_report_has_everything_that_was_found() -> None:
    made = campaign(report(on_contacts(), on_window(), problems=(problem(),)), contacts=contacts())

    assert [one["rule"] for one in made["findings"]] == ["EX301", "EX101"]
    assert made["findings"][0]["place"] == {
        "file": "campaign.yaml",
        "line": 5,
        "column": 32,
        "end_line": 5,
        "end_column": 45,
    }
    assert made["findings"][0]["law_values"][0]["value"] == ["10:00-13:00", "14:00-20:00"]
    assert made["findings"][0]["values"] == {"local_from": 1200, "local_to": 1260}
    assert made["findings"][1]["count"] == 3
    assert made["findings"][1]["lines"][1] == {"file": "contacts.csv", "line": 7}
    assert made["totals"] == {
        "contacts": 1204,
        "allow": 1000,
        "review": 4,
        "block": 190,
        "unreadable": 10,
    }
    assert made["reasons"][0]["contacts"] == 1000
    assert made["problems"][0]["fatal"] is True
    assert [one["verdict"] for one in made["contacts"]] == ["block", "allow"]
    assert made["found"] == {"error": 2, "warning": 0, "info": 0}


def test_every_field_of_a_report_is_there_but_the_sources() -> None:
    renamed = {"first_day": "from", "last_day": "to", "applied": "rules"}
    fields = {renamed.get(name, name) for name in Report.__struct_fields__} - {
        "sources",
        "fail_on",
    }

    assert fields <= set(campaign(report()))


@pytest.mark.parametrize(
    "made",
    [
        unread("broken.yaml", (problem(), problem(place=Place("x"), fatal=False, rule="EX1"))),
        report(on_window(rule=rule(law=(), basis="policy"), law_values=(), place=Place("c.yaml"))),
        report(on_contacts(outcome="duty"), reasons=(), lists=(), law_values=()),
        report(without_data=True, skipped_rules=3, known_at="2026-11-22", options={"a": "b"}),
    ],
    ids=["unread", "policy", "duty", "without data"],
)
def test_every_kind_of_report_fits_the_schema(made: Report) -> None:
    assert read(made)["format"] == "json-v1"


def test_reasons_carry_the_days_that_are_left() -> None:
    first, last = date(2026, 11, 24), date(2026, 12, 9)
    reasons = (
        Reason("review", ("EX1",), (), 3, first, last),
        Reason("review", ("EX2",), (), 2, date.max, date.max),
        Reason("block", ("EX1",), (), 1, date.max, date.max),
    )
    made = campaign(report(reasons=reasons))["reasons"]

    assert [(one["callable_from"], one["callable_until"]) for one in made] == [
        ("2026-11-24", "2026-12-09"),
        ("9999-12-31", "9999-12-31"),
        (None, None),
    ]


def test_never_is_no_day_for_a_blocked_contact_alone() -> None:
    blocked, other = (replace(one, callable_from=date.max) for one in contacts())
    made = campaign(report(), contacts=iter((blocked, other)))["contacts"]

    assert [one["callable_from"] for one in made] == [None, "9999-12-31"]


def test_articles_carry_the_days_of_their_version() -> None:
    law = (
        Article("L1 al. 5", in_force=InForce(FIRST)),
        Article("L1 al. 3", in_force=InForce(None, FIRST)),
    )
    (found,) = campaign(report(on_window(rule=rule(law=law), first_day=LAST)))["findings"]

    assert [one["article"] for one in found["law"]] == ["L1 al. 5"]
    assert found["law"][0]["in_force"] == {"from": "2026-11-23", "to": None}


def test_all_law_values_are_kept() -> None:
    ended = replace(HOURS, value=None, since=FIRST)
    made = campaign(report(law_values=(HOURS, ended)))

    assert [one["value"] for one in made["law_values"]] == [["10:00-13:00", "14:00-20:00"], None]


def test_contacts_are_there_only_when_asked_for() -> None:
    assert "contacts" not in campaign(report())
    assert campaign(report(), contacts=contacts(0))["contacts"] == []


def test_numbers_are_hidden_unless_shown() -> None:
    finding = on_contacts(values={"caller_number": "+33612345678", "mandate": "0612345678"})
    made = report(finding, problems=(problem(),), title="0612345678")

    hidden = written(made, name="json", contacts=contacts())
    assert "612345" not in hidden
    assert "+33 6 \\u2022\\u2022" in hidden
    shown = read(made, contacts=contacts(), show_numbers=True)
    assert shown["numbers"] == "shown"
    assert shown["campaigns"][0]["contacts"][0]["phone"] == "+33612345678"


def test_an_id_that_is_a_number_is_hidden() -> None:
    named = (replace(one, contact_id="33612345678") for one in contacts(1))

    assert "612345" not in written(report(), name="json", contacts=named)


def test_bytes_do_not_depend_on_the_console() -> None:
    text = written(report(on_contacts(), title="Été 宽"), name="json", lang="fr")

    assert text.isascii()
    assert text == written(
        report(on_contacts(), title="Été 宽"), name="json-v1", lang="fr", color=True, width=40
    )


def test_texts_are_in_the_language_asked_for() -> None:
    (found,) = campaign(report(on_window()), lang="fr")["findings"]

    assert found["title"] == "Appels trop tardifs"
    assert found["message"].startswith("appels de 20:00")


def test_contacts_are_written_as_they_come() -> None:
    stream = io.StringIO()
    sizes = []

    def watched() -> Iterator[ContactVerdict]:
        for one in contacts(50):
            sizes.append(len(stream.getvalue()))
            yield one

    writer = open_writer("json", stream, Look())
    writer.add(report(), watched())
    writer.close()

    assert all(later > before for before, later in pairwise(sizes))
    assert len(json.loads(stream.getvalue())["campaigns"][0]["contacts"]) == 50


def test_campaigns_stand_side_by_side_and_none_is_an_empty_list() -> None:
    for count in (0, 1, 3):
        stream = io.StringIO()
        writer = open_writer("json", stream, Look())
        for _ in range(count):
            writer.add(report(on_window()), contacts())
        writer.close()

        value = json.loads(stream.getvalue())
        Draft202012Validator(SCHEMA).validate(value)
        assert len(value["campaigns"]) == count
