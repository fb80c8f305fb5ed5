"""``summary.json``: what was written and why, for programs; ``schema/scrub.schema.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calllint import __version__
from calllint.engine.result import Report
from calllint.engine.scrub.callable import Written
from calllint.engine.scrub.options import Outcome, ScrubOptions
from calllint.engine.scrub.windows import Hours, Programme, dialler_zone
from calllint.engine.waterfall import Causes, supplier_causes
from calllint.lang import pick, typeset

if TYPE_CHECKING:
    from calllint.engine.run import Judgement

SCHEMA = "https://calllint.dev/schema/scrub-1.json"


def summarise(
    judgement: Judgement,
    options: ScrubOptions,
    outcome: Outcome,
    written: Written,
    previous: dict[str, Any] | None,
    repeated: int,
) -> dict[str, Any]:
    """The summary; the same for the same inputs and options."""
    report, totals = judgement.report, judgement.report.totals
    return {
        "$schema": SCHEMA,
        "format": "scrub-v1",
        "calllint": __version__,
        "lang": options.lang,
        "campaign": report.campaign,
        "judged": {"from": str(report.first_day), "to": str(report.last_day)},
        "known_at": report.known_at,
        "options": {**report.options, **options.as_text()},
        "outcome": outcome,
        "callable_files": list(written.files),
        "files": [_file(judgement, name, rows, written) for name, rows in written.files.items()],
        "contacts": totals.contacts,
        "allow": totals.allow,
        "review": totals.review,
        "block": totals.block,
        "unreadable": totals.unreadable,
        "repeated_numbers": repeated,
        **_causes(judgement, options),
        "reasons": _reasons(report),
        "previous": previous,
        "packs": dict(report.packs),
        "tzdata": report.tzdata,
        "inputs": {**dict(report.digests), **{each.file: each.sha256 for each in report.lists}},
    }


def _file(judgement: Judgement, name: str, rows: int, written: Written) -> dict[str, Any]:
    found: dict[str, Any] = {"file": name, "contacts": rows}
    programme = written.programmes.get(name)
    return found if programme is None else found | _programme(judgement, programme)


def _programme(judgement: Judgement, programme: Programme) -> dict[str, Any]:
    return {
        "zones": list(programme.zones),
        "clock": dialler_zone(judgement.workspace),
        "hours": [_hours(each) for each in programme.hours],
    }


def _hours(hours: Hours) -> dict[str, str]:
    return {
        "weekday": hours.weekday,
        "from": _clock(hours.start),
        "to": _clock(hours.end),
        "first_day": str(hours.first_day),
        "last_day": str(hours.last_day),
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _reasons(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "verdict": each.verdict,
            "breached": list(each.rules),
            "unknown": list(each.unknown),
            "contacts": each.contacts,
        }
        for each in report.reasons
    ]


def _causes(judgement: Judgement, options: ScrubOptions) -> dict[str, Any]:
    """Where rows were lost, whose consents they were, and what would win them back."""
    report, run = judgement.report, judgement.contacts
    assert run is not None
    causes = Causes(run)
    titles = {
        rule.id: typeset(pick(rule.title, options.lang), options.lang)
        for rule, _ in judgement.selection.rules
    }
    by_supplier = supplier_causes(judgement.workspace, causes, report.lost)
    return {
        "lost": [
            {
                "rule": each.rule,
                "title": titles.get(each.rule or ""),
                "contacts": each.block + each.review,
                "block": each.block,
                "review": each.review,
                "left": each.left,
            }
            for each in report.lost
        ],
        "suppliers": [
            {
                "name": options.shown_name(each.name),
                "contacts": each.contacts,
                "failing": each.failing,
                "to_check": each.to_check,
                "causes": [
                    {"rule": rule, "contacts": contacts}
                    for rule, contacts in by_supplier.get(each.name, {}).items()
                ],
            }
            for each in report.suppliers
        ],
        "win_back": [
            {
                "kind": each.kind,
                "name": each.name,
                "title": titles.get(each.name),
                "contacts": each.contacts,
            }
            for each in report.win_back
        ],
    }
