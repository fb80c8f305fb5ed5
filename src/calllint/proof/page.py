"""A page about one person, as text and as HTML that prints on a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TextIO

from calllint.lang import say
from calllint.proof.sections import Facts, Grid, Items, Page, Part
from calllint.report.console import Console
from calllint.report.interface import Look

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.answer { border-left: .3rem solid; font-size: 1.15rem; padding-left: 1rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th, td { border-bottom: 1px solid; padding: .3rem .5rem .3rem 0; text-align: left; }
th, td { vertical-align: top; }
.long { overflow-wrap: anywhere; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem; overflow-wrap: anywhere; }
li { margin-bottom: .5rem; overflow-wrap: anywhere; } ul ul { font-size: .9rem; }
@page { size: A4; margin: 18mm; }
@media print { body { font-size: 10pt; margin: 0; max-width: none; padding: 0; }
  tr, li, dd { break-inside: avoid; } h2 { break-after: avoid; } }
"""


_LONGEST = 40
"""Letters of a word that a column has room for."""


def write_text(page: Page, out: TextIO, look: Look) -> None:
    """The page as lines."""
    console = Console(out, look)
    console.paragraph(page.title)
    for sentence in page.answer:
        console.paragraph(sentence, first="  ", rest="  ")
    for section in page.sections:
        console.line()
        console.line(section.title)
        for part in section.parts:
            _text_part(part, console, page.lang)


def _text_part(part: Part, console: Console, lang: str) -> None:
    match part:
        case str():
            console.paragraph(part, first="  ", rest="  ")
        case Facts(pairs=pairs):
            for name, value in pairs:
                label = say("label", lang, text=name)
                console.paragraph(f"{label} {value}", first="  ", rest="    ")
        case Grid(rows=rows, lines=lines):
            for line in lines or (", ".join(filter(None, row)) for row in rows):
                console.paragraph(line, first="  - ", rest="    ")
        case Items(items=items):
            for head, lines in items:
                console.paragraph(head, first="  - ", rest="    ")
                for line in lines:
                    console.paragraph(line, first="      ", rest="      ")


def write_html(page: Page, out: TextIO) -> None:
    """The page as HTML: nothing is loaded from anywhere, and it prints on A4."""
    out.write(
        f'<!doctype html>\n<html lang="{page.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(page.title)}</h1>\n"
    )
    for sentence in page.answer:
        out.write(f'<p class="answer">{escape(sentence)}</p>\n')
    for section in page.sections:
        out.write(f"<section>\n<h2>{escape(section.title)}</h2>\n")
        for part in section.parts:
            out.write("\n".join(_html_part(part, section.title)) + "\n")
        out.write("</section>\n")
    out.write("</main>\n</body>\n</html>\n")


def _html_part(part: Part, title: str) -> Iterator[str]:
    match part:
        case str():
            yield f"<p>{escape(part)}</p>"
        case Facts(pairs=pairs):
            yield "<dl>"
            yield from (f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in pairs)
            yield "</dl>"
        case Grid(header=header, rows=rows):
            yield f'<table aria-label="{escape(title)}">'
            head = _cells('th scope="col"', "th", header)
            yield f"<thead><tr>{head}</tr></thead><tbody>"
            yield from (f"<tr>{_cells('td', 'td', row)}</tr>" for row in rows)
            yield "</tbody></table>"
        case Items(items=items):
            yield "<ul>"
            for head, lines in items:
                inner = "".join(f"<li>{escape(line)}</li>" for line in lines)
                yield f"<li>{escape(head)}{f'<ul>{inner}</ul>' if inner else ''}</li>"
            yield "</ul>"


def _cells(opening: str, closing: str, cells: tuple[str, ...]) -> str:
    return "".join(f"<{opening}{_long(cell)}>{escape(cell)}</{closing}>" for cell in cells)


def _long(cell: str) -> str:
    """A cell with a digest as long as a line may be torn anywhere, others between words only."""
    return ' class="long"' if max(map(len, cell.split()), default=0) > _LONGEST else ""
