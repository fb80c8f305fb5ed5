"""The entries of a record, made in the database and written block by block.

The database sorts what is known by the keyed hash of the number it is known of, on disk where it
must, and puts the lines together; they are then hashed as they come. Memory does not grow with the
list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from calllint.engine.contacts import VERDICTS, ContactRun
from calllint.engine.passes import Bits
from calllint.engine.scrub.lines import stretches
from calllint.engine.selection import Selection
from calllint.facts.sql import literal
from calllint.facts.traces import KINDS, PLACE, RANK
from calllint.facts.workspace import Workspace
from calllint.proof import merkle
from calllint.proof.layout import BLOCK, BLOCKS, ENTRIES, Block, Entries

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from calllint.engine.run import Judgement


class Written(Struct, frozen=True):
    """What the entries came to."""

    count: int
    root: bytes
    digest: str
    """SHA-256 of the file of entries."""
    size: int


def write_entries(judgement: Judgement, folder: Path, advance: Callable[[int], None]) -> Written:
    """Write the entries of a judgement, and where each block of them lies."""
    roots, offset, count, digest = [], 0, 0, sha256()
    with (folder / ENTRIES).open("wb") as entries, (folder / BLOCKS).open("wb") as index:
        for block in map(Entries.of, _blocks(_lines(judgement))):
            text = b"\n".join([*block.lines, b""])
            entries.write(text)
            digest.update(text)
            index.write(Block(offset, len(text), block.key(0), block.root, block.checks).line())
            roots.append(block.root)
            offset += len(text)
            count += len(block.lines)
            advance(len(block.lines))
    return Written(count, merkle.root(roots), digest.hexdigest(), offset)


def _blocks(lines: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    rest: list[bytes] = []
    for some in lines:
        rest += some
        whole = len(rest) - len(rest) % BLOCK
        for start in range(0, whole, BLOCK):
            yield rest[start : start + BLOCK]
        del rest[:whole]
    if rest:
        yield rest


def _lines(judgement: Judgement) -> Iterator[list[bytes]]:
    """The line of every number, in the order of the keys, some at a time."""
    workspace = judgement.workspace
    pieces = _gather(judgement)
    ((people,),) = workspace.rows("SELECT count(*) FROM person")
    queries = [
        f"SELECT encode(piece) FROM ({pieces.replace('STRETCH', f'BETWEEN {first} AND {last}')}) "
        "ORDER BY place, turn"
        for first, last in stretches(0, people, _STRETCH)
    ]
    rest, first_line = b"", 1  # in front of the first line there is only an end
    for batch in _ahead(workspace, queries):
        *lines, rest = b"".join([rest, *[piece for (piece,) in batch]]).split(b"\n")
        yield lines[first_line:]
        first_line = 0 if lines else first_line
    if people:
        yield [rest + _END.encode()]
    for table in ("evidence", "stood", "told_of", *(f"said_{name}" for name in _scopes(workspace))):
        workspace.execute(f"DROP TABLE {table}")


def _ahead(workspace: Workspace, queries: Sequence[str]) -> Iterator[list[tuple[bytes]]]:
    """The rows of some queries, each of which is begun while those of the one before are read."""
    with ThreadPoolExecutor(1) as beside:

        def begin(query: str) -> Future[DuckDBPyConnection]:
            return beside.submit(lambda: workspace.connection.cursor().execute(query))

        coming = [begin(query) for query in queries[:1]]
        for place in range(len(queries)):
            cursor = coming.pop().result()
            coming += [begin(query) for query in queries[place + 1 : place + 2]]
            while batch := cursor.fetchmany(_BATCH):
                yield batch


_BATCH = 2_000
_STRETCH = 400_000
"""Numbers whose lines are put together at a time: a stretch is sorted in memory."""
_END = "}]]"
"""Closes a payload; each piece first closes the one before it."""
_PLACES = f"{len(KINDS) + 1} * CAST(rank AS BIGINT)"
_EVIDENCE = f"{_PLACES} + 1 + kind AS place"
"""The rows a number stands in come first, then the evidence, kind by kind."""


def _scopes(workspace: Workspace) -> tuple[str, ...]:
    return ("verdict", *workspace.grounds)


def _gather(judgement: Judgement) -> str:
    """A query over what is known of the numbers whose rank is in a STRETCH: pieces of text.

    In the order of ``place`` and ``turn`` they are the lines, each but the first behind the end of
    the one before. The tables are sorted by rank, so that of one on disk a stretch is read alone.
    """
    workspace, run = judgement.workspace, judgement.contacts
    assert run is not None
    words = run.bits.columns("b") + run.bits.columns("u")
    duties = frozenset(rule.id for rule, _ in judgement.selection.rules if rule.duty)
    for scope in _scopes(workspace):
        own = scope == "verdict"
        table, keys = ("verdict", ["code", *words]) if own else (_judged(scope, words, run), words)
        found = workspace.rows(f"SELECT DISTINCT {', '.join(keys)} FROM {table}")
        said = [(*row, _outcome(row, keys, run.bits, judgement.selection, duties)) for row in found]
        kinds = dict.fromkeys(keys, "BIGINT") | {"text": "VARCHAR"}
        workspace.store.create(f"said_{scope}", kinds, said)
    if workspace.has_kin:
        workspace.execute(
            f"INSERT INTO traced FROM ({_OTHERS}) ANTI JOIN traced USING (rank, kind, row_id)"
        )
    workspace.execute(f"CREATE TABLE stood AS {_rows(words)} ORDER BY rank")
    workspace.execute("CREATE TABLE evidence AS FROM traced ORDER BY rank")
    workspace.execute("DROP TABLE traced")
    workspace.execute(f"CREATE TABLE told_of AS {_told(workspace, words, run)}")
    return (
        f"SELECT {_PLACES} AS place, 2 * row_id AS turn, concat(CASE WHEN key IS "
        f"NULL THEN '}}],[' ELSE concat('{_END}', chr(10), key, ' [[') END, {PLACE}, s.text, "
        "about) AS piece FROM (SELECT * FROM stood WHERE rank STRETCH) LEFT JOIN (SELECT rowid AS "
        "rank, first_row AS row_id, key FROM person WHERE rowid STRETCH) USING (rank, row_id) "
        f"LEFT JOIN said_verdict s USING (code, {', '.join(words)}) UNION ALL "
        f"SELECT {_EVIDENCE}, 2 * row_id, piece FROM evidence WHERE rank STRETCH UNION ALL "
        f"SELECT {_EVIDENCE}, 2 * row_id + 1, text FROM told_of WHERE rank STRETCH"
    )


_OTHERS = (
    f"SELECT DISTINCT t.* REPLACE ({RANK.format('o')} AS rank) FROM traced t "
    "JOIN person p ON p.rowid = t.rank JOIN kin k ON k.number = p.number "
    "JOIN person o ON o.number = k.other WHERE against"
)
"""What speaks against a call, for the other numbers of the person."""


def _told(workspace: Workspace, words: list[str], run: ContactRun) -> str:
    """What the records of a ground breach, where it is anything."""
    parts = [
        f"SELECT {RANK.format('p')} AS rank, {KINDS.index(f'{scope}s')} AS kind, "
        f"record_id AS row_id, text FROM {_judged(scope, words, run)} JOIN "
        f"(SELECT * FROM said_{scope} WHERE text <> '') USING ({', '.join(words)}) "
        "JOIN person p USING (number)"
        for scope in workspace.grounds
    ]
    nothing = "SELECT 0 AS rank, 0 AS kind, 0 AS row_id, '' AS text WHERE FALSE"
    return " UNION ALL ".join(parts) or nothing


def _judged(scope: str, words: list[str], run: ContactRun) -> str:
    """A relation: what each record of a ground breaches, on any of the days."""
    if len(run.slices) == 1:
        return f"judged_{scope}"
    outcomes = ", ".join(f"bit_or({word}) AS {word}" for word in words)
    return f"(SELECT record_id, number, {outcomes} FROM judged_{scope} GROUP BY ALL)"


def _rows(words: list[str]) -> str:
    """The rows of the lists a number stands in, each with its verdict."""
    never = literal("9999-12-31")
    days = ", ".join(
        f'CASE WHEN v.code <> 0 THEN \',"{name}":"\' || '
        f"nullif(CAST(v.{column} AS VARCHAR), {never}) || '\"' END"
        for name, column in (("from", "callable_from"), ("until", "callable_until"))
    )
    return (
        f"SELECT {RANK.format('p')} AS rank, c.row_id, c.file_no, c.line, c.row_digest, v.code, "
        f"{', '.join(f'v.{word}' for word in words)}, concat({days}, ',\"left\":' || "
        "v.attempts_left, ',\"zone\":\"' || c.zone || '\"') AS about "
        "FROM contact c JOIN person p USING (number) JOIN verdict v USING (row_id)"
    )


def _outcome(
    row: tuple[int, ...],
    keys: list[str],
    bits: Bits,
    selection: Selection,
    duties: frozenset[str],
) -> str:
    """The members of a JSON object that say an outcome."""
    head = {"verdict": VERDICTS[row[0]]} if keys[0] == "code" else {}
    words = row[len(head) :]
    breached, unknown = (
        [rule for rule in bits.rules(part) if rule in selection.reported]
        for part in (words[: bits.words], words[bits.words :])
    )
    said = head | {
        "breached": [rule for rule in breached if rule not in duties],
        "unknown": unknown,
        "duties": [rule for rule in breached if rule in duties],
    }
    found = {name: value for name, value in said.items() if value}
    text = json.dumps(found, separators=(",", ":"))[1:-1]
    return text if head or not found else f",{text}"


def file_digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file."""
    digest, size = sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
