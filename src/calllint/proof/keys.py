"""The keys of a record: one hides the numbers, one signs.

The key that hides is text in an environment variable, as for hashed suppressions; the one that
signs is an Ed25519 key in a PEM file. ``cryptography`` is loaded only where something is signed, or
a signature verified.
"""

from __future__ import annotations

import hmac
import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from calllint.proof.fault import Unusable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VARIABLE = "CALLLINT_RECORD_KEY"
PASSPHRASE = "CALLLINT_RECORD_PASSPHRASE"
SHORTEST = 16
"""Characters of the hiding key: with less, somebody could try them all."""
_ID = b"calllint record key"


def hiding_key(variable: str) -> bytes:
    """The key that hides numbers. Raises Unusable where there is none, or a short one."""
    text = os.environ.get(variable, "")
    if not text:
        raise Unusable(variable, "key_missing", name=variable)
    if len(text) < SHORTEST:
        raise Unusable(variable, "key_short", name=variable, least=SHORTEST)
    return text.encode("utf-8", "surrogateescape")


def keyed(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA-256."""
    return hmac.digest(key, message, "sha256")


def key_id(key: bytes) -> str:
    """What tells one hiding key from another, and nothing of the key."""
    return keyed(key, _ID).hex()[:16]


def fingerprint(public: bytes) -> str:
    """The id of a signing key: SHA-256 of its 32 bytes."""
    return sha256(public).hexdigest()


class Signer(Struct, frozen=True):
    """A key that signs."""

    private: Ed25519PrivateKey
    public: bytes

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self.private.sign(message)


def signing_key(file: Path) -> Signer:
    """The private key of a PEM file. Raises Unusable."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    said = os.environ.get(PASSPHRASE)
    try:
        key = load_pem_private_key(_read(file), said.encode() if said else None)
    except (ValueError, TypeError):
        raise Unusable(str(file), "sign_key", name=PASSPHRASE) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Unusable(str(file), "sign_key", name=PASSPHRASE)
    return Signer(key, key.public_key().public_bytes_raw())


def public_key(file: Path) -> bytes:
    """The 32 bytes of the public key of a PEM file, or of a private one. Raises Unusable."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    data = _read(file)
    if b"PRIVATE KEY" in data:
        return signing_key(file).public
    try:
        key = load_pem_public_key(data)
    except ValueError:
        raise Unusable(str(file), "public_key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise Unusable(str(file), "public_key")
    return key.public_bytes_raw()


def signature_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature is that key's, over that message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def can_sign() -> bool:
    """Whether what signing needs is installed."""
    from importlib.util import find_spec

    return find_spec("cryptography") is not None


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unusable(str(file), "unreadable", reason=error.strerror) from None
