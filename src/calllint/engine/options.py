"""What a run is asked for, and how it says that its input cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from calllint.engine.result import Problem


@dataclass(frozen=True)
class Options:
    """Options shared by every command that reads data."""

    dial: tuple[date, date] | None = None
    """Judged days, both included; else the campaign's schedule."""
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
    memory_limit: str | None = None
    threads: int | None = None
    temp_dir: Path | None = None

    def as_text(self) -> dict[str, str]:
        """The options that bear on the result, as reported."""
        shown = {
            "dial": None if self.dial is None else "..".join(map(str, self.dial)),
            "known-at": self.known_at,
            "data-root": None if self.data_root is None else self.data_root.as_posix(),
            "data": " ".join(
                f"{kind}={path}" for kind, paths in sorted(self.data.items()) for path in paths
            )
            or None,
            "without-data": "true" if self.without_data else None,
            "rules": " ".join(path.as_posix() for path in self.rules) or None,
            "select": ",".join(self.select) or None,
            "ignore": ",".join(self.ignore) or None,
        }
        return {name: value for name, value in shown.items() if value is not None}


class InputError(Exception):
    """The input, the packs or the options cannot be used.

    ``problems`` say where, what, and how to mend it.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{each.place}: {each.message['en']}" for each in problems))
