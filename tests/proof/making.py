"""Making records: the key, the moment and the command."""

from __future__ import annotations

import subprocess
from pathlib import Path

from calllint.cli import main

KEY = "a key of the tests, long enough"
AT = "2026-11-23T08:00Z"


def sign_key(folder: Path, name: str = "sign") -> Path:
    """An Ed25519 key made by openssl, and its public half beside it."""
    file, public = folder / f"{name}.pem", folder / f"{name}-public.pem"
    subprocess.run(
        ["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(file)],
        check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        ["openssl", "pkey", "-in", str(file), "-pubout", "-out", str(public)],
        check=True, capture_output=True,
    )  # fmt: skip
    return file


def scrub(campaign: Path, folder: Path, out: str, *more: str) -> int:
    """Scrub a campaign and record it in ``folder/book``, signed if there is a key."""
    signed = ["--sign-key", f"{folder}/sign.pem"] if (folder / "sign.pem").exists() else []
    return main(
        ["scrub", str(campaign), "--out", f"{folder}/{out}", "--record", f"{folder}/book",
         "--at", AT, *signed, *more]
    )  # fmt: skip
