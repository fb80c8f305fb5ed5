"""Comments that set a finding aside, through the real command: what they do, and what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from calllint.document import load_text
from calllint.document.waivers import waivers
from tests.building import write
from tests.cli.fakes import run

REASON = "signed off by DPO, ticket 41"


@pytest.fixture
def campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign whose second window is against the law (FR302), in a repository of its own."""
    windows = [
        {"days": ["mon", "tue"], "hours": ["10:00-13:00"]},
        {"days": ["sat"], "hours": ["10:00-12:00"]},
    ]
    write(
        tmp_path,
        changes={"schedule": {"from": "2026-11-23", "to": "2026-11-29", "windows": windows}},
    )
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return Path("campaign.yaml")


def put(campaign: Path, before: str, comment: str, *, behind: bool = False) -> int:
    """A comment above the line that holds ``before``, or behind the key of it; its line."""
    lines = campaign.read_text(encoding="utf-8").split("\n")
    at = next(place for place, line in enumerate(lines) if before in line)
    if behind:
        at -= 1  # the key of the list that begins there
        lines[at] += f"  {comment}"
    else:
        lines.insert(at, " " * (len(lines[at]) - len(lines[at].lstrip())) + comment)
    campaign.write_text("\n".join(lines), encoding="utf-8")
    return at + 1


def report(capsys: Any, *options: str) -> Any:
    ended = run(capsys, "campaign.yaml", "--format", "json", *options)
    assert ended.err == ""
    return json.loads(ended.out)["campaigns"][0]


def found(made: Any, rule: str) -> Any:
    (only,) = [one for one in made["findings"] if one["rule"] == rule]
    return only


def about_waivers(made: Any) -> list[str]:
    return sorted(one["rule"] for one in made["findings"] if one["rule"].startswith("CL9"))


# What they do


