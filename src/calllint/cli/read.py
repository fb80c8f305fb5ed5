"""What is typed on the command line, read into values; refused in words of our own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calllint.cli.exits import SEVERITIES
from calllint.lang import say

if TYPE_CHECKING:
    from fractions import Fraction

    from click.shell_completion import CompletionItem

KINDS = (
    *("contacts", "consents", "contracts", "requests", "suppressions", "calls"),
    "numbering",
)
"""Lists a campaign may name under ``data``; forms are words, and no list."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    _DAY.pattern + r"[T ][0-9]{2}:[0-9]{2}(:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SHARE = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?)[ \u00a0\u202f]?%")
_MEMORY = re.compile(r"\d+(\.\d+)?\s*[kmgt]i?b", re.IGNORECASE)


class Refused(Exception):
    """A value that cannot be used: the key of the sentence that says so, and what it needs."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Kind(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.5 only
    """A kind of value, read by a function that raises ``Refused``."""

    def __init__(
        self, name: str, read: Callable[[str], Any], lang: str, words: Sequence[str] = ()
    ) -> None:
        self.name = name
        self.words = words
        """All there are, where the values are a few words."""
        self._read = read
        self._lang = lang

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """What may stand here, for a shell: files, folders, rules, or one of a few words."""
        from calllint.cli.completion import proposed

        return proposed(self.name, self.words, incomplete, self._lang)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value as read; a default that is already one stays as it is."""
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except Refused as refused:
            message = say(refused.key, self._lang, **{"value": value, **refused.values})
            raise click.BadParameter(message, ctx, param) from None


class Choice(Kind):
    """One word of a few."""

    def __init__(self, choices: Sequence[str], lang: str) -> None:
        def read(text: str) -> str:
            if text not in choices:
                raise Refused("error.choice", choices=", ".join(choices))
            return text

        super().__init__("choice", read, lang, choices)


def read_day(text: str) -> date:
    """``2026-08-11``."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused("error.day")


def read_days(text: str) -> tuple[date, date]:
    """``2026-11-23..2026-12-18``; one day alone is that day."""
    first, dots, last = text.partition("..")
    try:
        stretch = (read_day(first), read_day(last if dots else first))
    except Refused:
        raise Refused("error.days") from None
    if stretch[1] < stretch[0]:
        raise Refused("error.days_order")
    return stretch


def read_moment(text: str) -> str:
    """An ISO moment, as typed; a day alone is its end."""
    try:
        if _DAY.fullmatch(text):
            return end_of(read_day(text))
        if _MOMENT.fullmatch(text):
            datetime.fromisoformat(text[:16])
            return text
    except (Refused, ValueError):
        pass
    raise Refused("error.moment")


def end_of(day: date) -> str:
    """The last moment of a day, in whatever zone the engine reads moments without an offset."""
    return f"{day.isoformat()}T23:59:59.999999"


def read_entry(text: str) -> tuple[str, str]:
    """``contacts=list.csv``."""
    kind, equals, path = text.partition("=")
    if not (kind and equals and path):
        raise Refused("error.entry")
    if kind not in KINDS:
        raise Refused("error.kind", choices=", ".join(KINDS))
    return kind, path


def read_memory(text: str) -> str:
    """``500MB``, ``2GB``, ``1.5 GiB``."""
    if not _MEMORY.fullmatch(text):
        raise Refused("error.memory")
    return text


def read_count(text: str) -> int:
    """A whole number of one or more."""
    if not (text.isascii() and text.isdigit() and int(text[:9])):
        raise Refused("error.count")
    return int(text[:9])


def read_share(text: str) -> Fraction:
    """``30%``, ``12,5 %``: a share of one."""
    from fractions import Fraction

    match = _SHARE.fullmatch(text)
    share = None if match is None else Fraction(match[1].replace(",", ".")) / 100
    if share is None or share > 1:
        raise Refused("error.share")
    return share


def read_folder(text: str) -> Path:
    """A folder that exists."""
    if not Path(text).is_dir():
        raise Refused("error.folder")
    return Path(text)


def read_words(text: str) -> tuple[str, ...]:
    """``AB101,AB3``: words with commas between."""
    return tuple(filter(None, (word.strip() for word in text.split(","))))


def read_format(text: str, formats: Sequence[str]) -> tuple[str, str | None]:
    """``sarif``, or ``sarif=out.sarif``."""
    name, equals, path = text.partition("=")
    if name not in formats:
        raise Refused("error.choice", value=name, choices=", ".join(formats))
    if equals and not path:
        raise Refused("error.format_place")
    return name, path or None


def read_level(text: str) -> tuple[str, str]:
    """``AB101=warning``."""
    rule, equals, level = text.partition("=")
    if not (rule and equals and level in SEVERITIES):
        raise Refused("error.level", choices=", ".join(SEVERITIES[::-1]))
    return rule, level


def read_file(text: str) -> str:
    """A file that exists."""
    if not Path(text).is_file():
        raise Refused("error.file")
    return text
