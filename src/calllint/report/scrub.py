"""What a scrub wrote, for people: where the rows went, and what would win them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from calllint.lang import count, number, say
from calllint.report.console import Console
from calllint.report.interface import Look
from calllint.report.order import slashes

MOST_LINES = 12
"""Causes, suppliers and pieces of evidence written in text; the rest is in ``summary.json``."""

Summary = Mapping[str, Any]


def write_scrub(
    summary: Summary, files: Sequence[str], folder: str, out: TextIO, look: Look
) -> None:
    """Writes the rows in and out, what they were lost for, and the files."""
    console, lang = Console(out, look), look.lang
    _rows(summary, console, lang)
    _lost(summary, console, lang)
    _suppliers(summary, console, lang)
    _win_back(summary, console, lang)
    _previous(summary, console, lang)
    _files(summary, console, lang)
    console.paragraph(
        say("scrub.written", lang, folder=slashes(folder), files=", ".join(files)), rest="  "
    )
    if summary["outcome"] != "written":
        text = say(f"scrub.{summary['outcome']}", lang, limit=summary["options"].get("max-blocked"))
        console.paragraph(text)


def _rows(summary: Summary, out: Console, lang: str) -> None:
    """Rows in = callable + to review + blocked + unreadable."""
    parts = [
        count(f"scrub.rows.{key}", summary[key], lang)
        for key in ("allow", "review", "block", "unreadable")
    ]
    total = count("scrub.rows", summary["contacts"], lang)
    out.paragraph(f"{total} = {' + '.join(parts)}", rest="  ")
    if summary["repeated_numbers"]:
        out.line("  ", count("scrub.repeated", summary["repeated_numbers"], lang))


def _lost(summary: Summary, out: Console, lang: str) -> None:
    losses = summary["lost"]
    if not losses and not summary["unreadable"]:
        return
    left = summary["contacts"] - summary["unreadable"]
    steps = (
        [(summary["unreadable"], left, say("scrub.unread", lang))] if summary["unreadable"] else []
    )
    steps += [(each["contacts"], each["left"], _cause(each, lang)) for each in losses]
    out.line(say("scrub.lost", lang))
    lost = [f"−{number(each[0], lang)}" for each in steps]
    rest = [count("scrub.left", each[1], lang) for each in steps]
    _table(list(zip(lost, rest, [each[2] for each in steps], strict=True)), out, lang)


def _cause(loss: Mapping[str, Any], lang: str) -> str:
    if loss["rule"] is None:
        return say("scrub.no_rule", lang)
    text = f"{loss['rule']} {loss['title']}"
    if loss["block"] and loss["review"]:
        blocked = count("totals.block", loss["block"], lang)
        review = count("totals.review", loss["review"], lang)
        return f"{text} ({blocked}, {review})"
    return text


def _table(rows: Sequence[tuple[str, str, str]], out: Console, lang: str) -> None:
    shown = rows[:MOST_LINES]
    widths = [max(len(row[column]) for row in shown) for column in (0, 1)]
    for one, other, text in shown:
        head = f"  {one.rjust(widths[0])}  {other.rjust(widths[1])}  "
        out.paragraph(text, first=head, rest=" " * len(head))
    if rows[MOST_LINES:]:
        out.line("  ", count("scrub.more", len(rows) - MOST_LINES, lang))


def _suppliers(summary: Summary, out: Console, lang: str) -> None:
    failing = [each for each in summary["suppliers"] if each["causes"]]
    if not failing:
        return
    out.line(say("scrub.suppliers", lang))
    for each in failing[:MOST_LINES]:
        causes = ", ".join(
            f"{number(cause['contacts'], lang)} {cause['rule']}" for cause in each["causes"]
        )
        given = count("contacts", each["contacts"], lang)
        text = say("summary.supplier", lang, name=each["name"], contacts=given, said=causes)
        out.paragraph(text, first="  ", rest="    ")
    if failing[MOST_LINES:]:
        out.line("  ", count("scrub.more", len(failing) - MOST_LINES, lang))


def _win_back(summary: Summary, out: Console, lang: str) -> None:
    pieces = summary["win_back"]
    if not pieces:
        return
    out.line(say("scrub.win_back", lang))
    rows = [(f"+{number(each['contacts'], lang)}", "", _piece(each, lang)) for each in pieces]
    _table(rows, out, lang)


def _piece(piece: Mapping[str, Any], lang: str) -> str:
    if piece["kind"] == "rule":
        return say("scrub.piece.rule", lang, rule=f"{piece['name']} {piece['title']}")
    return say(f"scrub.piece.{piece['name']}", lang)


def _previous(summary: Summary, out: Console, lang: str) -> None:
    if summary["previous"] is not None:
        out.paragraph(write_previous(summary["previous"], lang), rest="  ")


def write_previous(before: Mapping[str, Any], lang: str) -> str:
    """How many were added, removed and changed since an earlier scrub."""
    said = ", ".join(
        count(f"scrub.{key}", before[key], lang)
        for key in ("added", "removed", "changed", "unchanged")
    )
    return say("scrub.previous", lang, folder=slashes(before["folder"]), said=said)


def _files(summary: Summary, out: Console, lang: str) -> None:
    """The parts of lists that are split, and when each may be dialled."""
    files = summary["files"]
    if not ("split-by" in summary["options"] and files):
        return
    for each in files:
        text = say(
            "scrub.file", lang, file=each["file"], n=count("contacts", each["contacts"], lang)
        )
        if "hours" in each:
            text += say(
                "scrub.hours", lang, hours=write_hours(each["hours"], lang), clock=each["clock"]
            )
        out.paragraph(text, first="  ", rest="    ")


def write_hours(hours: Sequence[Mapping[str, str]], lang: str) -> str:
    """``mon tue 10:00-13:00, sat 10:00-12:00``: days that are alike, together."""
    days: dict[str, list[str]] = {}
    for each in hours:
        word = say(f"weekday.{each['weekday']}", lang)
        known = days.setdefault(f"{each['from']}–{each['to']}", [])
        if word not in known:
            known.append(word)
    return ", ".join(f"{' '.join(names)} {clock}" for clock, names in days.items())
