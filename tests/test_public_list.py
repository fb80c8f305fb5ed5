"""A campaign to organisations, over a real public list that is not part of the repository.

The list of the museums of one French region (103 organisations, addresses with line breaks inside
quotes) is looked for beside the checkout, in ``../shared/data``. Where it is absent the test says
so.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from calllint.engine import judge

LIST = Path(__file__).parents[2] / "shared" / "data" / "musees_bourgogne_franche_comte.csv"

CAMPAIGN = """\
calllint: 1
campaign:
  id: billetterie-2026-11
  title: Billetterie en ligne pour les musées
  channel: live_call
  purpose: appointment
  offer_use: trade
  audience: professional
  sector: other
  offer: billetterie en ligne
  ground: legitimate_interest
advertiser: {{name: Billets Exemple SAS, id: "siren:999000201", country: FR}}
schedule:
  from: 2026-11-23
  to: 2026-12-04
  timezone: contact
  windows:
    - {{days: [mon, tue, wed, thu, fri, sat], hours: ["09:00-13:00", "13:30-18:30"]}}
  holidays: skip
  attempts: {{max: 3, per_days: 30}}
dialer:
  mode: preview
  caller_ids:
    - {{number: "+33199000010", assigned_to: advertiser, mandate: M-1, operator_listed: true}}
data:
  contacts:
    - path: {path}
      columns: {{contact_id: ID MUSEE, phone: TELEPHONE1, postal_code: CP}}
      set: {{{claim}}}
  consents: none
  contracts: none
  requests: none
  suppressions: none
  calls: none
"""


@pytest.fixture
def rows() -> list[dict[str, str]]:
    if not LIST.is_file():
        pytest.skip(f"the public list is not there: {LIST.name} is looked for in ../shared/data")
    with LIST.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _campaign(folder: Path, claim: str) -> Path:
    path = folder / "campaign.yaml"
    path.write_text(CAMPAIGN.format(path=LIST.as_posix(), claim=claim), encoding="utf-8")
    return path


def test_organisations_may_be_called_out_of_consumer_hours(
    rows: list[dict[str, str]], tmp_path: Path
) -> None:
    with judge(_campaign(tmp_path, "legal_form: établissement public")) as judgement:
        report = judgement.report
        verdicts = list(judgement.verdicts())

    errors = {each.rule.id for each in report.findings if each.severity == "error"}
    assert [each.contact_id for each in verdicts] == [row["ID MUSEE"] for row in rows]
    assert report.totals.contacts == len(rows) == 103
    assert errors <= {"CL202", "CL203"}, "only numbers that are none stand against organisations"
    assert report.totals.allow >= 95
    assert Counter(each.verdict for each in verdicts)["review"] == 0


def test_a_row_that_shows_no_business_is_to_be_reviewed(
    rows: list[dict[str, str]], tmp_path: Path
) -> None:
    with judge(_campaign(tmp_path, "audience: professional")) as judgement:
        verdicts = list(judgement.verdicts())

    assert len(verdicts) == len(rows)
    assert not [each for each in verdicts if each.verdict == "allow"]
    assert all("FR221" in each.unknown for each in verdicts if each.verdict == "review")


def test_lines_are_those_of_the_file_though_cells_hold_newlines(
    rows: list[dict[str, str]], tmp_path: Path
) -> None:
    with judge(_campaign(tmp_path, "legal_form: établissement public")) as judgement:
        verdicts = list(judgement.verdicts())
    lines = LIST.read_text(encoding="utf-8-sig").splitlines()

    assert all(
        each.contact_id in lines[each.line - 1] for each in verdicts if each.contact_id is not None
    ), "every row starts on the line it is said to start on"
