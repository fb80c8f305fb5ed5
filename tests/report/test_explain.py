"""A rule, told whole."""

import io
import json
from datetime import date, timedelta

import pytest

from calllint.packs.guide import Guide
from calllint.packs.model import Article, InForce
from calllint.report.console import Console
from calllint.report.explain import write_markdown, write_rule, write_table
from calllint.report.interface import Look
from calllint.report.rulebook import entries, find, parameters, summary_object, whole_object
from calllint.report.values import in_force
from tests.report.samples import pack, rule

PACK = pack(rule("EX302", "later"), rule())


def explained(lang: str, width: int = 100) -> str:
    stream = io.StringIO()
    write_rule(entries((PACK,))[0], Guide(), Console(stream, Look(lang, width=width)), lang)
    return stream.getvalue()


def test_a_rule_is_explained_whole() -> None:
    assert (
        explained("en")
        == """\
EX301 hours-too-late
Calls too late

Severity  error
In force  from 1 March 2023
Looks at  each window of calling hours
Pack      example 2026.11
Since     2026.11

Nobody is called late.

  - one
  - two

What to do
  End the window at 20:00.

Law
  Code D1-9, decree 1 (read in the official text)
    https://law.example/D1-9

Law values
  permitted_hours: Permitted hours (confirmed on 22 November 2026)
    from 1 March 2023: 10:00–13:00, 14:00–20:00 (local time)
    from 1 January 2027: no such rule

Condition
  applies where
    prospecting
  in breach where
    not local_to <= 1200
  where prospecting is
    purpose = $permitted_hours

Examples
  breach, 1 September 2026: local_to: 21:00, sector: null — nine at night
  fine: local_to: 20:00
"""
    )


def test_a_rule_is_explained_in_french() -> None:
    text = explained("fr")

    assert "En vigueur         depuis le 1er mars 2023" in text
    assert "(confirmé le 22 novembre 2026)" in text
    assert "  manquement, le 1er septembre 2026\u00a0: local_to: 21:00" in text


def test_values_read_through_definitions_are_told() -> None:
    (entry, _) = entries((PACK,))

    assert [one.name for one in parameters(entry)] == ["permitted_hours"]


def test_a_rule_is_found_by_id_or_name_in_any_case() -> None:
    listed = entries((PACK,))

    for word in ("EX302", "ex302", "later", "LATER"):
        entry = find(listed, word)
        assert entry is not None
        assert entry.rule.id == "EX302"
    assert find(listed, "EX3") is None


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("en", ["L1 al. 5, from 11 August 2026, act 2 (", "L1 al. 3, until 10 August 2026 ("]),
        ("fr", ["L1 al. 5, depuis le 11 août 2026, act 2 (", "L1 al. 3, jusqu'au 10 août 2026 ("]),
    ],
)
def test_every_version_of_an_article_is_told_with_its_days(lang: str, shown: list[str]) -> None:
    reform = date(2026, 8, 11)
    law = (
        Article("L1 al. 5", "act 2", in_force=InForce(reform)),
        Article("L1 al. 3", in_force=InForce(None, reform - timedelta(days=1))),
    )
    stream = io.StringIO()
    (entry,) = entries((pack(rule(law=law)),))
    write_rule(entry, Guide(), Console(stream, Look(lang, width=100)), lang)

    assert all(line in stream.getvalue() for line in shown)


def test_rules_for_machines_hold_plain_values() -> None:
    entry = entries((PACK,))[0]
    whole = json.loads(json.dumps(whole_object(entry, "en")))

    assert whole["condition"] == {"applies": "prospecting", "breach": "not local_to <= 1200"}
    assert whole["parameters"][0]["values"][0] == {
        "since": "2023-03-01",
        "value": ["10:00-13:00", "14:00-20:00"],
        "house": None,
    }
    assert whole["examples"][0]["given"] == {"local_to": 1260, "sector": None}
    assert summary_object(entry, "en").items() <= whole_object(entry, "en").items()


def test_the_table_has_one_line_per_rule() -> None:
    stream = io.StringIO()
    write_table(entries((PACK,)), Console(stream, Look()), "en")

    assert stream.getvalue() == (
        "id     name            severity  scope   in force         article\n"
        "EX301  hours-too-late  error     window  from 2023-03-01  Code D1-9\n"
        "EX302  later           error     window  from 2023-03-01  Code D1-9\n"
        "2 rules\n"
    )


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (None, None, "always"),
        (date(2026, 8, 11), None, "from 2026-08-11"),
        (None, date(2026, 8, 10), "until 2026-08-10"),
        (date(2026, 1, 1), date(2026, 8, 10), "2026-01-01 to 2026-08-10"),
    ],
)
def test_days_in_force_are_told(first: date | None, last: date | None, shown: str) -> None:
    assert in_force(InForce(first, last), "en") == shown


def test_markdown_becomes_plain_text() -> None:
    stream = io.StringIO()
    text = "# Title\n\nSee **this** [page](https://x)\nand `code`.\n\n1. one\n   more\n2. two\n"
    write_markdown(text, Console(stream, Look()))

    assert stream.getvalue() == (
        "Title\n\nSee this page (https://x) and code.\n\n  1. one more\n  2. two\n"
    )
