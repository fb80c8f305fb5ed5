"""All of a campaign that questions about its numbers have in common, as an index keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple, replace

from calllint.document import Place, Span
from calllint.engine.passes import Bits
from calllint.engine.result import Finding, Problem
from calllint.engine.run import Judgement
from calllint.engine.selection import Selection
from calllint.engine.slices import Slice, values_cited
from calllint.facts.known import Kept
from calllint.packs.scopes import SCOPES, Value

_OF_MOMENTS = {"window", "call_day"}
"""Scopes that are judged anew for the moment asked about."""


class Frame(Struct, frozen=True):
    """What judging a whole campaign left to be known, the numbers aside."""

    slices: tuple[Slice, ...]
    bits: Bits
    kept: Kept
    campaign: Mapping[str, Value]
    files: tuple[str, ...]
    """Names of the lists, by the number rows know them by."""
    findings: tuple[Finding, ...]
    """What stands against the campaign on any of its days."""
    problems: tuple[Problem, ...]
    """What could not be checked, for whatever number."""
    codes: frozenset[int]
    """Country codes of which a file of allotted blocks speaks."""

    @classmethod
    def of(cls, judgement: Judgement) -> Frame:
        """The frame of a campaign that has been judged with its lists."""
        workspace, run = judgement.workspace, judgement.contacts
        if run is None:
            raise AssertionError("a campaign judged without its lists knows no number")
        return cls(
            run.slices,
            run.bits,
            Kept.of(workspace),
            judgement.campaign.values,
            tuple(stats.name for stats in workspace.files),
            tuple(each for each in judgement.report.findings if _stands(each)),
            tuple(each for each in judgement.report.problems if not each.elsewhere),
            workspace.blocks.codes if workspace.blocks else frozenset(),
        )

    def dump(self) -> str:
        """As text, for an index."""
        return json.dumps(
            {
                "slices": [[each.first, each.last] for each in self.slices],
                "bits": list(self.bits.index),
                "contact": self.kept.contact,
                "records": self.kept.records,
                "campaign": {name: _tagged(value) for name, value in self.campaign.items()},
                "files": self.files,
                "findings": [_dump_finding(each) for each in self.findings],
                "problems": [_dump_problem(each) for each in self.problems],
                "codes": sorted(self.codes),
            },
            default=date.isoformat,
        )

    @classmethod
    def load(cls, text: str, selection: Selection) -> Frame:
        """From the text of an index made with the same rules."""
        read = json.loads(text)
        records = {scope: tuple(names) for scope, names in read["records"].items()}
        return cls(
            tuple(Slice(_day(first), _day(last)) for first, last in read["slices"]),
            Bits({rule: position for position, rule in enumerate(read["bits"])}),
            Kept(tuple(read["contact"]), records),
            {name: _untagged(value) for name, value in read["campaign"].items()},
            tuple(read["files"]),
            tuple(_load_finding(each, selection) for each in read["findings"]),
            tuple(_load_problem(each) for each in read["problems"]),
            frozenset(read["codes"]),
        )


def _stands(finding: Finding) -> bool:
    """Whether it is about the campaign, counts, and is not judged by the moment."""
    scopes = {scope for scope in finding.rule.scopes if not SCOPES[scope].per_contact}
    return finding.count is None and finding.set_aside is None and not scopes <= _OF_MOMENTS


def _dump_finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "place": _dump_place(finding.place),
        "days": [finding.first_day, finding.last_day],
        "values": {name: _tagged(value) for name, value in finding.values.items()},
        "key": finding.key,
        "held_at": finding.held_at,
    }


def _load_finding(read: Mapping[str, Any], selection: Selection) -> Finding:
    rule, pack = next(pair for pair in selection.rules if pair[0].id == read["rule"])
    first, last = map(_day, read["days"])
    return Finding(
        rule,
        read["severity"],
        read["outcome"],
        _load_place(read["place"]),
        first,
        last,
        {name: _untagged(value) for name, value in read["values"].items()},
        law_values=tuple(one.during(first, last) for one in values_cited(rule, pack, last)),
        key=read["key"],
        held_at=read["held_at"],
    )


def _dump_problem(problem: Problem) -> dict[str, Any]:
    place, text = _dump_place(problem.place), dict(problem.message)
    return {"place": place, "message": text, "fatal": problem.fatal, "rule": problem.rule}


def _load_problem(read: Mapping[str, Any]) -> Problem:
    return Problem(_load_place(read["place"]), read["message"], read["fatal"], read["rule"])


def _dump_place(place: Place) -> list[Any]:
    span = place.span
    return [place.file, *(() if span is None else astuple(span))]


def _load_place(read: list[Any]) -> Place:
    return Place(read[0], Span(*read[1:]) if read[1:] else None)


def _tagged(value: object) -> object:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _untagged(value: Any) -> Any:
    return _day(value["day"]) if isinstance(value, dict) else value


def _day(text: str) -> date:
    return date.fromisoformat(text)


def at_day(finding: Finding, day: date) -> Finding:
    """A finding as it stands on one of its days."""
    return replace(finding, first_day=day, last_day=day)
