"""``calllint record``: what is done with a book of records once they are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from calllint.cli import exits, read
from calllint.cli.clock import moment
from calllint.cli.command import Command, Group, argument, flag, option
from calllint.cli.read import Kind
from calllint.cli.recording import at_option, moment_of, need_library, signer_of, signing_option
from calllint.lang import count, day, say


def command(lang: str) -> Group:
    """The group, in one language."""
    return Group(
        "record",
        lang,
        "help.record",
        {"list": list_command, "timestamp": timestamp_command, "prune": prune_command},
        default="list",
        takes_words=False,
    )


def list_command(lang: str) -> Command:
    """``calllint record list``."""
    return Command("list", lang, "help.record.list.long", [_book(lang)], run_list)


def timestamp_command(lang: str) -> Command:
    """``calllint record timestamp``."""
    file = Kind("file", read.read_file, lang)
    return Command(
        "timestamp",
        lang,
        "help.record.timestamp.long",
        [
            argument("record", lang, "record"),
            click.Argument(["response"], type=file, metavar=say("meta.path", lang)),
            option("--authority", lang, "help.authority", file, say("meta.path", lang)),
        ],
        run_timestamp,
    )


def prune_command(lang: str) -> Command:
    """``calllint record prune``."""
    days = Kind("count", read.read_count, lang)
    return Command(
        "prune",
        lang,
        "help.record.prune.long",
        [
            _book(lang),
            option("--keep", lang, "help.keep", days, say("meta.n", lang)),
            at_option(lang, "help.record.prune.at"),
            signing_option(lang, multiple=True),
            flag("--dry-run", lang, "help.dry_run"),
        ],
        run_prune,
    )


def _book(lang: str) -> click.Argument:
    kind = Kind("folder", read.read_folder, lang)
    return click.Argument(["book"], type=kind, metavar=say("meta.folder", lang))


def run_list(lang: str, *, book: Path) -> int:
    """One line for each record."""
    from calllint.proof.book import Book, read_record
    from calllint.proof.prune import list_kept

    for one in list_kept(_checked(Book(book), lang), None):
        said = read_record(one.folder).predicate
        judged = said["judged"]
        text = say(
            "record.line",
            lang,
            record=one.folder.name,
            campaign=said["campaign"]["id"],
            first=judged["from"],
            last=judged["to"],
            numbers=count("proof.numbers", said["numbers"]["count"], lang),
            at=said["recorded"]["at"],
            kept=_until(one.until, lang),
        )
        click.echo(f"{text}{say('record.pruned', lang) if one.pruned else ''}")
    return exits.CLEAN


def _checked(book: Any, lang: str) -> Any:
    if not book.records():
        raise click.UsageError(say("error.no_record", lang, folder=book.folder))
    return book


def _until(until: date | None, lang: str) -> str:
    if until is None:
        return say("record.no_end", lang)
    return say("record.until", lang, day=day(until, lang))


def run_timestamp(lang: str, *, record: str, response: str, authority: str | None) -> int:
    """Attaches a time-stamp, if it is of this record."""
    from calllint.proof.book import Book, is_record, read_record
    from calllint.proof.fault import Unusable
    from calllint.proof.keys import can_sign
    from calllint.proof.layout import TIMESTAMP
    from calllint.proof.timestamp import Stamp, check_stamp

    need_library(can_sign())
    folder = Path(record)
    if not is_record(folder):
        raise click.UsageError(say("error.no_one_record", lang, folder=record))
    envelope = read_record(folder)
    data = Path(response).read_bytes()
    stamp = check_stamp(data, envelope.data, Path(authority) if authority else None)
    if not isinstance(stamp, Stamp):
        raise Unusable(response, f"stamp_{stamp}", record=folder)
    book = Book(folder.parent)
    with book.locked(), book.listing(folder / TIMESTAMP, data):
        (folder / TIMESTAMP).write_bytes(data)
    trusted = "" if stamp.trusted else say("record.untrusted", lang)
    click.echo(say("record.stamped", lang, record=record, at=stamp.at) + trusted)
    return exits.CLEAN


def run_prune(
    lang: str,
    *,
    book: Path,
    keep: int | None,
    at: str | None,
    dry_run: bool,
    sign_key: Sequence[str],
) -> int:
    """Takes the entries away of records that are kept no longer, and says which."""
    from calllint.proof.book import Book
    from calllint.proof.prune import list_kept, prune

    records = _checked(Book(book), lang)
    now, source = moment(at)
    if now.date() > moment(None)[0].date() and not dry_run:
        raise click.UsageError(say("error.prune_ahead", lang))
    kept = list(list_kept(records, keep))
    if dry_run:
        due = [
            one.folder for one in kept if not one.pruned and one.until and one.until < now.date()
        ]
    else:
        signers = [one for key in sign_key if (one := signer_of(key)) is not None]
        due = prune(records, now.date(), keep, moment_of(at), signers)
    for folder in due:
        click.echo(say("record.due" if dry_run else "record.gone", lang, record=folder))
    endless = sum(one.until is None for one in kept)
    if endless:
        click.echo(count("record.endless", endless, lang))
    when = say(f"proof.moment.{source}", lang)
    click.echo(
        count("record.kept", len(kept) - len(due), lang, day=day(now.date(), lang), when=when)
    )
    return exits.CLEAN
