"""``calllint check``: judges campaigns and reports what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits
from calllint.cli.app import COMMANDS
from calllint.cli.command import Command, flag
from calllint.cli.find import Found, find_campaigns
from calllint.cli.options import engine_options, format_option, judging, reading
from calllint.cli.output import destination, look_for
from calllint.cli.trouble import both, complain, judged
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.engine import Options
    from calllint.engine.result import Report
    from calllint.report.interface import Writer


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "check",
        lang,
        "help.check.long",
        [
            click.Argument(
                ["campaigns"], nargs=-1, required=True, metavar=say("meta.campaign", lang)
            ),
            *reading(lang),
            *judging(lang),
            format_option(lang, ("text", "json", "json-v1")),
            flag("--contacts", lang, "help.contacts"),
            click.Option(
                ["--output"], metavar=say("meta.path", lang), help=say("help.output", lang)
            ),
        ],
        run,
    )


def run(
    lang: str, *, campaigns: tuple[str, ...], output: str | None, contacts: bool, **given: Any
) -> int:
    """Judges each campaign; the worst of their codes is the run's."""
    from calllint.report.interface import open_writer

    if contacts and given["format"] == "text":
        raise click.UsageError(say("error.contacts_format", lang))
    options = engine_options(given, lang)
    aloud = output is not None or given["format"] != "text"
    codes = []
    found = list(find_campaigns(campaigns, COMMANDS))
    with destination(output, [one.file for one in found], lang) as stream:
        look = look_for(stream, lang, show_numbers=given["show_numbers"])
        writer = open_writer(given["format"], stream, look)
        for one in found:
            report = _check(one, options, writer, contacts)
            if aloud:
                complain(report.problems, lang)
            codes.append(exits.of_report(report, given["fail_on"]))
        writer.close()
    return exits.forgiven(exits.worst(codes), exit_zero=given["exit_zero"])


def _check(found: Found, options: Options, writer: Writer, contacts: bool) -> Report:
    if found.trouble:
        report = troubled(found)
        writer.add(report)
        return report
    with judged(found.file, options) as (report, judgement):
        writer.add(report, judgement.verdicts() if judgement and contacts else None)
        return report


def troubled(found: Found) -> Report:
    """The report on something that is no campaign."""
    from calllint.document import Place
    from calllint.engine.result import Problem
    from calllint.report.interface import unread

    text = both(str(found.trouble), **dict(found.values))
    return unread(found.file, (Problem(Place(found.file), text),))
