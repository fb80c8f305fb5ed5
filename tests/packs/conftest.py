from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs.building import write


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A folder with a pack that is in order."""
    return write(tmp_path / "house")
