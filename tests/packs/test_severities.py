"""The severity of every built-in rule stands in a table, to be reviewed when it changes."""

from __future__ import annotations

from pathlib import Path

from calllint.document import load
from calllint.packs import load_packs

TABLE = Path(__file__).parent / "severities.yaml"


def test_the_severity_of_every_rule_is_the_one_reviewed() -> None:
    reviewed = {
        rule: severity
        for severity, rules in load(TABLE, TABLE.name).value.items()
        for rule in rules.split()
    }

    found = {rule.id: rule.severity for pack in load_packs() for rule in pack.rules}

    assert found == reviewed
