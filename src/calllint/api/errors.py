"""Exceptions as problems that name file, line and remedy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from calllint.lang import LANGUAGES, say

if TYPE_CHECKING:
    from calllint.engine.result import Problem


def problems_of(error: Exception, file: str) -> tuple[Problem, ...]:
    """What an exception says, as problems. One that was not foreseen is a fault of ours.

    Raises KeyboardInterrupt where the database was stopped by it.
    """
    from calllint.document import Place
    from calllint.engine.result import Problem
    from calllint.facts.store import is_stopped

    if is_stopped(error):
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


@contextmanager
def public_errors(file: str) -> Iterator[None]:
    """Turn whatever is raised into one of the errors that ``import calllint`` names."""
    from calllint.engine.options import CalllintError, InputError, UncheckedError

    try:
        yield
    except CalllintError:
        raise
    except Exception as error:
        problems = problems_of(error, file)
        kind = InputError if all(one.fatal for one in problems) else UncheckedError
        raise kind(problems) from error


def _where(error: Exception) -> str:
    """The innermost line of ours, as ``engine/run.py:120``: no value of the user's in it."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
    ours = [frame for frame in frames if os.path.abspath(frame.filename).startswith(package)]
    if not ours:
        return "calllint"
    name = os.path.abspath(ours[-1].filename).removeprefix(package)
    return f"{name.replace(os.sep, '/')}:{ours[-1].lineno}"
