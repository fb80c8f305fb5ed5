"""What an index was made from, and whether it still is what it would be made from today."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from calllint import __version__
from calllint.document import Place
from calllint.engine.inputs import Inputs
from calllint.engine.options import InputError, Options
from calllint.engine.result import Problem
from calllint.engine.run import declared_data
from calllint.facts.zones import tzdata_version
from calllint.packs.model import Text

FORMAT = 1
"""Layout of the index; another is not read."""
_CHUNK = 1 << 20


class StaleIndexError(InputError):
    """The index was made from something else than what is there now."""


class Origin(Struct, frozen=True):
    """The program, the law, the options and the bytes an index is made from."""

    made_by: Mapping[str, Any]
    """Format and versions of calllint and of the zones."""
    packs: Mapping[str, str]
    options: Mapping[str, str]
    """Those that bear on an answer."""
    documents: Mapping[str, str]
    """SHA-256 of each YAML file, by its path from the campaign."""
    lists: Mapping[str, str]
    """SHA-256 of each list, by its path from the campaign; of a database there is none."""
    stamps: Mapping[str, list[int]]
    """Size, times and number of each list: where they are the same, it is not read again."""

    @classmethod
    def of(cls, inputs: Inputs, options: Options, known: Origin | None = None) -> Origin:
        """What is there now. A list whose stamp is ``known`` has the digest it had."""
        home = Path(inputs.document.name).parent
        paths = {_name(path, home): path for path in _lists(inputs, options)}
        stamps = {name: _stamp(path) for name, path in paths.items()}
        return cls(
            {"format": FORMAT, "calllint": __version__, "tzdata": tzdata_version()},
            {pack.name: pack.digest for pack in inputs.packs},
            _asked(options),
            {_name(Path(name), home): each.sha256 for name, each in inputs.documents.items()},
            {
                name: known.lists[name]
                if known and known.stamps.get(name) == stamps[name]
                else _digest(path)
                for name, path in paths.items()
            },
            stamps,
        )

    def dump(self) -> str:
        """As text, for the index."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> Origin:
        """From the text of an index."""
        return cls(**json.loads(text))

    def check(self, now: Origin, index: Path) -> None:
        """Raise StaleIndexError, naming what changed, unless all is as it was."""
        for part, text in _PARTS.items():
            before, after = getattr(self, part), getattr(now, part)
            changed = sorted(
                name for name in {*before, *after} if before.get(name) != after.get(name)
            )
            if changed:
                what = ", ".join(changed[:3]) + (", …" if changed[3:] else "")
                message = {
                    lang: _STALE[lang].format(said=text[lang].format(what=what)) for lang in _STALE
                }
                raise StaleIndexError((Problem(Place(index.as_posix()), message),))


_PARTS: Mapping[str, Text] = {
    "made_by": {
        "en": "it was prepared by another version ({what})",
        "fr": "il a été préparé par une autre version ({what})",
    },
    "packs": {
        "en": "the rules changed since ({what})",
        "fr": "les règles ont changé depuis ({what})",
    },
    "options": {
        "en": "it was prepared with other options ({what})",
        "fr": "il a été préparé avec d'autres options ({what})",
    },
    "documents": {
        "en": "{what} changed since it was prepared",
        "fr": "{what} a changé depuis sa préparation",
    },
    "lists": {
        "en": "{what} changed since it was prepared",
        "fr": "{what} a changé depuis sa préparation",
    },
}
_STALE: Text = {
    "en": "this index cannot be used: {said}; run `calllint prepare` again",
    "fr": "cet index est inutilisable : {said} ; relancez `calllint prepare`",
}


def _lists(inputs: Inputs, options: Options) -> list[Path]:
    data = declared_data(inputs, options)
    files = [path for entry in data.entries for path in entry.files]
    return sorted({*files, *data.numbering, *([options.baseline] if options.baseline else [])})


def _asked(options: Options) -> dict[str, str]:
    """The options that change an answer; files count by their bytes."""
    elsewhere = {"data", "data-root", "rules", "baseline", "config", "without-data"}
    return {name: text for name, text in options.as_text().items() if name not in elsewhere}


def _name(path: Path, home: Path) -> str:
    return Path(os.path.relpath(path, home)).as_posix()


def _stamp(path: Path) -> list[int]:
    try:
        found = path.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _digest(path: Path) -> str:
    """SHA-256 of a file; nothing of a pipe, or of what is not there."""
    if not path.is_file():
        return ""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
