"""What a run is asked for, and how it says that its input cannot be used."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from calllint.document import Place
from calllint.engine.result import Problem
from calllint.packs.model import Severity

if TYPE_CHECKING:
    from calllint.facts.entries import Entry
    from calllint.facts.sources.shared import Shared


class Lent(Struct, frozen=True):
    """One list of calls that another campaign of the same advertiser declares."""

    campaign: str
    """Its file."""
    entry: Entry


class Options(Struct, frozen=True):
    """Options shared by every command that reads data."""

    dial: tuple[date, date] | None = None
    """Judged days, both included; else the campaign's schedule."""
    audit: bool = False
    """Judge the calls that were placed on those days, in place of the contacts."""
    proofs: Path | None = None
    """Folder of the archived proofs that consents name."""
    known_at: str | None = None
    """ISO moment: evidence that came later is ignored."""
    data_root: Path | None = None
    data: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of list to paths that replace the campaign's own entry."""
    without_data: bool = False
    rules: tuple[Path, ...] = ()
    """Folders of packs, beside the installed ones."""
    trust_rules: bool = False
    """Run the Python (``facts.py``) of these folders."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    """Rules that nothing switches off, lowers or sets aside."""
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Rules left out of the campaigns whose path, from ``root``, matches a pattern."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    pack_versions: Mapping[str, str] = field(default_factory=dict)
    """Version at which a pack is held: newer rules of it only warn."""
    baseline: Path | None = None
    """File of findings that were accepted; one that is not there holds none."""
    root: Path | None = None
    """Folder that fingerprints and patterns start from; the current one, if not given."""
    config: str | None = None
    """The configuration that was read, as reported."""
    said: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    """Where a word of an option was said, for errors: ("ignore", "AB1") to its place."""
    piped: bytes | None = None
    """The campaign itself, where it came through a pipe and not from its file."""
    engine: Literal["duckdb", "spark"] = "duckdb"
    memory_limit: str | None = None
    threads: int | None = None
    temp_dir: Path | None = None
    lent: tuple[Lent, ...] = ()
    """Calls of the other campaigns of the same advertiser: see ``engine.together``."""
    shared: Shared | None = None
    """Lists that other campaigns of the run read too."""
    cluster_temp: str | None = None
    """Folder of temporary files that every machine of a cluster sees."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What to read in place of a YAML file, by its name: files that are not written yet."""
    hours: bool = True
    """Whether the report lists the hours of every day, which decide nothing in it."""

    def place(self, option: str, word: str) -> Place:
        """Where a word of an option was said; the option itself unless it is known better."""
        return self.said.get((option, word), Place(f"--{option}"))

    def in_root(self, file: str) -> str:
        """A file from ``root``, whatever folder calllint is started in; elsewhere as it is."""
        return _inside(file, self.root or Path(), os.getcwd())

    def for_campaign(self, file: str) -> Options:
        """The options with the rules that ``per-file-ignores`` leaves out of one campaign."""
        inner = self.in_root(file)
        matched = [
            (word, pattern)
            for pattern, words in self.per_file_ignores.items()
            if _matches(inner, pattern)
            for word in words
        ]
        places = {
            ("ignore", word): self.place("per-file-ignores", pattern) for word, pattern in matched
        }
        ignore = (*self.ignore, *(word for word, _ in matched))
        return replace(self, ignore=tuple(dict.fromkeys(ignore)), said={**places, **self.said})

    def as_text(self) -> dict[str, str]:
        """The options that bear on the result, as reported."""
        shown = {
            "calls" if self.audit else "dial": None
            if self.dial is None
            else "..".join(map(str, self.dial)),
            "known-at": self.known_at,
            "proofs": None if self.proofs is None else self.proofs.as_posix(),
            "data-root": None if self.data_root is None else self.data_root.as_posix(),
            "data": " ".join(
                f"{kind}={path}" for kind, paths in sorted(self.data.items()) for path in paths
            )
            or None,
            "without-data": "true" if self.without_data else None,
            "rules": " ".join(path.as_posix() for path in self.rules) or None,
            "select": ",".join(self.select) or None,
            "ignore": ",".join(self.ignore) or None,
            "require": ",".join(self.require) or None,
            "severity": _pairs(self.severity),
            "pack-versions": _pairs(self.pack_versions),
            "baseline": None if self.baseline is None else self.baseline.as_posix(),
            "config": self.config,
            "calls-of": " ".join(dict.fromkeys(each.campaign for each in self.lent)) or None,
        }
        return {name: value for name, value in shown.items() if value is not None}


@lru_cache(maxsize=1024)
def _inside(file: str, root: Path, _: str) -> str:
    try:
        return Path(file).resolve().relative_to(root.resolve()).as_posix()
    except (OSError, ValueError):
        return file.replace("\\", "/")


def _pairs(table: Mapping[str, str]) -> str | None:
    return ",".join(f"{key}={value}" for key, value in sorted(table.items())) or None


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern stands for a path: ``old/*.yaml``, ``**/draft-*.yaml``, or a folder."""
    wanted = pattern.removeprefix("./").rstrip("/")
    if fnmatchcase(path, wanted) or path.startswith(f"{wanted}/"):
        return True
    return wanted.startswith("**/") and _matches(path, wanted[3:])  # no folder at all, too


class CalllintError(Exception):
    """What keeps calllint from answering. ``problems`` say where, what, and how to mend it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{each.place}: {each.message['en']}" for each in problems))


class InputError(CalllintError):
    """The input, the packs or the options cannot be used."""


class UncheckedError(CalllintError):
    """Not everything could be checked: memory or disk ran out, or calllint itself failed."""
