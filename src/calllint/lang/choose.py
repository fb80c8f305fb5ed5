"""Which language to speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from calllint.lang.words import LANGUAGES

_OURS = "CALLLINT_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    configured: Callable[[], str | None] = lambda: None,
) -> str:
    """The language of everything that is printed.

    ``--lang``, else CALLLINT_LANG, else what the configuration says (asked only then), else the
    locale (LC_ALL, LC_MESSAGES, LANG), else English. The first variable of the locale that is set
    decides, as POSIX has it: ``LC_ALL=C`` is English whatever LANG says. A language we do not speak
    is English; ``--lang`` itself is checked by its option.
    """
    named = _option(arguments) or environment.get(_OURS) or configured()
    named = named or environment.get(variable(environment) or "", "")
    language = named.lower()[:2]
    return language if language in LANGUAGES else "en"


def variable(environment: Mapping[str, str]) -> str | None:
    """The variable that names a language: ours, or the first of the locale."""
    return next(filter(environment.get, (_OURS, *_LOCALE)), None)


def _option(arguments: Sequence[str]) -> str | None:
    """Value of the last ``--lang``, before the command is parsed: help needs it too."""
    found = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            found = argument.partition("=")[2]
        elif argument == "--lang" and place + 1 < len(arguments):
            found = arguments[place + 1]
    return found
