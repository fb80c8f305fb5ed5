"""The table of the law and the rules that see it: two pages, written from ``docs/coverage.yaml``.

``python -m tools.coverage`` writes them; with ``--check`` it says whether they are up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from calllint.document import load
from calllint.lang import typeset
from calllint.report import markdown as md

DOCS = Path(__file__).parent.parent / "docs"
SOURCE = DOCS / "coverage.yaml"
PAGES = {"en": DOCS / "coverage.md", "fr": DOCS / "fr" / "couverture.md"}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "What is covered",
        "about": "Every point of French calling law we know of, with the rules that look after it,"
        " or why no file of a campaign can show it. *Name* is its name in our notes on the law."
        " `calllint explain` tells each rule whole.",
        "name": "Name",
        "what": "What the law asks",
        "rules": "Rules",
        "unseen": "Not seen:",
    },
    "fr": {
        "title": "Ce qui est couvert",
        "about": "Chaque point du droit français des appels que nous connaissons, avec les règles"
        " qui y veillent, ou la raison pour laquelle aucun fichier de campagne ne peut le montrer."
        " Le *nom* est celui de nos notes sur le droit. `calllint explain` explique chaque règle.",
        "name": "Nom",
        "what": "Ce que demande le droit",
        "rules": "Règles",
        "unseen": "Ne se voit pas :",
    },
}


def sections() -> list[Mapping[str, Any]]:
    """The table as it is written: sections, and their rows."""
    found: list[Mapping[str, Any]] = load(SOURCE).value["sections"]
    return found


def rows() -> Iterator[Mapping[str, Any]]:
    """Every row of every section."""
    for section in sections():
        yield from section["rows"]


def write(lang: str) -> str:
    """The page in one language."""
    words = _WORDS[lang]
    parts = []
    for section in sections():
        body = [
            (f"`{row['name']}`", row["what"][lang], _seen(row, lang)) for row in section["rows"]
        ]
        head = [words[key] for key in ("name", "what", "rules")]
        parts += [f"## {section['title'][lang]}", md.table(head, body)]
    return typeset(md.page(f"# {words['title']}", words["about"], *parts), lang)


def _seen(row: Mapping[str, Any], lang: str) -> str:
    rules = ", ".join(row["rules"])
    note = row.get("note", {}).get(lang, "")
    if rules:
        return f"{rules}. {note}" if note else rules
    return f"{_WORDS[lang]['unseen']} {note[:1].lower()}{note[1:]}"


def main(arguments: list[str]) -> int:
    """Writes the pages, or names those that are out of date."""
    stale = [
        path
        for lang, path in PAGES.items()
        if not path.exists() or path.read_text(encoding="utf-8") != write(lang)
    ]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(DOCS.parent)} is out of date; run: make coverage")
        return 1 if stale else 0
    for lang, path in PAGES.items():
        path.write_text(write(lang), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
