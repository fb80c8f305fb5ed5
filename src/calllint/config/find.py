"""The configuration of a folder: the nearest file upward, read with the line of every key."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from calllint.config.ours import may_be_ours
from calllint.document.errors import Words, words
from calllint.document.place import Place, Span

NAME = "calllint.toml"
_PROJECT = "pyproject.toml"
FILES = (NAME, _PROJECT)
_LONGEST = 1 << 20
"""No configuration is larger than 1 MiB."""
_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY = re.compile(
    r"\s*((?:\"[^\"]*\"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:\"[^\"]*\"|'[^']*'|[\w-]+))*)\s*="
)
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")
_AT = re.compile(r"line (\d+), column (\d+)")


class ConfigError(Exception):
    """A configuration that cannot be used. ``problems`` are (place, {en, fr}), all of them."""

    def __init__(self, *problems: tuple[Place, Words]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{place}: {text['en']}" for place, text in problems))


class ConfigFile(Struct, frozen=True):
    """One file that was read: the table that is ours, and where its keys stand."""

    name: str
    """As reported: relative to the current folder."""
    folder: str
    """Where its paths start: relative to the current folder, too."""
    values: Mapping[str, Any]
    lines: Mapping[tuple[str, ...], int]
    text: str

    def place(self, *path: str) -> Place:
        """Where a key stands, or the nearest key above it."""
        for depth in range(len(path), 0, -1):
            line = self.lines.get(path[:depth])
            if line is not None:
                return Place(self.name, Span(line, 1, line, 1))
        return Place(self.name)

    def word_place(self, key: str, word: str) -> Place:
        """Where a word of a list stands, looked for from its key on."""
        place = self.place(key)
        if place.span is None:
            return place
        for number, line in enumerate(self.text.splitlines()[place.span.line - 1 :], 1):
            column = max(line.find(f'"{word}"'), line.find(f"'{word}'"))
            if column >= 0:
                at = place.span.line + number - 1
                return Place(self.name, Span(at, column + 1, at, column + len(word) + 3))
        return place


def repository(folder: str) -> str | None:
    """The repository a folder is in: the nearest folder upward that holds ``.git``."""
    return next((one for one in _upward(folder) if os.path.lexists(f"{one}/.git")), None)


def find(folder: str) -> ConfigFile | None:
    """The nearest configuration, upward to the root of the repository.

    Outside a repository the search ends at the current folder, or at ``folder`` itself where that
    lies elsewhere: a file left in ``/tmp`` decides nothing. Raises ConfigError.
    """
    start, here = os.path.abspath(folder), os.getcwd()
    inside = os.path.commonpath([start, here]) == here if start[:1] == here[:1] else False
    last = repository(start) or (here if inside else start)
    for one in _upward(start):
        own = os.path.join(one, NAME)
        if os.path.lexists(own):
            return read(own)
        project = os.path.join(one, _PROJECT)
        if os.path.lexists(project) and may_be_ours(_bytes(project)):
            found = read(project)
            if found.values or ("",) in found.lines:
                return found
        if one == last:
            break
    return None


def _upward(folder: str) -> Iterator[str]:
    here = os.path.abspath(folder)
    while True:
        yield here
        above = os.path.dirname(here)
        if above == here:
            return
        here = above


def read(path: str) -> ConfigFile:
    """One file: the whole of it, or ``[tool.calllint]`` of a pyproject.toml. Raises ConfigError."""
    name, text = shown(path), _text(path)
    try:
        whole = _toml().loads(text)
    except ValueError as error:
        raise ConfigError((_error_place(name, str(error), text), _NOT_TOML)) from None
    lines = _lines(text)
    if os.path.basename(path) == _PROJECT:
        tool = whole.get("tool", {})
        whole = tool.get("calllint", {}) if isinstance(tool, dict) else {}
        prefix = ("tool", "calllint")
        lines = {key[2:] or ("",): line for key, line in lines.items() if key[:2] == prefix}
    if not isinstance(whole, dict):
        raise ConfigError((Place(name), _NOT_TOML))
    return ConfigFile(name, os.path.dirname(name) or ".", whole, lines, text)


def shown(path: str) -> str:
    """A file as reported: relative to the current folder where there is a way."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except ValueError:
        return path.replace(os.sep, "/")


def _toml() -> Any:
    if sys.version_info >= (3, 11):
        import tomllib

        return tomllib
    import tomli

    return tomli


def _text(path: str) -> str:
    try:
        return _bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ConfigError((Place(shown(path)), _NOT_UTF8)) from None


def _bytes(path: str) -> bytes:
    name = shown(path)
    try:
        with open(path, "rb") as stream:
            data = stream.read(_LONGEST + 1)
    except FileNotFoundError:
        raise ConfigError((Place(name), _NOWHERE)) from None
    except OSError:
        raise ConfigError((Place(name), _UNREADABLE)) from None
    if len(data) > _LONGEST:
        raise ConfigError((Place(name), _TOO_LARGE))
    return data


def _error_place(name: str, message: str, text: str) -> Place:
    """Where the parser stopped; what is never closed is missed on the last line."""
    at = _AT.search(message)
    line, column = (int(at[1]), int(at[2])) if at else (text.rstrip().count("\n") + 1, 1)
    return Place(name, Span(line, column, line, column))


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Line of each table and of each key that begins a line; inner keys of ``{…}`` are its own."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    quoted: str | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if quoted is None:
            header, key = _HEADER.match(line), _KEY.match(line)
            if header:
                table = _parts(header[1])
                found.setdefault(table, number)
            elif key:
                found.setdefault((*table, *_parts(key[1])), number)
        for mark in re.findall(r"\"{3}|'{3}", line):
            quoted = mark if quoted is None else None if quoted == mark else quoted
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(groups) for groups in _PART.findall(dotted))


_NOT_TOML = words(
    "this is not valid TOML here: check quotes, brackets and `=`",
    "ce n'est pas du TOML valide ici : vérifiez guillemets, crochets et `=`",
)
_TOO_LARGE = words(
    "a configuration is never larger than 1 MiB",
    "une configuration ne dépasse jamais 1 Mio",
)
_NOWHERE = words(
    "there is no such file: check the path", "fichier introuvable : vérifiez le chemin"
)
_UNREADABLE = words(
    "the file may not be read: check its permissions",
    "lecture refusée : vérifiez les droits du fichier",
)
_NOT_UTF8 = words(
    "this is not UTF-8: save the file as UTF-8",
    "ce n'est pas de l'UTF-8 : enregistrez le fichier en UTF-8",
)
