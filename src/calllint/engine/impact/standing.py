"""One campaign under several states of the law: its lists are read once, and judged for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from calllint.engine.impact.law import frozen, selected
from calllint.engine.impact.model import (
    Change,
    Crossing,
    Effect,
    Reach,
    RuleChange,
    Standing,
    Status,
)
from calllint.engine.problems import unchecked
from calllint.engine.result import Finding, Loss, Problem, Totals, WinBack
from calllint.engine.run import Applied, Opened, apply_rules, judging
from calllint.engine.selection import Selection
from calllint.engine.settled import may_speak
from calllint.engine.slices import in_force
from calllint.engine.tally import count_totals, list_reasons
from calllint.engine.waterfall import Causes, waterfall, win_back
from calllint.facts.workspace import Workspace
from calllint.packs.model import Text

_DAY = timedelta(days=1)
_RANK: tuple[Reach, ...] = ("open", "narrowed", "unsure", "stopped")


class Judged(Struct, frozen=True):
    """What every state of the law makes of one campaign."""

    standings: tuple[Standing, ...]
    now: Standing
    """Under the law of the last judged day."""
    crossings: tuple[Crossing, ...]
    titles: Mapping[str, Text]
    problems: tuple[Problem, ...]


class _Under(Struct, frozen=True):
    """A campaign judged under the law of one day."""

    standing: Standing
    applied: Applied
    problems: tuple[Problem, ...]


def judge_states(
    ready: Opened,
    changes: Sequence[Change],
    law: tuple[date | None, date | None] = (None, None),
) -> Judged:
    """Judge a campaign before the first change, and after each that can say something of it.

    ``law`` bounds the days on which changes were looked for.
    """
    start = changes[0].day - _DAY if changes else ready.inputs.first_day
    runs = [_under(ready, start, None)]
    crossings: list[tuple[Change, tuple[RuleChange, ...]]] = []
    for change in changes:
        speaking = tuple(_speaking(ready, runs[0].applied, change))
        if speaking:
            crossings.append((change, speaking))
            runs.append(_under(ready, change.day, change.day))
    standings = [_still_asked(ready, one) for one in _with_ends(runs, law[1])]
    now = _now(ready, runs, standings, law)
    return Judged(
        tuple(standings),
        now.standing,
        tuple(
            Crossing(change.day, rules, before, after, _effect(before, after))
            for (change, rules), before, after in zip(
                crossings, standings, standings[1:], strict=False
            )
        ),
        {rule.id: rule.title for rule, _ in ready.selection.rules},
        tuple(dict.fromkeys(problem for run in (*runs, now) for problem in run.problems)),
    )


def _with_ends(runs: Sequence[_Under], end: date | None) -> tuple[Standing, ...]:
    """Each standing until the eve of the next; the last one as far as the law was looked at."""
    standings = [run.standing for run in runs]
    lasts = [each.first and each.first - _DAY for each in standings[1:]]
    return tuple(
        replace(each, last=last) for each, last in zip(standings, [*lasts, end], strict=True)
    )


def _now(
    ready: Opened,
    runs: Sequence[_Under],
    standings: Sequence[Standing],
    law: tuple[date | None, date | None],
) -> _Under:
    """The campaign under the law of its last day: one of its standings, if it is theirs."""
    day = ready.inputs.last_day
    if (law[0] or day) <= day <= (law[1] or day):
        found = [n for n, each in enumerate(standings) if (each.first or day) <= day]
        return replace(runs[found[-1]], standing=standings[found[-1]])
    return _under(ready, day, None)


def _still_asked(ready: Opened, standing: Standing) -> Standing:
    """Without the faults that nobody need mend: of rules gone before the campaign calls."""
    first = ready.inputs.first_day
    if standing.last is None or standing.last >= first:
        return standing
    alive = {rule.id for rule, pack in ready.selection.rules if in_force(rule, pack, first)}
    faults = tuple(rule for rule in standing.faults if rule in alive)
    return replace(
        standing, faults=faults, status=_status(standing.findings, standing.reach, faults)
    )


def _under(ready: Opened, day: date, first: date | None) -> _Under:
    workspace, selection = _by_law_of(ready, day)
    with judging(ready), _cleared(workspace):
        applied = apply_rules(workspace, selection)
        standing = _standing(workspace, selection, applied, first)
    problems = unchecked(
        workspace.document.name, applied.crashes, applied.uncovered, applied.misread
    )
    if problems and standing.status in ("open", "narrowed"):
        standing = replace(standing, reach="unsure", status="unsure")
    return _Under(standing, applied, tuple(problems))


def _by_law_of(ready: Opened, day: date) -> tuple[Workspace, Selection]:
    packs = frozen(ready.workspace.packs, day)
    return replace(ready.workspace, packs=packs), selected(ready.selection, day)


@contextmanager
def _cleared(workspace: Workspace) -> Iterator[None]:
    """Remove, at the end, every table and view that judging makes: the facts are judged again."""
    known = (
        "SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal "
        "UNION ALL SELECT 'TABLE', table_name FROM duckdb_tables()"
    )
    if workspace.database is None:
        yield
        return
    before = set(workspace.rows(known))
    try:
        yield
    finally:
        for kind, name in set(workspace.rows(known)) - before:
            workspace.execute(f"DROP {kind} {name}")


def _standing(
    workspace: Workspace, selection: Selection, applied: Applied, first: date | None
) -> Standing:
    findings = tuple(one for one in applied.findings if one.severity != "info")
    run, totals = applied.contacts, Totals()
    lost: tuple[Loss, ...] = ()
    pieces: tuple[WinBack, ...] = ()
    if run is not None:
        totals, causes = count_totals(workspace, run), Causes(run)
        reasons = list_reasons(workspace, run, selection)
        lost = waterfall(causes, reasons, totals.contacts - totals.unreadable)
        pieces = win_back(causes, reasons)
    reach = _reach(totals)
    faults = tuple(sorted({one.rule.id for one in _against(findings) if one.outcome == "breach"}))
    return Standing(
        first,
        None,
        reach,
        _status(findings, reach, faults),
        faults,
        findings,
        totals,
        lost,
        pieces,
        run is not None,
    )


def _reach(totals: Totals) -> Reach:
    if totals.allow:
        return "open" if totals.allow == totals.contacts else "narrowed"
    return "unsure" if totals.review or not totals.contacts else "stopped"


def _against(findings: Sequence[Finding]) -> list[Finding]:
    """The errors that stand against the campaign itself."""
    return [one for one in findings if one.severity == "error" and one.count is None]


def _status(findings: Sequence[Finding], reach: Reach, faults: Sequence[str]) -> Status:
    if reach == "stopped":
        return reach
    if faults:
        return "to_mend"
    unsure = any(one.outcome == "unknown" for one in _against(findings))
    return "unsure" if unsure else reach


def _effect(before: Standing, after: Standing) -> Effect:
    """By the contacts first. A fault that comes is worse; one that goes could have been mended."""
    rank = _RANK.index(after.reach) - _RANK.index(before.reach)
    lost = before.totals.allow - after.totals.allow
    if rank > 0 or (rank == 0 and lost > 0):
        return "worse"
    if rank < 0 or lost < 0:
        return "better"
    return "worse" if set(after.faults) - set(before.faults) else "same"


# -- which rules can say something -----------------------------------------------------------


def _speaking(ready: Opened, applied: Applied, change: Change) -> Iterator[RuleChange]:
    """The rules that change and that the campaign does not settle in advance."""
    law = {
        day: {pack.name: pack for pack in frozen(ready.workspace.packs, day)}
        for day in (change.day - _DAY, change.day)
    }
    for each in change.rules:
        for packs in law.values():
            pack = packs[each.rule.pack]
            rule = pack.by_id.get(each.rule.id)
            if rule and may_speak(ready.workspace, applied.campaign, applied.called, rule, pack):
                yield each
                break
