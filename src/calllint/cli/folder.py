"""``calllint check FOLDER --report-dir OUT``: a page for each campaign, and an index of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click
from msgspec.structs import replace

from calllint.cli import exits
from calllint.cli.bar import progress_on
from calllint.cli.configured import Configured
from calllint.cli.find import Found
from calllint.cli.output import look_for
from calllint.cli.trouble import both, judged, troubled
from calllint.cli.writers import require
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.engine.options import Lent
    from calllint.engine.result import Report
    from calllint.engine.run import Judgement
    from calllint.engine.together import Together
    from calllint.report.interface import Entry, Look

GROUPS = ("advertiser",)
_UNREAD = "not-judged"
_ALL = "campaigns"


def check_options(campaigns: Sequence[str], given: Mapping[str, Any], lang: str) -> None:
    """Refuse what does not go with a folder of pages."""
    if given["report_dir"] is None:
        raise click.UsageError(say("error.group_by", lang))
    formats = given["format"] or ()
    if given["output"] is not None or any(file is not None for _, file in formats):
        raise click.UsageError(say("error.report_dir_with", lang, option="--output"))
    for option in ("--fix", "--diff", "--statistics", "--changed-since"):
        if given[option.strip("-").replace("-", "_")]:
            raise click.UsageError(say("error.report_dir_with", lang, option=option))
    if "-" in campaigns:
        raise click.UsageError(say("error.stdin_alone", lang))
    if given["contacts"] and not any(name.startswith("json") for name, _ in formats):
        raise click.UsageError(say("error.contacts_format", lang))


def run(found: Sequence[Found], configured: Configured, given: Mapping[str, Any]) -> int:
    """Judges every campaign and writes the folder; the worst of their codes is the run's."""
    from calllint.engine.limits import writing
    from calllint.engine.scrub.folder import check_folder, replaced
    from calllint.engine.together import together
    from calllint.report.folder import write_index

    configured.check_given()
    lang, out = configured.lang, Path(given["report_dir"])
    styles = _styles(given, lang)
    files = [one.file for one in found if not one.trouble]
    whole = together(files, configured.options)
    ours = _written(out)
    check_folder(out, map(Path, sorted(whole.inputs)), lambda path: _is_ours(path, out, ours))
    shown = look_for(sys.stdout, lang, show_numbers=given["show_numbers"])
    with whole.shared, writing(out), replaced(out) as fresh:
        folder = _Folder(fresh, replace(shown, color=False, width=100), styles)
        codes = [_add(one, configured, whole, folder, given) for one in found]
        folder.close()
    write_index(folder.groups(), sys.stdout, shown)
    click.echo(f"\n{say('folder.written', lang, folder=given['report_dir'])}")
    return exits.worst(codes)


