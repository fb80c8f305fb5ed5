"""Which rows speak of whom: the place and the keyed digest of every row that reaches a contact.

Kept only where a record is to be made of the run (``Workspace.secret``). The digest of a row is the
first half of SHA-256 over a key and the cells of the row as its file has them, joined by the unit
separator (U+001F); that key is the first half of HMAC-SHA-256 of ``ROW`` under the record's own. A
plain hash would give the number away. What proves a consent is hidden likewise, under ``PROOF``.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence

from calllint.facts.forms import form_ids
from calllint.facts.sql import literal, quote, values
from calllint.facts.store import keyed_sql, pads
from calllint.facts.workspace import Workspace
from calllint.packs.canonical import LAYOUTS

KINDS = ("consents", "contracts", "requests", "suppressions", "calls")
"""Kinds of evidence, in the order a record lists them."""
_KEPT = {
    "consents": ("status", "at", "expires_at", "source"),
    "contracts": ("status", "started_on", "ended_on"),
    "requests": ("at", "agreed_at", "source"),
    "suppressions": ("since", "until"),
    "calls": ("at", "outcome"),
}
"""What a record says of a row beside its place: days, and closed values; never a text of the list.

A ``source`` is closed for consents and requests only, so that of a suppression stays out.
"""
SEPARATOR = "\x1f"
ROW, PROOF = b"calllint row", b"calllint proof"
KEY = 16
"""Bytes of the key of a digest: with a short row, they fill one block of the hash."""
DIGEST = 16
"""Bytes kept of the digest of a row."""
PLACE = "file_no, ',', line, ',\"', row_digest, '\",{'"
"""SQL: the parts of a text that is a row in JSON, from its place to its first member.

In front of them the row before is closed; what comes behind closes this one.
"""
RANK = "CAST({}.rowid AS UINTEGER)"
"""SQL over ``person``, which is sorted by key: the place of a number in the record."""
NAMED = 8
"""Bytes kept of the digest of what names a proof: to recognise it, beside that of its row."""


def row_digest(workspace: Workspace, width: int) -> str:
    """SQL over ``c0 … cN``: the digest of a row; nothing where no record is made."""
    if workspace.secret is None:
        return ""
    return f", {row_sql(workspace.secret, width)} AS row_digest"


def row_sql(secret: bytes, width: int) -> str:
    """SQL over ``c0 … cN``: the digest of a row, in hexadecimal."""
    cells = f", {literal(SEPARATOR)}, ".join(f"c{index}" for index in range(width))
    return _digest(secret, ROW, f"concat({cells})", DIGEST)


def _digest(secret: bytes, purpose: bytes, text: str, length: int) -> str:
    """SQL: the digest of a text, in hexadecimal.

    One hash of key and text does: what is kept of it is half at most.
    """
    key = hmac.digest(secret, purpose, "sha256")[:KEY].hex()
    return f"left(sha256(unhex('{key}') || encode({text})), {2 * length})"


def rank_people(workspace: Workspace) -> None:
    """Sort ``person`` by ``key``, the keyed hash of its number, where a record is made.

    ``rowid`` is then the place of a number in the record. Creates ``traced``, empty.
    """
    if workspace.secret is None:
        return
    inner, outer = (f"unhex('{pad.hex()}')" for pad in pads(workspace.secret))
    workspace.execute(
        f"CREATE TABLE ranked AS SELECT *, {keyed_sql(inner, outer)} AS key FROM person "
        "ORDER BY key"
    )
    workspace.execute("DROP TABLE person")
    workspace.execute("ALTER TABLE ranked RENAME TO person")
    workspace.execute(
        "CREATE TABLE traced (rank UINTEGER, kind TINYINT, row_id BIGINT, against BOOLEAN, "
        "piece VARCHAR)"
    )


def rank_sql(workspace: Workspace) -> str:
    """SQL over ``person p``: the column ``rank``, behind its comma; nothing without a record."""
    return "" if workspace.secret is None else f", {RANK.format('p')} AS rank"


def trace(workspace: Workspace, kind: str, query: str, against: str) -> None:
    """Add the rows of a query over ``list_KIND`` to ``traced``, where a record is made.

    The query has the ``rank`` of whom a row reaches. ``kind`` is a place in ``KINDS``, and
    ``piece`` the row as a record has it: its place, its digest, and what is kept of it, in JSON.
    """
    if workspace.secret is None or not workspace.has_list(kind):
        return
    workspace.execute(
        f"INSERT INTO traced SELECT rank, {KINDS.index(kind)}, row_id, coalesce({against}, TRUE), "
        f"concat('}}],[', {PLACE}, '\"kind\":\"{kind}\"', {_about(workspace, kind)}) "
        f"FROM ({query}) t{_form_join(workspace, kind)}"
    )


def _about(workspace: Workspace, kind: str) -> str:
    """SQL: what is kept of a row, members of a JSON object, each behind its comma."""
    layout = LAYOUTS[kind]
    parts = [_member(name, _value(name, layout.instants)) for name in _KEPT[kind]]
    if kind == "consents":
        parts.append(
            "CASE WHEN form IS NULL THEN '' ELSE ',\"form\":' || coalesce(form_json, 'null') END"
        )
        digest = "CASE WHEN regexp_full_match(proof_sha256, '[0-9A-Fa-f]{64}') THEN "
        parts.append(_member("proof_sha256", f"{digest}lower(proof_sha256) END"))
    if "proof" in layout.columns and workspace.secret is not None:
        parts.append(_member("proof", _digest(workspace.secret, PROOF, "proof", NAMED)))
    return ", ".join(parts)


def _value(name: str, instants: Sequence[str]) -> str:
    """A day, a moment as it was written, or a closed value, as text."""
    if name not in instants:
        return f"CAST({quote(name)} AS VARCHAR)"
    naive, offset = f"CAST({name}_naive AS VARCHAR)", f"{name}_offset"
    usual = " ".join(f"WHEN {hours * 60} THEN '+{hours:02}:00'" for hours in range(5))
    other = (
        f"CASE WHEN {offset} < 0 THEN '-' ELSE '+' END || "
        f"printf('%02d:%02d', abs({offset}) // 60, abs({offset}) % 60)"
    )
    zone = f"CASE {offset} {usual} ELSE coalesce({other}, '') END"
    return (
        f"CASE WHEN {name}_time THEN replace({naive}, ' ', 'T') || {zone} "
        f"ELSE left({naive}, 10) END"
    )


def _member(name: str, value: str) -> str:
    """A member of a JSON object whose value needs no escape; NULL where it is NULL."""
    return f"',\"{name}\":\"' || {value} || '\"'"


def _form_join(workspace: Workspace, kind: str) -> str:
    """The forms of the campaign by name: only a name that is known is repeated."""
    if kind != "consents":
        return ""
    rows: list[tuple[object, ...]] = [(name, json.dumps(name)) for name in form_ids(workspace)]
    known = values(rows, {"form_id": "VARCHAR", "form_json": "VARCHAR"})
    return f" LEFT JOIN {known} AS known_form ON known_form.form_id = t.form"
