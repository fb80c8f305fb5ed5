"""Whether a number may be called: for people, and for the dialler that asks."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TextIO

from calllint import __version__
from calllint.engine.cancall import Answer, Ground
from calllint.engine.result import Finding
from calllint.lang import clock, count, day, say
from calllint.packs.scopes import WEEKDAYS
from calllint.report.console import Console, Styled
from calllint.report.interface import Look
from calllint.report.json import contact_item, finding_item, problem_item
from calllint.report.mask import shown_id, shown_phone
from calllint.report.message import message_of_problem
from calllint.report.order import slashes
from calllint.report.phrases import details, sentence

SCHEMA = "https://calllint.dev/schema/can-call-1.json"
_STYLES = {"allow": "good", "review": "warning", "block": "error"}
_OUTCOMES = ("breach", "unknown", "duty")
_SEVERITIES = ("error", "warning", "info")


def write_text(answer: Answer, stream: TextIO, look: Look) -> None:
    """The answer, then every reason, then what comes next."""
    out, lang = Console(stream, look), look.lang
    phone = shown_phone(answer.number, show_numbers=look.show_numbers)
    verdict = Styled(say(f"cancall.{answer.verdict}", lang), _STYLES[answer.verdict])
    out.line(Styled(f"{phone} ", "bold"), verdict)
    out.paragraph(_asked(answer, lang), first="  ", rest="  ")
    if where := _where(answer, look):
        out.paragraph(where, first="  ", rest="  ")
    for limit in answer.limits:
        style = "warning" if limit == "not_listed" else "error"
        out.line("  ", Styled(say(f"cancall.limit.{limit}", lang), style))
    if answer.readable and not answer.known:
        out.paragraph(say("cancall.unknown", lang), first="  ", rest="  ")
    for finding in ordered(answer):
        _finding(finding, out, look)
    for problem in answer.problems:
        text = message_of_problem(problem, lang, show_numbers=look.show_numbers)
        label = say("label", lang, text=say("problem.unchecked", lang))
        out.paragraph(f"{label} {text}", first="  ", rest="    ")
    _what_comes(answer, out, lang)


def write_json(answer: Answer, stream: TextIO, look: Look) -> None:
    """One object, ``can-call-v1``; ``schema/can-call.schema.json`` describes it."""
    show = look.show_numbers
    body = {
        "$schema": SCHEMA,
        "format": "can-call-v1",
        "calllint": __version__,
        "lang": look.lang,
        "numbers": "shown" if show else "masked",
        "campaign": slashes(answer.campaign),
        "number": shown_phone(answer.number, show_numbers=show),
        "readable": answer.readable,
        "listed": answer.listed,
        "known": answer.known,
        "verdict": answer.verdict,
        "allowed": answer.allowed,
        "moment": answer.moment.isoformat(),
        "zone": answer.zone,
        "centre_moment": answer.centre_moment.isoformat(),
        "limits": list(answer.limits),
        "attempts_left": answer.attempts_left,
        "next_allowed_at": _iso(answer.next_allowed_at),
        "centre_next_allowed_at": _iso(answer.centre_next_allowed_at),
        "evidence_until": _iso(answer.evidence_until),
        "evidence": [
            {
                "ground": each.scope,
                "on_record": each.on_record,
                "holds": each.holds,
                "until": _iso(each.until),
            }
            for each in answer.grounds
        ],
        "contact": {
            **contact_item(answer.contact, look),
            "file": slashes(answer.contact.file) or None,
            "line": answer.contact.line or None,
        },
        "findings": [finding_item(each, look) for each in ordered(answer)],
        "problems": [problem_item(each, look) for each in answer.problems],
    }
    stream.write(json.dumps(body, indent=2, ensure_ascii=True, allow_nan=False) + "\n")


def ordered(answer: Answer) -> list[Finding]:
    """What decides first: breaches, then what is unknown; errors before the rest."""
    return sorted(
        answer.findings,
        key=lambda one: (
            _SEVERITIES.index(one.severity),
            _OUTCOMES.index(one.outcome),
            one.rule.id,
            str(one.place),
        ),
    )


def _iso(moment: object) -> str | None:
    return moment.isoformat() if hasattr(moment, "isoformat") else None


def _asked(answer: Answer, lang: str) -> str:
    return say(
        "cancall.moment",
        lang,
        moment=_moment(answer.moment, lang),
        zone=answer.zone or "UTC",
        centre=clock(answer.centre_moment.hour * 60 + answer.centre_moment.minute),
    )


def _moment(moment: datetime, lang: str) -> str:
    minutes = moment.hour * 60 + moment.minute
    weekday = say(f"weekday.{WEEKDAYS[moment.weekday()]}", lang)
    return say(
        "cancall.at", lang, weekday=weekday, day=day(moment.date(), lang), time=clock(minutes)
    )


def _where(answer: Answer, look: Look) -> str:
    contact = answer.contact
    if not contact.file:
        return ""
    shown = shown_id(contact.contact_id, contact.phone, show_numbers=look.show_numbers)
    return f"{slashes(contact.file)}:{contact.line}" + (f", {shown}" if shown else "")


def _finding(finding: Finding, out: Console, look: Look) -> None:
    word = "duty" if finding.outcome == "duty" else finding.severity
    label = f"{say(f'severity.{word}', look.lang)} {finding.rule.id}"
    style = "info" if word == "duty" else word
    out.line("  ", Styled(label, style), f" {finding.rule.name}")
    out.paragraph(sentence(finding, look), first="    ", rest="    ")
    if finding.severity == "error":
        for detail in details(finding, look)[:1]:
            out.paragraph(detail, first="    = ", rest="      ", style="dim")


def _what_comes(answer: Answer, out: Console, lang: str) -> None:
    if answer.attempts_left is not None:
        out.line("  ", count("cancall.attempts", answer.attempts_left, lang))
    for ground in answer.grounds if answer.known else ():
        out.line("  ", _ground(ground, lang))
    if answer.next_allowed_at == answer.moment:
        return
    if answer.next_allowed_at and answer.centre_next_allowed_at:
        hour = answer.centre_next_allowed_at
        text = say(
            "cancall.next",
            lang,
            moment=_moment(answer.next_allowed_at, lang),
            centre=clock(hour.hour * 60 + hour.minute),
        )
    else:
        text = say("cancall.never", lang) if answer.listed else ""
    if text:
        out.paragraph(text, first="  ", rest="  ")


def _ground(ground: Ground, lang: str) -> str:
    name = say(f"cancall.{ground.scope}", lang)
    if ground.holds is None:
        key = "untold"
    elif not ground.holds:
        key = "fails" if ground.on_record else "absent"
    else:
        key = "until" if ground.until and ground.until.year < 9999 else "holds"
    until = "" if ground.until is None else day(ground.until, lang)
    return say(f"cancall.ground.{key}", lang, ground=name, day=until)
