"""Which kind of list a file is: what its name, its headings and its cells say for each.

A list that speaks for calls (consents, contracts, requests) is taken for one only where its name or
a heading says so. Where two kinds are about as likely, a person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct, field

from calllint.facts.headings import fold_heading, is_basis
from calllint.facts.profiles import Profile
from calllint.packs.canonical import KINDS, LAYOUTS

_NAMED = 3
"""Points for the name of a file that says a kind."""
_SAID = 2
"""Points for a heading that says it, and for a column whose cells do."""
_OWN = 1
"""Points for a heading that no other kind has."""
_CONTACTS = 2
"""Points that headings give contacts at most: any list may tell who people are."""
_FOR_CALLS = frozenset(("consents", "contracts", "requests"))
"""Kinds that speak for calls: a list taken for one by mistake would let people be called."""
_BOTH = frozenset(("contacts", "consents"))
_AGREED = frozenset(("status", "at"))
"""What headings must say of a consent, for it to stand beside a contact."""
_MOSTLY = 0.6
"""Share of a column's cells that must be words of the kind."""
_JOINED = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
"""Where a word begins in `OptInDate`."""

Meanings = Mapping[str, Mapping[int, str]]
"""For each kind, the columns of the file that it would read, and as what."""


class Kind(Struct, frozen=True):
    """The kind of a list, and how sure that is."""

    kind: str
    doubt: tuple[str, ...] = ()
    """The kinds that are about as likely, this one first: a person has to say which."""
    also: tuple[str, ...] = ()
    """Other kinds of which it has columns."""
    both: bool = False
    """It holds contacts, and their consents beside them."""
    untold: bool = False
    """Nothing says what it is; contacts are the kind that claims nothing."""


class _Score(Struct):
    named: bool = False
    headings: int = 0
    cells: int = 0
    said: bool = False
    """Something says this kind; for consents, that people agreed."""
    spoken: bool = False
    """A heading says it."""
    own: bool = False
    """It has a column that no other kind has."""
    told: set[str] = field(default_factory=set)
    """The columns it would read from headings that say it."""

    @property
    def points(self) -> int:
        return _NAMED * self.named + self.headings + self.cells


def kind_of(
    name: str,
    headers: Sequence[str],
    samples: Sequence[Sequence[str]],
    meanings: Meanings,
    profiles: Sequence[Profile],
) -> Kind:
    """The kind of a list, by the words that the profiles know."""
    named = named_kinds(name, profiles)
    scores = {kind: _Score(named=kind in named, said=kind in named) for kind in KINDS}
    for index, header in enumerate(headers):
        _score_heading(scores, index, header, meanings, profiles)
    known = known_words(profiles)
    for kind, meaning in meanings.items():
        _score_cells(kind, scores[kind], meaning, samples, known)
    scores["contacts"].headings = min(scores["contacts"].headings, _CONTACTS)
    return _decided(scores, named)


def _score_heading(
    scores: Mapping[str, _Score],
    index: int,
    header: str,
    meanings: Meanings,
    profiles: Sequence[Profile],
) -> None:
    for kind in said_kinds(header, profiles):
        scores[kind].headings += _SAID
        scores[kind].said = scores[kind].spoken = True
        scores[kind].told |= {meanings[kind][index]} if index in meanings[kind] else set()
    reading = [kind for kind in KINDS if index in meanings[kind]]
    if len(reading) == 1:
        (kind,) = reading
        ours = fold_heading(header) == meanings[kind][index]
        scores[kind].headings += _SAID if ours else _OWN
        scores[kind].said |= ours and kind != "consents"
        scores[kind].own = True


def _score_cells(
    kind: str,
    score: _Score,
    meaning: Mapping[int, str],
    samples: Sequence[Sequence[str]],
    known: Mapping[tuple[str, str], Mapping[str, str]],
) -> None:
    """Cells that are words of one kind alone speak for it; those that are none, against it."""
    others = {word for (of, _), words in known.items() if of != kind for word in words}
    for index, column in meaning.items():
        words = known.get((kind, column))
        cells = [fold(row[index]) for row in samples if index < len(row) and row[index].strip()]
        if words is None or not cells:
            continue
        if sum(cell in words and cell not in others for cell in cells) >= _MOSTLY * len(cells):
            score.cells += _SAID
        elif sum(cell in words for cell in cells) < (1 - _MOSTLY) * len(cells):
            score.cells -= _OWN


