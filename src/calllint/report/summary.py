"""The closing summary: how many may be dialled, and everything the result rests on."""

from __future__ import annotations

from datetime import date

from calllint import __version__
from calllint.engine.result import Report
from calllint.lang import count, day, days, say
from calllint.report.console import Console, Styled, clean
from calllint.report.mask import mask_within
from calllint.report.order import by_severity, campaign_outcome, slashes, to_check
from calllint.report.reasons import write_reasons
from calllint.report.values import encoding_name, write_kind, write_law_values

END_OF_DAY = "23:59:59.999999"
"""Time of the last moment of a day, which no one writes by hand."""
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
    _campaign(report, out, lang)
    write_reasons(report, out, lang)
    _lists(report, out, lang)
    _law(report, out, lang)
    _left_out(report, out, lang)
    _verdict(report, out, lang)


def _judged(report: Report, out: Console, lang: str) -> None:
    assert report.first_day is not None and report.last_day is not None
    judged = say("summary.judged", lang, days=days(report.first_day, report.last_day, lang))
    if report.known_at:
        judged += _known(report.known_at, lang)
    out.paragraph(judged, first="  ", rest="    ")
    if report.options:
        given = ", ".join(f"{name}={value}" for name, value in sorted(report.options.items()))
        out.paragraph(say("summary.options", lang, options=given), first="  ", rest="    ")
    packs = [f"{name} {version}" for name, version in sorted(report.packs.items())]
    versions = ", ".join([*packs, f"tzdata {report.tzdata}", f"calllint {__version__}"])
    out.paragraph(say("summary.packs", lang, packs=versions), first="  ", rest="    ")


def _known(moment: str, lang: str) -> str:
    """The moment as it was given; the last one of a day (``--as-of``) as the end of that day."""
    given, _, time = moment.partition("T")
    if time != END_OF_DAY:
        return say("summary.known_at", lang, moment=moment)
    return say("summary.known_by", lang, day=day(date.fromisoformat(given), lang))


def _choice(report: Report, out: Console, lang: str) -> None:
    """Says which rules were applied: what a part of them finds clears nobody."""
    for option, word in _CHOICES.items():
        if option in report.options:
            rules = ", ".join(report.options[option].split(","))
            out.paragraph(say(f"summary.{word}", lang, rules=rules), first="  ", rest="    ")


def _chosen(report: Report) -> str | None:
    return next((word for option, word in _CHOICES.items() if option in report.options), None)


def _totals(report: Report, out: Console, lang: str) -> None:
    if report.without_data:
        out.line("  ", count("summary.no_data", report.skipped_rules, lang))
        return
    totals, chosen = report.totals, _chosen(report)
    allowed = "clear" if campaign_outcome(report) else "allow"
    counts = [
        (f"clear.{chosen}" if chosen else allowed, totals.allow, "" if chosen else "good"),
        ("review", totals.review, "warning"),
        ("block", totals.block, "error"),
        ("unreadable", totals.unreadable, "error"),
    ]
    contacts = say("summary.contacts", lang, contacts=count("contacts", totals.contacts, lang))
    items = [
        Styled(count(f"totals.{key}", n, lang), style if n else "") for key, n, style in counts
    ]
    out.joined(f"  {contacts} ", items, " · ", "    ")


def _campaign(report: Report, out: Console, lang: str) -> None:
    """What stands against the campaign stands against every call."""
    outcome = campaign_outcome(report)
    if outcome:
        style = "error" if outcome == "breach" else "warning"
        out.line("  ", Styled(say(f"summary.campaign.{outcome}", lang), style))


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
        out.line("  ", count("summary.law_count", len(report.law_values), lang))


def _left_out(report: Report, out: Console, lang: str) -> None:
    unchecked = sum(not problem.fatal for problem in report.problems)
    if unchecked:
        out.line("  ", Styled(count("summary.unchecked", unchecked, lang), "warning"))


def _verdict(report: Report, out: Console, lang: str) -> None:
    counts, unknown = by_severity(report), to_check(report)
    found = [
        _found(severity, counts[severity], unknown[severity], lang)
        for severity in ("error", "warning", "info")
        if counts[severity]
    ]
    text = ", ".join(found) or say(f"found.{_nothing(report)}", lang)
    style = "error" if counts["error"] else "warning" if counts["warning"] else "good"
    out.line("  ", Styled(text, style))


def _found(severity: str, n: int, unknown: int, lang: str) -> str:
    found = count(f"found.{severity}", n, lang)
    if n == unknown:
        return say("found.all_to_check", lang, found=found)
    return count("found.to_check", unknown, lang, found=found) if unknown else found


def _nothing(report: Report) -> str:
    """How a report without findings says so: only as far as it looked."""
    if report.problems:
        return "none_checked"
    chosen = _chosen(report)
    if chosen:
        return f"none_{chosen}"
    return "none_no_data" if report.without_data else "none"
