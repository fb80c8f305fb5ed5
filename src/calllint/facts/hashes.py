"""Suppressions whose numbers are hashed: HMAC-SHA-256 of the E.164 form, keyed.

What is hashed is the number as ``+33199000001``, in ASCII. The key is the text of an environment
variable, in UTF-8. A cell holds the 32 bytes in hexadecimal or in base64 (either alphabet, with or
without ``=``); any other cell is a number in clear.
"""

from __future__ import annotations

import os

from calllint.facts.entries import Entry
from calllint.facts.errors import FactError
from calllint.facts.workspace import Workspace

_HEX, _BASE64 = "[0-9A-Fa-f]{64}", "[0-9A-Za-z+/_-]{43}=?"


def keep_hashes(workspace: Workspace, entry: Entry, number: int) -> None:
    """Create ``hash_NUMBER`` (place BIGINT, digest) from ``part_NUMBER`` and its column ``phone``.

    Not where no cell is as long as a hash.
    Raises FactError where there is a hash and no key.
    """
    long = f"part_{number} WHERE length(phone) >= 43"
    if not workspace.has_rows(long):
        return
    workspace.execute(
        f"CREATE TABLE hash_{number} AS SELECT rowid AS place, {_DIGEST} AS digest FROM {long} "
        f"AND regexp_full_match(phone, '{_HEX}|{_BASE64}')"
    )
    if workspace.has_rows(f"hash_{number}"):
        workspace.keys[number] = _key(entry)


def match_hashes(workspace: Workspace) -> None:
    """Give each hashed suppression the number of the contact it is of, and count them.

    One that is nobody's here is no row that was lost, so it is not counted among the readable.
    """
    for number, key in workspace.keys.items():
        workspace.store.digests("hashed", key)
        workspace.execute(
            f"UPDATE part_{number} SET number = own.number, readable = own.number IS NOT NULL "
            f"FROM (FROM hash_{number} LEFT JOIN hashed USING (digest)) own "
            f"WHERE own.place = part_{number}.rowid"
        )
        count = f"SELECT count(*), count(h.number) FROM hash_{number} LEFT JOIN hashed h "
        ((hashes, matched),) = workspace.rows(f"{count} USING (digest)")
        workspace.files[number].counts |= {"hashed_numbers": hashes, "hashed_matched": matched}
        workspace.execute(f"DROP TABLE hash_{number}")
        workspace.execute("DROP TABLE hashed")


_DIGEST = (
    f"CASE WHEN regexp_full_match(phone, '{_HEX}') THEN lower(phone) ELSE "
    "lower(hex(from_base64(rpad(translate(phone, '-_', '+/'), 44, '=')))) END"
)


def _key(entry: Entry) -> bytes:
    """The key of an entry. Raises FactError where none is named, or the variable is empty."""
    name = entry.hmac_key_env
    if name is None:
        raise FactError.at(
            entry.place,
            "this list holds hashed numbers; name the environment variable that holds the key of "
            "their HMAC-SHA-256: `hmac_key_env: OPTOUT_KEY`",
            "cette liste contient des numéros hachés ; nommez la variable d'environnement qui "
            "contient la clé de leur HMAC-SHA-256 : `hmac_key_env: OPTOUT_KEY`",
        )
    key = os.environ.get(name, "")
    if not key:
        raise FactError.at(
            entry.place,
            f"this list holds hashed numbers, and the environment variable {name} is not set or "
            "is empty; set it to their key before running calllint",
            f"cette liste contient des numéros hachés, et la variable d'environnement {name} est "
            "absente ou vide ; donnez-lui leur clé avant de lancer calllint",
        )
    return key.encode("utf-8", "surrogateescape")
