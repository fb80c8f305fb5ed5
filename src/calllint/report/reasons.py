"""Why contacts are not dialled: one line per distinct outcome, with the days that are left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from calllint.engine.result import Reason, Report
from calllint.lang import between, count, day, number, say
from calllint.report.audit import of_calls
from calllint.report.console import Console, clean
from calllint.report.mask import mask_within
from calllint.report.order import largest_first, rule_names

MOST_REASONS = 15
"""Distinct outcomes written in text; the rest is counted and said."""


def write_reasons(report: Report, out: Console, lang: str) -> None:
    """Writes the outcomes that keep contacts from being dialled, the largest first."""
    reasons = [one for one in largest_first(report.reasons) if one.verdict != "allow"]
    if not reasons:
        return
    out.line("  ", say("summary.reasons", lang))
    names = rule_names(report)
    shown = reasons[:MOST_REASONS]
    verdicts = [
        say(of_calls(f"verdict.{one.verdict}", report), lang, n=one.contacts) for one in shown
    ]
    width = len(number(shown[0].contacts, lang))
    longest = max(map(len, verdicts))
    for reason, verdict in zip(shown, verdicts, strict=True):
        contacts = number(reason.contacts, lang).rjust(width)
        head = f"    {contacts}  {verdict.ljust(longest)}  "
        out.paragraph(because(reason, names, report, lang), first=head, rest=" " * len(head))
    rest = reasons[MOST_REASONS:]
    if rest:
        kind = "calls" if report.audit else "contacts"
        contacts = count(kind, sum(reason.contacts for reason in rest), lang)
        out.line("    ", count("summary.more_reasons", len(rest), lang, contacts=contacts))


def write_suppliers(report: Report, out: Console, lang: str, *, show_numbers: bool) -> None:
    """Writes the suppliers whose consents fail, the worst first."""
    failing = [one for one in report.suppliers if one.failing or one.to_check]
    if not failing:
        return
    out.line("  ", say(of_calls("summary.suppliers", report), lang))
    for one in failing[:MOST_REASONS]:
        name = clean(one.name if show_numbers else mask_within(one.name))
        given = count("calls" if report.audit else "contacts", one.contacts, lang)
        said = [
            count(f"totals.{verdict}.calls" if report.audit else f"supplier.{key}", n, lang)
            for key, verdict, n in (
                ("failing", "block", one.failing),
                ("to_check", "review", one.to_check),
            )
            if n
        ]
        text = say("summary.supplier", lang, name=name, contacts=given, said=", ".join(said))
        out.paragraph(text, first="    ", rest="      ")
    if failing[MOST_REASONS:]:
        out.line("    ", count("summary.more_suppliers", len(failing) - MOST_REASONS, lang))


def because(reason: Reason, names: Mapping[str, str], report: Report, lang: str) -> str:
    """The rules behind an outcome: broken on every judged day they block, on some they do not."""

    def listed(ids: tuple[str, ...]) -> str:
        return ", ".join(f"{rule} {names[rule]}" if rule in names else rule for rule in ids)

    parts = []
    if reason.rules:
        rules = listed(reason.rules)
        dated = reason.verdict == "review" and report.audit is None
        parts.append(_some_days(reason, rules, lang) if dated else rules)
    if reason.unknown:
        parts.append(say("summary.to_check", lang, rules=listed(reason.unknown)))
    return say("law.and", lang).join(parts)


def _some_days(reason: Reason, rules: str, lang: str) -> str:
    """The rules, and the days on which they leave some of the contacts alone."""
    first, last = reason.callable_from, reason.callable_until
    if first is None or last is None:
        return say("summary.some_days", lang, rules=rules)
    if first == date.max:
        return say("summary.never", lang, rules=rules)
    if first == last:
        return say("summary.one_day", lang, rules=rules, day=day(first, lang))
    soonest = reason.soonest_end
    if soonest is not None and soonest < last:
        return say("summary.ending", lang, rules=rules, days=between(soonest, last, lang))
    return say("summary.between", lang, rules=rules, days=between(first, last, lang))
