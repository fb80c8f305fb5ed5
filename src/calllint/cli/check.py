"""``calllint check``: judges campaigns and reports what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits
from calllint.cli.app import COMMANDS
from calllint.cli.command import Command, flag
from calllint.cli.configured import Configured, show
from calllint.cli.find import Found, find_campaigns
from calllint.cli.options import format_option, judging, reading
from calllint.cli.output import destination, look_for
from calllint.cli.trouble import both, complain, judged
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.engine.result import Report
    from calllint.report.interface import Writer


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "check",
        lang,
        "help.check.long",
        [
            click.Argument(["campaigns"], nargs=-1, metavar=say("meta.campaign", lang)),
            *reading(lang),
            *judging(lang),
            format_option(lang, ("text", "json", "json-v1")),
            flag("--contacts", lang, "help.contacts"),
            flag("--statistics", lang, "help.statistics"),
            flag("--fix", lang, "help.fix"),
            flag("--diff", lang, "help.diff_only"),
            flag("--show-config", lang, "help.show_config"),
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

    configured = Configured(given, lang)
    if given["show_config"]:
        return _show_config(configured, campaigns or (".",))
    if not campaigns:
        raise click.UsageError(say("error.missing", lang, name=say("meta.campaign", lang)))
    name = _format(given, lang, contacts)
    configured.check_days()
    if given["fix"] or given["diff"]:
        from calllint.cli import fix

        found = list(find_campaigns(campaigns, COMMANDS))
        if given["diff"]:
            code = fix.show(found, configured, show_numbers=given["show_numbers"])
            return exits.forgiven(code, exit_zero=given["exit_zero"])
        fix.write(found, configured)
    aloud = output is not None or given["format"] != "text"
    codes = []
    found = list(find_campaigns(campaigns, COMMANDS))
    with destination(output, [one.file for one in found], lang) as stream:
        look = look_for(stream, lang, show_numbers=given["show_numbers"])
        writer = open_writer(name, stream, look)
        for one in found:
            report = _check(one, configured, writer, contacts)
            if aloud:
                complain(report.problems, lang)
            codes.append(exits.of_report(report, configured.fail_on(one.file)))
        writer.close()
    return exits.forgiven(exits.worst(codes), exit_zero=given["exit_zero"])


def _format(given: dict[str, Any], lang: str, contacts: bool) -> str:
    name = str(given["format"])
    if contacts and (name == "text" or given["statistics"]):
        raise click.UsageError(say("error.contacts_format", lang))
    return f"statistics-{name.partition('-')[0]}" if given["statistics"] else name


def _show_config(configured: Configured, campaigns: tuple[str, ...]) -> int:
    """Writes every setting with its origin, for each campaign or folder."""
    for campaign in campaigns:
        file = configured.file(campaign)
        name = say("config.none", configured.lang) if file is None else file.name
        click.echo(f"# {campaign}: {name}")
        rows = list(show(configured.settings(campaign)))
        width = max(len(f"{name} = {value}") for name, value, _ in rows)
        for name, value, origin in rows:
            click.echo(f"{f'{name} = {value}'.ljust(width)}  # {origin}")
    return exits.CLEAN


def _check(found: Found, configured: Configured, writer: Writer, contacts: bool) -> Report:
    if found.trouble:
        report = troubled(found)
        writer.add(report)
        return report
    with judged(found.file, configured.options(found.file)) as (report, judgement):
        writer.add(report, judgement.verdicts() if judgement and contacts else None)
        return report


def troubled(found: Found) -> Report:
    """The report on something that is no campaign."""
    from calllint.document import Place
    from calllint.engine.result import Problem
    from calllint.report.interface import unread

    text = both(str(found.trouble), **dict(found.values))
    return unread(found.file, (Problem(Place(found.file), text),))
