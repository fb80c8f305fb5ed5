"""Campaigns that break nothing, on which no rule may sound: a false alarm costs trust.

They were written for no rule in particular. Remarks (severity info) and duties may stand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from calllint.engine import Options, judge

CLEAN = sorted((Path(__file__).parent / "corpus" / "clean").iterdir())


def test_there_are_enough_of_them() -> None:
    assert len(CLEAN) >= 10


@pytest.mark.parametrize("folder", CLEAN, ids=lambda each: each.name)
def test_no_rule_sounds_on_a_clean_campaign(folder: Path) -> None:
    with judge(folder / "campaign.yaml", Options(threads=1)) as judgement:
        report = judgement.report
        verdicts = [each.verdict for each in judgement.verdicts()]

    assert report.problems == ()
    sounded = [
        (each.rule.id, each.outcome, each.severity, dict(each.values))
        for each in report.findings
        if each.severity != "info"
    ]
    assert sounded == []
    assert verdicts
    assert set(verdicts) == {"allow"}
