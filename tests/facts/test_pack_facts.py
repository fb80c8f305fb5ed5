"""Columns a pack fills with Python of its own: told, wrong, broken, not trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from calllint.engine import InputError
from tests.building import Judged, judged, run, write, write_pack

FACTS = """\
facts:
  {scope}:
    said: {{type: {type}, neutral: null, doc: what facts.py tells}}
"""
SCRIPT = {"steps": [{"says": "Bonjour, il pleut.", "covers": ["caller_identity"]}]}


def house(folder: Path, python: str, scope: str = "script", type_: str = "bool") -> Path:
    """A pack whose rule HX101 is what its facts.py tells."""
    breach = {
        "bool": "said",
        "int": "said > 0",
        "text": "said = 'yes'",
        "date": "said > 2026-01-01",
    }
    write_pack(folder, {"id": "HX101", "scope": scope, "breach": breach[type_]})
    with (folder / "pack.yaml").open("a", encoding="utf-8") as stream:
        stream.write(FACTS.format(scope=scope, type=type_))
    (folder / "facts.py").write_text(python, encoding="utf-8")
    return folder


def outcome(tmp_path: Path, python: str, scope: str = "script", type_: str = "bool") -> Judged:
    pack = house(tmp_path / "house", python, scope, type_)
    changes = {"script": SCRIPT, "centres": [{"name": "Centre SARL"}]}
    return judged(write(tmp_path, changes=changes), rules=(pack,), trust_rules=True)


def said(result: Judged) -> list[str]:
    return [each.outcome for each in result.findings("HX101")]


def told(result: Judged) -> list[str]:
    return [each.message["en"] for each in result.report.problems]


@pytest.mark.parametrize(
    ("answer", "found"), [("True", ["breach"]), ("False", []), ("None", ["unknown"])]
)
def test_what_it_tells_is_what_the_rule_sees(tmp_path: Path, answer: str, found: list[str]) -> None:
    result = outcome(tmp_path, f"def script(node, around):\n    return {{'said': {answer}}}\n")

    assert said(result) == found
    assert told(result) == []


def test_what_it_does_not_tell_is_unknown(tmp_path: Path) -> None:
    result = outcome(tmp_path, "def script(node, around):\n    return {}\n")

    assert said(result) == ["unknown"]
    assert told(result) == []


def test_it_sees_its_node_the_campaign_and_the_script(tmp_path: Path) -> None:
    python = """\
def centre(node, around):
    seen = node["name"], around.campaign["advertiser"]["name"], around.script["steps"][0]["says"]
    assert seen == ("Centre SARL", "Exemple SA", "Bonjour, il pleut.")
    assert around.fold("L'Été, SARL") == "l ete"
    return {"said": True}
"""
    assert said(outcome(tmp_path, python, scope="centre")) == ["breach"]


def test_what_it_changes_it_changes_for_itself(tmp_path: Path) -> None:
    python = """\
def script(node, around):
    node["steps"].clear()
    around.campaign.clear()
    return {"said": True}
"""
    result = outcome(tmp_path, python)

    assert said(result) == ["breach"]
    assert told(result) == []


@pytest.mark.parametrize("scope", ["campaign", "centre", "caller_id", "script", "consent_form"])
def test_each_scope_that_is_a_node_can_be_read(tmp_path: Path, scope: str) -> None:
    python = f"def {scope}(node, around):\n    return {{'said': bool(node)}}\n"

    assert said(outcome(tmp_path, python, scope=scope)) == ["breach"]


def test_a_fact_on_the_campaign_is_seen_by_every_contact(tmp_path: Path) -> None:
    python = "def campaign(node, around):\n    return {'said': True}\n"
    pack = house(tmp_path / "house", python, "campaign")
    rule = pack / "house" / "HX101-hx101.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("scope: campaign", "scope: contact"))

    result = judged(write(tmp_path), rules=(pack,), trust_rules=True)

    assert result.verdicts == ["block"]


@pytest.mark.parametrize(
    ("type_", "answer"),
    [
        ("int", "3"),
        ("text", "'yes'"),
        ("date", "__import__('datetime').date(2026, 2, 1)"),
    ],
)
def test_every_type_of_value_passes(tmp_path: Path, type_: str, answer: str) -> None:
    python = f"def script(node, around):\n    return {{'said': {answer}}}\n"

    assert said(outcome(tmp_path, python, type_=type_)) == ["breach"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("return {'said': node['nothing']}", "KeyError"),
        ("return 7", "TypeError"),
        ("return {'said': 'yes'}", "`said`: str"),
        ("return {'said': 1}", "`said`: int"),
        ("return {'sayd': True}", "`sayd`?"),
        ("raise SystemExit(0)", "SystemExit"),
        ("return script(node, around)", "RecursionError"),
    ],
)
def test_what_breaks_it_is_told_and_unknown(tmp_path: Path, body: str, why: str) -> None:
    result = outcome(tmp_path, f"def script(node, around):\n    {body}\n")

    assert said(result) == ["unknown"]
    (message,) = told(result)
    assert message.startswith(f"facts.py of house failed on `script` ({why})")


@pytest.mark.parametrize(
    ("python", "message"),
    [
        ("def script(node, around:\n", "the file cannot be run (SyntaxError)"),
        ("import nothing_of_the_kind\n", "the file cannot be run (ModuleNotFoundError)"),
        ("raise SystemExit(0)\n", "the file cannot be run (SystemExit)"),
        (
            "def scrypt(node, around):\n    return {}\n",
            "there is no function `script(node, around)`",
        ),
        ("script = 7\n", "there is no function `script(node, around)`"),
    ],
)
def test_a_file_that_is_none_stops_everything(tmp_path: Path, python: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        outcome(tmp_path, python)

    (problem,) = caught.value.problems
    assert str(problem.place).endswith("house/facts.py")
    assert message in problem.message["en"]


def test_a_folder_runs_no_python_unless_it_is_trusted(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    pack = house(
        tmp_path / "house",
        f"open({str(mark)!r}, 'w')\ndef script(node, around):\n    return {{}}\n",
    )
    file = write(tmp_path, changes={"script": SCRIPT})

    refused = run("--rules", pack, file)
    assert refused.returncode == 2
    assert "give --trust-rules" in refused.stdout + refused.stderr
    assert not mark.exists()

    assert run("rules", "test", pack).returncode == 1, "examples need no Python"
    assert not mark.exists()

    trusted = run("--rules", pack, "--trust-rules", file)
    assert trusted.returncode == 1
    assert "HX101" in trusted.stdout
    assert mark.exists()


def test_a_broken_reading_ends_with_exit_3(tmp_path: Path) -> None:
    pack = house(tmp_path / "house", "def script(node, around):\n    return 1 / 0\n")
    file = write(tmp_path, changes={"script": SCRIPT})

    ended = run("--rules", pack, "--trust-rules", file)

    assert ended.returncode == 3
    assert "ZeroDivisionError" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
