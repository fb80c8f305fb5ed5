"""Judging one campaign, from its files to its report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple, replace

from calllint.document import Place
from calllint.engine.baseline import read_baseline
from calllint.engine.campaign import judge_campaign, judge_rows
from calllint.engine.findings import campaign_findings
from calllint.engine.fingerprints import stamped
from calllint.engine.inputs import Inputs, check_calls, input_errors, read_inputs
from calllint.engine.judges import Crash
from calllint.engine.options import InputError, Options
from calllint.engine.problems import unchecked
from calllint.engine.result import (
    AppliedRule,
    Audit,
    ContactVerdict,
    Finding,
    Hours,
    LawValue,
    ListSummary,
    Loss,
    PlacedCall,
    Problem,
    Proofs,
    Reason,
    Report,
    Supplier,
    Totals,
    WinBack,
)
from calllint.engine.review import list_overdue
from calllint.engine.selection import Selection, per_contact, select
from calllint.engine.slices import Slice, cut, values_on
from calllint.engine.standing import standing
from calllint.engine.waivers import SCOPE, set_aside
from calllint.engine.workdays import Workdays
from calllint.facts.campaign import campaign_row
from calllint.facts.declared import Declared
from calllint.facts.pack_facts import Misread, pack_readers, with_pack_facts
from calllint.facts.progress import QUIET, Progress
from calllint.facts.rows import Row
from calllint.facts.schedule import Reached, reached
from calllint.facts.store import Database
from calllint.facts.workspace import Workspace, open_database
from calllint.facts.zones import tzdata_version
from calllint.packs.scopes import GROUNDS, lineage

if TYPE_CHECKING:
    from calllint.engine.contacts import ContactRun
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


class Opened(Struct, frozen=True):
    """A campaign whose lists have been read and made into facts; nothing is judged yet."""

    inputs: Inputs
    options: Options
    selection: Selection
    workspace: Workspace


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


@contextmanager
def opened(
    path: Path,
    options: Options | None = None,
    *,
    keep_sources: bool = False,
    progress: Progress = QUIET,
    secret: bytes | None = None,
) -> Iterator[Opened]:
    """Read a campaign and its lists, to be judged; the context closes the database.

    Takes and raises what ``judge`` does.
    """
    options = (options or Options()).for_campaign(path.as_posix())
    inputs = read_inputs(path, options)
    if options.audit:
        check_calls(inputs, options)
    selection, problems = select(inputs.packs, options.select, options.ignore, options)
    if problems:
        raise InputError(tuple(problems))
    with input_errors():
        workspace = _open(inputs, options, keep_sources, progress, secret)
    try:
        ready = Opened(inputs, options, selection, workspace)
        if not options.without_data:
            from calllint.facts.build import build_facts

            with judging(ready):
                workspace.progress.watch(workspace.store.progress)
                build_facts(workspace)
                workspace.seal()
        yield ready
    finally:
        workspace.close()


@contextmanager
def judging(ready: Opened) -> Iterator[None]:
    """Say as InputError what is wrong with input, and that a limit of the machine was reached."""
    # Without lists nothing large is made, and the database is not even loaded.
    without = ready.options.without_data
    limited = nullcontext() if without else _limits(ready.inputs.document.name)
    with input_errors(), limited:
        yield


def _limits(name: str) -> AbstractContextManager[None]:
    from calllint.engine.limits import limits

    return limits(name)


def _open(
    inputs: Inputs,
    options: Options,
    keep_sources: bool,
    progress: Progress,
    secret: bytes | None,
) -> Workspace:
    data = Declared((), _absent(inputs)) if options.without_data else declared_data(inputs, options)
    database, temp = (None, None) if options.without_data else _database(options)
    return Workspace(
        database,
        temp,
        inputs.document,
        inputs.packs,
        data,
        inputs.known_at,
        inputs.first_day,
        inputs.last_day,
        inputs.documents,
        inputs.companions,
        keep_sources,
        frozenset(() if options.trust_rules else options.rules),
        progress=progress,
        shared=options.shared,
        secret=None if options.without_data else secret,
        proofs=options.proofs,
        audit=options.audit,
    )


def _database(options: Options) -> tuple[Database, Path]:
    database, temp = open_database(options.memory_limit, options.threads, options.temp_dir)
    if options.engine == "duckdb":
        return database, temp
    try:
        from calllint.engine.spark import open_cluster

        return open_cluster(options, database), temp
    except BaseException:  # nobody else knows of the folder yet
        from calllint.facts import temporary

        database.close()
        temporary.remove(temp)
        raise


def declared_data(inputs: Inputs, options: Options) -> Declared:
    """What the campaign says of its data. Raises FactError for a file that is not there."""
    from calllint.facts.entries import declared

    found = declared(inputs.document, options.data_root, options.data, inputs.packs)
    if not options.lent:
        return found
    from calllint.facts.lent import with_lent

    return with_lent(found, (each.entry for each in options.lent))


def _absent(inputs: Inputs) -> dict[str, str]:
    """What the campaign says of its data, where no list is read."""
    data = inputs.document.get(("data",), {})
    kinds = ("contacts", "consents", "contracts", "requests", "suppressions", "calls")
    return {
        kind: "absent" if kind not in data else "none" if data[kind] == "none" else "files"
        for kind in kinds
    }


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
    called, uncovered = called_countries(workspace, with_data)
    first = judge_campaign(workspace, selection, slices, campaign, places, called, workdays, python)
    findings = campaign_findings(workspace, selection, first.hits, campaign)
    contacts = None
    if with_data:
        from calllint.engine.contacts import judge_contacts
        from calllint.engine.findings import contact_findings

        # What changes for the campaign alone changes nothing for contacts, who are many.
        stretches = cut(*days, workspace.packs, (*lineage(workspace.judged_scope), *GROUNDS))
        counted = {
            stretch: Workdays(stretch, f"c{number}", workspace.database)
            for number, stretch in enumerate(stretches)
        }
        contacts = judge_contacts(workspace, selection, stretches, campaign, counted)
        findings += contact_findings(workspace, selection, contacts, campaign)
    crashes = (*first.crashes, *(contacts.crashes if contacts else ()))
    unread = (*misread, *first.misread)
    return Applied(slices, campaign, findings, contacts, crashes, unread, called, uncovered, places)


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
    report = _report(
        inputs,
        options,
        selection,
        workspace,
        found.slices,
        findings,
        found.contacts,
        tuple(
            unchecked(
                inputs.document.name, (*found.crashes, *failed), found.uncovered, found.misread
            )
        ),
        _hours(ready, found) if options.hours else (),
    )
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


def called_countries(
    workspace: Workspace, with_data: bool
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The countries that are called, and those of them no pack covers."""
    covered = {country for pack in workspace.packs for country in pack.countries}
    called = set(workspace.document.get(("campaign", "markets")) or ())
    if with_data:
        called |= {
            row[0]
            for row in workspace.rows(
                "SELECT DISTINCT phone_country FROM contact WHERE phone_country IS NOT NULL"
            )
        }
    called = called or set(workspace.markets)
    return frozenset(called), tuple(sorted(called - covered))


