"""``calllint impact``: what the law leaves of a portfolio, and from which day."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits, read
from calllint.cli.app import COMMANDS
from calllint.cli.bar import progress_on
from calllint.cli.command import Command, argument, option
from calllint.cli.configured import Configured
from calllint.cli.find import find_campaigns, find_portfolios, is_portfolio
from calllint.cli.options import formats_option, output_option, reading
from calllint.cli.output import destination, look_for
from calllint.cli.read import Kind
from calllint.cli.trouble import both, complain, problems_of
from calllint.cli.writers import formats, require
from calllint.lang import say

if TYPE_CHECKING:
    from typing import TextIO

    from calllint.engine.impact import Impact, Portfolio
    from calllint.report.interface import Look

FORMATS = ("text", "json", "html")


def command(lang: str) -> Command:
    """The command, in one language."""
    days = Kind("days", read.read_days, lang)
    return Command(
        "impact",
        lang,
        "help.impact.long",
        [
            argument("portfolio", lang, "portfolio"),
            option("--law", lang, "help.law", days, say("meta.days", lang)),
            formats_option(lang, FORMATS),
            output_option(lang),
            *reading(lang),
        ],
        run,
    )


def run(lang: str, *, portfolio: str, output: str | None, **given: Any) -> int:
    """Writes what is left; 2 or 3 where something could not be read or checked."""
    from calllint.engine.impact import impact
    from calllint.engine.options import InputError

    wanted = formats(given["format"], output, lang)
    require(wanted, lang)
    configured = Configured(given, lang)
    configured.check_given()
    try:
        whole = _read(portfolio, lang)
    except InputError as error:
        complain(error.problems, lang)
        return exits.UNUSABLE
    with progress_on(sys.stderr, lang) as progress:
        found = impact(
            whole, configured.options, law=given["law"], told=problems_of, progress=progress
        )
    inputs = [portfolio, *found.digests]
    for name, file in wanted:
        with destination(file, inputs, lang) as stream:
            look = look_for(stream, lang, show_numbers=given["show_numbers"])
            _write(found, stream, look, name)
    if ("text", None) not in wanted:
        complain(found.problems, lang)
    return exits.worst(exits.UNUSABLE if one.fatal else exits.INCOMPLETE for one in found.problems)


def _write(found: Impact, stream: TextIO, look: Look, style: str) -> None:
    if style == "json":
        import json

        from calllint.report.impactjson import impact_object

        stream.write(json.dumps(impact_object(found, look), indent=2) + "\n")
    elif style == "html":
        from calllint.report.html.impact import write_impact as write_page

        write_page(found, stream, look)
    else:
        from calllint.report.impact import write_impact

        write_impact(found, stream, look)


def _read(name: str, lang: str) -> Portfolio:
    """A portfolio file, or all there is in a folder. Raises InputError."""
    from pathlib import Path

    from calllint.engine.impact import gather, read_portfolio

    if is_portfolio(name):
        return read_portfolio(Path(name))
    files = find_portfolios(name)
    if len(files) > 1:
        listed = ", ".join(files)
        raise click.UsageError(
            say("error.portfolios", lang, folder=name, n=len(files), files=listed)
        )
    whole = read_portfolio(Path(files[0])) if files else None
    found = list(find_campaigns([name], COMMANDS))
    trouble = [
        one for one in found if one.trouble and not (files and one.trouble == "error.no_campaign")
    ]
    if trouble:
        raise _unusable(trouble[0].file, str(trouble[0].trouble), dict(trouble[0].values))
    return gather(name, whole, [one.file for one in found if not one.trouble])


def _unusable(file: str, trouble: str, values: dict[str, object]) -> Exception:
    from calllint.document import Place
    from calllint.engine.options import InputError
    from calllint.engine.result import Problem

    return InputError((Problem(Place(file), both(trouble, **values)),))
