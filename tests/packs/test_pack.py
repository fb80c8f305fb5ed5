"""A pack that is in order becomes plain data; one that is not says where and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from calllint.document import load
from calllint.document.schema import validate
from calllint.packs import PackError, load_pack
from calllint.packs.language import parse
from calllint.packs.language.text import unparse
from calllint.packs.model import Article, Calendar, InForce, NumberRange, Territory
from calllint.packs.vocabulary import columns_of, definitions_of, expand, param_kind
from tests.packs.building import RULE, edit, problems, put

LAW = 'law: [{article: "art. 1", seen: quoted, in_force: {from: 2026-08-11}}]'


def test_a_pack_in_order_is_read_whole(pack: Path) -> None:
    found = load_pack(pack)

    assert (found.name, found.version, found.countries) == ("house", "2026.11", ("XX",))
    assert found.title == {"en": "House", "fr": "Maison"}
    assert found.calendar == Calendar("XX", "workdays")
    assert found.default_timezone == "Africa/Casablanca"
    assert found.tables["blocked"] == (("97400", "flood"), ("97410", "flood"))
    assert found.territories["T1"] == Territory(
        "T1", "XX", 33, ("Europe/Paris",), ("01", "02"), ("easter-2", "12-26"), True, "First"
    )
    assert found.territories["T2"].certain is False
    assert found.dialling is not None
    assert found.dialling.ranges == (
        NumberRange("01", 33, "T1", "geographic"),
        NumberRange("08", 33, "", "special"),
    )
    assert found.columns["campaign"]["checked_on"].neutral == date(2026, 7, 20)
    assert len(found.digest) == 64


def test_a_rule_is_read_whole(pack: Path) -> None:
    rule = load_pack(pack).by_id["AB101"]

    assert (rule.name, rule.pack, rule.scopes) == ("no-consent", "house", ("contact",))
    assert (rule.severity, rule.basis, rule.since, rule.at) == ("error", "law", "2026.11", "phone")
    assert rule.in_force == InForce(date(2026, 8, 11), None)
    assert rule.breach == parse("not consent_holds")
    assert len(rule.expressions) == 2
    assert str(rule.place) == f"{pack.as_posix()}/{RULE}:1:5"
    first, _, last = rule.examples
    assert (first.outcome, first.on, first.given) == (
        "breach",
        date(2026, 8, 11),
        {"consent_holds": False},
    )
    assert first.because == {"en": "first day", "fr": "premier jour"}
    assert (last.outcome, last.on, last.given) == (
        "unknown",
        None,
        {"consent_holds": None, "postal_code": "75001"},
    )
    assert first.place.span is not None
    assert first.place.span.line == 16


def test_law_values_are_typed_and_dated(pack: Path) -> None:
    law = load_pack(pack).parameters

    assert law["max_attempts"].values == ((date(2023, 3, 1), 4), (date(2026, 8, 11), None))
    assert law["max_attempts"].at(date(2023, 2, 28)) is None
    assert law["max_attempts"].law == (
        Article(
            "art. 1",
            url="https://e.org",
            seen="reasoned",
            in_force=InForce(None, date(2026, 8, 10)),
        ),
    )
    assert law["hours"].values[0][1] == ((600, 780), (840, 1200))
    assert law["closing"].values[0][1] == 1200
    assert law["start"].values[0][1] == date(2024, 1, 1)
    assert law["banned"].values == ((date(2023, 3, 1), ()), (date(2024, 3, 1), ("telecom",)))
    kinds = {name: param_kind(parameter) for name, parameter in law.items()}
    assert kinds == {
        "max_attempts": "int",
        "attempt_days": "int",
        "hours": "windows",
        "workdays": "texts",
        "closing": "int",
        "start": "date",
        "strict": "bool",
        "banned": "texts",
        "lengths": "ints",
    }


def test_definitions_expand_to_columns(pack: Path) -> None:
    found = load_pack(pack)

    tree = expand(parse("to_consumer and consent_holds"), found)

    assert unparse(tree) == (
        "((purpose in ('sale', 'quote') or coalesce(includes_offer, false)) and case when "
        "audience = 'consumer' then true end) and consent_holds"
    )
    assert list(found.definitions) == ["sells", "to_consumer"]


def test_a_definition_is_where_its_columns_are(pack: Path) -> None:
    edit(
        pack,
        "pack.yaml",
        "  to_consumer:",
        """\
  reached:
    is: sells and number_valid
    doc: For contacts only.
  to_consumer:""",
    )
    found = load_pack(pack)

    assert set(definitions_of("contact", found)) == {"sells", "to_consumer", "reached"}
    assert set(definitions_of("window", found)) == {"sells", "to_consumer"}


def test_columns_added_to_the_campaign_are_everywhere(pack: Path) -> None:
    found = load_pack(pack)

    assert columns_of("contact", found)["checked_on"].path == "register.checked_on"
    assert columns_of("contact", found)["phone_kind"].type == "text"
    assert "phone_kind" not in columns_of("campaign", found)


ADDED = "{type: date, path: register.checked_on, neutral: 2026-07-20, doc: checked}"


def _from_record(pack: Path, column: str) -> None:
    edit(pack, "pack.yaml", ADDED, f"{ADDED}\n  contact:\n    given: {{{column}, doc: d}}")


def test_a_contact_may_be_told_what_a_record_says(pack: Path) -> None:
    _from_record(pack, "type: date, record: consent.given_on")

    assert columns_of("contact", load_pack(pack))["given"].record == "consent.given_on"


@pytest.mark.parametrize(
    "column",
    [
        "type: date, record: consent.given",  # no such column
        "type: text, record: consent.given_on",  # of another type
        "type: date, record: contact.planned_on",  # not a record
        "type: date, record: given_on",
        "type: date, record: consent.given_on, path: register.checked_on",
    ],
)
def test_what_no_record_says_is_refused_where_it_stands(pack: Path, column: str) -> None:
    _from_record(pack, column)

    (found,) = problems(pack)
    assert found.startswith("pack.yaml:14:")


# -- what is wrong, and where -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "breach: not consent_holds",
            "breach: not consent_hold",
            "10:13: unknown name `consent_hold`; did you mean `consent_holds`?",
        ),
        (
            "breach: not consent_holds",
            "breach: 'not (channel = ''sms'' or sektor)'",
            "10:36: unknown name `sektor`",
        ),
        ("breach: not consent_holds", 'breach: "not sektor"', "10:14: unknown name `sektor`"),
        (
            "breach: not consent_holds",
            "breach: >-\n  consent_holds\n  and sektor",
            "12:7: unknown name `sektor`",
        ),
        (
            "breach: not consent_holds",
            "breach: |\n  consent_holds\n\n  and sektor\n",
            "13:7: unknown name `sektor`",
        ),
        (
            "breach: not consent_holds",
            "breach: consent_holds\n  and\n    sektor",
            "12:5: unknown name `sektor`",
        ),
        ("breach: not consent_holds", 'breach: "not sek\\x74or"', "10:9: unknown name `sektor`"),
        ("breach: not consent_holds", "breach: consent_holds and", "10:26: expected a value"),
        ("breach: not consent_holds", "breach: attempts_max", "10:9: `breach` gives true or false"),
        (
            "breach: not consent_holds",
            "clear_until: consent_holds",
            "10:14: `clear_until` gives a date",
        ),
        (
            "breach: not consent_holds",
            "breach: true\nattempts_left: refused_on",
            "11:16: `attempts_left` gives a whole number",
        ),
        (
            "breach: not consent_holds",
            "breach: attempts_within($maxi) > 1",
            "10:25: unknown parameter `$maxi`",
        ),
        (
            "breach: not consent_holds",
            "breach: caller_number = '1'",
            "10:9: `caller_number` does not exist in scope `contact`, only in: caller_id",
        ),
        (
            "breach: not consent_holds",
            "breach: planned_attempts(1) > 4",
            "10:9: `planned_attempts` does not exist in scope `contact`, only in: campaign",
        ),
        ("breach: not consent_holds", "breach: true\nduty: true", "1:5: a rule has exactly one of"),
        ("breach: not consent_holds", "attempts_left: 4", "1:5: a rule has exactly one of"),
        (
            "breach: not consent_holds",
            "breach: postal_code in table(bloked)",
            "10:24: the pack has no table tables/bloked.csv; did you mean `blocked`?",
        ),
        (
            "scope: contact",
            "scope: [contact, window]",
            "10:13: `consent_holds` does not exist in scope `window`, only in: contact",
        ),
        ("scope: contact", "scope: contacts", "4:8:"),
        ("severity: error", "severity: eror", "5:11:"),
        ("in_force: {from: 2026-08-11}\n", "in_force: {from: 2026-08-11, to: 2026-08-10}\n", "6:"),
        ("in_force: {from: 2026-08-11}\n", "in_force: {from: 2026-08-32}\n", "6:18:"),
        (
            "{from: 2026-08-11}}]",
            "{from: 2026-08-11, to: 2026-08-10}}]",
            "7:74: it ends on 2026-08-10",
        ),
        ("{from: 2026-08-11}}]", "{from: 2026-08-32}}]", "7:58:"),
        ("{from: 2026-08-11}}]", "{since: 2026-08-11}}]", "7:52:"),
        ("seen: quoted", "seen: reasoned", "7:1: an error of law rests on a text"),
        ("seen: quoted", "seen: often", "7:33:"),
        ('since: "2026.11"', "since: soon", "8:8: `since` is a version"),
        ('since: "2026.11"', "since: 2026.11", "8:8:"),
        ("at: phone", "at: fone", "11:5: `fone` is not a column of the list"),
        (
            'fr: "rien pour {advertiser_name}"',
            'fr: "rien pour {postal_code}"',
            "12:66: `{postal_code}` cannot stand in this message",
        ),
        (
            'fr: "rien pour {advertiser_name}"',
            'fr: "rien {$max_attempt}"',
            "12:61: `{$max_attempt}` cannot stand in this message; did you mean `max_attempts`?",
        ),
        ('fr: "rien pour {advertiser_name}"', 'fr: "rien {"', "12:55: a brace without its pair"),
        (", fr: Pas de consentement}", "}", "3:"),
        (
            "consent_holds: false}\n    because",
            "consent_held: false}\n    because",
            "16:30: unknown name `consent_held` in an example; did you mean `consent_holds`?",
        ),
        ("consent_holds: null", "consent_holds: 1", "19:30: `consent_holds` must be true or false"),
        ('postal_code: "75001"', "postal_code: 75001", "19:49: `postal_code` must be a text"),
        ('postal_code: "75001"', "refused_on: yesterday", "19:48: `refused_on` must be a date"),
        ("  - breach: {on", "  - unknown: {on", "15:1: the rule has no `breach` example"),
        ("id: AB101", "id: AB1", "1:5:"),
        (
            "id: AB101",
            "id: AB102",
            "1:5: the file of this rule must be called AB102-no-consent.yaml",
        ),
        ("name: no-consent", "name: No_Consent", "2:7:"),
        ("help: {en", "helped: {en", "13:1:"),
        ("at: phone", "at: phone\nwithdrawn: 2026-11-01", "1:"),
    ],
)
def test_a_wrong_rule_is_an_error_at_its_place(
    pack: Path, old: str, new: str, expected: str
) -> None:
    edit(pack, RULE, old, new)

    found = problems(pack)

    assert any(problem.startswith(f"{RULE}:{expected}") for problem in found), found


@pytest.mark.parametrize(
    "expression",
    [
        "read_csv('/etc/passwd')",
        "(select count(1) from contacts) > 0",
        "current_setting('home_directory') = '/'",
        '"; drop table contacts"',
        "main.contacts",
        "getenv('HOME') = 'x'",
        "postal_code in table(secrets)",
        "$home = 'x'",
        "consent_holds; install httpfs",
    ],
)
def test_a_hostile_rule_is_refused_with_its_line(pack: Path, expression: str) -> None:
    rule = (pack / RULE).read_text(encoding="utf-8")
    changed = rule.replace("breach: not consent_holds", f"breach: |\n  {expression}")
    put(pack, RULE, changed)

    found = problems(pack)

    assert any(problem.startswith(f"{RULE}:11:") for problem in found), found


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("pack.yaml", "calllint_pack: 1", "calllint_pack: 2", "pack.yaml:1:16:"),
        ("pack.yaml", "name: house\n", "", "pack.yaml:1:1:"),
        ("pack.yaml", "countries: [XX]", "countreis: [XX]", "pack.yaml:5:1:"),
        ("pack.yaml", "countries: [XX]", "countries: [xx]", "pack.yaml:5:13:"),
        ("pack.yaml", "countries: [XX]", "countries: [XX", "pack.yaml:"),
        (
            "pack.yaml",
            "territory: T1",
            "territory: T9",
            "pack.yaml:6:20: `T9` is not in tables/territories.csv",
        ),
        ("pack.yaml", "Africa/Casablanca", "Africa/Casa", "pack.yaml:7:19:"),
        (
            "pack.yaml",
            "workweek: workdays",
            "workweek: hours",
            "pack.yaml:9:35: `workweek` names a parameter",
        ),
        ("pack.yaml", "  campaign:\n", "  campagne:\n", "pack.yaml:11:3:"),
        (
            "pack.yaml",
            "checked_on: {type: date",
            "sector: {type: date",
            "pack.yaml:12:5: `sector` cannot name a new column",
        ),
        ("pack.yaml", "neutral: 2026-07-20", "neutral: 20", "pack.yaml:12:"),
        (
            "pack.yaml",
            "is: sells and case",
            "is: sels and case",
            "pack.yaml:18:9: unknown name `sels`; did you mean `sells`?",
        ),
        (
            "pack.yaml",
            "is: sells and case",
            "is: to_consumer and case",
            "pack.yaml:17:3: these definitions go round in a circle: to_consumer",
        ),
        ("pack.yaml", "  sells:", "  sector:", "pack.yaml:14:3: `sector` is already"),
        ("pack.yaml", "  sells:", "  Sells:", "pack.yaml:14:3:"),
        (
            "pack.yaml",
            "is: sells and case",
            "is: sells and rows = 1 and centre_name = 'x' or case",
            "pack.yaml:18:9: no scope has all of",
        ),
        ("law.yaml", "2023-03-01: 4}", "2023-03-01: four}\n    old: {2020-01-01: 4}", "law.yaml:"),
        (
            "law.yaml",
            "2026-08-11: null, 2023-03-01: 4",
            "2026-08-11: many, 2023-03-01: 4",
            "law.yaml:5:",
        ),
        (
            "law.yaml",
            "2026-08-11: null, 2023-03-01: 4",
            "2026-08-11: null",
            "law.yaml:5:5: a parameter has at least one value",
        ),
        ("law.yaml", "2023-03-01: 30", "2023-03-01: 3.5", "law.yaml:8:51:"),
        ("law.yaml", "2023-03-01: 30", "yesterday: 30", "law.yaml:8:"),
        ("law.yaml", "2023-03-01: [4, 6]", "2023-03-01: [4, x]", "law.yaml:"),
        ("law.yaml", '"14:00-20:00"', '"20:00-14:00"', "law.yaml:9:"),
        ("law.yaml", '"14:00-20:00"', '"13:00-20:00"', "law.yaml:9:"),
        ("law.yaml", "2023-03-01: 2024-01-01", "2023-03-01: 2024-02-30", "law.yaml:12:"),
        ("law.yaml", "[telecom]", "telecom", "law.yaml:14:"),
        ("tables/blocked.csv", "97410,flood", "97410", "tables/blocked.csv:4:1: 1 cells"),
        ("tables/blocked.csv", "97410,flood", '97410,"flood', "tables/blocked.csv:4:1:"),
        ("tables/blocked.csv", "postal_code,why", "why,why", "tables/blocked.csv:2:1: the header"),
        (
            "tables/territories.csv",
            "T2,XX",
            "T1,XX",
            "tables/territories.csv:4:1: `T1` is already on line 3",
        ),
        ("tables/territories.csv", "T2,XX", "T2,YY", "tables/territories.csv:4:1: `YY` is no"),
        (
            "tables/territories.csv",
            "Europe/Paris",
            "Europe/Pari",
            "tables/territories.csv:3:1: unknown time zone `Europe/Pari`; did you mean",
        ),
        ("tables/territories.csv", "12-26", "12-32", "tables/territories.csv:3:1: `local_days`"),
        ("tables/territories.csv", "false,Second", "no,Second", "tables/territories.csv:4:1:"),
        (
            "tables/territories.csv",
            "code,country",
            "cod,country",
            "tables/territories.csv:2:1: unknown column `cod`; did you mean `code`?",
        ),
        ("tables/numbering.csv", "08,33,", "8x,33,", "tables/numbering.csv:3:1: `prefix`"),
        (
            "tables/numbering.csv",
            "08,33,,special",
            "08,33,T8,special",
            "tables/numbering.csv:3:1: `T8` is not in",
        ),
        ("tables/numbering.csv", "special", "", "tables/numbering.csv:3:1: `kind` is blank"),
        (
            "pack.yaml",
            'dialling: {region: XX, trunk_prefix: "0", national_lengths: [10]}\n',
            "",
            "tables/numbering.csv:1:1: a numbering plan needs `dialling:`",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    pack: Path, name: str, old: str, new: str, expected: str
) -> None:
    edit(pack, name, old, new)

    found = problems(pack)

    assert any(problem.startswith(expected) for problem in found), found


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ('{first: a, last: b, allotted_on: c, dates: "%d/%m/%Y"}', None),
        ("{first: a, last: b}", None),
        ("{first: a}", "pack.yaml:8:"),
        ("{first: a, last: 7}", "pack.yaml:8:"),
        ("{first: a, last: b, dates: day}", "pack.yaml:8:"),
        ("{first: a, last: b, on: c}", "pack.yaml:8:"),
        ("blocks.csv", "pack.yaml:8:"),
    ],
)
def test_a_pack_says_how_its_file_of_blocks_is_read(
    pack: Path, blocks: str, expected: str | None
) -> None:
    edit(pack, "pack.yaml", "national_lengths: [10]", f"national_lengths: [10], blocks: {blocks}")

    found = problems(pack)

    assert [problem[: len(expected or "")] for problem in found] == ([expected] if expected else [])
    assert bool(validate(load(pack / "pack.yaml"), "pack")) == bool(expected)


def test_working_days_need_a_calendar(pack: Path) -> None:
    edit(pack, "pack.yaml", "calendar: {country: XX, workweek: workdays}\n", "")
    edit(
        pack,
        RULE,
        "breach: not consent_holds",
        "breach: workdays_between(refused_on, judged_from) > 5",
    )

    assert problems(pack)[0].startswith(f"{RULE}:10:9: workdays_between() needs `calendar:")


def test_all_problems_come_at_once_in_the_order_of_files(pack: Path) -> None:
    edit(pack, RULE, "at: phone", "at: fone")
    edit(pack, "pack.yaml", "T1", "T9")
    put(pack, "contact/AB102-broken.yaml", "id: [")
    put(pack, "notes.yaml", "not a rule")

    files = [problem.split(":")[0] for problem in problems(pack)]

    assert files == sorted(files)
    assert set(files) == {RULE, "pack.yaml", "contact/AB102-broken.yaml", "notes.yaml"}


def test_what_uses_a_broken_definition_is_not_reported_again(pack: Path) -> None:
    edit(pack, "pack.yaml", "is: purpose in", "is: purpos in")

    assert [problem.split(": ")[0] for problem in problems(pack)] == ["pack.yaml:15:9"]


def test_definitions_that_double_each_other_are_refused(pack: Path) -> None:
    bombs = "".join(f"  d{n + 1}: {{is: d{n} or d{n}, doc: x}}\n" for n in range(60))
    edit(
        pack,
        "pack.yaml",
        "definitions:\n",
        f"definitions:\n  d0: {{is: has_offer, doc: x}}\n{bombs}",
    )

    assert len(problems(pack)) == 1
    assert "too large once its definitions are written out" in problems(pack)[0]


def test_a_long_chain_of_definitions_is_refused_not_a_crash(pack: Path) -> None:
    chain = "".join(f"  d{n + 1}: {{is: not d{n}, doc: x}}\n" for n in range(3000))
    edit(
        pack,
        "pack.yaml",
        "definitions:\n",
        f"definitions:\n  d0: {{is: has_offer, doc: x}}\n{chain}",
    )

    assert "too large once" in problems(pack)[0]


def test_a_house_rule_needs_no_article_and_one_language(pack: Path) -> None:
    text = (pack / RULE).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line.split(":")[0] not in ("help", "explain")]
    changed = "\n".join(kept).replace(LAW, "basis: policy")
    put(pack, RULE, changed.replace("en: No consent, ", ""))

    rule = load_pack(pack).by_id["AB101"]

    assert (rule.basis, rule.law, rule.title, rule.help) == (
        "policy",
        (),
        {"fr": "Pas de consentement"},
        {},
    )


LATER = "{article: art. 2, seen: quoted, in_force: {from: 2026-08-11, to: 2026-12-31}}"


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        ("{article: a, in_force: {from: 2026-08-11}, seen: quoted}", None),
        ("{article: a, in_force: {from: 2020-01-01}, seen: quoted}", None),
        (f"{LATER}, {{article: b, seen: primary, in_force: {{from: 2027-01-01}}}}", None),
        (f"{LATER}, {{article: b, seen: primary}}", None),
        (
            "{article: a, in_force: {from: 2026-08-12}, seen: quoted}",
            "in force on 2026-08-11, and no article",
        ),
        (LATER, "in force on 2027-01-01, and no article"),
        (
            f"{LATER}, {{article: b, seen: primary, in_force: {{from: 2027-01-02}}}}",
            "in force on 2027-01-01, and no article",
        ),
        (
            f"{LATER}, {{article: b, seen: secondary, in_force: {{from: 2027-01-01}}}}",
            "`seen: primary` or `quoted`, on 2027-01-01 too",
        ),
        (
            f"{LATER}, {{article: b, seen: secondary}}",
            "`seen: primary` or `quoted`, on 2027-01-01 too",
        ),
    ],
)
def test_a_rule_of_law_cites_a_text_on_each_of_its_days(
    pack: Path, law: str, expected: str | None
) -> None:
    edit(pack, RULE, LAW, f"law: [{law}]")

    found = problems(pack)

    assert bool(found) == (expected is not None), found
    assert expected is None or (found[0].startswith(f"{RULE}:7:1: ") and expected in found[0])


def test_a_rule_without_a_first_day_cites_an_article_without_one(pack: Path) -> None:
    edit(pack, RULE, "in_force: {from: 2026-08-11}\n", "in_force: {to: 2030-12-31}\n")

    assert "the rule has no first day" in problems(pack)[0]


def test_a_rule_of_law_needs_its_article(pack: Path) -> None:
    edit(pack, RULE, f"{LAW}\n", "")

    assert len(problems(pack)) == 1
    assert problems(pack)[0].startswith(f"{RULE}:1:")


def test_a_rule_that_can_only_be_unknown_needs_no_breach_example(pack: Path) -> None:
    edit(
        pack,
        "pack.yaml",
        "  sells:",
        """\
  cannot_tell:
    is: case when false then true end
    doc: Always NULL.
  sells:""",
    )
    edit(pack, RULE, "breach: not consent_holds", "breach: cannot_tell")
    edit(pack, RULE, "  - breach: {on", "  - unknown: {on")

    assert problems(pack) == []


def test_a_withdrawn_rule_keeps_its_file_and_says_why(pack: Path) -> None:
    edit(pack, RULE, "at: phone", "at: phone\nwithdrawn: 2026-11-01\nwhy: {en: Old, fr: Vieux}")
    assert load_pack(pack).by_id["AB101"].withdrawn == date(2026, 11, 1)

    edit(pack, RULE, "why: {en: Old, fr: Vieux}", "")
    assert len(problems(pack)) == 1


def test_times_of_day_in_examples_may_be_written_as_such(pack: Path) -> None:
    edit(pack, RULE, 'postal_code: "75001"', "local_from: 10:30, local_to: 660")

    assert load_pack(pack).by_id["AB101"].examples[2].given == {
        "consent_holds": None,
        "local_from": 630,
        "local_to": 660,
    }


def test_examples_may_give_definitions_and_facts(pack: Path) -> None:
    edit(pack, RULE, 'postal_code: "75001"', "sells: true, attempt_on: 2026-11-20")

    assert load_pack(pack).by_id["AB101"].examples[2].given == {
        "consent_holds": None,
        "sells": True,
        "attempt_on": date(2026, 11, 20),
    }


def test_outside_the_lists_a_message_may_show_the_row(pack: Path) -> None:
    edit(pack, RULE, "scope: contact", "scope: caller_id")
    edit(pack, RULE, "to_consumer and postal_code not in table(blocked)", "to_consumer")
    edit(pack, RULE, "not consent_holds", "withheld")
    edit(pack, RULE, "at: phone", "at: number")
    edit(pack, RULE, "no consent for {advertiser_name}", "{caller_number} after {$closing}")
    text = (pack / RULE).read_text(encoding="utf-8").replace("consent_holds", "withheld")
    put(pack, RULE, text.replace('postal_code: "75001"', "mandate: M-2"))

    assert problems(pack) == []


@pytest.mark.parametrize("kind", ["missing", "a file", "empty"])
def test_what_is_no_pack_is_said(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "thing"
    if kind == "a file":
        folder.write_text("x", encoding="utf-8")
    elif kind == "empty":
        folder.mkdir()

    with pytest.raises(PackError, match="there is no pack"):
        load_pack(folder)


def test_a_table_that_is_not_utf8_is_said_with_its_line(pack: Path) -> None:
    (pack / "tables/blocked.csv").write_bytes(b"a,b\n1,2\n\xff,3\n")

    assert problems(pack)[0].startswith("tables/blocked.csv:3:1: this is not UTF-8")


def test_a_rule_that_is_no_mapping_is_said(pack: Path) -> None:
    put(pack, RULE, "- just\n- a list\n")

    assert problems(pack)[0].startswith(f"{RULE}:1:1:")


def test_reading_twice_gives_the_same_pack(pack: Path) -> None:
    first, second = load_pack(pack), load_pack(pack)

    assert replace(first) == second
