"""The report people read."""

import io
import re
from datetime import date

import pytest
from msgspec.structs import replace

from calllint.document import Place, Span
from calllint.engine.result import Overdue, Reason
from calllint.packs.model import Article, InForce
from calllint.report.interface import Look, open_writer, unread
from calllint.report.reasons import MOST_REASONS
from tests.report.samples import (
    FIRST,
    HOURS,
    LAST,
    on_contacts,
    on_window,
    problem,
    report,
    rule,
    written,
)

ON_WINDOW = """\
campaign.yaml:5:32: error EX301 hours-too-late
  calls from 20:00 to 21:00, outside 10:00–13:00, 14:00–20:00
  |
5 |     - {days: [mon, tue], hours: ["20:00-21:00"]}
  |                                ^^^^^^^^^^^^^
  = law: Code D1-9 · permitted_hours = 10:00–13:00, 14:00–20:00 (local time) since 1 March 2023
  = help: End the window at 20:00.

"""
ON_CONTACTS = """\
contacts.csv: error EX101 consent-missing — 3 contacts (lines 3, 7, 12)
  no consent for Télécom Exemple
  = law: Code D1-9
  = help: End the window at 20:00.

"""
SUMMARY = """\
Fibre (campaign.yaml)
  Judged days: 23 November to 18 December 2026
  Versions: base 2026.10, example 2026.11, tzdata 2026.6, calllint 2026.11.0
  1,204 contacts: 1,000 with nothing against them · 4 to review · 190 blocked · 10 unreadable
  The campaign itself is in breach: dial nobody before it is mended
  By reason:
    190  blocked  EX101 consent-missing, EX102
      4  review   to check: EX102
  Lists read:
    contacts  contacts.csv   1,204 rows, 10 unreadable
    calls     calls.parquet  1 row
  Law values these findings read:
    permitted_hours = 10:00–13:00, 14:00–20:00 (local time) since 1 March 2023
  1 law value was read in all: --format json lists it
  2 errors
"""


def test_a_whole_report_in_english() -> None:
    assert written(report(on_contacts(), on_window())) == ON_WINDOW + ON_CONTACTS + SUMMARY


def test_a_whole_report_in_french() -> None:
    text = written(report(on_contacts(), on_window()), lang="fr").replace("\u00a0", "~")

    value = "permitted_hours = 10:00–13:00, 14:00–20:00 (heure locale) depuis le 1er mars 2023"
    assert text.splitlines()[:14] == [
        "campaign.yaml:5:32: erreur EX301 hours-too-late",
        "  appels de 20:00 à 21:00, hors de~: 10:00–13:00, 14:00–20:00",
        "  |",
        '5 |     - {days: [mon, tue], hours: ["20:00-21:00"]}',
        "  |                                ^^^^^^^^^^^^^",
        f"  = droit~: Code D1-9 · {value.removesuffix(' 2023')}",
        "            2023",
        "  = conseil~: Arrêtez la plage à 20:00.",
        "",
        "contacts.csv: erreur EX101 consent-missing — 3 contacts (lignes 3, 7, 12)",
        "  pas de consentement pour Télécom Exemple",
        "  = droit~: Code D1-9",
        "  = conseil~: Arrêtez la plage à 20:00.",
        "",
    ]
    assert text.split("conseil~: ")[-1].splitlines()[2:] == [
        "Fibre (campaign.yaml)",
        "  Jours jugés~: du 23 novembre au 18 décembre 2026",
        "  Versions~: base 2026.10, example 2026.11, tzdata 2026.6, calllint 2026.11.0",
        "  1~204 contacts~: 1~000 sans manquement · 4 à revoir · 190 bloqués · 10 illisibles",
        "  La campagne elle-même est en manquement~: n'appelez personne avant de l'avoir corrigée",
        "  Par motif~:",
        "    190  bloqués   EX101 consent-missing, EX102",
        "      4  à revoir  à vérifier~: EX102",
        "  Listes lues~:",
        "    contacts  contacts.csv   1~204 lignes, dont 10 illisibles",
        "    appels    calls.parquet  1 ligne",
        "  Valeurs légales lues pour ces constats~:",
        f"    {value}",
        "  1 valeur légale a été lue en tout~: --format json la donne",
        "  2 erreurs",
    ]


def test_the_campaign_comes_first_by_line_then_contacts_by_rule() -> None:
    late = on_window(place=Place("campaign.yaml", Span(8, 7, 8, 9)))
    elsewhere = on_window(place=Place("a.yaml"))
    warning = on_contacts(rule=rule("EX001", "first"), severity="warning")
    text = written(report(on_contacts(), warning, late, on_window(), elsewhere))

    heads = [line.split(" ")[0] + line.split(" ")[2] for line in text.splitlines() if " EX" in line]
    assert heads[:5] == [
        "a.yaml:EX301",
        "campaign.yaml:5:32:EX301",
        "campaign.yaml:8:7:EX301",
        "contacts.csv:EX001",
        "contacts.csv:EX101",
    ]


