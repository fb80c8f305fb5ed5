"""`calllint scrub`: what it writes is the engine's; what it says and ends with is here."""

import pytest

from calllint.engine import InputError
from calllint.engine.scrub.options import Outcome
from tests.cli.fakes import FakeEngine, FakeJudgement, run
from tests.report.samples import on_contacts, on_window, problem, report


def test_rejects_are_no_failure(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.answers["a.yaml"] = report(on_contacts())
    ended = run(capsys, "scrub", "a.yaml", "--out", "clean")

    assert ended.code == 0
    assert "1,000 may be dialled" in ended.out
    assert ended.out.endswith("Written to clean: callable.csv, rejects.csv\n")
    assert engine.asked[0][2], "the rows of the list are kept for the callable file"


@pytest.mark.parametrize(
    ("outcome", "said"), [("breach", "in breach"), ("unknown", "to be checked")]
)
def test_a_campaign_in_breach_gives_no_callable_file(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], outcome: Outcome, said: str
) -> None:
    engine.answers["a.yaml"] = FakeJudgement(
        report(on_window(outcome=outcome)), ("rejects.csv",), None, outcome
    )
    ended = run(capsys, "scrub", "a.yaml", "--out", "clean")

    assert ended.code == 1
    assert f"No callable file: the campaign itself is {said}" in ended.out
    assert "may be dialled" not in ended.out


def test_what_was_not_checked_gives_no_callable_file(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    made = report(problems=(problem(fatal=False),))
    engine.answers["a.yaml"] = FakeJudgement(made, ("rejects.csv",), None, "unchecked")
    ended = run(capsys, "scrub", "a.yaml", "--out", "clean")

    assert ended.code == 3
    assert "No callable file: not everything could be checked" in ended.out


@pytest.mark.parametrize(
    ("failure", "code", "said"),
    [
        (InputError((problem(),)), 2, "consents.csv:4:1: error:"),
        (OSError("disk"), 3, "not checked: the check could not be finished (OSError"),
    ],
)
def test_files_that_could_not_be_written_are_told(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], failure: Exception, code: int, said: str
) -> None:
    engine.answers["a.yaml"] = FakeJudgement(report(), failure=failure)
    ended = run(capsys, "scrub", "a.yaml", "--out", "clean")

    assert ended.code == code
    assert said in ended.out
    assert "Written" not in ended.out


def test_a_campaign_that_cannot_be_read_is_told(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.answers["a.yaml"] = InputError((problem(),))

    assert run(capsys, "scrub", "a.yaml", "--out", "clean").code == 2
    assert run(capsys, "scrub", "missing.yaml", "--out", "clean").code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.yaml"], "--out is missing"),
        (["--out", "x"], "CAMPAIGN is missing"),
        ([".", "--out", "x"], ". holds 2 campaigns: name one of them"),
        (["a.yaml", "b.yaml", "--out", "x"], "one argument too many: b.yaml"),
    ],
)
def test_scrub_takes_one_campaign_and_a_folder(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    ended = run(capsys, "scrub", *arguments)

    assert ended.code == 2
    assert said in ended.err
    assert engine.asked == []
