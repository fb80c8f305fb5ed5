"""``calllint prepare``: writes the index that ``can-call`` answers from."""

from __future__ import annotations

import sys
from typing import Any

import click

from calllint.cli import exits
from calllint.cli.bar import progress_on
from calllint.cli.can_call import failed, one_campaign
from calllint.cli.command import Command
from calllint.cli.configured import Configured
from calllint.cli.options import campaign_argument, path_option, reading
from calllint.cli.trouble import complain, problems_of
from calllint.lang import count


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "prepare",
        lang,
        "help.prepare.long",
        [
            campaign_argument(lang),
            path_option("--index", lang, "help.index", "file"),
            *reading(lang, needs_lists=True),
        ],
        run,
    )


def run(lang: str, *, campaign: str, index: str | None, **given: Any) -> int:
    """Writes the index: 0 when it is there, whatever it will answer."""
    from calllint.api.functions import prepare

    configured = Configured(given, lang)
    configured.check_given()
    file = one_campaign(campaign, lang)
    if file is None:
        return exits.UNUSABLE
    try:
        with progress_on(sys.stderr, lang) as progress:
            options = configured.options(file)
            prepared = prepare(file, options, index=index, progress=progress)
    except Exception as error:  # noqa: BLE001 - told as a problem: exit 2 or 3, never a clean 0
        return failed(problems_of(error, file), lang)
    complain(prepared.report.problems, lang)
    click.echo(count("prepare.written", prepared.numbers, lang, file=prepared.path.as_posix()))
    return exits.of_problems(prepared.report)
