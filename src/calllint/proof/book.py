"""A book of records: a folder that only grows, one numbered folder for each record.

Each record holds the digest of the one before; ``SHA256SUMS`` holds that of every one, so that the
last cannot be cut off unnoticed. Whoever adds or takes away holds the lock; a program that is
killed leaves the lock free and at most a hidden folder ``.new-…``.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from calllint.engine.limits import writing
from calllint.proof.envelope import Envelope, NoEnvelope, open_envelope, seal
from calllint.proof.fault import Unusable
from calllint.proof.keys import Signer
from calllint.proof.layout import LOCK, RECORD, SUMS
from calllint.records import dataclass

_NAME = re.compile(r"[0-9]{6,}")
_HIDDEN = ".new-"


@dataclass(frozen=True)
class Book:
    """The folder, which may not be there yet."""

    folder: Path

    def records(self) -> list[Path]:
        """The folder of every record, oldest first."""
        if not self.folder.is_dir():
            return []
        found = [one for one in self.folder.iterdir() if one.is_dir() and _NAME.fullmatch(one.name)]
        return sorted(found, key=lambda one: int(one.name))

    def check(self) -> None:
        """Raise Unusable unless a record can be written here."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            strange = sorted(one.name for one in self.folder.iterdir() if not _ours(one))
            with tempfile.TemporaryFile(dir=self.folder):
                pass
        except OSError as error:
            raise Unusable(str(self.folder), "unwritable", reason=error.strerror) from None
        if strange:
            raise Unusable(str(self.folder), "strange", name=strange[0])

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """A hidden folder to write a record in, gone at the end unless it was added."""
        aside = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=self.folder))
        try:
            with writing(self.folder):
                yield aside
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def add(self, draft: Path, statement: Mapping[str, Any], signer: Signer | None) -> Path:
        """Give a draft its place in the chain; the folder it then has."""
        with self.locked():
            records = self.records()
            last = int(records[-1].name) if records else 0
            before = read_record(records[-1]) if records else None
            place = {
                "sequence": last + 1,
                "previous": None if before is None else {"sequence": last, "sha256": before.sha256},
            }
            predicate = {**place, **statement["predicate"]}
            data = seal({**statement, "predicate": predicate}, signer)
            (draft / RECORD).write_bytes(data)
            target = self.folder / f"{last + 1:06d}"
            draft.rename(target)
            self.list_sum(target / RECORD)
        return target

    def list_sum(self, file: Path) -> None:
        """Add a file to ``SHA256SUMS``, in place of what was there of it; the lock is held."""
        from calllint.proof.entries import file_digest

        name = file.relative_to(self.folder).as_posix()
        sums = self.folder / SUMS
        lines = sums.read_text("ascii").splitlines() if sums.exists() else []
        kept = [line for line in lines if line.partition("  ")[2] != name]
        whole = "".join(f"{line}\n" for line in [*kept, f"{file_digest(file)[0]}  {name}"])
        part = self.folder / f"{_HIDDEN}sums"
        part.write_text(whole, "ascii")
        part.replace(sums)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else adds or takes away; who comes second waits."""
        try:
            stream = (self.folder / LOCK).open("ab")
        except OSError as error:
            raise Unusable(str(self.folder), "unwritable", reason=error.strerror) from None
        with stream:
            _lock(stream)
            yield


def read_record(folder: Path) -> Envelope:
    """The statement of a record. Raises Unusable where it is none."""
    try:
        return open_envelope((folder / RECORD).read_bytes())
    except OSError as error:
        raise Unusable(str(folder / RECORD), "unreadable", reason=error.strerror) from None
    except NoEnvelope:
        raise Unusable(str(folder / RECORD), "no_record") from None


def is_record(folder: Path) -> bool:
    """Whether a folder is one record, or what is left of it."""
    return (folder / RECORD).is_file() and not (folder / "summary.json").exists()


def _ours(path: Path) -> bool:
    known = path.name in (SUMS, LOCK) or path.name.startswith(_HIDDEN)
    return known or (path.is_dir() and bool(_NAME.fullmatch(path.name)))


def _lock(stream: IO[bytes]) -> None:
    """The system frees it with the file, however the program ends."""
    if os.name == "nt":
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)
