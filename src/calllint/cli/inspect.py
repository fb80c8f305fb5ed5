"""``calllint inspect``: what a list looks like to calllint, and the entry to paste."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits, read
from calllint.cli.command import Command, argument, flag, option
from calllint.cli.explain import print_json
from calllint.cli.options import format_option, rules_folders
from calllint.cli.output import look_for
from calllint.cli.read import Choice, Kind
from calllint.cli.trouble import complain, problems_of
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.facts.inspected import Inspection
    from calllint.report.interface import Look


def command(lang: str) -> Command:
    """The command, in one language."""
    folder = Kind("folder", read.read_folder, lang)
    memory = Kind("memory", read.read_memory, lang)
    return Command(
        "inspect",
        lang,
        "help.inspect.long",
        [
            argument("files", lang, "file", nargs=-1, required=True),
            option("--kind", lang, "help.kind", Choice(read.KINDS, lang), say("meta.kind", lang)),
            option("--profile", lang, "help.profile", click.STRING, say("meta.name", lang)),
            option("--sheet", lang, "help.sheet", click.STRING, say("meta.name", lang)),
            rules_folders(lang),
            format_option(lang, ("text", "json")),
            option("--memory-limit", lang, "help.memory_limit", memory, say("meta.size", lang)),
            option("--temp-dir", lang, "help.temp_dir", folder, say("meta.folder", lang)),
            flag("--show-numbers", lang, "help.show_numbers"),
        ],
        run,
    )


def run(lang: str, *, files: tuple[str, ...], **given: Any) -> int:
    """Looks at each file; 2 where one cannot be read, or not by the entry proposed."""
    look = look_for(sys.stdout, lang, show_numbers=given["show_numbers"])
    found, codes = [], []
    for file in files:
        try:
            seen = _inspect(file, given)
        except Exception as error:  # noqa: BLE001 - told as a problem: exit 2 or 3, never a clean 0
            problems = problems_of(error, file)
            complain(problems, lang)
            codes += [exits.UNUSABLE if one.fatal else exits.INCOMPLETE for one in problems]
            continue
        codes += [exits.UNUSABLE for one in seen if one.trial.problem is not None]
        found += seen
        if given["format"] == "text":
            _write(seen, look)
    if given["format"] == "json":
        from calllint.report.inspection import inspections_object

        print_json(inspections_object(found, look))
    return exits.worst(codes)


def _write(seen: list[Inspection], look: Look) -> None:
    from calllint.report.console import Console
    from calllint.report.inspection import write_inspection

    out = Console(sys.stdout, look)
    for one in seen:
        write_inspection(one, out, look)
        out.line()


def _inspect(file: str, given: dict[str, Any]) -> list[Inspection]:
    names = ("rules", "kind", "profile", "sheet", "memory_limit", "temp_dir")
    return look_at(file, **{name: given[name] for name in names})


def look_at(file: str, *, rules: Any = (), **how: Any) -> list[Inspection]:
    """What a list looks like, by the packs there are."""
    from calllint.engine.limits import limits
    from calllint.facts.inspection import inspect
    from calllint.packs import load_packs

    _check(file)
    with limits(file):
        return inspect(Path(file), load_packs(rules), **how)


def _check(file: str) -> None:
    """Refuse what is no file before anything is read."""
    from calllint.cli.trouble import both
    from calllint.document import Place
    from calllint.engine.options import InputError
    from calllint.engine.result import Problem

    if file != "-" and (Path(file).is_dir() or not Path(file).exists()):
        key = "inspect.folder" if Path(file).is_dir() else "inspect.missing"
        raise InputError((Problem(Place(file), both(key)),))
