"""The baseline: findings a team has accepted, by fingerprint, in a file beside the campaigns."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from calllint.document import Place, Span
from calllint.document.checks import real_date
from calllint.engine.options import InputError
from calllint.engine.result import Finding, Problem

VERSION = 1
_LONGEST = 64 << 20
_TEXTS = ("fingerprint", "rule", "file", "campaign", "key", "outcome")


class Entry(Struct, frozen=True):
    """One accepted finding. Files are named from the root of the project."""

    fingerprint: str
    rule: str
    file: str
    campaign: str
    """The campaign it was found in: one script may serve several."""
    key: str
    outcome: str
    reason: str = ""
    until: date | None = None
    place: Place | None = None
    """Where the baseline holds it; None for one that is to be written."""

    def as_object(self) -> dict[str, object]:
        """The entry as the file holds it."""
        return {
            **{name: getattr(self, name) for name in _TEXTS},
            "until": None if self.until is None else self.until.isoformat(),
            "reason": self.reason,
        }


def read_baseline(path: Path, *, fresh: bool = False) -> tuple[Entry, ...]:
    """The entries of a file; a ``fresh`` one need not be there yet. Raises InputError."""
    name = path.as_posix()
    try:
        return _parsed(name, path.read_bytes()[:_LONGEST])
    except FileNotFoundError:
        if fresh:
            return ()
        raise _unusable(
            name, None, "there is no such baseline; check the path, or write it with `calllint "
            "baseline write`",
            "cette base de référence n'existe pas ; vérifiez le chemin, ou écrivez-la par "
            "`calllint baseline write`",
        ) from None  # fmt: skip
    except OSError:
        raise _unusable(
            name, None, "the baseline may not be read; check its permissions",
            "la base de référence ne se lit pas ; vérifiez ses droits",
        ) from None  # fmt: skip


@lru_cache(maxsize=4)
def _parsed(name: str, data: bytes) -> tuple[Entry, ...]:
    """The entries in the bytes of a file; a folder of campaigns parses them once."""
    try:
        text = data.decode("utf-8-sig")
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise _unusable(
            name, line, "this is not valid JSON; write it anew with `calllint baseline write`",
            "ce n'est pas du JSON valide ; récrivez-la par `calllint baseline write`",
        ) from None  # fmt: skip
    return _entries(whole, name, text)


def _entries(whole: Any, name: str, text: str) -> tuple[Entry, ...]:
    listed = whole.get("findings") if isinstance(whole, dict) else None
    if not isinstance(listed, list) or whole.get("calllint_baseline") != VERSION:
        raise _unusable(
            name, 1,
            "this is not a baseline of version 1; write it with `calllint baseline write`",
            "ce n'est pas une base de référence de version 1 ; "
            "écrivez-la par `calllint baseline write`",
        )  # fmt: skip
    lines = {}
    for number, line in enumerate(text.splitlines(), 1):
        for word in line.split('"fingerprint":')[1:]:
            lines[word.strip().lstrip('"').split('"')[0]] = number
    return tuple(_entry(each, name, lines) for each in listed)


def _entry(value: Any, name: str, lines: Mapping[str, int]) -> Entry:
    given = value if isinstance(value, dict) else {}
    texts = {key: str(given[key]) for key in _TEXTS if isinstance(given.get(key), str)}
    until, reason = given.get("until"), given.get("reason", "")
    day = real_date(until) if isinstance(until, str) else None
    line = lines.get(str(given.get("fingerprint")))
    if len(texts) < len(_TEXTS) or not isinstance(reason, str) or (until is not None and not day):
        raise _unusable(
            name, line,
            "an entry needs fingerprint, rule, file, campaign, key and outcome as texts, and "
            "`until` as null or a date (2027-01-31)",
            "une entrée a les textes fingerprint, rule, file, campaign, key et outcome, et "
            "`until` vaut null ou une date (2027-01-31)",
        )  # fmt: skip
    span = None if line is None else Span(line, 1, line, 1)
    return Entry(
        texts["fingerprint"], texts["rule"], texts["file"], texts["campaign"], texts["key"],
        texts["outcome"], reason, day, Place(name, span),
    )  # fmt: skip


def _unusable(name: str, line: int | None, en: str, fr: str) -> InputError:
    span = None if line is None else Span(line, 1, line, 1)
    return InputError((Problem(Place(name, span), {"en": en, "fr": fr}),))


def entry_of(finding: Finding, file: str, campaign: str) -> Entry:
    """A finding as an entry, with reason and day where the baseline holds it already."""
    aside = finding.set_aside
    entry = Entry(
        finding.fingerprint, finding.rule.id, file, campaign, finding.key, finding.outcome
    )
    if aside is None:
        return entry
    return replace(entry, reason=aside.reason, until=aside.until, place=aside.place)


def merged(
    old: Iterable[Entry],
    found: Sequence[Entry],
    judged: frozenset[str],
    reason: str,
    until: date | None,
) -> list[Entry]:
    """What the baseline holds once it is written anew.

    All that was found, and the old entries of campaigns that were not judged. An entry that still
    held keeps its reason and its day; ``reason`` and ``until`` are for the others. One that held
    nothing for want of a reason keeps its day too, unless another is given.
    """
    old = list(old)
    kept = [entry for entry in old if entry.campaign not in judged]
    days = {entry.fingerprint: entry.until for entry in old if not entry.reason}
    fresh = [
        entry
        if entry.place
        else replace(entry, reason=reason, until=until or days.get(entry.fingerprint))
        for entry in found
    ]
    return [*kept, *fresh]


def write_baseline(path: Path, entries: Iterable[Entry]) -> None:
    """Write the file whole or not at all: one entry per line, in a fixed order."""
    by_mark = {entry.fingerprint: entry for entry in entries}
    ordered = sorted(by_mark.values(), key=lambda one: (one.file, one.rule, one.fingerprint))
    lines = ",\n".join(json.dumps(entry.as_object(), ensure_ascii=False) for entry in ordered)
    body = f'{{\n"calllint_baseline": {VERSION},\n"findings": [\n{lines}\n]\n}}\n'
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, suffix=".new", delete=False, encoding="utf-8", newline="\n"
    ) as stream:
        stream.write(body)
    os.chmod(stream.name, 0o644)
    os.replace(stream.name, path)
