"""The entries of a record, made in the database and written block by block.

The database sorts what is known by the keyed hash of the number it is known of, on disk where it
must; the entries are then hashed and packed as they come. Memory does not grow with the list.
"""

from __future__ import annotations

import gzip
import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from calllint.engine.contacts import VERDICTS
from calllint.engine.passes import Bits
from calllint.engine.scrub.cells import stream
from calllint.engine.selection import Selection
from calllint.facts.sql import literal
from calllint.facts.traces import KINDS, hex_sql
from calllint.facts.workspace import Workspace
from calllint.proof import merkle
from calllint.proof.layout import BLOCK, BLOCKS, CHECK, ENTRIES, Block
from calllint.records import dataclass

if TYPE_CHECKING:
    from calllint.engine.run import Judgement

_LEVEL = 1
"""Of gzip: digests are random, the rest is alike."""
_BATCH = 10_000


@dataclass(frozen=True)
class Written:
    """What the entries came to."""

    count: int
    root: bytes


def write_entries(judgement: Judgement, folder: Path, advance: Callable[[int], None]) -> Written:
    """Write the entries of a judgement, and where each block of them lies."""
    workspace = judgement.workspace
    roots, offset, count = [], 0, 0
    with (
        (folder / ENTRIES).open("wb") as entries,
        (folder / BLOCKS).open("wb") as index,
        ThreadPoolExecutor(1) as packer,
    ):
        for first, root, size, packed in _ahead(_packed(_blocks(_lines(judgement)), packer)):
            data = packed.result()
            entries.write(data)
            index.write(Block(offset, len(data), first, root).line().encode())
            roots.append(root)
            offset += len(data)
            count += size
            advance(size)
    for table in ("piece", "ranked"):
        workspace.execute(f"DROP TABLE {table}")
    return Written(count, merkle.root(roots))


_Packed: TypeAlias = "tuple[bytes, bytes, int, Future[bytes]]"
"""The first key of a block, its root, its entries, and their text, being packed."""
_Line: TypeAlias = "tuple[bytes, bytes, bytes]"
"""Key, leaf and line of an entry: millions of them, so no object of a class."""


def _packed(blocks: Iterator[list[_Line]], packer: Executor) -> Iterator[_Packed]:
    for block in blocks:
        text = b"".join([line for _, _, line in block])
        packed = packer.submit(gzip.compress, text, _LEVEL, mtime=0)
        yield block[0][0], merkle.root([leaf for _, leaf, _ in block]), len(block), packed


def _ahead(blocks: Iterator[_Packed]) -> Iterator[_Packed]:
    """The same, some of them begun before they are asked for."""
    waiting: deque[_Packed] = deque()
    for block in blocks:
        waiting.append(block)
        if len(waiting) == 64:
            yield waiting.popleft()
    yield from waiting


def _blocks(lines: Iterator[_Line]) -> Iterator[list[_Line]]:
    while block := list(islice(lines, BLOCK)):
        yield block


def _lines(judgement: Judgement) -> Iterator[_Line]:
    """Every number, in the order of the keys, with all that is known of it."""
    workspace = judgement.workspace
    _gather(judgement)
    keys = stream(workspace, "SELECT key FROM ranked ORDER BY rank")
    rank, rows, evidence = -1, "", ""
    for own, text in stream(workspace, f"SELECT rank, {_TEXT} FROM piece"):
        if own != rank:
            if rank >= 0:
                yield _line(next(keys)[0], rows[1:], evidence[1:])
            rank, rows, evidence = own, "", ""
        if text.startswith(_ROW):
            rows += text
        else:
            evidence += text
    if rank >= 0:
        yield _line(next(keys)[0], rows[1:], evidence[1:])


def _line(name: str, rows: str, evidence: str) -> _Line:
    """As ``layout.Entry`` has it."""
    key = bytes.fromhex(name)
    payload = f'{{"rows":[{rows}],"evidence":[{evidence}]}}'.encode()
    leaf = sha256(b"\x00" + key + sha256(payload).digest()).digest()
    return key, leaf, b"%b %b %b\n" % (name.encode(), leaf.hex()[:CHECK].encode(), payload)


_ROW = ',{"place"'
_NAMES = " ".join(f'WHEN {number} THEN \'"kind":"{kind}",\'' for number, kind in enumerate(KINDS))
_TEXT = (
    f"',{{' || CASE kind {_NAMES} ELSE '' END || '\"place\":[' || file_no || ',' || line || "
    f"'],\"row\":\"' || {hex_sql('row_digest')} || '\"' || about || '}}' AS text"
)
"""A piece as a JSON object, a comma in front."""


def _scopes(workspace: Workspace) -> tuple[str, ...]:
    return ("verdict", *workspace.grounds)


