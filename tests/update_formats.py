"""Writes anew, in the pages on formats, what one run writes in every format.

    python -m tests.update_formats

A fenced block behind ``<!-- FORMAT -->`` holds that format's report on the example; ``html`` is a
file of its own beside the page. Run it from the root of the repository, then read the difference
line by line before committing it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from calllint.cli.writers import FORMATS
from tests.update_examples import ROOT, lint, without_rules

PAGES = {"en": ROOT / "docs/formats.md", "fr": ROOT / "docs/fr/formats.md"}
BESIDE = {"en": ROOT / "docs/formats-example.html", "fr": ROOT / "docs/fr/formats-exemple.html"}
EXAMPLE = "crossing-2026-08-11"
OPTIONS = ("--select", "FR101,FR120,FR132")
SHOWN = tuple(name for name in FORMATS if name not in ("json-v1", "html"))
_BLOCK = re.compile(r"(?<=^<!-- )([\w-]+)( -->\n\n```\w*\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_TZDATA = re.compile(r"(tzdata(?:\W+value)?\W+)20\d\d[a-z0-9.]*")


def reports(lang: str) -> dict[str, str]:
    """What one run writes, by format; the version of the time zones is the machine's."""
    with tempfile.TemporaryDirectory() as folder:
        names = (*SHOWN, "html")
        asked = [word for name in names for word in ("--format", f"{name}={folder}/{name}")]
        done = lint(EXAMPLE, *OPTIONS, "--lang", lang, *asked)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", ""), done.stderr
        found = {name: Path(folder, name).read_text("utf-8") for name in names}
    return {name: _TZDATA.sub(r"\g<1>…", without_rules(text)) for name, text in found.items()}


def page(lang: str, written: Mapping[str, str]) -> str:
    """The page with every block as it should be."""
    text = PAGES[lang].read_text("utf-8")
    return _BLOCK.sub(lambda found: f"{found[1]}{found[2]}{written[found[1]]}", text)


def blocks(lang: str) -> Iterator[str]:
    """The formats a page shows, in its order."""
    return (found[1] for found in _BLOCK.finditer(PAGES[lang].read_text("utf-8")))


if __name__ == "__main__":
    for chosen, path in PAGES.items():
        made = reports(chosen)
        path.write_text(page(chosen, made), encoding="utf-8", newline="\n")
        BESIDE[chosen].write_text(made["html"], encoding="utf-8", newline="\n")
