"""The calls of one advertiser's campaigns count together; `together.yaml` holds the cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from calllint.engine import Options, judge
from calllint.engine.together import Together, together
from tests.building import Lists, merged, phone, write

DAY = date(2026, 11, 30)
CASES: list[Mapping[str, Any]] = yaml.load(
    (Path(__file__).parent / "together.yaml").read_text("utf-8"), yaml.BaseLoader
)


def options(_: str = "") -> Options:
    return Options(dial=(DAY, DAY))


def calls(told: Mapping[str, Any]) -> Any:
    given = told.get("calls", "none")
    if given in ("none", "null"):
        return None if given == "null" else "none"
    person = {"contact_id": "P1", "phone": None} if "by_id" in told else {"phone": phone(1)}
    return [
        {**person, "at": at, "advertiser": None, "outcome": told.get("outcome", "no_answer")}
        for at in given
    ]


def stage(folder: Path, campaigns: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Every campaign of a case, in a folder of its own; its file by its name."""
    files = {}
    for name, told in campaigns.items():
        advertiser = told.get("advertiser", {"name": "Exemple SA"})
        given = {key: told[key] for key in ("campaign",) if key in told}
        changes = merged(given, {"advertiser": {"id": None, **advertiser}})
        if "calls_of" in told:
            changes = merged(
                changes, {"data": {"calls": [{"path": f"../{told['calls_of']}/calls.csv"}]}}
            )
        covers = {"covers": told["covers"]} if "covers" in told else {}
        lists: Lists = {
            "contacts": [{"audience": told["audience"]} if "audience" in told else {}],
            "consents": [{"advertiser": advertiser["name"]}],
            "calls": calls(told),
        }
        files[name] = write(folder / name, lists, changes, {"calls": covers}).as_posix()
    return files


def check(file: str, whole: Together | None, expect: Mapping[str, Any]) -> None:
    chosen = options() if whole is None else whole.options(file)
    with judge(Path(file), chosen) as judgement:
        (found,) = judgement.verdicts()
        findings = {one.rule.id for one in judgement.report.findings}
    told = (file, found)
    assert found.verdict == expect.get("verdict", found.verdict), told
    assert set(found.breached) >= set(expect.get("rules", ())), told
    assert set(found.unknown) >= set(expect.get("unknown", ())), told
    assert not {*found.breached, *found.unknown} & set(expect.get("without", ())), told
    assert not findings & set(expect.get("findings_without", ())), told
    if "attempts_left" in expect:
        assert found.attempts_left == int(expect["attempts_left"]), told


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_calls_of_one_advertiser_add_up(case: Mapping[str, Any], tmp_path: Path) -> None:
    files = stage(tmp_path, case["campaigns"])
    whole = together(list(files.values()), options)

    with whole.shared:
        for name, told in case["campaigns"].items():
            check(files[name], None, told.get("alone", {}))
            check(files[name], whole, told.get("together", {}))


def test_what_one_campaign_lends_another_is_in_its_report(tmp_path: Path) -> None:
    files = stage(tmp_path, CASES[0]["campaigns"])
    whole = together(list(files.values()), options)

    with whole.shared, judge(Path(files["fibre"]), whole.options(files["fibre"])) as judgement:
        report = judgement.report
    assert report.options["calls-of"] == files["mobile"]
    kinds = [one.file for one in report.lists if one.kind == "calls"]
    assert kinds == [f"{tmp_path.as_posix()}/{name}/calls.csv" for name in ("fibre", "mobile")]


def test_a_campaign_whose_lists_are_not_there_is_told_to_the_others(tmp_path: Path) -> None:
    files = stage(tmp_path, CASES[0]["campaigns"])
    (tmp_path / "mobile" / "calls.csv").unlink()
    whole = together(list(files.values()), options)

    assert whole.uncounted(files["fibre"]) == (files["mobile"],)
    assert whole.uncounted(files["mobile"]) == ()
    with whole.shared:
        check(files["fibre"], whole, {"verdict": "allow", "attempts_left": "2"})
