"""What a page about one person is made of, before it is text or HTML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """Names and what stands behind each."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table; the header names its columns."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Items:
    """A list of sentences, each with lines that belong to it."""

    items: tuple[tuple[str, tuple[str, ...]], ...]


Part = str | Facts | Grid | Items


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Page:
    """The whole page."""

    lang: str
    title: str
    answer: tuple[str, ...]
    """The answer itself, before all else."""
    sections: tuple[Section, ...]
