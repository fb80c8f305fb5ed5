"""The `data:` section of a campaign: which files are read, and how."""

from __future__ import annotations

import glob
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from calllint.document import Document, Place
from calllint.document import Path as DocPath
from calllint.facts.errors import FactError
from calllint.facts.instants import BadPattern, check_pattern
from calllint.packs.canonical import KINDS

NUMBERING = "numbering"
"""Key of `data:` for files of allotted blocks: no list of people, so no kind of list."""
_LATER = ("profile", "where", "dsn_env", "query")


@dataclass(frozen=True)
class Entry:
    """One entry of `data:`; one or more files of one kind, read the same way."""

    kind: str
    files: tuple[Path, ...]
    node: DocPath
    """Where the entry stands in the campaign."""
    place: Place
    columns: Mapping[str, str] = field(default_factory=dict)
    """Canonical column to the file's own header."""
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: str | None = None
    timezone: str | None = None
    covers: tuple[date | None, date | None] | None = None
    hmac_key_env: str | None = None
    """Environment variable with the key of hashed numbers."""


@dataclass(frozen=True)
class Declared:
    """What the campaign says of its data: entries, and for each kind files, none or absent."""

    entries: tuple[Entry, ...]
    status: Mapping[str, str]
    numbering: tuple[Path, ...] = ()
    """Files of the blocks of numbers that were allotted at all."""


def declared(
    doc: Document, data_root: Path | None, replaced: Mapping[str, tuple[str, ...]]
) -> Declared:
    """Read `data:`; ``replaced`` holds files given on the command line, by kind.

    Raises FactError for a file that is missing, or a way of reading that is not there.
    """
    root = data_root or Path(doc.name).parent
    data = doc.get(("data",), {})
    entries: list[Entry] = []
    status: dict[str, str] = {}
    for kind in KINDS:
        value = data.get(kind)
        if kind in replaced:
            place = Place(doc.name)
            entries.append(
                Entry(kind, tuple(Path(name) for name in replaced[kind]), ("data", kind), place)
            )
        elif isinstance(value, list):
            entries.extend(_entry(doc, kind, index, item, root) for index, item in enumerate(value))
        status[kind] = _status(kind in replaced or isinstance(value, list), value)
    numbering = _numbering(doc, root, replaced)
    for entry in (*entries, *numbering):
        _check_files(entry)
    return Declared(tuple(entries), status, tuple(p for entry in numbering for p in entry.files))


def _numbering(
    doc: Document, root: Path, replaced: Mapping[str, tuple[str, ...]]
) -> tuple[Entry, ...]:
    """The files of `data.numbering`, as entries to be checked."""
    node: DocPath = ("data", NUMBERING)
    if NUMBERING in replaced:
        files = tuple(Path(name) for name in replaced[NUMBERING])
        return (Entry(NUMBERING, files, node, Place(doc.name)),)
    named = doc.get(node) or ()
    return tuple(
        Entry(NUMBERING, _files(item, root), node, Place(doc.name, doc.nearest(node)))
        for item in ([named] if isinstance(named, str) else named)
    )


def _status(files: bool, value: object) -> str:
    if files:
        return "files"
    return "none" if value == "none" else "absent"


def _entry(doc: Document, kind: str, index: int, item: Any, root: Path) -> Entry:
    node: DocPath = ("data", kind, index)
    place = Place(doc.name, doc.nearest(node))
    if isinstance(item, str):
        return Entry(kind, _files(item, root), node, place)
    for key in _LATER:
        if key in item:
            raise FactError.at(
                Place(doc.name, doc.nearest((*node, key))),
                f"`{key}` is not read by this version; export the list to CSV or Parquet",
                f"`{key}` n'est pas lu par cette version ; exportez la liste en CSV ou en Parquet",
            )
    return Entry(
        kind,
        _files(item["path"], root),
        node,
        place,
        item.get("columns", {}),
        {key: _text(value) for key, value in item.get("set", {}).items()},
        {
            column: {_text(old): _text(new) for old, new in mapping.items()}
            for column, mapping in item.get("values", {}).items()
        },
        _dates(doc, node, item.get("dates")),
        item.get("timezone"),
        _covers(item.get("covers")),
        _hmac_key_env(doc, node, kind, item.get("hmac_key_env")),
    )


def _hmac_key_env(doc: Document, node: DocPath, kind: str, name: str | None) -> str | None:
    if name is not None and kind != "suppressions":
        raise FactError.at(
            Place(doc.name, doc.nearest((*node, "hmac_key_env"))),
            f"only suppressions may hold hashed numbers, `{kind}` may not; take `hmac_key_env` out",
            f"seules les oppositions peuvent contenir des numéros hachés, pas `{kind}` ; retirez "
            "`hmac_key_env`",
        )
    return name


def _dates(doc: Document, node: DocPath, pattern: str | None) -> str | None:
    try:
        if pattern is not None:
            check_pattern(pattern)
    except BadPattern:
        raise FactError.at(
            Place(doc.name, doc.nearest((*node, "dates"))),
            f"{pattern!r} does not say how a whole day is written; use %d, %m and %Y, as in "
            "`%d/%m/%Y`, and %H:%M for a time",
            f"{pattern!r} ne dit pas comment s'écrit un jour entier ; employez %d, %m et %Y, comme "
            "dans `%d/%m/%Y`, et %H:%M pour l'heure",
        ) from None
    return pattern


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _covers(value: Mapping[str, str] | None) -> tuple[date | None, date | None] | None:
    if value is None:
        return None
    first, last = (
        date.fromisoformat(value[key]) if key in value else None for key in ("from", "to")
    )
    return first, last


def _files(pattern: str, root: Path) -> tuple[Path, ...]:
    if any(sign in pattern for sign in "*?[") and not (root / pattern).exists():
        return tuple(
            root / name for name in sorted(glob.glob(pattern, root_dir=root, recursive=True))
        )
    return (root / pattern,)


def _check_files(entry: Entry) -> None:
    if not entry.files:
        raise FactError.at(
            entry.place,
            f"no file matches this entry of `{entry.kind}`; correct the path (it is relative to "
            "the campaign, or to --data-root)",
            f"aucun fichier ne correspond à cette entrée de `{entry.kind}` ; corrigez le chemin "
            "(il est relatif à la campagne, ou à --data-root)",
        )
    for path in entry.files:
        if not path.exists():
            raise FactError.at(
                entry.place,
                f"{path.as_posix()} does not exist; correct the path (it is relative to the "
                "campaign, or to --data-root)",
                f"{path.as_posix()} n'existe pas ; corrigez le chemin (il est relatif à la "
                "campagne, ou à --data-root)",
            )
        if path.is_dir():
            raise FactError.at(
                entry.place,
                f"{path.as_posix()} is a directory; name a file, or a glob such as "
                f"{path.as_posix()}/*.csv",
                f"{path.as_posix()} est un dossier ; nommez un fichier, ou un motif tel que "
                f"{path.as_posix()}/*.csv",
            )
