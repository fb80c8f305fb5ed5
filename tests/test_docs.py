"""What the pages show is what happens, and what they name is there.

A block fenced as ``console`` is run in a folder that holds the examples: a line ``$ calllint …`` is
a command, and the lines below it are what it prints; ``…`` alone on a line stands for any lines,
and a blank that does not break is like any other. ``$ echo $?`` shows the exit code of the command
before it. A YAML, CSV or TOML block whose first line is a comment with a path is written to that
file first.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from calllint.cli import exits, main
from calllint.packs import load_packs
from calllint.packs.canonical import KINDS, LAYOUTS
from calllint.report.pages import pages as generated
from tests import update_formats
from tools.site import ONLY_ENGLISH, SAME

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLANKS = {0xA0: " ", 0x202F: " "}
_FILE = re.compile(r"# ([\w./-]+\.(?:yaml|csv|py|toml))\n")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _prose(page: Path) -> str:
    return _BLOCK.sub("", _text(page))


# What is run


class Command(NamedTuple):
    """A line behind ``$``, and what stands below it."""

    line: str
    shown: str


def _commands(block: str) -> Iterator[Command]:
    assert block.startswith("$ "), "a console block starts with a command"
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        yield Command(line, shown)


def _pattern(shown: str) -> str:
    """A regular expression of what is shown, ``…`` alone on a line being any lines."""
    lines = shown.splitlines(keepends=True)
    return "".join(r"(?:.*\n)*?" if line == "…\n" else re.escape(line) for line in lines)


def _run(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code of a command, and all it prints."""
    program, *arguments = shlex.split(line)
    assert program == "calllint", f"only calllint is run, not {program}"
    code = main(arguments)
    printed = capsys.readouterr()
    return code, (printed.out + printed.err).translate(_BLANKS)


def _follow(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Do what a reader does: write the files, run the commands, look at what comes out."""
    code = None
    for language, block in _BLOCK.findall(_text(page)):
        if file := _FILE.match(block):
            Path(file[1]).parent.mkdir(parents=True, exist_ok=True)
            # The path is a comment, but for a list: that has none.
            text = block.partition("\n")[2] if file[1].endswith(".csv") else block
            Path(file[1]).write_text(text, encoding="utf-8")
        for command in _commands(block) if language == "console" else ():
            if command.line == "echo $?":
                assert command.shown == f"{code}\n"
                continue
            code, printed = _run(command.line, capsys)
            same = re.fullmatch(_pattern(command.shown), printed)
            assert same is not None, f"{_name(page)}: {command.line}\n{printed}"


def _is_run(page: Path) -> bool:
    return any(language == "console" for language, _ in _BLOCK.findall(_text(page)))


@pytest.mark.parametrize("page", [page for page in PAGES if _is_run(page)], ids=_name)
def test_a_reader_who_follows_the_page_sees_what_it_shows(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CALLLINT_LANG", "en")
    monkeypatch.setenv("CALLLINT_RECORD_KEY", "a key of the pages, long enough")
    monkeypatch.chdir(tmp_path)
    Path("examples").symlink_to(ROOT / "examples")

    _follow(page, capsys)


def test_the_pages_people_start_with_are_run() -> None:
    run = {_name(page) for page in PAGES if _is_run(page)}

    assert {"README.md", "docs/outcomes.md", "docs/write-a-rule.md", "docs/fr/resultats.md"} <= run


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("…\nb\n", "a\nb\n", True),
        ("a\n…\nc\n", "a\nc\n", True),
        ("a\n", "a\nb\n", False),
        ("b\n…\n", "a\nb\nc\n", False),
        ("a.\n", "ab\n", False),
    ],
)
def test_only_lines_left_out_on_purpose_may_differ(shown: str, printed: str, same: bool) -> None:
    assert bool(re.fullmatch(_pattern(shown), printed)) is same


# What is linked and named


def _links(page: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", _prose(page)):
        if not target.startswith(("http://", "https://", "mailto:")):
            yield target


def _anchors(page: Path) -> set[str]:
    """Headings as links name them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE):
        plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
        found.add(re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower()))
    return found


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in _links(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
        elif DOCS in page.parents and DOCS not in target.parents:
            broken.append(f"{link} leaves the site")

    assert broken == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=_name)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", _text(ROOT / "Makefile"), re.MULTILINE))

    assert set(re.findall(r"(?:`|^ *(?:\$ )?)make ([a-z-]+)", _text(page), re.M)) <= targets


