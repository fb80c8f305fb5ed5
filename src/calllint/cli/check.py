"""``calllint check``: judges campaigns and reports what was found."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from calllint.cli import exits
from calllint.cli.app import COMMANDS
from calllint.cli.bar import progress_on
from calllint.cli.command import Command, argument, flag, option
from calllint.cli.configured import Configured, show
from calllint.cli.find import Found, find_campaigns
from calllint.cli.folder import GROUPS
from calllint.cli.options import formats_option, judging, output_option, path_option, reading
from calllint.cli.read import Choice, Kind
from calllint.cli.trouble import complain, judged, problems_of, troubled
from calllint.cli.writers import FORMATS, Writers, formats, inputs_of
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.engine.result import Report
    from calllint.engine.run import Judgement


ENGINES = ("duckdb", "spark")
STDIN = "-"
"""The campaign that is the pipe."""


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "check",
        lang,
        "help.check.long",
        [
            argument("campaigns", lang, "campaign", nargs=-1),
            *reading(lang),
            *judging(lang),
            formats_option(lang, FORMATS),
            path_option("--stdin-filename", lang, "help.stdin_filename"),
            option(
                "--changed-since",
                lang,
                "help.changed_since",
                Kind("revision", str, lang),
                say("meta.revision", lang),
            ),
            flag("--contacts", lang, "help.contacts"),
            option(
                "--engine",
                lang,
                "help.engine",
                Choice(ENGINES, lang),
                "|".join(ENGINES),
                default=ENGINES[0],
            ),
            path_option("--verdicts", lang, "help.verdicts"),
            path_option("--cluster-temp", lang, "help.cluster_temp"),
            flag("--statistics", lang, "help.statistics"),
            flag("--fix", lang, "help.fix"),
            flag("--diff", lang, "help.diff_only"),
            flag("--show-config", lang, "help.show_config"),
            path_option("--report-dir", lang, "help.report_dir", "folder"),
            option("--group-by", lang, "help.group_by", Choice(GROUPS, lang), "|".join(GROUPS)),
            output_option(lang),
        ],
        run,
    )


def run(
    lang: str, *, campaigns: tuple[str, ...], output: str | None, contacts: bool, **given: Any
) -> int:
    """Judges each campaign; the worst of their codes is the run's."""
    configured = Configured(given, lang)
    if given["show_config"]:
        return _show_config(configured, campaigns or (".",))
    if not campaigns:
        raise click.UsageError(say("error.missing", lang, name=say("meta.campaign", lang)))
    _check_engine(given, lang)
    if given["report_dir"] is not None or given["group_by"]:
        from calllint.cli import folder

        folder.check_options(campaigns, {**given, "output": output, "contacts": contacts}, lang)
        found = _found(campaigns, configured, given, lang)
        code = folder.run(found, configured, {**given, "contacts": contacts})
        return exits.forgiven(code, exit_zero=given["exit_zero"])
    if given["diff"]:
        _check_diff({**given, "output": output, "contacts": contacts}, lang)
    wanted = formats(given["format"], output, lang)
    _check_formats([name for name, _ in wanted], contacts, given["statistics"], lang)
    configured.check_given()
    codes = []
    piped = _piped(campaigns, given, lang)
    found = _found(campaigns, configured, given, lang)
    if given["fix"] or given["diff"]:
        if piped is not None:
            raise click.UsageError(say("error.stdin_alone", lang))
        from calllint.cli import fix

        if given["diff"]:
            code = fix.show(found, configured, show_numbers=given["show_numbers"])
            return exits.forgiven(code, exit_zero=given["exit_zero"])
        fix.write(found, configured)
    if given["verdicts"] and len(found) > 1:
        raise click.UsageError(say("error.verdicts_one", lang))
    inputs = inputs_of(found, wanted, configured)
    with Writers(wanted, inputs, given, lang) as writers:
        for one in found:
            report = _check(one, configured, writers, contacts, piped, lang)
            inputs.update(each.file for each in report.lists)
            inputs.update(report.digests)
            if writers.quiet:
                complain(report.problems, lang)
            codes.append(exits.of_report(report))
        writers.close()
    return exits.forgiven(exits.worst(codes), exit_zero=given["exit_zero"])