def _gather(judgement: Judgement) -> None:
    """``piece``: what is known of each rank, in order; its rows are of the kind -1."""
    workspace, run = judgement.workspace, judgement.contacts
    assert run is not None
    words = run.bits.columns("b") + run.bits.columns("u")
    duties = frozenset(rule.id for rule, _ in judgement.selection.rules if rule.duty)
    for scope in _scopes(workspace):
        keys = ["code", *words] if scope == "verdict" else words
        _say(workspace, scope, keys, run.bits, judgement.selection, duties)
    if workspace.has_rows("kin"):
        workspace.execute(f"INSERT INTO traced {_OTHERS}")
        workspace.execute("CREATE TABLE once AS SELECT DISTINCT * FROM traced")
        workspace.execute("DROP TABLE traced")
        workspace.execute("ALTER TABLE once RENAME TO traced")
    for scope in workspace.grounds:
        _add_outcomes(workspace, scope, words)
    workspace.execute(
        "CREATE TABLE piece AS SELECT rank, kind, file_no, line, row_digest, about FROM "
        f"(SELECT rank, kind, row_id, file_no, line, row_digest, about FROM traced "
        f"UNION ALL {_rows(words)}) ORDER BY rank, kind, row_id"
    )
    for table in ("traced", *(f"said_{name}" for name in _scopes(workspace))):
        workspace.execute(f"DROP TABLE {table}")


_OTHERS = (
    "SELECT t.* REPLACE (k.other AS number, r.rank AS rank) FROM traced t "
    "JOIN kin k USING (number) JOIN ranked r ON r.number = k.other WHERE against"
)
"""What speaks against a call, for the other numbers of the person."""


def _add_outcomes(workspace: Workspace, scope: str, words: list[str]) -> None:
    """What each record of a ground breaches, beside what is known of it."""
    outcomes = ", ".join(f"bit_or({word}) AS {word}" for word in words)
    workspace.execute(
        f"UPDATE traced SET about = about || o.text FROM (SELECT record_id, number, text FROM "
        f"(SELECT record_id, number, {outcomes} FROM judged_{scope} GROUP BY ALL) "
        f"JOIN said_{scope} USING ({', '.join(words)}) WHERE text <> '') o "
        f"WHERE kind = {KINDS.index(f'{scope}s')} AND o.record_id = row_id "
        "AND o.number = traced.number"
    )


def _rows(words: list[str]) -> str:
    """The rows of the lists a number stands in, each with its verdict."""
    never = literal("9999-12-31")
    days = "".join(
        f' || coalesce(\',"{name}":"\' || nullif(CAST(v.{column} AS VARCHAR), {never}) '
        "|| '\"', '')"
        for name, column in (("from", "callable_from"), ("until", "callable_until"))
    )
    return (
        "SELECT r.rank, -1 AS kind, c.row_id, c.file_no, c.line, c.row_digest, "
        f"s.text || CASE WHEN v.code = 0 THEN '' ELSE ''{days} END "
        "|| coalesce(',\"left\":' || v.attempts_left, '') "
        "|| coalesce(',\"zone\":\"' || c.zone || '\"', '') AS about "
        "FROM contact c JOIN ranked r USING (number) JOIN verdict v USING (row_id) "
        f"JOIN said_verdict s USING (code, {', '.join(words)})"
    )


def _say(
    workspace: Workspace,
    scope: str,
    keys: list[str],
    bits: Bits,
    selection: Selection,
    duties: frozenset[str],
) -> None:
    """``said_SCOPE``: each distinct outcome of a table, and its members of a JSON object."""
    table = "verdict" if scope == "verdict" else f"judged_{scope}"
    columns = ", ".join(keys)
    if scope != "verdict":
        words = ", ".join(f"bit_or({word}) AS {word}" for word in keys)
        source = f"(SELECT {words} FROM {table} GROUP BY record_id, number)"
    else:
        source = table
    found = workspace.rows(f"SELECT DISTINCT {columns} FROM {source}")
    kinds = {key: "TINYINT" if key == "code" else "BIGINT" for key in keys}
    shape = ", ".join(f"{key} {kind}" for key, kind in kinds.items())
    workspace.execute(f"CREATE TABLE said_{scope} ({shape}, text VARCHAR)")
    rows = [(*row, _outcome(row, keys, bits, selection, duties)) for row in found]
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        workspace.connection.executemany(f"INSERT INTO said_{scope} VALUES ({marks})", rows)


def _outcome(
    row: tuple[int, ...],
    keys: list[str],
    bits: Bits,
    selection: Selection,
    duties: frozenset[str],
) -> str:
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
    return "," + json.dumps(found, separators=(",", ":"))[1:-1] if found else ""


def file_digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file."""
    digest, size = sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
