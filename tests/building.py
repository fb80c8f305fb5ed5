"""Small campaigns, written as files and judged: one place that says what an ordinary one is.

The ordinary campaign sells fibre to consumers of metropolitan France on one week of November
2026; its contact has a consent that breaches nothing, so the verdict is ``allow``. A test writes
only what differs: a key or a cell of ``None`` is taken away.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from hypothesis import Phase, settings

from calllint.engine import Options, judge
from calllint.engine.inputs import input_errors, read_inputs
from calllint.engine.result import ContactVerdict, Finding, Report
from calllint.facts.build import build_facts
from calllint.facts.entries import declared
from calllint.facts.workspace import Workspace, open_database

JUDGING = settings(
    max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
"""For properties that judge a campaign of many cases: few of them, and no minutes of shrinking."""

Cell: TypeAlias = str | None
Rows: TypeAlias = Sequence[Mapping[str, Cell]]
Lists: TypeAlias = Mapping[str, Rows | str | None]
"""Kind to rows, to ``none`` (claimed), to None (not declared), or to a file's text."""

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 27)
"""Judged days of the ordinary campaign, Monday to Friday."""

CAMPAIGN: Mapping[str, Any] = {
    "calllint": 1,
    "campaign": {
        "id": "fibre",
        "channel": "live_call",
        "purpose": "sale",
        "includes_offer": False,
        "offer_use": "private",
        "audience": "consumer",
        "sector": "telecom",
        "offer": "fibre internet",
        "ground": "consent",
    },
    "advertiser": {"name": "Exemple SA", "country": "FR"},
    "schedule": {
        "from": str(FIRST),
        "to": str(LAST),
        "timezone": "contact",
        "windows": [
            {
                "days": ["mon", "tue", "wed", "thu", "fri"],
                "hours": ["10:00-13:00", "14:00-20:00"],
            }
        ],
        "holidays": "skip",
        "attempts": {"max": 4, "per_days": 30},
    },
    "dialer": {
        "mode": "manual",
        "caller_ids": [
            {
                "number": "0199000099",
                "assigned_to": "advertiser",
                "mandate": "M-1",
                "operator_listed": True,
                "callback": "advertiser",
            }
        ],
    },
    "data": {
        "consent_forms": {
            "forms": [
                {
                    "id": "F1",
                    "wording": "J'accepte d'être appelé par Exemple SA pendant douze mois.",
                    "professional": "Exemple SA",
                    "offer": "fibre internet",
                    "period_months": 12,
                    "choice": "unticked_box",
                    "mentions": [
                        "professional",
                        "third_party",
                        "nature",
                        "choice",
                        "period",
                        "withdrawal",
                        "durable_medium",
                        "collection_notice",
                    ],
                    "condition_of_sale": False,
                }
            ]
        }
    },
}


def phone(number: int) -> str:
    """The n-th number kept for fiction, as people write it."""
    return f"0199{number:06d}"


def digits(number: int) -> int:
    """The same number as the facts hold it."""
    return 33199000000 + number


ROWS: Mapping[str, Mapping[str, Cell]] = {
    "contacts": {"contact_id": "P1", "phone": phone(1), "postal_code": "75011"},
    "consents": {
        "phone": phone(1),
        "at": "2026-09-01T10:12+02:00",
        "status": "granted",
        "advertiser": "Exemple SA",
        "channel": "live_call",
        "offer": "fibre internet",
        "form": "F1",
        "proof": "archive/1",
        "source": "web_form",
    },
    "contracts": {
        "phone": phone(1),
        "advertiser": "Exemple SA",
        "object": "abonnement mobile",
        "started_on": "2025-03-14",
        "status": "active",
        "object_related": "true",
    },
    "requests": {
        "phone": phone(1),
        "at": "2026-11-21T09:40+01:00",
        "advertiser": "Exemple SA",
        "offer": "fibre internet",
        "proof": "archive/2",
    },
    "suppressions": {"phone": phone(1), "since": "2026-09-01", "reason": "opposition"},
    "calls": {
        "phone": phone(1),
        "at": "2026-11-20T11:00+01:00",
        "advertiser": "Exemple SA",
        "outcome": "no_answer",
    },
}
"""One row of each list, as good as can be; the rows of a test hold the cells that differ."""

LISTS: Lists = {
    "contacts": [{}],
    "consents": [{}],
    "contracts": "none",
    "requests": "none",
    "suppressions": "none",
    "calls": "none",
}


def people(count: int) -> Rows:
    """Contacts P1, P2, … of whom the n-th has the n-th number."""
    return [{"contact_id": f"P{n}", "phone": phone(n)} for n in range(1, count + 1)]


def for_each(records: Rows) -> Rows:
    """Records of evidence, the n-th for the n-th number: one case each, all in one campaign."""
    return [{"phone": phone(n), **record} for n, record in enumerate(records, 1)]


