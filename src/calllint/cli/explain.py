"""``calllint explain``: one rule, with its law, its dates and its examples."""

from __future__ import annotations

import sys
from typing import Any, TextIO

import click

from calllint.cli import exits
from calllint.cli.command import Command, nearest
from calllint.cli.configured import Configured
from calllint.cli.options import configuration, format_option
from calllint.cli.output import look_for
from calllint.cli.read import Kind
from calllint.lang import say


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "explain",
        lang,
        "help.explain.long",
        [
            click.Argument(["rule"], type=Kind("rule", str, lang), metavar=say("meta.rule", lang)),
            *configuration(lang),
            format_option(lang, ("text", "json")),
        ],
        run,
    )


def run(lang: str, *, rule: str, **given: Any) -> int:
    """Explains the rule; an unknown one gives the nearest there is."""
    from calllint.packs import load_packs
    from calllint.report.rulebook import entries, find, whole_object

    listed = entries(load_packs(Configured(given, lang).packs()))
    entry = find(listed, rule)
    if entry is None:
        begun = [one.rule.id for one in listed if one.rule.id.startswith(rule.upper())]
        if begun:
            names = ", ".join(begun)
            raise click.UsageError(say("error.several_rules", lang, name=rule, names=names))
        known = [word for one in listed for word in (one.rule.id, one.rule.name)]
        near = nearest(rule, known, lang)
        raise click.UsageError(say("error.no_rule", lang, name=rule, nearest=near))
    if given["format"] == "json":
        print_json(whole_object(entry, lang))
        return exits.CLEAN
    from calllint.packs.guide import read_guide
    from calllint.report.console import Console
    from calllint.report.explain import write_rule

    out = Console(sys.stdout, look_for(sys.stdout, lang))
    write_rule(entry, read_guide(entry.pack), out, lang)
    return exits.CLEAN


def print_json(value: object, out: TextIO | None = None) -> None:
    """Writes JSON in ASCII: right whatever the console's encoding."""
    import json

    click.echo(json.dumps(value, indent=2), file=out)
