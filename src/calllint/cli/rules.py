"""``calllint rules``: lists the rules of the packs in use, and runs their examples."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits
from calllint.cli.command import Command, Group
from calllint.cli.configured import Configured
from calllint.cli.explain import print_json
from calllint.cli.options import configuration, format_option
from calllint.cli.output import look_for
from calllint.cli.read import Kind, read_folder
from calllint.lang import count, say

if TYPE_CHECKING:
    from calllint.engine.examples import ExampleResult
    from calllint.packs.model import Pack


def command(lang: str) -> Group:
    """The group, in one language; ``list`` is what it does when nothing is named."""
    return Group(
        "rules",
        lang,
        "help.rules",
        {"list": list_command, "test": check_command},
        default="list",
        takes_words=False,
    )


def list_command(lang: str) -> Command:
    """``calllint rules list``."""
    return Command(
        "list",
        lang,
        "help.rules.list",
        [
            *configuration(lang),
            format_option(lang, ("text", "json")),
        ],
        run_list,
    )


def check_command(lang: str) -> Command:
    """``calllint rules test``."""
    folder = Kind("folder", read_folder, lang)
    return Command(
        "test",
        lang,
        "help.rules.test.long",
        [
            click.Argument(["folders"], nargs=-1, type=folder, metavar=say("meta.folder", lang)),
            *configuration(lang),
        ],
        run_test,
    )


def run_list(lang: str, **given: Any) -> int:
    """Writes the table, or one JSON array."""
    from calllint.packs import load_packs
    from calllint.report.rulebook import entries, summary_object

    listed = entries(load_packs(Configured(given, lang).packs()))
    if given["format"] == "json":
        print_json([summary_object(entry, lang) for entry in listed])
        return exits.CLEAN
    from calllint.report.console import Console
    from calllint.report.explain import write_table

    write_table(listed, Console(sys.stdout, look_for(sys.stdout, lang)), lang)
    return exits.CLEAN


def run_test(lang: str, *, folders: tuple[Path, ...], **given: Any) -> int:
    """Runs every example: 0 where all agree, 1 where one does not, 2 where there is none."""
    from calllint.engine.examples import run_examples
    from calllint.packs import load_packs

    house = (*folders, *Configured(given, lang).packs())
    tested = _own(load_packs(house), folders or house) if house else ()
    if not folders:  # as they are, not as a house pack has made them stricter
        tested += load_packs(())
    ran, failed = _tell(run_examples(tested), lang)
    if not ran:
        raise click.UsageError(say("rules.no_example", lang))
    key = "rules.failed" if failed else "rules.tested"
    click.echo(count(key, ran, lang, failed=failed))
    return exits.FINDINGS if failed else exits.CLEAN


def _own(packs: tuple[Pack, ...], folders: tuple[Path, ...]) -> tuple[Pack, ...]:
    """The packs of these folders."""
    wanted = {folder.resolve() for folder in folders}
    return tuple(one for one in packs if one.folder.resolve() in wanted)


def _tell(results: Iterable[ExampleResult], lang: str) -> tuple[int, int]:
    """Writes the examples that fail; returns how many ran, and how many failed."""
    ran = failed = 0
    for result in results:
        ran += 1
        if not result.passed:
            failed += 1
            why = f" ({result.message})" if result.message else ""
            said = say(
                "rules.expected",
                lang,
                rule=result.rule.id,
                expected=result.expected,
                got=result.got,
                why=why,
            )
            click.echo(f"{result.place}: {said}")
    return ran, failed
