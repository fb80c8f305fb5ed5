"""What a run found, as a report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import astuple

from calllint.engine.opening import Opened
from calllint.engine.result import (
    AppliedRule,
    Audit,
    Finding,
    Hours,
    LawValue,
    ListSummary,
    Loss,
    Problem,
    Proofs,
    Reason,
    Report,
    Supplier,
    Totals,
    WinBack,
)
from calllint.engine.review import list_overdue
from calllint.engine.selection import Selection, per_contact
from calllint.engine.slices import Slice, values_on
from calllint.engine.standing import standing
from calllint.facts.workspace import Workspace
from calllint.facts.zones import tzdata_version

if TYPE_CHECKING:
    from calllint.engine.contacts import ContactRun


def report_of(
    ready: Opened,
    slices: tuple[Slice, ...],
    findings: list[Finding],
    contacts: ContactRun | None,
    problems: tuple[Problem, ...],
    hours: tuple[Hours, ...],
) -> Report:
    """All that is to be said of a campaign and its contacts, if its lists were read."""
    inputs, options = ready.inputs, ready.options
    selection, workspace, document = ready.selection, ready.workspace, inputs.document
    totals, reasons, suppliers = _counted(workspace, contacts, selection)
    lost, win_back = _causes(None if options.audit else contacts, totals, reasons)
    return Report(
        campaign=document.name,
        title=document.get(("campaign", "title")),
        first_day=inputs.first_day,
        last_day=inputs.last_day,
        known_at=options.known_at,
        options=options.as_text(),
        packs={pack.name: pack.version for pack in inputs.packs},
        tzdata=tzdata_version(),
        findings=tuple(findings),
        problems=problems,
        totals=totals,
        reasons=reasons,
        lists=summarise_lists(workspace),
        law_values=_law_values(selection, slices, with_contacts=contacts is not None),
        overdue=list_overdue(selection, slices, with_contacts=contacts is not None),
        without_data=options.without_data,
        skipped_rules=_skipped(selection) if options.without_data else 0,
        sources={name: each.text for name, each in inputs.documents.items()},
        digests={name: each.sha256 for name, each in inputs.documents.items()},
        suppliers=suppliers,
        audit=_audited(workspace),
        proofs=None if workspace.proof_count is None else Proofs(*astuple(workspace.proof_count)),
        lowered=tuple(sorted(selection.weakened.get("severity", ()))),
        lost=lost,
        win_back=win_back,
        hours=hours,
        applied=_applied(selection, tuple(stretch.first for stretch in slices)),
    )


def summarise_lists(workspace: Workspace) -> tuple[ListSummary, ...]:
    """Every list that was read, its digest, and what became of its rows."""
    return tuple(
        ListSummary(
            stats.kind,
            stats.name,
            stats.sha256,
            stats.rows,
            stats.unreadable_rows,
            stats.left_out,
            stats.seen.format,
            stats.seen.encoding,
            stats.seen.separator,
            stats.seen.packed,
            stats.profile,
        )
        for stats in workspace.files
    )


def _counted(
    workspace: Workspace, contacts: ContactRun | None, selection: Selection
) -> tuple[Totals, tuple[Reason, ...], tuple[Supplier, ...]]:
    """The contacts of each verdict, why, and who supplied them; nothing without lists."""
    if contacts is None:
        return Totals(), (), ()
    from calllint.engine.suppliers import count_suppliers
    from calllint.engine.tally import count_totals, list_reasons

    return (
        count_totals(workspace, contacts),
        list_reasons(workspace, contacts, selection),
        count_suppliers(workspace, contacts),
    )


def _causes(
    contacts: ContactRun | None, totals: Totals, reasons: tuple[Reason, ...]
) -> tuple[tuple[Loss, ...], tuple[WinBack, ...]]:
    """Where rows are lost, and what would win them back; nothing without lists to dial."""
    if contacts is None:
        return (), ()
    from calllint.engine.waterfall import Causes, waterfall, win_back

    causes = Causes(contacts)
    return (
        waterfall(causes, reasons, totals.contacts - totals.unreadable),
        win_back(causes, reasons),
    )


def _audited(workspace: Workspace) -> Audit | None:
    if not workspace.audit:
        return None
    from calllint.engine.audit import summed_up

    return summed_up(workspace)


def _law_values(
    selection: Selection, slices: tuple[Slice, ...], *, with_contacts: bool
) -> tuple[LawValue, ...]:
    """Every law value read by the rules that ran."""
    found: dict[tuple[str, str, date], LawValue] = {}
    for stretch in slices:
        standing_rules = standing(selection, stretch.first, with_contacts=with_contacts)
        for pack, names in standing_rules.read:
            for value in values_on(pack, names, stretch.first):
                found[value.pack, value.name, value.since] = value
    days = slices[0].first, slices[-1].last
    return tuple(found[key].during(*days) for key in sorted(found))


def _applied(selection: Selection, days: tuple[date, ...]) -> tuple[AppliedRule, ...]:
    """Every reported rule, with the first day of each stretch of law."""
    key = ("applied", *days)
    if key not in selection.kept:
        selection.kept[key] = tuple(
            AppliedRule(rule, pack, selection.severities.get(rule.id, rule.severity), days)
            for rule, pack in selection.rules
            if rule.id in selection.reported
        )
    found: tuple[AppliedRule, ...] = selection.kept[key]
    return found


def _skipped(selection: Selection) -> int:
    return sum(per_contact(rule) for rule, _ in selection.rules if rule.id in selection.reported)
