"""``calllint rules``: lists the rules of the packs in use, and runs their examples."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits
from calllint.cli.command import Command, Group, argument, flag
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
        {"list": list_command, "test": check_command, "docs": docs_command},
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
            flag("--doubts", lang, "help.doubts"),
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


def docs_command(lang: str) -> Command:
    """``calllint rules docs``."""
    return Command(
        "docs",
        lang,
        "help.rules.docs.long",
        [
            argument("folder", lang, "folder"),
            *configuration(lang),
        ],
        run_docs,
    )


def run_list(lang: str, *, doubts: bool, **given: Any) -> int:
    """Writes the table, or what is not settled, or one JSON array."""
    from calllint.packs import load_packs
    from calllint.report.rulebook import doubtful, entries, summary_object

    packs = load_packs(Configured(given, lang).packs())
    listed = [one for one in entries(packs) if not doubts or doubtful(one.rule)]
    if given["format"] == "json":
        print_json([summary_object(entry, lang) for entry in listed])
        return exits.CLEAN
    from calllint.report.console import Console
    from calllint.report.explain import write_doubts, write_table

    write = write_doubts if doubts else write_table
    write(listed, Console(sys.stdout, look_for(sys.stdout, lang)), lang)
    return exits.CLEAN


def run_docs(lang: str, *, folder: str, **given: Any) -> int:
    """Writes the pages of every rule and law value, as Markdown, in one language."""
    from calllint.packs import load_packs
    from calllint.report.pages import pages

    written = 0
    try:
        for page in pages(load_packs(Configured(given, lang).packs()), lang):
            path = Path(folder) / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, encoding="utf-8", newline="\n")
            written += 1
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise click.UsageError(say("error.output", lang, file=folder, reason=reason)) from error
    click.echo(count("rules.documented", written, lang, folder=folder))
    return exits.CLEAN


def run_test(lang: str, *, folders: tuple[Path, ...], **given: Any) -> int:
    """Runs every example: 0 where all agree, 1 where one does not, 2 where there is none."""
    from calllint.engine.examples import run_examples
    from calllint.packs import load_packs
    from calllint.packs.guide import read_guide

    house = (*folders, *Configured(given, lang).packs())
    tested = _own(load_packs(house), folders or house) if house else ()
    if not folders:  # as they are, not as a house pack has made them stricter
        tested += load_packs(())
    for pack in tested:
        read_guide(pack)
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
