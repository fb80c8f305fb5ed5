"""Findings: what was hit, placed where a person would look, once per thing to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from calllint.document import Path as DocPath
from calllint.document import Place, Span, dotted
from calllint.engine.campaign import Hit
from calllint.engine.fingerprints import identity
from calllint.engine.judges import Judge
from calllint.engine.lacking import lacking_of_lists, lacking_of_row
from calllint.engine.result import Finding, LawValue, Outcome
from calllint.engine.selection import Selection
from calllint.engine.slices import Slice
from calllint.facts.rows import Row
from calllint.facts.workspace import Workspace
from calllint.packs.canonical import LAYOUTS
from calllint.packs.model import Rule
from calllint.packs.scopes import DAYS, STRETCH

if TYPE_CHECKING:
    from calllint.engine.contacts import ContactRun

FIRST_LINES = 3
"""How many lines of a list a finding names."""
_MISSING = object()
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SPANNING: dict[str, Callable[[Any, Any], Any]] = {
    "first_day": min,
    "last_day": max,
    "zone": lambda one, other: ", ".join(sorted({*one.split(", "), other})),
}
"""Columns that tell rows of one finding apart in time or place: the finding spans them."""


def campaign_findings(
    workspace: Workspace, selection: Selection, hits: Iterable[Hit], campaign: Row
) -> list[Finding]:
    """One finding per rule, place and message; rows that differ in nothing else are merged."""
    merged: dict[tuple[object, ...], Finding] = {}
    for hit in hits:
        if hit.judge.rule.id not in selection.reported:
            continue
        finding = _finding(workspace, hit, campaign)
        key = (
            finding.rule.id,
            finding.outcome,
            finding.place,
            *((name, value) for name, value in finding.values.items() if name not in _SPANNING),
        )
        merged[key] = _merge(merged[key], finding) if key in merged else finding
    return [_dated(finding) for finding in merged.values()]


def _finding(workspace: Workspace, hit: Hit, campaign: Row) -> Finding:
    rule, outcome = hit.judge.rule, _outcome(hit.judge.rule, hit.unknown)
    path, file = locate(workspace, hit.row, rule.at)
    values = message_values(workspace, rule, hit.row, campaign)
    spoken = {name: value for name, value in values.items() if name not in _SPANNING}
    return Finding(
        rule,
        hit.judge.severity,
        outcome,
        hit.row.place or workspace.place(path, file),
        *_days(hit),
        values,
        law_values=hit.judge.law_values,
        lacking=lacking_of_row(workspace, hit) if hit.unknown else (),
        key=dotted(path),
        identity=identity(
            workspace.documents.get(file), path, rule, hit.judge.pack, outcome, spoken
        ),
    )


def _days(hit: Hit) -> tuple[date, date]:
    day = hit.row.values.get("day") if hit.scope == "call_day" else None
    return (day, day) if isinstance(day, date) else (hit.stretch.first, hit.stretch.last)


def _outcome(rule: Rule, unknown: bool) -> Outcome:
    if unknown:
        return "unknown"
    return "breach" if rule.duty is None else "duty"


def _merge(one: Finding, other: Finding) -> Finding:
    values = {
        name: _SPANNING[name](value, other.values[name])
        if name in _SPANNING and None not in (value, other.values[name])
        else value
        for name, value in one.values.items()
    }
    return replace(
        one,
        values=values,
        first_day=min(one.first_day, other.first_day),
        last_day=max(one.last_day, other.last_day),
        law_values=_union(one.law_values, other.law_values),
    )


def _dated(finding: Finding) -> Finding:
    """The finding, its law values citing the versions in force on its days."""
    if not finding.law_values:
        return finding
    days = finding.first_day, finding.last_day
    return replace(finding, law_values=tuple(one.during(*days) for one in finding.law_values))


def _union(one: Sequence[LawValue], other: Sequence[LawValue]) -> tuple[LawValue, ...]:
    found = list(one)
    found += [value for value in other if value not in found]
    return tuple(found)


def message_values(workspace: Workspace, rule: Rule, row: Row, campaign: Row) -> dict[str, object]:
    """The columns the rule's messages name; a territory goes by its title."""
    known = {**campaign.values, **row.values}
    texts = (*rule.message.values(), *rule.help.values())
    named = {name for text in texts for name in _PLACEHOLDER.findall(text)}
    if DAYS in named:
        named = (named - {DAYS}).union(STRETCH)
    values: dict[str, object] = {name: known.get(name) for name in sorted(named)}
    if (code := values.get("territory")) is not None:
        titles = {
            territory.code: territory.title
            for pack in workspace.packs
            for territory in pack.territories.values()
        }
        values["territory"] = titles.get(str(code)) or code
    return values


