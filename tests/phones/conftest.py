from __future__ import annotations

import pytest

from calllint.phones import Plan
from tests.phones.tables import french_pack


@pytest.fixture(scope="session")
def plan() -> Plan:
    return Plan.of([french_pack()])
