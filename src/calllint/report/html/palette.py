"""The few colours of a page, on paper and in the dark; charts name them by their value on paper."""

from __future__ import annotations

PAPER = {
    "paper": "#fdfcf9",
    "ink": "#1d1b18",
    "muted": "#5b564d",
    "line": "#d8d2c5",
    "wash": "#f3efe6",
    "link": "#1f4a73",
    "error": "#9c1f1a",
    "warning": "#835400",
    "info": "#35536b",
    "good": "#1d6038",
    "open": "#cfe3d0",
    "doubt": "#efdca6",
    "kept": "#3d7a55",
    "lost": "#b5533c",
    "held": "#c79a3a",
    "past": "#b9b3a6",
    "part": "#a6c48a",
    "unsure": "#dcca9c",
    "deep": "#1d1b17",
}
DARK = {
    "paper": "#191816",
    "ink": "#ece7dc",
    "muted": "#aaa396",
    "line": "#3d3a34",
    "wash": "#23211e",
    "link": "#8fbce6",
    "error": "#f09087",
    "warning": "#e2b557",
    "info": "#9dc0da",
    "good": "#86cfa0",
    "open": "#2c4735",
    "doubt": "#574717",
    "kept": "#69b387",
    "lost": "#d9765c",
    "held": "#d0a445",
    "past": "#8f897c",
    "part": "#a3c088",
    "unsure": "#cbb98a",
    "deep": "#1d1b17",
}
"""By the same names: text 4.5 to 1 at least on ``paper`` and on ``wash``."""


def properties(colours: dict[str, str]) -> str:
    """The colours as properties of a style sheet."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())


def of_charts() -> str:
    """Rules that give a chart's colours the value they have in the light or the dark."""
    return "\n".join(
        f'.chart [{attribute}="{value}"]{{{attribute}:var(--{name})}}'
        for name, value in PAPER.items()
        for attribute in ("fill", "stroke")
    )