def _check_formats(names: list[str], contacts: bool, statistics: bool, lang: str) -> None:
    """Refuses options that ask of a format what it does not write."""
    listing = [name for name in names if name.startswith("json")]
    if contacts and (not listing or statistics):
        raise click.UsageError(say("error.contacts_format", lang))
    if statistics and len(listing) + names.count("text") < len(names):
        raise click.UsageError(say("error.statistics_format", lang))


def _check_diff(given: Mapping[str, Any], lang: str) -> None:
    """Refuses to leave out in silence what was asked of a report that is not made."""
    for name in ("format", "output", "statistics", "contacts"):
        if given.get(name):
            raise click.UsageError(say("error.diff_alone", lang, option=f"--{name}"))


def _check_engine(given: Mapping[str, Any], lang: str) -> None:
    """Refuses what asks of one engine what the other does."""
    for name in ("verdicts", "cluster_temp"):
        if given[name] and given["engine"] != "spark":
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(say("error.spark_only", lang, option=option))
    if given["engine"] == "spark" and (given["report_dir"] is not None or given["group_by"]):
        raise click.UsageError(say("error.spark_folder", lang))


def _show_config(configured: Configured, campaigns: tuple[str, ...]) -> int:
    """Writes every setting with its origin, for each campaign or folder."""
    for campaign in campaigns:
        file = configured.file(campaign)
        name = say("config.none", configured.lang) if file is None else file.name
        click.echo(f"# {campaign}: {name}")
        settings, baseline = configured.settings(campaign), configured.baseline(campaign)
        rows = list(show(settings, baseline, configured.lang))
        width = max(len(f"{name} = {value}") for name, value, _ in rows)
        for name, value, origin in rows:
            click.echo(f"{f'{name} = {value}'.ljust(width)}  # {origin}")
    return exits.CLEAN


def _piped(campaigns: tuple[str, ...], given: Mapping[str, Any], lang: str) -> bytes | None:
    """The campaign that comes through the pipe, where ``-`` is named."""
    if STDIN not in campaigns:
        if given["stdin_filename"] is not None:
            raise click.UsageError(say("error.stdin_filename", lang))
        return None
    lists = any(path == STDIN for _, path in given["data"] or ())
    if len(campaigns) > 1 or lists or given["changed_since"]:
        raise click.UsageError(say("error.stdin_alone", lang))
    return sys.stdin.buffer.read()


def _found(
    campaigns: tuple[str, ...], configured: Configured, given: Mapping[str, Any], lang: str
) -> list[Found]:
    if STDIN in campaigns:
        return [Found(given["stdin_filename"] or "<stdin>")]
    found = list(find_campaigns(campaigns, COMMANDS))
    if given["changed_since"] is None:
        return found
    from calllint.cli.changed import changed

    return changed(found, given["changed_since"], configured, lang)


def _check(
    found: Found,
    configured: Configured,
    writers: Writers,
    contacts: bool,
    piped: bytes | None,
    lang: str,
) -> Report:
    if found.trouble:
        report = troubled(found)
        writers.add(report, None, contacts=contacts)
        return report
    options = configured.options(found.file)
    if piped is not None:
        options = replace(options, piped=piped)
    with (
        progress_on(sys.stderr, lang) as progress,
        judged(found.file, options, progress=progress) as (report, judgement),
    ):
        progress.done()
        report = replace(report, fail_on=configured.fail_on(found.file))
        if judgement is not None and configured.given["verdicts"]:
            report = _write_verdicts(judgement, configured)
        writers.add(report, judgement, contacts=contacts)
        return report


def _write_verdicts(judgement: Judgement, configured: Configured) -> Report:
    """The report, with whatever kept the verdicts from being written."""
    from calllint.cli.scrub import hidden_id
    from calllint.engine.scrub.options import own_id

    report, shown = judgement.report, configured.given["show_numbers"]
    try:
        judgement.write_dataset(configured.given["verdicts"], own_id if shown else hidden_id)
    except Exception as error:  # noqa: BLE001 - told as a problem: exit 2 or 3, never a clean 0
        return replace(report, problems=report.problems + problems_of(error, report.campaign))
    return report
