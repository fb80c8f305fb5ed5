"""``calllint verify``: whether a record, a book or the folder of a scrub is what it was."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits, read
from calllint.cli.clock import moment, span
from calllint.cli.command import Command, flag, option
from calllint.cli.explain import print_json
from calllint.cli.options import format_option
from calllint.cli.read import Kind, Refused
from calllint.cli.recording import at_option, hiding_option, trust_of, trusting
from calllint.lang import count, say

if TYPE_CHECKING:
    from calllint.proof.fault import Fault, Verified
    from calllint.proof.verify import Trust


_SHOWN = 4
"""Files of one note that are named each; of more, one is."""


def command(lang: str) -> Command:
    """The command, in one language."""
    age = Kind("age", _read_age, lang)
    folder = Kind("folder", read.read_folder, lang)
    return Command(
        "verify",
        lang,
        "help.verify.long",
        [
            click.Argument(["folder"], type=folder, metavar=say("meta.folder", lang)),
            option("--max-age", lang, "help.max_age", age, say("meta.age", lang)),
            at_option(lang, "help.verify.at"),
            option("--record", lang, "help.verify.record", folder, say("meta.folder", lang)),
            *trusting(lang),
            flag("--lists", lang, "help.lists"),
            option("--data-root", lang, "help.verify.data_root", folder, say("meta.folder", lang)),
            hiding_option(lang),
            format_option(lang, ("text", "json")),
        ],
        run,
    )


def _read_age(text: str) -> timedelta:
    try:
        return span(text)
    except ValueError:
        raise Refused("error.age") from None


def run(lang: str, *, folder: Path, **given: Any) -> int:
    """Says what does not hold, and where; 1 where anything does not."""
    trust = trust_of(given["public_key"], given["authority"])
    found = _verify(folder, trust, given, lang)
    if given["format"] == "json":
        print_json(
            {
                "holds": not found.faults and not found.unchecked,
                "faults": [_as_object(one, lang) for one in found.faults],
                "unchecked": [_as_object(one, lang) for one in found.unchecked],
                "notes": [_as_object(one, lang) for one in found.notes],
            }
        )
    else:
        _tell(found, lang)
    codes = [
        exits.FINDINGS if found.faults else exits.CLEAN,
        exits.INCOMPLETE if found.unchecked else exits.CLEAN,
    ]
    return exits.FINDINGS if found.faults else exits.worst(codes)


def _verify(folder: Path, trust: Trust, given: dict[str, Any], lang: str) -> Verified:
    from calllint.proof.book import Book, is_record
    from calllint.proof.gate import Freshness, verify_scrub
    from calllint.proof.verify import verify_book, verify_record

    gate = os.path.exists(folder / "summary.json") or given["max_age"] is not None
    if gate and given["lists"]:
        raise click.UsageError(say("error.lists_record", lang))
    if gate:
        fresh = None
        if given["max_age"] is not None:
            fresh = Freshness(given["max_age"], *moment(given["at"]))
        book = None if given["record"] is None else Book(given["record"])
        return verify_scrub(folder, trust, fresh, book)
    for name in ("at", "record"):
        if given[name] is not None:
            raise click.UsageError(say("error.verify_option", lang, name=f"--{name}"))
    if is_record(folder):
        found, records = verify_record(folder, trust), [folder]
    elif not ((records := Book(folder).records()) or os.path.exists(folder / "SHA256SUMS")):
        raise click.UsageError(say("error.no_record", lang, folder=folder))
    else:
        found = verify_book(folder, trust)
    if given["lists"] and records and not found.faults:
        _check_lists(found, records[-1], given)
    return found


def _check_lists(found: Verified, record: Path, given: dict[str, Any]) -> None:
    """Compares the lists with the last record; the key is of use, and not needed."""
    from calllint.proof.lists import check_lists

    key = os.environ.get(given["record_key"], "")
    check_lists(found, record, given["data_root"], key.encode("utf-8", "surrogateescape") or None)


def _tell(found: Verified, lang: str) -> None:
    from calllint.report.console import clean

    for one, more in _folded([*found.notes, *found.unchecked]):
        rest = f" ({count('verify.more', more, lang)})" if more else ""
        click.echo(clean(f"{one.said(lang)}{rest}"))
    for one in found.faults:
        label = say("label", lang, text=say("problem.fatal", lang))
        click.echo(clean(f"{label} {one.said(lang)}"))
    records = count("proof.records", found.records, lang)
    numbers = count("proof.numbers", found.numbers, lang)
    holds = "verify.gate" if found.files else "verify.holds"
    key = "verify.broken" if found.faults else "verify.partly" if found.unchecked else holds
    faults = count("proof.faults", len(found.faults), lang)
    files = count("proof.files", found.files, lang)
    click.echo(say(key, lang, records=records, numbers=numbers, faults=faults, files=files))


def _folded(notes: Sequence[Fault]) -> Iterator[tuple[Fault, int]]:
    """The notes, each with how many more files it is of where that is many: a book grows long."""
    alike: dict[Any, list[Fault]] = {}
    for one in notes:
        alike.setdefault((one.key, one.values), []).append(one)
    for same in alike.values():
        if len(same) > _SHOWN:
            yield same[0], len(same) - 1
        else:
            yield from ((one, 0) for one in same)


def _as_object(one: Any, lang: str) -> dict[str, object]:
    return {"file": one.file, "kind": one.key, "message": one.said(lang)}
