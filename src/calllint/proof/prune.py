"""Taking away what need not be kept: the entries go, the statement and the chain stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct

from calllint.proof.book import Book, read_record
from calllint.proof.envelope import PRUNED, STATEMENT, Envelope, seal
from calllint.proof.fault import Unusable
from calllint.proof.files import digests
from calllint.proof.keys import Signer
from calllint.proof.layout import RECORD, TOMBSTONE
from calllint.proof.statement import Recorded

FORMAT = "calllint-pruned-1"


class Kept(Struct, frozen=True):
    """How long a record is kept."""

    folder: Path
    until: date | None
    """Last day; None where nothing says so."""
    pruned: bool


def list_kept(book: Book, days: int | None) -> Iterator[Kept]:
    """Every record, and until when it is kept: as its law says, or ``days``, whichever is longer.

    Raises Unusable for a record that cannot be read.
    """
    for folder in book.records():
        envelope = read_record(folder)
        yield Kept(folder, _until(envelope, days), (folder / TOMBSTONE).exists())


def _until(envelope: Envelope, days: int | None) -> date | None:
    retention = envelope.predicate["retention"]
    ends = [] if retention is None else [date.fromisoformat(retention["until"])]
    if days is not None:
        last = date.fromisoformat(envelope.predicate["judged"]["to"])
        ends.append(last + timedelta(days=days))
    return max(ends, default=None)


def prune(
    book: Book, today: date, days: int | None, when: Recorded, signers: Sequence[Signer]
) -> list[Path]:
    """Take away the entries of every record that is kept no longer; the records concerned.

    Raises Unusable where a record is signed and its key is not given: its tombstone must be too.
    """
    with book.locked():
        over = [one for one in list_kept(book, days) if one.until is not None and one.until < today]
        due = [one.folder for one in over if not one.pruned]
        stones = {one: _tombstone(one, read_record(one), when, signers) for one in due}
        for folder, stone in stones.items():
            with book.listing(folder / TOMBSTONE, stone):
                (folder / TOMBSTONE).write_bytes(stone)
        for one in over:
            for name in digests(read_record(one.folder)):
                (one.folder / name).unlink(missing_ok=True)
    return due


def _tombstone(
    folder: Path, envelope: Envelope, when: Recorded, signers: Sequence[Signer]
) -> bytes:
    """What is put in place of the entries. Raises Unusable where it must be signed and is not."""
    own = envelope.public_key
    signer = next((one for one in signers if one.public == own), None)
    if own is not None and signer is None:
        raise Unusable(str(folder), "prune_key")
    gone = digests(envelope)
    statement = {
        "_type": STATEMENT,
        "subject": [
            {"name": name, "digest": {"sha256": digest}}
            for name, digest in {RECORD: envelope.sha256, **gone}.items()
        ],
        "predicateType": PRUNED,
        "predicate": {
            "format": FORMAT,
            "pruned": {"at": when.at, "from": when.source},
            "retention": envelope.predicate["retention"],
        },
    }
    return seal(statement, signer)
