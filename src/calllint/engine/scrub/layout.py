"""The layout of a callable list: that of the list it comes from, or that of a profile."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from calllint.document import Place
from calllint.engine.scrub.cells import MARKS, Dialect
from calllint.engine.scrub.options import refused
from calllint.facts.entries import SEPARATORS, Entry
from calllint.facts.headings import fold_heading
from calllint.facts.mapping import map_columns
from calllint.facts.profiles import Profile, find_profile
from calllint.facts.sources.table import STDIN
from calllint.facts.sql import literal
from calllint.facts.workspace import FileStats, Workspace

_SAMPLE = 1 << 16
_OWN_COLUMNS: Mapping[str, str] = {
    "contact_id": "c.contact_id",
    "phone": "'+' || c.number",
    "audience": "c.audience",
    "siren": "c.siren",
    "legal_form": "c.legal_form",
    "postal_code": "c.postal_code",
    "timezone": "c.zone",
    "ground": "c.ground",
    "contract_ref": "c.contract_ref",
}
"""What calllint knows of a contact, by canonical column."""


class Layout(Struct, frozen=True):
    """The columns of a callable list, and how it is written."""

    headers: tuple[str, ...]
    """Empty where the file has no header line."""
    cells: tuple[str, ...]
    """SQL of each column, over the list ``s`` and its contacts ``c``."""
    dialect: Dialect


def own_layout(workspace: Workspace, stats: FileStats) -> Layout:
    """Columns, order, separator, quotation marks, line ends and encoding as the list has them.

    Only a repaired number is mended, where its own digits would be dialled as another. A list that
    is no CSV file is written as one, in UTF-8.
    """
    entry = _entry(workspace, stats)
    phone = map_columns(entry, stats.headers, stats.name).get("phone")
    cells = tuple(
        _mended(f"s.c{index}") if index == phone else f"s.c{index}"
        for index in range(len(stats.headers))
    )
    headers = stats.headers if stats.headed else ()
    if stats.seen.format != "csv":
        return Layout(headers, cells, Dialect())
    quote = entry.how.quote
    line = entry.how.header_line or 1
    dialect, first = _dialect(stats, '"' if quote is None else quote, line)
    return Layout(first if headers and len(first) == len(headers) else headers, cells, dialect)


def _mended(cell: str) -> str:
    """A phone cell, or its E.164 form where its own digits would be dialled as another number."""
    digits = f"regexp_replace({cell}, '[^0-9]', '', 'g')"
    return (
        f"CASE WHEN c.number_repaired AND {digits} <> CAST(c.number AS VARCHAR) "
        f"THEN '+' || c.number ELSE {cell} END"
    )


def _entry(workspace: Workspace, stats: FileStats) -> Entry:
    return next(each for each in workspace.declared.entries if each.node == stats.node)


def _dialect(stats: FileStats, quote: str, line: int) -> tuple[Dialect, tuple[str, ...]]:
    """How a CSV file is written, and its headings, on ``line``, as they stand."""
    raw = _start(stats)
    mark = next((each for each in MARKS if raw.startswith(each)), b"")
    encoding = stats.seen.encoding or "utf-8"
    text = raw.decode(encoding, errors="replace").lstrip("\ufeff")
    newline = next((each for each in ("\r\n", "\n", "\r") if each in text), "\n")
    above, _, rest = text.partition(newline)
    sep_line = above.strip('"').lower().startswith("sep=")
    text = rest if sep_line else text
    if line > 1:
        text = "".join(islice(io.StringIO(text, newline=""), line - 1 - sep_line, None))
    delimiter = stats.delimiter
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    try:
        first = tuple(next(reader, ()))
    except csv.Error:
        first = ()
    head = text.partition(newline)[0]
    joint = f"{quote}{delimiter}{quote}"
    quoted = bool(quote) and head.startswith(quote) and head.count(joint) == len(first) - 1
    return Dialect(delimiter, quote, quoted, newline, encoding, mark, sep_line), first


def _start(stats: FileStats) -> bytes:
    """The first bytes of a list; none of a pipe, or of a list in an archive of several."""
    if stats.path == STDIN or not stats.path.is_file() or stats.seen.packed == "zip":
        return b""
    with stats.path.open("rb") as stream:
        if stats.seen.packed == "gzip":
            with gzip.open(stream) as unpacked:
                return unpacked.read(_SAMPLE)
        return stream.read(_SAMPLE)


def read_profile(workspace: Workspace, name: str) -> Profile:
    """The profile to write in. Raises FactError or InputError where there is none that can be."""
    profile = find_profile(name, Place("--profile"), Path("."), workspace.packs)
    if "contacts" not in profile.kinds:
        raise refused(
            "--profile",
            f"the profile `{name}` is not a layout for contacts; it knows "
            f"{', '.join(profile.kinds)}",
            f"le profil `{name}` n'est pas un format de contacts ; il connaît "
            f"{', '.join(profile.kinds)}",
        )
    return profile


def profile_layout(workspace: Workspace, stats: FileStats, profile: Profile) -> Layout:
    """The columns of a profile, filled from what calllint knows and from the list's own columns.

    Columns the profile has no place for follow behind, unless its columns go by their place.
    """
    _, reading = next(iter(profile.readings("contacts")))
    known = {column: _usual(head) for column, head in reading["columns"].items()}
    code = reading.get("phone_code")
    heads = profile.written.get("header") or [*([code] if code else []), *known.values()]
    own = {fold_heading(head): index for index, head in enumerate(stats.headers)}
    meant = {fold_heading(head): column for column, head in known.items() if column in _OWN_COLUMNS}
    cells = []
    for head in heads:
        folded = fold_heading(head)
        column = meant.get(folded)
        if column is not None:
            cells.append(_written(_OWN_COLUMNS[column], reading.get("values", {}).get(column, {})))
        else:
            cells.append(f"s.c{own[folded]}" if folded in own else "NULL")
    positional = "header" in profile.written
    if not positional:
        rest = _others(workspace, stats, {fold_heading(head) for head in _names(reading)})
        heads = [*heads, *(stats.headers[index] for index in rest)]
        cells += [f"s.c{index}" for index in rest]
    if code:
        cells[heads.index(code)], cells[heads.index(known["phone"])] = _apart(workspace)
    return Layout(() if positional else tuple(heads), tuple(cells), _as_profile(profile))


def _usual(head: str | Sequence[str]) -> str:
    """The heading a profile writes, of those it knows."""
    return head if isinstance(head, str) else head[0]


def _names(reading: Mapping[str, Any]) -> list[str]:
    """Every heading a reading of a profile knows."""
    heads = [*reading["columns"].values(), *filter(None, [reading.get("phone_code")])]
    return [name for head in heads for name in ([head] if isinstance(head, str) else head)]


def _others(workspace: Workspace, stats: FileStats, taken: set[str]) -> list[int]:
    """The list's columns that the profile has not: neither by name nor by meaning."""
    mapped = set(map_columns(_entry(workspace, stats), stats.headers, stats.name).values())
    return [
        index
        for index, head in enumerate(stats.headers)
        if index not in mapped and fold_heading(head) not in taken
    ]


