"""The reports of one run: several formats, each to its file or to standard output."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import click

from calllint.cli.output import destination, look_for
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.cli.configured import Configured
    from calllint.cli.find import Found
    from calllint.engine.result import Report
    from calllint.engine.run import Judgement
    from calllint.report.csv import CallsTable
    from calllint.report.interface import Writer

FORMATS = (
    *("text", "json", "json-v1", "sarif", "junit", "github", "gitlab", "html"),
    *("csv", "csv-contacts"),
)
AUDIT_FORMATS = (*(name for name in FORMATS if name not in ("html", "csv-contacts")), "csv-calls")
"""Those of an audit, which judges calls and no contacts."""
Wanted = tuple[str, str | None]
"""A format and its file; none is standard output."""


def formats(given: Sequence[Wanted], output: str | None, lang: str) -> tuple[Wanted, ...]:
    """What is to be written where. ``--output`` is the file of the one format that names none."""
    wanted = tuple(dict.fromkeys(given or (("text", None),)))
    if output is not None and all(file is not None for _, file in wanted):
        raise click.UsageError(say("error.format_output", lang))
    wanted = tuple((name, output if file is None else file) for name, file in wanted)
    taken: dict[str | None, str] = {}
    for name, file in wanted:
        real = None if file is None else os.path.realpath(file)
        if real in taken and file != os.devnull:
            shown = say("output.standard", lang) if file is None else file
            values = {"first": taken[real], "second": name, "file": shown}
            raise click.UsageError(say("error.format_twice", lang, **values))
        taken[real] = name
    return wanted


@contextmanager
def extras(lang: str) -> Iterator[None]:
    """Tells of libraries that a format needs and that are not there."""
    from calllint.report.interface import MissingExtra

    try:
        yield
    except MissingExtra as error:
        raise click.UsageError(say(f"{error.extra}.no_extra", lang)) from None


def require(wanted: Sequence[Wanted], lang: str) -> None:
    """Before anything is judged: what the formats need is there."""
    from calllint.report.interface import FORMATS, extra

    for name, _ in wanted:
        with extras(lang), extra(name):
            import_module(FORMATS[name].partition(":")[0])


def inputs_of(found: Iterable[Found], wanted: Sequence[Wanted], configured: Configured) -> set[str]:
    """Files that no report may take the place of, before any of them is read.

    Where no report goes to a file that is there already, the campaigns alone: nothing is looked up.
    """
    listed = list(found)
    inputs = {one.file for one in listed}
    if any(file is not None and os.path.isfile(file) for _, file in wanted):
        from calllint.engine.uses import files_named

        for one in listed:
            if not one.trouble:
                inputs.update(map(str, files_named(Path(one.file), configured.options(one.file))))
    return inputs


class Writers:
    """Every report of a run, written side by side; files are there whole, at the end."""

    def __init__(
        self, wanted: Sequence[Wanted], inputs: Collection[str], given: Mapping[str, Any], lang: str
    ) -> None:
        self.quiet = ("text", None) not in wanted
        """Whether nobody reads of problems on standard output."""
        self._wanted = wanted
        self._inputs = inputs
        self._given = given
        self._lang = lang
        self._stack = ExitStack()
        self._writers: list[tuple[str, Writer]] = []

    def __enter__(self) -> Writers:
        from calllint.report.interface import open_writer

        with ExitStack() as stack, extras(self._lang):
            for name, file in self._wanted:
                stream = stack.enter_context(destination(file, self._inputs, self._lang))
                look = look_for(stream, self._lang, show_numbers=self._given["show_numbers"])
                short = name.partition("-")[0]
                full = f"statistics-{short}" if self._given["statistics"] else name
                self._writers.append((name, open_writer(full, stream, look)))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(self, report: Report, judgement: Judgement | None, *, contacts: bool) -> None:
        """Writes one campaign in every format; contacts are read anew for each that lists them."""
        for name, writer in self._writers:
            lists = name == "csv-contacts" or (contacts and name.startswith("json"))
            if name == "csv-calls" and judgement is not None:
                cast("CallsTable", writer).add_calls(report, judgement.calls())
            else:
                writer.add(report, judgement.verdicts() if judgement and lists else None)

    def close(self) -> None:
        """Ends every report, and tells on standard error what limits kept out of one."""
        for _, writer in self._writers:
            said = writer.close()
            if said:
                click.echo(said, err=True)
