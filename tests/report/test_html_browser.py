"""The page of every example, opened in Chromium: it works, anybody can use it, it asks nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from calllint.cli import main
from tests import browser as browsers
from tests.update_examples import EXAMPLES, PORTFOLIOS, ROOT

CASES = [(example, lang) for example in EXAMPLES for lang in ("en", "fr")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@cache
def page_of(example: str, lang: str, folder: Path) -> Path:
    """The report on an example, written as a user writes it."""
    file = folder / f"{example}-{lang}.html"
    place = ROOT / "examples" / example
    asked = ["impact", str(place)] if example in PORTFOLIOS else [str(place / "campaign.yaml")]
    with redirect_stdout(StringIO()):
        code = main([*asked, "--lang", lang, "--format", f"html={file}"])
    assert code in (0, 1)
    return file


@pytest.mark.parametrize(("example", "lang"), CASES)
def test_a_page_is_whole_and_anybody_can_use_it(
    chromium: Browser, folder: Path, example: str, lang: str
) -> None:
    file = page_of(example, lang, folder)
    with browsers.opened(chromium, file, color_scheme="light") as (page, heard):
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("h1").count() == 1
        assert browsers.violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert browsers.violations(page, "color-contrast") == []
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        _sorts(page, 0 if example in PORTFOLIOS else 1)
        assert heard == []


def _sorts(page: Page, column: int) -> None:
    """A heading sorts its table by the keyboard alone, one way and then the other."""
    table = page.locator("table.data").last
    head = table.locator("thead th").nth(column)
    head.locator("button").focus()
    for order in ("ascending", "descending"):
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == order
        found = table.locator(f"tbody tr > :nth-child({column + 1})").all_inner_texts()
        folded = [text.casefold() for text in found]
        assert folded == sorted(folded, reverse=order == "descending")


def test_several_campaigns_on_one_page_are_told_apart(chromium: Browser, folder: Path) -> None:
    file = folder / "several.html"
    names = [str(ROOT / "examples" / name) for name in ("overseas", "consent-clean")]
    with redirect_stdout(StringIO()):
        main([*names, "--lang", "fr", "--format", f"html={file}"])
    with browsers.opened(chromium, file) as (page, heard):
        assert page.locator("article").count() == 2
        assert browsers.violations(page) == []
        assert heard == []


def test_a_table_keeps_the_rows_that_hold_what_is_typed(chromium: Browser, folder: Path) -> None:
    with browsers.opened(chromium, page_of("consent-breaches", "fr", folder)) as (page, heard):
        field = page.locator(".filter").first
        rows = page.locator("#c1-all tbody tr")
        everything = rows.count()
        field.locator("input").press_sequentially("telephonique")  # « téléphonique »
        left = page.locator("#c1-all tbody tr:visible")

        assert 0 < left.count() < everything
        assert all("téléphonique" in text for text in left.all_inner_texts())
        assert field.locator("output").inner_text() == f"{left.count()} lignes sur {everything}"
        assert heard == []


def test_numbers_sort_as_numbers(chromium: Browser, folder: Path) -> None:
    with browsers.opened(chromium, page_of("consent-breaches", "en", folder)) as (page, _):
        page.locator("#c1-all thead button").last.click()
        shown = page.locator("#c1-all tbody td:last-child").all_inner_texts()
        numbers = [int(text or 0) for text in shown]

        assert numbers == sorted(numbers)
        assert max(numbers) >= 10


def test_a_link_leads_to_the_rule_it_names(chromium: Browser, folder: Path) -> None:
    with browsers.opened(chromium, page_of("consent-breaches", "en", folder)) as (page, _):
        link = page.locator("#c1-all a").first
        rule = link.inner_text()
        link.press("Enter")

        assert page.locator(":target .id").inner_text() == rule


def test_without_script_all_of_it_is_there(chromium: Browser, folder: Path) -> None:
    file = page_of("consent-breaches", "fr", folder)
    with browsers.opened(chromium, file, java_script_enabled=False) as (page, heard):
        assert page.locator(".filter:visible").count() == 0
        assert page.locator("thead button").count() == 0
        assert page.locator("#c1-all tbody tr:visible").count() > 30
        page.locator("summary").first.click()
        assert page.locator("details table").first.is_visible()
        assert heard == []


def test_it_prints_with_room_to_sign_on_the_first_page(chromium: Browser, folder: Path) -> None:
    with browsers.opened(chromium, page_of("consent-breaches", "fr", folder)) as (page, _):
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 658, "height": 984})  # A4 between its margins, at 96 dpi

        assert page.locator(".sign").bounding_box()["y"] < 800  # type: ignore[index]
        assert page.locator(".filter:visible").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 658


def test_what_moves_stays_still_where_asked(chromium: Browser, folder: Path) -> None:
    file = page_of("consent-clean", "en", folder)
    with browsers.opened(chromium, file, reduced_motion="reduce") as (page, _):
        style = "getComputedStyle(document.documentElement).scrollBehavior"
        assert page.evaluate(style) == "auto"
