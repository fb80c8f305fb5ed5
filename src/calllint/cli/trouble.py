"""Exceptions as problems that name file, line and remedy; nobody sees a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calllint.lang import LANGUAGES, say

if TYPE_CHECKING:
    from calllint.engine import Options
    from calllint.engine.result import Problem, Report
    from calllint.engine.run import Judgement
    from calllint.facts.progress import Progress


_STOPPED = "Query interrupted"
"""What DuckDB makes of Ctrl-C while a query runs."""


@contextmanager
def judged(
    file: str,
    options: Options,
    *,
    keep_sources: bool = False,
    progress: Progress | None = None,
    secret: bytes | None = None,
) -> Iterator[tuple[Report, Judgement | None]]:
    """One campaign judged; where it cannot be, a report of what is wrong and ``None``."""
    from calllint.engine.run import judge
    from calllint.facts.progress import QUIET
    from calllint.report.interface import unread

    with ExitStack() as stack:
        judgement: Judgement | None
        try:
            judgement = stack.enter_context(
                judge(
                    Path(file),
                    options,
                    keep_sources=keep_sources,
                    progress=progress or QUIET,
                    secret=secret,
                )
            )
            report = judgement.report
        except Exception as error:  # noqa: BLE001 - told as a problem: exit 2 or 3, never a clean 0
            judgement, report = None, unread(file, problems_of(error, file))
        yield report, judgement


def problems_of(error: Exception, file: str) -> tuple[Problem, ...]:
    """What an exception says, as problems. One that was not foreseen is a fault of ours.

    Raises KeyboardInterrupt where the database was stopped by it.
    """
    from calllint.document import Place
    from calllint.engine.result import Problem

    if isinstance(error, RuntimeError) and str(error) == _STOPPED:
        raise KeyboardInterrupt from error
    problems = getattr(error, "problems", ())
    if problems:
        return tuple(one if isinstance(one, Problem) else Problem(*one) for one in problems)
    if hasattr(error, "place") and hasattr(error, "message"):
        return (Problem(error.place, error.message),)
    text = both("error.engine", kind=type(error).__name__, where=_where(error))
    return (Problem(Place(file), text, fatal=False),)


def both(key: str, **values: object) -> dict[str, str]:
    """A sentence of ours in every language, as packs and documents give theirs."""
    return {lang: say(key, lang, **values) for lang in LANGUAGES}


def complain(problems: tuple[Problem, ...], lang: str) -> None:
    """Writes problems on standard error, one line each."""
    from calllint.report.console import clean
    from calllint.report.message import message_of_problem

    for problem in problems:
        word = say("problem.fatal" if problem.fatal else "problem.unchecked", lang)
        text = message_of_problem(problem, lang, show_numbers=False)
        label = say("label", lang, text=word)
        click.echo(clean(f"{problem.place}: {label} {text}"), file=sys.stderr)


def _where(error: Exception) -> str:
    """The innermost line of ours, as ``engine/run.py:120``: no value of the user's in it."""
    frames = traceback.extract_tb(error.__traceback__)
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
    ours = [frame for frame in frames if os.path.abspath(frame.filename).startswith(package)]
    if not ours:
        return "calllint"
    name = os.path.abspath(ours[-1].filename).removeprefix(package)
    return f"{name.replace(os.sep, '/')}:{ours[-1].lineno}"
