"""A campaign read, with its lists made into facts: what is judged next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Thread

from msgspec import Struct

from calllint.engine.inputs import Inputs, check_calls, input_errors, read_inputs
from calllint.engine.options import InputError, Options
from calllint.engine.selection import Selection, select
from calllint.facts.beside import PATIENCE
from calllint.facts.declared import Declared
from calllint.facts.progress import QUIET, Progress
from calllint.facts.store import Database, InProcess
from calllint.facts.workspace import Workspace, open_database


class Opened(Struct, frozen=True):
    """A campaign whose lists have been read and made into facts; nothing is judged yet."""

    inputs: Inputs
    options: Options
    selection: Selection
    workspace: Workspace


@contextmanager
def opened(
    path: Path,
    options: Options | None = None,
    *,
    keep_sources: bool = False,
    progress: Progress = QUIET,
    secret: bytes | None = None,
) -> Iterator[Opened]:
    """Read a campaign and its lists, to be judged; the context closes the database.

    Takes and raises what ``judge`` does.
    """
    options = (options or Options()).for_campaign(path.as_posix())
    with _begun(options) as begun:
        inputs = read_inputs(path, options)
        if options.audit:
            check_calls(inputs, options)
        selection, problems = select(inputs.packs, options.select, options.ignore, options)
        if problems:
            raise InputError(tuple(problems))
        with input_errors():
            workspace = _open(inputs, options, begun, keep_sources, progress, secret)
    try:
        ready = Opened(inputs, options, selection, workspace)
        if not options.without_data:
            from calllint.facts.build import build_facts

            with judging(ready):
                workspace.progress.watch(workspace.store.progress)
                build_facts(workspace)
                workspace.seal()
        yield ready
    finally:
        workspace.close()


@contextmanager
def judging(ready: Opened) -> Iterator[None]:
    """Say as InputError what is wrong with input, and that a limit of the machine was reached."""
    # Without lists nothing large is made, and the database is not even loaded.
    without = ready.options.without_data
    limited = nullcontext() if without else _limits(ready.inputs.document.name)
    with input_errors(), limited:
        yield


def _limits(name: str) -> AbstractContextManager[None]:
    from calllint.engine.limits import limits

    return limits(name)


class _Begun:
    """A database that is opened while the campaign is read, and waits to be taken.

    What the thread needs is imported before: Ctrl-C in the middle of an import may leave a lock
    behind, and another thread that imports would wait for it for ever.
    """

    def __init__(self, options: Options) -> None:
        import calllint.facts.database
        import calllint.facts.sources.table
        import calllint.facts.temporary  # noqa: F401 - here for the thread alone

        self._options = options
        self._found: tuple[InProcess, Path] | None = None
        self._error: BaseException | None = None
        self._thread = Thread(target=self._open, daemon=True)
        self._thread.start()

    def _open(self) -> None:
        options = self._options
        try:
            self._found = open_database(options.memory_limit, options.threads, options.temp_dir)
        except BaseException as error:  # noqa: BLE001 - raised again where it is taken
            self._error = error

    def take(self) -> tuple[InProcess, Path]:
        """The database and its temporary folder, for whoever closes them. Raises FactError."""
        self._thread.join()
        if self._found is None:
            assert self._error is not None
            raise self._error
        found, self._found = self._found, None
        return found

    def drop(self) -> None:
        """Close it where nobody took it."""
        self._thread.join(PATIENCE)
        if self._found is not None:
            _remove(*self._found)


@contextmanager
def _begun(options: Options) -> Iterator[_Begun | None]:
    if options.without_data:
        yield None
        return
    begun = _Begun(options)
    try:
        yield begun
    finally:
        begun.drop()


def _open(
    inputs: Inputs,
    options: Options,
    begun: _Begun | None,
    keep_sources: bool,
    progress: Progress,
    secret: bytes | None,
) -> Workspace:
    data = Declared((), _absent(inputs)) if options.without_data else declared_data(inputs, options)
    database, temp = (None, None) if begun is None else _database(options, begun)
    return Workspace(
        database,
        temp,
        inputs.document,
        inputs.packs,
        data,
        inputs.known_at,
        inputs.first_day,
        inputs.last_day,
        inputs.documents,
        inputs.companions,
        keep_sources,
        frozenset(() if options.trust_rules else options.rules),
        progress=progress,
        shared=options.shared,
        secret=None if options.without_data else secret,
        proofs=options.proofs,
        audit=options.audit,
    )


def _database(options: Options, begun: _Begun) -> tuple[Database, Path]:
    database, temp = begun.take()
    if options.engine == "duckdb":
        return database, temp
    try:
        from calllint.engine.spark import open_cluster

        return open_cluster(options, database), temp
    except BaseException:  # nobody else knows of the folder yet
        _remove(database, temp)
        raise


def _remove(database: InProcess, temp: Path) -> None:
    """Close a database that no workspace closes."""
    from calllint.facts import temporary

    database.close()
    temporary.remove(temp)


def declared_data(inputs: Inputs, options: Options) -> Declared:
    """What the campaign says of its data. Raises FactError for a file that is not there."""
    from calllint.facts.entries import declared

    found = declared(inputs.document, options.data_root, options.data, inputs.packs)
    if not options.lent:
        return found
    from calllint.facts.lent import with_lent

    return with_lent(found, (each.entry for each in options.lent))


def _absent(inputs: Inputs) -> dict[str, str]:
    """What the campaign says of its data, where no list is read."""
    data = inputs.document.get(("data",), {})
    kinds = ("contacts", "consents", "contracts", "requests", "suppressions", "calls")
    return {
        kind: "absent" if kind not in data else "none" if data[kind] == "none" else "files"
        for kind in kinds
    }
