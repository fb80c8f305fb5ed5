"""calllint from Python: true examples, errors of its own, and an import that costs nothing."""

from __future__ import annotations

import ast
import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import calllint
from calllint.api import functions
from tests import building

ROOT = Path(__file__).parent.parent
STUB = ROOT / "src/calllint/__init__.pyi"


def test_every_example_of_a_docstring_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testmod(functions, raise_on_error=False)

    assert failed == 0
    assert tried > 15


def test_the_stub_names_what_the_module_holds() -> None:
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    typed = {
        name.asname: node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.asname
    }

    assert {**typed, "__version__": None}.keys() == set(dir(calllint))
    for name, module in typed.items():
        found = getattr(calllint, name)
        assert found is getattr(sys.modules[str(module)], name)


def test_a_name_that_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError, match="can_cal"):
        calllint.can_cal  # type: ignore[attr-defined]  # noqa: B018


def test_importing_it_loads_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules); import calllint; "
        "print(sorted(set(sys.modules) - before))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ended.stdout == "['calllint']\n"


def test_results_do_not_change(tmp_path: Path) -> None:
    answer = calllint.can_call(building.write(tmp_path), building.phone(1), "2026-11-24T11:00")

    with pytest.raises(AttributeError, match="immutable"):
        answer.verdict = "allow"  # type: ignore[misc]


@pytest.mark.parametrize(
    "what",
    [
        "check('nowhere.yaml')",
        "scrub('nowhere.yaml', 'out')",
        "can_call('nowhere.yaml', '0199000001', '2026-11-24T11:00')",
        "prepare('nowhere.yaml')",
        "open_index('nowhere.yaml')",
        "next(calllint.verdicts('nowhere.yaml'))",
        "check('bad.yaml')",
        "check('campaign.yaml', calllint.Options(select=('XX999',)))",
        "check('campaign.yaml', calllint.Options(data={'contacts': ('gone.csv',)}))",
    ],
)
def test_what_cannot_be_used_raises_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    building.write(tmp_path)
    (tmp_path / "bad.yaml").write_text("calllint: 1\ncampaign: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(calllint.InputError) as caught:
        eval(what if what.startswith("next") else f"calllint.{what}", {"calllint": calllint})
    assert caught.value.problems
    assert all(problem.message["fr"] for problem in caught.value.problems)


def test_a_fault_of_ours_is_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("calllint.engine.run.read_inputs", fail)
    with pytest.raises(calllint.UncheckedError) as caught:
        calllint.check(building.write(tmp_path))

    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert isinstance(caught.value, calllint.CalllintError)


def test_a_memory_that_is_full_is_no_fault_of_the_input(tmp_path: Path) -> None:
    with pytest.raises(calllint.UncheckedError):
        calllint.check(building.write(tmp_path), calllint.Options(memory_limit="1KB"))


@pytest.mark.parametrize("page", ["can-call.md", "fr/un-numero.md"])
def test_what_the_pages_show_of_python_is_true(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    shown = re.findall(r"^```pycon\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(shown), {}, page, page, 0)

    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0
