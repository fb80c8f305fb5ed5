"""``calllint completion``: what a shell runs to complete a line; made from the parser itself."""

from __future__ import annotations

import click

from calllint.cli import exits
from calllint.cli.command import Command
from calllint.cli.read import Choice

SHELLS = ("bash", "zsh", "fish")


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "completion",
        lang,
        "help.completion.long",
        [click.Argument(["shell"], type=Choice(SHELLS, lang), metavar="|".join(SHELLS))],
        run,
    )


def run(lang: str, *, shell: str) -> int:
    """Prints the script; no shell is started to make it."""
    from click import shell_completion

    from calllint.cli.app import application

    kind = shell_completion.get_completion_class(shell)
    if kind is None:
        raise AssertionError(f"click knows no {shell}")
    script = kind(application(lang), {}, "calllint", "_CALLLINT_COMPLETE")
    click.echo(kind.source_template % script.source_vars())
    return exits.CLEAN
