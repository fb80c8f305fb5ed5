"""The closing summary: how many may be dialled, and everything the result rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from calllint import __version__
from calllint.engine.result import COVERS, Report
from calllint.lang import count, day, days, say
from calllint.report.audit import of_calls, write_placers, write_rows
from calllint.report.console import Console, Styled, clean
from calllint.report.mask import mask_within
from calllint.report.order import (
    accepted,
    by_severity,
    campaign_outcome,
    slashes,
    standing,
    to_check,
)
from calllint.report.reasons import write_reasons, write_suppliers
from calllint.report.values import encoding_name, write_kind, write_law_values

END_OF_DAY = "23:59:59.999999"
"""Time of the last moment of a day, which no one writes by hand."""
_FEW = 3
"""Findings that must want one thing for it to be named, and most things that are."""
_CHOICES = {"select": "selected", "ignore": "ignored"}
"""Options that leave rules out, and the word of their sentences; the first of them decides."""


def write_summary(report: Report, out: Console, lang: str, *, show_numbers: bool) -> None:
    """Writes the summary of one campaign; a part without content is left out."""
    file = slashes(report.campaign)
    if report.first_day is None or report.last_day is None:
        out.line(Styled(say("summary.unread", lang, file=file), "error"))
        return
    title = report.title if show_numbers or not report.title else mask_within(report.title)
    out.line(Styled(f"{title} ({file})" if title else file, "bold"))
    _judged(report, out, lang)
    _choice(report, out, lang)
    _totals(report, out, lang)
    write_rows(report, out, lang)
    _campaign(report, out, lang)
    write_reasons(report, out, lang)
    write_suppliers(report, out, lang, show_numbers=show_numbers)
    write_placers(report, out, lang, show_numbers=show_numbers)
    _proofs(report, out, lang)
    _lists(report, out, lang)
    _law(report, out, lang)
    _overdue(report, out, lang)
    _held(report, out, lang)
    _accepted(report, out, lang, show_numbers=show_numbers)
    _left_out(report, out, lang)
    _first(report, out, lang)
    _verdict(report, out, lang)


def _judged(report: Report, out: Console, lang: str) -> None:
    assert report.first_day is not None and report.last_day is not None
    word = "summary.audited" if report.audit else "summary.judged"
    judged = say(word, lang, days=days(report.first_day, report.last_day, lang))
    if report.known_at:
        judged += known(report.known_at, lang)
    out.paragraph(judged, first="  ", rest="    ")
    if report.options:
        given = ", ".join(f"{name}={value}" for name, value in sorted(report.options.items()))
        out.paragraph(say("summary.options", lang, options=given), first="  ", rest="    ")
    packs = [f"{name} {version}" for name, version in sorted(report.packs.items())]
    versions = ", ".join([*packs, f"tzdata {report.tzdata}", f"calllint {__version__}"])
    out.paragraph(say("summary.packs", lang, packs=versions), first="  ", rest="    ")


def known(moment: str, lang: str, where: str = "summary") -> str:
    """The moment as it was given; the last one of a day (``--as-of``) as the end of that day."""
    given, _, time = moment.partition("T")
    if time != END_OF_DAY:
        return say(f"{where}.known_at", lang, moment=moment)
    return say(f"{where}.known_by", lang, day=day(date.fromisoformat(given), lang))


def _choice(report: Report, out: Console, lang: str) -> None:
    """Says which rules were applied: what a part of them finds clears nobody."""
    for word, rules in choices(report).items():
        text = say(f"summary.{word}", lang, rules=", ".join(rules))
        out.paragraph(text, first="  ", rest="    ")


def choices(report: Report) -> dict[str, Sequence[str]]:
    """What leaves rules out or keeps errors from deciding, by the word of its sentence."""
    left_out: dict[str, Sequence[str]] = {
        word: report.options[option].split(",")
        for option, word in _CHOICES.items()
        if option in report.options
    }
    return left_out | ({"weighed": report.lowered} if report.lowered else {})


def chosen(report: Report) -> str | None:
    """The word for what the choice of rules left out; None where it left out nothing."""
    return next(iter(choices(report)), None)


def _totals(report: Report, out: Console, lang: str) -> None:
    if report.without_data:
        out.paragraph(count("summary.no_data", report.skipped_rules, lang), first="  ", rest="    ")
        return
    totals, part = report.totals, chosen(report)
    cleared = report.audit or (not campaign_outcome(report) and not spared(report))
    allowed = "allow" if cleared else "clear"
    counts = [
        (f"clear.{part}" if part else allowed, totals.allow, "" if part else "good"),
        ("review", totals.review, "warning"),
        ("block", totals.block, "error"),
        ("unreadable", totals.unreadable, "error"),
    ]
    judged = count("calls" if report.audit else "contacts", totals.contacts, lang)
    contacts = say("summary.contacts", lang, contacts=judged)
    items = [
        Styled(count(of_calls(f"totals.{key}", report), n, lang), style if n else "")
        for key, n, style in counts
    ]
    out.joined(f"  {contacts} ", items, " · ", "    ")


def _campaign(report: Report, out: Console, lang: str) -> None:
    """What stands against the campaign stands against every call."""
    outcome = campaign_outcome(report)
    if outcome:
        style = "error" if outcome == "breach" else "warning"
        out.sentence(say(of_calls(f"summary.campaign.{outcome}", report), lang), style)


def _proofs(report: Report, out: Console, lang: str) -> None:
    """What was found of the proofs, where a folder of them was named."""
    found = report.proofs
    if found is None:
        return
    said = [
        count(f"summary.proofs.{name}", n, lang)
        for name in ("missing", "altered", "undigested")
        if (n := getattr(found, name))
    ]
    text = ", ".join(said) or say("summary.proofs.fine", lang)
    out.paragraph(count("summary.proofs", found.named, lang, said=text), first="  ", rest="    ")


def _lists(report: Report, out: Console, lang: str) -> None:
    if not report.lists:
        return
    out.line("  ", say("summary.lists", lang))
    kinds = [clean(write_kind(one.kind, lang)) for one in report.lists]
    files = [clean(slashes(one.file)) for one in report.lists]
    for kind, file, one in zip(kinds, files, report.lists, strict=True):
        bad = count("rows.unreadable", one.unreadable, lang) if one.unreadable else ""
        bad += count("rows.left_out", one.left_out, lang) if one.left_out else ""
        if one.encoding not in (None, "utf-8"):
            bad += say("rows.encoding", lang, encoding=encoding_name(str(one.encoding)))
        out.line(
            f"    {kind.ljust(max(map(len, kinds)))}  {file.ljust(max(map(len, files)))}  "
            f"{count('rows', one.rows, lang)}{bad}"
        )


def _law(report: Report, out: Console, lang: str) -> None:
    """The values that findings rest on; how many were read beside them."""
    read = [value for finding in report.findings for value in finding.law_values]
    written = write_law_values(read, lang)
    if written:
        out.line("  ", say("summary.law", lang))
    for one in written:
        out.paragraph(one, first="    ", rest="      ")
    if report.law_values:
        out.paragraph(
            count("summary.law_count", len(report.law_values), lang), first="  ", rest="    "
        )


def _overdue(report: Report, out: Console, lang: str) -> None:
    """Law that was to be read again before the judged days: one line per day, no finding."""
    for due, group in groupby(report.overdue, key=lambda one: one.review_by):
        names = ", ".join(one.name for one in group)
        text = say("summary.overdue", lang, day=day(due, lang), names=names)
        out.paragraph(text, first="  ", rest="    ", style="dim")


def spared(report: Report) -> bool:
    """Whether an error is only accepted, or only warns for being new, and is not mended."""
    newer = any(one.held_at and one.rule.severity == "error" for one in standing(report.findings))
    return newer or any(one.severity == "error" for one in accepted(report))


def _held(report: Report, out: Console, lang: str) -> None:
    """Rules that only warn because they are newer than the version the configuration holds."""
    newer = {one.rule.id for one in report.findings if one.held_at is not None}
    if newer:
        text = count("summary.held", len(newer), lang, rules=", ".join(sorted(newer)))
        out.paragraph(text, first="  ", rest="    ")


def _accepted(report: Report, out: Console, lang: str, *, show_numbers: bool) -> None:
    """What somebody has accepted, with the reason: it counts for nothing, and is not forgotten."""
    found = accepted(report)
    if found:
        out.paragraph(count("summary.accepted", len(found), lang), first="  ", rest="    ")
    for one in found:
        aside = one.set_aside
        assert aside is not None
        until = f" {say('aside.until', lang, day=day(aside.until, lang))}" if aside.until else ""
        said = aside.reason if show_numbers else mask_within(aside.reason)
        reason = f" — {said}" if said else ""
        by = say(f"aside.{aside.by}", lang)
        text = f"{slashes(str(one.place))} {one.rule.id} {one.rule.name} ({by}{until}){reason}"
        out.paragraph(text, first="    ", rest="      ")


def _left_out(report: Report, out: Console, lang: str) -> None:
    unchecked = sum(not problem.fatal for problem in report.problems)
    if unchecked:
        out.sentence(count("summary.unchecked", unchecked, lang), "warning")


def _first(report: Report, out: Console, lang: str) -> None:
    """What is not given and most is unknown for: where to begin, when a file is young."""
    lacking = Counter(
        name for finding in standing(report.findings) for name in finding.lacking if name != COVERS
    )
    named = [
        count("summary.first.one", n, lang, name=name)
        for name, n in sorted(lacking.items(), key=lambda one: (-one[1], one[0]))[:_FEW]
        if n >= _FEW
    ]
    if named:
        text = say("summary.first", lang, names=", ".join(named))
        out.paragraph(text, first="  ", rest="    ")


def _verdict(report: Report, out: Console, lang: str) -> None:
    counts = by_severity(report)
    text = found(report, lang) or say(f"found.{_nothing(report)}", lang)
    style = "error" if counts["error"] else "warning" if counts["warning"] else "good"
    out.sentence(text, style)


def found(report: Report, lang: str) -> str:
    """``3 errors (1 of them to check), 1 warning``; nothing where nothing stands."""
    counts, unknown = by_severity(report), to_check(report)
    return ", ".join(
        _found(severity, counts[severity], unknown[severity], lang)
        for severity in ("error", "warning", "info")
        if counts[severity]
    )


def _found(severity: str, n: int, unknown: int, lang: str) -> str:
    said = count(f"found.{severity}", n, lang)
    if n == unknown:
        return say("found.all_to_check", lang, found=said)
    return count("found.to_check", unknown, lang, found=said) if unknown else said


def _nothing(report: Report) -> str:
    """How a report without findings says so: only as far as it looked."""
    if report.problems:
        return "none_checked"
    part = chosen(report)
    if part:
        return f"none_{part}"
    return "none_no_data" if report.without_data else "none"