def ordinary(kind: str, rows: Rows) -> Rows:
    """Rows of a list, as good as can be but for their own cells; each consent has its own proof."""
    own = {"proof": "archive/{}"} if kind == "consents" else {}
    return [
        {**ROWS[kind], **{name: text.format(n) for name, text in own.items()}, **row}
        for n, row in enumerate(rows, 1)
    ]


def merged(base: Any, changes: Any) -> Any:
    """``base`` with the keys of ``changes``; None takes a key away, lists are replaced whole."""
    if not (isinstance(base, Mapping) and isinstance(changes, Mapping)):
        return changes
    kept = {key: value for key, value in base.items() if key not in changes}
    return kept | {
        key: merged(base.get(key), value) for key, value in changes.items() if value is not None
    }


def write(
    folder: Path,
    lists: Lists | None = None,
    changes: Mapping[str, Any] | None = None,
    entries: Mapping[str, Mapping[str, Any]] | None = None,
) -> Path:
    """Write a campaign and its lists into ``folder``; the campaign's file.

    ``lists`` and ``changes`` (of the campaign) differ from the ordinary one; ``entries`` adds keys
    to the ``data`` entry of a kind (``columns``, ``dates``, ``covers``…).
    """
    folder.mkdir(parents=True, exist_ok=True)
    data: dict[str, Any] = {}
    for kind, content in {**LISTS, **(lists or {})}.items():
        if content == "none":
            data[kind] = "none"
        elif content is not None:
            path = folder / f"{kind}.csv"
            if isinstance(content, str):
                path.write_text(content, encoding="utf-8", newline="")
            else:
                write_rows(path, ordinary(kind, content), ROWS[kind])
            data[kind] = [{"path": path.name, **(entries or {}).get(kind, {})}]
    campaign = merged(merged(CAMPAIGN, {"data": data}), changes or {})
    file = folder / "campaign.yaml"
    file.write_text(yaml.safe_dump(campaign, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def write_rows(
    path: Path, rows: Rows, columns: Mapping[str, Cell] | Sequence[str] = (), delimiter: str = ","
) -> None:
    """A CSV file of rows, with ``columns`` and any other a row has; None is an empty cell."""
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([row.get(name) or "" for name in names] for row in rows)


@dataclass(frozen=True)
class Judged:
    """What calllint says of a campaign."""

    report: Report
    contacts: tuple[ContactVerdict, ...]

    @property
    def verdicts(self) -> list[str]:
        """The verdict of each contact, in the order of the list."""
        return [each.verdict for each in self.contacts]

    def findings(self, rule: str) -> list[Finding]:
        """The findings of one rule."""
        return [each for each in self.report.findings if each.rule.id == rule]

    @property
    def rules(self) -> set[str]:
        """Rules with a finding that is an error."""
        return {each.rule.id for each in self.report.findings if each.severity == "error"}


def judged(file: Path, **options: Any) -> Judged:
    """Judge a campaign's file."""
    with judge(file, Options(**options)) as judgement:
        return Judged(judgement.report, tuple(judgement.verdicts()))


@contextmanager
def facts(
    file: Path, build: Callable[[Workspace], None] = build_facts, **options: Any
) -> Iterator[Workspace]:
    """The facts of a campaign's file, with no rule run on them. Raises InputError.

    ``build`` may stop earlier: ``load_lists`` gives the lists as read.
    """
    asked = Options(**options)
    inputs = read_inputs(file, asked)
    connection, temp = open_database(None, None, None)
    with input_errors():
        workspace = Workspace(
            connection,
            temp,
            inputs.document,
            inputs.packs,
            declared(inputs.document, asked.data_root, asked.data, inputs.packs),
            inputs.known_at,
            inputs.first_day,
            inputs.last_day,
            inputs.documents,
            inputs.companions,
        )
    try:
        with input_errors():
            build(workspace)
        yield workspace
    finally:
        workspace.close()


def run(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The real command, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "calllint", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )


PACK = """\
calllint_pack: 1
name: {name}
title: {{en: House}}
version: "1"
countries: []
"""
RULE = {
    "name": "a-rule",
    "title": {"en": "A rule"},
    "scope": "contact",
    "severity": "error",
    "basis": "policy",
    "since": "1",
    "message": {"en": "not so"},
    "help": {"en": "mend it"},
    "explain": {"en": "why"},
    "examples": [{"breach": {}}, {"ok": {}}],
}


def write_pack(folder: Path, *rules: Mapping[str, Any], law: str | None = None) -> Path:
    """A house pack, true in every country: rules over the ordinary one, each with its ``id``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(PACK.format(name=folder.name), encoding="utf-8")
    (folder / "law.yaml").write_text(law or "parameters: {}\n", encoding="utf-8")
    for changes in rules:
        rule = {"id": "", **RULE, "name": changes["id"].lower(), **changes}
        text = yaml.safe_dump(rule, allow_unicode=True, sort_keys=False)
        path = folder / "house" / f"{rule['id']}-{rule['name']}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def at(moment: datetime) -> str:
    """A moment in UTC as a list writes it."""
    return moment.isoformat(timespec="minutes") + "Z"
