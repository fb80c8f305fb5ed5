"""Lists that several campaigns name, read once: kept as they were read, in a private folder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.facts import temporary
from calllint.facts.sources.reading import Opened, open_lists
from calllint.facts.sources.table import How, fill
from calllint.facts.sql import literal

if TYPE_CHECKING:
    from types import TracebackType

    from duckdb import DuckDBPyConnection

_Key = tuple[str, How]


class Shared(Struct):
    """What was read of the lists that more than one campaign names.

    The first campaign reads the file; what it read is kept as Parquet, cells as the file has them,
    and read from there by the others. Closing removes it.
    """

    temp_dir: Path | None = None
    wanted: Counter[_Key] = field(default_factory=Counter)
    """How many campaigns name each file and read it alike."""
    _kept: dict[_Key, list[Opened]] = field(default_factory=dict)
    _folder: Path | None = None

    def __enter__(self) -> Shared:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._folder is not None:
            temporary.remove(self._folder)

    def count(self, lists: Iterable[tuple[Path, How]]) -> None:
        """Note the lists of one campaign."""
        self.wanted.update({_key(path, how) for path, how in lists})

    def open_lists(
        self, connection: DuckDBPyConnection, path: Path, name: str, how: How, temp: Path
    ) -> Iterator[Opened]:
        """As ``reading.open_lists``; a file that was read before is not read again."""
        key = _key(path, how)
        if self.wanted[key] < 2 or not path.is_file():
            yield from open_lists(connection, path, name, how, temp)
            return
        if key not in self._kept:
            kept = [
                self._keep(connection, opened, name)
                for opened in open_lists(connection, path, name, how, temp)
            ]
            self._kept[key] = kept
        for opened in self._kept[key]:
            yield replace(opened, name=f"{name}{opened.name}")

    def _keep(self, connection: DuckDBPyConnection, opened: Opened, name: str) -> Opened:
        """The list with its rows in a file of ours; its name is what follows that of the file."""
        if self._folder is None:
            self._folder = temporary.make(self.temp_dir)
        number = len(list(self._folder.iterdir()))
        target = literal(str(self._folder / f"{number}.parquet"))
        source = fill(
            connection, "shared_list", opened.source, lambda q: f"SELECT * FROM {q}", opened.name
        )
        connection.execute(f"COPY shared_list TO {target} (FORMAT parquet)")
        connection.execute("DROP TABLE shared_list")
        source.close()
        query = f"(SELECT * FROM read_parquet({target}))"
        again = replace(source, query=query, rows=None, otherwise=None, close=lambda: None)
        return replace(opened, name=opened.name.removeprefix(name), source=again)


def _key(path: Path, how: How) -> _Key:
    return os.path.realpath(path), how
