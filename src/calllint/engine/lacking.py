"""What would settle an unknown: the lists, columns and keys that nobody gave.

They go by the names the campaign would give them: ``data.suppressions``, ``data.consents.channel``
for a column that no list of consents has, ``dialer.caller_ids[0].assigned_to``. A cell that is
blank in some rows only is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from calllint.document import Document, dotted
from calllint.document import Path as DocPath
from calllint.engine.calls import facts_asked
from calllint.engine.campaign import Hit
from calllint.engine.judges import Judge
from calllint.engine.result import COVERS
from calllint.engine.settled import OPEN, Settled, known_of
from calllint.engine.slices import Slice, law_on
from calllint.engine.workdays import Workdays
from calllint.facts.coverage import covered
from calllint.facts.rows import Row
from calllint.facts.workspace import Workspace
from calllint.packs.canonical import KINDS
from calllint.packs.language.tree import Call, Coalesce, Expr, IsNull, Logic, Name, Not, children
from calllint.packs.scopes import SCOPES, Column, Value
from calllint.packs.vocabulary import columns_of, expand

_COUNTED = ("attempts_within", "calls_before")
"""Functions that count calls over so many days."""


def lacking_of_row(workspace: Workspace, hit: Hit) -> tuple[str, ...]:
    """What the campaign does not say of a row that stands for a node of its own."""
    row, at = hit.row, hit.judge.rule.at
    paths = [_path(column, row) for column in hit.wanting]
    if not paths and at is not None:
        paths = [(*row.path, *at.split("."))]
    document = workspace.documents.get(row.file, workspace.document)
    missing = [path for path in paths if document.get(path) is None]
    return tuple(sorted({dotted(_above(document, path, missing)) for path in missing}))


def _above(document: Document, path: DocPath, missing: Sequence[DocPath]) -> DocPath:
    """The key that would hold several of those missing, where it is missing itself."""
    above = path[:-1]
    several = sum(other[:-1] == above for other in missing) > 1
    return above if several and document.get(above) is None else path


def _path(column: Column, row: Row) -> DocPath:
    """Where a column is read: from the top for what every scope has, else below the row's node."""
    assert column.path is not None
    parts: DocPath = tuple(column.path.split("."))
    return parts if SCOPES["campaign"].columns.get(column.name) is column else (*row.path, *parts)


def lacking_of_lists(
    workspace: Workspace, judge: Judge, first: date, campaign: Row
) -> tuple[str, ...]:
    """The lists that are not there, the columns that no list has and the campaign's blank keys.

    ``first`` is the first day it was judged on: calls must be known up to the eve of it.
    """
    found: set[str | None] = set()
    names = _asked(judge)
    for scope in judge.rule.scopes:
        columns, functions = columns_of(scope, judge.pack), SCOPES[scope].functions
        for name in names:
            asked = columns.get(name) or functions.get(name)
            found |= {_missing(workspace, scope, need) for need in asked.needs} if asked else set()
        found |= {_days_missing(workspace, judge, scope, first)}
        found |= set(_keys_missing(judge, known_of(workspace, scope, campaign), scope, first))
    return tuple(sorted(name for name in found if name))


def _missing(workspace: Workspace, scope: str, need: str) -> str | None:
    """A list, or a column of the scope's own list, by its name if it is not there."""
    if need in KINDS:
        return f"data.{need}" if workspace.declared.status[need] == "absent" else None
    kind = f"{scope}s"
    lacks = workspace.has_list(kind) and need not in workspace.told(kind)
    return f"data.{kind}.{need}" if lacks else None


def _days_missing(workspace: Workspace, judge: Judge, scope: str, first: date) -> str | None:
    """What the exports of calls do not say: which days they speak for, or enough of them."""
    if workspace.audit or workspace.declared.status["calls"] != "files":
        return None
    law = {judge.pack.name: law_on(judge.pack, first)}
    asked = facts_asked(scope, [(judge.rule, judge.pack)], law)
    since = [first - timedelta(args[0] - 1) for name, args in asked if name in _COUNTED]
    return None if all(covered(workspace, day) for day in since) else COVERS


def _keys_missing(
    judge: Judge, known: Mapping[str, Value], scope: str, first: date
) -> Iterator[str]:
    """The campaign's blank keys of which some value would settle what is unknown of every row."""
    columns = columns_of(scope, judge.pack)
    asked = sorted(judge.pack.mentions[judge.rule.id] & known.keys() & columns.keys())
    blank = [columns[name] for name in asked if known[name] is None and columns[name].path]
    if not blank:
        return
    days = Workdays(Slice(first, first), scope, None)
    trees = [expand(tree, judge.pack) for tree in judge.rule.expressions]
    as_it_is = Settled(judge.pack, known, days)
    open_still = [part for tree in trees for part in _undecided(tree, as_it_is)]
    for column in blank:
        tried = (False, True) if column.type == "bool" else (column.neutral,)
        worlds = [Settled(judge.pack, {**known, column.name: value}, days) for value in tried]
        try:
            settles = any(world.value(part) is not None for part in open_still for world in worlds)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            continue  # a rule that fails is told as one
        if settles:
            yield str(column.path)


def _undecided(node: Expr, settled: Settled) -> Iterator[Expr]:
    """The largest parts of a condition that are unknown for every row."""
    value = settled.value(node)
    if value is None:
        yield node
    elif value is OPEN and isinstance(node, (Logic, Not)):
        for child in children(node):
            yield from _undecided(child, settled)


def _asked(judge: Judge) -> list[str]:
    """The columns and functions a rule wants a value of: not those that may go without."""
    trees = (expand(tree, judge.pack) for tree in judge.rule.expressions)
    return list(dict.fromkeys(name for tree in trees for name in _named(tree)))


def _named(tree: Expr) -> Iterator[str]:
    if isinstance(tree, (IsNull, Coalesce)):
        return
    if isinstance(tree, Name):
        yield tree.name
    elif isinstance(tree, Call):
        yield tree.function
    for child in children(tree):
        yield from _named(child)