def test_every_page_is_in_the_table_of_contents() -> None:
    def pages(entry: object) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict | list):
            for inner in entry.values() if isinstance(entry, dict) else entry:
                yield from pages(inner)

    written = {page.path for page in generated(load_packs(), "en")}
    english = set(pages(yaml.safe_load(_text(ROOT / "mkdocs.yml"))["nav"]))
    french = set(pages(yaml.safe_load(_text(ROOT / "mkdocs.fr.yml"))["nav"]))

    assert english & written == french & written != set()
    listed = sorted(english - written | {f"fr/{page}" for page in french - written})
    assert listed == sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def test_above_every_page_stands_a_link_to_the_same_page_in_the_other_language() -> None:
    french = {page.relative_to(DOCS / "fr").as_posix() for page in (DOCS / "fr").rglob("*.md")}
    english = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    english -= {f"fr/{page}" for page in french}
    assert {SAME.get(page, page) for page in english - ONLY_ENGLISH} == french
    assert english >= ONLY_ENGLISH


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_file_and_folder_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"`((?:src|rules|examples|tests|docs)/[\w./-]+)`", _prose(page))

    assert [path for path in named if not (ROOT / path).exists()] == []


# What tables repeat from the code


def _table(page: str, header: str) -> list[list[str]]:
    """Cells of each row of the table that starts with a header."""
    lines = _text(ROOT / page).splitlines()
    start = lines.index(header) + 2
    end = next(n for n in count(start) if n == len(lines) or not lines[n].startswith("|"))
    rows = (re.split(r"(?<!\\)\|", line)[1:-1] for line in lines[start:end])
    return [[cell.strip() for cell in row] for row in rows]


def _coded(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def test_the_columns_of_lists_are_the_real_ones() -> None:
    rows = _table("docs/campaign-file.md", "| kind | columns |")

    assert [_coded(kind)[0] for kind, _ in rows] == list(KINDS)
    assert {_coded(kind)[0]: _coded(columns) for kind, columns in rows} == {
        kind: layout.columns for kind, layout in LAYOUTS.items()
    }


def test_the_packages_are_the_real_ones() -> None:
    rows = _table("docs/architecture.md", "| package | does | knows nothing of |")
    source = ROOT / "src/calllint"
    packages = {path.parent.name for path in source.glob("*/__init__.py")}

    assert {_coded(row[0])[0] for row in rows} == packages


def test_every_dependency_has_its_reason() -> None:
    project = _text(ROOT / "pyproject.toml")
    declared = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert declared is not None
    rows = _table("docs/architecture.md", "| package | for |")

    assert {name for name, _ in rows} == set(re.findall(r'^ +"([\w-]+)', declared[1], re.MULTILINE))
    assert all(reason for _, reason in rows)


@pytest.mark.parametrize(
    ("page", "header"),
    [
        ("README.md", "| exit code | means |"),
        ("docs/outcomes.md", "| code | means |"),
        ("docs/fr/resultats.md", "| code | sens |"),
    ],
)
def test_every_exit_code_is_explained(page: str, header: str) -> None:
    codes = [int(code) for code, _ in _table(page, header)]

    assert codes == [exits.CLEAN, exits.FINDINGS, exits.UNUSABLE, exits.INCOMPLETE]
    assert all(before < after for before, after in pairwise(codes))


# The formats


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_pages_on_formats_show_one_run_in_every_format(lang: str) -> None:
    assert set(update_formats.blocks(lang)) == set(update_formats.SHOWN)
    written = update_formats.reports(lang)
    assert update_formats.page(lang, written) == update_formats.PAGES[lang].read_text("utf-8")
    assert written["html"] == update_formats.BESIDE[lang].read_text("utf-8")
