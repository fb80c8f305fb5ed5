"""Short lists are read and planned another way than long ones, and judged alike."""

from pathlib import Path

import pytest

from calllint.engine import Options, judge
from calllint.facts import workspace
from tests.update_examples import ROOT

CAMPAIGNS = (
    "crossing-2026-08-11/campaign.yaml",
    "narrow-centre/salles-de-bain/campaign.yaml",
)


def _judged(campaign: Path) -> tuple[object, ...]:
    with judge(campaign, Options()) as judgement:
        return judgement.report, tuple(judgement.verdicts())


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_short_lists_are_judged_as_long_ones_are(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = _judged(ROOT / "examples" / name)
    monkeypatch.setattr(workspace, "_SHORT", -1)
    assert _judged(ROOT / "examples" / name) == short


def test_numbers_of_every_kind_are_read_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = ROOT / "examples" / CAMPAIGNS[0]
    for file in campaign.parent.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    cells = ["", " ", "0199001234", "+33 1 99 00 12 34", "199001234", "3,36E+10", "ne pas appeler"]
    cells += [
        "+32476826542",
        "0199001234 ou 0199001235",
        "+33 (0)1 99 00 12 34",
        "112",
        "0692000000",
    ]
    heading = "N° client;Nom;Ville;Code postal;Téléphone;Dernier achat"
    rows = (f'C{at};;;34000;"{cell}";2024' for at, cell in enumerate(cells))
    (tmp_path / "clients.csv").write_text("\n".join([heading, *rows]) + "\n", "utf-8")
    short = _judged(tmp_path / campaign.name)
    monkeypatch.setattr(workspace, "_SHORT", -1)
    assert _judged(tmp_path / campaign.name) == short
