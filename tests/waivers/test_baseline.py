"""Fingerprints and the baseline: the same finding tomorrow, and never another in its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calllint.engine import Options, judge
from tests.building import JUDGING, merged, write, write_pack
from tests.cli.fakes import run

FILE = Path("calllint-baseline.json")
WHY = ("--reason", "an old debt")
WEEKEND: list[dict[str, Any]] = [
    {"days": ["mon", "tue"], "hours": ["10:00-13:00"]},
    {"days": ["sat"], "hours": ["10:00-12:00"]},
    {"days": ["wed"], "hours": ["10:00-21:00"]},
]
SCHEDULE = {"from": "2026-11-23", "to": "2026-11-29", "windows": WEEKEND}

SETTLED: dict[str, Any] = {
    "retention": {"prospects_days": 1095, "optouts_days": 1095, "proofs_days": 1096},
    "script": {
        "steps": [
            {
                "says": "Bonjour, ici Nadia, d'Exemple, pour un appel commercial.",
                "covers": [
                    "caller_identity", "advertiser_identity", "commercial_purpose", "data_source",
                    "objection_route", "end_on_objection",
                ],
            }
        ]
    },
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one campaign that has two old debts: a Saturday, and nine at night."""
    write(tmp_path / "campaigns", changes={"schedule": SCHEDULE, **SETTLED})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(value: Any) -> None:
    """Write the campaign anew with other windows."""
    file = Path("campaigns/campaign.yaml")
    whole = yaml.safe_load(file.read_text(encoding="utf-8"))
    whole["schedule"]["windows"] = value
    file.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), encoding="utf-8")


def entries() -> list[Any]:
    return list(json.loads(FILE.read_text(encoding="utf-8"))["findings"])


def report(capsys: Any, *options: str) -> Any:
    return json.loads(run(capsys, "campaigns", "--format", "json", *options).out)["campaigns"][0]


# Fingerprints

BREACHES = st.lists(
    st.sampled_from(
        [
            {"days": ["sat"], "hours": ["10:00-12:00"]},
            {"days": ["sun"], "hours": ["10:00-12:00"]},
            {"days": ["mon"], "hours": ["10:00-21:00"]},
            {"days": ["tue"], "hours": ["07:00-12:00"]},
            {"days": ["wed"], "hours": ["10:00-12:00"]},
        ]
    ),
    min_size=1,
    max_size=4,
    unique_by=str,
)


def marks(folder: Path, windows: list[Any], noise: tuple[int, ...], order: int) -> dict[str, int]:
    """Fingerprints of what stands against the windows, with the line of each."""
    write(folder, changes={"schedule": {**SCHEDULE, "windows": windows}})
    file = folder / "campaign.yaml"
    whole = yaml.safe_load(file.read_text(encoding="utf-8"))
    keys = list(whole)
    whole = {key: whole[key] for key in keys[order:] + keys[:order]}
    lines = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False).splitlines()
    for place in sorted(noise, reverse=True):
        lines.insert(place % len(lines), "# a line more")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with judge(file, Options(without_data=True, root=folder)) as judgement:
        return {
            one.fingerprint: one.place.span.line
            for one in judgement.report.findings
            if one.rule.id in ("FR301", "FR302") and one.place.span
        }


@JUDGING
@given(
    BREACHES,
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.integers(0, 5),
    st.randoms(use_true_random=False),
)
def test_moving_lines_changes_no_fingerprint(
    tmp_path_factory: pytest.TempPathFactory,
    windows: list[Any],
    noise: tuple[int, ...],
    order: int,
    random: Any,
) -> None:
    moved = random.sample(windows, len(windows))
    before = marks(tmp_path_factory.mktemp("a"), windows, (), 0)
    after = marks(tmp_path_factory.mktemp("b"), moved, noise, order)

    assert set(before) == set(after)


@JUDGING
@given(BREACHES, st.data())
def test_another_breach_in_the_same_place_is_another_finding(
    tmp_path_factory: pytest.TempPathFactory, windows: list[Any], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(windows) - 1))
    others = [
        {"days": ["sat", "sun"], "hours": ["10:00-12:00"]},
        {"days": ["thu"], "hours": ["10:00-22:00"]},
    ]
    swapped = [*windows]
    swapped[place] = data.draw(st.sampled_from(others))
    before = marks(tmp_path_factory.mktemp("a"), windows, (), 0)
    after = marks(tmp_path_factory.mktemp("b"), swapped, (), 0)

    assert set(after) - set(before), "the new breach is new"
    kept = [each for each in windows if each in swapped]
    alone = marks(tmp_path_factory.mktemp("c"), kept, (), 0) if kept else {}
    assert set(alone) <= set(after), "the others are the same"


def test_two_breaches_alike_are_two_findings(tmp_path: Path) -> None:
    twice = [
        {"days": ["sat"], "hours": ["10:00-12:00"]},
        {"days": ["sat"], "hours": ["14:00-15:00"]},
    ]

    assert len(marks(tmp_path, twice, (), 0)) == 2


