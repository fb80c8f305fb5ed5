"""``calllint init``: writes a campaign to begin with, from options and from the lists there are."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from typing import Any

import click

from calllint.cli import exits, read
from calllint.cli.command import Command, argument, option
from calllint.cli.options import rules_folders
from calllint.cli.read import Choice, Kind
from calllint.cli.trouble import complain, problems_of
from calllint.document.schema import choices
from calllint.lang import pick, say

_ASKED = {
    "channel": "live_call",
    "purpose": "sale",
    "audience": "consumer",
    "sector": None,
    "ground": "consent",
}
"""Keys of ``campaign:`` with a closed list of values, and what is written where nothing is said.

The default is what the law is strictest on.
"""


def command(lang: str) -> Command:
    """The command, in one language."""

    def text(name: str, meta: str, **more: Any) -> click.Option:
        key = f"help.init_{name.strip('-').replace('-', '_')}"
        return option(name, lang, key, click.STRING, say(f"meta.{meta}", lang), **more)

    def closed(name: str, *path: str, default: str | None = None) -> click.Option:
        words = choices("campaign", *path)
        key = f"help.init_{name.strip('-')}"
        meta = say("meta.word", lang)
        return option(name, lang, key, Choice(words, lang), meta, default=default)

    days = Kind("days", read.read_days, lang)
    meta_days = say("meta.days", lang)
    return Command(
        "init",
        lang,
        "help.init.long",
        [
            argument("lists", lang, "file", nargs=-1),
            text("--advertiser", "name", required=True),
            option("--days", lang, "help.init_days", days, meta_days, required=True),
            text("--offer", "text"),
            *(closed(f"--{key}", "campaign", key, default=one) for key, one in _ASKED.items()),
            closed("--mode", "dialer", "mode"),
            text("--advertiser-id", "text"),
            text("--country", "text"),
            text("--caller-id", "text"),
            text("--id", "name"),
            option("--out", lang, "help.init_out", Kind("path", str, lang), say("meta.path", lang),
                   default="campaign.yaml"),
            rules_folders(lang),
        ],
        run,
    )  # fmt: skip


def run(lang: str, *, lists: tuple[str, ...], out: str, **given: Any) -> int:
    """Writes the file; 2 where it is there already, or a list cannot be read."""
    if os.path.lexists(out):
        raise click.UsageError(say("error.init_exists", lang, file=out))
    try:
        entries, seen = _entries(lists, os.path.dirname(out), given["rules"], lang)
        text = _text(given, entries, seen, lang)
    except Exception as error:  # noqa: BLE001 - told as a problem: exit 2 or 3, never half a file
        problems = problems_of(error, out)
        complain(problems, lang)
        return exits.worst(exits.UNUSABLE if one.fatal else exits.INCOMPLETE for one in problems)
    _check(text, out, lang)
    try:
        with open(out, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise click.UsageError(say("error.output", lang, file=out, reason=error.strerror)) from None
    _tell(out, entries, seen, lang)
    return exits.CLEAN


def _entries(
    lists: tuple[str, ...], folder: str, rules: Any, lang: str
) -> tuple[dict[str, list[tuple[dict[str, Any], str]]], list[Any]]:
    """The entries of every list by kind, each with a note; and all that was seen of them."""
    from calllint.cli.inspect import look_at
    from calllint.report.inspection import lacking
    from calllint.report.starter import entry_from

    entries: dict[str, list[tuple[dict[str, Any], str]]] = {}
    seen = []
    for file in lists:
        for one in look_at(file, rules=rules):
            seen.append(one)
            if one.entry:
                names = ", ".join(dict(lacking(one, lang)))
                note = say("init.not_in_it", lang, names=names) if names else ""
                entries.setdefault(one.kind, []).append((entry_from(one.entry, folder), note))
    return entries, seen


def _text(given: dict[str, Any], entries: dict[str, Any], seen: list[Any], lang: str) -> str:
    from calllint.engine.starter import caller_number, permitted
    from calllint.packs import load_packs
    from calllint.report.starter import starter

    packs = load_packs(given["rules"])
    country = given["country"]
    allowed = permitted(packs, [country] if country else [], given["days"][0])
    said = {key: given[key] for key in (*_ASKED, "offer", "mode") if given[key]}
    said["id"] = given["id"] or _slug(given["offer"] or given["advertiser"], given["days"][0])
    said["advertiser_name"] = given["advertiser"]
    for key in ("advertiser_id", "country", "caller_id"):
        if given[key]:
            said["advertiser_country" if key == "country" else key] = given[key]
    if given["caller_id"]:
        said["caller_id"] = caller_number(given["caller_id"], packs, country)
    return starter(
        said, given["days"], allowed.weekdays, allowed.hours, allowed.attempts, entries,
        [_left_out(one, lang) for one in seen if not one.entry], lang,
    )  # fmt: skip


def _check(text: str, out: str, lang: str) -> None:
    """A usage error where what was said makes no campaign: nothing is written that is refused."""
    from calllint.document import DocumentError, load_text
    from calllint.document.schema import validate

    try:
        errors = validate(load_text(text, out), "campaign")
    except DocumentError as error:
        errors = [error]
    for wrong in errors:
        span = wrong.place.span
        line = text.splitlines()[span.line - 1 if span else 0].partition("  #")[0].strip()
        message = pick(wrong.message, lang)
        raise click.UsageError(say("error.init_value", lang, line=line, message=message))


def _slug(text: str, day: Any) -> str:
    """``fibre-internet-2026-11``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join([*re.findall(r"[a-z0-9]+", plain)[:4], f"{day:%Y-%m}"])


def _left_out(one: Any, lang: str) -> str:
    """That a list is left out, and what to do."""
    from calllint.report.console import clean
    from calllint.report.inspection import unclear

    return clean(unclear(one, "init", lang))


def _tell(out: str, entries: dict[str, Any], seen: list[Any], lang: str) -> None:
    """What was written and what comes next, and what a person should look at first."""
    from shlex import quote

    from calllint.cli.output import look_for
    from calllint.report.console import Console
    from calllint.report.inspection import lacking, remarks

    console = Console(sys.stdout, look_for(sys.stdout, lang))
    for one in seen:
        console.paragraph(
            say("init.seen", lang, file=one.file, kind=say(f"kind.{one.kind}", lang))
            if one.entry
            else _left_out(one, lang),
            first="  ",
            rest="    ",
        )
        for remark in remarks(one, lang):
            console.paragraph(remark, first="    ! ", rest="      ")
        names = ", ".join(dict(lacking(one, lang)))
        if names:
            console.paragraph(say("init.lacks", lang, names=names), first="    ! ", rest="      ")
    if any(lacking(one, lang) for one in seen):
        console.paragraph(say("init.lacks_why", lang), first="  ", rest="  ")
    console.paragraph(say("init.written", lang, file=out))
    if "contacts" not in entries:
        console.paragraph(say("init.name_contacts" if seen else "init.name_lists", lang))
    console.paragraph(say("init.next", lang, file=quote(out)))
