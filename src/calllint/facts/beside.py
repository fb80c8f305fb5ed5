"""Work that needs nothing of one another, done side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Thread
from typing import Any

PATIENCE = 2.0
"""Seconds a thread is waited for after Ctrl-C.

It may itself wait for ever: Ctrl-C in the middle of an import leaves a lock behind.
"""


def together(
    tasks: Sequence[Callable[[], Any]], apart: Callable[[], AbstractContextManager[None]]
) -> list[Any]:
    """What some tasks give, run two at a time and begun in their order.

    The second thread works ``apart``. Once a task has failed, none is begun any more. Raises what
    the first of those that failed raised, as if they had been run one after the other; after Ctrl-C
    without waiting long for the other thread.
    """
    coming = iter(enumerate(tasks))
    given: dict[int, Any] = {}
    failed: dict[int, Exception] = {}

    def work() -> None:
        for place, task in coming:
            try:
                given[place] = task()
            except Exception as error:  # noqa: BLE001 - raised again below
                failed[place] = error
            if failed:
                return

    def work_apart() -> None:
        with apart():
            work()

    other = Thread(target=work_apart, daemon=True)
    try:
        if len(tasks) > 1:
            other.start()
        work()
        if len(tasks) > 1:
            other.join()
    except BaseException:  # Ctrl-C
        list(coming)  # none is begun any more
        if other.is_alive():
            other.join(PATIENCE)
        raise
    if failed:
        raise failed[min(failed)]
    return [given[place] for place in range(len(tasks))]
