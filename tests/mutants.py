"""Breaks every rule of the built-in packs in small ways, and says what nobody notices.

``python -m tests.mutants`` (``make mutants``): a mutant is noticed by an example of a rule it may
change, or else by a scenario that names the rule. ``--rules FR1 FR230`` looks at some rules only,
``--seconds`` bounds the run (what is left out is said), ``--no-scenarios`` runs examples alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from calllint.engine import inputs
from calllint.engine.examples import Bench, ExampleResult
from calllint.facts.store import InProcess
from calllint.packs import load_packs
from calllint.packs.model import Pack
from tests.mutations import Mutant, mutants_of_rule, mutants_of_value
from tests.scenarios.stage import SCENARIOS, Scenario
from tests.scenarios.test_scenarios import test_scenario as run_scenario

_KEYS = ("rules", "unknown", "duties", "without")
_MOST_SCENARIOS = 6
"""Scenarios tried on a mutant that no example notices: those that name fewest rules first."""


def main(arguments: list[str]) -> int:
    """Runs the mutants and prints the score; 1 where one went unnoticed."""
    given = _given(arguments)
    packs = load_packs()
    end = time.monotonic() + given.seconds
    noticed: Counter[tuple[str, str]] = Counter()
    missed, left = [], 0
    for mutant in _all(packs, tuple(given.rules)):
        if time.monotonic() > end:
            left += 1
            continue
        by = _noticed_by(mutant, packs, scenarios=given.scenarios)
        noticed[mutant.kind, by] += 1
        if by == "nobody":
            missed.append(mutant)
            print(f"{mutant.subject}: {mutant.kind}: {mutant.what}", flush=True)
    _score(noticed, left)
    return 1 if missed or left else 0


def _given(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--rules", nargs="*", default=[""], help="beginnings of rule ids")
    parser.add_argument("--seconds", type=float, default=1500)
    parser.add_argument("--no-scenarios", dest="scenarios", action="store_false")
    return parser.parse_args(arguments)


def _all(packs: Iterable[Pack], prefixes: tuple[str, ...]) -> Iterator[Mutant]:
    for pack in packs:
        for rule in pack.rules:
            if rule.withdrawn is None and rule.id.startswith(prefixes):
                yield from mutants_of_rule(rule, pack)
        for parameter in pack.parameters.values():
            for mutant in mutants_of_value(parameter, pack):
                if any(id.startswith(prefixes) for id in mutant.rules):
                    yield mutant


def _noticed_by(mutant: Mutant, packs: tuple[Pack, ...], *, scenarios: bool) -> str:
    if any(not result.passed for result in _examples(mutant)):
        return "an example"
    if scenarios and any(_fails(each, mutant, packs) for each in _naming(mutant)):
        return "a scenario"
    return "nobody"


def _examples(mutant: Mutant) -> Iterator[ExampleResult]:
    with duckdb.connect(":memory:") as connection:
        bench = Bench(InProcess(connection), mutant.pack)
        for id in mutant.rules:
            for example in mutant.pack.by_id[id].examples:
                yield from bench.run(mutant.pack.by_id[id], example)


def _naming(mutant: Mutant) -> list[Scenario]:
    """Scenarios that name one of its rules, or the attempts left; those that say little first."""
    counts = mutant.kind.startswith("attempts_left")
    wanted = {"attempts_left"} if counts else {*mutant.rules}
    named = [(len(_named(each)), place, each) for place, each in enumerate(SCENARIOS)]
    touching = [entry for entry in named if _named(entry[2]) & wanted]
    return [each for _, _, each in sorted(touching, key=lambda entry: entry[:2])][:_MOST_SCENARIOS]


def _named(scenario: Scenario) -> set[str]:
    expects = [scenario.expect, *(row.get("expect", {}) for row in scenario.contacts or ())]
    rules = {rule for expect in expects for key in _KEYS for rule in expect.get(key, ())}
    return rules | {"attempts_left" for expect in expects if "attempts_left" in expect}


def _fails(scenario: Scenario, mutant: Mutant, packs: tuple[Pack, ...]) -> bool:
    changed = tuple(mutant.pack if pack.name == mutant.pack.name else pack for pack in packs)
    real = inputs._packs
    inputs._packs = lambda folders: changed  # type: ignore[assignment]
    try:
        with tempfile.TemporaryDirectory() as folder:
            run_scenario(scenario, Path(folder))
    except AssertionError:
        return True
    finally:
        inputs._packs = real
    return False


def _score(noticed: Counter[tuple[str, str]], left: int) -> None:
    kinds = sorted({kind for kind, _ in noticed})
    print(f"\n{'fault':24} {'mutants':>8} {'example':>8} {'scenario':>8} {'nobody':>8}")
    for kind in kinds:
        found = [noticed[kind, by] for by in ("an example", "a scenario", "nobody")]
        print(f"{kind:24} {sum(found):8} {found[0]:8} {found[1]:8} {found[2]:8}")
    total = sum(noticed.values())
    missed = sum(count for (_, by), count in noticed.items() if by == "nobody")
    share = 100 * (total - missed) / total if total else 0
    print(f"\n{total - missed} of {total} mutants noticed: {share:.1f} %")
    if left:
        print(f"{left} mutants not tried: the time was over")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
