"""`calllint check`: exit codes, options and streams."""

import json
from datetime import date
from pathlib import Path

import pytest

from calllint.document import Place
from calllint.document.errors import DocumentError
from calllint.engine import InputError
from calllint.packs import PackError
from tests.cli.fakes import FakeEngine, run
from tests.report.samples import on_contacts, on_window, problem, report

BROKEN = DocumentError(Place("a.yaml"), {"en": "it is broken: mend it", "fr": "réparez-le"})


@pytest.mark.parametrize(
    ("made", "options", "code"),
    [
        (report(), [], 0),
        (report(on_window()), [], 1),
        (report(on_contacts()), [], 1),
        (report(on_contacts(outcome="unknown")), [], 1),
        (report(on_contacts(outcome="duty")), [], 0),
        (report(on_window(severity="warning")), [], 0),
        (report(on_window(severity="warning")), ["--fail-on", "warning"], 1),
        (report(on_window(severity="info")), ["--fail-on", "warning"], 0),
        (report(on_window(severity="info", outcome="unknown")), ["--fail-on", "info"], 1),
        (report(on_window()), ["--exit-zero"], 0),
        (report(problems=(problem(fatal=False),)), [], 3),
        (report(problems=(problem(fatal=False),)), ["--exit-zero"], 3),
        (report(on_window(), problems=(problem(fatal=False),)), [], 3),
        (report(problems=(problem(fatal=False), problem())), [], 2),
        (report(problems=(problem(),)), ["--exit-zero"], 2),
    ],
)
def test_the_exit_code_tells_what_happened(
    engine: FakeEngine,
    capsys: pytest.CaptureFixture[str],
    made: object,
    options: list[str],
    code: int,
) -> None:
    engine.answers["a.yaml"] = made  # type: ignore[assignment]

    assert run(capsys, "a.yaml", *options).code == code


@pytest.mark.parametrize(
    ("error", "said", "code"),
    [
        (BROKEN, "a.yaml: error: it is broken: mend it\n", 2),
        (InputError((problem(),)), "consents.csv:4:1: error: '06", 2),
        (PackError([(Place("r.yaml"), {"en": "no such scope"})]), "r.yaml: error: no such", 2),
        (ZeroDivisionError("0612345678"), "a.yaml: not checked: the check could not be fin", 3),
        (InputError(()), "a.yaml: not checked: the check could not be finished (InputError", 3),
    ],
)
def test_what_cannot_be_judged_is_said_in_one_line(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], error: Exception, said: str, code: int
) -> None:
    engine.answers["a.yaml"] = error
    ended = run(capsys, "a.yaml")

    assert ended.code == code
    assert said in ended.out
    assert "nothing was judged" in ended.out
    assert "Traceback" not in ended.out + ended.err
    assert "0612345678" not in ended.out + ended.err


