from pathlib import Path

import pytest

from tests.cli.fakes import FakeEngine


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CALLLINT_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeEngine:
    """A fake engine, and an empty folder to work in that holds two campaigns."""
    fake = FakeEngine()
    monkeypatch.setattr("calllint.engine.run.judge", fake.judge)
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        Path(name).write_text("calllint: 1\n")
    return fake
