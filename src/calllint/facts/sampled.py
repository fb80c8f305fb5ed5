"""What stands in the cells of a list that is looked at: counts, first rows, words most met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from calllint.facts.guess import Guess
from calllint.facts.inspected import Word, Words
from calllint.facts.kinds import fold, known_words
from calllint.facts.profiles import Profile
from calllint.facts.sources.reading import Opened
from calllint.facts.sources.table import Source, fill
from calllint.facts.sql import literal
from calllint.packs.canonical import LAYOUTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROWS = 500
_SHOWN = 3
_MOST_MET = 8


class Sampled(Struct, frozen=True):
    """A list, read once as it stands."""

    source: Source
    """What it was read from, not yet closed."""
    rows: int
    unreadable: list[int]
    """Lines of the rows that cannot be read."""
    filled: list[int]
    """For each column, how many cells are not blank."""
    first: list[list[str]]
    """The first rows."""

    def shown(self, index: int) -> tuple[str, ...]:
        """A few different cells of a column."""
        return tuple(list(dict.fromkeys(self.cells(index)))[:_SHOWN])

    def cells(self, index: int) -> list[str]:
        """The cells of a column in the first rows, but blank ones."""
        return [cell for row in self.first if (cell := row[index].strip())]


def sampled(connection: DuckDBPyConnection, opened: Opened) -> Sampled:
    """Read a list that was opened."""
    width = range(len(opened.source.headers))
    blank = ", ".join(f"nullif(trim(c{i}), '') IS NOT NULL AS f{i}" for i in width)
    source = fill(
        connection,
        "looked",
        opened.source,
        lambda query: f"SELECT line, readable, {blank} FROM {query}",
        opened.name,
    )
    cells = ", ".join(f"c{i}" for i in width)
    first = connection.execute(
        f"SELECT {cells} FROM {source.query} WHERE readable LIMIT {_ROWS}"
    ).fetchall()
    counts = "".join(f", count(*) FILTER (f{i})" for i in width)
    rows, *filled = connection.execute(f"SELECT count(*){counts} FROM looked").fetchall()[0]
    lines = connection.execute(
        f"SELECT coalesce(line, rowid + {source.first_line}) FROM looked WHERE NOT readable "
        "ORDER BY 1"
    ).fetchall()
    connection.execute("DROP TABLE looked")
    return Sampled(
        source,
        rows,
        [line for (line,) in lines],
        filled,
        [[cell or "" for cell in row] for row in first],
    )


def words_met(
    connection: DuckDBPyConnection,
    source: Source,
    guessed: Guess,
    used: Profile | None,
    profiles: Sequence[Profile],
) -> dict[str, Words]:
    """The cells most met, in columns of a few values, that are none of them."""
    known, found = known_words(profiles), {}
    for index, column in guessed.meaning.items():
        if (guessed.kind, column) not in known:
            continue
        read = sorted(_read_words(used, guessed.kind, column))
        cell = f"trim(c{index})"
        listed = f"NOT IN ({', '.join(map(literal, read))})"
        rows = connection.execute(
            f"SELECT {cell}, count(*) FROM {source.query} WHERE readable "
            f"AND {cell} <> '' AND {cell} {listed} AND lower({cell}) {listed} "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_MOST_MET + 1}"
        ).fetchall()
        if rows:
            found[column] = _words_of(rows, known[guessed.kind, column])
    return found


def _words_of(rows: Sequence[tuple[str, int]], known: Mapping[str, str]) -> Words:
    """The cells most met. Where there are many, one that is met once is a text about somebody."""
    many = len(rows) > _MOST_MET
    met = [(cell, count) for cell, count in rows[:_MOST_MET] if count > 1 or not many]
    return Words(tuple(Word(cell, n, known.get(fold(cell))) for cell, n in met), many)


def _read_words(used: Profile | None, kind: str, column: str) -> set[str]:
    """The cells of a column that are read: its values, and those the profile knows."""
    found = set(dict(LAYOUTS[kind].closed)[column])
    for _, reading in () if used is None else used.readings(kind):
        found |= set(map(str, reading.get("values", {}).get(column, ())))
    return found