def _styles(given: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    from calllint.report.folder import PAGES

    styles = tuple(dict.fromkeys(name for name, _ in given["format"] or (("text", None),)))
    for name in styles:
        if name not in PAGES:
            raise click.UsageError(
                say("error.page_format", lang, format=name, formats=", ".join(PAGES))
            )
    require([(name, None) for name in styles], lang)
    return styles


def _written(out: Path) -> frozenset[str]:
    """The files that an earlier run says it wrote into a folder."""
    from calllint.report.folder import INDEX

    try:
        index = json.loads((out / INDEX).read_text(encoding="utf-8"))
        return (
            frozenset((INDEX, *index["files"])) if index["format"] == "folder-v1" else frozenset()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _is_ours(path: Path, out: Path, written: frozenset[str]) -> bool:
    files = [path] if not path.is_dir() else [one for one in path.rglob("*") if not one.is_dir()]
    return all(one.relative_to(out).as_posix() in written for one in files)


def _add(
    found: Found,
    configured: Configured,
    whole: Together,
    folder: _Folder,
    given: Mapping[str, Any],
) -> int:
    """Judges one campaign and writes its pages; the code it asks for."""
    if found.trouble:
        report = troubled(found)
        folder.add(report, None, None, contacts=False)
        return exits.of_problems(report)
    client = whole.client_of(found.file)
    name = client.name if client and given["group_by"] else None
    with _judged(found.file, configured, whole, together=name is not None) as (report, judgement):
        report = replace(report, fail_on=configured.fail_on(found.file))
        folder.add(report, judgement, name, contacts=given["contacts"])
        return exits.of_report(report)


@contextmanager
def _judged(
    file: str, configured: Configured, whole: Together, *, together: bool
) -> Iterator[tuple[Report, Judgement | None]]:
    """A campaign judged, with the calls of its advertiser's other campaigns where ``together``.

    Calls that cannot be read are left out, and that is said.
    """
    options = whole.options(file) or configured.options(file)
    lent = options.lent if together else ()
    uncounted = whole.uncounted(file) if together else ()
    with ExitStack() as stack:
        progress = stack.enter_context(progress_on(sys.stderr, configured.lang))
        while True:
            asked = judged(file, replace(options, lent=lent), progress=progress)
            report, judgement = stack.enter_context(asked)
            if judgement is not None or not lent:
                break
            broken = _broken(lent, report) or {each.campaign for each in lent}
            uncounted = (*uncounted, *sorted(broken))
            lent = tuple(each for each in lent if each.campaign not in broken)
        progress.done()
        yield (report if judgement is None else _with_doubt(report, file, uncounted)), judgement


def _broken(lent: Sequence[Lent], report: Report) -> set[str]:
    """The campaigns that lend a file which, as the report says, cannot be read."""
    named = {problem.place.file for problem in report.problems}
    return {
        each.campaign
        for each in lent
        for path in each.entry.files
        if any(file.startswith(path.as_posix()) for file in named)
    }


def _with_doubt(report: Report, file: str, uncounted: Sequence[str]) -> Report:
    """The report, with the campaigns whose calls could not be counted."""
    if not uncounted:
        return report
    from calllint.document import Place
    from calllint.engine.result import Problem

    text = both("problem.calls_uncounted", files=", ".join(uncounted))
    problem = Problem(Place(file), text, fatal=False)
    return replace(report, problems=(*report.problems, problem))


class _Folder:
    """The pages as they are written, and what their indexes need."""

    def __init__(self, root: Path, look: Look, styles: tuple[str, ...]) -> None:
        from calllint.report.folder import Names

        self._root = root
        self._look = look
        self._styles = styles
        self._folders = Names(("index", _ALL, _UNREAD))
        self._pages: dict[str, Names] = {}
        self._names: dict[str, str] = {}
        """Folder of each client."""
        self._groups: dict[str, list[Entry]] = {}

    def add(
        self, report: Report, judgement: Judgement | None, client: str | None, *, contacts: bool
    ) -> None:
        """Writes the pages of one campaign."""
        from calllint.report.folder import ENDINGS, Names
        from calllint.report.interface import Entry

        unread = report.first_day is None and client is None
        group = client or (say("folder.unread", self._look.lang) if unread else "")
        if group not in self._names:
            self._names[group] = (
                self._folders.give(client, "client") if client else _UNREAD if unread else _ALL
            )
        folder = self._names[group]
        stem = self._pages.setdefault(folder, Names(("index",))).give(_stem(report), "campaign")
        for style in self._styles:
            self._page(f"{folder}/{stem}{ENDINGS[style]}", style, report, judgement, contacts)
        kept = replace(report, sources={}, applied=())
        self._groups.setdefault(group, []).append(Entry(kept, f"{folder}/{stem}"))

    def _page(
        self, name: str, style: str, report: Report, judgement: Judgement | None, contacts: bool
    ) -> None:
        from calllint.report.interface import render_with

        lists = judgement is not None and contacts and style.startswith("json")
        with self._open(name) as stream:
            verdicts = judgement.verdicts() if judgement and lists else None
            render_with(report, stream, self._look, style, verdicts)

    def close(self) -> None:
        """Writes the index of all, and one for each client, which names no other."""
        for group, entries in self._groups.items():
            folder = self._names[group]
            if folder not in (_ALL, _UNREAD):
                inner = [replace(one, href=one.href.partition("/")[2]) for one in entries]
                self._index(self._root / folder, {"": inner}, group)
        self._index(self._root, self._ordered(), None)

    def groups(self) -> dict[str, list[Entry]]:
        """Every campaign by its client, with its page; those that were not judged last."""
        return _paged(self._ordered(), self._styles[0])

    def _ordered(self) -> dict[str, list[Entry]]:
        last = say("folder.unread", self._look.lang)
        order = sorted(self._groups, key=lambda name: name == last)
        return {name: self._groups[name] for name in order}

    def _index(self, folder: Path, groups: dict[str, list[Entry]], title: str | None) -> None:
        from calllint.report.folder import INDEX, index_writer, write_object

        base = folder.relative_to(self._root)
        plain = next((one for one in self._styles if one != "html"), None)
        for style in filter(None, (plain, "html" if "html" in self._styles else None)):
            ending, write = index_writer(style)
            with self._open((base / f"index{ending}").as_posix()) as stream:
                write(_paged(groups, style), stream, self._look, title)
        files = [one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()]
        with self._open((base / INDEX).as_posix()) as stream:
            write_object(_paged(groups, self._styles[0]), stream, self._look, files, title)

    def _open(self, name: str) -> TextIO:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("x", encoding="utf-8", newline="\n")


def _paged(groups: Mapping[str, Sequence[Entry]], style: str) -> dict[str, list[Entry]]:
    """The campaigns with their pages in one format."""
    from calllint.report.folder import ENDINGS

    return {
        name: [replace(one, href=f"{one.href}{ENDINGS[style]}") for one in entries]
        for name, entries in groups.items()
    }


def _stem(report: Report) -> str:
    """A page is called after the file of its campaign, or its folder where all are alike."""
    path = Path(report.campaign)
    return path.parent.name if path.stem == "campaign" and path.parent.name else path.stem
