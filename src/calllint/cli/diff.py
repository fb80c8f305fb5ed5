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
    """Writes the differences; 1 where the newer report is worse by ``--fail-on`` or above."""
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
    worse = [each for one in found for each in one.differences if each.worse]
    code = exits.FINDINGS if any(each.at_least(least) for each in worse) else exits.CLEAN
    return exits.forgiven(code, exit_zero=given["exit_zero"])


def _read(file: str, lang: str) -> Any:
    import json

    try:
        with open(file, encoding="utf-8-sig") as stream:
            return json.load(stream)
    except OSError as error:
        raise click.UsageError(say("error.input", lang, file=file, reason=error.strerror)) from None
    except (ValueError, RecursionError):
        raise click.UsageError(say("error.report", lang, file=file)) from None
