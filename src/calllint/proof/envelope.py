"""The statement of a record in its envelope: in-toto, in DSSE, in one way of writing it.

``record.json`` holds the same bytes for the same statement and signature; any other bytes are a
change. ``payload_sha256`` is there for records that nobody signs: it shows damage, not fraud.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from msgspec import Struct

from calllint.proof.keys import Signer, fingerprint
from calllint.proof.shape import is_shaped

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://calllint.dev/record/v2"
PRUNED = "https://calllint.dev/pruned/v1"
FORMAT = "calllint-record-2"
_RECORD = PREDICATE.rpartition("/")[0]
_SCHEMAS = {PREDICATE: "record", PRUNED: "pruned"}


class NoEnvelope(ValueError):
    """The bytes are no envelope of ours."""


class OtherVersion(NoEnvelope):
    """A record that another version of calllint reads; ``args[0]`` is its format."""


class Envelope(Struct, frozen=True):
    """A statement as it lies on disk."""

    data: bytes
    payload: bytes
    statement: Mapping[str, Any]
    signatures: tuple[tuple[str, bytes], ...]
    """Id of the key, and signature."""

    @property
    def sha256(self) -> str:
        """What the next record, the book and a time-stamp hold of it."""
        return sha256(self.data).hexdigest()

    @property
    def predicate(self) -> Mapping[str, Any]:
        """What the statement says."""
        found: Mapping[str, Any] = self.statement["predicate"]
        return found

    @property
    def public_key(self) -> bytes | None:
        """The key it says it is signed with."""
        signer = self.predicate.get("signer")
        return None if signer is None else bytes.fromhex(signer["public_key"])


def canonical(value: object) -> bytes:
    """JSON in one way: sorted keys, no blanks, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def signed_bytes(payload: bytes) -> bytes:
    """What is signed: DSSE's pre-authentication encoding."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def seal(statement: Mapping[str, Any], signer: Signer | None) -> bytes:
    """The envelope of a statement."""
    payload = canonical(statement)
    signatures = (
        [(fingerprint(signer.public), signer.sign(signed_bytes(payload)))] if signer else []
    )
    return _written(payload, signatures)


def open_envelope(data: bytes, predicate_type: str = PREDICATE) -> Envelope:
    """The envelope in some bytes. Raises NoEnvelope where they are not as ``seal`` writes them.

    OtherVersion of a record whose format is not the one that is read here.
    """
    try:
        outer = json.loads(data)
        payload = base64.b64decode(outer["payload"], validate=True)
        signatures = tuple(
            (str(one["keyid"]), base64.b64decode(one["sig"], validate=True))
            for one in outer["signatures"]
        )
        statement = json.loads(payload)
        known = (statement["_type"], statement["predicateType"]) == (STATEMENT, predicate_type)
        whole = data == _written(payload, signatures) and payload == canonical(statement)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NoEnvelope from None
    said = statement.get("predicate")
    if not (whole and isinstance(said, dict)):
        raise NoEnvelope
    if predicate_type == PREDICATE and _other_version(statement):
        raise OtherVersion(said.get("format"))
    if not (known and is_shaped(statement, _SCHEMAS[predicate_type])):
        raise NoEnvelope
    return Envelope(data, payload, statement, signatures)


def _other_version(statement: Mapping[str, Any]) -> bool:
    kind = str(statement["predicateType"])
    if kind != PREDICATE:
        return kind.rpartition("/")[0] == _RECORD
    return bool(statement["predicate"].get("format") != FORMAT)


def _written(payload: bytes, signatures: Any) -> bytes:
    outer = {
        "payloadType": PAYLOAD_TYPE,
        "payload": base64.b64encode(payload).decode(),
        "payload_sha256": sha256(payload).hexdigest(),
        "signatures": [
            {"keyid": keyid, "sig": base64.b64encode(sig).decode()} for keyid, sig in signatures
        ],
    }
    return json.dumps(outer, indent=1).encode() + b"\n"
