"""The verdict on a campaign, in sentences that somebody can sign."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from msgspec import Struct

from calllint import __version__
from calllint.engine.result import Report
from calllint.lang import count, number, say
from calllint.report.order import accepted, campaign_outcome, slashes
from calllint.report.summary import chosen, found, spared

_STYLES = {"breach": "error", "unread": "error", "nobody": "error", "all": "good", "one": "good"}


class Tile(Struct, frozen=True):
    """A number of contacts, and what is to be said of them."""

    amount: str
    label: str
    style: str


class Ruling(Struct, frozen=True):
    """What is said of a campaign, first in one sentence."""

    key: str
    style: str
    """``error``, ``warning`` or ``good``."""
    sentence: str
    short: str
    lines: tuple[str, ...]
    tiles: tuple[Tile, ...]
    reference: str
    """Stands for all it is made from; nothing where nothing could be read."""


def ruling(report: Report, lang: str) -> Ruling:
    """The verdict on a campaign."""
    key, totals = outcome(report), report.totals
    sentence = say(
        f"html.ruling.{key}",
        lang,
        n=totals.allow,
        shown=number(totals.allow, lang),
        all=number(totals.contacts, lang),
    )
    return Ruling(
        key,
        _STYLES.get(key, "warning"),
        sentence,
        short(key, 1, lang),
        tuple(_lines(report, key, lang)),
        () if key == "unread" or report.without_data else _tiles(report, lang),
        "" if key == "unread" else reference(report),
    )


def short(key: str, n: int, lang: str) -> str:
    """A verdict in a few words, on so many campaigns."""
    return say(f"html.short.{key}", lang, n=n)


def outcome(report: Report) -> str:
    """The verdict in a word: the gravest thing that can be said."""
    totals = report.totals
    if report.first_day is None:
        return "unread"
    if against := campaign_outcome(report):
        return against
    if report.problems:
        return "unchecked"
    if chosen(report) or spared(report):
        return "part"
    if report.without_data:
        return "no_data"
    if not totals.contacts:
        return "empty"
    if totals.allow == totals.contacts:
        return "one" if totals.allow == 1 else "all"
    return "some" if totals.allow else "nobody"


def _lines(report: Report, key: str, lang: str) -> list[str]:
    if key == "unread":
        return []
    said = found(report, lang)
    lines = [say("html.against", lang, found=said) if said else say("html.nothing_against", lang)]
    if key in ("breach", "unknown") and report.totals.allow:
        lines.append(say("html.whatever", lang))
    if aside := len(accepted(report)):
        lines.append(count("html.accepted_count", aside, lang))
    return lines


def _tiles(report: Report, lang: str) -> tuple[Tile, ...]:
    totals = report.totals
    clear = campaign_outcome(report) or spared(report) or chosen(report)
    counts = [
        ("contacts", totals.contacts, ""),
        ("clear" if clear else "allow", totals.allow, "" if clear else "good"),
        ("review", totals.review, "warning"),
        ("block", totals.block, "error"),
        ("unreadable", totals.unreadable, "error"),
    ]
    return tuple(
        Tile(number(n, lang), say(f"html.tile.{key}", lang, n=n), style if n else "none")
        for key, n, style in counts
        if n or key != "unreadable"
    )


def reference(report: Report) -> str:
    """Twelve signs that stand for everything a report is made from.

    Two reports have the same where files, packs, options and versions are the same.
    """
    made_from = {
        "calllint": __version__,
        "campaign": slashes(report.campaign),
        "days": [str(report.first_day), str(report.last_day)],
        "known_at": report.known_at,
        "options": dict(report.options),
        "packs": dict(report.packs),
        "tzdata": report.tzdata,
        "digests": {slashes(file): sha for file, sha in report.digests.items()},
        "lists": sorted([slashes(one.file), one.sha256] for one in report.lists),
        "rules": sorted({one.pack.digest for one in report.applied}),
        "without_data": report.without_data,
    }
    return sign_of(made_from)


def sign_of(made_from: Mapping[str, object]) -> str:
    """Twelve signs that stand for some values."""
    digest = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 12, 4))
