"""From one version to the next: newer rules only warn, ids are never lost, changes have a cause."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from calllint.engine import inputs
from tests.building import write, write_pack
from tests.cli.fakes import run

RULES: tuple[dict[str, Any], ...] = (
    {"id": "HX101", "scope": "campaign", "breach": "has_windows", "since": "2026.2"},
    {"id": "HX102", "scope": "campaign", "breach": "has_offer", "since": "2026.10"},
    {"id": "HX103", "breach": "phone_given", "since": "2026.10"},
)
LAW = "parameters:\n  most: {unit: calls, values: {2020-01-01: 2, 2027-01-01: 1}}\n"
DATED: tuple[dict[str, Any], ...] = (
    {"id": "HX101", "scope": "campaign", "breach": "attempts_max > $most"},
    {"id": "HX102", "scope": "campaign", "breach": "has_offer", "in_force": {"from": "2027-01-01"}},
    {"id": "HX103", "scope": "campaign", "breach": "attempts_max > 3"},
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def house(
    project: Path, *rules: dict[str, Any], version: str = "2026.11", law: str | None = None
) -> None:
    inputs._packs.cache_clear()  # a user's next run is another process
    folder = write_pack(project / "house", *rules, law=law)
    text = (folder / "pack.yaml").read_text().replace('version: "1"', f'version: "{version}"')
    (folder / "pack.yaml").write_text(text)
    (project / "calllint.toml").write_text('packs = ["house"]\nselect = ["HX", "CL9"]\n')


def hold(project: Path, version: str, more: str = "") -> None:
    with (project / "calllint.toml").open("a") as stream:
        stream.write(f'{more}pack-versions = {{house = "{version}"}}\n')


def report(capsys: Any, *options: str) -> Any:
    return json.loads(run(capsys, "campaign.yaml", "--format", "json", *options).out)["campaigns"][
        0
    ]


# A pack that is held


def test_rules_newer_than_the_version_held_warn_and_say_so(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *RULES)
    assert {one["severity"] for one in report(capsys)["findings"]} == {"error"}
    hold(project, "2026.9")
    found = {one["rule"]: one for one in report(capsys)["findings"]}

    assert {rule: (one["severity"], one["held_at"]) for rule, one in found.items()} == {
        "HX101": ("error", None),  # 2026.2 is older than 2026.9: versions are numbers
        "HX102": ("warning", "2026.9"),
        "HX103": ("warning", "2026.9"),
    }
    assert found["HX102"]["since"] == "2026.10"
    assert report(capsys)["totals"]["allow"] == 1, "a new rule blocks nobody the evening before"
    said = run(capsys, "campaign.yaml").out
    assert "new: house 2026.10 brought this rule; held at 2026.9, it only warns" in said
    assert "2 rules are newer than the version held, and only warn: HX102, HX103" in said


def test_a_required_rule_is_not_held_back(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *RULES)
    hold(project, "2026.9", 'require = ["HX102"]\n')
    found = {one["rule"]: one["severity"] for one in report(capsys)["findings"]}

    assert (found["HX102"], found["HX103"]) == ("error", "warning")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('house = "2027.01"', "house is held at 2027.01, and 2026.11 is installed"),
        ('hose = "2026.11"', "there is no pack hose here; the packs are"),
    ],
)
def test_a_version_that_cannot_be_held(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    house(project, *RULES)
    with (project / "calllint.toml").open("a") as stream:
        stream.write(f"pack-versions = {{{text}}}\n")
    ended = run(capsys, "campaign.yaml")

    assert ended.code == 2
    assert "calllint.toml:3:1: error" in ended.out
    assert said in ended.out


# Rules that go


GOING: dict[str, Any] = {
    "why": {"en": "The article is gone.", "fr": "L'article n'est plus."},
    "replaced_by": ["HX102"],
}


def test_a_withdrawn_rule_is_explained_and_breaks_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = {**RULES[0], **GOING, "withdrawn": "2026-10-01"}
    house(project, gone, *RULES[1:])
    explained = run(capsys, "explain", "HX101")
    assert explained.code == 0
    for said in ("Withdrawn", "1 October 2026", "The article is gone.", "HX102"):
        assert said in explained.out
    assert json.loads(run(capsys, "explain", "HX101", "--format", "json").out)["replaced_by"] == [
        "HX102"
    ]

    assert "HX101" not in {one["rule"] for one in report(capsys)["findings"]}
    for options in (["--ignore", "HX101"], ["--require", "HX101"], ["--severity", "HX101=info"]):
        assert run(capsys, "campaign.yaml", *options).code == 1, "as without it"
    alone = run(capsys, "campaign.yaml", "--select", "HX101")
    assert alone.code == 2
    assert "HX101 was withdrawn on 2026-10-01; `calllint explain HX101` says why" in alone.out


def test_a_deprecated_rule_still_runs_and_says_what_replaces_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, {**RULES[0], **GOING, "deprecated": "2026-10-01"}, *RULES[1:])

    assert "HX101" in {one["rule"] for one in report(capsys)["findings"]}
    explained = run(capsys, "explain", "HX101", "--lang", "fr").out
    for said in ("Obsolète depuis", "1er octobre 2026", "L'article n'est plus.", "À sa place"):
        assert said in explained


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"deprecated": "2026-10-01"}, "why"),
        ({"why": {"en": "x"}}, "go together"),
        ({"replaced_by": ["HX102"]}, "`replaced_by` is for a rule that is deprecated"),
        ({**GOING, "deprecated": "2026-10-01", "replaced_by": ["HX999"]}, "which is not a rule"),
    ],
)
def test_a_rule_that_goes_says_why_and_what_stays(
    project: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], said: str
) -> None:
    house(project, {**RULES[0], **change}, *RULES[1:])
    ended = run(capsys, "campaign.yaml")

    assert ended.code == 2
    assert said in ended.out


# Two reports compared


def written(capsys: Any, name: str, *options: str) -> str:
    Path(name).write_text(run(capsys, "campaign.yaml", "--format", "json", *options).out)
    return name


def differences(capsys: Any, old: str, new: str) -> dict[tuple[str, str], tuple[str, ...]]:
    (campaign,) = json.loads(run(capsys, "diff", old, new, "--format", "json").out)
    return {
        (one["finding"]["rule"], one["change"]): tuple(one["causes"])
        for one in campaign["differences"]
    }


def change(**schedule: Any) -> None:
    file = Path("campaign.yaml")
    whole = yaml.safe_load(file.read_text())
    whole["schedule"] |= schedule
    file.write_text(yaml.safe_dump(whole, sort_keys=False))


def test_the_same_twice_has_no_difference(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *RULES)
    old, new = written(capsys, "old.json"), written(capsys, "new.json")
    ended = run(capsys, "diff", old, new)

    assert (ended.code, ended.out) == (0, "Nothing changed\n")


def test_what_a_date_changed_is_told_from_what_else_the_days_did(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *DATED, law=LAW)
    old = written(capsys, "old.json", "--dial", "2026-12-31")
    new = written(capsys, "new.json", "--dial", "2027-01-01")

    assert differences(capsys, old, new) == {("HX102", "new"): ("law",)}
    change(attempts={"max": 2, "per_days": 30})
    old = written(capsys, "old.json", "--dial", "2026-12-31")
    new = written(capsys, "new.json", "--dial", "2027-01-01")
    found = differences(capsys, old, new)
    assert found["HX102", "new"] == ("law",), "it was no law before"
    assert found["HX101", "new"][0] == "law", "two attempts were lawful until the value changed"


def test_what_the_data_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house(project, *DATED, law=LAW)
    old = written(capsys, "old.json")
    change(attempts={"max": 3, "per_days": 30})
    new = written(capsys, "new.json")

    assert differences(capsys, old, new) == {
        ("HX101", "gone"): ("data",),  # another value is another finding
        ("HX101", "new"): ("data",),
        ("HX103", "gone"): ("data",),
    }
    ended = run(capsys, "diff", old, new)
    assert ended.code == 1
    assert "= changed by the data" in ended.out
    assert run(capsys, "diff", old, new, "--exit-zero").code == 0
    assert "changement dû à\u00a0: les données" in run(capsys, "diff", old, new, "--lang", "fr").out


def test_what_the_rules_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house(project, *DATED[:2], law=LAW)
    old = written(capsys, "old.json")
    strict = {**DATED[0], "breach": "attempts_max >= $most"}
    house(project, strict, *DATED[1:], version="2026.12", law=LAW)
    new = written(capsys, "new.json")
    assert differences(capsys, old, new) == {("HX103", "new"): ("rules",)}

    house(project, {**DATED[0], "breach": "attempts_max > 9"}, version="2027.01", law=LAW)
    newer = written(capsys, "newer.json")
    assert differences(capsys, new, newer) == {("HX101", "gone"): ("rules",)}

    house(project, DATED[0], version="2027.02", law=LAW.replace("01: 2,", "01: 3,"))
    loose = written(capsys, "loose.json")
    house(project, DATED[0], version="2027.03", law=LAW.replace("01: 2,", "01: 9,"))
    assert differences(capsys, loose, written(capsys, "looser.json")) == {
        ("HX101", "gone"): ("rules",)
    }, "a value that was edited is no date that passed"


def test_where_several_things_changed_all_that_could_are_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *DATED, law=LAW)
    old = written(capsys, "old.json")
    house(
        project, {**DATED[0], "breach": "attempts_max > 9"}, *DATED[1:], version="2026.12", law=LAW
    )
    change(attempts={"max": 5, "per_days": 30})
    new = written(capsys, "new.json")

    assert differences(capsys, old, new)["HX101", "gone"] == ("rules", "data")


def test_contacts_that_changed_are_counted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *RULES[2:])
    old = written(capsys, "old.json")
    with Path("contacts.csv").open("a") as stream:
        stream.write("P2,0199000002,75011\n")
    new = written(capsys, "new.json")

    assert differences(capsys, old, new) == {("HX103", "more"): ("data",)}
    said = run(capsys, "diff", old, new).out
    assert "more contacts.csv:2:1: error HX103 hx103 — 1 → 2 contacts" in said
    assert "contacts: 1 → 2" in said


def test_what_is_accepted_or_raised_meanwhile(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *RULES)
    old = written(capsys, "old.json")
    run(capsys, "baseline", "write", "campaign.yaml", "--reason", "old")
    new = written(capsys, "new.json", "--severity", "HX103=info")
    found = differences(capsys, old, new)

    assert set(found) == {("HX101", "accepted"), ("HX102", "accepted"), ("HX103", "severity")}
    assert run(capsys, "diff", old, new).code == 0
    assert run(capsys, "diff", new, old).code == 1


def test_an_older_report_without_digests_is_still_compared(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *RULES)
    old = written(capsys, "old.json")
    whole = json.loads(Path(old).read_text())
    for campaign in whole["campaigns"]:
        del campaign["rules"], campaign["set_aside"], campaign["lowered"]
        for finding in campaign["findings"]:
            for key in ("fingerprint", "set_aside", "since", "held_at"):
                del finding[key]
    Path(old).write_text(json.dumps(whole))

    assert run(capsys, "diff", old, old).code == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "json-v1"}', '{"format": "json-v2"}'])
def test_what_is_no_report_is_exit_2(
    project: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    house(project, *RULES)
    Path("odd.json").write_text(text)
    for ended in (
        run(capsys, "diff", "odd.json", written(capsys, "new.json")),
        run(capsys, "diff", "new.json", "nowhere.json"),
    ):
        assert ended.code == 2
        assert "error: " in ended.err
    assert (
        "error: odd.json: this is not a report" in run(capsys, "diff", "new.json", "odd.json").err
    )


def test_a_campaign_that_could_not_be_judged_is_not_taken_for_mended(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *RULES)
    old = written(capsys, "old.json")
    Path("campaign.yaml").write_text("calllint: [\n")
    ended = run(capsys, "diff", old, written(capsys, "new.json"))

    assert ended.code == 3
    assert "not all of it was judged in the newer report" in ended.out
    assert "gone campaign.yaml" not in ended.out


def test_what_was_not_looked_for_without_the_lists_is_not_taken_for_mended(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *RULES)
    for name, more in (("all", ()), ("words", ("--without-data",))):
        run(capsys, "campaign.yaml", "--format", f"json={name}.json", *more)
    ended = run(capsys, "diff", "all.json", "words.json")

    assert ended.code == 3
    assert "what is gone may be there still" in ended.out
    assert "changed by the options or the configuration\n" in ended.out
    assert run(capsys, "diff", "words.json", "words.json").code == 0
    assert run(capsys, "diff", "words.json", "all.json").code == 1


def test_what_a_campaign_brings_that_is_new_counts_as_new(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house(project, *RULES)
    none = json.loads(Path(written(capsys, "new.json")).read_text())
    Path("old.json").write_text(json.dumps({**none, "campaigns": []}))
    found = none["campaigns"][0]["found"]
    ended = run(capsys, "diff", "old.json", "new.json", "--fail-on", "info")

    assert any(found.values())
    assert ended.code == 1
    assert "campaign.yaml: only in the newer report\n  " in ended.out
    assert run(capsys, "diff", "new.json", "old.json", "--fail-on", "info").code == 0
