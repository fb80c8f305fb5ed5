"""Reports made by hand, for tests of what is written from them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from calllint.document import Place, Span
from calllint.engine.result import (
    ContactVerdict,
    Finding,
    LawValue,
    ListSummary,
    Problem,
    Reason,
    Report,
    Totals,
)
from calllint.packs.language.tree import Compare, Literal, Name, Not, Param
from calllint.packs.model import (
    Article,
    Definition,
    Example,
    InForce,
    Pack,
    Parameter,
    Rule,
)
from calllint.report.interface import render

FIRST, LAST = date(2026, 11, 23), date(2026, 12, 18)
CAMPAIGN = """\
calllint: 1
campaign: {id: fibre, title: Fibre}
schedule:
  windows:
    - {days: [mon, tue], hours: ["20:00-21:00"]}
dialer:
  caller_ids:
    - {number: "+33612345678", assigned_to: advertiser}
"""
ARTICLE = Article("Code D1-9", "decree 1", "https://law.example/D1-9", "primary")
NOWHERE = Place("rule.yaml")
HOURS = LawValue(
    "example",
    "permitted_hours",
    ((600, 780), (840, 1200)),
    "local time",
    date(2023, 3, 1),
    (ARTICLE,),
    date(2026, 11, 22),
)


def rule(id: str = "EX301", name: str = "hours-too-late", **changes: Any) -> Rule:
    """A rule about calling hours."""
    made = Rule(
        id=id,
        name=name,
        pack="example",
        title={"en": "Calls too late", "fr": "Appels trop tardifs"},
        scopes=("window",),
        severity="error",
        basis="law",
        in_force=InForce(date(2023, 3, 1)),
        law=(ARTICLE,),
        since="2026.11",
        applies=Name("prospecting"),
        breach=Not(Compare("<=", Name("local_to"), Literal(1200))),
        clear_from=None,
        clear_until=None,
        duty=None,
        attempts_left=None,
        at="schedule.windows",
        message={
            "en": "calls from {local_from} to {local_to}, outside {$permitted_hours}",
            "fr": "appels de {local_from} à {local_to}, hors de : {$permitted_hours}",
        },
        help={"en": "End the window at 20:00.", "fr": "Arrêtez la plage à 20:00."},
        explain={"en": "Nobody is called **late**.\n\n- one\n- two", "fr": "Personne."},
        examples=(
            Example(
                "breach",
                {"local_to": 1260, "sector": None},
                date(2026, 9, 1),
                {"en": "nine at night", "fr": "neuf heures du soir"},
                NOWHERE,
            ),
            Example("ok", {"local_to": 1200}, None, {}, NOWHERE),
        ),
        place=NOWHERE,
    )
    return replace(made, **changes)


def on_window(**changes: Any) -> Finding:
    """A finding on line 5 of the campaign."""
    made = Finding(
        rule=rule(),
        severity="error",
        outcome="breach",
        place=Place("campaign.yaml", Span(5, 32, 5, 45)),
        first_day=FIRST,
        last_day=LAST,
        values={"local_from": 1200, "local_to": 1260},
        law_values=(HOURS,),
        key="schedule.windows[0].hours[0]",
    )
    return replace(made, **changes)


def on_contacts(**changes: Any) -> Finding:
    """A finding that counts contacts."""
    made = Finding(
        rule=rule(
            "EX101",
            "consent-missing",
            scopes=("contact",),
            at="phone",
            message={
                "en": "no consent for {advertiser_name}",
                "fr": "pas de consentement pour {advertiser_name}",
            },
        ),
        severity="error",
        outcome="breach",
        place=Place("contacts.csv", Span(3, 1, 3, 2)),
        first_day=FIRST,
        last_day=LAST,
        values={"advertiser_name": "Télécom Exemple"},
        count=3,
        lines=(("contacts.csv", 3), ("contacts.csv", 7), ("contacts.csv", 12)),
        key="phone",
    )
    return replace(made, **changes)


def report(*findings: Finding, **changes: Any) -> Report:
    """A report on one campaign of 1,204 contacts."""
    made = Report(
        campaign="campaign.yaml",
        title="Fibre",
        first_day=FIRST,
        last_day=LAST,
        known_at=None,
        options={},
        packs={"example": "2026.11", "base": "2026.10"},
        tzdata="2026.6",
        findings=findings,
        problems=(),
        totals=Totals(1204, 1000, 4, 190, 10),
        reasons=(
            Reason("review", (), ("EX102",), 4),
            Reason("block", ("EX101", "EX102"), (), 190),
            Reason("allow", (), (), 1000),
        ),
        lists=(
            ListSummary("contacts", "contacts.csv", "ab" * 32, 1204, 10),
            ListSummary("calls", "calls.parquet", "cd" * 32, 1, 0),
        ),
        law_values=(HOURS,),
        sources={"campaign.yaml": CAMPAIGN},
        digests={"campaign.yaml": "ef" * 32},
    )
    return replace(made, **changes)


def problem(**changes: Any) -> Problem:
    """A date that is none."""
    made = Problem(
        Place("consents.csv", Span(4, 1, 4, 2)),
        {
            "en": "'0612345678' is not a date: write 2026-08-11",
            "fr": "« 0612345678 » n'est pas une date : écrivez 2026-08-11",
        },
    )
    return replace(made, **changes)


def contacts(n: int = 2) -> Iterator[ContactVerdict]:
    """Verdicts, the first blocked."""
    for place in range(n):
        blocked = place == 0
        yield ContactVerdict(
            "contacts.csv",
            place + 2,
            f"C{place}",
            "+33612345678" if blocked else "06 ?",
            "block" if blocked else "allow",
            ("EX101",) if blocked else (),
            (),
            None if blocked else FIRST,
            None if blocked else LAST,
            4,
            (),
        )


def pack(*rules: Rule) -> Pack:
    """A pack that holds the rules, one definition and one law value."""
    hours = Parameter(
        "permitted_hours",
        "local time",
        {"en": "Permitted hours", "fr": "Heures permises"},
        ((date(2023, 3, 1), ((600, 780), (840, 1200))), (date(2027, 1, 1), None)),
        (ARTICLE,),
        date(2026, 11, 22),
        None,
        NOWHERE,
    )
    prospecting = Definition(
        "prospecting", Compare("=", Name("purpose"), Param("permitted_hours")), "doc", NOWHERE
    )
    return Pack(
        name="example",
        folder=Path("example"),
        title={"en": "Example"},
        version="2026.11",
        countries=("XX",),
        rules=rules,
        parameters={"permitted_hours": hours},
        definitions={"prospecting": prospecting},
        columns={},
    )


def written(made: Report, **look: Any) -> str:
    """The report as written."""
    stream = io.StringIO()
    render(made, stream, **look)
    return stream.getvalue()
