"""Tasks side by side give what they would give one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Barrier, Event, current_thread, main_thread
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calllint.document import Place
from calllint.engine import judge
from calllint.engine.opening import _Begun
from calllint.engine.options import InputError, Options
from calllint.facts.beside import together
from calllint.facts.database import duckdb
from calllint.facts.errors import FactError
from calllint.facts.store import STOPPED, InProcess
from tests.building import people, write


def giving(value: int) -> Callable[[], int]:
    return lambda: value


def failing(value: int) -> Callable[[], int]:
    def fail() -> int:
        raise ValueError(value)

    return fail


@given(st.lists(st.booleans(), max_size=8))
def test_what_they_give_or_the_first_failure_is_that_of_doing_them_in_order(
    good: list[bool],
) -> None:
    tasks = [giving(place) if fine else failing(place) for place, fine in enumerate(good)]

    if all(good):
        assert together(tasks, nullcontext) == list(range(len(good)))
    else:
        with pytest.raises(ValueError, match=f"^{good.index(False)}$"):
            together(tasks, nullcontext)


def test_two_of_them_run_at_once_the_second_apart() -> None:
    met, apart = Barrier(2, timeout=20), []

    @contextmanager
    def aside() -> Iterator[None]:
        apart.append(current_thread())
        yield

    def meet() -> object:
        met.wait()  # alone, it would wait in vain
        return current_thread()

    threads = together([meet, meet], aside)

    assert set(threads) == {current_thread(), *apart}


def test_a_thread_apart_sees_the_same_tables_through_its_own_connection() -> None:
    with duckdb.connect() as connection:
        store, met = InProcess(connection), Barrier(2, timeout=20)

        def make(name: str) -> object:
            met.wait()
            store.execute(f"CREATE TABLE {name} AS SELECT 1 AS here")
            return store.connection

        ours = together([lambda: make("one"), lambda: make("two")], store.apart)

        assert store.rows("SELECT * FROM one, two") == [(1, 1)]
        assert store.connection is connection
        assert [each is connection for each in ours].count(True) == 1


def test_ctrl_c_leaves_a_thread_behind_that_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calllint.facts.beside.PATIENCE", 0.1)
    stuck, for_ever = Event(), Event()

    def work() -> None:
        if current_thread() is main_thread():
            assert stuck.wait(20)
            raise KeyboardInterrupt
        stuck.set()
        assert for_ever.wait(20)

    with pytest.raises(KeyboardInterrupt):
        together([work, work], nullcontext)
    for_ever.set()


def test_a_database_that_never_opens_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calllint.engine.opening.PATIENCE", 0.1)
    for_ever = Event()
    monkeypatch.setattr("calllint.engine.opening.open_database", lambda *_: for_ever.wait(20))

    begun = _Begun(Options())
    began = monotonic()
    begun.drop()

    assert monotonic() - began < 10
    for_ever.set()


class _Interrupted:
    def execute(self, _: str) -> None:
        raise RuntimeError(STOPPED)


def test_ctrl_c_during_a_statement_is_no_fault_of_the_statement() -> None:
    store = InProcess(_Interrupted())  # type: ignore[arg-type]  # of a connection, all it is asked

    for run in (store.execute, store.rows):
        with pytest.raises(KeyboardInterrupt):
            run("SELECT 1")


def test_a_list_that_cannot_be_opened_leaves_no_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, temp = write(tmp_path / "c", {"contacts": people(1)}), tmp_path / "temp"
    temp.mkdir()

    def refuse(path: Path, name: str) -> str:
        raise FactError.at(Place(name), "no", "non")

    monkeypatch.setattr("calllint.facts.sources.reading.format_of", refuse)

    with pytest.raises(InputError), judge(Path(campaign), Options(temp_dir=temp)):
        pass
    assert list(temp.iterdir()) == []
