"""A change of law is one edit of ``law.yaml``: no rule, no Python.

The decree is made up. From Monday 5 April 2027 it allows six attempts in thirty days, opens
Saturday mornings, and lets a consent live six months.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from calllint.engine import inputs
from calllint.packs import discovery
from calllint.packs.errors import Problems
from tests.scenarios.stage import Outcome, Scenario, judged

DECREE = {
    "max_attempts": ("{2023-03-01: 4}", "{2023-03-01: 4, 2027-04-05: 6}"),
    "permitted_weekdays": (
        "{2023-03-01: [mon, tue, wed, thu, fri]}",
        "{2023-03-01: [mon, tue, wed, thu, fri], 2027-04-05: [mon, tue, wed, thu, fri, sat]}",
    ),
    "consent_months": ("{2026-08-11: 12}", "{2026-08-11: 12, 2027-04-05: 6}"),
}
"""Value of the law to what its ``values:`` were, and what the decree makes of them."""


def enact(law: Path) -> None:
    text = law.read_text(encoding="utf-8")
    for name, (old, new) in DECREE.items():
        head, mark, rest = text.partition(f"\n  {name}:\n")
        assert mark, name
        assert f"values: {old}" in rest.partition("\n\n")[0], name
        text = head + mark + rest.replace(f"values: {old}", f"values: {new}", 1)
    law.write_text(text, encoding="utf-8")


@pytest.fixture
def decreed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """What puts a copy of the French pack, under the decree, in the place of the real one."""

    def switch() -> None:
        real = discovery.installed(Problems())
        copy = tmp_path / "calllint_fr"
        shutil.copytree(real["calllint_fr"], copy)
        before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        enact(copy / "law.yaml")
        assert [path.name for path in before if path.read_bytes() != before[path]] == ["law.yaml"]
        monkeypatch.setattr(discovery, "installed", lambda *_: {**real, "calllint_fr": copy})
        inputs._packs.cache_clear()

    yield switch
    inputs._packs.cache_clear()


def attempts(count: int, month: str) -> list[Mapping[str, str]]:
    return [{"at": f"{month}-{day:02}T11:00+02:00"} for day in range(20, 20 + count)]


FIVE_ATTEMPTS = {
    "calls": attempts(5, "2027-03"),
    "consents": [{"at": "2027-03-01T10:12+01:00"}],
    "form": {"period_months": 6},
    "covers": {"calls": {"from": "2026-01-01", "to": "2027-04-30"}},
}
SATURDAY_MORNING = {
    "campaign": {
        "schedule": {"windows": [{"days": ["mon", "sat"], "hours": ["10:00-13:00"]}]},
    },
    "consents": [{"at": "2027-03-01T10:12+01:00"}],
    "form": {"period_months": 6},
}
SATURDAY_AFTERNOON = {
    **SATURDAY_MORNING,
    "campaign": {
        "schedule": {
            "windows": [
                {"days": ["mon"], "hours": ["10:00-13:00"]},
                {"days": ["sat"], "hours": ["14:00-18:00"]},
            ]
        },
    },
}
PLANNED_ON_SATURDAY = {
    "contacts": [{"planned_at": "2027-04-10T10:30+02:00"}],
    "consents": [{"at": "2027-03-01T10:12+01:00"}],
    "form": {"period_months": 6},
}
CASES = {
    "a fifth attempt": (FIVE_ATTEMPTS, "2027-04-07", {"FR401"}, set()),
    "a fifth attempt before the decree": (FIVE_ATTEMPTS, "2027-04-02", {"FR401"}, {"FR401"}),
    "a seventh attempt": (
        {**FIVE_ATTEMPTS, "calls": attempts(6, "2027-03")},
        "2027-04-07",
        {"FR401"},
        {"FR401"},
    ),
    "a window on Saturday morning": (SATURDAY_MORNING, "2027-04-12..2027-04-17", {"FR302"}, set()),
    "the same a week before the decree": (
        SATURDAY_MORNING,
        "2027-03-22..2027-03-27",
        {"FR302"},
        {"FR302"},
    ),
    "a window on Saturday afternoon": (
        SATURDAY_AFTERNOON,
        "2027-04-12..2027-04-17",
        {"FR302"},
        {"FR302"},
    ),
    "a call planned on Saturday morning": (
        PLANNED_ON_SATURDAY,
        "2027-04-05..2027-04-10",
        {"FR306"},
        set(),
    ),
    "a form that promises a year": (
        {**SATURDAY_MORNING, "campaign": None, "form": {"period_months": 12}},
        "2027-04-07",
        set(),
        {"FR122"},
    ),
}


@pytest.mark.parametrize(("what", "days", "before", "after"), CASES.values(), ids=list(CASES))
def test_one_edit_of_the_law_changes_verdicts(
    what: Mapping[str, object],
    days: str,
    before: set[str],
    after: set[str],
    decreed: Callable[[], None],
    tmp_path: Path,
) -> None:
    def breached(folder: str) -> set[str]:
        (tmp_path / folder).mkdir()
        scenario = Scenario("decree", {}, days=days, **what)  # type: ignore[arg-type]
        outcome: Outcome = judged(scenario, tmp_path / folder)
        assert outcome.rules("unknown", "error") == set()
        return outcome.rules("breach", "error") - {"FR101"}

    assert breached("before") == before
    decreed()
    assert breached("after") == after


def test_a_consent_of_seven_months_dies_on_the_day_of_the_decree(
    decreed: Callable[[], None], tmp_path: Path
) -> None:
    scenario = Scenario(
        "decree",
        {},
        days="2027-04-01..2027-04-09",
        consents=[{"at": "2026-09-01T10:12+02:00"}],
        form={"period_months": 12},
    )
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()

    (before,) = judged(scenario, tmp_path / "before").contacts
    decreed()
    (after,) = judged(scenario, tmp_path / "after").contacts

    assert (before.verdict, str(before.callable_until)) == ("allow", "2027-04-09")
    assert (after.verdict, str(after.callable_until)) == ("review", "2027-04-04")
    assert {"FR101", "FR104"} <= set(after.breached)
