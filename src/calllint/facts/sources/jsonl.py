"""JSON Lines: one object a line, its keys the columns; inner objects by dotted names.

Columns are found on the way: each line adds the keys it is the first to have, so a file is read
once. A list inside an object stays one cell, as JSON.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from calllint.document import Place, Span
from calllint.facts.errors import FactError
from calllint.facts.sources.scan import Scan
from calllint.facts.sources.table import Source, fresh, sound, spooled

_MOST_COLUMNS = 2000


def looks_like(path: Path) -> bool:
    """Whether a text in UTF-8 begins as JSON does."""
    with path.open("rb") as stream:
        return stream.read(1000).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def source(scan: Scan, name: str, temp: Path, given: Path) -> Source:
    """The file as a source. Raises FactError where its lines are no objects."""
    target = fresh(temp, ".csv")
    columns: dict[str, int] = {}
    with (
        scan.path.open(encoding="utf-8-sig", newline="\n") as stream,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, found in _objects(stream, name):
            writer.writerow(_row(line, found, columns, name))
    scan.close(given)
    if not columns:
        target.unlink()
        raise _no_object(name, 1)
    return spooled(tuple(columns), target, pad=True)


def _row(
    line: int, found: Mapping[str, str] | None, columns: dict[str, int], name: str
) -> list[object]:
    """Cells of the columns known so far; blank and unreadable where there is no object."""
    if found is None or not sound("".join(found.values())) or not sound("".join(found)):
        return [line, 0, *[""] * len(columns)]
    for key in found:
        columns.setdefault(key, len(columns))
    if len(columns) > _MOST_COLUMNS:
        raise FactError.at(
            Place(name, Span(line, 1, line, 1)),
            f"more than {_MOST_COLUMNS} different keys up to here; is this a list?",
            f"plus de {_MOST_COLUMNS} clés différentes jusqu'ici ; est-ce une liste ?",
        )
    return [line, 1, *(found.get(key, "") for key in columns)]


def _objects(stream: TextIO, name: str) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Each line that is not blank: its number, and its object flat, or None where it has none."""
    for number, line in enumerate(stream, start=1):
        if line.isspace():
            continue
        if number == 1 and line.lstrip().startswith("["):
            raise _no_object(name, 1)
        yield number, _flat(line)


def _flat(line: str) -> dict[str, str] | None:
    try:
        value = json.loads(
            line, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str
        )
        return dict(_cells(value, "")) if isinstance(value, _Object) else None
    except (ValueError, RecursionError):
        return None


class _Object(dict[str, Any]):
    """A JSON object, each key once."""


def _once(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _cells(value: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, cell in value.items():
        if isinstance(cell, _Object) and cell:
            yield from _cells(cell, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", _text(cell)


def _text(cell: Any) -> str:
    match cell:
        case str():
            return cell
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
    return json.dumps(cell, ensure_ascii=False) if cell else ""


def _no_object(name: str, line: int) -> FactError:
    return FactError.at(
        Place(name, Span(line, 1, line, 1)),
        "JSON is read as one object a line (JSON Lines); convert it: jq -c '.[]' list.json",
        "le JSON se lit à raison d'un objet par ligne (JSON Lines) ; convertissez-le : "
        "jq -c '.[]' liste.json",
    )
