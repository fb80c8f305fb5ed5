"""Looking one number up in a book: the record that answers, and what the others say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from calllint.lang import count, say
from calllint.proof.answer import summary_of
from calllint.proof.book import read_record
from calllint.proof.envelope import Envelope
from calllint.proof.fault import Unusable
from calllint.proof.find import Answer, find
from calllint.proof.sections import Items, Section
from calllint.proof.verify import Trust

_EXPECTED = ("pruned", "other_key")
"""Why a record cannot be asked, though nothing is wrong with it."""


class Asked(Struct, frozen=True):
    """What to look up, and whom to trust."""

    number: str
    """In E.164."""
    secret: bytes
    trust: Trust
    on: date | None
    """Only a record that judged this day answers."""


class Others(Struct):
    """What the other records of a book say of a number."""

    told: dict[int, str]
    """By the number of the record: what was decided there, or why it was not asked."""
    without: list[int]
    """Those the number is not in."""

    def section(self, lang: str) -> Iterator[Section]:
        """The part of the page about them; nothing where there is no other."""
        items = [
            say("proof.others.record", lang, n=number, text=text)
            for number, text in sorted(self.told.items(), reverse=True)
        ]
        if self.without:
            records = count("proof.others.without", len(self.without), lang)
            items.append(say("label", lang, text=records) + f" {_stretches(self.without)}")
        if items:
            parts = (Items(tuple((one, ()) for one in items)),)
            yield Section(say("proof.others", lang), parts)


def judging(folders: Sequence[Path], on: date | None) -> Envelope | None:
    """The last of some records that judged a day; None where none did."""
    for folder in reversed(folders):
        envelope = read_record(folder)
        if _judged(envelope, on):
            return envelope
    return None


def search(folders: Sequence[Path], asked: Asked, lang: str) -> tuple[Answer, Others]:
    """The last record that holds the number, or else the last, and what is in the others.

    Raises Unusable where a record that might have answered is damaged, or none can be asked.
    """
    best: Answer | None = None
    others, reason = Others({}, []), None
    for folder in reversed(folders):
        holding = best is not None and best.leaf is not None
        try:
            answer = find(folder, asked.number, asked.secret, asked.trust)
        except Unusable as error:
            if not (holding or error.key in _EXPECTED):
                raise
            why = error.key if error.key in _EXPECTED else "damaged"
            number = int(folder.name) if folder.name.isdigit() else 0
            others.told[number] = say(f"proof.others.{why}", lang)
            reason = reason or error
            continue
        better = best is None or (not holding and answer.leaf is not None)
        if better and _judged(answer.envelope, asked.on):
            best, answer = answer, best
        if answer is not None:
            _note(others, answer, lang)
    if best is None:
        raise reason or Unusable(str(folders[-1]), "no_record")
    return best, others


def _judged(envelope: Envelope, on: date | None) -> bool:
    judged = envelope.predicate["judged"]
    return on is None or judged["from"] <= on.isoformat() <= judged["to"]


def _note(others: Others, answer: Answer, lang: str) -> None:
    number = answer.envelope.predicate["sequence"]
    if answer.leaf is None:
        others.without.append(number)
    else:
        others.told[number] = summary_of(answer, lang)


def _stretches(numbers: Sequence[int]) -> str:
    """``1-3, 5``."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][-1] + 1 == number:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ", ".join("\N{EN DASH}".join(map(str, ends)) for ends in found)
