"""What a page about one person is made of, before it is text or HTML."""

from __future__ import annotations

from msgspec import Struct


class Facts(Struct, frozen=True):
    """Names and what stands behind each."""

    pairs: tuple[tuple[str, str], ...]


class Grid(Struct, frozen=True):
    """A table; the header names its columns."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...] = ()
    """Each row as it reads without a table, where its cells alone do not say what they are."""


class Items(Struct, frozen=True):
    """A list of sentences, each with lines that belong to it."""

    items: tuple[tuple[str, tuple[str, ...]], ...]


Part = str | Facts | Grid | Items


class Section(Struct, frozen=True):
    """A heading and what stands under it."""

    title: str
    parts: tuple[Part, ...]


class Page(Struct, frozen=True):
    """The whole page."""

    lang: str
    title: str
    answer: tuple[str, ...]
    """The answer itself, before all else."""
    sections: tuple[Section, ...]