def _written(sql: str, values: Mapping[str, str]) -> str:
    """A canonical value in the words of the profile."""
    words: dict[str, str] = {}
    for word, meaning in values.items():
        words.setdefault(meaning, word)
    whens = "".join(f" WHEN {literal(old)} THEN {literal(new)}" for old, new in words.items())
    return f"CASE {sql}{whens} ELSE {sql} END" if whens else sql


def _apart(workspace: Workspace) -> tuple[str, str]:
    """SQL of the country code of a number, and of the rest of it."""
    from calllint.phones.world import calling_code

    digits = "CAST(c.number AS VARCHAR)"
    starts = workspace.rows(f"SELECT DISTINCT left({digits}, 3) FROM contact c WHERE number > 0")
    codes = {start: str(calling_code(start) or "") for (start,) in sorted(starts)}
    whens = " ".join(f"WHEN {literal(start)} THEN {literal(code)}" for start, code in codes.items())
    code = f"CASE left({digits}, 3) {whens} ELSE '' END" if whens else "''"
    return code, f"substr({digits}, length({code}) + 1)"


def split_number(number: str, code_of: Callable[[str], int | None]) -> tuple[str, str]:
    """``+33199000001`` as ``33`` and ``199000001``."""
    digits = number.lstrip("+")
    code = str(code_of(digits) or "")
    return code, digits[len(code) :]


def _as_profile(profile: Profile) -> Dialect:
    written = profile.written
    quote = "" if written.get("quote") == "none" else '"'
    separator = written.get("separator")
    delimiter = SEPARATORS.get(separator, separator) if separator else "," if quote else "\t"
    return Dialect(delimiter, quote, encoding=written.get("encoding", "utf-8"))
