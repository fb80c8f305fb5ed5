"""Work that needs nothing of one another, done side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Thread
from typing import Any


def together(
    tasks: Sequence[Callable[[], Any]], apart: Callable[[], AbstractContextManager[None]]
) -> list[Any]:
    """What some tasks give, run two at a time and begun in their order.

    The second thread works ``apart``. Once a task has failed, none is begun any more. Raises what
    the first of those that failed raised, as if they had been run one after the other.
    """
    coming = iter(enumerate(tasks))
    given: dict[int, Any] = {}
    failed: dict[int, BaseException] = {}

    def work() -> None:
        for place, task in coming:
            try:
                given[place] = task()
            except BaseException as error:  # noqa: BLE001 - raised again below
                failed[place] = error
            if failed:
                return

    def work_apart() -> None:
        with apart():
            work()

    other = Thread(target=work_apart)
    if len(tasks) > 1:
        other.start()
    work()
    if len(tasks) > 1:
        other.join()
    if failed:
        raise failed[min(failed)]
    return [given[place] for place in range(len(tasks))]
