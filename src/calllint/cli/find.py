"""Which campaigns are meant: files as they are, folders searched."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from calllint.document.suggest import nearest

_ROOT_KEY = rb"""^(?:\{\s*)?(["']?)%s\1[ \t]*:"""
_BLOCK = rb"(?!(?:[ \t]*(?:#[^\n]*)?\n)+[ \t]+[^\s#:][^\n]*:)"
"""Not before keys of its own: a job of a pipeline may be called calllint."""
_CAMPAIGN = re.compile(_ROOT_KEY % b"calllint" + _BLOCK, re.MULTILINE)
_PORTFOLIO = re.compile(_ROOT_KEY % b"calllint_portfolio", re.MULTILINE)
_SECTIONS = [
    re.compile(_ROOT_KEY % key, re.MULTILINE) for key in (b"campaign", b"advertiser", b"schedule")
]
"""What a campaign is known by where its first line is missing or misspelt."""
_INDENT = re.compile(rb"^( *)[^\s#%-]", re.MULTILINE)
"""What stands before the keys of the root, which may all be set in."""
_ENDINGS = (".yaml", ".yml")
_LISTS = (
    *(".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    *(".parquet", ".pq", ".gz", ".zip", ".sqlite", ".db"),
)
_LONGEST = 1 << 20
"""Bytes read of a file when looking for campaigns; no campaign is larger."""


class Found(Struct, frozen=True):
    """A campaign to judge, or why there is none: ``trouble`` is the key of a sentence."""

    file: str
    trouble: str | None = None
    values: tuple[tuple[str, object], ...] = ()


def find_campaigns(given: Sequence[str], commands: Sequence[str] = ()) -> Iterator[Found]:
    """Every campaign once, in the order given, those of a folder by name.

    A folder without any is trouble: a check that looked at nothing must not pass as clean.
    """
    seen: set[str] = set()
    for name in given:
        for found in _campaigns(name, commands):
            real = os.path.realpath(found.file)
            if found.trouble or real not in seen:
                seen.add(real)
                yield found


def _campaigns(name: str, commands: Sequence[str]) -> Iterator[Found]:
    if not os.path.isdir(name):
        matched = [] if os.path.lexists(name) else _matching(name)
        for match in matched:
            yield from _campaigns(match, ())
        if not matched:
            yield _file(name, commands)
        return
    failures: list[OSError] = []
    files = list(_search(name, failures))
    yield from map(Found, files)
    for failure in failures:
        at = str(failure.filename or name)
        yield Found(at, "error.folder_unread" if os.path.isdir(at) else "error.file_unread")
    if not files and not failures:
        lists = next(_lists(name), None)
        only = _listed(lists) if lists else ()
        yield Found(name, "error.only_lists" if lists else "error.no_campaign", only)


def _matching(name: str) -> list[str]:
    """What a pattern stands for where no shell has seen to it, as on Windows."""
    if not any(mark in name for mark in "*?["):
        return []
    from glob import glob

    return sorted(glob(name, recursive=True))


def _file(name: str, commands: Sequence[str]) -> Found:
    listed = name.lower().endswith(_LISTS) and os.path.isfile(name)
    if listed and not _has_root(name, _CAMPAIGN, []):
        return Found(name, "error.is_list", _listed(name))
    if os.path.lexists(name):
        return Found(name)
    if name in commands:
        return Found(name, "error.command_last", (("name", name),))
    near = nearest(name, commands) if name.isalpha() else None
    if near is not None:
        return Found(name, "error.command_nearly", (("name", near),))
    return Found(name, "error.no_file")


def _listed(name: str) -> tuple[tuple[str, object], ...]:
    """A list as a command that is shown names it."""
    from shlex import quote

    return (("list", quote(name)),)


def _lists(folder: str) -> Iterator[str]:
    """Files of a folder that look like lists."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        yield from (
            os.path.join(here, one) for one in sorted(files) if one.lower().endswith(_LISTS)
        )


def is_portfolio(file: str) -> bool:
    """Whether a file says that it is a portfolio; False where it cannot be read."""
    return _has_root(file, _PORTFOLIO, [])


def find_portfolios(folder: str) -> list[str]:
    """The portfolio files of a folder, by name."""
    return list(_search(folder, [], _PORTFOLIO))


def _search(
    folder: str, failures: list[OSError], key: re.Pattern[bytes] = _CAMPAIGN
) -> Iterator[str]:
    """YAML files with a key at their root; hidden folders are left out."""
    for here, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for file in sorted(files):
            path = os.path.join(here, file)
            if file.lower().endswith(_ENDINGS) and _has_root(path, key, failures):
                yield path


def _has_root(path: str, key: re.Pattern[bytes], failures: list[OSError]) -> bool:
    """Looks at the text alone: a campaign whose YAML is broken must be found, and said so."""
    try:
        with open(path, "rb") as stream:
            text = stream.read(_LONGEST)
    except OSError as error:
        failures.append(error)
        return False
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = text.decode("utf-16", "replace").encode()
    text = text.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
    indent = _INDENT.search(text)
    if indent and indent[1]:
        text = re.sub(rb"^" + indent[1], b"", text, flags=re.MULTILINE)
    by_sections = key is _CAMPAIGN and all(each.search(text) for each in _SECTIONS)
    return by_sections or bool(key.search(text))
