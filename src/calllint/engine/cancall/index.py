"""An index of a campaign on disk, for answers that wait for no list; and answers without one."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from calllint.document import Place
from calllint.engine.cancall.frame import Frame
from calllint.engine.cancall.gate import Gate
from calllint.engine.cancall.origin import Origin, StaleIndexError
from calllint.engine.cancall.store import fill
from calllint.engine.inputs import Inputs, input_errors, read_inputs
from calllint.engine.limits import limits, writing
from calllint.engine.opening import declared_data
from calllint.engine.options import InputError, Options
from calllint.engine.result import Problem, Report
from calllint.engine.run import Judgement, judge
from calllint.engine.selection import select
from calllint.facts.progress import QUIET, Progress
from calllint.facts.workspace import Workspace

FOLDER = ".calllint"
"""Where indexes stand, beside their campaign, for its owner alone."""
_SUFFIX = ".index"
_PRAGMAS = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE")


class Prepared(Struct, frozen=True):
    """An index that was written."""

    path: Path
    numbers: int
    """Distinct numbers it answers for."""
    size: int
    """Bytes."""
    report: Report
    """What checking the campaign gave."""


def default_index(campaign: Path) -> Path:
    """Where the index of a campaign is looked for: ``.calllint/fibre.index`` beside fibre.yaml."""
    return campaign.parent / FOLDER / f"{campaign.stem}{_SUFFIX}"


def prepare(
    campaign: Path,
    options: Options | None = None,
    index: Path | None = None,
    *,
    progress: Progress = QUIET,
) -> Prepared:
    """Judge a campaign and write its index, whole or not at all.

    Raises InputError as ``judge`` does, and where a list changes while it is read.
    """
    options = _asked(options, campaign)
    target = index or default_index(campaign)
    inputs = read_inputs(campaign, options)
    with input_errors():
        origin = Origin.of(inputs, options)
    with judge(campaign, options, progress=progress) as judgement:
        with writing(target), _written(target) as connection:
            fill(judgement, Frame.of(judgement), connection, None)
            origin.check(Origin.of(inputs, options, origin), target)
            connection.execute("INSERT INTO meta VALUES ('origin', ?)", (origin.dump(),))
            (numbers,) = connection.execute("SELECT count(DISTINCT number) FROM contact").fetchone()
        return Prepared(target, numbers, target.stat().st_size, judgement.report)


@contextmanager
def _written(target: Path) -> Iterator[sqlite3.Connection]:
    """A new database that takes the place of ``target`` once it is whole."""
    if not target.parent.exists():
        target.parent.mkdir(mode=0o700, parents=True)
        if target.parent.name == FOLDER:
            (target.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)  # mkstemp makes it readable by its owner alone
    try:
        with closing(sqlite3.connect(name)) as connection:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            yield connection
            connection.commit()
        with open(name, "rb") as stream:
            os.fsync(stream.fileno())
        os.replace(name, target)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(name)
        if isinstance(error, sqlite3.Error) and "full" in str(error):
            raise OSError(28, os.strerror(28)) from error
        raise


def open_index(campaign: Path, options: Options | None = None, index: Path | None = None) -> Gate:
    """Open the index of a campaign. Close the gate when done.

    Raises InputError where there is none, StaleIndexError where it was made from something else.
    """
    options = _asked(options, campaign)
    path = index or default_index(campaign)
    inputs = read_inputs(campaign, options)
    connection = _opened(path)
    try:
        kept = dict(connection.execute("SELECT name, value FROM meta"))
        before = Origin.load(kept["origin"])
        with input_errors():
            before.check(Origin.of(inputs, options, before), path)
        return _gate(inputs, options, connection, kept["frame"])
    except (sqlite3.Error, KeyError, TypeError, ValueError) as error:
        connection.close()
        raise _no_index(path) from error
    except BaseException:
        connection.close()
        raise


def _opened(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise InputError((Problem(Place(path.as_posix()), _MISSING),))
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _no_index(path: Path) -> InputError:
    return StaleIndexError((Problem(Place(path.as_posix()), _UNREADABLE),))


_MISSING = {
    "en": "there is no index here; run `calllint prepare` first",
    "fr": "il n'y a pas d'index ici ; lancez d'abord `calllint prepare`",
}
_UNREADABLE = {
    "en": "this is not an index of this version of calllint; run `calllint prepare` again",
    "fr": "ce n'est pas un index de cette version de calllint ; relancez `calllint prepare`",
}


def _asked(options: Options | None, campaign: Path) -> Options:
    """The options of a campaign; a question about a number needs its lists."""
    whole = replace(options or Options(), without_data=False)
    return whole.for_campaign(campaign.as_posix())


def _gate(
    inputs: Inputs,
    options: Options,
    connection: sqlite3.Connection,
    frame: str,
    *,
    listed: bool = True,
) -> Gate:
    """A gate over an index; it holds no list, and no database but the index."""
    selection, problems = select(inputs.packs, options.select, options.ignore, options)
    if problems:
        raise InputError(tuple(problems))
    with input_errors():
        workspace = Workspace(
            None,
            None,
            inputs.document,
            inputs.packs,
            declared_data(inputs, options),
            inputs.known_at,
            inputs.first_day,
            inputs.last_day,
            inputs.documents,
            inputs.companions,
        )
    return Gate(workspace, selection, Frame.load(frame, selection), connection, listed)


@contextmanager
def gate_for(
    campaign: Path, number: str, options: Options | None = None, *, progress: Progress = QUIET
) -> Iterator[Gate]:
    """A gate that answers about one number, from the lists themselves: no index is kept.

    A number that no contact list holds is looked for in the other lists all the same. Raises
    InputError as ``judge`` does.
    """
    options = _asked(options, campaign)
    inputs = read_inputs(campaign, options)
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        with (
            judge(campaign, options, progress=progress) as judgement,
            limits(campaign.as_posix()),
        ):
            frame, listed = _fill_for(judgement, number, options, connection)
        yield _gate(inputs, options, connection, frame.dump(), listed=listed)


def _fill_for(
    judgement: Judgement, written: str, options: Options, connection: sqlite3.Connection
) -> tuple[Frame, bool]:
    """Fill an index of one number; whether some contact list holds it."""
    workspace, frame = judgement.workspace, Frame.of(judgement)
    number = workspace.plan.parse(written, workspace.region)
    digits = int(number.e164[1:]) if number.e164 else 0
    if not digits or workspace.rows(f"SELECT 1 FROM person WHERE number = {digits}"):
        fill(judgement, frame, connection, digits)
        return frame, bool(digits)
    alone = workspace.temp / "unlisted.csv"
    alone.write_text(f"phone\n+{digits}\n", encoding="utf-8")
    asked = replace(options, data={**options.data, "contacts": (str(alone),)}, baseline=None)
    with judge(Path(judgement.report.campaign), asked) as other:
        own = Frame.of(other)
        fill(other, own, connection, digits)
    return replace(own, findings=frame.findings, problems=frame.problems), False
