"""The command ``calllint``: parses, runs one command, turns every way to end into an exit code."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import cast

import click

from calllint import __version__
from calllint.cli import exits
from calllint.cli.command import Group, nearest
from calllint.lang import choose, say

COMMANDS = (
    "check",
    "scrub",
    "audit",
    "can-call",
    "prepare",
    "record",
    "prove",
    "verify",
    "inspect",
    "init",
    "explain",
    "rules",
    "baseline",
    "diff",
    "impact",
    "schema",
    "completion",
)
"""Commands by name; each is ``calllint.cli.NAME``, `_` for `-`, and holds ``command(lang)``."""

_CONFIGURATIONS = ("calllint.toml", "pyproject.toml")
_COMPLETE = "_CALLLINT_COMPLETE"
"""Set by the shell's own script while it completes a line."""


def application(lang: str) -> Group:
    """The whole command line in one language; loads no command."""

    def version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            click.echo(f"calllint {__version__}")
            ctx.exit()

    shown = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=version,
        help=say("help.version", lang),
    )
    makers = {name: partial(_load, name) for name in COMMANDS}
    return Group(
        "calllint", lang, "help.group", makers, default="check", takes_words=True, params=(shown,)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line (``sys.argv`` by default) and returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _open_closed_streams()
    lang = choose(given, os.environ, partial(_configured_lang, given))
    codecs.register_error("calllint", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="calllint")
    try:
        code = _complete(lang) if _COMPLETE in os.environ else _run(given, lang)
        sys.stdout.flush()
    except KeyboardInterrupt:
        from calllint.facts.temporary import remove_all

        remove_all()
        click.echo(f"\n{say('error', lang)}: {say('error.interrupted', lang)}", err=True)
        return exits.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.BROKEN_PIPE
    return code


def _open_closed_streams() -> None:
    """A stream that was closed before the start (``<&-``) reads as empty, and shows nothing."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - to the end


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What a console has for a character it cannot show."""
    from calllint.report.console import nearest as instead

    return instead(error)


def _configured_lang(arguments: list[str]) -> str | None:
    """``lang`` of the configuration; whatever is wrong with it is said by the command."""
    if not ("--config" in " ".join(arguments) or _may_be_configured()):
        return None  # nothing is imported to find nothing
    from calllint.config.find import ConfigError, find, read

    named = [
        argument.partition("=")[2] or "".join(arguments[place + 1 : place + 2])
        for place, argument in enumerate(arguments)
        if argument.partition("=")[0] == "--config"
    ]
    try:
        file = None if "--isolated" in arguments else read(named[-1]) if named else find(".")
    except ConfigError:
        return None
    found = None if file is None else file.values.get("lang")
    return found if isinstance(found, str) else None


def _may_be_configured() -> bool:
    """Whether some folder upward holds a file that could be a configuration."""
    here = os.getcwd()
    while True:
        if any(_speaks_of_us(os.path.join(here, name)) for name in _CONFIGURATIONS):
            return True
        above = os.path.dirname(here)
        if above == here or os.path.exists(os.path.join(here, ".git")):
            return False
        here = above


def _speaks_of_us(file: str) -> bool:
    """Whether a file is there and may configure calllint: most `pyproject.toml` do not."""
    try:
        with open(file, "rb") as stream:
            if file.endswith("calllint.toml"):
                return True
            from calllint.config.ours import may_be_ours

            return may_be_ours(stream.read())
    except FileNotFoundError:
        return False
    except OSError:
        return True  # the command says what is wrong with it


def _complete(lang: str) -> int:
    """Answers the shell, which asks what may follow; see ``calllint.cli.completion``."""
    from click.shell_completion import shell_complete

    return shell_complete(application(lang), {}, "calllint", _COMPLETE, os.environ[_COMPLETE])


def _run(arguments: list[str], lang: str) -> int:
    app = application(lang)
    try:
        with app.make_context("calllint", arguments) as ctx:
            return cast(int, app.invoke(ctx))
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.NoArgsIsHelpError as bare:
        click.echo(bare.ctx.get_help() if bare.ctx else "", file=sys.stderr)
        return exits.UNUSABLE
    except click.UsageError as error:
        _explain_usage(error, lang)
        return exits.UNUSABLE
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last resort: said in one line, never a clean 0
        return _last_resort(error, lang)


def _explain_usage(error: click.UsageError, lang: str) -> None:
    command = error.ctx.command_path if error.ctx else "calllint"
    click.echo(say("error.usage", lang, message=_usage_words(error, lang)), file=sys.stderr)
    click.echo(say("error.try", lang, command=command), file=sys.stderr)


def _usage_words(error: click.UsageError, lang: str) -> str:
    """click's own complaints in our words; ours as they are."""
    if isinstance(error, click.NoSuchOption):
        known = (
            [name for param in error.ctx.command.params for name in param.opts] if error.ctx else []
        )
        return say(
            "error.no_option",
            lang,
            name=error.option_name,
            nearest=nearest(error.option_name, known, lang),
        )
    if isinstance(error, click.MissingParameter):
        return say("error.missing", lang, name=_name(error.param))
    if isinstance(error, click.BadParameter):
        return say("error.value", lang, name=_name(error.param), message=error.message)
    if isinstance(error, click.BadOptionUsage):
        fault = "no_value" if "does not take" in error.message else "option_value"
        return say(f"error.{fault}", lang, name=error.option_name)
    return error.message


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "calllint"
    return param.opts[0] if isinstance(param, click.Option) else str(param.metavar or param.name)


def _last_resort(error: Exception, lang: str) -> int:
    """Errors no command took: broken packs and files first, then faults of ours."""
    if isinstance(error, OSError):
        click.echo(
            f"{say('error', lang)}: {say('error.output_stream', lang, reason=error.strerror)}",
            err=True,
        )
        return exits.UNUSABLE
    from calllint.cli.trouble import complain, problems_of

    problems = problems_of(error, "calllint")
    complain(problems, lang)
    return exits.worst(exits.UNUSABLE if one.fatal else exits.INCOMPLETE for one in problems)


def _load(name: str, lang: str) -> click.Command:
    return cast(
        click.Command, import_module(f"calllint.cli.{name.replace('-', '_')}").command(lang)
    )
