"""``calllint audit``: judges the calls that were placed."""

from __future__ import annotations

import sys
from typing import Any

from msgspec.structs import replace

from calllint.cli import exits
from calllint.cli.app import COMMANDS
from calllint.cli.bar import progress_on
from calllint.cli.command import Command, argument
from calllint.cli.configured import Configured
from calllint.cli.find import Found, find_campaigns
from calllint.cli.options import formats_option, judging, output_option, reading
from calllint.cli.trouble import complain, judged, troubled
from calllint.cli.writers import AUDIT_FORMATS, Writers, formats, inputs_of


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "audit",
        lang,
        "help.audit.long",
        [
            argument("campaigns", lang, "campaign", nargs=-1, required=True),
            *reading(lang, days="calls", needs_lists=True),
            *judging(lang),
            formats_option(lang, AUDIT_FORMATS),
            output_option(lang),
        ],
        run,
    )


def run(lang: str, *, campaigns: tuple[str, ...], output: str | None, **given: Any) -> int:
    """Judges the calls of each campaign; the worst of their codes is the run's."""
    configured = Configured(given, lang)
    configured.check_given()
    wanted = formats(given["format"], output, lang)
    found = list(find_campaigns(campaigns, COMMANDS))
    inputs = inputs_of(found, wanted, configured)
    with Writers(wanted, inputs, {**given, "statistics": False}, lang) as writers:
        codes = [_audit(one, configured, writers, inputs, lang) for one in found]
        writers.close()
    return exits.forgiven(exits.worst(codes), exit_zero=given["exit_zero"])


def _audit(
    found: Found, configured: Configured, writers: Writers, inputs: set[str], lang: str
) -> int:
    if found.trouble:
        report = troubled(found)
        writers.add(report, None, contacts=False)
    else:
        with (
            progress_on(sys.stderr, lang) as progress,
            judged(found.file, configured.options(found.file), progress=progress) as (
                report,
                judgement,
            ),
        ):
            progress.done()
            report = replace(report, fail_on=configured.fail_on(found.file))
            writers.add(report, judgement, contacts=False)
    inputs.update(each.file for each in report.lists)
    inputs.update(report.digests)
    if writers.quiet:
        complain(report.problems, lang)
    return exits.of_report(report)
