"""The gate before a dialler: whether a folder holds the list that was judged, fresh enough."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from msgspec import Struct

from calllint.facts.zones import to_local
from calllint.proof.book import Book, read_record
from calllint.proof.entries import file_digest
from calllint.proof.envelope import Envelope
from calllint.proof.fault import Fault, Verified
from calllint.proof.files import compare, is_there
from calllint.proof.layout import RECORD
from calllint.proof.verify import Trust, check_signature, open_file


class Freshness(Struct, frozen=True):
    """How old a list may be, and against which moment."""

    most: timedelta
    now: datetime
    """Naive, in UTC."""
    source: str
    """``clock`` or ``given``."""


def verify_scrub(
    folder: Path, trust: Trust, fresh: Freshness | None, book: Book | None
) -> Verified:
    """Whether the files of a scrub are those its record speaks of, and may be dialled."""
    found = Verified()
    envelope = open_file(found, folder / RECORD)
    if envelope is None:
        return found
    found.records = 1
    check_signature(found, folder / RECORD, envelope, trust)
    _check_subject(found, folder, envelope)
    if envelope.predicate["outcome"] != "written":
        found.faults.append(Fault.of(folder, "no_list"))
    if book is not None:
        _check_book(found, folder, envelope, book)
        _check_newer(found, folder, envelope, book, fresh)
    if fresh is not None:
        _check_age(found, folder, envelope, fresh)
    return found


def _check_subject(found: Verified, folder: Path, envelope: Envelope) -> None:
    subject = {one["name"]: one["digest"]["sha256"] for one in envelope.statement["subject"]}
    found.files = len(subject)
    for name, digest in subject.items():
        compare(found, folder / name, digest)
    for path in sorted(folder.iterdir()):
        if path.name not in {*subject, RECORD}:
            found.faults.append(Fault.of(path, "extra"))


def _check_book(found: Verified, folder: Path, envelope: Envelope, book: Book) -> None:
    file = book.folder / f"{envelope.predicate['sequence']:06d}" / RECORD
    if is_there(found, file) and file_digest(file)[0] != envelope.sha256:
        found.faults.append(Fault.of(folder / RECORD, "other_record", book=file))


def _check_newer(
    found: Verified, folder: Path, envelope: Envelope, book: Book, fresh: Freshness | None
) -> None:
    """Whether the same list was judged again since, on other evidence, for the same days."""
    said = envelope.predicate
    days = (_day(said, fresh),) * 2 if fresh else (said["judged"]["from"], said["judged"]["to"])
    for record in book.records():
        if int(record.name) <= said["sequence"]:
            continue
        newer = read_record(record).predicate
        for_them = newer["judged"]["from"] <= days[1] and days[0] <= newer["judged"]["to"]
        if for_them and _list(newer) == _list(said) and _basis(newer) != _basis(said):
            made = newer["recorded"]["at"]
            found.faults.append(Fault.of(folder, "newer", record=record, made=made))
            return


def _list(said: Mapping[str, Any]) -> tuple[object, ...]:
    """Which list a record is of: the campaign, and the names of its contact lists."""
    contacts = sorted(one["file"] for one in said["inputs"] if one["kind"] == "contacts")
    return said["campaign"]["file"], said["campaign"]["id"], contacts


def _basis(said: Mapping[str, Any]) -> tuple[object, ...]:
    """What a list was judged on."""
    inputs = sorted((one["kind"], one["file"], one["sha256"]) for one in said["inputs"])
    return inputs, said["documents"], [one["digest"] for one in said["packs"]]


def _day(said: Mapping[str, Any], fresh: Freshness) -> str:
    return to_local(said["zone"], fresh.now).date().isoformat()


def _check_age(found: Verified, folder: Path, envelope: Envelope, fresh: Freshness) -> None:
    said = envelope.predicate
    made = datetime.fromisoformat(said["recorded"]["at"].replace("Z", "+00:00"))
    age = fresh.now - made.astimezone(timezone.utc).replace(tzinfo=None)
    values = {
        "age": written(age),
        "most": written(fresh.most),
        "now": f"{fresh.now.isoformat(timespec='seconds')}Z",
        "made": said["recorded"]["at"],
    }
    if age < timedelta(0):
        found.faults.append(Fault.of(folder, f"future_{fresh.source}", **values))
    elif age > fresh.most:
        found.faults.append(Fault.of(folder, f"stale_{fresh.source}", **values))
    else:
        found.notes.append(Fault.of(folder, f"fresh_{fresh.source}", **values))
    if (fresh.source, said["recorded"]["from"]) == ("clock", "given"):
        found.notes.append(Fault.of(folder, "made_given"))
    day = _day(said, fresh)
    judged = said["judged"]
    if not judged["from"] <= day <= judged["to"]:
        found.faults.append(
            Fault.of(folder, "other_day", day=day, first=judged["from"], last=judged["to"])
        )


def written(span: timedelta) -> str:
    """``3h 20m``, ``2d 4h``, ``45s``."""
    seconds = int(abs(span).total_seconds())
    parts = [(seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "m")]
    shown = [f"{amount}{unit}" for amount, unit in parts if amount]
    return " ".join(shown[:2]) or f"{seconds}s"
