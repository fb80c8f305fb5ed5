"""Both languages say the same things, each in its own typography."""

import errno
import os
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from calllint.lang import (
    between,
    choose,
    clock,
    count,
    day,
    days,
    known,
    number,
    over,
    pick,
    say,
    substitute,
    typeset,
    why,
)
from calllint.lang.en import WORDS as ENGLISH
from calllint.lang.fr import WORDS as FRENCH

PLACEHOLDER = re.compile(r"\{\w+\}")


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(ENGLISH) == list(FRENCH)


@pytest.mark.parametrize("key", ENGLISH)
def test_a_sentence_names_the_same_values_in_both_languages(key: str) -> None:
    english, french = ENGLISH[key].split("|"), FRENCH[key].split("|")

    assert len(english) == len(french)
    for one, other in zip(english, french, strict=True):
        assert set(PLACEHOLDER.findall(one)) == set(PLACEHOLDER.findall(other))


def test_nothing_is_left_in_english_by_mistake() -> None:
    same = {key for key in ENGLISH if ENGLISH[key] == FRENCH[key] and " " in ENGLISH[key]}

    assert same == {
        "contacts", "format.jsonl", "init.purpose", "impact.agents", "impact.clients",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("n", "english", "french"),
    [
        (0, "0 rows", "0 ligne"),
        (1, "1 row", "1 ligne"),
        (2, "2 rows", "2 lignes"),
        (1204567, "1,204,567 rows", "1\u00a0204\u00a0567 lignes"),
    ],
)
def test_plurals_and_grouping_follow_the_language(n: int, english: str, french: str) -> None:
    assert count("rows", n, "en") == english
    assert count("rows", n, "fr") == french
    assert number(n, "en") == english.split(" ")[0]


def test_french_has_no_break_spaces_where_it_wants_them() -> None:
    typed = "attention : « non » ; vraiment ? oui ! à 10:00, voir http://x"

    assert typeset(typed, "fr") == (
        "attention\u00a0: «\u00a0non\u00a0»\u00a0; vraiment\u00a0? oui\u00a0! à 10:00, voir http://x"
    )
    assert typeset(typed, "en") == typed
    assert typeset("`a : b` : c", "fr") == "`a : b`\u00a0: c"


def test_french_sentences_never_break_before_double_punctuation() -> None:
    for key in FRENCH:
        assert not re.search(r" [:;!?»]", re.sub(r"`[^`]*`", "", say(key, "fr"))), key


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (date(2026, 8, 11), "11 August 2026", "11 août 2026"),
        (date(2026, 8, 1), "1 August 2026", "1er août 2026"),
        (date(2026, 2, 28), "28 February 2026", "28 février 2026"),
    ],
)
def test_days_are_written_as_people_write_them(value: date, english: str, french: str) -> None:
    assert day(value, "en") == english
    assert day(value, "fr") == french


def test_a_stretch_of_one_day_is_one_day() -> None:
    first, last = date(2026, 8, 11), date(2026, 8, 12)

    assert days(first, first, "fr") == "le 11 août 2026"
    assert days(first, last, "fr") == "du 11 au 12 août 2026"
    assert days(first, last, "en") == "11 to 12 August 2026"
    assert over(first, first, "fr") == "le 11 août 2026"
    assert over(first, first, "en") == "on 11 August 2026"
    assert over(first, last, "fr") == "du 11 au 12 août 2026"
    assert over(first, last, "en") == "from 11 to 12 August 2026"


@pytest.mark.parametrize(
    ("first", "last", "english", "french"),
    [
        (date(2026, 8, 1), date(2026, 8, 9), "1 and 9 August 2026", "1er et le 9 août 2026"),
        (
            date(2026, 11, 23),
            date(2026, 12, 9),
            "23 November and 9 December 2026",
            "23 novembre et le 9 décembre 2026",
        ),
        (
            date(2026, 12, 1),
            date(2027, 12, 1),
            "1 December 2026 and 1 December 2027",
            "1er décembre 2026 et le 1er décembre 2027",
        ),
        (date(2026, 8, 11), date.max, "11 August 2026 and never", "11 août 2026 et le jamais"),
    ],
)
def test_the_first_of_two_days_leaves_out_what_the_last_one_says(
    first: date, last: date, english: str, french: str
) -> None:
    assert between(first, last, "en") == f"between {english}"
    assert between(first, last, "fr") == f"entre le {french}"


def test_the_last_day_there_is_stands_for_never() -> None:
    assert day(date.max, "en") == "never"
    assert day(date.max, "fr") == "jamais"


@pytest.mark.parametrize(
    "file", sorted(Path(__file__).parents[2].glob("rules/*/law.yaml")), ids=str
)
def test_every_unit_of_the_law_is_said_in_both_languages(file: Path) -> None:
    law = yaml.safe_load(file.read_text("utf-8"))["parameters"]
    units = {parameter["unit"] for parameter in law.values()}

    assert units
    assert {unit for unit in units if not known(f"unit.{unit}")} == set()


def test_minutes_are_a_time_of_day() -> None:
    assert [clock(0), clock(605), clock(1440)] == ["00:00", "10:05", "24:00"]


def test_values_cannot_reach_into_objects_or_each_other() -> None:
    assert substitute("{a.__class__} {a} {b!r} {}", lambda name: "{b}") == (
        "{a.__class__} {b} {b!r} {}"
    )


def test_a_text_falls_back_to_english_then_to_what_there_is() -> None:
    assert pick({"en": "yes", "fr": "oui"}, "fr") == "oui"
    assert pick({"en": "yes"}, "fr") == "yes"
    assert pick({"fr": "oui"}, "en") == "oui"
    assert pick({}, "en") == ""


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "C", "LC_MESSAGES": "fr_CA"}, "fr"),
        ([], {"LC_ALL": "en_GB", "CALLLINT_LANG": "fr"}, "fr"),
        ([], {"LC_ALL": "", "LANG": "fr"}, "fr"),
        (["--lang", "en"], {"CALLLINT_LANG": "fr"}, "en"),
        (["check", "x.yaml", "--lang=fr"], {}, "fr"),
        (["check", "--", "--lang=fr"], {}, "en"),
        (["--lang"], {"LANG": "fr"}, "fr"),
    ],
)
def test_language_is_chosen_by_option_then_variable_then_locale(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert choose(arguments, environment) == language


def test_what_a_system_gives_as_a_reason_is_told_in_the_language() -> None:
    reason = os.strerror(errno.EACCES)

    assert (why(reason, "en"), why(reason, "fr")) == ("permission denied", "accès refusé")
    assert "(accès refusé)" in say("proof.error.unreadable", "fr", reason=reason)
    assert why("Level 3 reset", "fr") == "Level 3 reset", "what is not known stays as it is"
