"""``calllint baseline``: accepts what is found today, and forgets what is not found any more."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from calllint.cli import exits
from calllint.cli.app import COMMANDS
from calllint.cli.command import Command, Group, argument, option
from calllint.cli.configured import Configured
from calllint.cli.find import find_campaigns
from calllint.cli.options import reading
from calllint.cli.output import BASELINE
from calllint.cli.read import Kind, read_day
from calllint.cli.trouble import complain, judged, troubled
from calllint.lang import count, say

if TYPE_CHECKING:
    from calllint.cli.find import Found
    from calllint.engine import Options
    from calllint.engine.baseline import Entry
    from calllint.engine.result import Report


def command(lang: str) -> Group:
    """The group, in one language."""
    return Group(
        "baseline",
        lang,
        "help.baseline",
        {"write": write_command, "prune": prune_command},
        default="write",
        takes_words=False,
    )


def write_command(lang: str) -> Command:
    """``calllint baseline write``."""
    return Command(
        "write",
        lang,
        "help.baseline.write.long",
        [
            _campaigns(lang),
            option(
                "--reason", lang, "help.reason", Kind("text", str, lang), say("meta.text", lang)
            ),
            option(
                "--until", lang, "help.until", Kind("day", read_day, lang), say("meta.day", lang)
            ),
            *reading(lang),
        ],
        run_write,
    )


def prune_command(lang: str) -> Command:
    """``calllint baseline prune``."""
    return Command(
        "prune", lang, "help.baseline.prune.long", [_campaigns(lang), *reading(lang)], run_prune
    )


def _campaigns(lang: str) -> click.Argument:
    return argument("campaigns", lang, "campaign", nargs=-1, required=True)


def run_write(
    lang: str,
    *,
    campaigns: tuple[str, ...],
    reason: str | None,
    until: date | None,
    **given: Any,
) -> int:
    """Writes all that stands against these campaigns into the baseline."""
    from calllint.engine.baseline import merged

    def fresh(old: tuple[Entry, ...], found: list[Entry], judged: frozenset[str]) -> list[Entry]:
        entries = merged(old, found, judged, (reason or "").strip(), until)
        unexplained = sum(not entry.reason and entry.campaign in judged for entry in entries)
        if unexplained:
            raise click.UsageError(count("baseline.no_reason", unexplained, lang))
        return entries

    return _rewrite(lang, campaigns, given, fresh, "baseline.written")


def run_prune(lang: str, *, campaigns: tuple[str, ...], **given: Any) -> int:
    """Takes out what is found no more, and what was found in campaigns that are gone."""

    def fresh(old: tuple[Entry, ...], found: list[Entry], judged: frozenset[str]) -> list[Entry]:
        marks = {entry.fingerprint for entry in found}
        return [each for each in old if each.fingerprint in marks or each.campaign not in judged]

    return _rewrite(lang, campaigns, given, fresh, "baseline.pruned", _emptied)


def _rewrite(
    lang: str,
    campaigns: tuple[str, ...],
    given: dict[str, Any],
    fresh: Any,
    key: str,
    emptied: Callable[[Found, Configured], Options | None] = lambda *_: None,
) -> int:
    """Judges everything first: where something cannot be judged whole, nothing is written."""
    from calllint.engine.baseline import read_baseline, write_baseline

    configured = Configured(given, lang)
    configured.check_given()
    files: dict[Path, list[tuple[Report, Options]]] = {}
    roots: dict[Path, Options] = {}
    codes = []
    for one in find_campaigns(campaigns, COMMANDS):
        if one.trouble and (options := emptied(one, configured)):
            roots[_file(options)] = options
            files.setdefault(_file(options), [])
            continue
        if one.trouble:
            report = troubled(one)
        else:
            options = configured.options(one.file)
            with judged(one.file, _as_it_is(options)) as (report, _):
                roots[_file(options)] = options
                files.setdefault(_file(options), []).append((report, options))
        complain(report.problems, lang)
        codes.append(exits.of_problems(report))
    if exits.worst(codes) != exits.CLEAN:
        click.echo(say("baseline.kept", lang), err=True)
        return exits.worst(codes)
    for path, reports in files.items():
        old = read_baseline(path, fresh=True)
        found = [entry for report, options in reports for entry in _entries(report, options)]
        judged_files = frozenset(options.in_root(report.campaign) for report, options in reports)
        entries = fresh(old, found, judged_files | _gone(old, roots[path]))
        if entries or path.exists():
            _write(path, entries, lang, write_baseline)
        click.echo(count(key, len(entries), lang, file=path.as_posix(), old=len(old)))
    return exits.CLEAN


def _write(path: Path, entries: list[Entry], lang: str, write: Any) -> None:
    try:
        write(path, entries)
    except OSError as error:
        raise click.UsageError(
            say("error.output", lang, file=path.as_posix(), reason=error.strerror)
        ) from None


def _as_it_is(options: Options) -> Options:
    """Without the baseline where it is to be written for the first time."""
    there = options.baseline is None or options.baseline.exists()
    return options if there else replace(options, baseline=None)


def _file(options: Options) -> Path:
    if options.baseline is not None:
        return options.baseline
    return Path(os.path.relpath(os.path.join(options.root or ".", BASELINE)))


def _gone(old: tuple[Entry, ...], options: Options) -> frozenset[str]:
    """Campaigns of the baseline that are not there any more."""
    root = options.root or Path()
    return frozenset(each.campaign for each in old if not (root / each.campaign).exists())


def _emptied(found: Found, configured: Configured) -> Options | None:
    """The options of a place that holds no campaign any more, where the baseline has some of it."""
    from calllint.engine.baseline import read_baseline

    if found.trouble not in ("error.no_file", "error.no_campaign", "error.only_lists"):
        return None
    options = configured.options(os.path.join(found.file, "campaign.yaml"))
    if options.baseline is None or not options.baseline.exists():
        return None
    place = PurePosixPath(options.in_root(found.file))
    old = read_baseline(options.baseline)
    held = {each.campaign for each in old if PurePosixPath(each.campaign).is_relative_to(place)}
    return options if held and held <= _gone(old, options) else None


def _entries(report: Report, options: Options) -> list[Entry]:
    """What may be accepted: what stands against the campaign, and is not accepted by a comment."""
    from calllint.engine.baseline import entry_of
    from calllint.engine.waivers import acceptable

    campaign = options.in_root(report.campaign)
    return [
        entry_of(finding, options.in_root(finding.place.file), campaign)
        for finding in report.findings
        if acceptable(finding) and not (finding.set_aside and finding.set_aside.by == "comment")
    ]
