"""The order of findings in every format, and what they add up to."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

from calllint.config.tables import SEVERITIES
from calllint.document import Place
from calllint.engine.result import Finding, Outcome, Reason, Report

_OUTCOMES = ("breach", "unknown", "duty")


def on_campaign(report: Report) -> list[Finding]:
    """Findings with a place of their own: by file, line, column, then rule."""
    found = [finding for finding in report.findings if finding.count is None]
    return sorted(found, key=lambda one: (*_place(one.place), *_identity(one)))


def on_contacts(report: Report) -> list[Finding]:
    """Findings that count contacts: by rule, outcome, file, then days."""
    found = [finding for finding in report.findings if finding.count is not None]
    return sorted(found, key=lambda one: (*_identity(one), *_place(one.place)))


def in_order(report: Report) -> list[Finding]:
    """Every finding, the campaign's first."""
    return on_campaign(report) + on_contacts(report)


def standing(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that accuse or cannot clear.

    All but the duties, which only inform, and what somebody has accepted.
    """
    return [one for one in findings if one.outcome != "duty" and one.set_aside is None]


def failures(report: Report) -> list[Finding]:
    """Findings that fail the run: those standing, as severe as ``--fail-on`` or more."""
    least = SEVERITIES.index(report.fail_on)
    return [one for one in standing(report.findings) if SEVERITIES.index(one.severity) >= least]


def accepted(report: Report) -> list[Finding]:
    """Findings that a comment or the baseline sets aside."""
    return [finding for finding in in_order(report) if finding.set_aside is not None]


def campaign_outcome(report: Report) -> Outcome | None:
    """The worst an error says of the campaign itself: a breach, an unknown, or nothing."""
    found = {one.outcome for one in standing(on_campaign(report)) if one.severity == "error"}
    return "breach" if "breach" in found else "unknown" if found else None


def by_severity(report: Report) -> Counter[str]:
    """How many findings of each severity stand, unknown ones included."""
    return Counter(finding.severity for finding in standing(report.findings))


def to_check(report: Report) -> Counter[str]:
    """How many findings of each severity are unknown."""
    found = standing(report.findings)
    return Counter(one.severity for one in found if one.outcome == "unknown")


def largest_first(reasons: Iterable[Reason]) -> list[Reason]:
    """Distinct outcomes by the contacts that share them."""
    return sorted(reasons, key=lambda one: (-one.contacts, one.verdict, one.rules, one.unknown))


def rule_names(report: Report) -> dict[str, str]:
    """Name of each rule that gave a finding, by id."""
    return {finding.rule.id: finding.rule.name for finding in report.findings}


def slashes(file: str) -> str:
    """A file's name as reports write it, the same on every system."""
    return file.replace(os.sep, "/")


def _place(place: Place) -> tuple[str, int, int]:
    span = place.span
    return (slashes(place.file), span.line if span else 0, span.column if span else 0)


def _identity(finding: Finding) -> tuple[str, int, str, str]:
    return (
        finding.rule.id,
        _OUTCOMES.index(finding.outcome),
        finding.first_day.isoformat(),
        finding.key,
    )
