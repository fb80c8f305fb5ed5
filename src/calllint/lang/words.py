"""Looking sentences up, and the typography of each language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module

LANGUAGES = ("en", "fr")
_NO_BREAK = "\u00a0"
_PLACEHOLDER = re.compile(r"\{(\$?\w+)\}")
CODE = re.compile(r"(`[^`]*`)")
"""Splits a text into prose and, at odd places, code between backquotes."""


def say(key: str, lang: str, /, **values: object) -> str:
    """The sentence ``key`` in that language, ``{names}`` replaced by the values.

    Where the sentence holds two forms, ``one|many``, the value ``n`` decides. Raises ``KeyError``
    for a key that does not exist: a fault of ours.
    """
    sentence = _words(lang)[key]
    if "|" in sentence and "n" in values:
        one, many = sentence.split("|")
        sentence = one if _singular(values["n"], lang) else many

    def value(name: str) -> str:
        told = values.get(name, f"{{{name}}}")
        return why(told, lang) if name == "reason" else str(told)

    return substitute(typeset(sentence, lang), value)


def why(reason: object, lang: str) -> str:
    """What a system gives as the reason of a failure, in that language where it is a usual one."""
    return _words(lang).get(f"system.{reason}", str(reason))


def known(key: str) -> bool:
    """Whether there is a sentence of that key."""
    return key in _words("en")


@cache
def _words(lang: str) -> Mapping[str, str]:
    """The sentences of a language, loaded when it is spoken: most runs speak one."""
    words: Mapping[str, str] = import_module(f"calllint.lang.{lang}").WORDS
    return words


def pick(text: Mapping[str, str], lang: str) -> str:
    """The text in that language; else in English, else in the first language it has, else ''."""
    return text.get(lang) or text.get("en") or next(iter(text.values()), "")


def substitute(template: str, value: Callable[[str], str]) -> str:
    """Replaces ``{name}`` and ``{$name}``; every other brace stays as it is.

    Never ``str.format``, which reads attributes of what it is given.
    """
    return _PLACEHOLDER.sub(lambda found: value(found.group(1)), template)


def typeset(text: str, lang: str) -> str:
    """Puts the no-break spaces that French wants around ``: ; ! ?`` and inside « ».

    Writers type plain spaces. Code between backquotes is left alone.
    """
    if lang != "fr":
        return text
    parts = CODE.split(text)
    parts[::2] = [_french(part) for part in parts[::2]]
    return "".join(parts)


def _french(text: str) -> str:
    text = re.sub(r" (?=[:;!?»])", _NO_BREAK, text)
    return re.sub(r"(?<=«) ", _NO_BREAK, text)


def _singular(n: object, lang: str) -> bool:
    """English: one. French: fewer than two, zero included."""
    return isinstance(n, int) and (n < 2 if lang == "fr" else n == 1)
