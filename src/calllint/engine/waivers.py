"""Setting findings aside: by a comment in the campaign, or by the baseline; and what comes of it.

Nothing is left out: a finding that is set aside is reported with its reason, and counted apart.
Comments and entries become rows of the scope ``waiver``, and rules judge them as anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.document import Document, Place
from calllint.document.waivers import Waiver, waivers
from calllint.engine.baseline import Entry
from calllint.engine.result import Finding, SetAside
from calllint.engine.selection import Selection
from calllint.facts.rows import Row
from calllint.packs.model import Pack, Rule
from calllint.packs.scopes import SCOPES, Value

SCOPE = "waiver"
_NO_END = date.max


class _Claim(Struct):
    """One comment and one rule it names, or one entry: what it sets aside, and whether it may."""

    kind: str
    word: str
    rule: Rule | None
    place: Place
    file: str
    until: date | None = None
    reason: str = ""
    comment: Waiver | None = None
    entry: Entry | None = None
    required: bool = False
    here: bool = True
    """False for an entry of another campaign, which may share a script with this one."""
    found: list[Finding] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """Whether the rule judges contacts, or waivers themselves."""
        return self.rule is not None and all(
            SCOPES[scope].per_contact or scope == SCOPE for scope in self.rule.scopes
        )

    def speaks_of(self, finding: Finding) -> bool:
        """Whether the finding is the one, or one of those, it was written for."""
        if self.rule is None or finding.rule.id != self.rule.id or finding.count is not None:
            return False
        if self.entry is not None:
            return self.entry.fingerprint == finding.fingerprint
        here = finding.place.file == self.file
        return here and self.comment is not None and self.comment.covers(finding.place.span)

    def holds_for(self, finding: Finding) -> bool:
        """Whether it sets the finding aside, on every day of it."""
        valid = not self.required and bool(self.reason)
        return valid and (self.until is None or finding.last_day <= self.until)


def set_aside(
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    packs: Sequence[Pack],
    selection: Selection,
    baseline: Sequence[Entry],
    campaign: str,
    first_day: date,
    in_root: Callable[[str], str],
    *,
    complete: bool,
) -> tuple[list[Finding], list[Row]]:
    """The findings, those that are accepted marked so, and a row for each waiver.

    ``complete`` says that all which a waiver could set aside was looked for.
    """
    rules = {rule.name: rule for pack in packs for rule in pack.rules}
    rules |= {rule.id: rule for pack in packs for rule in pack.rules}
    here, files = in_root(campaign), {in_root(name) for name in documents}
    near = [entry for entry in baseline if entry.campaign == here or entry.file in files]
    claims = [*_comments(documents, rules, selection), *_entries(near, rules, selection, here)]
    marked = [_marked(finding, claims) for finding in findings]
    rows = [_row(claim, selection, campaign, first_day, complete) for claim in claims if claim.here]
    for name, document in documents.items():
        rows += [
            Row({"waiver_kind": "comment", "waiver_well_formed": False}, name, (), each.place)
            for each in waivers(document)
            if not each.rules
        ]
    return marked, rows


def _marked(finding: Finding, claims: Sequence[_Claim]) -> Finding:
    holding = None
    for claim in claims:
        if claim.speaks_of(finding):
            claim.found.append(finding)
            if holding is None and claim.holds_for(finding):
                holding = claim
    if holding is None:
        return finding
    by = "baseline" if holding.entry else "comment"
    aside = SetAside(by, holding.reason, holding.until, holding.place)  # type: ignore[arg-type]
    return replace(finding, set_aside=aside)


def _comments(
    documents: Mapping[str, Document], rules: Mapping[str, Rule], selection: Selection
) -> Iterator[_Claim]:
    for name, document in documents.items():
        for each in waivers(document):
            for word in each.rules:
                rule = rules.get(word.upper()) or rules.get(word)
                required = rule is not None and rule.id in selection.required
                yield _Claim(
                    "comment", word, rule, each.place, name, each.until, each.reason, each,
                    required=required,
                )  # fmt: skip


def _entries(
    baseline: Sequence[Entry], rules: Mapping[str, Rule], selection: Selection, campaign: str
) -> Iterator[_Claim]:
    for entry in baseline:
        rule = rules.get(entry.rule)
        required = rule is not None and rule.id in selection.required
        place = entry.place or Place(entry.file)
        yield _Claim(
            "baseline", entry.rule, rule, place, entry.file, entry.until, entry.reason,
            entry=entry, required=required, here=entry.campaign == campaign,
        )  # fmt: skip


def _row(
    claim: _Claim, selection: Selection, campaign: str, first_day: date, complete: bool
) -> Row:
    ran = claim.rule is not None and claim.rule.id in selection.reported
    values: dict[str, Value] = {
        "waiver_kind": claim.kind,
        "waiver_rule": claim.word,
        "waiver_until": claim.until or _NO_END,
        "waiver_needed_to": max((one.last_day for one in claim.found), default=first_day),
        "waiver_well_formed": True,
        "waiver_reasoned": bool(claim.reason),
        "waiver_rule_known": claim.rule is not None,
        "waiver_rule_required": claim.required,
        "waiver_rule_counts": claim.counts,
        "waiver_checked": complete and ran and (claim.kind == "baseline" or claim.file == campaign),
        "waiver_used": bool(claim.found),
    }
    return Row(values, campaign, (), claim.place)


def acceptable(finding: Finding) -> bool:
    """Whether a baseline may hold it: what is about the campaign, and could fail a run.

    Contacts, remarks, duties, waivers themselves and required rules are never accepted.
    """
    about_rows = finding.count is not None or SCOPE in finding.rule.scopes
    fails = finding.outcome != "duty" and finding.severity != "info"
    return fails and not about_rows and not finding.required
