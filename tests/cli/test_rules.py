"""`calllint explain`, `rules` and `schema`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from calllint.document import Place
from calllint.engine.examples import ExampleResult
from calllint.packs import PackError
from calllint.packs.model import Pack
from tests.cli.fakes import run
from tests.report.samples import pack, rule

RULE = rule()
PACK = pack(RULE, rule("EX302", "late-saturday"))


@pytest.fixture(autouse=True)
def packs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, ...]]:
    """The folders that packs were asked from."""
    asked: list[tuple[Path, ...]] = []

    def load(folders: tuple[Path, ...]) -> tuple[Pack, ...]:
        asked.append(tuple(folders))
        return (PACK,)

    monkeypatch.setattr("calllint.packs.load_packs", load)
    return asked


def results(*got: str) -> Iterator[ExampleResult]:
    for outcome in got:
        yield ExampleResult(
            RULE, "window", RULE.examples[0], "breach", outcome, Place("r.yaml"), ""
        )


@pytest.mark.parametrize("word", ["EX301", "ex301", "hours-too-late"])
def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str], word: str) -> None:
    ended = run(capsys, "explain", word)

    assert ended.code == 0
    assert ended.out.startswith("EX301 hours-too-late\nCalls too late\n")


def test_a_rule_is_explained_for_machines_and_in_french(
    capsys: pytest.CaptureFixture[str],
) -> None:
    value = json.loads(run(capsys, "explain", "EX301", "--format", "json", "--lang", "fr").out)

    assert value["id"] == "EX301"
    assert value["title"] == "Appels trop tardifs"


def test_an_unknown_rule_gives_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    ended = run(capsys, "explain", "late-saturdays")

    assert ended.code == 2
    begun = run(capsys, "explain", "ex3").err
    assert "ex3 is the beginning of several rules: name one of EX301, EX302" in begun
    assert "no rule late-saturdays; did you mean late-saturday?" in ended.err
    assert "`calllint rules list` shows them all" in ended.err


def test_rules_are_listed(
    capsys: pytest.CaptureFixture[str], packs: list[tuple[Path, ...]], tmp_path: Path
) -> None:
    listed = run(capsys, "rules", "list", "--rules", str(tmp_path))

    assert listed.code == 0
    assert [line.split()[0] for line in listed.out.splitlines()] == ["id", "EX301", "EX302", "2"]
    assert packs == [(tmp_path,)]
    assert run(capsys, "rules").out == listed.out
    assert [one["id"] for one in json.loads(run(capsys, "rules", "--format", "json").out)] == [
        "EX301",
        "EX302",
    ]


def test_doubts_are_listed_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    doubted = rule("EX302", "late-saturday", doubt={"en": "Nobody knows.", "fr": "Nul ne sait."})
    monkeypatch.setattr("calllint.packs.load_packs", lambda folders: (pack(RULE, doubted),))

    assert run(capsys, "rules", "list", "--doubts").out == (
        "EX302 late-saturday  error\n  Nobody knows.\n1 rule rests on what is not settled\n"
    )
    french = run(capsys, "rules", "list", "--doubts", "--format", "json", "--lang", "fr").out
    assert [(one["id"], one["doubt"]) for one in json.loads(french)] == [("EX302", "Nul ne sait.")]
    everything = json.loads(run(capsys, "rules", "list", "--format", "json").out)
    assert [one["doubt"] for one in everything] == [None, "Nobody knows."]


@pytest.mark.parametrize(
    ("got", "code", "said"),
    [
        (("breach", "breach"), 0, "2 examples pass\n"),
        (("breach", "ok"), 1, "1 of 2 examples fail\n"),
    ],
)
def test_examples_are_run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    got: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr("calllint.engine.examples.run_examples", lambda packs: results(*got))
    ended = run(capsys, "rules", "test")

    assert ended.code == code
    assert ended.out.endswith(said)
    failing = "r.yaml: error: EX301: the example expects breach, the rule gives ok\n"
    assert (failing in ended.out) == (code == 1)


def test_no_example_is_no_success(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tested: list[tuple[Pack, ...]] = []

    def nothing(packs: tuple[Pack, ...]) -> Iterator[ExampleResult]:
        tested.append(packs)
        return results()

    monkeypatch.setattr("calllint.engine.examples.run_examples", nothing)
    ended = run(capsys, "rules", "test", str(tmp_path))

    assert ended.code == 2
    assert "no rule has an example" in ended.err
    assert tested == [()], "only the packs of the folder named are tested"


def test_a_broken_pack_is_told_with_file_and_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(folders: object) -> None:
        raise PackError(
            [
                (
                    Place("a.yaml"),
                    {"en": "no title: add one", "fr": "pas de titre : ajoutez-en un"},
                ),
                (Place("b.yaml"), {"en": "no id: add one", "fr": "pas d'id : ajoutez-en un"}),
            ]
        )

    monkeypatch.setattr("calllint.packs.load_packs", broken)
    for command in (["rules"], ["explain", "EX301"], ["rules", "test"]):
        ended = run(capsys, *command)
        assert ended.code == 2
        assert ended.err == "a.yaml: error: no title: add one\nb.yaml: error: no id: add one\n"
    french = run(capsys, "--lang", "fr", "rules").err
    assert french.startswith("a.yaml: erreur\u00a0: pas de titre\u00a0: ajoutez-en un\n")


def test_schemas_are_listed_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    names = run(capsys, "schema").out.split()

    assert {"campaign", "report", "rule"} <= set(names)
    for name in names:
        value = json.loads(run(capsys, "schema", name).out)
        assert value["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    ended = run(capsys, "schema", "reports")
    assert ended.code == 2
    assert "no schema reports; did you mean report" in ended.err
