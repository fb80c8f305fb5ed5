"""Where reports go, and how they look there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from calllint.lang import say

if TYPE_CHECKING:
    from calllint.report.interface import Look

_WIDTH = 100
"""Characters of a line where there is no terminal to ask: the same for everybody."""


@contextmanager
def destination(output: str | None, inputs: Sequence[str], lang: str) -> Iterator[TextIO]:
    """Standard output, or the file named by ``--output`` (UTF-8, Unix line ends)."""
    if output is None:
        yield sys.stdout
        return
    if os.path.realpath(output) in map(os.path.realpath, inputs):
        raise click.UsageError(say("error.output_input", lang, file=output))
    try:
        stream = open(output, "w", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed below
    except OSError as error:
        raise click.UsageError(
            say("error.output", lang, file=output, reason=error.strerror)
        ) from None
    with stream:
        yield stream


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
    return min(max(shutil.get_terminal_size((_WIDTH, 24)).columns, 40), 120)
