"""`calllint impact`, as people run it: every figure leads to a line, and errors say where."""

from __future__ import annotations

import doctest
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import calllint
from calllint.cli import main
from tests.building import write
from tests.update_examples import PORTFOLIOS, ROOT

SCHEMA = json.loads((ROOT / "src/calllint/schema/impact.schema.json").read_text("utf-8"))
Streams = pytest.CaptureFixture[str]

HEAD = "calllint_portfolio: 1\nactivities:\n"
SALES = "  - {name: Vente, kind: outbound_prospecting, market: FR"


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@cache
def lines(file: str) -> list[str]:
    return (ROOT / file).read_text("utf-8").splitlines()


def as_json(streams: Streams, *arguments: str) -> dict[str, Any]:
    assert main(["impact", *arguments, "--format", "json", "--lang", "en"]) == 0
    found: dict[str, Any] = json.loads(streams.readouterr().out)
    return found


def figures(node: Any) -> Iterator[dict[str, Any]]:
    """Whatever is stated somewhere: a figure or a word, with its place."""
    if isinstance(node, dict):
        if "place" in node and ("value" in node or "text" in node):
            yield node
        for inner in node.values():
            yield from figures(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from figures(inner)


@pytest.mark.parametrize("example", PORTFOLIOS)
def test_every_figure_and_every_word_stands_on_the_line_it_is_traced_to(
    example: str, capsys: Streams
) -> None:
    found = as_json(capsys, f"examples/{example}")
    stated = list(figures(found))

    assert list(Draft202012Validator(SCHEMA).iter_errors(found)) == []
    assert len(stated) > 5
    for one in stated:
        place, shown = one["place"], one.get("text", one.get("value"))
        assert str(shown) in lines(place["file"])[place["line"] - 1], one
    for total in found["whole"]["totals"]:
        read = [lines(each["file"])[each["line"] - 1] for each in total["places"]]
        assert len(read) == len(found["activities"]) - total["unstated"]


def test_the_small_centre_is_the_fragile_one(capsys: Streams) -> None:
    """The same law, and what stands beside what it takes: seven activities, or nothing."""
    wide, narrow = (as_json(capsys, f"examples/{name}-centre") for name in ("wide", "narrow"))

    def lost(found: dict[str, Any]) -> dict[str, float]:
        (reform,) = (each for each in found["changes"] if each["day"] == "2026-08-11")
        totals = reform["groups"]["worse"]["totals"]
        return {each["measure"]: each["share"] for each in totals}

    def rests_on(found: dict[str, Any], by: str) -> float:
        return max(float(one["share"]) for one in found["dependences"] if one["by"] == by)

    assert lost(narrow) == {"agents": 1, "calls_per_day": 1, "monthly_revenue": 1}
    assert lost(wide)["agents"] < 0.15 > lost(wide)["monthly_revenue"]
    assert narrow["changes"][-1]["beside"]["activities"] == []
    assert len(wide["changes"][-1]["beside"]["activities"]) == 7
    assert (rests_on(narrow, "client"), rests_on(narrow, "activity")) == (1, 1)
    after = narrow["activities"][0]["standings"][-1]
    assert (after["allow"], after["reach"]) == (0, "unsure")


def test_the_wide_centre_is_made_like_the_sector(capsys: Streams) -> None:
    """Outbound prospecting is 15 to 20 % of the work, France more than 80 % of the revenue."""
    found = as_json(capsys, "examples/wide-centre")

    def share(by: str, name: str, measure: str) -> float:
        (one,) = (each for each in found["shares"][by] if each["name"] == name)
        return float(next(t["share"] for t in one["totals"] if t["measure"] == measure))

    assert 0.15 <= share("kind", "outbound_prospecting", "agents") <= 0.20
    assert 0.15 <= share("kind", "outbound_prospecting", "monthly_revenue") <= 0.20
    assert share("market", "FR", "monthly_revenue") > 0.80


def test_the_same_files_give_the_same_bytes(capsys: Streams, tmp_path: Path) -> None:
    out = tmp_path / "impact.json"
    first = json.dumps(as_json(capsys, "examples/narrow-centre"), indent=2) + "\n"
    main(["impact", "examples/narrow-centre", "--format", "json", "--output", str(out)])

    assert out.read_text("utf-8") == first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{HEAD}{SALES}, agents: beaucoup}}\n", "portfolio.yaml:3:"),
        (f"{HEAD}  - {{name: Vente, kind: outbound}}\n", 'portfolio.yaml:3:25: error: "outbound"'),
        (f"{HEAD}{SALES}, campaign: fibre.yaml}}\n", "there is no campaign file"),
        (f"{HEAD}{SALES}, campaign: portfolio.yaml}}\n", "portfolio.yaml:1:1:"),
        (f"{HEAD}{SALES}, monthly_revenue: 42000}}\n", "{amount: 42000, currency: EUR}"),
        ("calllint_portfolio: 1\nactivities: []\n", "portfolio.yaml:2:"),
        ("calllint_portfolio: [\n", "portfolio.yaml:2:1: error: the bracket"),
        ("calllint_portfolio: 2\nactivities: [{name: V, kind: other}]\n", "portfolio.yaml:1:"),
    ],
)
def test_what_is_wrong_with_a_portfolio_is_told_with_its_line(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("portfolio.yaml").write_text(text, encoding="utf-8")
    code = main(["impact", "portfolio.yaml", "--lang", "en"])
    streams = capsys.readouterr()

    assert code == 2
    assert said in streams.out + streams.err
    assert "Traceback" not in streams.out + streams.err


@pytest.mark.parametrize("given", ["nowhere", "empty", "two"])
def test_a_folder_without_anything_to_judge_or_with_too_much_is_refused(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    for name in ("a", "b"):
        Path("two", name).mkdir(parents=True)
        Path("two", name, "p.yaml").write_text(f"{HEAD}{SALES}}}\n")
    code = main(["impact", given, "--lang", "en"])
    said = capsys.readouterr().err

    assert code == 2
    assert {"nowhere": "no such", "empty": "no campaign", "two": "2 portfolio files"}[given] in said


def test_what_the_documentation_of_the_function_says_is_so() -> None:
    test = doctest.DocTestFinder().find(calllint.impact, "impact", globs={})[0]
    assert doctest.DocTestRunner().run(test).failed == 0


def test_a_campaign_alone_is_a_portfolio_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path)
    found = as_json(capsys, "campaign.yaml")

    assert [one["campaign"] for one in found["activities"]] == ["campaign.yaml"]
    assert found["activities"][0]["kind"]["text"] == "outbound_prospecting"


def test_a_report_never_takes_the_place_of_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("portfolio.yaml").write_text(f"{HEAD}{SALES}}}\n")
    before = Path("portfolio.yaml").read_text()

    assert main(["impact", "portfolio.yaml", "--output", "portfolio.yaml"]) == 2
    assert Path("portfolio.yaml").read_text() == before
    assert "portfolio.yaml" in capsys.readouterr().err
