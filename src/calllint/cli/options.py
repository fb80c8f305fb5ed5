"""The options that commands share, and what they mean to the engine."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from calllint.cli import read
from calllint.cli.command import flag, option
from calllint.cli.exits import SEVERITIES
from calllint.cli.read import Choice, Kind
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.engine import Options


def reading(lang: str) -> list[click.Parameter]:
    """Options of every command that judges a campaign."""

    def meta(key: str) -> str:
        return say(f"meta.{key}", lang)

    words = Kind("words", read.read_words, lang)
    folder = Kind("folder", read.read_folder, lang)
    return [
        option("--dial", lang, "help.dial", Kind("days", read.read_days, lang), meta("days")),
        option(
            "--known-at",
            lang,
            "help.known_at",
            Kind("moment", read.read_moment, lang),
            meta("moment"),
        ),
        option("--as-of", lang, "help.as_of", Kind("day", read.read_day, lang), meta("day")),
        option("--data-root", lang, "help.data_root", folder, meta("folder")),
        option(
            "--data",
            lang,
            "help.data",
            Kind("entry", read.read_entry, lang),
            meta("entry"),
            multiple=True,
        ),
        flag("--without-data", lang, "help.without_data"),
        option("--select", lang, "help.select", words, meta("rules"), multiple=True),
        option("--ignore", lang, "help.ignore", words, meta("rules"), multiple=True),
        rules_folders(lang),
        flag("--trust-rules", lang, "help.trust_rules"),
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
            default="error",
        ),
        flag("--exit-zero", lang, "help.exit_zero"),
    ]


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


def engine_options(given: Mapping[str, Any], lang: str) -> Options:
    """The engine's options from the parsed command line.

    ``--as-of DAY`` is ``--dial DAY..DAY`` with what was known at the end of that day; giving
    either as well is a usage error.
    """
    from calllint.engine import Options

    dial, known_at, as_of = given["dial"], given["known_at"], given["as_of"]
    if as_of is not None:
        if dial is not None or known_at is not None:
            raise click.UsageError(say("error.as_of", lang))
        dial, known_at = (as_of, as_of), read.end_of(as_of)
    data: dict[str, tuple[str, ...]] = {}
    for kind, path in given["data"]:
        data[kind] = (*data.get(kind, ()), path)
    return Options(
        dial=dial,
        known_at=known_at,
        data_root=given["data_root"],
        data=data,
        without_data=given["without_data"],
        rules=tuple(given["rules"]),
        trust_rules=given["trust_rules"],
        select=tuple(chain.from_iterable(given["select"])),
        ignore=tuple(chain.from_iterable(given["ignore"])),
        memory_limit=given["memory_limit"],
        threads=given["threads"],
        temp_dir=given["temp_dir"],
    )
