"""Exit codes, and which of them a run ends with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calllint.engine.result import Report

CLEAN = 0
"""Nothing at or above ``--fail-on``."""
FINDINGS = 1
"""Something was found: mend the campaign or its lists."""
UNUSABLE = 2
"""The input, the configuration or the command line cannot be used: nothing was proved."""
INCOMPLETE = 3
"""Not everything could be checked: what was not found may still be there."""
INTERRUPTED = 130
"""Ctrl-C, as shells have it: 128 + SIGINT."""
BROKEN_PIPE = 141
"""Whoever read the output left: 128 + SIGPIPE. A verdict not delivered is not a 0."""

SEVERITIES = ("info", "warning", "error")
_WORST_FIRST = (UNUSABLE, INCOMPLETE, FINDINGS, CLEAN)


def worst(codes: Iterable[int]) -> int:
    """The code of a run of several campaigns: 2 beats 3 beats 1 beats 0."""
    return min(codes, key=_WORST_FIRST.index, default=CLEAN)


def of_report(report: Report) -> int:
    """The code one campaign asks for. An unknown counts like a breach of its severity."""
    from calllint.report.order import failures

    return worst([of_problems(report), FINDINGS if failures(report) else CLEAN])


def of_problems(report: Report) -> int:
    """The code its problems ask for, findings aside."""
    return worst(UNUSABLE if problem.fatal else INCOMPLETE for problem in report.problems)


def forgiven(code: int, *, exit_zero: bool) -> int:
    """``--exit-zero`` forgives findings, never what could not be read or checked."""
    return CLEAN if exit_zero and code == FINDINGS else code
