"""An engine that gives what a test wants, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calllint.cli import main
from calllint.engine import Options
from calllint.engine.result import ContactVerdict, Report
from calllint.engine.scrub import Scrubbed, ScrubOptions
from calllint.engine.scrub.options import Outcome
from tests.report.samples import contacts, report


@dataclass
class FakeJudgement:
    """A judgement made by hand."""

    report: Report
    files: tuple[str, ...] = ("callable.csv", "rejects.csv")
    failure: Exception | None = None
    outcome: Outcome = "written"

    def verdicts(self) -> Iterator[ContactVerdict]:
        return contacts()

    def write_scrub(
        self, out: Path, options: ScrubOptions | None = None, sealed: Any = None
    ) -> Scrubbed:
        if self.failure:
            raise self.failure
        totals = self.report.totals
        summary = {
            **{name: getattr(totals, name) for name in ("contacts", "allow", "review", "block")},
            "unreadable": totals.unreadable,
            "repeated_numbers": 0,
            **dict.fromkeys(("lost", "suppliers", "win_back", "files"), ()),
            "previous": None,
            "options": {"max-blocked": "30%"},
            "outcome": self.outcome,
        }
        return Scrubbed({name: out / name for name in self.files}, self.outcome, summary)


@dataclass
class FakeEngine:
    """Answers by file name; a file without an answer gets a clean report."""

    answers: dict[str, FakeJudgement | Report | Exception] = field(default_factory=dict)
    asked: list[tuple[str, Options, bool]] = field(default_factory=list)

    @contextmanager
    def judge(
        self,
        path: Path,
        options: Options,
        *,
        keep_sources: bool = False,
        progress: Any = None,
        secret: bytes | None = None,
    ) -> Iterator[FakeJudgement]:
        self.asked.append((path.as_posix(), options, keep_sources))
        answer = self.answers.get(path.name, report())
        if isinstance(answer, Exception):
            raise answer
        yield answer if isinstance(answer, FakeJudgement) else FakeJudgement(answer)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(capsys: Any, *arguments: str) -> Ended:
    """Runs a command line in this process."""
    code = main(arguments)
    streams = capsys.readouterr()
    return Ended(code, streams.out, streams.err)