def test_what_cannot_be_told_says_so() -> None:
    text = written(report(on_contacts(outcome="unknown", count=1), on_window(outcome="unknown")))

    assert "EX301 hours-too-late\n  to check: calls from 20:00" in text
    assert "  to check: no consent for Télécom Exemple" in text
    assert "  The campaign itself is to be checked: dial nobody before that\n" in text
    assert text.endswith("  2 errors (to check)\n")


@pytest.mark.parametrize(
    ("lang", "last"),
    [
        ("en", "3 errors (2 of them to check), 1 warning, 1 remark (to check)"),
        ("fr", "3 erreurs (dont 2 à vérifier), 1 avertissement, 1 remarque (à vérifier)"),
    ],
)
def test_the_last_line_tells_what_was_found_from_what_is_to_check(lang: str, last: str) -> None:
    unknown = on_contacts(outcome="unknown")
    made = report(
        on_window(),
        unknown,
        replace(unknown, key="other"),
        on_window(severity="warning"),
        replace(unknown, severity="info"),
        on_contacts(outcome="duty", severity="info"),
    )

    assert written(made, lang=lang).splitlines()[-1] == f"  {last}"


def test_a_duty_is_no_error() -> None:
    text = written(report(on_contacts(outcome="duty")))

    assert "contacts.csv: duty EX101 consent-missing — 3 contacts" in text
    assert text.endswith("  Nothing found\n")


def test_lines_left_out_are_counted() -> None:
    text = written(report(on_contacts(count=1203, lines=(("contacts.csv", 3), ("b.csv", 7)))))

    assert "— 1,203 contacts (lines 3, b.csv:7 and 1,201 more)" in text


def test_a_finding_about_contacts_may_point_into_the_campaign() -> None:
    placed = on_contacts(place=Place("campaign.yaml", Span(2, 16, 2, 21)))

    assert written(report(placed)).startswith(
        "campaign.yaml:2:16: error EX101 consent-missing"
        " — 3 contacts (contacts.csv, lines 3, 7, 12)\n"
        "  no consent for Télécom Exemple\n"
        "  |\n"
        "2 | campaign: {id: fibre, title: Fibre}\n"
        "  |                ^^^^^\n"
        "  = law: Code D1-9\n"
    )


def test_advice_is_given_once_for_each_rule() -> None:
    text = written(report(on_window(), on_window(outcome="unknown"), on_contacts()))

    assert text.count("= help: End the window at 20:00.") == 2
    assert text.count("= law: Code D1-9") == 3


def test_a_finding_of_some_days_names_them() -> None:
    assert "  = days: 18 December 2026\n" in written(report(on_window(first_day=LAST)))


def test_an_article_cited_twice_is_shown_once_at_its_most_precise() -> None:
    cited = ["Code D1-9 al. 1 et 2", "Code D1-9", "Code D1-9 al. 1 et 2", "Code D1-90", "Code D1"]
    law = tuple(Article(article) for article in cited)
    text = written(report(on_window(rule=rule(law=law), law_values=(HOURS,)), law_values=()))

    assert "= law: Code D1-9 al. 1 et 2; Code D1-90; Code D1 · permitted_hours" in text


def test_an_article_is_cited_in_the_version_of_the_days() -> None:
    law = (
        Article("Code L1 al. 3", in_force=InForce(date(2020, 7, 26), date(2026, 12, 1))),
        Article("Code L1 al. 5", in_force=InForce(date(2026, 12, 2))),
        Article("Code L2", in_force=InForce(date(2020, 1, 1))),
    )
    finding = on_window(rule=rule(law=law), law_values=())

    assert "= law: Code L1 al. 5; Code L2\n" in written(report(replace(finding, first_day=LAST)))
    assert "= law: Code L1 al. 3; Code L2\n" in written(report(replace(finding, last_day=FIRST)))
    assert (
        "= law: Code L1 al. 3 (26 July 2020 to 1 December 2026); "
        "Code L1 al. 5 (from 2 December 2026); Code L2 = help:"
    ) in " ".join(written(report(finding)).split())


def test_reasons_left_out_are_counted() -> None:
    reasons = tuple(Reason("block", (f"EX{n}",), (), 100 - n) for n in range(MOST_REASONS + 2))
    text = written(report(reasons=reasons))

    assert f"EX{MOST_REASONS - 1}\n" in text
    assert f"EX{MOST_REASONS}\n" not in text
    left = 100 - MOST_REASONS + 100 - MOST_REASONS - 1
    assert f"and 2 other outcomes, {left} contacts (--format json has all)" in text


