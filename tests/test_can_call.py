"""The commands themselves: what they print, the codes they end with, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from calllint.cli import main
from tests import building
from tests.building import phone

SCHEMA = Path(__file__).parents[1] / "src/calllint/schema/can-call.schema.json"
AT = ("--at", "2026-11-24T11:00")


class Ended:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Stage:
    def __init__(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file, self._capsys = file, capsys

    def ask(self, number: str, *options: str) -> Ended:
        return self.run("can-call", str(self.file), number, *options)

    def run(self, *arguments: str) -> Ended:
        code = main([*arguments, "--lang", "en"] if "--lang" not in arguments else arguments)
        printed = self._capsys.readouterr()
        return Ended(code, printed.out, printed.err)


@pytest.fixture
def stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Stage:
    lists: building.Lists = {
        "contacts": [{}, {"contact_id": "P2", "phone": "+32470123456"}],
        "suppressions": [{"phone": phone(3)}],
    }
    return Stage(building.write(tmp_path, lists), capsys)


@pytest.mark.parametrize(
    ("number", "at", "code"),
    [
        (phone(1), "2026-11-24T11:00", 0),
        (phone(1), "2026-11-24T11:00+01:00", 0),
        (phone(1), "2026-11-24T20:30", 1),
        (phone(1), "2026-11-29T11:00", 1),
        (phone(2), "2026-11-24T11:00", 1),
        ("bonjour", "2026-11-24T11:00", 1),
        (phone(1), "2026-11-24", 2),
        (phone(1), "later", 2),
        ("+32470123456", "2026-11-24T11:00", 3),
    ],
)
@pytest.mark.parametrize("prepared", [True, False])
def test_only_zero_lets_a_call_through(
    stage: Stage, number: str, at: str, code: int, prepared: bool
) -> None:
    if prepared:
        # Some contact lives where no pack reaches: the index is written, and that is said.
        assert stage.run("prepare", str(stage.file)).code == 3
    ended = stage.ask(number, "--at", at)

    assert ended.code == code
    assert ended.out if code != 2 else ended.err.startswith("--at: error: ")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("number", [phone(1), phone(2), phone(3), "+32470123456", "bonjour", ""])
def test_json_is_as_its_schema_says(stage: Stage, number: str, lang: str) -> None:
    ended = stage.ask(number, *AT, "--format", "json", "--lang", lang)
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))

    assert list(validator.iter_errors(ended.json)) == []
    assert ended.json["allowed"] is (ended.code == 0)


def test_numbers_are_masked_unless_asked_for(stage: Stage) -> None:
    masked, shown = stage.ask(phone(1), *AT), stage.ask(phone(1), *AT, "--show-numbers")

    assert "+33199000001" not in masked.out
    assert "0199000001" not in masked.out
    assert "+33199000001" in shown.out


def test_what_was_asked_is_not_written_on_standard_error(stage: Stage) -> None:
    for options in ((), ("--at", "never")):
        ended = stage.ask(phone(1), *options)
        assert ended.code == 2
        assert phone(1) not in ended.err + ended.out


def test_no_clock_is_read(stage: Stage) -> None:
    ended = stage.ask(phone(1))

    assert ended.code == 2
    assert "date -Iseconds" in ended.err


def test_an_index_that_is_not_fresh_is_no_answer(stage: Stage) -> None:
    stage.run("prepare", str(stage.file))
    contacts = stage.file.parent / "contacts.csv"
    contacts.write_text(contacts.read_text() + "\n", encoding="utf-8")
    ended = stage.ask(phone(1), *AT)

    assert (ended.code, ended.out) == (2, "")
    assert "contacts.csv changed since it was prepared" in ended.err
    assert stage.ask(phone(1), *AT, "--no-index").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("can-call", "nowhere.yaml", phone(1), *AT),
        ("can-call", ".", phone(1), *AT, "--index", "a", "--no-index"),
        ("can-call", ".", phone(1), *AT, "--index", "nowhere.index"),
        ("can-call", ".", phone(1), *AT, "--without-data"),
        ("can-call", "."),
        ("prepare", "nowhere.yaml"),
        ("prepare", ".", "--index", "no/such/folder/because/campaign.yaml/is/a/file"),
    ],
)
def test_what_cannot_be_used_is_said(
    stage: Stage, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(stage.file.parent)
    Path("no").write_text("", encoding="utf-8")
    ended = stage.run(*arguments)

    assert ended.code == 2
    assert ended.err
    assert ended.out == ""
    assert "Traceback" not in ended.err


def test_a_french_answer_reads_as_one(stage: Stage) -> None:
    ended = stage.ask(phone(1), "--at", "2026-11-24T20:30", "--lang", "fr")

    assert "ne doit pas être appelé" in ended.out
    assert "mardi 24 novembre 2026 à 20:30" in ended.out
    assert "Prochain appel permis\u00a0: mercredi 25 novembre 2026 à 10:00" in ended.out
