"""Where the headings of a list stand, if a title or a line of groups stands above them.

A guess for people to look at: only ``calllint inspect`` makes it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path

from calllint.facts.headings import fold_heading, looks_like_data
from calllint.facts.profiles import Profile
from calllint.facts.sources.reading import format_of
from calllint.facts.sources.table import How
from calllint.packs.canonical import LAYOUTS

_LINES = 20
_BYTES = 1 << 15
_ENCODINGS = ("utf-8-sig", "cp1252", "mac_roman")
_SEPARATORS = ",;\t|"
_ENOUGH = 2
"""Headings that a line must hold, and more than the first."""


def heading_line(path: Path, how: How, known: Collection[str]) -> int | None:
    """The line that holds more headings than the first, where one does."""
    if how.header is not None or how.header_line is not None or not path.is_file():
        return None
    kind = format_of(path, path.as_posix())
    if kind == "text":
        lines = _text(path, how, known)
    elif kind == "workbook":
        from calllint.facts.sources import workbook

        rows = workbook.first_rows(path, path.as_posix(), how, _LINES)
        lines = ((line, _known(cells, known)) for line, cells in rows)
    else:
        return None
    counts: Counter[int] = Counter()
    for line, headings in lines:
        counts[line] = max(counts[line], headings)
    best = max(counts, key=lambda line: (counts[line], -line), default=1)
    return best if best > 1 and counts[best] >= max(_ENOUGH, counts[1] + 1) else None


def known_headings(profiles: Sequence[Profile]) -> set[str]:
    """Every heading that some profile knows, and our own."""
    found = {column for layout in LAYOUTS.values() for column in layout.columns}
    for profile in profiles:
        for kind in profile.kinds:
            for _, reading in profile.readings(kind):
                for names in (reading.get("columns", {}) | reading.get("times", {})).values():
                    found |= {fold_heading(name) for name in _listed(names)}
    return found


def _listed(names: str | Sequence[str]) -> Sequence[str]:
    return [names] if isinstance(names, str) else names


def _text(path: Path, how: How, known: Collection[str]) -> Iterator[tuple[int, int]]:
    """How many headings each of the first lines holds, by the encoding and separator that suit."""
    with path.open("rb") as stream:
        raw = stream.read(_BYTES)
    marked = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None
    encodings = [each for each in (how.encoding, marked) if each] or _ENCODINGS
    for encoding in encodings:
        text = raw.decode(encoding, errors="ignore").replace("\0", "")
        for line, row in enumerate(islice(io.StringIO(text, newline=""), _LINES), start=1):
            for sign in how.separator or _SEPARATORS:
                yield line, _known(next(csv.reader([row], delimiter=sign), []), known)


def _known(cells: Sequence[str], known: Collection[str]) -> int:
    if any(map(looks_like_data, cells)):
        return 0
    return len({fold_heading(cell) for cell in cells} & set(known))
