"""``calllint completion``: what a shell runs to complete a line; made from the parser itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from calllint.cli import exits
from calllint.cli.command import Command
from calllint.cli.read import Choice

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

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


def proposed(kind: str, words: Sequence[str], begun: str, lang: str) -> list[CompletionItem]:
    """What a shell may put where a value of a kind is begun."""
    from click.shell_completion import CompletionItem

    if kind in ("path", "file", "folder"):
        return [CompletionItem(begun, type="dir" if kind == "folder" else "file")]
    before = ""
    if kind in ("rule", "words"):  # rules, with commas between
        before = begun[: begun.rfind(",") + 1]
        words = list(_rules(lang))
    known = (word for word in words if word.startswith(begun[len(before) :]))
    return [CompletionItem(before + word) for word in known]


def _rules(lang: str) -> Iterable[str]:
    """Ids and names of the rules here; none where the configuration cannot be used."""
    from calllint.cli.configured import Configured
    from calllint.packs import load_packs

    try:
        packs = load_packs(Configured({}, lang).packs())
    except Exception:  # noqa: BLE001 - a shell is told nothing; the command says what is wrong
        return
    rules = [rule for pack in packs for rule in pack.rules]
    yield from (rule.id for rule in rules)
    yield from (rule.name for rule in rules)