def test_reasons_left_out_are_counted_one_by_one_too() -> None:
    reasons = tuple(Reason("block", (f"EX{n}",), (), 1) for n in range(MOST_REASONS + 1))

    for lang, said in (
        ("en", "and 1 other outcome, 1 contact (--format json has all)"),
        ("fr", "et 1 autre cas, 1 contact (tous\u00a0: --format json)"),
    ):
        assert f"    {said}\n" in written(report(reasons=reasons), lang=lang)
        assert "1  bloqués" not in written(report(reasons=reasons), lang=lang)


def test_what_is_broken_on_some_days_only_is_said_so() -> None:
    text = written(report(reasons=(Reason("review", ("EX1",), ("EX2",), 4),)))

    assert "    4  review  callable on some days: EX1; to check: EX2\n" in text


@pytest.mark.parametrize(
    ("first", "last", "n", "english", "french"),
    [
        (
            date(2026, 11, 23),
            date(2026, 12, 9),
            3,
            "callable on some days, between 23 November and 9 December 2026: EX1",
            "à n'appeler que certains jours, entre le 23 novembre et le 9 décembre 2026\u00a0: EX1",
        ),
        (
            date(2026, 8, 1),
            date(2026, 8, 10),
            1,
            "callable on some days, between 1 and 10 August 2026: EX1",
            "à n'appeler que certains jours, entre le 1er et le 10 août 2026\u00a0: EX1",
        ),
        (
            date(2026, 8, 10),
            date(2026, 8, 10),
            2,
            "callable on 10 August 2026: EX1",
            "à n'appeler que le 10 août 2026\u00a0: EX1",
        ),
        (date.max, date.max, 1, "never callable: EX1", "à ne jamais appeler\u00a0: EX1"),
    ],
)
def test_the_days_that_are_left_are_given(
    first: date, last: date, n: int, english: str, french: str
) -> None:
    made = report(reasons=(Reason("review", ("EX1",), (), n, first, last),))

    assert f"    {n}  review  {english}\n" in written(made)
    assert f"    {n}  à revoir  {french}\n" in written(made, lang="fr")


def test_a_rule_of_policy_never_reads_as_law() -> None:
    house = on_window(rule=rule(basis="policy", law=()), law_values=())

    assert "  = law: none; a rule of example, not of law\n" in written(report(house))
    asked = on_window(rule=rule(basis="policy"), law_values=())
    assert "  = law: none; a rule of example, not of law; see " in written(report(asked))


def test_a_value_that_is_no_longer_law_is_not_cited() -> None:
    other = Article("Code D2", "decree 2", None, "primary")
    ended = replace(HOURS, name="refusal_days", value=None, since=LAST, law=(other,))
    text = written(report(on_window(law_values=(HOURS, ended)), law_values=(HOURS, ended)))

    assert "refusal_days" not in text
    assert "D2" not in text
    assert "permitted_hours = 10:00" in text
    assert "  2 law values were read in all: --format json lists them\n" in text


def test_only_values_that_findings_read_are_listed() -> None:
    other = replace(HOURS, name="max_attempts", value=4, unit="calls")
    text = written(report(on_contacts(), law_values=(HOURS, other)))

    assert "Law values these findings read" not in text
    assert "permitted_hours" not in text
    assert "  2 law values were read in all: --format json lists them\n" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"select": "EX1,CL"},
            [
                "  Only selected rules were applied: EX1, CL. This is no clearance to dial.",
                "  1,204 contacts: 1,000 with nothing against them in the selected rules · ",
                "    10 unreadable",
                "  Nothing found in the selected rules",
            ],
        ),
        (
            {"ignore": "EX1"},
            [
                "  Rules left out: EX1. This is no clearance to dial.",
                "  1,204 contacts: 1,000 with nothing against them in the rules applied · ",
                "  Nothing found in the rules applied",
            ],
        ),
        (
            {"select": "EX", "ignore": "EX1"},
            [
                "  Only selected rules were applied: EX. This is no clearance to dial.",
                "  Rules left out: EX1. This is no clearance to dial.",
                "  Nothing found in the selected rules",
            ],
        ),
    ],
    ids=["select", "ignore", "both"],
)
def test_a_part_of_the_rules_clears_nobody(options: dict[str, str], said: list[str]) -> None:
    text = written(report(options=options))

    assert [one for one in said if f"\n{one}" not in text] == []
    assert "may be dialled" not in text
    assert "à appeler" not in written(report(options=options), lang="fr")