@pytest.mark.parametrize("word", ["FR302", "fr302", "window-weekday"])
def test_a_waiver_sets_a_finding_aside_and_says_so(
    campaign: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert run(capsys, "campaign.yaml").code == 1
    line = put(
        campaign, "- sat", f"# calllint: ignore[{word}] until 2027-01-31: {REASON}", behind=True
    )
    made = report(capsys)

    assert found(made, "FR302")["set_aside"] == {
        "by": "comment",
        "reason": REASON,
        "until": "2027-01-31",
        "place": found(made, "FR302")["set_aside"]["place"],
    }
    assert found(made, "FR302")["set_aside"]["place"]["line"] == line
    assert made["set_aside"] == {"comment": 1, "baseline": 0}
    assert made["found"]["error"] == 0
    assert about_waivers(made) == []

    said = run(capsys, "campaign.yaml")
    assert said.code == 0
    assert "Accepted, and not counted: 1 finding\n" in said.out
    assert f"FR302 window-weekday (by a comment until 31 January 2027) — {REASON[:10]}" in said.out
    assert "1 with nothing against it ·" in said.out, "an accepted error is no clearance"
    assert "jusqu'au 31 janvier 2027" in run(capsys, "campaign.yaml", "--lang", "fr").out


def test_on_a_line_of_its_own_it_speaks_of_the_block_below(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(campaign, "windows:", f"# calllint: ignore[FR302]: {REASON}")

    assert found(report(capsys), "FR302")["set_aside"]["until"] is None


def test_it_does_not_speak_of_what_stands_elsewhere(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = put(campaign, "- mon", f"# calllint: ignore[FR302]: {REASON}", behind=True)
    made = report(capsys)

    assert found(made, "FR302")["set_aside"] is None
    assert found(made, "CL912")["place"]["line"] == line


@pytest.mark.parametrize(("before", "behind"), [("- sat", True), ("windows:", False)])
def test_it_may_stand_behind_other_words_of_a_comment(
    campaign: Path, capsys: pytest.CaptureFixture[str], before: str, behind: bool
) -> None:
    words = "# todo: ask again "
    line = put(campaign, before, f"{words}# calllint: ignore[FR302]: {REASON}", behind=behind)
    set_aside = found(report(capsys), "FR302")["set_aside"]
    written = campaign.read_text(encoding="utf-8").split("\n")[line - 1]

    assert set_aside["reason"] == REASON
    assert set_aside["place"]["line"] == line
    assert set_aside["place"]["column"] == written.index("# calllint") + 1


def test_an_accepted_error_lets_the_list_be_written(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "scrub", "campaign.yaml", "--out", "one").code == 1
    put(campaign, "- sat", f"# calllint: ignore[FR302]: {REASON}", behind=True)

    assert run(capsys, "scrub", "campaign.yaml", "--out", "two").code == 0
    assert Path("two/callable.csv").exists()


def test_a_number_in_a_reason_is_masked(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(campaign, "- sat", "# calllint: ignore[FR302]: voir avec 0199001234", behind=True)

    assert "0199001234" not in run(capsys, "campaign.yaml").out
    assert "0199001234" not in json.dumps(report(capsys))
    assert "0199001234" in run(capsys, "campaign.yaml", "--show-numbers").out


# What is wrong with them

WRONG = {
    "no reason": ("# calllint: ignore[FR302]", "CL911", "gives no reason"),
    "a blank reason": ("# calllint: ignore[FR302] until 2027-01-31: ", "CL911", "gives no reason"),
    "for everything": ("# calllint: ignore: all of it", "CL914", "no waiver calllint can read"),
    "for a prefix and a star": ("# calllint: ignore[FR*]: x", "CL914", "no waiver"),
    "an empty list": ("# calllint: ignore[]: x", "CL914", "no waiver"),
    "another verb": ("# calllint: disable[FR302]: x", "CL914", "no waiver"),
    "without a colon": ("# calllint ignore[FR302]: x", "CL914", "no waiver"),
    "a day that is none": ("# calllint: ignore[FR302] until 2027-02-30: x", "CL914", "no waiver"),
    "a rule that is none": ("# calllint: ignore[FR999]: x", "CL915", "there is no rule FR999"),
    "the beginning of ids": ("# calllint: ignore[FR3]: x", "CL915", "there is no rule FR3"),
    "contacts": ("# calllint: ignore[FR101]: x", "CL917", "FR101 judges contacts"),
    "waivers": ("# calllint: ignore[CL912]: x", "CL917", "CL912 judges contacts, or the run"),
    "what it does not find": ("# calllint: ignore[FR301]: x", "CL912", "FR301 finds nothing here"),
    "past its day": (
        "# calllint: ignore[FR302] until 2026-11-22: x", "CL913", "ended on 22 November 2026",
    ),
    "not to the end": (
        "# calllint: ignore[FR302] until 2026-11-27: x", "CL913", "ended on 27 November 2026",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("comment", "rule", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_waiver_is_a_finding_and_it_sets_nothing_aside(
    campaign: Path, capsys: pytest.CaptureFixture[str], comment: str, rule: str, said: str
) -> None:
    line = put(campaign, "- sat", comment, behind=True)
    made = report(capsys)

    assert about_waivers(made) == [rule]
    assert said in found(made, rule)["message"]
    assert found(made, rule)["place"]["line"] == line
    assert found(made, "FR302")["set_aside"] is None
    assert run(capsys, "explain", rule).code == 0


def test_the_day_is_compared_with_the_judged_days_and_never_with_today(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(campaign, "- sat", "# calllint: ignore[FR302] until 2026-11-29: x", behind=True)
    assert about_waivers(report(capsys)) == []

    later = report(capsys, "--dial", "2030-01-01..2030-01-07")
    assert about_waivers(later) == ["CL913"]


def test_a_required_rule_cannot_be_waived(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(campaign, "- sat", f"# calllint: ignore[FR302]: {REASON}", behind=True)
    made = report(capsys, "--require", "FR3")

    assert about_waivers(made) == ["CL916"]
    assert found(made, "FR302")["set_aside"] is None


@pytest.mark.parametrize(
    "options", [["--without-data"], ["--select", "FR5,CL9"], ["--dial", "2026-11-23"]]
)
def test_unused_is_said_only_where_everything_was_looked_for(
    campaign: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    put(campaign, "- sat", f"# calllint: ignore[FR301]: {REASON}", behind=True)

    assert about_waivers(report(capsys)) == ["CL912"]
    assert about_waivers(report(capsys, *options)) == []


def test_findings_about_waivers_are_chosen_like_any_other(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(campaign, "- sat", "# calllint: ignore[FR301]: x", behind=True)

    assert about_waivers(report(capsys, "--ignore", "waiver-unused")) == []
    assert found(report(capsys, "--severity", "CL9=error"), "CL912")["severity"] == "error"


# Which lines they speak of

TEXT = """\
# calllint: ignore[AB101]: the key below, not the file
calllint: 1
# not for us
schedule:
  # calllint: ignore[AB102]: the block
  windows:
    # calllint: ignore[AB103]: the first item

    # another comment between
    - days: [mon]
      hours: ["10:00-12:00"]
    - days: [tue]
    # calllint: ignore[AB104]: nothing is below it but what is less indented
  to: 2026-11-27  # calllint: ignore[AB105]: its line
text: "# calllint: ignore[AB106]: a text, not a comment"
# calllint: ignore[AB107, ab-108] until 2027-01-31: two rules, the last line
"""


def test_the_lines_each_comment_speaks_of() -> None:
    spoken = {
        each.rules: (each.first_line, each.last_line)
        for each in waivers(load_text(TEXT, "campaign.yaml"))
    }

    assert spoken == {
        ("AB101",): (2, 2),
        ("AB102",): (6, 12),
        ("AB103",): (10, 11),
        ("AB104",): (13, 13),
        ("AB105",): (14, 14),
        ("AB107", "ab-108"): (16, 16),
    }
