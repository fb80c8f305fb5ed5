"""What calllint does, as functions: the command line and any other program stand on them.

Every function raises a ``CalllintError`` and nothing else: ``InputError`` where something cannot be
used, ``UncheckedError`` where not everything could be checked. None reads the clock, prints, or
exits; none reads a configuration file, which is for the command line: give ``Options``.

The examples below run in calllint's own folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias

from calllint.api.errors import public_errors
from calllint.engine.options import Options

if TYPE_CHECKING:
    from calllint.engine.cancall import Answer, Gate, Prepared
    from calllint.engine.impact import Impact
    from calllint.engine.result import ContactVerdict, Report
    from calllint.engine.scrub import Scrubbed, ScrubOptions
    from calllint.facts.progress import Progress

File: TypeAlias = str | Path


def check(campaign: File, options: Options | None = None) -> Report:
    """Judge a campaign: what stands against it, and how many of its contacts may be called.

    >>> import calllint
    >>> report = calllint.check("examples/consent-breaches/campaign.yaml")
    >>> report.totals.contacts, report.totals.allow
    (27, 2)
    >>> sorted({each.rule.name for each in report.findings if each.severity == "error"})[0]
    'collection-notice-missing'
    """
    from calllint.engine.run import judge

    with public_errors(str(campaign)), judge(Path(campaign), options) as judgement:
        return judgement.report


def verdicts(campaign: File, options: Options | None = None) -> Iterator[ContactVerdict]:
    """The verdict on each contact, with all its reasons, in the order of the lists.

    >>> import calllint
    >>> first = next(calllint.verdicts("examples/consent-breaches/campaign.yaml"))
    >>> first.line, first.verdict, first.breached
    (2, 'allow', ())
    """
    from calllint.engine.run import judge

    with public_errors(str(campaign)), judge(Path(campaign), options) as judgement:
        yield from judgement.verdicts()


def scrub(
    campaign: File,
    out: File,
    options: Options | None = None,
    scrub_options: ScrubOptions | None = None,
) -> Scrubbed:
    """Write the list that may be dialled, and the rejects with their reasons, into a folder.

    >>> import calllint, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     scrubbed = calllint.scrub("examples/consent-clean/campaign.yaml", folder)
    >>> scrubbed.outcome, scrubbed.summary["allow"], "callable.csv" in scrubbed.files
    ('written', 10, True)
    """
    from calllint.engine.run import judge

    with (
        public_errors(str(campaign)),
        judge(Path(campaign), options, keep_sources=True) as judgement,
    ):
        return judgement.write_scrub(Path(out), scrub_options)


def can_call(
    campaign: File,
    number: str,
    at: datetime | str,
    options: Options | None = None,
    *,
    index: File | bool = True,
    progress: Progress | None = None,
) -> Answer:
    """Whether a number may be called at a moment in a campaign, and why.

    ``at`` is a datetime or a text like ``2026-11-24T11:00+01:00``; without an offset, it is the
    time on the clock of the person called. ``index`` is a file that ``prepare`` wrote. True: the
    one beside the campaign, if there is one; False: none. Without an index the lists are read.
    For many questions, see ``open_index``.

    >>> import calllint
    >>> answer = calllint.can_call(
    ...     "examples/consent-clean/campaign.yaml", "01 99 00 12 01", at="2026-11-24T11:00"
    ... )
    >>> answer.verdict, answer.allowed, answer.moment.isoformat()
    ('allow', True, '2026-11-24T11:00:00+01:00')
    """
    from calllint.engine.cancall import When, default_index, gate_for
    from calllint.facts.progress import QUIET

    path = Path(campaign)
    with public_errors(str(campaign)):
        when = When.of(at)
        if index is True:
            index = default_index(path).exists()
        if index is not False:
            file = None if index is True else index
            with open_index(path, options, file) as known:
                return known.can_call(number, at)
        with gate_for(path, number, options, progress=progress or QUIET) as gate:
            return gate.ask(number, when)


def impact(
    portfolio: File | Iterable[File],
    options: Options | None = None,
    *,
    law: tuple[date, date] | None = None,
) -> Impact:
    """What the law leaves of a portfolio, before and after each date on which it changes.

    ``portfolio`` is a portfolio file, or campaign files. ``law`` bounds the dates looked at. What
    is wrong with the campaign of one activity is in its ``problems``, and stops no other.

    >>> import calllint
    >>> found = calllint.impact("examples/narrow-centre/portfolio.yaml")
    >>> reform = found.changes[-1]
    >>> reform.change.day, reform.groups["worse"].activities, reform.beside.activities
    (datetime.date(2026, 8, 11), (0,), ())
    """
    from calllint.api.errors import problems_of
    from calllint.engine.impact import gather, impact, read_portfolio

    with public_errors(str(portfolio)):
        if isinstance(portfolio, str | Path):
            whole = read_portfolio(Path(portfolio))
        else:
            whole = gather("portfolio", None, [str(each) for each in portfolio])
        return impact(whole, lambda _: options or Options(), law=law, told=problems_of)


def prepare(
    campaign: File,
    options: Options | None = None,
    *,
    index: File | None = None,
    progress: Progress | None = None,
) -> Prepared:
    """Check a campaign, and write the index that answers about its numbers without its lists.

    It stands in ``.calllint`` beside the campaign, unless ``index`` names another file, and holds
    the numbers in clear: it is readable by its owner alone.

    >>> import calllint, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     prepared = calllint.prepare(
    ...         "examples/consent-clean/campaign.yaml", index=f"{folder}/fibre.index"
    ...     )
    >>> prepared.numbers
    10
    """
    from calllint.engine.cancall import prepare
    from calllint.facts.progress import QUIET

    with public_errors(str(campaign)):
        target = None if index is None else Path(index)
        return prepare(Path(campaign), options, target, progress=progress or QUIET)


def open_index(campaign: File, options: Options | None = None, index: File | None = None) -> Index:
    """Open the index of a campaign, for as many questions as there are. Raises StaleIndexError.

    >>> import calllint, tempfile
    >>> campaign = "examples/consent-clean/campaign.yaml"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     prepared = calllint.prepare(campaign, index=f"{folder}/fibre.index")
    ...     with calllint.open_index(campaign, index=prepared.path) as index:
    ...         late = index.can_call("+33199001201", at="2026-11-24T20:30")
    >>> late.verdict, late.limits, late.next_allowed_at.isoformat()
    ('block', ('outside_hours',), '2026-11-25T10:00:00+01:00')
    """
    from calllint.engine.cancall import open_index

    with public_errors(str(campaign)):
        target = None if index is None else Path(index)
        return Index(open_index(Path(campaign), options, target))


class Index:
    """The index of a campaign, open. Threads may share one. Close it, or use it in a ``with``."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def can_call(self, number: str, at: datetime | str) -> Answer:
        """Whether a number may be called at a moment: the same as ``calllint.can_call``."""
        from calllint.engine.cancall import When

        with public_errors(self._gate.workspace.document.name):
            return self._gate.ask(number, When.of(at))

    def close(self) -> None:
        """Let go of the file."""
        self._gate.index.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
