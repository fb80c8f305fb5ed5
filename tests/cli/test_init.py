"""`calllint init`: what it writes is a campaign, and lacks nothing but what only people know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from calllint.document import load
from calllint.document.schema import validate
from tests.cli.fakes import Ended, run

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "consent-clean"
SAID = ("--advertiser", "Télécom Exemple SA", "--days", "2026-11-23..2026-12-18")
MORE = (
    *("--offer", "abonnement internet fibre", "--sector", "telecom", "--mode", "preview"),
    *("--advertiser-id", "siren:999000102", "--country", "FR", "--caller-id", "01 99 00 01 00"),
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for file in EXAMPLE.iterdir():
        if file.is_file() and file.name != "campaign.yaml":
            Path(file.name).write_bytes(file.read_bytes())


def init(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    return run(capsys, "init", *SAID, *arguments)


def found(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, str]:
    """Severity of each rule with a finding."""
    ended = run(capsys, "campaign.yaml", "--format", "json", *options)
    (report,) = json.loads(ended.out)["campaigns"]
    assert report["problems"] == []
    return {one["rule"]: one["severity"] for one in report["findings"]}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_is_left_to_find_is_evidence(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    lists = ("contacts.csv", "consents.csv", "oppositions.csv", "appels.csv")
    ended = init(capsys, *lists, *MORE, "--lang", lang)
    assert ended.code == 0, ended.err

    # The form people agreed on, and the right to show the number.
    errors = {rule for rule, severity in found(capsys).items() if severity == "error"}
    assert errors == {"FR101", "FR114", "FR506"}

    text = Path("campaign.yaml").read_text(encoding="utf-8")
    text = text.replace("# consent_forms:", "consent_forms:").replace(
        '"+33199000100"}',
        '"+33199000100", assigned_to: advertiser, mandate: M-1, operator_listed: true}',
    )
    example = (EXAMPLE / "campaign.yaml").read_text(encoding="utf-8")
    text += "\n" + example[example.index("centres:") : example.index("schedule:")]
    text = text.replace("# script:", "script:")
    Path("campaign.yaml").write_text(text, encoding="utf-8")

    assert "error" not in found(capsys).values()


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--lang", "fr"),
        MORE,
        ("--advertiser-id", 'a"b: #'),
        ("--id", "NO"),
        ("--offer", "10:00"),
        ("--caller-id", 'x"'),
    ],
)
def test_whatever_is_said_makes_a_campaign(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    ended = init(capsys, *options)
    assert ended.code == 0, ended.err
    document = load(Path("campaign.yaml"))

    assert validate(document, "campaign") == []
    assert document.get(("schedule", "windows", 0, "hours")) == ["10:00-13:00", "14:00-20:00"]
    assert document.get(("schedule", "attempts", "max")) == 4
    assert document.get(("data",)) == {"contacts": ["contacts.csv"]}
    if options[:1] == ("--id",):
        assert document.get(("campaign", "id")) == "NO"


def test_where_no_list_is_given_none_is_said_to_be_above(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = init(capsys)

    assert "No list was given: name yours under `data:`." in " ".join(ended.out.split())
    assert "those above" in " ".join(init(capsys, "consents.csv", "--out", "b.yaml").out.split())


def test_the_law_is_that_of_the_first_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "init", "--advertiser", "A", "--days", "2022-01-03").code == 0

    assert load(Path("campaign.yaml")).get(("schedule", "windows")) is None
    assert validate(load(Path("campaign.yaml")), "campaign") == []


def test_nothing_is_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("campaign.yaml").write_text("mine")
    ended = init(capsys)

    assert ended.code == 2
    assert "is there already" in ended.err
    assert Path("campaign.yaml").read_text() == "mine"
    Path("link.yaml").symlink_to("nowhere.yaml")
    assert init(capsys, "--out", "link.yaml").code == 2
    assert not Path("nowhere.yaml").exists()


def test_paths_start_from_the_campaign(capsys: pytest.CaptureFixture[str]) -> None:
    Path("made").mkdir()

    assert init(capsys, "contacts.csv", "--out", "made/fibre.yaml").code == 0
    entry = load(Path("made/fibre.yaml")).get(("data", "contacts", 0))
    assert entry["path"] == "../contacts.csv"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv"], "missing.csv: error: there is no such file"),
        (["--out", "no/such/folder.yaml"], "cannot write"),
        (["--channel", "letter"], "letter is not one of live_call"),
        (["--days", "tomorrow"], "tomorrow is not a range of days"),
        (["--country", "fr"], '`country: fr` would not be read: "fr" will not do here: write a'),
        (["--advertiser", ""], "`name: ''` would not be read: this will not do here"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_written(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    ended = init(capsys, *arguments)

    assert ended.code == 2
    assert said in ended.err
    assert not Path("campaign.yaml").exists()
