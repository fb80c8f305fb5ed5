"""The callable lists: in the layout they came in or in a profile's, whole or split."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from calllint.engine.scrub.cells import RowFile, stream, to_parquet
from calllint.engine.scrub.layout import Layout, own_layout, profile_layout
from calllint.engine.scrub.options import ScrubOptions
from calllint.engine.scrub.windows import Programme, programmes
from calllint.facts.profiles import Profile
from calllint.facts.workspace import FileStats, Workspace
from calllint.records import dataclass, field

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
_KEYS = ("'+' || c.number", "c.contact_id", "c.line", "v.attempts_left", "c.territory", "c.zone")
Choose = Callable[[Sequence[Any]], str]
"""The part of the list a row belongs to, from its ``_KEYS``."""


@dataclass
class Written:
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
    with rows.open("w", encoding="utf-8", newline="") as cleared:
        writer = csv.writer(cleared, lineterminator="\n")
        writer.writerow(CLEARED)
        for position, (number, stats) in enumerate(lists, 1):
            layout = _layout(workspace, stats, profile)
            alone = len(lists) == 1
            stem = "callable" if alone else f"callable-{position}-{_safe(stats.path.stem)}"
            choose, own = _split(workspace, options.split_by)
            with ExitStack() as stack:
                parts = _Parts(stack, folder, stem, layout)
                for keys, cells in _rows(workspace, number, layout):
                    part = choose(keys)
                    name = parts.write(part, cells)
                    if part in own:
                        written.programmes[name] = own[part]
                    writer.writerow([*keys[:2], stats.name, *keys[2:4], _digest(cells), name])
                    advance(1)
                written.files |= parts.close()
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


def _rows(
    workspace: Workspace, number: int, layout: Layout
) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    """The callable rows of a list, in its order: what is known of them, and their cells."""
    lists = [each for each in enumerate(workspace.files) if each[1].kind == "contacts"]
    first = 1 + sum(stats.rows for place, stats in lists if place < number)
    query = (
        f"SELECT {', '.join([*_KEYS, *layout.cells])} FROM source_{number} s "
        f"JOIN contact c ON c.file_no = {number} AND c.row_id = s.rowid + {first} "
        "JOIN verdict v ON v.row_id = c.row_id ANTI JOIN repeat_row r ON r.row_id = c.row_id "
        "WHERE v.code = 0 ORDER BY c.row_id"
    )
    for row in stream(workspace, query):
        cells = list(row[len(_KEYS) :])
        yield row[: len(_KEYS)], layout.change(cells) if layout.change else cells


def _digest(cells: Sequence[Any]) -> str:
    """What tells a row from another version of itself."""
    text = "\x1f".join("" if cell is None else str(cell) for cell in cells)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass
class _Parts:
    """The files of one list, opened as their first row comes."""

    stack: ExitStack
    folder: Path
    stem: str
    layout: Layout
    opened: dict[str, RowFile] = field(default_factory=dict)

    def name(self, part: str) -> str:
        stem = f"{self.stem}-{part}" if part else self.stem
        return f"{stem}{self.layout.dialect.ending}"

    def write(self, part: str, cells: Sequence[Any]) -> str:
        """Write a row; the name of the file it went to."""
        self._open(part).write(cells)
        return self.name(part)

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
        return lambda keys: _safe(keys[4] or "elsewhere"), {}
    if split_by == "window":
        lists = programmes(workspace)
        turn = dict.fromkeys(lists, 0)

        def dealt(keys: Sequence[Any]) -> str:
            zone = keys[5]
            turn[zone] += 1
            return lists[zone][(turn[zone] - 1) % len(lists[zone])].name

        return dealt, {each.name: each for own in lists.values() for each in own}
    return lambda keys: "", {}


def _safe(name: str) -> str:
    """A part of a file's name that every system takes."""
    return re.sub(r"[^\w.-]+", "-", name) or "list"
