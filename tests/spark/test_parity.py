"""Both engines say the same: of every example, of every scenario, of every campaign beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from calllint.engine import Options, judge
from calllint.engine.examples import Bench
from calllint.engine.result import ContactVerdict, Report
from calllint.engine.spark.cluster import Cluster
from calllint.facts.workspace import open_database
from calllint.packs import load_packs
from calllint.packs.model import Example, Pack, Rule
from tests.building import write
from tests.scenarios.stage import SCENARIOS, Scenario, stage

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EXAMPLES = Path(__file__).parents[2] / "examples"
CAMPAIGNS = sorted(EXAMPLES.rglob("*campaign*.yaml"))
CHECKED = [scenario for scenario in SCENARIOS if scenario.placed is None]
"""Audits are judged by DuckDB alone."""
BATCH = 100
STEP = 1 if os.environ["CALLLINT_SPARK"] == "all" else 8
"""Each scenario is a run of its own, of some seconds: all of them take most of an hour."""


def judged(path: Path, **options: Any) -> tuple[Report, list[ContactVerdict]]:
    with judge(path, Options(**options)) as judgement:
        return judgement.report, list(judgement.verdicts())


def assert_same(path: Path, **options: Any) -> None:
    here, there = judged(path, **options), judged(path, engine="spark", **options)

    assert there[1] == here[1]
    for name in Report.__struct_fields__:
        assert getattr(there[0], name) == getattr(here[0], name), name


def _cases(bench: Bench, pack: Pack) -> Iterator[tuple[Rule, Example, str]]:
    for rule in pack.rules:
        for example in rule.examples:
            for scope in rule.scopes:
                query = bench.query(rule, scope, example)
                if query is not None:
                    yield rule, example, query


@pytest.mark.parametrize("pack", load_packs(()), ids=lambda pack: pack.name)
def test_every_example_of_every_rule_comes_out_as_it_says(
    session: SparkSession, pack: Pack, tmp_path: Path
) -> None:
    said = {None: "unknown", True: "breach", False: "ok"}
    database, _ = open_database(None, 1, tmp_path)
    cluster = Cluster(session, tmp_path.as_uri(), database)
    cases = _cases(Bench(cluster, pack), pack)

    while batch := list(islice(cases, BATCH)):
        asked = " UNION ALL ".join(
            f"SELECT {number} AS number, outcome FROM ({query}) AS q{number}"
            for number, (_, _, query) in enumerate(batch)
        )
        outcomes = dict(cluster.rows(asked))
        wrong = [
            (rule.id, example.place, said[outcomes[number]])
            for number, (rule, example, _) in enumerate(batch)
            if said[outcomes[number]] != example.outcome
        ]
        assert not wrong
    cluster.close()


@pytest.mark.parametrize("path", CAMPAIGNS, ids=lambda path: path.parent.name)
def test_examples_are_judged_alike(session: SparkSession, long_lists: None, path: Path) -> None:
    assert_same(path)


@pytest.mark.parametrize("scenario", CHECKED[::STEP], ids=lambda each: each.id)
def test_scenarios_are_judged_alike(
    session: SparkSession, scenario: Scenario, tmp_path: Path
) -> None:
    assert_same(stage(scenario, tmp_path), known_at=scenario.known_at, threads=1)


def test_columns_of_cells_that_cannot_be_used_are_told_alike(
    session: SparkSession, long_lists: None, tmp_path: Path
) -> None:
    consents = [{"status": "oui", "source": "salon", "at": "hier"}, {"status": "non"}]
    file = write(tmp_path, {"consents": consents})
    assert_same(file)
    report, _ = judged(file, engine="spark")
    told = {one.rule.id: one.values for one in report.findings}
    assert told["CL003"]["unreadable_date_columns"] == "`at`"
    assert told["CL004"]["unknown_value_columns"] == "`status` (2), `source` (1)"
