"""Judging for the command line, and saying what went wrong: nobody sees a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calllint.api.errors import both, problems_of
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.cli.find import Found
    from calllint.engine import Options
    from calllint.engine.result import Problem, Report
    from calllint.engine.run import Judgement
    from calllint.facts.progress import Progress

__all__ = ["both", "complain", "judged", "problems_of", "troubled"]


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
            name = Path(file).as_posix()
            judgement, report = None, unread(name, problems_of(error, name))
        yield report, judgement


def complain(problems: tuple[Problem, ...], lang: str) -> None:
    """Writes problems on standard error, one line each."""
    from calllint.report.console import clean
    from calllint.report.message import message_of_problem

    for problem in problems:
        word = say("problem.fatal" if problem.fatal else "problem.unchecked", lang)
        text = message_of_problem(problem, lang, show_numbers=False)
        label = say("label", lang, text=word)
        click.echo(clean(f"{problem.place}: {label} {text}"), file=sys.stderr)


def troubled(found: Found) -> Report:
    """The report on something that is no campaign."""
    from calllint.document import Place
    from calllint.engine.result import Problem
    from calllint.report.interface import unread

    name = Path(found.file).as_posix()
    text = both(str(found.trouble), **dict(found.values))
    return unread(name, (Problem(Place(name), text),))
