"""A rule that fails is named, and the others still answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from calllint.engine.compiler import Compiled, SqlJudge
from calllint.engine.judges import Crash, is_full, kind_of
from calllint.engine.passes import Bits, pass_sql
from calllint.facts.workspace import Workspace


def run_pass(
    workspace: Workspace,
    statement: Callable[[str], str],
    relation: str,
    keys: Sequence[str],
    compiled: Compiled,
    bits: Bits,
    floor: str = "FALSE",
) -> list[Crash]:
    """Run a ``statement`` over one pass; on failure find the culprits and run without them."""

    def attempt(rules: Compiled) -> None:
        workspace.execute(statement(pass_sql(relation, keys, rules, bits, floor)))

    try:
        attempt(compiled)
        return []
    except workspace.store.failures as error:
        if is_full(error):
            raise
        crashes = _culprits(workspace, relation, keys, compiled, bits, floor)
        if not crashes:
            raise error
    failed = {crash.judge.rule.id for crash in crashes}
    attempt(
        replace(
            compiled,
            judges=tuple(
                _silent(judge) if judge.rule.id in failed else judge for judge in compiled.judges
            ),
        )
    )
    return crashes


def _silent(judge: SqlJudge) -> SqlJudge:
    """The rule with its outcome unknown on every row."""
    return replace(
        judge,
        outcome="CAST(NULL AS BOOLEAN)",
        clear_from=None,
        clear_until=None,
        attempts_left=None,
    )


def _culprits(
    workspace: Workspace,
    relation: str,
    keys: Sequence[str],
    compiled: Compiled,
    bits: Bits,
    floor: str,
) -> list[Crash]:
    found = []
    for judge in compiled.judges:
        alone = pass_sql(relation, keys, replace(compiled, judges=(judge,)), bits, floor)
        try:
            workspace.execute(f"CREATE TEMP TABLE trial AS {alone}")
        except workspace.store.failures as error:
            if is_full(error):
                raise
            found.append(Crash(judge, kind_of(error)))
        else:
            workspace.execute("DROP TABLE trial")
    return found
