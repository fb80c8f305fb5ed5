"""The entries of a record, made in the database and written block by block.

The database sorts what is known by the keyed hash of the number it is known of, on disk where it
must, and puts the lines together; they are then hashed as they come. Memory does not grow with the
list.
"""

from __future__ import annotations

import json
from binascii import hexlify, unhexlify
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from calllint.engine.contacts import VERDICTS
from calllint.engine.passes import Bits
from calllint.engine.scrub.lines import batches
from calllint.engine.selection import Selection
from calllint.facts.sql import literal
from calllint.facts.traces import KINDS, hex_sql
from calllint.facts.workspace import Workspace
from calllint.proof import merkle
from calllint.proof.layout import BLOCK, BLOCKS, CHECK, ENTRIES, KEY, Block

if TYPE_CHECKING:
    from calllint.engine.run import Judgement


class Written(Struct, frozen=True):
    """What the entries came to."""

    count: int
    root: bytes


def write_entries(judgement: Judgement, folder: Path, advance: Callable[[int], None]) -> Written:
    """Write the entries of a judgement, and where each block of them lies."""
    roots, offset, count = [], 0, 0
    with (folder / ENTRIES).open("wb") as entries, (folder / BLOCKS).open("wb") as index:
        for block in _blocks(_lines(judgement)):
            leaves, text = _hashed(block)
            root = merkle.root(leaves)
            entries.write(text)
            index.write(Block(offset, len(text), bytes.fromhex(text[:KEY].decode()), root).line())
            roots.append(root)
            offset += len(text)
            count += len(block)
            advance(len(block))
    judgement.workspace.execute("DROP TABLE piece")
    judgement.workspace.execute("DROP TABLE ranked")
    return Written(count, merkle.root(roots))


def _hashed(block: list[bytes]) -> tuple[list[bytes], bytes]:
    """The leaves of some lines, and the lines as ``layout.Entry`` has them."""
    leaves: list[bytes] = []
    lines: list[bytes] = []
    for line in block:
        name, payload = line[:KEY], line[KEY:]
        leaf = sha256(b"\x00" + unhexlify(name) + sha256(payload).digest()).digest()
        leaves.append(leaf)
        lines += (name, b" ", hexlify(leaf[: CHECK // 2]), b" ", payload, b"\n")
    return leaves, b"".join(lines)


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
    """Key and payload of every number, in the order of the keys, some at a time."""
    _gather(judgement)
    rest = b""
    for batch in batches(judgement.workspace, f"SELECT {_TEXT} FROM piece"):
        text = rest + "".join([piece for (piece,) in batch]).encode()
        *lines, rest = text.split(b"\n")
        yield [line for line in lines if line != _END]
    if rest:
        yield [rest + _END]


_END = b"]"
"""Closes the payload before, in front of each entry: in front of the first there is none."""
_NAMES = " ".join(f'WHEN {number} THEN \'"kind":"{kind}"\'' for number, kind in enumerate(KINDS))
_TEXT = (
    "concat(CASE WHEN key IS NULL THEN ',[' ELSE concat(']', chr(10), key, '[[') END, "
    f"file_no, ',', line, ',\"', {hex_sql('row_digest')}, '\",{{', "
    f"CASE kind {_NAMES} END, about, '}}]')"
)
"""A piece of a payload, behind what stands between it and the one before."""


def _scopes(workspace: Workspace) -> tuple[str, ...]:
    return ("verdict", *workspace.grounds)


def _gather(judgement: Judgement) -> None:
    """``piece``: what is known of each number, in order; the first row of each has the key."""
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
    workspace.execute(
        "CREATE TABLE piece AS SELECT key, kind, file_no, line, row_digest, about FROM "
        f"({_evidence(workspace, words)} UNION ALL {_rows(words)}) ORDER BY rank, kind, row_id"
    )
    for table in ("traced", *(f"said_{name}" for name in _scopes(workspace))):
        workspace.execute(f"DROP TABLE {table}")


_OTHERS = (
    "SELECT t.* REPLACE (k.other AS number, r.rank AS rank) FROM traced t "
    "JOIN kin k USING (number) JOIN ranked r ON r.number = k.other WHERE against"
)
"""What speaks against a call, for the other numbers of the person."""


def _evidence(workspace: Workspace, words: list[str]) -> str:
    """Every row of evidence; those of a ground with what they breach."""
    told = {KINDS.index(f"{scope}s"): scope for scope in workspace.grounds}
    columns = "rank, NULL AS key, kind, row_id, file_no, line, row_digest"
    others = " AND ".join(["TRUE", *(f"kind <> {kind}" for kind in told)])
    parts = [f"SELECT {columns}, about FROM traced WHERE {others}"]
    outcomes = ", ".join(f"bit_or({word}) AS {word}" for word in words)
    parts += [
        f"SELECT {columns}, concat(about, o.text) AS about FROM traced t LEFT JOIN "
        f"(SELECT record_id, number, text FROM (SELECT record_id, number, {outcomes} "
        f"FROM judged_{scope} GROUP BY ALL) JOIN said_{scope} USING ({', '.join(words)}) "
        "WHERE text <> '') o ON o.record_id = t.row_id AND o.number = t.number "
        f"WHERE t.kind = {kind}"
        for kind, scope in told.items()
    ]
    return " UNION ALL ".join(parts)


def _rows(words: list[str]) -> str:
    """The rows of the lists a number stands in, each with its verdict."""
    never = literal("9999-12-31")
    days = ", ".join(
        f'CASE WHEN v.code <> 0 THEN \',"{name}":"\' || '
        f"nullif(CAST(v.{column} AS VARCHAR), {never}) || '\"' END"
        for name, column in (("from", "callable_from"), ("until", "callable_until"))
    )
    return (
        "SELECT r.rank, CASE WHEN c.row_id = r.first_row THEN r.key END, -1 AS kind, c.row_id, "
        f"c.file_no, c.line, c.row_digest, concat(s.text, {days}, ',\"left\":' || "
        "v.attempts_left, ',\"zone\":\"' || c.zone || '\"') AS about "
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
