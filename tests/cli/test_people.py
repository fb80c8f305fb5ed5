"""What people read, on real campaigns: a screen of plain words, and nobody's number."""

import re
from pathlib import Path

import pytest

from tests.cli.fakes import run

REPOSITORY = Path(__file__).parents[2]
SCREEN = 40
"""Lines of a terminal window people work in."""
COLUMNS = 100
NUMBER = re.compile(r"(?:\+\d{2,3}|\b0)[ .]?\d(?:[ .]?\d{2}){4}\b")
ENGLISH = re.compile(
    r"(?<![-\w])(?:the|and|since|lines?|cannot|to check|unknown|none;|errors?)(?![-\w])"
)


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


def said(capsys: pytest.CaptureFixture[str], example: str, lang: str) -> str:
    """The text report on an example."""
    return run(capsys, f"examples/{example}/campaign.yaml", "--lang", lang).out


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_clean_campaign_is_told_on_one_screen(
    capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    lines = said(capsys, "consent-clean", lang).splitlines()

    assert len(lines) <= SCREEN
    assert max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize("example", ["consent-breaches", "offshore-predictive"])
def test_a_report_in_french_is_french_and_shows_no_number(
    capsys: pytest.CaptureFixture[str], example: str
) -> None:
    text = said(capsys, example, "fr")
    prose = "\n".join(
        re.sub(r"`[^`]*`", "", line)
        for line in text.splitlines()
        if not re.match(r"\s*\d* \|", line)
    )

    assert ENGLISH.findall(prose) == []
    assert NUMBER.findall(text) == []
    assert re.findall(r"\S+ [;:?!](?= |$)", prose, re.MULTILINE) == []
    assert re.search(r"\b1 bloqués|\b1 illisibles", text) is None
