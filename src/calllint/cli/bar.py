"""A bar on the terminal while work is long: rows, rate, time left. Nothing of it elsewhere."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO

from calllint.lang import number, say

if TYPE_CHECKING:
    from calllint.facts.progress import Progress

_PATIENCE = 1.0
"""Seconds of work before a bar is shown: most runs are shorter."""
_BEAT = 0.2
_PARTS = 1000


@contextmanager
def progress_on(stream: TextIO, lang: str) -> Iterator[Progress]:
    """Progress shown on a terminal; told to nobody where there is none."""
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        from calllint.facts.progress import QUIET

        yield QUIET
        return
    bar = Bar(stream, lang)
    try:
        yield bar
    finally:
        bar.done()


class Bar:
    """Stages of work, one bar each, drawn by a thread of its own."""

    def __init__(self, stream: TextIO, lang: str) -> None:
        self._stream, self._lang = stream, lang
        self._share: Callable[[], float] = lambda: 0.0
        self._rows = self._done_rows = 0
        self._from = self._to = 0.0
        self._began, self._start = monotonic(), monotonic()
        self._name = ""
        self._bar: Any = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, share: Callable[[], float]) -> None:
        """Take what gives the share done of the statement that is running."""
        self._share = share

    def stage(self, name: str, rows: int) -> None:
        """Another bar."""
        with self._lock:
            self._finish()
            self._name, self._rows, self._done_rows = name, rows, 0
            self._from = self._to = 0.0
            self._start = monotonic()
        if self._thread is None:
            self._thread = threading.Thread(target=self._draw_on, daemon=True)
            self._thread.start()

    def advance(self, rows: int) -> None:
        """Rows are done."""
        self._done_rows += rows

    def step(self, share: float) -> None:
        """The stage is at the end of one statement, and another begins."""
        self._from, self._to = self._to, min(share, 1.0)

    def done(self) -> None:
        """No bar any more."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            self._finish()

    def _draw_on(self) -> None:
        while not self._ended.wait(_BEAT):
            if monotonic() - self._began > _PATIENCE:
                with self._lock:
                    self._draw()

    def _draw(self) -> None:
        import click

        if self._bar is None:
            self._bar = click.progressbar(
                length=_PARTS,
                label=say(f"progress.{self._name}", self._lang),
                file=self._stream,
                show_eta=False,
                item_show_func=lambda item: item,
            )
            self._bar.render_progress()
        share = self._shown()
        self._bar.update(max(0, int(share * _PARTS) - self._bar.pos), self._words(share))

    def _shown(self) -> float:
        """The share of the stage that is done."""
        if self._done_rows:
            return min(self._done_rows / max(self._rows, 1), 1.0)
        with suppress(Exception):
            return self._from + (self._to - self._from) * min(max(self._share(), 0.0), 1.0)
        return self._from

    def _words(self, share: float) -> str:
        """``1,204,000 rows · 410,000 rows/s · 0:12 left``."""
        rows = self._done_rows or int(self._rows * share)
        spent = monotonic() - self._start
        parts = []
        if rows:
            parts += [say("progress.rows", self._lang, n=rows, shown=number(rows, self._lang))]
            rate = int(rows / max(spent, 0.001))
            parts += [say("progress.rate", self._lang, shown=number(rate, self._lang))]
        if share > 0.02:
            seconds = int(spent / share - spent)
            left = f"{seconds // 60}:{seconds % 60:02d}"
            parts += [say("progress.left", self._lang, time=left)]
        return " · ".join(parts)

    def _finish(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._stream.write("\r\x1b[K\x1b[?25h")
            self._stream.flush()
            self._bar = None