def locate(workspace: Workspace, row: Row, at: str | None) -> tuple[DocPath, str]:
    """The path a finding points at: below the row's node, or the nearest node above that has it."""
    if at is None:
        return row.path, row.file
    parts: DocPath = tuple(at.split("."))
    document = workspace.documents.get(row.file, workspace.document)
    for depth in range(len(row.path), -1, -1):
        path = (*row.path[:depth], *parts)
        if document.get(path, _MISSING) is not _MISSING:
            # A name of a list the row stands in: the row itself is the nearer place.
            return (row.path if depth and path == row.path[: len(path)] else path), row.file
    if not row.path or workspace.document.get(parts[:1], _MISSING) is not _MISSING:
        return parts, workspace.document.name
    return row.path, row.file


def contact_findings(
    workspace: Workspace, selection: Selection, run: ContactRun, campaign: Row
) -> list[Finding]:
    """One finding per rule and outcome, with how many contacts and the first lines."""
    tallies: dict[tuple[str, bool], tuple[int, list[int]]] = {}
    for count, first, *words in _grouped(workspace, run, f"count(*), min(row_id, {FIRST_LINES})"):
        for key in _hits(run, words):
            total, rows = tallies.get(key, (0, []))
            tallies[key] = (total + count, sorted({*rows, *first})[:FIRST_LINES])
    slices = _slices(workspace, run)
    lines = _lines(workspace, {row for _, rows in tallies.values() for row in rows})
    findings = []
    for (rule_id, unknown), (count, rows) in sorted(tallies.items()):
        if rule_id in selection.reported:
            judges = [each for each in run.judges[rule_id] if each[0] in slices[rule_id, unknown]]
            placed = [lines[row] for row in rows]
            findings.append(_contact_finding(workspace, judges, unknown, count, placed, campaign))
    return findings


def _grouped(workspace: Workspace, run: ContactRun, what: str) -> list[tuple[Any, ...]]:
    columns = ", ".join(run.bits.columns("b") + run.bits.columns("u"))
    return workspace.rows(f"SELECT {what}, {columns} FROM verdict GROUP BY {columns}")


def _hits(run: ContactRun, words: Sequence[int]) -> Iterator[tuple[str, bool]]:
    """Each rule breached and each unknown, of the words ``b…`` and ``u…``."""
    half = run.bits.words
    for rule_id in run.bits.rules(words[:half]):
        yield rule_id, False
    for rule_id in run.bits.rules(words[half:]):
        yield rule_id, True


def _slices(workspace: Workspace, run: ContactRun) -> dict[tuple[str, bool], set[Slice]]:
    """The slices in which each rule and outcome came up."""
    words = ", ".join(run.bits.columns("b") + run.bits.columns("u"))
    found: dict[tuple[str, bool], set[Slice]] = {}
    for number, *bits in workspace.rows(f"SELECT DISTINCT slice, {words} FROM outcome"):
        for key in _hits(run, bits):
            found.setdefault(key, set()).add(run.slices[number])
    return found


def _lines(workspace: Workspace, rows: set[int]) -> dict[int, tuple[str, int]]:
    if not rows:
        return {}
    listed = ", ".join(str(row) for row in sorted(rows))
    found: list[tuple[Any, ...]] = workspace.rows(
        f"SELECT row_id, file_no, line FROM contact WHERE row_id IN ({listed})"
    )
    return {row: (workspace.files[file_no].name, line) for row, file_no, line in found}


def _contact_finding(
    workspace: Workspace,
    judges: Sequence[tuple[Slice, Judge]],
    unknown: bool,
    count: int,
    lines: list[tuple[str, int]],
    campaign: Row,
) -> Finding:
    judge = judges[0][1]
    rule = judge.rule
    law_values: tuple[LawValue, ...] = ()
    for _, each in judges:
        law_values = _union(law_values, each.law_values)
    in_list = (
        rule.at is None or rule.at in LAYOUTS["contacts"].columns or "contact" not in rule.scopes
    )
    path: DocPath = () if in_list else locate(workspace, campaign, rule.at)[0]
    place = (
        Place(lines[0][0], Span(lines[0][1], 1, lines[0][1], 1))
        if in_list
        else workspace.place(path)
    )
    finding = Finding(
        rule,
        judge.severity,
        _outcome(rule, unknown),
        place,
        judges[0][0].first,
        judges[-1][0].last,
        message_values(workspace, rule, campaign, campaign),
        count,
        "calls" if workspace.audit else "contacts",
        tuple(lines),
        law_values,
        lacking_of_lists(workspace, judge, judges[0][0].first, campaign) if unknown else (),
        (rule.at or "phone") if in_list else dotted(path),
    )
    return _dated(replace(finding, identity=f"{finding.outcome} {finding.key}"))
