from __future__ import annotations

from pathlib import Path

import pytest

from calllint.packs import load_pack
from calllint.packs.model import Pack


@pytest.fixture(scope="module")
def french() -> Pack:
    return load_pack(Path(__file__).parents[2] / "rules" / "calllint_fr")


def test_a_finding_cites_the_values_its_verdict_turns_on(french: Pack) -> None:
    assert french.cites["FR401"] == {"max_attempts", "attempt_days"}
    assert french.cites["FR301"] == {"permitted_hours"}


def test_a_value_that_only_says_whom_a_rule_is_about_is_read_and_not_cited(french: Pack) -> None:
    assert "general_consent_lifts_hours" in french.reads["FR301"]
    assert "phone_ban_sectors" in french.reads["FR101"]
    assert french.cites["FR101"] == frozenset()


def test_values_are_read_through_definitions(french: Pack) -> None:
    direct = {"purpose", "channel", "audience"}
    assert direct <= french.mentions["FR101"]
    assert "commercial_call" in french.mentions["FR101"]
