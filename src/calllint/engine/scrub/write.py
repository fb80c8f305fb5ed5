"""Writing the folder of a scrub: whole, in the place of the old one, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from calllint.engine.inputs import input_errors
from calllint.engine.limits import writing
from calllint.engine.result import Finding, Report, Totals
from calllint.engine.scrub.callable import Written, find_repeats, write_callable
from calllint.engine.scrub.folder import check_folder, replaced
from calllint.engine.scrub.layout import read_profile
from calllint.engine.scrub.options import MOST_DAYS, Outcome, Scrubbed, ScrubOptions, refused
from calllint.engine.scrub.previous import read_previous, write_changes
from calllint.engine.scrub.summary import summarise
from calllint.engine.scrub.verdicts import write_verdicts

if TYPE_CHECKING:
    from calllint.engine.run import Judgement


Sealed: TypeAlias = Callable[[Path, Outcome], None]
"""What is done with the new folder, and how it came out, before it takes the place of the old."""


def write_scrub(
    judgement: Judgement,
    out: Path,
    options: ScrubOptions | None = None,
    sealed: Sealed | None = None,
) -> Scrubbed:
    """Write the folder ``out``.

    It holds the callable lists (one per contact list, or several where they are split),
    ``cleared.parquet``, ``rejects.csv``, ``verdicts.parquet`` and ``summary.json``; with an earlier
    scrub to compare with, ``changes.csv`` and ``do-not-call.csv``.

    A callable list holds the contacts that may be called on every judged day, repaired numbers
    mended, and each number once: its first row that may be called. There is none where an error
    stands against the campaign, not everything was checked, or too many rows are blocked. Numbers
    of a country no pack covers are among the rejects, and stand in nobody's way.
    What ``sealed`` raises leaves the old folder as it was.
    Raises InputError for more than 31 judged days, where rules were left out, for a folder that
    holds anything else, and where the disk is full.
    """
    options = options or ScrubOptions()
    _check(judgement, out)
    workspace, report = judgement.workspace, judgement.report
    progress = workspace.progress
    with input_errors():
        profile = None if options.profile is None else read_profile(workspace, options.profile)
    before = None if options.previous is None else read_previous(options.previous)
    outcome = _outcome(report, options)
    with writing(out), replaced(out) as fresh:
        written, repeated = Written(), find_repeats(workspace)
        if outcome == "written":
            progress.stage("callable", report.totals.allow)
            written = write_callable(workspace, fresh, options, profile, progress.advance)
            _check_written(report.totals.allow - repeated, written)
        progress.stage("verdicts", report.totals.contacts)
        write_verdicts(judgement, fresh, options, progress.advance)
        changes = (
            None if before is None else write_changes(judgement, fresh, before, options, profile)
        )
        summary = summarise(judgement, options, outcome, written, changes, repeated)
        text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
        (fresh / "summary.json").write_text(text, encoding="utf-8")
        if sealed is not None:
            sealed(fresh, outcome)
        names = sorted(path.name for path in fresh.iterdir())
    progress.done()
    ordered = [*written.files, *(name for name in names if name not in written.files)]
    return Scrubbed({name: out / name for name in ordered}, outcome, summary)


def stands_against(finding: Finding) -> bool:
    """Whether a finding is an error against the campaign itself, not against some contacts."""
    counts = finding.outcome != "duty" and finding.set_aside is None
    return counts and finding.count is None and finding.severity == "error"


def _outcome(report: Report, options: ScrubOptions) -> Outcome:
    against = {each.outcome for each in report.findings if stands_against(each)}
    if "breach" in against:
        return "breach"
    if against:
        return "unknown"
    missing = [each for each in report.problems if not each.elsewhere]
    if missing or (report.problems and not report.totals.allow):
        return "unchecked"
    if options.max_blocked is not None and blocked(report.totals) > options.max_blocked:
        return "max_blocked"
    return "written"


def blocked(totals: Totals) -> Fraction:
    """The share of rows that are blocked or cannot be read."""
    return Fraction(totals.block + totals.unreadable, totals.contacts or 1)


def _check_written(expected: int, written: Written) -> None:
    """Rows in the callable lists are the rows that may be called. A fault of ours otherwise."""
    rows = sum(written.files.values())
    if rows != expected:
        raise AssertionError(f"{rows} rows were written of {expected} callable ones")


def _check(judgement: Judgement, out: Path) -> None:
    report = judgement.report
    if report.first_day is None or report.last_day is None or judgement.contacts is None:
        raise refused(
            "scrub",
            "a callable list needs the contacts; leave --without-data out",
            "une liste appelable demande les contacts ; retirez --without-data",
        )
    for option, rules in sorted(judgement.selection.weakened.items()):
        listed = ", ".join(sorted(rules)[:3]) + (" …" if len(rules) > 3 else "")
        raise refused(
            f"--{option}",
            f"a callable list needs every error rule, and `{option}` takes {listed} out; leave "
            "it out, here or in the configuration",
            f"une liste appelable demande toutes les règles d'erreur, et `{option}` en retire "
            f"{listed} ; ôtez-le, ici ou dans la configuration",
        )
    days = (report.last_day - report.first_day).days + 1
    if days > MOST_DAYS:
        raise refused(
            report.campaign,
            f"{days} judged days are too many for a list ({MOST_DAYS} at most): it would go "
            "stale. Say which days it will be dialled: --dial FROM..TO",
            f"{days} jours jugés, c'est trop pour une liste ({MOST_DAYS} au plus) : elle se "
            "périmerait. Dites quels jours elle sera composée : --dial DU..AU",
        )
    read = [stats.path for stats in judgement.workspace.files]
    check_folder(out, [*read, *(Path(name) for name in report.sources)])