def test_the_folder_calllint_is_started_in_changes_no_fingerprint(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {one["fingerprint"] for one in report(capsys)["findings"]}
    monkeypatch.chdir("campaigns")
    there = json.loads(run(capsys, "campaign.yaml", "--format", "json").out)["campaigns"][0]

    assert {one["fingerprint"] for one in there["findings"]} - here == set(), "but for the lists"


def test_what_a_rule_does_not_read_changes_no_fingerprint(tmp_path: Path) -> None:
    house = write_pack(
        tmp_path / "house",
        {"id": "HX101", "scope": "campaign", "at": "recording", "breach": "recording_mode = 'all'"},
    )

    def mark(recording: dict[str, Any]) -> str:
        file = write(tmp_path / "one", changes={"recording": recording})
        with judge(file, Options(without_data=True, rules=(house,), select=("HX",))) as found:
            (only,) = found.report.findings
            return only.fingerprint

    first = mark({"mode": "all", "retention_days": 10})
    assert first == mark({"mode": "all", "retention_days": 20, "announced": False})


# The baseline


def test_what_is_accepted_counts_no_more_and_what_is_new_does(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "campaigns").code == 1
    written = run(
        capsys, "baseline", "write", "campaigns", "--reason", "old debt", "--until", "2026-12-31"
    )
    assert (written.code, written.err) == (0, "")
    assert written.out == "calllint-baseline.json: 2 findings accepted (before: 0)\n"
    assert {(one["rule"], one["reason"], one["until"]) for one in entries()} == {
        ("FR301", "old debt", "2026-12-31"),
        ("FR302", "old debt", "2026-12-31"),
    }

    assert run(capsys, "campaigns").code == 0
    assert report(capsys)["set_aside"] == {"comment": 0, "baseline": 2}
    assert run(capsys, "campaigns", "--no-baseline").code == 1
    assert run(capsys, "campaigns", "--isolated").code == 1

    change([*WEEKEND, {"days": ["sun"], "hours": ["10:00-12:00"]}])
    assert run(capsys, "campaigns").code == 1, "a new debt is not accepted"


def test_one_breach_swapped_for_another_is_seen(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "baseline", "write", "campaigns", *WHY)
    change([WEEKEND[0], {"days": ["sun"], "hours": ["10:00-12:00"]}, WEEKEND[2]])
    made = report(capsys)
    found = {one["rule"]: one for one in made["findings"]}

    assert found["FR302"]["set_aside"] is None
    assert found["FR301"]["set_aside"]["by"] == "baseline"
    assert found["CL921"]["place"]["file"] == "calllint-baseline.json"
    assert found["CL921"]["place"]["line"] > 1
    assert run(capsys, "explain", "CL921").code == 0


def test_moving_lines_leaves_the_baseline_as_it_is(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "baseline", "write", "campaigns", *WHY)
    before = FILE.read_bytes()
    change(WEEKEND[::-1])
    assert run(capsys, "campaigns").code == 0
    run(capsys, "baseline", "prune", "campaigns")

    assert FILE.read_bytes() == before


def test_prune_forgets_what_is_mended_and_keeps_the_reasons_of_the_rest(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "baseline", "write", "campaigns", "--reason", "old debt")
    change([WEEKEND[0], WEEKEND[2]])
    pruned = run(capsys, "baseline", "prune", "campaigns")

    assert pruned.out == "calllint-baseline.json: 1 entry left (before: 2)\n"
    assert [(one["rule"], one["reason"]) for one in entries()] == [("FR301", "old debt")]
    assert "CL921" not in {one["rule"] for one in report(capsys)["findings"]}


@pytest.mark.parametrize("place", ["campaigns", "campaigns/campaign.yaml", "."])
@pytest.mark.parametrize("folder", [True, False])
def test_prune_forgets_the_last_campaign_of_a_place_too(
    project: Path, capsys: pytest.CaptureFixture[str], place: str, folder: bool
) -> None:
    run(capsys, "baseline", "write", "campaigns", *WHY)
    Path("campaigns/campaign.yaml").unlink()
    if not folder:
        shutil.rmtree("campaigns")
    assert run(capsys, "baseline", "prune", "campaign").code == 2, "never was one of that name"
    pruned = run(capsys, "baseline", "prune", place)

    assert (pruned.code, pruned.err) == (0, "")
    assert entries() == []


def test_a_campaign_that_lost_its_first_line_is_not_gone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "baseline", "write", "campaigns", *WHY)
    before = FILE.read_bytes()
    Path("campaigns/campaign.yaml").write_text("campaign: {}\n")

    assert run(capsys, "baseline", "prune", "campaigns").code == 2
    assert FILE.read_bytes() == before


def test_written_again_old_entries_keep_their_reason_and_ended_ones_get_the_new(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "baseline", "write", "campaigns", "--reason", "first", "--until", "2026-11-25")
    assert "CL913" in {one["rule"] for one in report(capsys)["findings"]}
    run(capsys, "baseline", "write", "campaigns", "--reason", "second", "--until", "2026-12-31")
    assert {one["reason"] for one in entries()} == {"second"}
    run(capsys, "baseline", "write", "campaigns", "--reason", "third")

    assert {one["reason"] for one in entries()} == {"second"}


