"""What a finding says."""

from datetime import date

import pytest

from calllint.document import Place
from calllint.engine.result import Problem
from calllint.packs.model import ParamValue
from calllint.report.message import fill, message_of, message_of_problem
from calllint.report.values import raw, write_amount
from tests.report.samples import on_window, rule


def test_minutes_and_law_values_are_written_as_times() -> None:
    assert message_of(on_window(), "en", show_numbers=False) == (
        "calls from 20:00 to 21:00, outside 10:00–13:00, 14:00–20:00"
    )
    assert message_of(on_window(), "fr", show_numbers=False) == (
        "appels de 20:00 à 21:00, hors de\u00a0: 10:00–13:00, 14:00–20:00"
    )


def test_an_unknown_accuses_nobody() -> None:
    unknown = on_window(outcome="unknown")

    assert message_of(unknown, "en", show_numbers=False).startswith("to check: calls from")
    assert message_of(unknown, "fr", show_numbers=False).startswith("à vérifier\u00a0: appels")


def test_between_backquotes_a_text_stays_as_files_write_it() -> None:
    claimed = on_window(
        rule=rule(
            message={"en": "no {kind} (`{kind}: none`)", "fr": "pas de {kind} (`{kind}: none`)"}
        ),
        values={"kind": "consent_forms"},
    )

    assert message_of(claimed, "en", show_numbers=False) == (
        "no consent forms (`consent_forms: none`)"
    )
    assert message_of(claimed, "fr", show_numbers=False) == (
        "pas de formulaires (`consent_forms: none`)"
    )


def test_numbers_between_backquotes_are_hidden_too() -> None:
    quoted = on_window(
        rule=rule(message={"en": "`{phone}` `{number}` `{none}`"}),
        values={"phone": "+33612345678", "number": "0612345678"},
    )

    assert "612345" not in message_of(quoted, "en", show_numbers=False)
    assert message_of(quoted, "en", show_numbers=True) == "`+33612345678` `0612345678` `unknown`"


def test_in_a_problem_the_example_is_shown_and_no_other_number() -> None:
    text = 'not `+33199000002`: write it as "+33199000001"; see 0199000001'
    problem = Problem(Place("campaign.yaml"), {"en": text})

    said = message_of_problem(problem, "en", show_numbers=False)
    assert said == 'not `+331••••••02`: write it as "+33199000001"; see 01••••••01'


@pytest.mark.parametrize(
    ("name", "value", "english", "french"),
    [
        ("withheld", True, "yes", "oui"),
        ("refused_on", date(2026, 8, 11), "11 August 2026", "11 août 2026"),
        ("attempts_max", 1204, "1,204", "1\u00a0204"),
        ("weekday", "sat", "Saturday", "samedi"),
        ("mandate", None, "unknown", "inconnu"),
        ("caller_number", "+33612345678", "+33 6 •• •• •• 78", "+33 6 •• •• •• 78"),
        ("mandate", "tel 0612345678", "tel 06••••••78", "tel 06••••••78"),
        ("mandate", "{$x} {mandate}", "{$x} {mandate}", "{$x} {mandate}"),
    ],
)
def test_values_are_written_for_people(name: str, value: object, english: str, french: str) -> None:
    finding = on_window(values={name: value})
    text = {"en": f"<{{{name}}}>", "fr": f"<{{{name}}}>"}

    assert fill(text, finding, "en", show_numbers=False) == f"<{english}>"
    assert fill(text, finding, "fr", show_numbers=False) == f"<{french}>"


def test_numbers_are_shown_only_when_asked_for() -> None:
    finding = on_window(values={"caller_number": "+33612345678"})

    assert fill({"en": "{caller_number}"}, finding, "en", show_numbers=True) == "+33612345678"


def test_what_is_not_there_is_unknown_and_nothing_is_formatted() -> None:
    text = {"en": "{nothing} {$nothing} {0.__class__} {"}

    assert fill(text, on_window(), "en", show_numbers=False) == ("unknown unknown {0.__class__} {")


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        (4, "calls", "4 calls", "4 appels"),
        (1, "calls", "1 call", "1 appel"),
        (2, "fortnights", "2 fortnights", "2 fortnights"),
        (("mon", "sat"), "weekdays", "Monday, Saturday", "lundi, samedi"),
        ((1, 1200), "", "1, 1,200", "1, 1\u00a0200"),
        (True, "yes or no", "yes", "oui"),
        ("mon", "", "Monday", "lundi"),
        (date(2026, 8, 11), "", "11 August 2026", "11 août 2026"),
        (None, "calls", "no such rule", "pas de règle"),
    ],
)
def test_law_values_are_written_with_their_unit(
    value: ParamValue, unit: str, english: str, french: str
) -> None:
    assert write_amount(value, unit, "en") == english
    assert write_amount(value, unit, "fr") == french


def test_machines_get_plain_values() -> None:
    assert raw(((600, 780),)) == ["10:00-13:00"]
    assert raw((1, "a", date(2026, 8, 11))) == [1, "a", "2026-08-11"]
    assert raw(date(2026, 8, 11)) == "2026-08-11"
    assert raw(1.5) == "1.5"
    assert [raw(value) for value in (None, True, 4, "x")] == [None, True, 4, "x"]