def _report(
    inputs: Inputs,
    options: Options,
    selection: Selection,
    workspace: Workspace,
    slices: tuple[Slice, ...],
    findings: list[Finding],
    contacts: ContactRun | None,
    problems: tuple[Problem, ...],
    hours: tuple[Hours, ...],
) -> Report:
    document = inputs.document
    totals, reasons, suppliers = _counted(workspace, contacts, selection)
    lost, win_back = _causes(None if options.audit else contacts, totals, reasons)
    return Report(
        campaign=document.name,
        title=document.get(("campaign", "title")),
        first_day=inputs.first_day,
        last_day=inputs.last_day,
        known_at=options.known_at,
        options=options.as_text(),
        packs={pack.name: pack.version for pack in inputs.packs},
        tzdata=tzdata_version(),
        findings=tuple(findings),
        problems=problems,
        totals=totals,
        reasons=reasons,
        lists=summarise_lists(workspace),
        law_values=_law_values(selection, slices, with_contacts=contacts is not None),
        overdue=list_overdue(selection, slices, with_contacts=contacts is not None),
        without_data=options.without_data,
        skipped_rules=_skipped(selection) if options.without_data else 0,
        sources={name: each.text for name, each in inputs.documents.items()},
        digests={name: each.sha256 for name, each in inputs.documents.items()},
        suppliers=suppliers,
        audit=_audited(workspace),
        proofs=None if workspace.proof_count is None else Proofs(*astuple(workspace.proof_count)),
        lowered=tuple(sorted(selection.weakened.get("severity", ()))),
        lost=lost,
        win_back=win_back,
        hours=hours,
        applied=_applied(selection, tuple(stretch.first for stretch in slices)),
    )


