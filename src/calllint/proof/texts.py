"""``texts.json``: what was said and under which law, in words, for the day the packs have changed.

Both languages. It holds the rules that were applied and the findings that were made, without a
count or a line: nothing of anybody in it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from calllint.engine.result import AppliedRule, Finding, LawValue, Report
from calllint.lang import LANGUAGES, pick, typeset
from calllint.report.json import law_value as in_json
from calllint.report.mask import mask_within
from calllint.report.message import fill, message_of
from calllint.report.values import articles, write_amount

FORMAT = "calllint-texts-1"


def texts_of(report: Report, asked: Collection[str]) -> dict[str, Any]:
    """The words of a report; ``asked`` are the rules that were asked of its contacts."""
    return {
        "format": FORMAT,
        "rules": {
            one.rule.id: {**_rule(one), "asked": one.rule.id in asked} for one in report.applied
        },
        "findings": [_finding(one) for one in report.findings],
    }


def law_value(value: LawValue) -> dict[str, Any]:
    """A law value that was read, for a machine and in words."""
    return {
        **in_json(value),
        "written": {lang: write_amount(value.value, value.unit, lang) for lang in LANGUAGES},
    }


def _rule(applied: AppliedRule) -> dict[str, Any]:
    rule = applied.rule
    return {
        "name": rule.name,
        "pack": rule.pack,
        "since": rule.since,
        "severity": rule.severity,
        "basis": rule.basis,
        "title": {lang: typeset(pick(rule.title, lang), lang) for lang in LANGUAGES},
        "doubt": {lang: typeset(pick(rule.doubt, lang), lang) for lang in LANGUAGES}
        if rule.doubt
        else None,
        "law": articles(rule.law),
        "scopes": list(rule.scopes),
        "reads": sorted(applied.pack.cites[rule.id]),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    of_campaign = finding.count is None
    return {
        "rule": finding.rule.id,
        "about": "campaign" if of_campaign else "contacts",
        "outcome": finding.outcome,
        "severity": finding.severity,
        "from": finding.first_day.isoformat(),
        "to": finding.last_day.isoformat(),
        "message": {lang: message_of(finding, lang, show_numbers=False) for lang in LANGUAGES},
        "help": {
            lang: mask_within(fill(finding.rule.help, finding, lang, show_numbers=False))
            for lang in LANGUAGES
        },
        "law": articles(finding.law),
        "law_values": [law_value(value) for value in finding.law_values],
        "accepted": finding.set_aside is not None,
    }
