"""``calllint prove``: what was decided about one number, and the proof of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calllint.cli import exits
from calllint.cli.command import Command, argument, flag, option
from calllint.cli.explain import print_json
from calllint.cli.options import format_option, output_option
from calllint.cli.output import destination, look_for
from calllint.cli.read import Kind, read_day
from calllint.cli.recording import hiding_option, trust_of, trusting
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.proof.envelope import Envelope

_FORMATS = ("text", "html", "json")


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "prove",
        lang,
        "help.prove.long",
        [
            argument("record", lang, "record"),
            click.Argument(["number"], metavar=say("meta.number", lang)),
            option(
                "--on", lang, "help.prove.on", Kind("day", read_day, lang), say("meta.day", lang)
            ),
            format_option(lang, _FORMATS),
            output_option(lang),
            *trusting(lang),
            hiding_option(lang),
            flag("--show-numbers", lang, "help.prove.show"),
        ],
        run,
    )


def run(lang: str, *, record: str, number: str, **given: Any) -> int:
    """Writes the page; 0 whether the number is in the record or proved not to be."""
    from calllint.proof.answer import page_of
    from calllint.proof.keys import hiding_key
    from calllint.proof.page import write_html, write_text
    from calllint.proof.search import Asked, search

    secret = hiding_key(given["record_key"])
    folders, envelope = _records(Path(record), given["on"], lang)
    phone = _read_number(number, envelope, lang)
    trust = trust_of(given["public_key"], given["authority"])
    answer, others = search(folders, Asked(phone, secret, trust, given["on"]), lang)
    with destination(given["output"], [], lang) as out:
        if given["format"] == "json":
            print_json(answer.as_proof(), out)
            return exits.CLEAN
        more = others.section(lang)
        page = page_of(answer, phone, lang, show_numbers=given["show_numbers"], others=more)
        if given["format"] == "html":
            write_html(page, out)
        else:
            write_text(page, out, look_for(out, lang))
    return exits.CLEAN


def _records(path: Path, on: Any, lang: str) -> tuple[list[Path], Envelope]:
    """The records meant, and the last of them that judged the day, if one is given."""
    from calllint.proof.book import Book, is_record
    from calllint.proof.search import judging

    folders = [path] if is_record(path) else Book(path).records()
    envelope = judging(folders, on)
    if envelope is None:
        key = "error.no_record_on" if folders else "error.no_record"
        raise click.UsageError(say(key, lang, folder=path, day=on))
    return folders, envelope


def _read_number(text: str, envelope: Envelope, lang: str) -> str:
    """A number as people write it, in E.164. What was typed is not repeated."""
    from calllint.packs import load_packs
    from calllint.phones.plan import plan_of

    region = envelope.predicate["region"]
    number = plan_of(load_packs(())).parse(text, region)
    if number.e164 is None:
        raise click.UsageError(say("error.number", lang))
    return number.e164