def _decided(scores: Mapping[str, _Score], named: Collection[str]) -> Kind:
    ranked = sorted(KINDS, key=lambda kind: -scores[kind].points)
    if scores[ranked[0]].points <= 0:
        return Kind("contacts", untold=True)
    top = ranked[0]
    fitting = [kind for kind in ranked if _fits(kind, scores[kind])]
    margin = _NAMED if named and top not in named else _SAID
    near = scores[top].points - margin
    rivals = [
        kind
        for kind in fitting
        if kind != top and scores[kind].points > 0 and scores[kind].points > near
    ]
    if top not in fitting and not rivals:
        rivals = ["contacts"]
    also = [kind for kind in ranked if kind != top and scores[kind].spoken]
    if {top, *rivals} <= _BOTH and _is_both(scores, named):
        return Kind("contacts", also=tuple(one for one in also if one not in _BOTH), both=True)
    if rivals:
        return Kind(top, doubt=(top, *rivals))
    if top != "contacts":
        return Kind(top)
    return Kind(top, also=tuple(also), untold=not (scores[top].own or scores[top].named))


def _is_both(scores: Mapping[str, _Score], named: Collection[str]) -> bool:
    """Whether a list tells who people are, and whether and when they agreed, of each of them.

    One that is called consents may hold people who are not to be called.
    """
    agreed = scores["consents"].told >= _AGREED
    return agreed and scores["contacts"].spoken and set(named) <= {"contacts"}


def _fits(kind: str, score: _Score) -> bool:
    if kind == "contacts":
        return True
    return score.said if kind in _FOR_CALLS else score.points >= _SAID


def named_kinds(name: str, profiles: Iterable[Profile]) -> set[str]:
    """The kinds that the name of a file says."""
    return _said(PurePosixPath(name).name.split(".")[0], profiles, "files")


def said_kinds(heading: str, profiles: Iterable[Profile]) -> set[str]:
    """The kinds that a heading says; a basis for holding data says none."""
    return set() if is_basis(heading) else _said(heading, profiles, "headings")


def known_words(profiles: Iterable[Profile]) -> dict[tuple[str, str], dict[str, str]]:
    """What the words of each closed column mean: canonical ones, and folded those of profiles."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for kind, layout in LAYOUTS.items():
        for column, allowed in layout.closed:
            found[kind, column] = {fold(word): word for word in allowed}
    for profile in profiles:
        for kind in profile.kinds:
            for _, reading in profile.readings(kind):
                for column, words in reading.get("values", {}).items():
                    if (kind, column) in found:
                        for word, meaning in words.items():
                            found[kind, column].setdefault(fold(str(word)), str(meaning))
    return found


def _said(text: str, profiles: Iterable[Profile], where: str) -> set[str]:
    """The kinds that the words of a text say; of words that overlap, the longer ones count."""
    folded = f" {fold(text)}"
    found: list[tuple[int, int, str]] = []
    silent = set()
    for profile in profiles:
        for kind, words in profile.tells.items():
            if where == "headings" and any(_places(folded, words.get("except", ()))):
                silent.add(kind)
            found += [(start, end, kind) for start, end in _places(folded, words.get(where, ()))]
    return {
        kind
        for start, end, kind in found
        if kind not in silent
        and not any(
            first < end and start < last and last - first > end - start for first, last, _ in found
        )
    }


def _places(folded: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where words begin in a text, and where they end."""
    for word in words:
        start = folded.find(f" {word}")
        if start >= 0:
            yield start, start + len(word) + 1


def fold(text: str) -> str:
    """Words as they are compared: without case, accents or signs."""
    plain = unicodedata.normalize("NFKD", _JOINED.sub(" ", text))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))
