"""What a record states: in-toto's Statement about the files of a scrub."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict

from calllint import __version__
from calllint.engine.applied import law_state, meaning
from calllint.facts.workspace import Workspace
from calllint.packs.model import Pack
from calllint.proof.entries import Written, file_digest
from calllint.proof.envelope import FORMAT, PREDICATE, STATEMENT
from calllint.proof.keys import Signer, fingerprint, key_id
from calllint.proof.layout import BLOCK, BLOCKS, ENTRIES, TEXTS
from calllint.proof.merkle import GROUP
from calllint.proof.texts import law_value
from calllint.report.mask import mask_within
from calllint.report.order import slashes
from calllint.report.values import articles, raw

if TYPE_CHECKING:
    from calllint.engine.run import Judgement

_LIBRARIES = ("duckdb", "phonenumbers", "holidays")


class Recorded(Struct, frozen=True):
    """When a record was made, and who says so."""

    at: str
    """An ISO moment in UTC: ``2026-11-23T08:00:00Z``."""
    source: str
    """``clock`` or ``given``."""


def statement_of(
    judgement: Judgement,
    subject: Mapping[str, Path],
    outcome: str,
    written: Written,
    folder: Path,
    recorded: Recorded,
    signer: Signer | None,
) -> dict[str, Any]:
    """The statement, but for its place in the chain; ``folder`` holds the files of the record."""
    predicate = {
        "format": FORMAT,
        "recorded": {"at": recorded.at, "from": recorded.source},
        "calllint": {"version": __version__, "python": platform.python_version()}
        | {name: version(name) for name in _LIBRARIES},
        **_campaign(judgement),
        "packs": [_pack(pack) for pack in judgement.workspace.packs],
        "law_values": [law_value(value) for value in judgement.report.law_values],
        "rules": [_rule(one) for one in judgement.report.applied],
        "inputs": _inputs(judgement.workspace),
        "declared": dict(sorted(judgement.workspace.declared.status.items())),
        "outcome": outcome,
        "totals": dict(sorted(asdict(judgement.report.totals).items())),
        "problems": len(judgement.report.problems),
        "numbers": _numbers(judgement.workspace, written, folder),
        "texts": _file(folder / TEXTS),
        "retention": _retention(judgement.workspace.packs, judgement.report.last_day),
        "signer": None
        if signer is None
        else {
            "algorithm": "Ed25519",
            "keyid": fingerprint(signer.public),
            "public_key": signer.public.hex(),
        },
    }
    return {
        "_type": STATEMENT,
        "subject": [
            {"name": name, "digest": {"sha256": file_digest(path)[0]}}
            for name, path in sorted(subject.items())
        ],
        "predicateType": PREDICATE,
        "predicate": predicate,
    }


def _campaign(judgement: Judgement) -> dict[str, Any]:
    report, document = judgement.report, judgement.workspace.document
    title = report.title
    return {
        "campaign": {
            "file": slashes(report.campaign),
            "id": document.get(("campaign", "id")),
            "title": None if title is None else mask_within(title),
            "advertiser": document.get(("advertiser", "name")),
            "channel": document.get(("campaign", "channel")),
        },
        "documents": {slashes(file): digest for file, digest in sorted(report.digests.items())},
        "judged": {"from": raw(report.first_day), "to": raw(report.last_day)},
        "known_at": report.known_at,
        "options": dict(sorted(report.options.items())),
        "zone": judgement.workspace.default_zone,
        "region": judgement.workspace.region,
        "tzdata": report.tzdata,
    }


def _pack(pack: Pack) -> dict[str, Any]:
    numbering = pack.folder / "tables" / "numbering.csv"
    return {
        "name": pack.name,
        "version": pack.version,
        "digest": pack.digest,
        "numbering": file_digest(numbering)[0] if numbering.is_file() else None,
    }


def _rule(applied: Any) -> dict[str, Any]:
    return {
        "rule": applied.rule.id,
        "severity": applied.severity,
        "meaning": meaning(applied),
        "law": law_state(applied),
    }


def _inputs(workspace: Workspace) -> list[dict[str, Any]]:
    return [
        {
            "kind": stats.kind,
            "file": slashes(stats.name),
            "sha256": stats.sha256,
            "rows": stats.rows,
            "unreadable": stats.unreadable_rows,
            "left_out": stats.left_out,
            "format": stats.seen.format,
            "encoding": stats.seen.encoding,
            "separator": stats.seen.separator,
            "columns": len(stats.headers),
            "packed": stats.seen.packed,
        }
        for stats in workspace.files
    ]


def _numbers(workspace: Workspace, written: Written, folder: Path) -> dict[str, Any]:
    assert workspace.secret is not None
    return {
        "count": written.count,
        "root": written.root.hex(),
        "tree": f"RFC 6962, SHA-256, over groups of {GROUP}",
        "key": {"algorithm": "HMAC-SHA-256", "id": key_id(workspace.secret)},
        "entries": {"file": ENTRIES, "sha256": written.digest, "bytes": written.size},
        "blocks": _file(folder / BLOCKS) | {"size": BLOCK},
    }


def _file(path: Path) -> dict[str, Any]:
    digest, size = file_digest(path)
    return {"file": path.name, "sha256": digest, "bytes": size}


def _retention(packs: tuple[Pack, ...], last_day: date | None) -> dict[str, Any] | None:
    """The longest time that some pack's law keeps what proves a call; None where none says."""
    found = [one for pack in packs if (one := _kept_by(pack, last_day)) is not None]
    return max(found, key=lambda one: int(one["days"]), default=None)


def _kept_by(pack: Pack, last_day: date | None) -> dict[str, Any] | None:
    parameter = pack.parameters.get(pack.keeps_proofs or "")
    entry = parameter.at(last_day) if parameter is not None and last_day is not None else None
    if parameter is None or last_day is None or entry is None:
        return None
    since, days = entry
    if not isinstance(days, int):
        return None
    return {
        "days": days,
        "until": (last_day + timedelta(days=days)).isoformat(),
        "pack": pack.name,
        "value": parameter.name,
        "since": since.isoformat(),
        "law": articles(parameter.law),
    }


def text_digest(data: bytes) -> str:
    """SHA-256 of some bytes."""
    return sha256(data).hexdigest()
