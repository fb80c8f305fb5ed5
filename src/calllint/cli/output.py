"""Where reports go, and how they look there."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from calllint.lang import say

if TYPE_CHECKING:
    from calllint.report.interface import Look

BASELINE = "calllint-baseline.json"
"""The baseline that is used where it exists and no other is named."""
_DECIDING = (BASELINE, "calllint.toml", "pyproject.toml")
"""Files that decide what is found: a report never takes their place, whatever command wrote it."""
_WIDTH = 100
"""Characters of a line where there is no terminal to ask: the same for everybody."""


@contextmanager
def destination(output: str | None, inputs: Collection[str], lang: str) -> Iterator[TextIO]:
    """Standard output, or a file (UTF-8, Unix line ends) that is there whole or not at all.

    ``inputs`` may grow while the report is written: a report never takes the place of one of them.
    """
    if output is None:
        yield sys.stdout
        return
    target = os.path.realpath(output)
    whole = os.path.exists(target) and not os.path.isfile(target)  # a pipe or a device
    part = target if whole else f"{target}.{os.getpid()}.part"
    _refuse(output, inputs, lang)
    try:
        stream = open(part, "w" if whole else "x", encoding="utf-8", newline="\n")  # noqa: SIM115
    except OSError as error:
        reason = error.strerror
        raise click.UsageError(say("error.output", lang, file=output, reason=reason)) from None
    try:
        with stream:
            yield stream
        _refuse(output, inputs, lang)
        if not whole:
            _replace(part, target)
    except BaseException:
        if not whole:
            os.unlink(part)
        raise


def _refuse(output: str, inputs: Collection[str], lang: str) -> None:
    decides = os.path.basename(output) in _DECIDING and os.path.exists(output)
    if decides or os.path.realpath(output) in map(os.path.realpath, inputs):
        raise click.UsageError(say("error.output_input", lang, file=output))


def _replace(part: str, target: str) -> None:
    if os.path.exists(target):
        import shutil

        shutil.copymode(target, part)
    os.replace(part, target)


def look_for(stream: TextIO, lang: str, *, show_numbers: bool = False) -> Look:
    """Colour and width where the stream is a terminal; neither elsewhere."""
    from calllint.report.interface import Look

    terminal = stream.isatty()
    return Look(
        lang, show_numbers, terminal and _wants_color(), _terminal_width() if terminal else _WIDTH
    )


def _wants_color() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _terminal_width() -> int:
    import shutil

    return min(max(shutil.get_terminal_size((_WIDTH, 24)).columns, 40), 120)
