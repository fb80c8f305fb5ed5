"""A book of records: a folder that only grows, one numbered folder for each record.

Each record holds the digest of the one before; ``SHA256SUMS`` holds that of every one, so that the
last cannot be cut off unnoticed. Whoever adds or takes away holds the lock. A program that is
killed leaves the lock free and at most a hidden folder ``.new-…``, which the next removes; what it
was about to list stands in ``.new-sums``, and the next lists it.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from calllint.engine.limits import writing
from calllint.facts import temporary
from calllint.proof.envelope import Envelope, NoEnvelope, OtherVersion, open_envelope, seal
from calllint.proof.fault import Unusable
from calllint.proof.keys import Signer
from calllint.proof.layout import LOCK, RECORD, SUMS

_NAME = re.compile(r"[0-9]{6,}")
_HIDDEN = ".new-"
PENDING = f"{_HIDDEN}sums"


class Book(Struct, frozen=True):
    """The folder, which may not be there yet."""

    folder: Path

    def records(self) -> list[Path]:
        """The folder of every record, oldest first."""
        try:
            there = list(self.folder.iterdir()) if self.folder.is_dir() else []
        except OSError as error:
            raise Unusable(str(self.folder), "unreadable", reason=error.strerror) from None
        found = [one for one in there if _NAME.fullmatch(one.name) and one.is_dir()]
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
        with temporary.private(self.folder, _HIDDEN) as aside, writing(self.folder):
            draft = aside / "record"
            draft.mkdir(0o700)
            yield draft

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
            with self.listing(target / RECORD, data):
                draft.rename(target)
        return target

    @contextmanager
    def listing(self, file: Path, data: bytes) -> Iterator[None]:
        """Put a file that is written meanwhile into ``SHA256SUMS``; the lock is held.

        It takes the place of what was there of it.
        """
        name = file.relative_to(self.folder).as_posix()
        kept = [line for line in _lines(self.folder / SUMS) if line.partition("  ")[2] != name]
        whole = "".join(f"{line}\n" for line in [*kept, f"{sha256(data).hexdigest()}  {name}"])
        part = self.folder / PENDING
        part.write_text(whole, "ascii")
        yield
        part.replace(self.folder / SUMS)

    def sums(self) -> Path:
        """``SHA256SUMS``; or what would be, where a program was killed before it took its place."""
        from calllint.proof.entries import file_digest

        part, listed = self.folder / PENDING, _lines(self.folder / SUMS)
        fresh = [line.partition("  ") for line in _lines(part) if line not in listed]
        there = [
            (self.folder / name).is_file() and file_digest(self.folder / name)[0] == digest
            for digest, _, name in fresh
        ]
        return part if there and all(there) else self.folder / SUMS

    def _finish(self) -> None:
        """List what a program that was killed had written and not listed yet."""
        if self.sums().name == PENDING:
            (self.folder / PENDING).replace(self.folder / SUMS)
        (self.folder / PENDING).unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else adds or takes away; who comes second waits."""
        try:
            stream = (self.folder / LOCK).open("ab")
        except OSError as error:
            raise Unusable(str(self.folder), "unwritable", reason=error.strerror) from None
        with stream:
            _lock(stream)
            self._finish()
            yield


def read_record(folder: Path) -> Envelope:
    """The statement of a record. Raises Unusable where it is none."""
    try:
        return open_envelope((folder / RECORD).read_bytes())
    except OSError as error:
        raise Unusable(str(folder / RECORD), "unreadable", reason=error.strerror) from None
    except OtherVersion as error:
        raise Unusable(str(folder / RECORD), "other_version", name=error.args[0]) from None
    except NoEnvelope:
        raise Unusable(str(folder / RECORD), "no_record") from None


def is_record(folder: Path) -> bool:
    """Whether a folder is one record, or what is left of it."""
    return os.path.isfile(folder / RECORD) and not os.path.exists(folder / "summary.json")


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("ascii", "replace").splitlines() if file.is_file() else []
    except OSError as error:
        raise Unusable(str(file), "unreadable", reason=error.strerror) from None


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
