"""Which numbers can exist: the blocks a regulator allotted, from a file the user points at.

The file is CSV with a header. A pack says how its regulator names the columns (``dialling.blocks``
in ``pack.yaml``); any other file has ``first`` and ``last``, with country code, and perhaps
``allotted_on``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from calllint.document import Place, Span
from calllint.facts.entries import NUMBERING
from calllint.facts.errors import FactError
from calllint.facts.sources.table import CSV
from calllint.facts.sql import literal
from calllint.facts.workspace import FileStats, Workspace
from calllint.packs.model import BlockFile
from calllint.phones.blocks import Blocks, of_plan
from calllint.phones.national import NationalPlan

_OWN = BlockFile("first", "last", "allotted_on")
"""Columns of a file that is no regulator's."""
_DELIMITERS = ";,\t|"
_BUCKET = 1_000_000
"""Numbers are looked up among the blocks that share all but their last digits."""


class _Table(Struct, frozen=True):
    """A file of blocks, its header understood."""

    name: str
    layout: BlockFile
    plan: NationalPlan | None
    """The plan its numbers are dialled in; ``None`` where they have their country code."""
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    """Line and cells of each row, by folded heading."""


def build_blocks(workspace: Workspace) -> None:
    """Read the files of ``data.numbering``, and create ``allotment``: number, allotted BOOLEAN.

    It holds the numbers of contacts that the files speak for. Raises FactError for a file that is
    no file of blocks.
    """
    found: list[tuple[int, int]] = []
    days: list[date] = []
    for path in workspace.declared.numbering:
        for first, last, day in _blocks(_table(workspace, path)):
            found.append((first, last))
            days += [day] if day else []
    if found:
        workspace.blocks = Blocks.of(found, max(days, default=None))
    _create_allotment(workspace)


def _create_allotment(workspace: Workspace) -> None:
    workspace.execute("CREATE TABLE allotment (number BIGINT, allotted BOOLEAN)")
    if workspace.blocks is None:
        return
    workspace.store.create(
        "block",
        {"bucket": "BIGINT", "first": "BIGINT", "last": "BIGINT"},
        [
            (bucket, first, last)
            for first, last in workspace.blocks.spans
            for bucket in range(first // _BUCKET, last // _BUCKET + 1)
        ],
    )
    spoken = " OR ".join(
        f"starts_with(CAST(number AS VARCHAR), {literal(str(code))})"
        for code in sorted(workspace.blocks.codes)
    )
    workspace.execute(
        "INSERT INTO allotment SELECT number, b.first IS NOT NULL "
        f"FROM (SELECT number FROM person WHERE {spoken}) p "
        f"LEFT JOIN block b ON b.bucket = p.number // {_BUCKET} "
        "AND p.number >= b.first AND p.number <= b.last"
    )
    workspace.execute("DROP TABLE block")


def _table(workspace: Workspace, path: Path) -> _Table:
    """Read a file; add it to the files of the run."""
    name, data = path.as_posix(), path.read_bytes()
    lines = _text(data).splitlines()
    header, delimiter, layout, plan = _understand(workspace, name, lines[0] if lines else "")
    reader = csv.reader(lines[1:], delimiter=delimiter)
    rows = tuple(
        (reader.line_num + 1, dict(zip(map(_fold, header), map(str.strip, row), strict=False)))
        for row in reader
        if any(row)
    )
    workspace.files.append(
        FileStats(
            NUMBERING,
            name,
            path,
            sha256(data).hexdigest(),
            ("data", NUMBERING),
            tuple(header),
            delimiter,
            CSV,
            rows=len(rows),
        )
    )
    return _Table(name, layout, plan, rows)


def _text(data: bytes) -> str:
    """Only digits and dates are read of it, so the usual encodings are as good as one another."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _understand(
    workspace: Workspace, name: str, header: str
) -> tuple[list[str], str, BlockFile, NationalPlan | None]:
    """The headings, what parts them, and whose layout they are."""
    layouts: list[tuple[BlockFile, NationalPlan | None]] = [
        (pack.dialling.blocks, workspace.plan.of_region(pack.dialling.region))
        for pack in workspace.packs
        if pack.dialling and pack.dialling.blocks
    ]
    for delimiter in _DELIMITERS:
        headings = [cell.strip().strip('"') for cell in header.split(delimiter)]
        for layout, plan in [*layouts, (_OWN, None)]:
            if {_fold(layout.first), _fold(layout.last)} <= set(map(_fold, headings)):
                return headings, delimiter, layout, plan
    known = [*(layout for layout, _ in layouts), _OWN]
    raise _wrong(
        name,
        1,
        "this is not a file of allotted blocks: its first line names neither "
        + ", nor ".join(f"`{each.first}` and `{each.last}`" for each in known),
        "ce n'est pas un fichier de tranches attribuées : sa première ligne ne nomme ni "
        + ", ni ".join(f"`{each.first}` et `{each.last}`" for each in known),
    )


def _blocks(table: _Table) -> Iterator[tuple[int, int, date | None]]:
    """The blocks of a file as E.164 digits; those of short numbers are passed over."""
    if not table.rows:
        raise _wrong(
            table.name,
            1,
            "the file holds no block; export it again",
            "le fichier ne contient aucune tranche ; exportez-le de nouveau",
        )
    for line, row in table.rows:
        written = [_digits(table, line, row, heading) for heading in _ends(table.layout)]
        first, last = (_number(table, digits) for digits in written)
        day = _day(table, line, row)
        if first is None and last is None:
            continue
        size = int(written[1]) - int(written[0])
        if first is None or last is None or size < 0 or last - first != size:
            raise _wrong(
                table.name,
                line,
                "the block on this line does not end after it begins, in one range",
                "la tranche de cette ligne ne finit pas après son début, dans une même plage",
            )
        yield first, last, day


def _ends(layout: BlockFile) -> tuple[str, str]:
    return layout.first, layout.last


def _digits(table: _Table, line: int, row: Mapping[str, str], heading: str) -> str:
    written = row.get(_fold(heading), "").replace(" ", "")
    digits = written.removeprefix("+") if table.plan is None else written
    if not (digits.isascii() and digits.isdigit() and 2 <= len(digits) <= 15):
        raise _wrong(
            table.name,
            line,
            f"`{heading}` holds no number on this line",
            f"`{heading}` ne contient pas de numéro sur cette ligne",
        )
    return digits


def _number(table: _Table, digits: str) -> int | None:
    return int(digits) if table.plan is None else of_plan(table.plan, digits)


def _day(table: _Table, line: int, row: Mapping[str, str]) -> date | None:
    heading = table.layout.allotted_on
    written = row.get(_fold(heading), "") if heading else ""
    if not written:
        return None
    try:
        return datetime.strptime(written, table.layout.dates).date()
    except ValueError:
        raise _wrong(
            table.name,
            line,
            f"`{heading}` is not a date on this line; it is written {table.layout.dates}",
            f"`{heading}` n'est pas une date sur cette ligne ; elle s'écrit {table.layout.dates}",
        ) from None


def _fold(heading: str) -> str:
    return heading.strip().casefold()


def _wrong(name: str, line: int, en: str, fr: str) -> FactError:
    return FactError.at(Place(name, Span(line, 1, line, 1)), en, fr)
