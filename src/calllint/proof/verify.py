"""Whether a record, a book of them, or the folder of a scrub is what it was; and if not, where."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from calllint.proof.book import PENDING, Book
from calllint.proof.envelope import (
    PRUNED,
    Envelope,
    NoEnvelope,
    OtherVersion,
    open_envelope,
    signed_bytes,
)
from calllint.proof.fault import Fault, Verified
from calllint.proof.files import check_files, compare, digests, is_there
from calllint.proof.keys import can_sign, fingerprint, signature_holds
from calllint.proof.layout import (
    BLOCKS,
    ENTRIES,
    RECORD,
    SUMS,
    TEXTS,
    TIMESTAMP,
    TOMBSTONE,
)
from calllint.proof.timestamp import Stamp, check_stamp

_FILES = {RECORD, ENTRIES, BLOCKS, TEXTS, TIMESTAMP, TOMBSTONE}


class Trust(Struct, frozen=True):
    """Whose signature and whose time-stamp are believed."""

    keys: tuple[bytes, ...] = ()
    """Public keys, of which one must have signed; none: whichever a record names."""
    authority: Path | None = None
    """Certificate of a time-stamping authority, PEM."""


def verify_book(folder: Path, trust: Trust) -> Verified:
    """Every record of a book, and that none is missing, added or moved."""
    found = Verified()
    records = Book(folder).records()
    sums = _sums(folder, found)
    before: Envelope | None = None
    for place, record in enumerate(records, 1):
        envelope = _verify_into(found, record, trust)
        name = f"{record.name}/{RECORD}"
        if int(record.name) != place:
            found.faults.append(Fault.of(record, "gap", n=f"{place:06d}"))
        if envelope is None:
            before = None
            continue
        if sums.pop(name, None) != envelope.sha256:
            found.faults.append(Fault.of(folder / SUMS, "sum", name=name))
        for extra in (TOMBSTONE, TIMESTAMP):
            if (record / extra).exists() and f"{record.name}/{extra}" not in sums:
                found.faults.append(Fault.of(record / extra, "unlisted"))
        _check_link(found, record, envelope, before, first=place == 1)
        before = envelope
    for name, digest in sums.items():
        if os.path.isfile(folder / name):  # a name may be one that no file can have
            compare(found, folder / name, digest)
        else:
            found.faults.append(Fault.of(folder / SUMS, "gone", name=name))
    known = {SUMS, ".lock", *(record.name for record in records)}
    for path in sorted(folder.iterdir()):
        if path.name not in known and not path.name.startswith(".new-"):
            found.faults.append(Fault.of(path, "extra"))
    return found


def verify_record(folder: Path, trust: Trust) -> Verified:
    """One record by itself; its place in the chain is not looked at."""
    found = Verified()
    _verify_into(found, folder, trust)
    return found


def _sums(folder: Path, found: Verified) -> dict[str, str]:
    """What ``SHA256SUMS`` says, line by line."""
    file = Book(folder).sums()
    if file.name == PENDING:
        found.notes.append(Fault.of(folder, "unfinished"))
    if not is_there(found, file):
        return {}
    lines = file.read_bytes().decode("ascii", "replace").split("\n")
    sums: dict[str, str] = {}
    if lines.pop():  # the last line ends as the others do
        found.faults.append(Fault.of(folder / SUMS, "line", n=len(lines) + 1))
    for number, line in enumerate(lines, 1):
        digest, gap, name = line.partition("  ")
        if len(digest) != 64 or not gap or name in sums:
            found.faults.append(Fault.of(folder / SUMS, "line", n=number))
        else:
            sums[name] = digest
    return sums


def _check_link(
    found: Verified, record: Path, envelope: Envelope, before: Envelope | None, *, first: bool
) -> None:
    said = envelope.predicate.get("previous")
    if envelope.predicate.get("sequence") != int(record.name):
        found.faults.append(Fault.of(record / RECORD, "sequence"))
    if first and said is not None:
        found.faults.append(Fault.of(record / RECORD, "first"))
    elif not first and before is not None and (said or {}).get("sha256") != before.sha256:
        found.faults.append(
            Fault.of(record / RECORD, "chain", before=f"{int(record.name) - 1:06d}")
        )


def _verify_into(found: Verified, folder: Path, trust: Trust) -> Envelope | None:
    """Adds what is wrong with a record; its envelope, where it is one."""
    found.records += 1
    if not _is_open(found, folder):
        return None
    for path in sorted(folder.iterdir()):
        if path.name not in _FILES:
            found.faults.append(Fault.of(path, "extra"))
    envelope = open_file(found, folder / RECORD)
    if envelope is None:
        return None
    check_signature(found, folder / RECORD, envelope, trust)
    if (folder / TOMBSTONE).exists():
        _check_tombstone(found, folder, envelope, trust)
    else:
        check_files(found, folder, envelope)
    if (folder / TIMESTAMP).exists():
        _check_time(found, folder, envelope, trust)
    return envelope


def _is_open(found: Verified, folder: Path) -> bool:
    """Whether one may look into a folder; a fault where one may not."""
    try:
        os.listdir(folder)
    except OSError as error:
        found.faults.append(Fault.of(folder, "unreadable", reason=error.strerror))
        return False
    return True


def open_file(found: Verified, file: Path) -> Envelope | None:
    """The envelope in a file; a fault, and None, where there is none."""
    if not is_there(found, file):
        return None
    try:
        return open_envelope(file.read_bytes())
    except OtherVersion as error:
        found.faults.append(Fault.of(file, "other_version", name=error.args[0]))
    except NoEnvelope:
        found.faults.append(Fault.of(file, "envelope"))
    return None


def check_signature(found: Verified, file: Path, envelope: Envelope, trust: Trust) -> None:
    """Whether an envelope is signed as it says, and by whom it should be."""
    public = envelope.public_key
    if public is None:
        known = found.faults if trust.keys or envelope.signatures else found.notes
        known.append(Fault.of(file, "unsigned"))
        return
    _check_signed(found, file, envelope, public)
    if not trust.keys:
        found.notes.append(Fault.of(file, "signed", keyid=fingerprint(public)[:16]))
    elif public not in trust.keys:
        own = "…, ".join(fingerprint(key)[:16] for key in trust.keys)
        keyid = fingerprint(public)[:16]
        found.faults.append(Fault.of(file, "other_key", keyid=keyid, own=own))


def _check_signed(found: Verified, file: Path, envelope: Envelope, public: bytes) -> None:
    if not can_sign():
        found.unchecked.append(Fault.of(file, "no_library"))
        return
    message = signed_bytes(envelope.payload)
    holds = len(envelope.signatures) == 1 and all(
        keyid == fingerprint(public) and signature_holds(public, signature, message)
        for keyid, signature in envelope.signatures
    )
    if not holds:
        found.faults.append(Fault.of(file, "signature"))


def _check_tombstone(found: Verified, folder: Path, envelope: Envelope, trust: Trust) -> None:
    """What says that a record's entries were taken away, rightly."""
    file = folder / TOMBSTONE
    if not is_there(found, file):
        return
    try:
        stone = open_envelope(file.read_bytes(), PRUNED)
    except NoEnvelope:
        found.faults.append(Fault.of(file, "envelope"))
        return
    subject = {one["name"]: one["digest"]["sha256"] for one in stone.statement["subject"]}
    if subject.pop(RECORD, None) != envelope.sha256 or subject != digests(envelope):
        found.faults.append(Fault.of(file, "tombstone"))
    public = envelope.public_key
    if public is not None:
        _check_signed(found, file, stone, public)
    for name in digests(envelope):
        if (folder / name).exists():
            found.faults.append(Fault.of(folder / name, "extra"))
    day, kept = stone.predicate["pruned"]["at"][:10], envelope.predicate["retention"]
    if kept is not None and day <= kept["until"]:
        found.faults.append(Fault.of(file, "early", day=day, until=kept["until"]))
    key = f"pruned_{stone.predicate['pruned']['from']}"
    found.notes.append(Fault.of(folder, key, day=day))


def _check_time(found: Verified, folder: Path, envelope: Envelope, trust: Trust) -> None:
    file = folder / TIMESTAMP
    if not is_there(found, file):
        return
    stamp = check_stamp(file.read_bytes(), envelope.data, trust.authority)
    if isinstance(stamp, Stamp):
        key = "stamped" if stamp.trusted else "stamped_unknown"
        found.notes.append(Fault.of(file, key, at=stamp.at))
    elif stamp == "no_library":
        found.unchecked.append(Fault.of(file, "no_library"))
    else:
        found.faults.append(Fault.of(file, stamp))
