"""Commands, groups and options whose help and errors speak one language."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from calllint.cli.read import Choice, Kind
from calllint.lang import LANGUAGES, say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Maker = Callable[[str], click.Command]
"""Makes a command in a language; loads its module when called."""


def nearest(word: str, known: list[str], lang: str) -> str:
    """``; did you mean scrub?``, or a full stop where nothing is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=2)
    return say("error.nearest", lang, names=", ".join(near)) if near else "."


class _Spoken(click.Command):
    """Help in one language, gettext left out of it."""

    lang: str

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, say("help.usage", self.lang))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """``[OPTIONS]``, then the arguments by their names."""
        arguments = [one for one in self.params if isinstance(one, click.Argument)]
        return ["[OPTIONS]", *(_argument(one) for one in arguments)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [one for one in self.params if isinstance(one, click.Option)]
        records = [one for one in (option.get_help_record(ctx) for option in options) if one]
        needed = say("help.required", self.lang)  # click has it in English
        rows = [(names, text.replace("[required]", needed)) for names, text in records]
        write_section(formatter, say("help.options", self.lang), rows)


class Command(_Spoken):
    """A command of its own: ``run(lang, **given)`` gives the exit code."""

    def __init__(
        self,
        name: str,
        lang: str,
        help_key: str,
        params: list[click.Parameter],
        run: Callable[..., int],
    ) -> None:
        self.lang = lang
        super().__init__(
            name,
            params=[*params, lang_option(lang), help_option(lang)],
            callback=partial(run, lang),
            help=say(help_key, lang),
            epilog=say("help.exits", lang),
            add_help_option=False,
            context_settings={"allow_extra_args": True},
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it; a word too many is refused in our words."""
        try:
            super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if ctx.args:
            raise click.UsageError(say("error.extra", self.lang, argument=ctx.args[0]), ctx)
        return ctx.args


class Group(click.Group, _Spoken):
    """Commands that are loaded when they are run; help needs none of them."""

    def __init__(
        self,
        name: str,
        lang: str,
        help_key: str,
        makers: Mapping[str, Maker],
        *,
        default: str,
        takes_words: bool,
        params: tuple[click.Parameter, ...] = (),
    ) -> None:
        self.lang = lang
        self._makers = makers
        self._default = default
        self._takes_words = takes_words
        super().__init__(
            name,
            params=[*params, lang_option(lang), help_option(lang)],
            help=say(help_key, lang),
            epilog=say("help.exits", lang),
            add_help_option=False,
            no_args_is_help=takes_words,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order they are declared."""
        return list(self._makers)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Loads the command; ``None`` where there is none of that name."""
        maker = self._makers.get(cmd_name)
        return maker(self.lang) if maker else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, and what is left for it."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None:
            near = nearest(name, list(self._makers), self.lang)
            raise click.UsageError(say("error.no_command", self.lang, name=name, nearest=near), ctx)
        return name, command, args[1:]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it, with the default command put in where none is named."""
        completing = ctx.resilient_parsing and not args  # a shell asks what may come first
        return super().parse_args(ctx, args if completing else self._with_default(args))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and files where the default command takes one."""
        from calllint.cli.completion import proposed

        found = super().shell_complete(ctx, incomplete)
        files = proposed("path", (), incomplete, self.lang) if self._takes_words else []
        return found or files

    def _with_default(self, args: list[str]) -> list[str]:
        """Puts the default command where none is named, after a leading ``--lang``.

        A group that ``takes_words`` reads a first word that is no command as an argument of the
        default command (a file); the others take it for a command that does not exist.
        """
        start = _leading_lang(args)
        rest = args[start:]
        if not rest:
            return [] if self._takes_words else [*args, self._default]
        named = rest[0] in self._makers or rest[0] in ("--help", "--version")
        if named or not (self._takes_words or rest[0].startswith("-")):
            return args
        return [*args[:start], self._default, *rest]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """``[OPTIONS] COMMAND …``."""
        return ["[OPTIONS]", say("meta.command", self.lang), "…"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands with their short help: none of them is loaded."""
        _Spoken.format_options(self, ctx, formatter)
        prefix = "help" if ctx.parent is None else f"help.{self.name}"
        rows = [(name, say(f"{prefix}.{name}", self.lang)) for name in self._makers]
        write_section(formatter, say("help.commands", self.lang), rows)


def lang_option(lang: str) -> click.Option:
    """``--lang``: read before parsing (help needs it); here it is only checked."""
    return click.Option(
        ["--lang"],
        type=Choice(LANGUAGES, lang),
        metavar="|".join(LANGUAGES),
        expose_value=False,
        help=say("help.lang", lang),
    )


def help_option(lang: str) -> click.Option:
    """``--help``, in words of our own."""

    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            # click writes UTF-8 where a stream of its own choice is ASCII.
            click.echo(ctx.get_help(), file=sys.stdout)
            ctx.exit()

    return click.Option(
        ["--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=say("help.help", lang),
    )


def write_section(
    formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]
) -> None:
    """A heading and a list below it; nothing where the list is empty."""
    if rows:
        formatter.write_paragraph()
        formatter.write(f"{heading}\n")
        formatter.indent()
        formatter.write_dl(rows)
        formatter.dedent()


def _argument(argument: click.Argument) -> str:
    name = str(argument.metavar or argument.name) + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _leading_lang(args: list[str]) -> int:
    """How many words at the start are ``--lang`` and its value."""
    start = 0
    while start < len(args) and args[start].partition("=")[0] == "--lang":
        start += 1 if "=" in args[start] else 2
    return min(start, len(args))


def argument(name: str, lang: str, meta: str, **more: Any) -> click.Argument:
    """A word that names a file or a folder, called ``meta`` in help; it may not be there."""
    return click.Argument(
        [name], type=Kind("path", str, lang), metavar=say(f"meta.{meta}", lang), **more
    )


def flag(name: str, lang: str, help_key: str) -> click.Option:
    """An option that takes no value."""
    return click.Option([name], is_flag=True, help=say(help_key, lang))


def option(
    name: str,
    lang: str,
    help_key: str,
    kind: click.ParamType[Any],
    meta: str,
    shown: str | None = None,
    **more: Any,
) -> click.Option:
    """An option that takes a value of that kind, called ``meta`` in help.

    ``shown`` is what help gives as the default where that is decided later.
    """
    text = say(help_key, lang)
    usual = shown or more.get("default")
    if usual is not None:
        text = f"{text} {say('help.default', lang, value=usual)}"
    return click.Option([name], type=kind, metavar=meta, help=text, **more)
