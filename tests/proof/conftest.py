"""Books of records to be proved, verified and damaged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from calllint.cli import main
from tests.building import for_each, people, phone, write
from tests.proof.making import KEY, scrub, sign_key


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLLINT_RECORD_KEY", KEY)
    monkeypatch.setenv("CALLLINT_LANG", "en")


@pytest.fixture
def in_2030(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock, at a day when records of today are kept no longer."""
    monkeypatch.setattr("calllint.cli.clock.now", lambda: datetime(2030, 1, 1))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two signed records, of a campaign of eight people and of one of three hundred."""
    folder = tmp_path_factory.mktemp("records")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CALLLINT_RECORD_KEY", KEY)
        sign_key(folder)
        consents = for_each([{}, {}, {"proof": None}, {"status": "withdrawn"}, {}, {}, {}])
        calls = [{"phone": phone(5), "outcome": "refused"}, {"phone": phone(6)}]
        lists = {"contacts": people(8), "consents": consents, "calls": calls}
        small = write(folder / "small", {**lists, "suppressions": [{"phone": phone(7)}]})
        assert scrub(small, folder, "out") == 0
        many = write(folder / "many", {"contacts": people(300), "consents": for_each([{}] * 299)})
        assert scrub(many, folder, "out2", "--at", "2026-11-23T09:00Z") == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of them, to be changed."""
    target = tmp_path / "copy"
    shutil.copytree(made, target)
    return target


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs a command: its exit code and what it printed."""

    def run(*arguments: object) -> tuple[int, str]:
        code = main([str(one) for one in arguments])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run
