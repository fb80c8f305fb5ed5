"""Hold calllint to what is known of every contact.

    python -m benchmarks.known.check FOLDER/truth.parquet OUT/verdicts.parquet

prints how many rows there are, how many differ and how the first of them do, as JSON; it exits 1
where one differs. Rules that are no errors decide nothing and are left aside, but for those
``noted``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.known.sql import literal, texts

_FIRST = 10
_ERRORS = (
    "SELECT {name}, array_to_string(list_filter(string_split({name}, ' '), "
    "lambda id: list_contains({errors}, id)), ' ') AS {name}_errors "
    "FROM (SELECT DISTINCT {name} FROM said)"
)
_DIFFER = """
    t.row <> v.line - first.line + 1 OR t.contact_id <> v.contact_id OR t.verdict <> v.verdict
    OR t.breached <> coalesce(b.breached_errors, '') OR t.unknown <> coalesce(u.unknown_errors, '')
    OR t.callable_from IS DISTINCT FROM v.callable_from
    OR t.callable_until IS DISTINCT FROM v.callable_until
    OR (t.noted <> '' AND NOT list_has_all(
        string_split(coalesce(v.breached, ''), ' '), string_split(t.noted, ' ')))"""
_SHOWN = """
    t.row, t.verdict, v.verdict AS said, t.breached, b.breached_errors AS said_breached, t.unknown,
    u.unknown_errors AS said_unknown, t.callable_from, v.callable_from AS said_from,
    t.callable_until, v.callable_until AS said_until, t.noted"""


@dataclass(frozen=True)
class Checked:
    """What came of it."""

    rows: int
    wrong: int
    """Rows that differ in anything, or that one of the two does not have."""
    first: list[dict[str, str]]


def check(truth: Path, verdicts: Path) -> Checked:
    """Compare row by row, in the order of the list."""
    import duckdb

    with duckdb.connect() as database:
        database.execute(f"CREATE VIEW truth AS FROM {literal(str(truth))}")
        database.execute(f"CREATE VIEW said AS FROM {literal(str(verdicts))}")
        (known,) = database.execute("SELECT count(*) FROM truth").fetchall()[0]
        for name in ("breached", "unknown"):
            query = _ERRORS.format(name=name, errors=texts(error_rules()))
            database.execute(f"CREATE TABLE {name} AS {query}")
        pairs = (
            "(FROM truth t POSITIONAL JOIN said v CROSS JOIN (SELECT min(line) AS line FROM said) "
            "AS first LEFT JOIN breached b ON b.breached = v.breached "
            "LEFT JOIN unknown u ON u.unknown = v.unknown "
            f"SELECT {_SHOWN} WHERE ({_DIFFER}) IS NOT FALSE)"
        )
        (wrong,) = database.execute(f"SELECT count(*) FROM {pairs}").fetchall()[0]
        shown = database.execute(f"FROM {pairs} LIMIT {_FIRST}" if wrong else "SELECT 1 LIMIT 0")
        names = [column[0] for column in shown.description]
        rows = [dict(zip(names, map(str, row), strict=True)) for row in shown.fetchall()]
    return Checked(known, wrong, rows)


def error_rules() -> list[str]:
    """Ids of the rules that decide a verdict: the severities are the packs' own."""
    from calllint.packs import load_packs

    rules = (rule for pack in load_packs(()) for rule in pack.rules)
    return sorted(rule.id for rule in rules if rule.severity == "error")


def main() -> int:
    """Compare, print, and say by the exit code whether all is well."""
    parser = argparse.ArgumentParser(description="Hold verdicts to what is known.")
    parser.add_argument("truth", type=Path)
    parser.add_argument("verdicts", type=Path)
    options = parser.parse_args()
    found = check(options.truth, options.verdicts)
    print(json.dumps(asdict(found), indent=2))
    return 1 if found.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
