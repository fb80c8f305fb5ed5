"""The options that commands share, and what they mean to the engine."""

from __future__ import annotations

from functools import partial

import click

from calllint.cli import read
from calllint.cli.command import argument, flag, option
from calllint.cli.exits import SEVERITIES
from calllint.cli.read import Choice, Kind
from calllint.lang import say


def campaign_argument(lang: str) -> click.Argument:
    """The one campaign of a command that takes no more."""
    return argument("campaign", lang, "campaign")


def path_option(name: str, lang: str, help_key: str, meta: str = "path") -> click.Option:
    """An option that names a file or a folder, which may not be there."""
    return option(name, lang, help_key, Kind("path", str, lang), say(f"meta.{meta}", lang))


def output_option(lang: str) -> click.Option:
    """``--output FILE``."""
    return path_option("--output", lang, "help.output")


def reading(lang: str, *, days: str = "dial", needs_lists: bool = False) -> list[click.Parameter]:
    """Options of every command that judges a campaign; ``days`` names that of the judged days."""

    def meta(key: str) -> str:
        return say(f"meta.{key}", lang)

    words = Kind("words", read.read_words, lang)
    folder = Kind("folder", read.read_folder, lang)
    return [
        option(f"--{days}", lang, f"help.{days}", Kind("days", read.read_days, lang), meta("days")),
        option(
            "--known-at",
            lang,
            "help.known_at",
            Kind("moment", read.read_moment, lang),
            meta("moment"),
        ),
        option("--as-of", lang, "help.as_of", Kind("day", read.read_day, lang), meta("day")),
        option("--proofs", lang, "help.proofs", folder, meta("folder")),
        option("--data-root", lang, "help.data_root", folder, meta("folder")),
        option(
            "--data",
            lang,
            "help.data",
            Kind("entry", read.read_entry, lang),
            meta("entry"),
            multiple=True,
        ),
        *([] if needs_lists else [flag("--without-data", lang, "help.without_data")]),
        option("--select", lang, "help.select", words, meta("rules"), multiple=True),
        option("--ignore", lang, "help.ignore", words, meta("rules"), multiple=True),
        flag("--trust-rules", lang, "help.trust_rules"),
        option("--extend-select", lang, "help.extend", words, meta("rules"), multiple=True),
        option("--extend-ignore", lang, "help.extend", words, meta("rules"), multiple=True),
        option("--require", lang, "help.require", words, meta("rules"), multiple=True),
        option(
            "--severity",
            lang,
            "help.severity",
            Kind("level", read.read_level, lang),
            meta("level"),
            multiple=True,
        ),
        path_option("--baseline", lang, "help.baseline_file"),
        flag("--no-baseline", lang, "help.no_baseline"),
        *configuration(lang),
        option(
            "--memory-limit",
            lang,
            "help.memory_limit",
            Kind("memory", read.read_memory, lang),
            meta("size"),
        ),
        option("--threads", lang, "help.threads", Kind("count", read.read_count, lang), meta("n")),
        option("--temp-dir", lang, "help.temp_dir", folder, meta("folder")),
        flag("--show-numbers", lang, "help.show_numbers"),
    ]


def configuration(lang: str) -> list[click.Parameter]:
    """Options that say which packs and which configuration hold."""
    return [
        rules_folders(lang),
        option(
            "--config",
            lang,
            "help.config",
            Kind("file", read.read_file, lang),
            say("meta.path", lang),
        ),
        flag("--isolated", lang, "help.isolated"),
    ]


def rules_folders(lang: str) -> click.Option:
    """``--rules DIR``, repeatable."""
    return option(
        "--rules",
        lang,
        "help.rules_dir",
        Kind("folder", read.read_folder, lang),
        say("meta.folder", lang),
        multiple=True,
    )


def judging(lang: str) -> list[click.Parameter]:
    """Options that decide the exit code."""
    return [
        option(
            "--fail-on",
            lang,
            "help.fail_on",
            Choice(SEVERITIES[::-1], lang),
            "|".join(SEVERITIES[::-1]),
            shown="error",
        ),
        flag("--exit-zero", lang, "help.exit_zero"),
    ]


def formats_option(
    lang: str, formats: tuple[str, ...], words: str = "help.formats"
) -> click.Option:
    """``--format NAME`` or ``NAME=FILE``, repeatable."""
    return option(
        "--format",
        lang,
        words,
        Kind("format", partial(read.read_format, formats=formats), lang, formats),
        "|".join(formats),
        shown=formats[0],
        multiple=True,
    )


def format_option(lang: str, formats: tuple[str, ...]) -> click.Option:
    """``--format``; the first is the default."""
    return option(
        "--format",
        lang,
        "help.format",
        Choice(formats, lang),
        "|".join(formats),
        default=formats[0],
    )
