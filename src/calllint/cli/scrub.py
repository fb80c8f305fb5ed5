"""``calllint scrub``: writes the list that may be dialled, and the rejects."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits
from calllint.cli.app import COMMANDS
from calllint.cli.check import troubled
from calllint.cli.command import Command
from calllint.cli.configured import Configured
from calllint.cli.find import find_campaigns
from calllint.cli.options import reading
from calllint.cli.output import look_for
from calllint.cli.trouble import judged, problems_of
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.engine.result import ContactVerdict, Report
    from calllint.engine.run import Judgement


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "scrub",
        lang,
        "help.scrub.long",
        [
            click.Argument(["campaign"], metavar=say("meta.campaign", lang)),
            click.Option(
                ["--out"],
                required=True,
                metavar=say("meta.folder", lang),
                help=say("help.out", lang),
            ),
            *reading(lang),
        ],
        run,
    )


def run(lang: str, *, campaign: str, out: str, **given: Any) -> int:
    """Writes the files and says what they hold."""
    from calllint.report.interface import render_with

    configured = Configured(given, lang)
    configured.check_days()
    found = list(find_campaigns([campaign], COMMANDS))
    if len(found) > 1:
        raise click.UsageError(say("error.one_campaign", lang, folder=campaign, n=len(found)))
    look = look_for(sys.stdout, lang, show_numbers=given["show_numbers"])
    if found[0].trouble:
        render_with(troubled(found[0]), sys.stdout, look)
        return exits.UNUSABLE
    with judged(found[0].file, configured.options(found[0].file), keep_sources=True) as (
        report,
        judgement,
    ):
        if judgement is None:
            render_with(report, sys.stdout, look)
            return exits.of_problems(report)
        report, names = _write(judgement, Path(out), show_numbers=given["show_numbers"])
    render_with(report, sys.stdout, look)
    return _close(report, names, out, lang)


def _write(
    judgement: Judgement, out: Path, *, show_numbers: bool
) -> tuple[Report, tuple[str, ...]]:
    """The report with whatever kept the files from being written, and the files written."""
    report = judgement.report
    try:
        return report, tuple(judgement.write_scrub(out, None if show_numbers else _hidden_id))
    except Exception as error:  # noqa: BLE001 - told as a problem: exit 2 or 3, never a clean 0
        problems = report.problems + problems_of(error, report.campaign)
        return replace(report, problems=problems), ()


def _hidden_id(verdict: ContactVerdict) -> str | None:
    """The contact's id, masked where the list uses a phone number as its id."""
    from calllint.report.mask import mask_id

    return None if verdict.contact_id is None else mask_id(verdict.contact_id, verdict.phone)


def _close(report: Report, names: tuple[str, ...], out: str, lang: str) -> int:
    """Says what was written; 1 where an error stands against the campaign itself."""
    from calllint.report.order import campaign_outcome

    blocked = campaign_outcome(report)
    if names:
        click.echo(say("scrub.written", lang, folder=out, files=", ".join(names)))
    if not any(name.startswith("callable") for name in names):
        click.echo(say(f"scrub.{blocked or 'unchecked'}", lang))
    return exits.worst([exits.of_problems(report), exits.FINDINGS if blocked else exits.CLEAN])
