"""Markdown, written so that any reader of Markdown shows the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from calllint.lang import CODE

_LIST = re.compile(r"\s*(?:[-*] |\d+\. )")
_LINKED = re.compile(r"(\[[^\]]*\]\([^)]*\))")
_RULE = re.compile(r"\b[A-Z]{2,5}\d{3}\b")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, a row per line."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    """One line, its no-break spaces kept, that no bar inside can cut."""
    return re.sub(r"(?<!\\)\|", r"\\|", re.sub(r"[ \t\r\n]+", " ", text.strip()))


def link(text: str, target: str, here: str) -> str:
    """A link from one page to another, both named by their path."""
    return f"[{text}]({relative(target, here)})"


def relative(target: str, here: str) -> str:
    """The path from one page to another: ``../law/index.md``."""
    to, start = PurePosixPath(target).parts, PurePosixPath(here).parent.parts
    shared = 0
    while shared < min(len(to) - 1, len(start)) and to[shared] == start[shared]:
        shared += 1
    return "/".join([*[".."] * (len(start) - shared), *to[shared:]])


def plain(text: str) -> str:
    """Text that is not Markdown, with what Markdown would read as marks escaped."""
    return re.sub(r"([\\`*<\[\]])", r"\\\1", text)


def prose(text: str, link_rule: Callable[[str], str]) -> str:
    """Markdown of a rule file: lists set apart, and every rule it names a link."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if _LIST.match(line) and lines and lines[-1].strip() and not _LIST.match(lines[-1]):
            lines.append("")
        lines.append(line)
    return linked("\n".join(lines), link_rule)


def linked(text: str, link_rule: Callable[[str], str]) -> str:
    """Every rule id outside code and links as a link; the function gives an unknown id back."""
    parts = CODE.split(text)
    for place in range(0, len(parts), 2):
        inner = _LINKED.split(parts[place])
        inner[::2] = [_RULE.sub(lambda found: link_rule(found[0]), part) for part in inner[::2]]
        parts[place] = "".join(inner)
    return "".join(parts)


def code(text: str) -> str:
    """A block of code."""
    return f"```text\n{text}\n```"


def page(*parts: str) -> str:
    """Parts of a page, a blank line between; empty ones are left out."""
    return "\n\n".join(part for part in parts if part) + "\n"
