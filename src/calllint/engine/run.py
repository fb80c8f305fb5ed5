"""Judging one campaign, from its files to its report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from calllint.document import Place
from calllint.engine.baseline import read_baseline
from calllint.engine.campaign import judge_campaign, judge_rows
from calllint.engine.findings import campaign_findings
from calllint.engine.fingerprints import stamped
from calllint.engine.inputs import Inputs
from calllint.engine.judges import Crash
from calllint.engine.opening import Opened, judging, opened
from calllint.engine.options import InputError, Options
from calllint.engine.problems import unchecked
from calllint.engine.reporting import report_of
from calllint.engine.result import (
    ContactVerdict,
    Finding,
    Hours,
    PlacedCall,
    Problem,
    Report,
)
from calllint.engine.selection import Selection
from calllint.engine.slices import Slice, cut
from calllint.engine.waivers import SCOPE, set_aside
from calllint.engine.workdays import Workdays
from calllint.facts.campaign import campaign_row
from calllint.facts.pack_facts import Misread, pack_readers, with_pack_facts
from calllint.facts.progress import QUIET, Progress
from calllint.facts.rows import Row
from calllint.facts.schedule import Reached, reached
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import GROUNDS, lineage

if TYPE_CHECKING:
    from calllint.engine.contacts import ContactRun, ContactsJudge
    from calllint.engine.scrub import Scrubbed, ScrubOptions
    from calllint.engine.scrub.options import ShownId
    from calllint.engine.scrub.write import Sealed


class Judgement(Struct):
    """A campaign that has been judged; its contacts can be read until it is closed."""

    report: Report
    workspace: Workspace
    contacts: ContactRun | None
    selection: Selection
    campaign: Row
    """What every row has in common."""
    waivers: tuple[Row, ...] = ()
    """A row for each comment or entry that sets findings aside, or fails to."""

    def verdicts(self) -> Iterator[ContactVerdict]:
        """One verdict per contact, in the order of the lists; nothing without data."""
        if self.contacts is None:
            return iter(())
        from calllint.engine.verdicts import read_verdicts

        return read_verdicts(self.workspace, self.contacts, self.selection)

    def calls(self, *, every: bool = False) -> Iterator[PlacedCall]:
        """Of an audit, each call that is not clean, or ``every`` one, in the order of the lists."""
        if self.contacts is None:
            return iter(())
        from calllint.engine.audit import read_calls

        return read_calls(self.workspace, self.contacts, self.selection, every=every)

    def write_dataset(self, out: str, shown: ShownId) -> None:
        """Write every verdict as a partitioned dataset, from a cluster; see ``engine.spark``."""
        from calllint.engine.spark.verdicts import write_dataset

        write_dataset(self, out, shown)

    def write_scrub(
        self, out: Path, options: ScrubOptions | None = None, sealed: Sealed | None = None
    ) -> Scrubbed:
        """Write the callable list, the rejects and every verdict; see ``engine.scrub``."""
        from calllint.engine.scrub import write_scrub

        if self.workspace.database is not None and self.workspace.database.dialect == "spark":
            raise _no_scrub(out)
        return write_scrub(self, out, options, sealed)


def _no_scrub(out: Path) -> InputError:
    return InputError(
        (
            Problem(
                Place(out.as_posix()),
                {
                    "en": "a list to dial is written on one machine: judge with DuckDB, or write "
                    "the verdicts of the cluster with `--verdicts`",
                    "fr": "une liste à appeler s'écrit sur une seule machine : jugez avec DuckDB, "
                    "ou écrivez les verdicts du cluster avec `--verdicts`",
                },
            ),
        )
    )


@contextmanager
def judge(
    path: Path,
    options: Options | None = None,
    *,
    keep_sources: bool = False,
    progress: Progress = QUIET,
    secret: bytes | None = None,
) -> Iterator[Judgement]:
    """Judge a campaign. The context closes the database and removes temporary files.

    ``progress`` is told how far the work has come; ``secret`` is the key of a record to be made.

    Raises InputError where the campaign, a list, a pack or an option cannot be used.
    """
    with opened(
        path, options, keep_sources=keep_sources, progress=progress, secret=secret
    ) as ready:
        with judging(ready):
            judgement = _judge(ready)
        yield judgement


class Applied(Struct, frozen=True):
    """What the rules say of a campaign and its contacts, before anything is set aside."""

    slices: tuple[Slice, ...]
    campaign: Row
    findings: list[Finding]
    contacts: ContactRun | None
    crashes: tuple[Crash, ...]
    misread: tuple[Misread, ...]
    called: frozenset[str]
    """Countries that are called."""
    uncovered: tuple[str, ...]
    """Those of them that no pack covers."""
    places: tuple[Reached, ...]


def apply_rules(workspace: Workspace, selection: Selection) -> Applied:
    """Judge a campaign whose facts are built, then its contacts where its lists were read."""
    days, with_data = (workspace.first_day, workspace.last_day), workspace.database is not None
    slices = cut(*days, workspace.packs)
    workdays = {
        stretch: Workdays(stretch, str(number), workspace.database)
        for number, stretch in enumerate(slices)
    }
    places = reached(workspace, with_data=with_data)
    python = pack_readers(workspace)
    (campaign,), misread = with_pack_facts(
        workspace, "campaign", [campaign_row(workspace, places)], python
    )
    called, uncovered = _called_countries(workspace, with_data)
    judge = _contacts_judge(workspace, selection, campaign) if with_data else None
    if judge:
        judge.begin()  # what follows leaves Python alone, for the campaign to be judged beside
    first, contacts = workspace.together(
        lambda: judge_campaign(
            workspace, selection, slices, campaign, places, called, workdays, python
        ),
        judge.finish if judge else lambda: None,
    )
    findings = campaign_findings(workspace, selection, first.hits, campaign)
    if contacts:
        from calllint.engine.findings import contact_findings

        findings += contact_findings(workspace, selection, contacts, campaign)
    crashes = (*first.crashes, *(contacts.crashes if contacts else ()))
    unread = (*misread, *first.misread)
    return Applied(slices, campaign, findings, contacts, crashes, unread, called, uncovered, places)


def _contacts_judge(workspace: Workspace, selection: Selection, campaign: Row) -> ContactsJudge:
    from calllint.engine.contacts import ContactsJudge

    # What changes for the campaign alone changes nothing for contacts, who are many.
    days = (workspace.first_day, workspace.last_day)
    stretches = cut(*days, workspace.packs, (*lineage(workspace.judged_scope), *GROUNDS))
    workdays = {
        stretch: Workdays(stretch, f"c{number}", workspace.database)
        for number, stretch in enumerate(stretches)
    }
    return ContactsJudge.of(workspace, selection, stretches, campaign, workdays)


def _judge(ready: Opened) -> Judgement:
    inputs, options = ready.inputs, ready.options
    selection, workspace = ready.selection, ready.workspace
    found = apply_rules(workspace, selection)
    complete = (
        found.contacts is not None
        and options.dial is None
        and not found.crashes
        and not found.uncovered
    )
    findings, failed, waivers = _accepted(
        inputs, options, selection, workspace, found.findings, found.campaign, complete=complete
    )
    problems = unchecked(
        inputs.document.name, (*found.crashes, *failed), found.uncovered, found.misread
    )
    hours = _hours(ready, found) if options.hours else ()
    report = report_of(ready, found.slices, findings, found.contacts, tuple(problems), hours)
    return Judgement(report, workspace, found.contacts, selection, found.campaign, waivers)


def _hours(ready: Opened, found: Applied) -> tuple[Hours, ...]:
    from calllint.engine.hours import list_hours

    places, called = found.places, found.called
    return list_hours(
        ready.workspace, ready.selection, found.slices, found.campaign, places, called
    )


def _accepted(
    inputs: Inputs,
    options: Options,
    selection: Selection,
    workspace: Workspace,
    findings: list[Finding],
    campaign: Row,
    *,
    complete: bool,
) -> tuple[list[Finding], tuple[Crash, ...], tuple[Row, ...]]:
    """The findings with their fingerprints, those that are accepted marked as such.

    Then come the findings about what accepts them, and the rules that failed on it.
    """
    entries = read_baseline(options.baseline) if options.baseline else ()
    marked, rows = set_aside(
        stamped(findings, options.in_root),
        inputs.documents,
        inputs.packs,
        selection,
        entries,
        inputs.document.name,
        inputs.first_day,
        options.in_root,
        complete=complete,
    )
    days = Slice(inputs.first_day, inputs.last_day)
    run = judge_rows(workspace, selection, SCOPE, rows, days, campaign)
    about = campaign_findings(workspace, selection, run.hits, campaign)
    marked += stamped(about, options.in_root)
    return [_configured(one, selection) for one in marked], run.crashes, tuple(rows)


def _configured(finding: Finding, selection: Selection) -> Finding:
    """The finding, with what the configuration says of its rule."""
    required = finding.rule.id in selection.required
    held_at = selection.held.get(finding.rule.id)
    if not required and held_at is None:
        return finding
    return replace(finding, required=required, held_at=held_at)


def _called_countries(
    workspace: Workspace, with_data: bool
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The countries that are called, and those of them no pack covers."""
    covered = {country for pack in workspace.packs for country in pack.countries}
    called = set(workspace.document.get(("campaign", "markets")) or ())
    if with_data:
        called |= {country for *_, country in workspace.whereabouts if country is not None}
    called = called or set(workspace.markets)
    return frozenset(called), tuple(sorted(called - covered))
