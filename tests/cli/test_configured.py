"""Configuration through the real command: what holds, where it is from, and what outranks it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.building import write, write_pack
from tests.cli.fakes import run

SATURDAY = {
    "schedule": {
        "from": "2026-11-23",
        "to": "2026-11-29",
        "windows": [{"days": ["sat"], "hours": ["10:00-12:00"]}],
    }
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a campaign that calls on a Saturday (FR302)."""
    write(tmp_path / "campaigns", changes=SATURDAY)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(text: str, where: str = "calllint.toml") -> None:
    Path(where).write_text(text, encoding="utf-8")


def report(capsys: Any, *options: str) -> Any:
    return json.loads(run(capsys, "campaigns", "--format", "json", *options).out)["campaigns"][0]


def severity(made: Any, rule: str) -> str | None:
    return next((one["severity"] for one in made["findings"] if one["rule"] == rule), None)


def test_the_configuration_beside_a_campaign_is_used_wherever_calllint_is_started(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(capsys, "campaigns").code == 1
    configure('ignore = ["FR302"]')
    assert run(capsys, "campaigns").code == 0
    assert run(capsys, "campaigns", "--isolated").code == 1
    monkeypatch.chdir("campaigns")
    ended = run(capsys, "campaign.yaml")

    assert ended.code == 0
    assert "config=../calllint.toml, ignore=FR302" in " ".join(ended.out.split())


def test_two_teams_have_their_own_configuration(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project / "other", changes=SATURDAY)
    configure('[severity]\nwindow-weekday = "warning"', "campaigns/calllint.toml")
    configure('fail-on = "info"', "other/calllint.toml")
    ended = run(capsys, ".", "--format", "json")
    made = {one["campaign"]: one for one in json.loads(ended.out)["campaigns"]}

    assert severity(made["campaigns/campaign.yaml"], "FR302") == "warning"
    assert severity(made["other/campaign.yaml"], "FR302") == "error"
    assert ended.code == 1
    assert run(capsys, "campaigns").code == 0


def test_environment_and_command_line_outrank_the_file(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure('ignore = ["FR302"]\nfail-on = "error"')
    monkeypatch.setenv("CALLLINT_IGNORE", "FR303")
    assert run(capsys, "campaigns").code == 1, "the environment replaces what the file ignores"
    assert run(capsys, "campaigns", "--ignore", "FR302").code == 0
    assert run(capsys, "campaigns", "--extend-ignore", "FR302").code == 0
    assert run(capsys, "campaigns", "--ignore", "FR302", "--fail-on", "info").code == 1
    monkeypatch.setenv("CALLLINT_IGNORE", "FR302")
    assert run(capsys, "campaigns").code == 0
    assert run(capsys, "campaigns", "--isolated").code == 1


def test_every_value_is_shown_with_its_origin(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure('fail-on = "warning"\n\n[severity]\nFR302 = "info"\n')
    monkeypatch.setenv("CALLLINT_REQUIRE", "FR1")
    ended = run(capsys, "campaigns", "--show-config", "--threads", "2")
    shown = dict(line.split("  # ") for line in ended.out.splitlines()[1:])
    origins = {name.split(" = ")[0]: origin for name, origin in shown.items()}

    assert ended.code == 0
    assert ended.out.startswith("# campaigns: calllint.toml\n")
    said = {
        "fail-on": "calllint.toml:1",
        'severity."FR302"': "calllint.toml:4",
        "require": "CALLLINT_REQUIRE",
        "threads": "--threads",
    }
    assert said.items() <= origins.items()
    assert origins["select"] == "built-in"
    assert "no configuration" in run(capsys, "--show-config", "--isolated").out
    french = run(capsys, "--show-config", "--isolated", "--lang", "fr").out
    assert "select = toutes" in french
    assert "# par défaut" in french


@pytest.mark.parametrize(
    ("typed", "variables", "configured", "shown"),
    [
        ("", {}, "", '"en"  # built-in'),
        ("", {"LANG": "fr_FR.UTF-8"}, "", '"fr"  # LANG'),
        ("", {"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "", '"en"  # LC_ALL'),
        ("", {"LANG": "en"}, 'lang = "fr"', '"fr"  # calllint.toml:1'),
        ("", {"CALLLINT_LANG": "en"}, 'lang = "fr"', '"en"  # CALLLINT_LANG'),
        ("--lang fr", {"CALLLINT_LANG": "en"}, 'lang = "en"', '"fr"  # --lang'),
    ],
)
def test_the_language_that_is_spoken_is_shown_with_its_origin(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    variables: dict[str, str],
    configured: str,
    shown: str,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "CALLLINT_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    configure(configured)

    for words in ([*typed.split(), "check"], ["check", *typed.split()]):
        lines = run(capsys, *words, "campaigns", "--show-config").out.splitlines()
        [line] = [line for line in lines if line.startswith("lang = ")]
        assert " ".join(line.split()) == f"lang = {' '.join(shown.split())}"


def test_the_baseline_that_is_used_is_shown_without_being_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "baseline", "write", "campaigns", "--reason", "old").code == 0
    shown = run(capsys, "campaigns", "--show-config").out
    assert 'baseline = "calllint-baseline.json"' in shown
    assert "calllint-baseline" not in run(capsys, "campaigns", "--show-config", "--isolated").out


def test_a_configuration_that_is_named_is_not_left_out_in_silence(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure('ignore = ["FR302"]')
    ended = run(capsys, "campaigns", "--isolated", "--config", "calllint.toml")

    assert ended.code == 2
    assert "drop one or the other" in ended.err


@pytest.mark.parametrize(
    "options",
    [
        ("--no-baseline", "--baseline", "accepted.json"),
        ("--without-data", "--data", "contacts=other.csv"),
        ("--without-data", "--proofs", "."),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    ended = run(capsys, "campaigns", *options)

    assert ended.code == 2
    assert f"{options[1]} would do nothing beside {options[0]}: drop" in ended.err


@pytest.mark.parametrize(
    ("pattern", "code"),
    [("**/campaign.yaml", 0), ("campaigns", 0), ("**/campaigns/*.yaml", 0), ("**/other/**", 1)],
)
def test_a_pattern_of_any_depth_stands_for_none_too(
    project: Path, capsys: pytest.CaptureFixture[str], pattern: str, code: int
) -> None:
    configure(f'[per-file-ignores]\n"{pattern}" = ["FR302"]\n')

    assert run(capsys, "campaigns").code == code


def test_a_rule_there_is_not_is_told_of_files_that_are_not_judged_too(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure('[per-file-ignores]\n"campaigns" = ["FR302"]\n"elsewhere/*" = ["FR9999"]\n')
    ended = run(capsys, "campaigns")

    assert ended.code == 2
    assert "calllint.toml:3:1: error: `FR9999` is not a rule" in ended.out


def test_a_broken_configuration_is_exit_2_with_file_line_and_remedy(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure('fail-on = "error"\nrequired = ["FR1"]\n')
    ended = run(capsys, "campaigns")

    assert ended.code == 2
    assert "calllint.toml:2:1: error: there is no setting `required`; did you mean" in ended.err
    assert run(capsys, "campaigns", "--isolated").code == 1
    french = run(capsys, "campaigns", "--lang", "fr").err
    assert "vouliez-vous dire `require`" in french


def test_a_rule_there_is_not_is_told_where_it_was_said(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure('ignore = [\n  "FR302",\n  "FR999",\n]\n')
    ended = run(capsys, "campaigns")

    assert ended.code == 2
    assert "calllint.toml:3:3: error: `FR999` is not a rule" in ended.out


def test_language_of_the_configuration(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure('lang = "fr"')
    assert "Jours jugés" in run(capsys, "campaigns").out
    assert "Judged days" in run(capsys, "campaigns", "--lang", "en").out
    assert "Judged days" in run(capsys, "campaigns", "--isolated").out
    monkeypatch.setenv("CALLLINT_LANG", "en")
    assert "Judged days" in run(capsys, "campaigns").out


def test_paths_start_from_the_folder_of_the_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pack(
        project / "rules" / "house", {"id": "HX101", "scope": "campaign", "breach": "has_windows"}
    )
    configure('packs = ["../rules/house"]\ndata-root = "."', "campaigns/calllint.toml")
    made = report(capsys)

    assert severity(made, "HX101") == "error"
    assert made["options"]["rules"] == "rules/house"
    assert made["options"]["data-root"] == "campaigns"


# What nothing switches off


@pytest.mark.parametrize(
    "options",
    [
        ["--ignore", "FR302"],
        ["--ignore", "FR"],
        ["--select", "CL"],
        ["--severity", "FR302=info"],
        ["--severity", "window-weekday=warning"],
    ],
)
def test_a_required_rule_is_neither_ignored_nor_lowered_nor_left_out(
    project: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    assert run(capsys, "campaigns", *options).code == 0
    configure('require = ["FR302"]')

    assert severity(report(capsys, *options), "FR302") == "error"
    assert run(capsys, "campaigns", *options).code == 1


def test_a_required_rule_may_be_raised(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure('require = ["CL006"]\n[severity]\nCL006 = "warning"')

    assert severity(report(capsys), "CL006") == "warning"


# Files


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("campaigns/*.yaml", 0),
        ("campaigns", 0),
        ("campaigns/", 0),
        ("./campaigns/campaign.yaml", 0),
        ("*", 0),
        ("campaign.yaml", 1),
        ("other/*", 1),
    ],
)
def test_rules_left_out_for_some_campaigns(
    project: Path, capsys: pytest.CaptureFixture[str], pattern: str, code: int
) -> None:
    configure(f'[per-file-ignores]\n"{pattern}" = ["FR302"]')

    assert run(capsys, "campaigns").code == code


# Severities and what they mean for a list


def test_an_error_that_is_lowered_clears_nobody(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure('[severity]\nFR1 = "warning"\nFR302 = "info"\n')
    ended = run(capsys, "campaigns")
    assert ended.code == 0
    assert "Errors lowered: FR101, FR102" in ended.out
    assert "at these severities" in ended.out

    scrubbed = run(capsys, "scrub", "campaigns", "--out", "out")
    assert scrubbed.code == 2
    assert "`severity` takes FR101" in scrubbed.out


def test_ignoring_a_remark_does_not_stop_a_list(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project / "campaigns")
    configure('ignore = ["CL006", "CL208"]')
    assert run(capsys, "scrub", "campaigns", "--out", "out").code == 0

    configure('ignore = ["FR104"]')
    assert run(capsys, "scrub", "campaigns", "--out", "out").code == 2


def test_the_longest_word_says_the_severity(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure('[severity]\nFR = "info"\nFR302 = "error"\nFR3 = "warning"')

    assert severity(report(capsys), "FR302") == "error"


# Nothing left


@pytest.mark.parametrize("options", [["--ignore", "FR,CL"], ["--select", "FR1", "--ignore", "FR"]])
def test_a_check_that_looks_at_nothing_is_no_check(
    project: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    ended = run(capsys, "campaigns", *options)

    assert ended.code == 2
    assert "no rule is left to apply" in ended.out


# Counting, completing


def test_statistics_count_by_rule(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "other", {"consents": None}, SATURDAY)
    ended = run(capsys, "campaigns", "other", "--statistics")
    assert ended.code == 1
    assert [line.split() for line in ended.out.splitlines() if "FR302" in line] == [
        ["2", "–", "–", "2", "error", "FR302", "window-weekday"]
    ]
    assert [line.split() for line in ended.out.splitlines() if "FR101" in line] == [
        ["1", "–", "1", "1", "error", "FR101", "consent-missing"]
    ]
    counted = json.loads(run(capsys, "campaigns", "other", "--statistics", "--format", "json").out)
    assert {one["rule"]: one["findings"] for one in counted}["FR302"] == 2
    assert "constats" in run(capsys, "campaigns", "--statistics", "--lang", "fr").out
    ended = run(capsys, "campaigns", "nowhere", "--statistics")
    assert ended.code == 2
    assert ended.out.endswith(" in 1 campaign; 1 could not be judged\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_what_may_follow(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    script = run(capsys, "completion", shell)
    assert script.code == 0
    assert "_CALLLINT_COMPLETE" in script.out

    monkeypatch.setenv("_CALLLINT_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "calllint check --sel")
    monkeypatch.setenv("COMP_CWORD", "--sel" if shell == "fish" else "2")
    assert "--select" in run(capsys).out
    monkeypatch.setenv("COMP_WORDS", "calllint ")
    monkeypatch.setenv("COMP_CWORD", "" if shell == "fish" else "1")
    answer = run(capsys).out
    assert {"check", "scrub", "baseline"} <= set(answer.replace(",", " ").split())


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("calllint check --fail-on w", ["plain,warning"]),
        ("calllint check --format s", ["plain,sarif"]),
        ("calllint init --sector b", ["plain,banking"]),
        ("calllint check --data-root x", ["dir,x"]),
        ("calllint check camp", ["file,camp"]),
        ("calllint camp", ["file,camp"]),
        ("calllint scrub camp", ["file,camp"]),
        ("calllint explain FR30", [f"plain,FR30{n}" for n in (1, 2, 3, 4)]),
        ("calllint explain window-w", ["plain,window-weekday"]),
        ("calllint check --select CL1,FR301", ["plain,CL1,FR301"]),
        ("calllint schema con", ["plain,config"]),
        ("calllint rules t", ["plain,test"]),
        ("calllint baseline ", ["plain,write", "plain,prune"]),
    ],
)
def test_a_shell_is_told_which_values_there_are(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    line: str,
    answer: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("_CALLLINT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))

    assert run(capsys).out.splitlines()[: len(answer)] == answer


def test_there_is_no_other_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "completion", "cmd").code == 2