def test_a_campaign_in_breach_promises_no_call() -> None:
    text = written(report(on_window()))

    assert "may be dialled" not in text
    assert "  The campaign itself is in breach: dial nobody before it is mended\n" in text
    for harmless in (on_window(severity="warning"), on_window(outcome="duty"), on_contacts()):
        assert "1,000 may be dialled" in written(report(harmless))


def test_nothing_to_say_about_contacts_says_nothing() -> None:
    text = written(report(reasons=(), lists=(), law_values=(), title=None))

    assert text.startswith("campaign.yaml\n  Judged days")
    for heading in ("By reason", "Lists read", "aw values"):
        assert heading not in text


def test_campaigns_stand_apart() -> None:
    stream = io.StringIO()
    writer = open_writer("text", stream, Look())
    writer.add(report())
    writer.add(report())
    writer.close()

    assert stream.getvalue() == f"{written(report())}\n{written(report())}"


def test_options_and_moment_are_part_of_the_result() -> None:
    text = written(report(options={"select": "EX1", "dial": "x"}, known_at="2026-11-22T10:00:00Z"))

    assert "evidence known at 2026-11-22T10:00:00Z" in text
    assert "  Options: dial=x, select=EX1\n" in text


def test_the_end_of_a_day_is_said_as_such() -> None:
    made = report(known_at="2026-11-22T23:59:59.999999")

    assert "; evidence known at the end of 22 November 2026\n" in written(made)
    assert "\u00a0; pièces connues à la fin du 22 novembre 2026\n" in written(made, lang="fr")


def test_rules_skipped_without_data_are_counted() -> None:
    text = written(report(without_data=True, skipped_rules=12))

    assert "  Lists not read (--without-data): 12 rules skipped\n" in text
    assert "may be dialled" not in text
    assert text.endswith("  Nothing found; the lists were not read\n")


def test_problems_are_written_with_place_and_never_pass_as_clean() -> None:
    unchecked = problem(fatal=False, rule="EX102")
    text = written(report(problems=(problem(), unchecked)))

    assert "consents.csv:4:1: error: '06••••••78' is not a date: write 2026-08-11\n" in text
    assert "consents.csv:4:1: not checked EX102: '06" in text
    assert "  Not everything was checked: 1 problem above\n" in text
    assert text.endswith("  Nothing found in what could be checked\n")


def test_a_campaign_that_could_not_be_read_promises_nothing() -> None:
    text = written(unread("broken.yaml", (problem(),)))

    assert text.splitlines()[1:] == ["broken.yaml: nothing was judged"]
    assert "may be dialled" not in text


def test_numbers_are_hidden_everywhere_unless_shown() -> None:
    caller = on_window(
        place=Place("campaign.yaml", Span(8, 16, 8, 30)),
        values={"caller_number": "+33612345678"},
        rule=rule("EX501", message={"en": "{caller_number} is a mobile"}),
    )
    made = report(caller, problems=(problem(),), title="Rappel du 0612345678")

    assert "612345" not in written(made)
    assert "+33 6 •• •• •• 78 is a mobile" in written(made)
    shown = written(made, show_numbers=True)
    assert shown.count("612345678") == 4


def test_values_cannot_forge_lines() -> None:
    forged = {"advertiser_name": "X\nfake.yaml:1:1: error\x1b[2J"}
    text = written(report(on_contacts(values=forged)))

    assert "  no consent for X fake.yaml:1:1: error\ufffd[2J\n" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_to_the_width(width: int) -> None:
    long = rule(help={"en": "help " * 60}, message={"en": "said " * 40})
    findings = (on_contacts(rule=long), on_window(rule=long), on_window())
    lines = written(report(*findings), width=width).splitlines()

    body = lines[: lines.index("Fibre (campaign.yaml)")]
    totals = [line for line in lines if "contacts: " in line or "blocked · " in line]
    assert max(map(len, body + totals)) <= width


def test_colour_changes_nothing_that_is_read() -> None:
    made = report(on_contacts(), on_window(), problems=(problem(),))
    bright = written(made, color=True)

    assert bright != written(made)
    assert re.sub(r"\x1b\[\d+m", "", bright) == written(made)


def test_law_that_was_to_be_read_again_is_named_once_in_the_summary() -> None:
    due = (
        Overdue("rule", "example", "EX301", date(2026, 11, 30)),
        Overdue("value", "example", "permitted_hours", date(2026, 11, 30)),
        Overdue("value", "example", "max_attempts", date(2026, 12, 1)),
    )
    made = report(on_window(), on_window(), overdue=due)

    assert written(made).count("Law to be read again") == 2
    text = " ".join(written(made).split())
    assert "Law to be read again before 30 November 2026" in text
    assert "check that it has not changed: EX301, permitted_hours Law to be read again" in text
    assert "Droit à relire avant le 1er décembre 2026" in written(made, lang="fr")
    assert "Law to be read" not in written(report(on_window()))
