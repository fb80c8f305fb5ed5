"""Every rule can be said in Spark's SQL, and what differs between the engines is said otherwise.

No Spark is needed here: `make test-spark` runs what these tests only write.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
import sqlglot

from calllint.engine import Options, judge
from calllint.engine.compiler import ScopeCompiler
from calllint.engine.options import InputError
from calllint.engine.passes import Bits, pass_sql
from calllint.engine.slices import cut
from calllint.engine.spark.dialect import Calendar, accents, parse, write
from calllint.engine.workdays import Workdays
from calllint.engine.writer import SPARK
from calllint.facts.instants import parts_sql
from calllint.facts.joined import joined_sql
from calllint.packs import load_packs
from calllint.packs.model import Pack
from calllint.packs.scopes import SCOPES
from tests.building import run

FIRST, LAST = date(2026, 6, 1), date(2027, 6, 1)
WEEK = Calendar.of([(FIRST + timedelta(days=n), n - n // 7 * 2) for n in range(60)])


class Known:
    """A catalogue without a cluster."""

    def columns(self, table: str) -> Sequence[str]:
        return ["number", "day"]

    def calendar(self, table: str) -> Calendar:
        return WEEK

    # Stands for a database too, where working days are kept.
    def create(self, table: str, columns: object, rows: object) -> None:
        pass


def spark(sql: str) -> str:
    return write(parse(sql), Known())


def test_moments_are_written_for_both_engines() -> None:
    halves = parts_sql("cell", "%m/%d/%Y %I:%M %p")
    for sql in (joined_sql("c0", "c1"), halves.naive, halves.time_known):
        written = spark(f"SELECT {sql} AS moment FROM cells")
        assert sqlglot.parse_one(written, dialect="spark")
        assert "STRPTIME" not in written.upper()
    assert "% 12 + CASE" in spark(f"SELECT {halves.naive} FROM cells")


@pytest.mark.parametrize("pack", load_packs(()), ids=lambda pack: pack.name)
@pytest.mark.parametrize("scope", [name for name, scope in SCOPES.items() if scope.per_contact])
def test_every_rule_is_written_for_both_engines(pack: Pack, scope: str) -> None:
    rules = [(rule, pack) for rule in pack.rules]
    for number, stretch in enumerate(cut(FIRST, LAST, [pack])):
        workdays = Workdays(stretch, str(number), Known())  # type: ignore[arg-type]
        compiled = ScopeCompiler(scope, stretch, workdays, dialect=SPARK).compile(rules, {})
        bits = Bits.of(judge.rule.id for judge in compiled.judges)
        written = spark(pass_sql(f"SELECT * FROM {scope}_fact", ["number"], compiled, bits))

        assert sqlglot.parse_one(written, dialect="spark")
        assert "ASOF" not in written


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            "SELECT free_until - free_from + 1",
            "SELECT CAST(DATEDIFF(free_until, free_from) AS BIGINT) + 1",
        ),
        ("SELECT a // 100 % 7", "SELECT a DIV 100 % 7"),
        ("SELECT l[n]", "SELECT GET(l, CAST((n) - 1 AS INT))"),
        ("SELECT CAST('[1,2]' AS INTEGER[])", "SELECT CAST(ARRAY(1, 2) AS ARRAY<INT>)"),
        ("SELECT max(day, 2)", "SELECT MAX_BY(day, day, CAST(2 AS INT))"),
        ("SELECT greatest(a)", "SELECT a"),
        ("SELECT isodow(a)", "SELECT (WEEKDAY(a) + 1)"),
        (
            "SELECT CASE WHEN NULL THEN 1 END",
            "SELECT CASE WHEN CAST(NULL AS BOOLEAN) THEN 1 END",
        ),
        (
            "SELECT try_cast(a AS ENUM('x', 'y')), CAST(b AS ENUM('x'))",
            "SELECT CASE WHEN a IN ('x', 'y') THEN a END, CAST(b AS STRING)",
        ),
        ("SELECT regexp_full_match(a, '[0-9]+|x')", "SELECT a RLIKE '\\\\A(?:[0-9]+|x)\\\\z'"),
        ("SELECT strlen(a), length(a)", "SELECT OCTET_LENGTH(a), LENGTH(a)"),
        ("SELECT CAST(a AS TIMESTAMP)", "SELECT CAST(a AS TIMESTAMP_NTZ)"),
        (
            "SELECT lag(a) OVER (PARTITION BY b ORDER BY c)",
            "SELECT LAG(a) OVER (PARTITION BY b ORDER BY c NULLS LAST)",
        ),
        (
            "SELECT count(DISTINCT a) OVER (PARTITION BY b) = 1",
            "SELECT SIZE(COLLECT_SET(a) OVER (PARTITION BY b)) = 1",
        ),
        (
            "SELECT t.* REPLACE (k.other AS number) FROM t JOIN kin k USING (number)",
            "SELECT k.other AS number, `t`.`day` FROM t JOIN kin AS k USING (number)",
        ),
        (
            "SELECT CAST(unnest(generate_series(a, b, INTERVAL 1 DAY)) AS DATE) AS day",
            "SELECT EXPLODE(CAST(SEQUENCE(a, b, INTERVAL '1' DAY) AS ARRAY<DATE>)) AS day",
        ),
        (
            "SELECT a - to_minutes(b), c + INTERVAL 9 SECOND",
            "SELECT a - MAKE_DT_INTERVAL(0, 0, CAST(b AS INT), 0), c + INTERVAL '9' SECOND",
        ),
    ],
)
def test_known_traps_are_said_otherwise(ours: str, theirs: str) -> None:
    assert spark(ours) == theirs


def test_a_nearest_row_is_found_without_asof() -> None:
    written = spark("SELECT 1 FROM c ASOF JOIN e ON e.number = c.number AND e.moment >= c.at")

    assert "LAG(moment) OVER (PARTITION BY number ORDER BY moment" in written
    assert "e.moment_before IS NULL OR c.at > e.moment_before" in written


def test_a_moment_by_a_pattern_is_read_by_its_groups() -> None:
    written = spark("SELECT try_strptime(a, '%d/%m/%y')")

    assert written.startswith("SELECT TRY_MAKE_TIMESTAMP_NTZ(CASE WHEN TRY_CAST(REGEXP_EXTRACT(a")
    assert written.endswith("0, 0, 0)")


def test_replacing_the_first_match_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="every match"):
        spark("SELECT regexp_replace(a, 'x', '')")


def test_accents_are_taken_off_as_duckdb_does() -> None:
    written, plain = accents()
    table = dict(zip(written[: len(plain)], plain, strict=True))
    table |= dict.fromkeys(written[len(plain) :], "")
    letters = [chr(n) for n in range(1, sys.maxunicode) if not 0xD800 <= n <= 0xDFFF]
    bare = duckdb.execute(
        "SELECT list_transform($1::VARCHAR[], lambda x: strip_accents(x))", [letters]
    ).fetchall()[0][0]
    # What neither a person's name nor a legal form is written in may differ, and is few.
    different = [
        one for one, other in zip(letters, bare, strict=True) if table.get(one, one) != other
    ]

    assert not [letter for letter in different if ord(letter) < 0x0600], different[:20]


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    path = next((Path(__file__).parents[2] / "examples").rglob("campaign.yaml"))
    with pytest.raises(InputError) as told, judge(path, Options(engine="spark")):
        pass

    assert "pip install 'calllint[spark]'" in told.value.problems[0].message["en"]


def test_what_a_cluster_writes_is_not_asked_of_a_laptop(tmp_path: Path) -> None:
    done = run("check", tmp_path, "--verdicts", tmp_path / "verdicts")

    assert done.returncode == 2
    assert "--verdicts needs --engine spark" in done.stderr


def test_what_only_spark_reads_is_refused_without_it(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "consent-clean" / "campaign.yaml"
    done = run(example, "--data", "contacts=s3a://lake/contacts")

    assert done.returncode == 2
    assert "run `calllint check --engine spark`" in done.stdout + done.stderr


def test_working_days_are_counted_in_lists() -> None:
    after = spark("SELECT workday_after('days', day, 3)")

    assert after.startswith("SELECT DATE_ADD(CAST('2026-06-01' AS DATE), GET(ARRAY(0, ")
    assert WEEK.days[0] == 0
