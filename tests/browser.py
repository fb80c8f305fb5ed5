"""A page in a real browser: Chromium as the system has it, and axe from npm.

``make test`` installs both; see ``.venv/.browser`` in the Makefile.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).parent.parent / ".venv/browser/node_modules/axe-core/axe.min.js"
_QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@contextmanager
def browser() -> Iterator[Browser]:
    """One browser, for all the pages of a run."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_QUIET.split()
        )
        yield started
        started.close()


@contextmanager
def opened(browser: Browser, file: Path, **look: Any) -> Iterator[tuple[Page, list[str]]]:
    """A file's page, and whatever it complains of or asks for besides itself."""
    page = browser.new_page(**look)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("request", lambda request: heard.append(f"request: {request.url}"))
    page.goto(file.resolve().as_uri())
    assert heard.pop(0) == f"request: {file.resolve().as_uri()}"
    yield page, heard
    page.close()


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong, by some rules or by all, each with an element that is wrong."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    asked = {"preload": False, "runOnly": list(rules)} if rules else {"preload": False}
    found = page.evaluate("asked => axe.run(asked).then(result => result.violations)", asked)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
