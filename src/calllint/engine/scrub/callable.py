"""The callable lists: in the layout they came in or in a profile's, whole or split."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from calllint.engine.scrub.cells import Dialect, RowFile, row_file, to_parquet
from calllint.engine.scrub.layout import Layout, own_layout, profile_layout
from calllint.engine.scrub.lines import batches, cell_of, cells_text, line_of, stretches
from calllint.engine.scrub.options import ScrubOptions
from calllint.engine.scrub.windows import Programme, programmes
from calllint.facts.profiles import Profile
from calllint.facts.sql import literal
from calllint.facts.workspace import FileStats, Workspace

CLEARED = {
    "number": "VARCHAR",
    "contact_id": "VARCHAR",
    "list": "VARCHAR",
    "line": "BIGINT",
    "attempts_left": "BIGINT",
    "row": "VARCHAR",
    "file": "VARCHAR",
}
"""``cleared.parquet``: who may be dialled, in one form whatever the layout of the lists."""
_COMMA = Dialect()
_KEYS = {None: "NULL", "territory": "c.territory", "window": "c.zone"}
"""What tells the parts of a list that is split."""
Choose = Callable[[Any], str]
"""The part of the list a row belongs to, from its territory or its zone."""


class Written(Struct):
    """The callable lists that were written."""

    files: dict[str, int] = field(default_factory=dict)
    """Rows of each file, by name."""
    programmes: dict[str, Programme] = field(default_factory=dict)
    """The hours of each file, where lists are split by window."""


def write_callable(
    workspace: Workspace,
    folder: Path,
    options: ScrubOptions,
    profile: Profile | None,
    advance: Callable[[int], None],
) -> Written:
    """Write every callable list, and ``cleared.parquet`` beside them."""
    written = Written()
    lists = [each for each in enumerate(workspace.files) if each[1].kind == "contacts"]
    rows = folder / "cleared.csv"
    first = 1
    with row_file(rows, _COMMA, tuple(CLEARED)) as cleared:
        for position, (number, stats) in enumerate(lists, 1):
            layout = _layout(workspace, stats, profile)
            alone = len(lists) == 1
            stem = "callable" if alone else f"callable-{position}-{_safe(stats.path.stem)}"
            choose, own = _split(workspace, options.split_by)
            source = _Source(number, stats, first, _KEYS[options.split_by])
            with ExitStack() as stack:
                parts = _Parts(stack, folder, stem, layout)
                for batch in _rows(workspace, source, layout):
                    cleared.write_lines(parts.write(batch, choose))
                    advance(len(batch))
                written.programmes |= {
                    parts.name(part): own[part] for part in parts.opened if part in own
                }
                written.files |= parts.close()
            first += stats.rows
    to_parquet(workspace, rows, CLEARED, folder / "cleared.parquet")
    rows.unlink()
    return written


def find_repeats(workspace: Workspace) -> int:
    """Create ``repeat_row``: rows that may be called and whose number an earlier such row holds.

    Gives how many there are.
    """
    workspace.execute(
        "CREATE OR REPLACE TABLE repeat_row AS SELECT row_id FROM contact "
        "SEMI JOIN duplicate USING (number) JOIN verdict USING (row_id) WHERE code = 0 "
        "QUALIFY row_number() OVER (PARTITION BY number ORDER BY row_id) > 1"
    )
    return int(workspace.rows("SELECT count(*) FROM repeat_row")[0][0])


def _layout(workspace: Workspace, stats: FileStats, profile: Profile | None) -> Layout:
    if profile is None or stats.profile == profile.name:
        return own_layout(workspace, stats)
    return profile_layout(workspace, stats, profile)


class _Source(Struct, frozen=True):
    """A list the callable rows of which are written."""

    number: int
    stats: FileStats
    first: int
    """Row id of its first row."""
    key: str
    """SQL of what tells its parts apart."""


def _rows(
    workspace: Workspace, source: _Source, layout: Layout
) -> Iterator[list[tuple[Any, str, str]]]:
    """The callable rows of a list, in its order: what tells its part, its line, what is known."""
    cells = [f"coalesce(CAST({cell} AS VARCHAR), '')" for cell in layout.cells]
    digest = f"left(sha256(concat_ws(chr(31), {', '.join(cells)})), 16)"
    known = [
        "'+' || c.number",
        cell_of("c.contact_id", _COMMA),
        literal(cells_text([source.stats.name], _COMMA)),
        "c.line",
        "v.attempts_left",
        digest,
    ]
    comma = ", ',', "
    for start, end in stretches(source.first, source.stats.rows):
        yield from batches(
            workspace,
            f"SELECT {source.key}, {line_of(layout.cells, layout.dialect)}, "
            f"concat({comma.join(known)}) FROM source_{source.number} s "
            f"JOIN contact c ON c.row_id = s.rowid + {source.first} "
            "JOIN verdict v ON v.row_id = c.row_id "
            "ANTI JOIN repeat_row r ON r.row_id = c.row_id "
            f"WHERE v.code = 0 AND c.row_id BETWEEN {start} AND {end} "
            f"AND s.rowid BETWEEN {start - source.first} AND {end - source.first} "
            f"AND v.row_id BETWEEN {start} AND {end} ORDER BY c.row_id",
        )


class _Parts(Struct):
    """The files of one list, opened as their first row comes."""

    stack: ExitStack
    folder: Path
    stem: str
    layout: Layout
    opened: dict[str, RowFile] = field(default_factory=dict)

    def name(self, part: str) -> str:
        stem = f"{self.stem}-{part}" if part else self.stem
        return f"{stem}{self.layout.dialect.ending}"

    def write(self, batch: Sequence[tuple[Any, str, str]], choose: Choose) -> list[str]:
        """Write some rows; their lines of ``cleared.csv``."""
        lines: dict[str, list[str]] = {}
        ends: dict[str, str] = {}
        cleared = []
        for key, line, known in batch:
            part = choose(key)
            if part not in lines:
                lines[part], ends[part] = [], f",{self.name(part)}\n"
            lines[part].append(line)
            cleared.append(known + ends[part])
        for part, found in lines.items():
            self._open(part).write_lines(found)
        return cleared

    def _open(self, part: str) -> RowFile:
        if part not in self.opened:
            path = self.folder / self.name(part)
            opened = RowFile(path, self.layout.dialect, self.layout.headers)
            self.stack.callback(opened.close)
            self.opened[part] = opened
        return self.opened[part]

    def close(self) -> dict[str, int]:
        """Rows by file; where nobody is callable, a file that says so."""
        if not self.opened:
            self._open("")
        return {self.name(part): each.rows for part, each in self.opened.items()}


def _split(workspace: Workspace, split_by: str | None) -> tuple[Choose, dict[str, Programme]]:
    """How rows are told apart, and what each part may be dialled at."""
    if split_by == "territory":
        return lambda territory: _safe(territory or "elsewhere"), {}
    if split_by == "window":
        lists = programmes(workspace)
        turn = dict.fromkeys(lists, 0)

        def dealt(zone: str | None) -> str:
            turn[zone] += 1
            return lists[zone][(turn[zone] - 1) % len(lists[zone])].name

        return dealt, {each.name: each for own in lists.values() for each in own}
    return lambda _: "", {}


def _safe(name: str) -> str:
    """A part of a file's name that every system takes."""
    return re.sub(r"[^\w.-]+", "-", name) or "list"
