"""Options that say how a record is made and trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calllint.cli import read
from calllint.cli.clock import recorded
from calllint.cli.command import option
from calllint.cli.read import Kind
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.proof.keys import Signer
    from calllint.proof.record import Recorder
    from calllint.proof.statement import Recorded
    from calllint.proof.verify import Trust

_VARIABLE = "CALLLINT_RECORD_KEY"


def hiding_option(lang: str) -> click.Option:
    """``--record-key VARIABLE``."""
    return option(
        "--record-key",
        lang,
        "help.record_key",
        Kind("variable", str, lang),
        say("meta.variable", lang),
        default=_VARIABLE,
    )


def signing_option(lang: str, *, multiple: bool = False) -> click.Option:
    """``--sign-key FILE``."""
    kind = Kind("file", read.read_file, lang)
    key = "help.sign_keys" if multiple else "help.sign_key"
    return option("--sign-key", lang, key, kind, say("meta.path", lang), multiple=multiple)


def at_option(lang: str, help_key: str) -> click.Option:
    """``--at MOMENT``: in place of the clock."""
    kind = Kind("moment", read.read_moment, lang)
    return option("--at", lang, help_key, kind, say("meta.moment", lang))


def trusting(lang: str) -> list[click.Parameter]:
    """``--public-key FILE`` and ``--authority FILE``."""
    kind, meta = Kind("file", read.read_file, lang), say("meta.path", lang)
    return [
        option("--public-key", lang, "help.public_key", kind, meta, multiple=True),
        option("--authority", lang, "help.authority", kind, meta),
    ]


def making(lang: str) -> list[click.Parameter]:
    """Options of a scrub that is recorded."""
    kind = Kind("folder", str, lang)
    return [
        option("--record", lang, "help.record_into", kind, say("meta.folder", lang)),
        hiding_option(lang),
        signing_option(lang),
        at_option(lang, "help.record.at"),
    ]


def recorder(
    record: str | None, record_key: str, sign_key: str | None, at: str | None
) -> Recorder | None:
    """The record a scrub is asked for; None where it is asked for none. Raises InputError."""
    if record is None:
        return None
    from calllint.proof.book import Book
    from calllint.proof.keys import hiding_key
    from calllint.proof.record import Recorder

    book = Book(Path(record))
    secret, signer = hiding_key(record_key), signer_of(sign_key)
    book.check()
    return Recorder(book, moment_of(at), signer, secret)


def signer_of(sign_key: str | None) -> Signer | None:
    """The key that signs, if one is given. Raises InputError."""
    if sign_key is None:
        return None
    from calllint.proof.keys import can_sign, signing_key

    need_library(can_sign())
    return signing_key(Path(sign_key))


def trust_of(public_key: Sequence[str], authority: str | None) -> Trust:
    """Whom a verification believes. Raises InputError."""
    from calllint.proof.keys import can_sign
    from calllint.proof.keys import public_key as read_public
    from calllint.proof.verify import Trust

    if public_key or authority:
        need_library(can_sign())
    return Trust(
        tuple(read_public(Path(one)) for one in public_key),
        Path(authority) if authority else None,
    )


def need_library(there: bool) -> None:
    """Raise InputError where what signs is not installed."""
    from calllint.proof.fault import Unusable

    if not there:
        raise Unusable("calllint[proof]", "no_library")


def moment_of(at: str | None) -> Recorded:
    """The moment of a record, and where it is from."""
    from calllint.proof.statement import Recorded

    return Recorded(*recorded(at))
