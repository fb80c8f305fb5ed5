"""``calllint can-call``: whether one number may be called at one moment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits
from calllint.cli.app import COMMANDS
from calllint.cli.bar import progress_on
from calllint.cli.command import Command, flag, option
from calllint.cli.configured import Configured
from calllint.cli.find import find_campaigns
from calllint.cli.options import campaign_argument, format_option, path_option, reading
from calllint.cli.output import look_for
from calllint.cli.read import Kind
from calllint.cli.trouble import complain, problems_of, troubled
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.engine.cancall import Answer
    from calllint.engine.result import Problem
    from calllint.report.interface import Look

_FORMATS = ("text", "json")


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "can-call",
        lang,
        "help.can-call.long",
        [
            campaign_argument(lang),
            click.Argument(["number"], metavar=say("meta.number", lang)),
            option("--at", lang, "help.at", Kind("moment", str, lang), say("meta.moment", lang)),
            path_option("--index", lang, "help.index", "file"),
            flag("--no-index", lang, "help.no_index"),
            format_option(lang, _FORMATS),
            *reading(lang, needs_lists=True),
        ],
        run,
    )


def run(lang: str, *, campaign: str, number: str, at: str | None, **given: Any) -> int:
    """Says whether the call may be placed: 0 if so, and nothing else is 0."""
    if at is None:
        raise click.UsageError(say("error.at", lang))
    if given["no_index"] and given["index"]:
        raise click.UsageError(say("error.no_index", lang))
    configured = Configured(given, lang)
    configured.check_given()
    file = one_campaign(campaign, lang)
    if file is None:
        return exits.UNUSABLE
    try:
        answer = _answer(file, number, at, configured, given)
    except Exception as error:  # noqa: BLE001 - told as a problem: exit 2 or 3, never a clean 0
        return failed(problems_of(error, file), lang)
    look = look_for(sys.stdout, lang, show_numbers=given["show_numbers"])
    _write(answer, look, given["format"])
    if answer.problems:
        return exits.INCOMPLETE
    return exits.CLEAN if answer.allowed else exits.FINDINGS


def one_campaign(campaign: str, lang: str) -> str | None:
    """The one campaign that is named; None, said on standard error, where there is none."""
    found = list(find_campaigns([campaign], COMMANDS))
    if len(found) > 1:
        raise click.UsageError(say("error.one_campaign", lang, folder=campaign, n=len(found)))
    if found[0].trouble:
        complain(troubled(found[0]).problems, lang)
        return None
    return found[0].file


def failed(problems: tuple[Problem, ...], lang: str) -> int:
    """What kept the command from its answer, and the exit code for it."""
    complain(problems, lang)
    return exits.worst(exits.UNUSABLE if one.fatal else exits.INCOMPLETE for one in problems)


def _answer(
    file: str, number: str, at: str, configured: Configured, given: dict[str, Any]
) -> Answer:
    from calllint.api.functions import can_call

    with progress_on(sys.stderr, configured.lang) as progress:
        return can_call(
            file,
            number,
            at,
            configured.options(file),
            index=given["index"] or not given["no_index"],
            progress=progress,
        )


def _write(answer: Answer, look: Look, style: str) -> None:
    from calllint.report.cancall import write_json, write_text

    write = write_json if style == "json" else write_text
    write(answer, sys.stdout, look)
