"""``calllint diff``: two reports compared, and each change with its cause."""

from __future__ import annotations

import sys
from typing import Any

import click

from calllint.cli import exits
from calllint.cli.command import Command, argument
from calllint.cli.explain import print_json
from calllint.cli.options import format_option, judging
from calllint.cli.output import look_for
from calllint.lang import say


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "diff",
        lang,
        "help.diff.long",
        [
            argument("old", lang, "report"),
            argument("new", lang, "report"),
            *judging(lang),
            format_option(lang, ("text", "json")),
        ],
        run,
    )


def run(lang: str, *, old: str, new: str, **given: Any) -> int:
    """Writes the differences; 1 where the newer report is worse by ``--fail-on`` or above.

    3 where it could not judge a campaign: what it does not find may be there.
    """
    from calllint.report.console import Console
    from calllint.report.diff import NotAReport, compare
    from calllint.report.difftext import as_objects, write_diff

    try:
        found = list(compare(_read(old, lang), _read(new, lang)))
    except (NotAReport, KeyError, TypeError, ValueError):
        raise click.UsageError(say("error.report", lang, file=f"{old}, {new}")) from None
    if given["format"] == "json":
        print_json(as_objects(found))
    else:
        write_diff(found, Console(sys.stdout, look_for(sys.stdout, lang)), lang)
    least = given["fail_on"] or "error"
    codes = [exits.FINDINGS if one.worse_at(least) else exits.CLEAN for one in found]
    codes += [exits.INCOMPLETE for one in found if one.unchecked]
    return exits.forgiven(exits.worst(codes), exit_zero=given["exit_zero"])


def _read(file: str, lang: str) -> Any:
    import json

    try:
        with open(file, encoding="utf-8-sig") as stream:
            value = json.load(stream)
    except OSError as error:
        raise click.UsageError(say("error.input", lang, file=file, reason=error.strerror)) from None
    except (ValueError, RecursionError):
        value = None
    from calllint.report.diff import is_report

    if not is_report(value):
        raise click.UsageError(say("error.report", lang, file=file))
    return value
