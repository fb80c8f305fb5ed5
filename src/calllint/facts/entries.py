"""The `data:` section of a campaign: which files are read, and how."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from calllint.document import Document, Place
from calllint.document import Path as DocPath
from calllint.document.paths import portable
from calllint.facts.declared import Declared
from calllint.facts.errors import FactError
from calllint.facts.instants import BadPattern, check_pattern
from calllint.facts.profiles import Profile, find_profile
from calllint.facts.sources.encodings import known_encoding
from calllint.facts.sources.table import STDIN, UNSTATED, How
from calllint.packs.canonical import KINDS
from calllint.packs.model import Pack

if TYPE_CHECKING:
    from calllint.facts.where import Where

NUMBERING = "numbering"
"""Key of `data:` for files of allotted blocks: no list of people, so no kind of list."""
ISO = "iso"
"""What `dates:` says where ISO 8601 is read, whatever a profile says."""
_ENCODINGS = "utf-8, cp1252, latin-1, mac-roman, utf-16"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


class Entry(Struct, frozen=True):
    """One entry of `data:`, read one way; one or more files of one kind, or a query."""

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
    how: How = UNSTATED
    where: Where | None = None
    key: str | None = None
    exported_on: date | None = None
    dsn_env: str | None = None
    address: str | None = None
    """Where a dataset of Parquet is, on a file system that Spark knows."""
    spark_table: str | None = None
    """A table of Spark's catalogue."""
    profile: str | None = None
    usual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Headers a profile knows for a canonical column; the first that is there is read."""
    times: Mapping[str, str] = field(default_factory=dict)
    """Moment to the header of its time of day, where that stands apart from the day."""
    usual_times: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Headers a profile knows for such times."""
    phone_code: str | None = None
    """The column that holds the country code of `phone`, where the two stand apart."""
    one_of: bool = False
    """One of several readings of a profile: passed over where its columns are not there."""
    lent: bool = False
    """Calls of another campaign of the same advertiser: they count, and are judged there."""

    @property
    def asked(self) -> bool:
        """Whether its rows come from elsewhere than from files of this machine."""
        return not (self.dsn_env is self.address is self.spark_table is None)

    @property
    def span(self) -> tuple[date | None, date | None] | None:
        """The days the entry can speak for: as it says, and none after its export."""
        if self.exported_on is None:
            return self.covers
        first, last = self.covers or (None, None)
        return first, min(last or self.exported_on, self.exported_on)