@pytest.mark.parametrize("given", [(), ("--reason", " ")])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_is_accepted_without_a_reason(
    project: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...], lang: str
) -> None:
    ended = run(capsys, "baseline", "write", "campaigns", "--lang", lang, *given)

    assert ended.code == 2
    assert {"en": "why 2 findings are", "fr": "pourquoi 2 constats sont"}[lang] in ended.err
    assert not FILE.exists()


def test_an_entry_without_a_reason_takes_the_one_that_is_given(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "baseline", "write", "campaigns", "--until", "2026-12-31", *WHY)
    FILE.write_text(FILE.read_text().replace(WHY[1], ""))
    assert run(capsys, "campaigns").code == 1, "without one it sets nothing aside"
    assert {one["rule"] for one in report(capsys)["findings"] if "CL9" in one["rule"]} == {"CL911"}
    assert run(capsys, "baseline", "write", "campaigns", "--reason", "found out").code == 0
    assert {(one["reason"], one["until"]) for one in entries()} == {("found out", "2026-12-31")}


def test_one_campaign_leaves_the_entries_of_another_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project / "other", changes={"schedule": SCHEDULE, **SETTLED})
    run(capsys, "baseline", "write", "campaigns", "other", *WHY)
    assert len(entries()) == 4
    change([WEEKEND[0]])
    run(capsys, "baseline", "prune", "campaigns")
    assert {one["campaign"] for one in entries()} == {"other/campaign.yaml"}

    Path("other/campaign.yaml").unlink()
    run(capsys, "baseline", "prune", "campaigns")
    assert entries() == [], "a campaign that is gone leaves nothing behind"


def test_contacts_remarks_and_required_rules_are_never_accepted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project / "campaigns", {"consents": None}, {"schedule": SCHEDULE, **SETTLED})
    (project / "calllint.toml").write_text('require = ["FR301"]\n')
    before = {one["rule"] for one in report(capsys)["findings"]}
    run(capsys, "baseline", "write", "campaigns", *WHY)

    assert {"FR101", "FR301", "CL006"} <= before
    assert {one["rule"] for one in entries()} <= {"FR302", "CL105"}
    assert "FR302" in {one["rule"] for one in entries()}
    assert run(capsys, "campaigns").code == 1


def test_a_rule_that_becomes_required_is_accepted_no_more(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "baseline", "write", "campaigns", *WHY)
    assert run(capsys, "campaigns").code == 0
    (project / "calllint.toml").write_text('require = ["FR302"]\n')
    found = {one["rule"]: one for one in report(capsys)["findings"]}

    assert found["FR302"]["set_aside"] is None
    assert "CL916" in found


def test_nothing_is_written_where_something_cannot_be_judged(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "campaigns" / "broken.yaml").write_text("calllint: 1\n")
    ended = run(capsys, "baseline", "write", "campaigns", *WHY)

    assert ended.code == 2
    assert "broken.yaml" in ended.err
    assert "The baseline stays as it is" in ended.err
    assert not FILE.exists()


ENTRY = {"fingerprint": "a", "rule": "b", "file": "c", "campaign": "d", "key": "", "outcome": "e"}
BROKEN = {
    "no JSON": ("{", "this is not valid JSON"),
    "another format": ("[]", "this is not a baseline of version 1"),
    "another version": ('{"calllint_baseline": 2, "findings": []}', "not a baseline of version 1"),
    "an entry that is none": ('{"calllint_baseline": 1, "findings": [3]}', "an entry needs"),
    "a day that is none": (
        json.dumps({"calllint_baseline": 1, "findings": [{**ENTRY, "until": "soon"}]}),
        "calllint-baseline.json:1:1: error: an entry needs",
    ),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_a_baseline_that_cannot_be_read_is_exit_2(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    FILE.write_text(text)
    ended = run(capsys, "campaigns")

    assert ended.code == 2
    assert said in ended.out


def test_a_baseline_that_is_named_must_be_there_but_to_be_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = ("campaigns", "--baseline", "others.json")
    ended = run(capsys, *named)
    assert ended.code == 2
    assert "others.json: error: there is no such baseline" in ended.out
    assert run(capsys, "baseline", "write", *named, *WHY).code == 0
    assert run(capsys, *named).code == 0


def test_a_baseline_holds_no_number(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ids = [{"number": "0612345678", "assigned_to": "advertiser"}]
    changes = merged({"schedule": SCHEDULE}, {"dialer": {"mode": "predictive", "caller_ids": ids}})
    write(project / "campaigns", changes=changes)
    run(capsys, "baseline", "write", "campaigns", *WHY)

    assert any(one["rule"].startswith("FR5") for one in entries())
    assert "612345678" not in FILE.read_text()


def test_the_baseline_is_what_its_schema_says(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from jsonschema import Draft202012Validator

    run(capsys, "baseline", "write", "campaigns", "--until", "2026-12-31", *WHY)
    schema = json.loads(run(capsys, "schema", "baseline").out)

    Draft202012Validator(schema).validate(json.loads(FILE.read_text()))