def summarise_lists(workspace: Workspace) -> tuple[ListSummary, ...]:
    """Every list that was read, its digest, and what became of its rows."""
    return tuple(
        ListSummary(
            stats.kind,
            stats.name,
            stats.sha256,
            stats.rows,
            stats.unreadable_rows,
            stats.left_out,
            stats.seen.format,
            stats.seen.encoding,
            stats.seen.separator,
            stats.seen.packed,
            stats.profile,
        )
        for stats in workspace.files
    )


def _counted(
    workspace: Workspace, contacts: ContactRun | None, selection: Selection
) -> tuple[Totals, tuple[Reason, ...], tuple[Supplier, ...]]:
    """The contacts of each verdict, why, and who supplied them; nothing without lists."""
    if contacts is None:
        return Totals(), (), ()
    from calllint.engine.suppliers import count_suppliers
    from calllint.engine.tally import count_totals, list_reasons

    return (
        count_totals(workspace, contacts),
        list_reasons(workspace, contacts, selection),
        count_suppliers(workspace, contacts),
    )


def _causes(
    contacts: ContactRun | None, totals: Totals, reasons: tuple[Reason, ...]
) -> tuple[tuple[Loss, ...], tuple[WinBack, ...]]:
    """Where rows are lost, and what would win them back; nothing without lists to dial."""
    if contacts is None:
        return (), ()
    from calllint.engine.waterfall import Causes, waterfall, win_back

    causes = Causes(contacts)
    return (
        waterfall(causes, reasons, totals.contacts - totals.unreadable),
        win_back(causes, reasons),
    )


def _audited(workspace: Workspace) -> Audit | None:
    if not workspace.audit:
        return None
    from calllint.engine.audit import summed_up

    return summed_up(workspace)


def _law_values(
    selection: Selection, slices: tuple[Slice, ...], *, with_contacts: bool
) -> tuple[LawValue, ...]:
    """Every law value read by the rules that ran."""
    found: dict[tuple[str, str, date], LawValue] = {}
    for stretch in slices:
        standing_rules = standing(selection, stretch.first, with_contacts=with_contacts)
        for pack, names in standing_rules.read:
            for value in values_on(pack, names, stretch.first):
                found[value.pack, value.name, value.since] = value
    days = slices[0].first, slices[-1].last
    return tuple(found[key].during(*days) for key in sorted(found))


def _applied(selection: Selection, days: tuple[date, ...]) -> tuple[AppliedRule, ...]:
    """Every reported rule, with the first day of each stretch of law."""
    key = ("applied", *days)
    if key not in selection.kept:
        selection.kept[key] = tuple(
            AppliedRule(rule, pack, selection.severities.get(rule.id, rule.severity), days)
            for rule, pack in selection.rules
            if rule.id in selection.reported
        )
    found: tuple[AppliedRule, ...] = selection.kept[key]
    return found


def _skipped(selection: Selection) -> int:
    return sum(per_contact(rule) for rule, _ in selection.rules if rule.id in selection.reported)