def declared(
    doc: Document,
    data_root: Path | None,
    replaced: Mapping[str, tuple[str, ...]],
    packs: Sequence[Pack] = (),
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
            entries += _replacing(kind, replaced[kind], Place(doc.name))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                entries.extend(_entries(doc, (kind, index), item, root, packs))
        status[kind] = _status(kind in replaced or isinstance(value, list), value)
    numbering = _numbering(doc, root, replaced)
    for entry in (*entries, *numbering):
        _check_files(entry)
    _check_stdin(entries)
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


def _replacing(kind: str, names: Sequence[str], place: Place) -> Iterator[Entry]:
    """What the command line gives in place of the campaign's own entries of a kind."""
    node: DocPath = ("data", kind)
    files = tuple(Path(name) for name in names if not is_address(name))
    if files:
        yield Entry(kind, files, node, place)
    for name in filter(is_address, names):
        yield Entry(kind, (), node, place, address=name)


def is_address(path: str) -> bool:
    """Whether a path names a file system of its own: ``s3a://…``, ``hdfs://…``, ``dbfs:/…``."""
    return bool(_ADDRESS.match(path))


def _status(files: bool, value: object) -> str:
    if files:
        return "files"
    return "none" if value == "none" else "absent"


def _entries(
    doc: Document, at: tuple[str, int], item: Any, root: Path, packs: Sequence[Pack]
) -> Iterator[Entry]:
    """An entry as it is read: once, or as many times as its profile says."""
    kind, node = at[0], ("data", *at)
    place = Place(doc.name, doc.nearest(node))
    item = {"path": item} if isinstance(item, str) else item
    address = item["path"] if "path" in item and is_address(item["path"]) else None
    files = _files(item["path"], root) if "path" in item and address is None else ()
    own = Entry(
        kind,
        files,
        node,
        place,
        dsn_env=item.get("dsn_env"),
        address=address,
        spark_table=item.get("spark_table"),
    )
    own = _read_as(own, doc, node, item)
    name = item.get("profile")
    if name is None:
        yield _in_iso(own)
        return
    at_profile = Place(doc.name, doc.nearest((*node, "profile")))
    profile = find_profile(name, at_profile, Path(doc.name).parent, packs)
    readings = list(profile.readings(kind))
    if not readings:
        raise _no_reading(at_profile, profile, kind)
    for inner, reading in readings:
        base = replace(
            own, columns={}, constants={}, values={}, how=UNSTATED, where=None, dates=None
        )
        base = replace(base, timezone=None, key=None, phone_code=None, one_of=len(readings) > 1)
        written = {k: v for k, v in reading.items() if k not in ("columns", "times")}
        base = _read_as(base, profile.document, inner, {**profile.written, **written})
        usual, times = usual_headings(reading, "columns"), usual_headings(reading, "times")
        base = replace(base, usual=usual, usual_times=times, profile=profile.name)
        yield _in_iso(_over(base, own))


def usual_headings(reading: Mapping[str, Any], key: str) -> dict[str, tuple[str, ...]]:
    """The headings that a reading of a profile gives under a key: one, or several, of each."""
    return {
        column: (names,) if isinstance(names, str) else tuple(names)
        for column, names in reading.get(key, {}).items()
    }


def _in_iso(entry: Entry) -> Entry:
    """The entry without a pattern of days, where ISO 8601 is to be read."""
    if entry.dates != ISO:
        return entry
    return replace(entry, dates=None, how=replace(entry.how, dates=None))


def _over(base: Entry, own: Entry) -> Entry:
    """A profile's reading, with what the entry says itself in its place."""
    said = {*own.columns, *own.constants}
    how = {key: value for key, value in asdict(own.how).items() if value is not None}
    return replace(
        base,
        columns=own.columns,
        constants={k: v for k, v in base.constants.items() if k not in said} | dict(own.constants),
        usual={k: v for k, v in base.usual.items() if k not in said},
        times=own.times,
        usual_times={k: v for k, v in base.usual_times.items() if k not in {*said, *own.times}},
        values={
            **base.values,
            **{
                column: {**base.values.get(column, {}), **words}
                for column, words in own.values.items()
            },
        },
        dates=own.dates or base.dates,
        timezone=own.timezone or base.timezone,
        where=own.where or base.where,
        key=own.key or base.key,
        phone_code=own.phone_code or base.phone_code,
        how=replace(base.how, **how),
    )


def _read_as(entry: Entry, doc: Document, node: DocPath, item: Mapping[str, Any]) -> Entry:
    """The entry with what a mapping, in a campaign or a profile, says of how to read it."""
    exported = item.get("exported_at")
    return replace(
        entry,
        columns=item.get("columns", {}),
        times=item.get("times", {}),
        constants={key: _text(value) for key, value in item.get("set", {}).items()},
        values={
            column: {_text(old): _text(new) for old, new in mapping.items()}
            for column, mapping in item.get("values", {}).items()
        },
        dates=_dates(doc, node, item.get("dates")),
        timezone=item.get("timezone"),
        covers=_covers(item["covers"]) if "covers" in item else entry.covers,
        hmac_key_env=_hmac_key_env(doc, node, entry.kind, item.get("hmac_key_env")),
        how=_how(doc, node, item),
        where=_where(doc, node, item),
        key=item.get("key"),
        phone_code=item.get("phone_code"),
        exported_on=date.fromisoformat(exported[:10]) if exported else entry.exported_on,
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


def how_written(profile: Profile) -> How:
    """How a profile says its files are written."""
    return _how(profile.document, (), profile.written)


def _where(doc: Document, node: DocPath, item: Mapping[str, Any]) -> Where | None:
    if "where" not in item:
        return None
    from calllint.facts.where import Where

    return Where(item["where"], doc, (*node, "where"))


def _how(doc: Document, node: DocPath, item: Mapping[str, Any]) -> How:
    stated, encoding = item.get("encoding"), None
    if stated is not None:
        encoding = known_encoding(stated)
        if encoding is None:
            raise FactError.at(
                Place(doc.name, doc.nearest((*node, "encoding"))),
                f"`{stated}` is not an encoding; write one of {_ENCODINGS}",
                f"`{stated}` n'est pas un encodage ; écrivez l'un de {_ENCODINGS}",
            )
    separator, quote, header = (item.get(key) for key in ("separator", "quote", "header"))
    if header is not None and "header_line" in item:
        raise FactError.at(
            Place(doc.name, doc.nearest((*node, "header_line"))),
            "`header:` says that no line holds the headings, `header_line:` which one does; keep "
            "one",
            "`header:` dit qu'aucune ligne ne porte les en-têtes, `header_line:` laquelle ; "
            "gardez l'un des deux",
        )
    return How(
        encoding,
        separator and SEPARATORS.get(separator, separator),
        "" if quote == "none" else quote,
        None if header is None else tuple(header),
        item.get("header_line"),
        item.get("sheet"),
        item.get("query"),
        item.get("dates"),
    )


def _no_reading(place: Place, profile: Profile, kind: str) -> FactError:
    listed = ", ".join(profile.kinds)
    return FactError.at(
        place,
        f"the profile `{profile.name}` does not read `{kind}`; it reads {listed}",
        f"le profil `{profile.name}` ne lit pas `{kind}` ; il lit {listed}",
    )


def _check_stdin(entries: Sequence[Entry]) -> None:
    piped = list(dict.fromkeys(each.node for each in entries if STDIN in each.files))
    if len(piped) > 1:
        place = next(each.place for each in entries if each.node == piped[1])
        raise FactError.at(
            place,
            "two lists come from the pipe `-`; name a file for one of them",
            "deux listes viennent du tube `-` ; donnez un fichier pour l'une d'elles",
        )


def _dates(doc: Document, node: DocPath, pattern: str | None) -> str | None:
    try:
        if pattern not in (None, ISO):
            check_pattern(pattern)
    except BadPattern:
        raise FactError.at(
            Place(doc.name, doc.nearest((*node, "dates"))),
            f"{pattern!r} does not say how a whole day is written; use %d, %m and %Y, as in "
            "`%d/%m/%Y`, and %H:%M for a time (%I:%M %p for 2:05 PM)",
            f"{pattern!r} ne dit pas comment s'écrit un jour entier ; employez %d, %m et %Y, comme "
            "dans `%d/%m/%Y`, et %H:%M pour l'heure (%I:%M %p pour 2:05 PM)",
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
    if pattern == "-":
        return (STDIN,)
    pattern = portable(root, pattern)
    if any(sign in pattern for sign in "*?[") and not (root / pattern).exists():
        return tuple(
            _short(root / name)
            for name in sorted(glob.glob(pattern, root_dir=root, recursive=True))
        )
    return (_short(root / pattern),)


def _short(path: Path) -> Path:
    """The path without ``folder/..``, where that is the same file: links may lead elsewhere."""
    if ".." not in path.parts:
        return path
    short = Path(os.path.normpath(path))
    return short if short.exists() and path.exists() and short.samefile(path) else path


def _check_files(entry: Entry) -> None:
    if not entry.files and not entry.asked:
        raise FactError.at(
            entry.place,
            f"no file matches this entry of `{entry.kind}`; correct the path (it is relative to "
            "the campaign, or to --data-root)",
            f"aucun fichier ne correspond à cette entrée de `{entry.kind}` ; corrigez le chemin "
            "(il est relatif à la campagne, ou à --data-root)",
        )
    for path in entry.files:
        if path == STDIN:
            continue
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
