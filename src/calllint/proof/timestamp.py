"""RFC 3161 time-stamps: somebody else says that a record was there at a moment."""

from __future__ import annotations

import hashlib
from datetime import timezone
from pathlib import Path

from msgspec import Struct

from calllint.proof.fault import Unusable
from calllint.proof.keys import can_sign

_HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


class Stamp(Struct, frozen=True):
    """A time-stamp over the right bytes."""

    at: str
    """The moment, in UTC."""
    trusted: bool
    """Its signature leads to the authority that was given."""


def check_stamp(response: bytes, data: bytes, authority: Path | None) -> Stamp | str:
    """The time-stamp of some data, from an authority's response; else the key of what is wrong.

    Raises Unusable where the certificate of the authority cannot be read.
    """
    if not can_sign():
        return "no_library"
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        stamp = decode_timestamp_response(response)
        info = stamp.tst_info
        algorithm = _HASHES[info.message_imprint.hash_algorithm.dotted_string]
        imprint = info.message_imprint.message
        at = info.gen_time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, KeyError):
        return "stamp"
    if imprint != hashlib.new(algorithm, data).digest():
        return "imprint"
    if authority is None:
        return Stamp(at, trusted=False)
    builder = VerifierBuilder()
    for certificate in _certificates(authority):
        builder = builder.add_root_certificate(certificate)
    try:
        builder.build().verify(stamp, imprint)
    except (VerificationError, ValueError):
        return "authority"
    return Stamp(at, trusted=True)


def _certificates(file: Path):  # type: ignore[no-untyped-def]  # of an extra
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError):
        raise Unusable(str(file), "authority") from None
