"""Pictures of the reports on the examples, for the documentation, taken in Chromium.

``python -m tools.screenshots`` takes them all; ``make test`` installs the browser it needs.
"""

from __future__ import annotations

import tempfile
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from playwright.sync_api import Browser

from calllint.cli import main
from tests.browser import browser, opened

ROOT = Path(__file__).parent.parent
FOLDERS = {"en": ROOT / "docs" / "img", "fr": ROOT / "docs" / "fr" / "img"}


@dataclass(frozen=True)
class Shot:
    """One picture: a command, what of its page, and how wide the window is."""

    name: str
    command: tuple[str, ...]
    start: str | None = None
    """Where it begins: an element of the page, else the top."""
    height: int = 900
    width: int = 1080


SHOTS = (
    Shot("report", ("check", "examples/consent-breaches")),
    Shot("report-findings", ("check", "examples/offshore-predictive"), ".article", 760),
    Shot("report-lost", ("check", "examples/consent-breaches"), "[id$=-lost]", 640),
    Shot("report-hours", ("check", "examples/offshore-predictive"), "[id$=-when]", 400),
    Shot("report-law", ("check", "examples/crossing-2026-08-11"), "[id$=-law]", 900),
    Shot("impact", ("impact", "examples/wide-centre"), height=980),
    Shot("report-narrow", ("check", "examples/overseas"), height=820, width=400),
)


def take(shot: Shot, lang: str, chromium: Browser, folder: Path) -> Path:
    """One picture in one language; its file."""
    page = folder / f"{shot.name}-{lang}.html"
    with redirect_stdout(StringIO()):
        main([*shot.command, "--lang", lang, "--format", f"html={page}"])
    target = FOLDERS[lang] / f"{shot.name}.png"
    window = {"width": shot.width, "height": shot.height}
    with opened(chromium, page, viewport=window, color_scheme="light") as (found, _):
        top = 0.0
        if shot.start is not None:
            box = found.locator(shot.start).first.bounding_box()
            assert box is not None
            top = max(box["y"] - 24, 0)
        clip = {"x": 0, "y": top, "width": shot.width, "height": shot.height}
        found.screenshot(path=target, full_page=True, clip=clip)  # type: ignore[arg-type]
    return target


def run() -> None:
    """Every picture in both languages."""
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        for lang, pictures in FOLDERS.items():
            pictures.mkdir(exist_ok=True)
            for shot in SHOTS:
                file = take(shot, lang, chromium, Path(folder))
                print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    run()
