"""The archive of proofs: whether the file a consent names is there, and is what its digest says.

A reference is looked up among the files below the folder, by its path from there, with or without
the ending of the file's name: no reference can lead outside, nor can a link.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from calllint.facts.sql import values
from calllint.facts.workspace import ProofCount, Workspace

_BLOCK = 1 << 20
_BATCH = 1000
"""Proofs written to the database in one statement."""
_DIGEST = 64
"""Hexadecimal digits of SHA-256."""
_SHAPE = {
    "proof": "VARCHAR",
    "digest": "VARCHAR",
    "found": "BOOLEAN",
    "matches": "BOOLEAN",
}


class Archive(Struct):
    """The files below a folder; each is read once, when its digest is first asked for."""

    folder: Path
    _files: dict[str, list[str]] = field(default_factory=dict)
    _digests: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in sorted(_below(str(self.folder))):
            known = _composed(name)
            self._files.setdefault(known, []).append(name)
            stem, dot, ending = known.rpartition(".")
            if dot and stem and "/" not in ending:
                self._files.setdefault(stem, []).append(name)

    def files(self, reference: str) -> list[str]:
        """The files a reference may stand for: the one of that name, else those it begins."""
        name = _composed(reference.strip().replace("\\", "/").removeprefix("./"))
        found = self._files.get(name, [])
        return [one for one in found if _composed(one) == name] or found

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file, in small hexadecimal digits; None where it cannot be read."""
        if name not in self._digests:
            self._digests[name] = _sha256(os.path.join(self.folder, name))
        return self._digests[name]

    def matches(self, reference: str, digest: str | None) -> bool | None:
        """Whether a file of the reference has the digest; None where that cannot be compared."""
        if digest is None or not _is_digest(digest):
            return None
        found = [self.digest(name) for name in self.files(reference)]
        if digest in found:
            return True
        return None if None in found or not found else False

    def text(self, reference: str) -> str | None:
        """The text of the one file a reference stands for; None where it cannot be read."""
        found = self.files(reference)
        if len(found) != 1:
            return None
        try:
            return (self.folder / found[0]).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return None


def _below(folder: str) -> Iterator[str]:
    """Files below a folder, as paths from it with slashes; a link that leads out is none."""
    root = os.path.realpath(folder)
    for place, _, names in os.walk(root):
        for name in names:
            path = os.path.join(place, name)
            real = os.path.realpath(path)
            if os.path.isfile(real) and os.path.commonpath((root, real)) == root:
                yield os.path.relpath(path, root).replace(os.sep, "/")


def _sha256(path: str) -> str | None:
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()


def _is_digest(text: str) -> bool:
    return len(text) == _DIGEST and not set(text) - set("0123456789abcdef")


def check_proofs(workspace: Workspace) -> None:
    """Create ``proof_state`` over the proofs that ``list_consents`` names, and count them.

    It holds proof and digest (as the list gives them, the digest in small letters), found BOOLEAN
    and matches BOOLEAN, NULL where there is nothing to compare. Without a folder there is none.
    """
    archive = workspace.archive
    if archive is None:
        return
    shape = ", ".join(f"{name} {kind}" for name, kind in _SHAPE.items())
    workspace.execute(f"CREATE TABLE proof_state ({shape})")
    named = workspace.connection.cursor().execute(
        f"SELECT DISTINCT proof, {DIGEST} FROM list_consents WHERE {NAMED} ORDER BY ALL"
    )
    while batch := named.fetchmany(_BATCH):
        rows: list[tuple[object, ...]] = [
            (proof, digest, bool(archive.files(proof)), archive.matches(proof, digest))
            for proof, digest in batch
        ]
        workspace.execute(f"INSERT INTO proof_state SELECT * FROM {values(rows, _SHAPE)}")
    _count(workspace)


NAMED = "proof IS NOT NULL AND status IS DISTINCT FROM 'withdrawn'"
"""Records whose proof is looked for: a withdrawal needs none."""
DIGEST = "lower(trim(proof_sha256))"
_WORDS = ("proofs_named", "proofs_missing", "proofs_altered", "proofs_undigested")


def _count(workspace: Workspace) -> None:
    counted = workspace.rows(
        "SELECT file_no, count(*), count(*) FILTER (NOT found), count(*) FILTER (NOT matches), "
        f"count(*) FILTER (found AND digest IS NULL) FROM (SELECT file_no, proof, {DIGEST} AS own "
        f"FROM list_consents WHERE {NAMED}) c JOIN proof_state p "
        "ON p.proof = c.proof AND p.digest IS NOT DISTINCT FROM c.own GROUP BY 1"
    )
    for file_no, *counts in counted:
        workspace.files[file_no].counts |= dict(zip(_WORDS, counts, strict=True))
    sums = [sum(column) for column in zip(*(row[1:] for row in counted), strict=True)]
    workspace.proof_count = ProofCount(*(sums or (0, 0, 0, 0)))


def wording_archived(archive: Archive | None, form: Mapping[str, object]) -> dict[str, bool | None]:
    """Whether the text a form names in the archive is there, and holds the form's wording.

    Neither is known without a folder, or where the form names no text.
    """
    named, wording = form.get("archived"), form.get("wording")
    if archive is None or named is None:
        return {"form_archive_found": None, "form_archive_agrees": None}
    text = archive.text(str(named))
    agrees = None if text is None or wording is None else _plain(str(wording)) in _plain(text)
    return {"form_archive_found": bool(archive.files(str(named))), "form_archive_agrees": agrees}


def _plain(text: str) -> str:
    """Letters and marks alone matter: not how lines are broken, nor how accents are composed."""
    return " ".join(_composed(text).split())


def _composed(text: str) -> str:
    """The same letters, each with its accent in one: some systems take them apart in names."""
    return unicodedata.normalize("NFC", text)
