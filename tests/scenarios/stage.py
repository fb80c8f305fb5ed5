"""Staging a scenario: from a few lines of YAML to the files a user would write, judged."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from calllint.document import load
from calllint.engine import Options, judge
from calllint.engine.result import ContactVerdict, Finding, PlacedCall, Report
from calllint.packs.canonical import KINDS, LAYOUTS

HERE = Path(__file__).parent
NOT_SCENARIOS = {"base.yaml", "tables.yaml"}
YAML = Mapping[str, Any]


@dataclass(frozen=True)
class Scenario:
    """One case: the keys it may hold."""

    id: str
    what: YAML
    expect: YAML = field(default_factory=dict)
    """Of the whole campaign; a contact may hold an ``expect`` of its own."""
    source: str | None = None
    """Row of a table, ``fr-core #12``."""
    days: str | None = None
    """Judged days: one, or ``from..to``."""
    known_at: str | None = None
    campaign: YAML | None = None
    """Keys of the campaign that differ."""
    form: YAML | None = None
    """Keys of the consent form that differ."""
    covers: YAML | None = None
    """Kind of list to the days its export speaks for."""
    contacts: Any = None
    consents: Any = None
    contracts: Any = None
    requests: Any = None
    suppressions: Any = None
    calls: Any = None
    placed: Any = None
    """Calls that are audited, each with an ``expect`` of its own; the contacts are then not judged.

    ``calls`` holds the others.
    """


@dataclass(frozen=True)
class Outcome:
    """What calllint says of a scenario."""

    report: Report
    contacts: tuple[ContactVerdict, ...]
    calls: tuple[PlacedCall, ...] = ()
    """Of an audit."""

    @property
    def judged(self) -> tuple[ContactVerdict, ...] | tuple[PlacedCall, ...]:
        """What was judged one by one, in the order of its list."""
        return self.calls or self.contacts

    def rules(self, outcome: str, severity: str) -> set[str]:
        """Rules with findings of that outcome and severity, against the campaign or a contact."""
        return {each.rule.id for each in self.findings(outcome, severity)}

    def findings(self, outcome: str, severity: str) -> list[Finding]:
        """Findings of that outcome and severity."""
        return [
            each
            for each in self.report.findings
            if (each.outcome, each.severity) == (outcome, severity)
        ]

    @property
    def warnings(self) -> set[str]:
        """Breaches of the law that only warn; house-keeping (``basis: policy``) left out."""
        return {
            each.rule.id for each in self.findings("breach", "warning") if each.rule.basis == "law"
        }

    @property
    def verdict(self) -> str:
        """In the tables' words."""
        if self.rules("breach", "error"):
            return "illegal"
        if self.rules("unknown", "error"):
            return "needs_evidence"
        return "legal_with_warning" if self.warnings else "legal"


def read(name: str) -> Any:
    return load(HERE / name, name).value


@cache
def base() -> YAML:
    base: YAML = read("base.yaml")
    return base


def _scenarios() -> list[Scenario]:
    return [
        Scenario(**node)
        for path in sorted(HERE.glob("*.yaml"))
        if path.name not in NOT_SCENARIOS
        for node in read(path.name)["scenarios"]
    ]


SCENARIOS = _scenarios()


def _merged(base: Any, other: Any) -> Any:
    """``base`` with the keys of ``other``; null takes a key away, lists are replaced whole."""
    if not isinstance(base, Mapping) or not isinstance(other, Mapping):
        return deepcopy(other)
    merged = deepcopy(dict(base))
    for key, value in other.items():
        merged[key] = _merged(base.get(key), value)
    return {key: value for key, value in merged.items() if value is not None}


def _days(scenario: Scenario) -> tuple[str, str]:
    first, _, last = (scenario.days or str(base()["days"])).partition("..")
    return first, last or first


def stage(scenario: Scenario, folder: Path) -> Path:
    """The scenario as the files a user would write."""
    first, last = _days(scenario)
    campaign = _merged(base()["campaign"], scenario.campaign or {})
    centres = [_merged(base()["centre"], each) for each in campaign.get("centres", ())]
    campaign |= {"centres": centres} if centres else {}
    campaign["schedule"] = {"from": first, "to": last, **campaign["schedule"]}
    (form,) = campaign["data"]["consent_forms"]["forms"]
    campaign["data"]["consent_forms"] = {"forms": [_merged(form, scenario.form or {})]}
    for kind in KINDS:
        rows = getattr(scenario, kind)
        if kind == "calls" and scenario.placed:
            rows = [*scenario.placed, *(rows or ())]
        rows = base()["lists"][kind] if rows is None else rows
        if isinstance(rows, list):
            rows = _list(scenario, kind, rows, folder)
        if rows != "absent":
            campaign["data"][kind] = rows
    path = folder / "campaign.yaml"
    text = yaml.safe_dump(campaign, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


def _list(scenario: Scenario, kind: str, rows: list[YAML], folder: Path) -> list[YAML]:
    """Write one list; give its entry under ``data:``."""
    with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, LAYOUTS[kind].columns)
        writer.writeheader()
        for position, row in enumerate(rows, 1):
            proof = {"proof": f"archive/2026/{position:06}"} if kind == "consents" else {}
            cells = _merged({**base()["rows"][kind], **proof}, row)
            writer.writerow({name: cell for name, cell in cells.items() if name != "expect"})
    covers = (scenario.covers or {}).get(kind)
    return [{"path": f"{kind}.csv"} | ({"covers": dict(covers)} if covers else {})]


def judged(scenario: Scenario, folder: Path) -> Outcome:
    # A scenario may look at a day that no schedule dials; CL111 is about lists, not about law.
    options = Options(
        known_at=scenario.known_at,
        threads=1,
        ignore=("CL111",),
        audit=scenario.placed is not None,
    )
    with judge(stage(scenario, folder), options) as judgement:
        assert not judgement.report.problems, judgement.report.problems
        if options.audit:
            return Outcome(judgement.report, (), tuple(judgement.calls(every=True)))
        return Outcome(judgement.report, tuple(judgement.verdicts()))
