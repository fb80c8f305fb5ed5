"""Judging contacts: grounds, the pass, and one verdict each, slice after slice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain

from msgspec import Struct, field

from calllint.engine.compiler import Compiled, ScopeCompiler
from calllint.engine.crash import run_pass
from calllint.engine.grounds import build_ground, build_stretches, carried
from calllint.engine.judges import Crash, Judge
from calllint.engine.passes import Bits, named
from calllint.engine.result import Verdict
from calllint.engine.selection import Selection
from calllint.engine.settled import Settled
from calllint.engine.slices import Slice, in_force
from calllint.engine.workdays import Workdays
from calllint.engine.writer import DIALECTS
from calllint.facts.relations import (
    build_attempts,
    contact_relation,
    evidence_relation,
    kept_columns,
    shared_values,
)
from calllint.facts.rows import Row
from calllint.facts.sql import literal
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import lineage

VERDICTS: tuple[Verdict, ...] = ("allow", "review", "block")
"""Verdicts by their code in the table ``verdict``."""


class ContactRun(Struct):
    """What judging the contacts of a campaign leaves behind, beside the table ``verdict``."""

    bits: Bits
    slices: tuple[Slice, ...]
    judges: dict[str, list[tuple[Slice, Judge]]] = field(default_factory=dict)
    """Each rule that ran, by id, with the slices it ran in."""
    crashes: list[Crash] = field(default_factory=list)
    torn: bool = False
    """The days of some contact are cut, where a ground begins or ends."""


_FLOOR = "NOT coalesce(readable AND covered, FALSE)"
"""What makes a contact unsure, whatever the rules say."""


class ContactsJudge(Struct, frozen=True):
    """What judges the contacts: their rules are written out, and nothing is judged yet.

    It creates ``verdict``: row_id, readable, code (0 allow, 1 review, 2 block), b…, u…, free days,
    and needs every ``…_fact`` table. Raises nothing for a rule that fails: see ``crashes``.
    """

    workspace: Workspace
    campaign: Row
    run: ContactRun
    ready: tuple[Mapping[str, Compiled], ...]
    """For each stretch of days, the rules of each scope."""

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        selection: Selection,
        slices: tuple[Slice, ...],
        campaign: Row,
        workdays: Mapping[Slice, Workdays],
    ) -> ContactsJudge:
        """The judge of some stretches of days."""
        run = ContactRun(Bits.of(()), slices)
        ready = tuple(
            {
                scope: compile_scope(
                    workspace, selection, run, scope, stretch, workdays[stretch], campaign
                )
                for scope in (*workspace.grounds, workspace.judged_scope)
            }
            for stretch in slices
        )
        run.bits = Bits.of(run.judges)
        return cls(workspace, campaign, run, ready)

    def begin(self) -> None:
        """Judge the grounds of the first stretch, side by side; ``finish`` is to follow."""
        self._judge_grounds(0)

    def finish(self) -> ContactRun:
        """Judge the rest: one long statement for each stretch, and little beside."""
        slices = self.run.slices
        for number in range(len(slices)):
            self.workspace.progress.step(0.3 + 0.6 * (number + 1) / len(slices))
            if number:
                self._judge_grounds(number)
            self._judge_slice(number)
        self.workspace.progress.step(1.0)
        _conclude(self.workspace, self.run)
        return self.run

    def _judge_grounds(self, number: int) -> None:
        run = self.run
        judge_grounds(self.workspace, run, run.slices[number], self.campaign, self.ready[number])

    def _judge_slice(self, number: int) -> None:
        workspace, run, stretch = self.workspace, self.run, self.run.slices[number]
        compiled = self.ready[number][workspace.judged_scope]
        build_attempts(workspace, stretch.first, compiled.calls)
        reasons = [name for scope in workspace.grounds for name in carried(scope, run.bits)]
        keys = ("row_id", "readable", "consent_supplier", *workspace.grounds.values(), *reasons)
        relation = contact_relation(
            workspace,
            self.campaign,
            stretch.first,
            stretch.last,
            compiled.calls,
            reasons,
            named(compiled, *keys, _FLOOR),
        )
        run.crashes += run_pass(
            workspace,
            lambda query: _keep(workspace, run.bits, number, compiled, query),
            relation,
            keys,
            compiled,
            run.bits,
            floor=_FLOOR,
        )
        workspace.drop("attempts")
        forget_grounds(workspace)


def judge_grounds(
    workspace: Workspace,
    run: ContactRun,
    stretch: Slice,
    campaign: Row,
    ready: Mapping[str, Compiled],
) -> None:
    """Create ``number_days``, and the tables behind it."""
    told = {scope: kept_columns(workspace, scope) for scope in workspace.grounds}

    def judge(scope: str) -> list[Crash]:
        compiled, kept = ready[scope], told[scope]
        days, wanted = (stretch.first, stretch.last), named(compiled, *kept)
        relation = evidence_relation(workspace, scope, campaign, *days, wanted)
        crashes = run_pass(
            workspace,
            f"CREATE OR REPLACE TABLE {scope}_outcome AS {{}}".format,
            relation,
            ("record_id", "number", *kept),
            compiled,
            run.bits,
        )
        decides = run.bits.mask(judge.rule.id for judge in compiled.judges if judge.decides)
        build_ground(workspace, scope, run.bits, decides, kept)
        return crashes

    run.crashes += chain(*workspace.together(*(partial(judge, scope) for scope in told)))
    run.torn |= build_stretches(workspace, stretch, run.bits, told)
    if workspace.secret is not None:
        _keep_records(workspace, run.bits, run.slices.index(stretch))
    workspace.drop(*(f"{scope}_outcome" for scope in workspace.grounds))


def forget_grounds(workspace: Workspace) -> None:
    """Drop what ``judge_grounds`` made, and makes anew for the next days."""
    workspace.drop("torn_days", *(f"{scope}_ground" for scope in workspace.grounds))


def _keep_records(workspace: Workspace, bits: Bits, number: int) -> None:
    """Add what each record of a ground breaches to ``judged_SCOPE``, for the record of the run."""
    words = ", ".join(bits.columns("b") + bits.columns("u"))
    for scope in workspace.grounds:
        rows = f"SELECT record_id, number, {words} FROM {scope}_outcome"
        made = f"CREATE TABLE judged_{scope} AS" if number == 0 else f"INSERT INTO judged_{scope}"
        workspace.execute(f"{made} {rows}")


def compile_scope(
    workspace: Workspace,
    selection: Selection,
    run: ContactRun,
    scope: str,
    stretch: Slice,
    workdays: Workdays,
    campaign: Row,
) -> Compiled:
    """The rules that may say something of a row: the campaign settles the others for all."""
    known = shared_values(workspace, scope, campaign)
    settled = {pack.name: Settled(pack, known, workdays) for pack in workspace.packs}
    rules = [
        (rule, pack)
        for rule, pack in selection.rules
        if set(lineage(scope)) & set(rule.scopes)
        and in_force(rule, pack, stretch.first)
        and not settled[pack.name].silent(rule)
    ]
    compiler = ScopeCompiler(
        scope,
        stretch,
        workdays,
        fold=lambda pack, tree: settled[pack.name].fold(tree),
        dialect=DIALECTS[workspace.store.dialect],
    )
    compiled = compiler.compile(rules, selection.severities)
    for judge in compiled.judges:
        run.judges.setdefault(judge.rule.id, []).append((stretch, judge))
    return compiled


def _keep(workspace: Workspace, bits: Bits, number: int, compiled: Compiled, query: str) -> str:
    """Add what a pass says to ``outcome``, with the reasons of the grounds that failed.

    ``supplier`` is whose consent failed, where a consent did: see ``suppliers``.
    """
    words = []
    for prefix in ("b", "u"):
        for word, column in enumerate(bits.columns(prefix)):
            reasons = "".join(
                f" | CASE WHEN {_blames(bits, compiled, holds)} AND {holds} IS NOT TRUE "
                f"THEN coalesce(o.{scope}_{column}, 0) ELSE 0 END"
                for scope, holds in workspace.grounds.items()
            )
            words.append(f"(o.{prefix}{word}{reasons}) AS {column}")
    kept = (
        f"SELECT o.row_id, readable, CAST({number} AS INTEGER) AS slice, judged_from, judged_to, "
        f"{_supplier(workspace, bits, compiled)} AS supplier, {', '.join(words)}, "
        f"hard, unsure, free_from, free_until, attempts_left FROM ({query}) o"
    )
    return f"CREATE TABLE outcome AS {kept}" if number == 0 else f"INSERT INTO outcome {kept}"


def _supplier(workspace: Workspace, bits: Bits, compiled: Compiled) -> str:
    if "supplier" not in workspace.told("consents"):
        return "CAST(NULL AS VARCHAR)"
    blamed = _blames(bits, compiled, "consent_holds")
    return f"CASE WHEN {blamed} AND consent_holds IS NOT TRUE THEN o.consent_supplier END"


def _blames(bits: Bits, compiled: Compiled, holds: str) -> str:
    """Whether a rule that decides and reads this ground is breached or unknown."""
    mask = bits.mask(
        judge.rule.id for judge in compiled.judges if judge.decides and holds in judge.grounds
    )
    tests = [f"((o.b{word} | o.u{word}) & {part}) <> 0" for word, part in enumerate(mask) if part]
    return "(" + (" OR ".join(tests) or "FALSE") + ")"


_FREE = "NOT hard AND free_from <= free_until"
_THROUGHOUT = f"{_FREE} AND NOT unsure AND free_from = judged_from AND free_until = judged_to"


def _conclude(workspace: Workspace, run: ContactRun) -> None:
    """One row for each contact: as it is where its days are in one piece, else over all pieces."""
    names = run.bits.columns("b") + run.bits.columns("u")
    whole = (
        "SELECT row_id, readable, "
        f"CAST(CASE WHEN {_THROUGHOUT} THEN 0 WHEN {_FREE} THEN 1 ELSE 2 END AS TINYINT) AS code, "
        f"{', '.join(names)}, CASE WHEN {_FREE} THEN free_from END AS callable_from, "
        f"CASE WHEN {_FREE} THEN free_until END AS callable_until, "
        f"CASE WHEN {_FREE} THEN free_until - free_from + 1 ELSE 0 END AS free_days, attempts_left "
        "FROM outcome"
    )
    if len(run.slices) > 1 or run.torn or workspace.audit:
        only = run.slices[0]
        alone = (
            f"judged_from = {literal(only.first)} AND judged_to = {literal(only.last)}"
            if len(run.slices) == 1
            else "FALSE"
        )
        _piece_together(workspace, names, f"NOT ({alone})")
        whole += f" WHERE {alone} UNION ALL SELECT * FROM pieced"
    workspace.execute(f"CREATE VIEW verdict AS {whole}")


def _piece_together(workspace: Workspace, names: Sequence[str], cut: str) -> None:
    """``pieced``: the contacts whose days are ``cut``, each in one row."""
    words = ", ".join(f"bit_or({name}) AS {name}" for name in names)
    workspace.execute(
        "CREATE TABLE pieced AS SELECT row_id, bool_and(readable) AS readable, "
        f"CAST(CASE WHEN bool_and({_THROUGHOUT}) THEN 0 "
        f"WHEN bool_or({_FREE}) THEN 1 ELSE 2 END AS TINYINT) AS code, {words}, "
        f"min(free_from) FILTER ({_FREE}) AS callable_from, "
        f"max(free_until) FILTER ({_FREE}) AS callable_until, "
        f"CAST(coalesce(sum(free_until - free_from + 1) FILTER ({_FREE}), 0) AS INTEGER) "
        "AS free_days, min(attempts_left) AS attempts_left "
        f"FROM outcome WHERE {cut} GROUP BY row_id"
    )
    _first_run(workspace)


def _first_run(workspace: Workspace) -> None:
    """Where the free days are not one stretch, keep the first: never promise a day in a gap."""
    workspace.execute(
        "CREATE TABLE first_run AS WITH gaps AS (SELECT row_id FROM pieced WHERE free_days < "
        "callable_until - callable_from + 1), "
        f"runs AS (SELECT row_id, free_from, lag(free_until) OVER (PARTITION BY row_id ORDER BY "
        f"free_from) AS before FROM outcome SEMI JOIN gaps USING (row_id) WHERE {_FREE}) "
        "SELECT row_id, min(before) AS until FROM runs WHERE before < free_from - 1 GROUP BY row_id"
    )
    if workspace.has_rows("first_run"):
        workspace.execute(
            "UPDATE pieced SET callable_until = first_run.until FROM first_run "
            "WHERE first_run.row_id = pieced.row_id"
        )


def masked(bits: Bits, rule_ids: set[str], prefix: str) -> list[str]:
    """The word columns with only some rules' bits, as SQL."""
    mask = bits.mask(rule_id for rule_id in rule_ids if rule_id in bits.index)
    return [
        f"({column} & {literal(part)})"
        for column, part in zip(bits.columns(prefix), mask, strict=True)
    ]
