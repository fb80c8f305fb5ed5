"""What stands against one call beside its contact: the campaign, its schedule, its numbers."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import calllint
from calllint.engine.cancall import Answer
from tests import building
from tests.building import phone

TUESDAY = "2026-11-24T11:00"


def ask(
    folder: Path,
    number: str = phone(1),
    at: datetime | str = TUESDAY,
    lists: building.Lists | None = None,
    **changes: Any,
) -> Answer:
    return calllint.can_call(building.write(folder, lists, changes), number, at)


def rules(answer: Answer, severity: str = "error") -> set[str]:
    return {one.rule.id for one in answer.findings if one.severity == severity}


def test_an_ordinary_call_is_allowed_with_what_is_left_of_its_grounds(tmp_path: Path) -> None:
    answer = ask(tmp_path)

    assert (answer.verdict, answer.allowed, answer.limits, answer.problems) == (
        "allow", True, (), (),
    )  # fmt: skip
    assert answer.moment.isoformat() == "2026-11-24T11:00:00+01:00"
    assert answer.next_allowed_at == answer.moment
    assert answer.attempts_left == 4
    assert str(answer.evidence_until) == "2027-09-01"
    assert [(one.scope, one.holds) for one in answer.grounds] == [("consent", True)]
    assert answer.contact.contact_id == "P1"


@pytest.mark.parametrize("written", ["+33 1 99 00 00 01", "0033199000001", "01.99.00.00.01"])
def test_a_number_is_known_however_it_is_written(tmp_path: Path, written: str) -> None:
    assert ask(tmp_path, written).verdict == "allow"


@pytest.mark.parametrize(
    ("at", "limits", "following"),
    [
        ("2026-11-24T13:30", ["outside_hours"], "2026-11-24T14:00:00+01:00"),
        ("2026-11-24T13:00", ["outside_hours"], "2026-11-24T14:00:00+01:00"),
        ("2026-11-24T20:30", ["outside_hours"], "2026-11-25T10:00:00+01:00"),
        ("2026-11-24T12:30+04:00", ["outside_hours"], "2026-11-24T10:00:00+01:00"),
        ("2026-11-22T11:00", ["outside_days"], "2026-11-23T10:00:00+01:00"),
        ("2026-11-28T11:00", ["outside_days"], None),
    ],
)
def test_the_declared_days_and_hours_bind(
    tmp_path: Path, at: str, limits: list[str], following: str | None
) -> None:
    answer = ask(tmp_path, at=at)

    assert answer.verdict == "block"
    assert list(answer.limits) == limits
    assert (answer.next_allowed_at and answer.next_allowed_at.isoformat()) == following


def test_a_holiday_that_is_skipped_is_passed_over(tmp_path: Path) -> None:
    days = {"from": "2026-05-08", "to": "2026-05-12"}
    answer = ask(tmp_path, at="2026-05-08T11:00", schedule=days)

    assert "holiday" in answer.limits
    assert answer.verdict == "block"


def test_times_without_an_offset_are_the_persons_own(tmp_path: Path) -> None:
    lists: building.Lists = {
        "contacts": [{"phone": "0692000001", "postal_code": None}],
        "consents": [{"phone": "0692000001"}],
    }
    answer = ask(tmp_path, "0692000001", TUESDAY, lists, centres=[
        {"name": "Atlas", "country": "MA", "timezone": "Africa/Casablanca"}])  # fmt: skip

    assert answer.zone == "Indian/Reunion"
    assert answer.moment.isoformat() == "2026-11-24T11:00:00+04:00"
    assert answer.centre_moment.isoformat() == "2026-11-24T07:00:00+00:00"


def test_an_aware_datetime_and_its_text_are_one(tmp_path: Path) -> None:
    file = building.write(tmp_path)
    text = "2026-11-24T11:00+01:00"

    assert calllint.can_call(file, phone(1), text) == calllint.can_call(
        file, phone(1), datetime.fromisoformat(text)
    )


def test_a_window_that_is_too_long_forbids_its_late_hours_alone(tmp_path: Path) -> None:
    windows = [
        {"days": ["mon", "tue", "wed", "thu", "fri"], "hours": ["10:00-13:00", "14:00-21:00"]}
    ]
    noon = ask(tmp_path / "noon", schedule={"windows": windows})
    late = ask(tmp_path / "late", at="2026-11-24T20:30", schedule={"windows": windows})

    assert noon.verdict == "allow"
    assert late.verdict == "block"
    assert {"FR301", "FR305"} <= rules(late)
    assert late.limits == ()


def test_a_fault_of_the_campaign_stands_against_each_of_its_calls(tmp_path: Path) -> None:
    answer = ask(tmp_path, schedule={"attempts": {"max": 9, "per_days": 30}})

    assert answer.contact.verdict == "allow"
    assert answer.verdict == "block"
    assert rules(answer) == {"FR402"}
    assert answer.next_allowed_at is None


def test_a_caller_number_counts_where_it_is_shown(tmp_path: Path) -> None:
    ids = building.CAMPAIGN["dialer"]["caller_ids"]
    hidden = {"number": "withheld", "shown_to": ["RE"]}
    elsewhere = ask(tmp_path / "elsewhere", dialer={"caller_ids": [*ids, hidden]})
    here = ask(tmp_path / "here", dialer={"caller_ids": [*ids, {"number": "withheld"}]})

    assert elsewhere.verdict == "allow"
    assert here.verdict == "block"


def test_a_number_of_no_list_is_never_allowed(tmp_path: Path) -> None:
    lists: building.Lists = {"consents": building.for_each([{}, {}])}
    answer = ask(tmp_path, phone(2), TUESDAY, lists)

    assert (answer.listed, answer.readable, answer.known) == (False, True, True)
    assert answer.limits == ("not_listed",)
    assert answer.contact.verdict == "allow"
    assert answer.verdict == "review"
    assert answer.next_allowed_at is None


def test_what_is_known_of_a_number_of_no_list_is_said(tmp_path: Path) -> None:
    lists: building.Lists = {"suppressions": [{"phone": phone(2)}]}

    assert "CL205" in rules(ask(tmp_path, phone(2), TUESDAY, lists))


def test_an_index_says_that_it_did_not_look_a_strange_number_up(tmp_path: Path) -> None:
    file = building.write(tmp_path, {"suppressions": [{"phone": phone(2)}]})
    calllint.prepare(file)
    answer = calllint.can_call(file, phone(2), TUESDAY)

    assert not answer.known
    assert answer.verdict == "review"
    assert [(one.on_record, one.holds) for one in answer.grounds] == [(None, None)]


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("bonjour", "CL203"),
        ("3,36E+10", "CL223"),
        ("", "CL202"),
        ("112", "CL222"),
        ("0" * 20, "CL224"),
    ],
)
@pytest.mark.parametrize("index", [True, False])
def test_what_is_no_number_is_answered_as_check_answers(
    tmp_path: Path, written: str, rule: str, index: bool
) -> None:
    file = building.write(tmp_path / "asked")
    if index:
        calllint.prepare(file)
    answer = calllint.can_call(file, written, TUESDAY)
    row = {"contact_id": None, "phone": written, "postal_code": None}
    row["planned_at"] = f"{TUESDAY}+01:00"
    listed = building.write(tmp_path / "listed", {"contacts": [row]})
    (expected,) = building.judged(listed).contacts

    assert answer.verdict == "block"
    assert not answer.readable
    assert rule in rules(answer)
    assert answer.contact.breached == expected.breached


def test_where_no_pack_reaches_not_everything_is_checked(tmp_path: Path) -> None:
    lists: building.Lists = {"contacts": [{}, {"contact_id": "P2", "phone": "+32470123456"}]}
    abroad = ask(tmp_path, "+32470123456", TUESDAY, lists)
    at_home = ask(tmp_path, phone(1), TUESDAY, lists)

    assert abroad.verdict != "allow"
    assert abroad.problems
    assert not abroad.allowed
    assert at_home.allowed


def test_several_rows_of_a_number_count_as_scrub_counts_them(tmp_path: Path) -> None:
    lists: building.Lists = {"contacts": [{"ground": "contract"}, {}], "contracts": "none"}
    answer = ask(tmp_path, phone(1), TUESDAY, lists)

    assert answer.verdict == "allow"
    assert answer.contact.line in (2, 3)


def test_attempts_count_up_to_the_moment(tmp_path: Path) -> None:
    lists: building.Lists = {
        "calls": [{"at": f"2026-11-{day}T11:00+01:00"} for day in (10, 11, 12, 13)]
    }
    answer = ask(tmp_path, phone(1), TUESDAY, lists)

    assert answer.verdict == "block"
    assert answer.attempts_left == 0
    assert "FR401" in rules(answer)


@pytest.mark.parametrize(
    "at", ["2026-11-24", "tomorrow", "2026-02-30T11:00", "", "0001-01-01T00:00"]
)
def test_what_is_no_moment_is_refused(tmp_path: Path, at: str) -> None:
    with pytest.raises(calllint.InputError):
        ask(tmp_path, at=at)


def test_every_minute_before_the_next_moment_is_forbidden(tmp_path: Path) -> None:
    lists: building.Lists = {"suppressions": [{"until": "2026-11-24"}]}
    file = building.write(tmp_path, lists)
    calllint.prepare(file)
    with calllint.open_index(file) as index:
        asked = datetime.fromisoformat("2026-11-24T19:00+01:00")
        following = index.can_call(phone(1), asked).next_allowed_at

        assert following is not None
        while asked < following:
            assert index.can_call(phone(1), asked).verdict != "allow"
            asked += timedelta(minutes=7)
    assert following.isoformat() == "2026-11-25T10:00:00+01:00"