def test_one_bad_campaign_stops_no_other_and_the_worst_code_wins(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.answers = {"a.yaml": BROKEN, "b.yaml": report(on_window())}
    ended = run(capsys, ".")

    assert [path for path, _, _ in engine.asked] == ["a.yaml", "b.yaml"]
    assert ended.code == 2
    assert "it is broken" in ended.out
    assert "EX301" in ended.out


def test_options_reach_the_engine(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ended = run(
        capsys,
        "--dial",
        "2026-11-23..2026-12-18",
        "a.yaml",
        "--known-at",
        "2026-11-22T10:00:00Z",
        "--data",
        "calls=x.csv",
        "--data",
        "calls=y.csv",
        "--data",
        "contacts=z.csv",
        "--data-root",
        ".",
        "--select",
        "FR1,FR2",
        "--select",
        "CL",
        "--ignore",
        "FR101",
        "--memory-limit",
        "500MB",
        "--threads",
        "2",
        "--temp-dir",
        str(tmp_path),
        "--rules",
        ".",
    )
    ((_, options, keep_sources),) = engine.asked

    assert ended.code == 0
    assert options.dial == (date(2026, 11, 23), date(2026, 12, 18))
    assert options.known_at == "2026-11-22T10:00:00Z"
    assert options.data == {"calls": ("x.csv", "y.csv"), "contacts": ("z.csv",)}
    assert options.data_root == Path(".")
    assert options.select == ("FR1", "FR2", "CL")
    assert options.ignore == ("FR101",)
    assert (options.memory_limit, options.threads, options.temp_dir) == ("500MB", 2, tmp_path)
    assert options.rules == (Path("."),)
    assert not options.without_data
    assert not keep_sources
    assert run(capsys, "a.yaml", "--without-data").code == 0
    assert engine.asked[-1][1].without_data


def test_as_of_is_one_day_and_what_was_known_at_its_end(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "a.yaml", "--as-of", "2026-08-11")
    ((_, options, _),) = engine.asked

    assert options.dial == (date(2026, 8, 11), date(2026, 8, 11))
    assert options.known_at == "2026-08-11T23:59:59.999999"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dial", "tomorrow"], "--dial: tomorrow is not a range of days"),
        (["--dial", "2026-12-18..2026-11-23"], "ends before it starts"),
        (["--dial", "2026-11-31"], "not a range of days"),
        (["--as-of", "11/08/2026"], "--as-of: 11/08/2026 is not a date; write it as 2026-08-11"),
        (["--as-of", "20260811xx"], "is not a date"),
        (["--known-at", "noon"], "--known-at: noon is not a moment"),
        (["--known-at", "2026-13-01"], "is not a moment"),
        (["--as-of", "2026-08-11", "--dial", "2026-08-11"], "drop one or the other"),
        (["--as-of", "2026-08-11", "--known-at", "2026-08-11"], "drop one or the other"),
        (["--data", "contacts"], "write it as KIND=PATH"),
        (["--data", "leads=x.csv"], "the kinds are contacts, consents"),
        (["--data", "consent_forms=forms.yaml"], "is not a kind of list"),
        (["--data-root", "nowhere"], "nowhere is not a folder"),
        (["--rules", "a.yaml"], "a.yaml is not a folder"),
        (["--threads", "0"], "0 is not a number of one or more"),
        (["--memory-limit", "lots"], "write it as 500MB or 2GB"),
        (["--fail-on", "never"], "never is not one of error, warning, info"),
        (["--format", "pdf"], "pdf is not one of text, json, json-v1"),
        (["--contacts"], "--contacts needs --format json"),
        (["--output", "a.yaml"], "which is an input"),
        (["--diff", "--format", "sarif=x"], "judges nothing: drop --format"),
        (["--diff", "--statistics"], "judges nothing: drop --statistics"),
        (["--diff", "--output", "x"], "judges nothing: drop --output"),
        (["--output", "no/such/folder"], "cannot write no/such/folder"),
        (["--lang", "de"], "de is not one of en, fr"),
        (["--dail", "x"], "no option --dail; did you mean --dial"),
        (["--threads"], "--threads needs a value"),
        (["--exit-zero=1"], "--exit-zero takes no value"),
    ],
)
def test_a_command_line_that_cannot_be_used_says_why(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    ended = run(capsys, "a.yaml", *arguments)

    assert ended.code == 2
    assert said in ended.err
    assert "calllint check --help" in ended.err
    assert engine.asked == []
    assert Path("a.yaml").read_text() == "calllint: 1\n"


def test_errors_are_in_french_too(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    ended = run(capsys, "--lang", "fr", "a.yaml", "--dial", "demain")

    assert ended.code == 2
    assert ended.err.startswith("erreur\u00a0: --dial\u00a0: demain n'est pas un intervalle")


def test_json_goes_to_standard_output_and_problems_to_standard_error_too(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.answers = {"a.yaml": BROKEN, "b.yaml": report(on_contacts())}
    ended = run(capsys, "a.yaml", "b.yaml", "--format", "json", "--contacts")
    value = json.loads(ended.out)

    assert ended.code == 2
    assert [one["campaign"] for one in value["campaigns"]] == ["a.yaml", "campaign.yaml"]
    assert len(value["campaigns"][1]["contacts"]) == 2
    assert ended.err == "a.yaml: error: it is broken: mend it\n"


def test_a_report_may_go_to_a_file(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.answers["a.yaml"] = report(on_window())
    shown = run(capsys, "a.yaml")
    ended = run(capsys, "a.yaml", "--output", "out.txt")

    assert (ended.code, ended.out, ended.err) == (1, "", "")
    assert Path("out.txt").read_text("utf-8") == shown.out


def test_numbers_are_shown_only_when_asked_for(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["a.yaml", "--format", "json", "--contacts"]

    assert "+33612345678" not in run(capsys, *asked).out
    assert "+33612345678" in run(capsys, *asked, "--show-numbers").out


def test_the_same_inputs_give_the_same_bytes(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.answers["a.yaml"] = report(on_window(), on_contacts())
    first = run(capsys, "a.yaml").out
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm-256color")

    assert run(capsys, "a.yaml").out == first
    assert "\x1b" not in first
