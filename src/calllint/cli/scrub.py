"""``calllint scrub``: writes the list that may be dialled, and the rejects."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click
from msgspec.structs import replace

from calllint.cli import exits, read
from calllint.cli.app import COMMANDS
from calllint.cli.bar import progress_on
from calllint.cli.command import Command, option
from calllint.cli.configured import Configured
from calllint.cli.find import find_campaigns
from calllint.cli.options import campaign_argument, formats_option, reading
from calllint.cli.output import destination, look_for
from calllint.cli.read import Choice, Kind
from calllint.cli.recording import making, recorder
from calllint.cli.trouble import complain, judged, problems_of, troubled
from calllint.cli.writers import Wanted, formats, require
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.engine.result import ContactVerdict, Report
    from calllint.engine.run import Judgement
    from calllint.engine.scrub import Scrubbed, ScrubOptions
    from calllint.proof.record import Recorder
    from calllint.report.interface import Look

SPLITS = ("territory", "window")
_FORMATS = ("text", "json", "html")


def command(lang: str) -> Command:
    """The command, in one language."""
    folder = Kind("folder", read.read_folder, lang)
    share = Kind("share", read.read_share, lang)
    return Command(
        "scrub",
        lang,
        "help.scrub.long",
        [
            campaign_argument(lang),
            click.Option(
                ["--out"],
                required=True,
                metavar=say("meta.folder", lang),
                help=say("help.out", lang),
            ),
            click.Option(
                ["--profile"], metavar=say("meta.name", lang), help=say("help.scrub.profile", lang)
            ),
            option("--split-by", lang, "help.split_by", Choice(SPLITS, lang), "|".join(SPLITS)),
            option("--max-blocked", lang, "help.max_blocked", share, say("meta.share", lang)),
            option("--previous", lang, "help.previous", folder, say("meta.folder", lang)),
            formats_option(lang, _FORMATS, "help.scrub.format"),
            *making(lang),
            *reading(lang),
        ],
        run,
    )


def run(lang: str, *, campaign: str, out: str, **given: Any) -> int:
    """Writes the files and says what they hold."""
    names = ("record", "record_key", "sign_key", "at")
    record = recorder(*(given.pop(name) for name in names))
    configured = Configured(given, lang)
    configured.check_given()
    found = list(find_campaigns([campaign], COMMANDS))
    if len(found) > 1:
        raise click.UsageError(say("error.one_campaign", lang, folder=campaign, n=len(found)))
    wanted = formats(given["format"], None, lang)
    require(wanted, lang)
    if found[0].trouble:
        return _tell(troubled(found[0]), None, out, wanted, given, lang)
    options = configured.options(found[0].file)
    with (
        progress_on(sys.stderr, lang) as progress,
        judged(
            found[0].file,
            options,
            keep_sources=True,
            progress=progress,
            secret=None if record is None else record.secret,
        ) as (report, judgement),
    ):
        scrubbed = None
        if judgement is not None:
            report, scrubbed = _write(judgement, Path(out), _scrub_options(given, lang), record)
    return _tell(report, scrubbed, out, wanted, given, lang)


def _scrub_options(given: Mapping[str, Any], lang: str) -> ScrubOptions:
    from calllint.engine.scrub import ScrubOptions
    from calllint.report.mask import mask_within

    asked = ScrubOptions(
        given["profile"], given["split_by"], given["max_blocked"], given["previous"], lang
    )
    if given["show_numbers"]:
        return asked
    return replace(asked, shown_id=hidden_id, shown_name=mask_within)


def _write(
    judgement: Judgement, out: Path, options: ScrubOptions, record: Recorder | None
) -> tuple[Report, Scrubbed | None]:
    """The report with whatever kept the files from being written, and the files written."""
    report = judgement.report
    try:
        sealed = None if record is None else record.sealed(judgement)
        scrubbed = judgement.write_scrub(out, options, sealed)
    except Exception as error:  # noqa: BLE001 - told as a problem: exit 2 or 3, never a clean 0
        problems = report.problems + problems_of(error, report.campaign)
        return replace(report, problems=problems), None
    if scrubbed.outcome == "written":  # without them, as a finding of its own says
        here = tuple(each for each in report.problems if not each.elsewhere)
        report = replace(report, problems=here)
    return report, scrubbed


def hidden_id(verdict: ContactVerdict) -> str | None:
    """The contact's id, masked where the list uses a phone number as its id."""
    from calllint.report.mask import mask_id

    return None if verdict.contact_id is None else mask_id(verdict.contact_id, verdict.phone)


def _tell(
    report: Report,
    scrubbed: Scrubbed | None,
    out: str,
    wanted: Sequence[Wanted],
    given: Mapping[str, Any],
    lang: str,
) -> int:
    """Says what was written; 1 where there is no callable list for a fault found."""
    from calllint.report.order import campaign_outcome

    if ("text", None) not in wanted:
        complain(report.problems, lang)
    inputs = {report.campaign, *report.digests, *(each.file for each in report.lists)}
    for name, file in wanted:
        with destination(file, inputs, lang) as stream:
            look = look_for(stream, lang, show_numbers=given["show_numbers"])
            _report(name, report, scrubbed, out, stream, look)
    refused = scrubbed is not None and scrubbed.outcome == "max_blocked"
    faulty = bool(campaign_outcome(report)) or refused
    return exits.worst([exits.of_problems(report), exits.FINDINGS if faulty else exits.CLEAN])


def _report(
    name: str, report: Report, scrubbed: Scrubbed | None, out: str, stream: TextIO, look: Look
) -> None:
    """What was found and written, in one format."""
    from calllint.report.interface import render_with
    from calllint.report.scrub import write_scrub

    if name == "json" and scrubbed is not None:
        click.echo(json.dumps(scrubbed.summary, indent=2), file=stream)
    elif name == "html" and scrubbed is not None:
        from calllint.report.html.writer import write_scrub as write_page

        write_page(report, scrubbed.summary, list(scrubbed.files), out, stream, look)
    else:
        render_with(report, stream, look, name)
    if name == "text" and scrubbed is not None:
        write_scrub(scrubbed.summary, list(scrubbed.files), out, stream, look)
