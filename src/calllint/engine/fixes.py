"""Fixes: what can be written better without a decision that is somebody's to take.

Hours and numbers in their usual form, a window cut where a rule's permitted hours have a gap, a
waiver that sets nothing aside taken away. Lists are never touched. A file whose fixes would bring
a finding that was not there, or cost a contact, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.document import Document, DocumentError, load
from calllint.document import Path as DocPath
from calllint.document.edits import Edit, applied
from calllint.document.formatting import formatting, plainly_written
from calllint.document.model import Node
from calllint.document.waivers import addressed
from calllint.engine.inputs import companion_paths
from calllint.engine.options import CalllintError, Options
from calllint.engine.result import Finding, Problem, Report
from calllint.engine.run import Judgement, judge
from calllint.facts.rows import Row
from calllint.facts.schedule import reached, window_rows
from calllint.facts.windows import parse_hours
from calllint.packs.language.tree import Call, Expr, Name, Param, children
from calllint.packs.model import Rule

Windows = list[tuple[int, int]]
_ITEM = re.compile(r"[ \t]*-[ \t]+")


class Fixed(Struct, frozen=True):
    """What fixes make of a campaign: the text of each file that changes, before and after."""

    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    refused: bool = False
    """Something would have changed for the worse, and nothing is changed."""
    problems: tuple[Problem, ...] = ()
    """What kept the campaign from being judged: there may be more to fix."""


def fix(path: Path, options: Options) -> Fixed:
    """The fixes of a campaign and of the script and forms it names; nothing is written.

    What cannot be read or judged gets the fixes that need no judging.
    """
    documents = _documents(path, options)
    before = {name: document.text for name, document in documents.items()}
    after = {name: applied(each.text, formatting(each)) for name, each in documents.items()}
    try:
        with judge(path, replace(options, texts=after)) as judgement:
            edits = list(_judged(judgement, options))
            formatted = judgement.report
    except CalllintError as error:
        return Fixed(_changes(before, after), problems=error.problems)
    campaign = path.as_posix()
    last = {**after, campaign: applied(after[campaign], edits)}
    changes = _changes(before, last)
    if changes and _worse(path, options, formatted, before, after, last):
        return Fixed(refused=True)
    return Fixed(changes)


def _documents(path: Path, options: Options) -> dict[str, Document]:
    """The campaign and its companions, as far as they are YAML."""
    found: dict[str, Document] = {}
    try:
        document = load(path, path.as_posix())
    except DocumentError:
        return found
    found[document.name] = document
    for other in companion_paths(document, path, options.data_root):
        try:
            found[other.as_posix()] = load(other, other.as_posix())
        except DocumentError:
            continue
    return found


def _changes(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {name: (text, after[name]) for name, text in before.items() if after[name] != text}


def _worse(
    path: Path,
    options: Options,
    formatted: Report,
    before: dict[str, str],
    after: dict[str, str],
    last: dict[str, str],
) -> bool:
    """Whether the campaign fares worse after the fixes than before them."""
    first = formatted if after == before else _report(path, options, before)
    final = formatted if last == after else _report(path, options, last)
    if first is None or final is None:
        return final is None
    lost = final.totals.allow < first.totals.allow or final.totals.block > first.totals.block
    return (
        lost or len(final.problems) > len(first.problems) or bool(_stands(final) - _stands(first))
    )


def _report(path: Path, options: Options, texts: dict[str, str]) -> Report | None:
    try:
        with judge(path, replace(options, texts=texts)) as judgement:
            return judgement.report
    except CalllintError:
        return None


def _stands(report: Report) -> set[tuple[str, str, str]]:
    standing = (one for one in report.findings if one.set_aside is None)
    return {(one.rule.id, one.outcome, one.severity) for one in standing}


def _judged(judgement: Judgement, options: Options) -> Iterator[Edit]:
    yield from _numbers(judgement)
    yield from _gaps(judgement, with_data=not options.without_data)
    yield from _unused(judgement)


def _node(document: Document, path: DocPath) -> Node:
    node = document.root
    for step in path:
        node = node.children[step]
    return node


# Numbers


def _numbers(judgement: Judgement) -> Iterator[Edit]:
    """Caller numbers in E.164, in quotes, read as the rules read them."""
    workspace = judgement.workspace
    document = workspace.document
    for index in range(len(document.get(("dialer", "caller_ids")) or ())):
        node = _node(document, ("dialer", "caller_ids", index, "number"))
        written = document.text[node.start : node.end]
        if not plainly_written(document, node) or re.fullmatch(r"(['\"])\+\d+\1", written):
            continue
        number = workspace.plan.parse(str(node.value), workspace.region)
        if number.valid and number.e164:
            yield Edit(node.start, node.end, f'"{number.e164}"')


# Windows


def _gaps(judgement: Judgement, *, with_data: bool) -> Iterator[Edit]:
    """Windows that begin and end in permitted hours, cut where these have a gap between."""
    workspace = judgement.workspace
    gaps = [(one, windows) for one in judgement.report.findings if (windows := _permitted(one))]
    if not gaps:
        return
    document = workspace.document
    rows = window_rows(
        workspace, reached(workspace, with_data=with_data), workspace.first_day, workspace.last_day
    )
    moved = {row.path for row in rows if not _as_declared(row)}
    permitted: dict[DocPath, list[Windows]] = {}
    for finding, windows in gaps:
        for path in {row.path for row in rows} - moved:
            if workspace.place(path) == finding.place:
                permitted.setdefault(path, []).extend(windows)
    for path, several in permitted.items():
        edit = _cut(document, path, several)
        if edit is not None:
            yield edit


def _as_declared(row: Row) -> bool:
    """Whether people see the window at the hours it is declared with."""
    hours = ("local_from", "declared_from"), ("local_to", "declared_to")
    return all(row.values[seen] == row.values[declared] for seen, declared in hours)


def _permitted(finding: Finding) -> list[Windows]:
    """The hours a finding says a window must lie within, on each of its days."""
    if finding.outcome != "breach" or finding.set_aside is not None or finding.count is not None:
        return []
    name = _hours_parameter(finding.rule)
    return [
        list(value.value)  # type: ignore[arg-type]
        for value in finding.law_values
        if value.name == name and isinstance(value.value, tuple)
    ]


def _hours_parameter(rule: Rule) -> str | None:
    """``$name`` of ``within(local_from, local_to, $name)`` in the condition of a rule."""
    todo: list[Expr] = list(rule.deciding)
    while todo:
        node = todo.pop()
        if isinstance(node, Call) and node.function == "within":
            first, last, windows = node.arguments
            local = isinstance(first, Name) and isinstance(last, Name)
            if local and (first.name, last.name) == ("local_from", "local_to"):  # type: ignore[union-attr]
                return windows.name if isinstance(windows, Param) else None
        todo += children(node)
    return None


def _cut(document: Document, path: DocPath, permitted: list[Windows]) -> Edit | None:
    node, above = _node(document, path), _node(document, path[:-1])
    if not isinstance(node.value, str) or not plainly_written(document, node):
        return None
    start, end = parse_hours(node.value)
    pieces = [(start, end)]
    for windows in permitted:
        pieces = sorted(
            (max(low, first), min(high, last))
            for low, high in pieces
            for first, last in windows
            if max(low, first) < min(high, last)
        )
    if len(pieces) < 2 or pieces[0][0] != start or pieces[-1][1] != end:
        return None
    joint = ", " if document.text[above.start] == "[" else _next_item(document, node)
    if joint is None:
        return None
    return Edit(node.start, node.end, joint.join(f'"{_clock(a)}-{_clock(b)}"' for a, b in pieces))


def _next_item(document: Document, node: Node) -> str | None:
    """What begins another item of a block list below this one; None where the list is no such."""
    line = max(document.text.rfind(sign, 0, node.start) for sign in "\r\n") + 1
    before = document.text[line : node.start]
    if not _ITEM.fullmatch(before):
        return None
    return ("\r\n" if "\r\n" in document.text else "\n") + before


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


# Waivers


def _unused(judgement: Judgement) -> Iterator[Edit]:
    """Comments of which no rule is needed any more, whole; of the others, the rules in question."""
    document = judgement.workspace.document
    for comment in filter(None, map(addressed, document.comments)):
        here = [row for row in judgement.waivers if _stands_at(row, comment.line, comment.column)]
        idle = [str(row.values["waiver_rule"]) for row in here if _idle(row)]
        if not idle:
            continue
        start = document.offset(comment.line, comment.column)
        if len(idle) == len(here):
            yield _without(document.text, start, start + len(comment.text))
        else:
            kept = [str(row.values["waiver_rule"]) for row in here if not _idle(row)]
            opening = document.text.index("[", start)
            yield Edit(opening, document.text.index("]", opening) + 1, f"[{', '.join(kept)}]")


def _stands_at(row: Row, line: int, column: int) -> bool:
    span = row.place.span if row.place else None
    by_comment = row.values.get("waiver_kind") == "comment"
    return by_comment and span is not None and (span.line, span.column) == (line, column)


def _idle(row: Row) -> bool:
    """Whether a waiver that is in order was looked for in vain."""
    values = row.values
    in_order = all(values.get(f"waiver_{name}") for name in ("reasoned", "rule_known", "checked"))
    other = any(values.get(f"waiver_{name}") for name in ("used", "rule_required", "rule_counts"))
    until, needed = values.get("waiver_until"), values.get("waiver_needed_to")
    return in_order and not other and until >= needed  # type: ignore[operator]


def _without(text: str, start: int, end: int) -> Edit:
    """A comment taken away: its whole line where it has one, else the blanks before it too."""
    before = re.search(r"[ \t]*\Z", text[:start])
    start = before.start() if before else start
    end = len(re.match(r"[^\r\n]*", text[end:]).group()) + end  # type: ignore[union-attr]
    if start == 0 or text[start - 1] in "\r\n":
        broken = re.match(r"\r\n|\r|\n", text[end:])
        end += len(broken.group()) if broken else 0
    return Edit(start, end, "")
