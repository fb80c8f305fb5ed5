"""How a page proves what it says: the record, its signature, the way from an entry to the root."""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct

from calllint.lang import number, say
from calllint.proof.find import Answer, Group, Leaf
from calllint.proof.keys import fingerprint
from calllint.proof.sections import Facts, Items, Section
from calllint.proof.timestamp import Stamp


def trail_of(answer: Answer, lang: str) -> Section:
    """The section that proves an answer."""
    return _Trail(answer, lang).section()


class _Trail(Struct, frozen=True):
    answer: Answer
    lang: str

    def word(self, key: str, **values: object) -> str:
        return say(f"proof.{key}", self.lang, **values)

    def section(self) -> Section:
        said, envelope = self.answer.envelope.predicate, self.answer.envelope
        made = said["recorded"]
        keyid = fingerprint(envelope.public_key or b"")
        signed = self.word(f"proof.signature.{self.answer.signature}", keyid=keyid)
        before = said["previous"]
        pairs = [
            (self.word("proof.record"), f"{said['sequence']}"),
            (self.word("proof.digest"), envelope.sha256),
            (self.word("proof.before"), before["sha256"] if before else self.word("proof.first")),
            (self.word("proof.made"), f"{made['at']} ({self.word('moment.' + made['from'])})"),
            (self.word("proof.signature"), signed),
            (self.word("proof.stamp"), self.stamp()),
            (self.word("proof.key"), self.answer.key.hex()),
            (self.word("proof.root"), said["numbers"]["root"]),
            (self.word("proof.count"), number(said["numbers"]["count"], self.lang)),
        ]
        leaf = self.answer.leaf
        groups = [] if leaf else [self.beside(each) for each in self.answer.around]
        way = self.way(leaf) if leaf else [one for group in groups for one in group]
        intro = self.word("proof.present" if leaf else "proof.absent")
        return Section(
            self.word("proof"),
            (intro, Facts(tuple(pairs)), Items(tuple(way)), self.word("proof.check")),
        )

    def way(self, leaf: Leaf) -> list[tuple[str, tuple[str, ...]]]:
        """From the entry to its group, and from there to the root."""
        shown = leaf.group.as_object(named=False)
        entry = self.word(
            "proof.leaf", n=leaf.index, leaf=sha256(leaf.line).hexdigest(), keys=shown["keys"]
        )
        return [(entry, tuple(shown["hashes"])), self.climb(leaf.group)]

    def beside(self, group: Group) -> list[tuple[str, tuple[str, ...]]]:
        """A group that a number is absent from, and the way to the root."""
        shown = group.as_object(named=True)
        return [
            (self.word("proof.beside", n=group.index), tuple(shown["keys"])),
            (self.word("proof.hashes"), tuple(shown["hashes"])),
            self.climb(group),
        ]

    def climb(self, group: Group) -> tuple[str, tuple[str, ...]]:
        """The hashes from a group up."""
        if not group.path:
            return self.word("proof.alone", n=group.index), ()
        return self.word("proof.climb", n=group.index), tuple(one.hex() for one in group.path)

    def stamp(self) -> str:
        match self.answer.stamp:
            case None:
                return self.word("proof.unstamped")
            case Stamp(at=at, trusted=trusted):
                return self.word("proof.stamped" if trusted else "proof.stamped_unknown", at=at)
            case unchecked:
                return self.word(f"fault.{unchecked}")
