"""``calllint schema``: the JSON Schemas of the files calllint reads and writes."""

from __future__ import annotations

import sys
from importlib.resources import files

import click

from calllint.cli import exits
from calllint.cli.command import Command, nearest
from calllint.cli.read import Kind
from calllint.lang import say

_ENDING = ".schema.json"


def command(lang: str) -> Command:
    """The command, in one language."""
    return Command(
        "schema",
        lang,
        "help.schema.long",
        [
            click.Argument(
                ["name"],
                type=Kind("schema", str, lang, _names()),
                required=False,
                metavar=say("meta.name", lang),
            ),
        ],
        run,
    )


def run(lang: str, *, name: str | None) -> int:
    """Prints one schema, or the names of all."""
    names = _names()
    if name is None:
        click.echo("\n".join(names))
    elif name in names:
        schema = files("calllint.schema").joinpath(name + _ENDING)
        click.echo(_readable(schema.read_text(encoding="utf-8")).rstrip())
    else:
        near = nearest(name, names, lang)
        raise click.UsageError(say("error.no_schema", lang, name=name, nearest=near))
    return exits.CLEAN


def _names() -> list[str]:
    found = (one.name for one in files("calllint.schema").iterdir())
    return sorted(name.removesuffix(_ENDING) for name in found if name.endswith(_ENDING))


def _readable(text: str) -> str:
    """The schema as it is written, or in ASCII where the console has no accents."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeError:
        import json

        return json.dumps(json.loads(text), indent=2)
    return text
