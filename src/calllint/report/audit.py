"""What an audit says in words of its own: calls were placed, and nobody is to be dialled."""

from __future__ import annotations

from itertools import groupby

from calllint.engine.result import Report
from calllint.lang import count, say
from calllint.lang.words import known
from calllint.report.console import Console, clean
from calllint.report.mask import mask_within

MOST_PLACERS = 15
"""Agents, and centres, written in text; the rest is counted and said."""
_REST = ("other_days", "repeated", "others", "later")


def of_calls(key: str, report: Report) -> str:
    """The key of a sentence, or of its counterpart about calls where an audit has one."""
    return f"{key}.calls" if report.audit and known(f"{key}.calls") else key


def write_rows(report: Report, out: Console, lang: str) -> None:
    """Writes what became of the rows that are no call to judge; nothing where each is one."""
    audit = report.audit
    if audit is None:
        return
    said = [count(f"summary.rows.{name}", n, lang) for name in _REST if (n := getattr(audit, name))]
    if said:
        text = count("summary.rows", audit.rows, lang, others=", ".join(said))
        out.paragraph(text, first="  ", rest="    ")


def write_placers(report: Report, out: Console, lang: str, *, show_numbers: bool) -> None:
    """Writes the agents and the centres with calls in breach, the worst first."""
    if report.audit is None:
        return
    failing = [one for one in report.audit.placers if one.breach or one.unknown]
    for kind, group in groupby(failing, key=lambda one: one.kind):
        found = list(group)
        out.line("  ", say(f"summary.{kind}s", lang))
        for one in found[:MOST_PLACERS]:
            named = one.name if show_numbers or one.name is None else mask_within(one.name)
            name = say("summary.placer.nobody", lang) if named is None else clean(named)
            said = [
                count(f"totals.{key}.calls", n, lang)
                for key, n in (("block", one.breach), ("review", one.unknown))
                if n
            ]
            calls = count("calls", one.calls, lang)
            text = say("summary.placer", lang, name=name, calls=calls, said=", ".join(said))
            out.paragraph(text, first="    ", rest="      ")
        if found[MOST_PLACERS:]:
            out.line("    ", count(f"summary.more_{kind}s", len(found) - MOST_PLACERS, lang))
