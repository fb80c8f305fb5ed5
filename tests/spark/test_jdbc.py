"""Lists on a real server, asked over JDBC: what DuckDB makes of them, or a clear refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest

from calllint.engine import Options, judge
from calllint.engine.result import Report
from tests.postgres import PASSWORD, USER, server
from tests.spark.standalone import USUAL, Standalone, configure
from tests.spark.test_cluster import campaign, check, refused
from tests.spark.test_parity import judged

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ASKED = "  contacts: [{dsn_env: CRM_DSN, query: 'select phone from people order by phone'}]\n"
PEOPLE = """
CREATE TABLE people AS
SELECT n AS contact_id, 732829320::bigint AS siren, n = 103 AS called, (n - 98) * 0.25 AS weight,
    CASE n WHEN 107 THEN NULL WHEN 108 THEN '12' ELSE '0199000' || n END AS phone,
    timestamp '2026-11-23 10:15' + (n - 100) * interval '37 minutes' AS planned_at,
    E'dit "non", été\n' || n AS note, now() AS seen, date '1970-02-28' AS born,
    time '11:00' + (n - 100) * interval '10 minutes' AS at_noon
FROM generate_series(100, 139) AS rows(n);
CREATE TABLE consents AS
SELECT '0199000' || n AS phone, 'Acme' AS advertiser, gen_random_uuid() AS proof,
    timestamptz '2026-06-01 23:30:00.5+02' - (n - 100) * interval '30 days' AS at,
    NULL::date AS expires_at
FROM generate_series(100, 139) AS rows(n);
CREATE TABLE stopped AS
SELECT '0199000105' AS phone, date '2026-01-01' AS since, NULL::date AS until, 'complaint' AS reason
"""
LISTS = """\
  contacts:
    - dsn_env: CRM_DSN
      query: select * from people where not called order by contact_id;
      where: weight <> '0.50' and at_noon <> '12:30:00'
  consents: [{dsn_env: CRM_DSN, query: 'select * from consents -- all'}]
  suppressions: [{dsn_env: CRM_DSN, query: 'select phone, since, until, reason from stopped'}]
"""


@pytest.fixture(scope="module")
def crm() -> Iterator[str]:
    """A server with lists, whose cells are of every kind."""
    with server(loopback=True) as dsn, psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(PEOPLE)
        yield dsn


@pytest.fixture(autouse=True)
def dsn(crm: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CRM_DSN", crm)
    return crm


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Caracas"])
def test_a_server_s_lists_are_judged_alike(
    session: SparkSession, crm: str, tmp_path: Path, zone: str
) -> None:
    with psycopg.connect(crm, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE postgres SET timezone = '{zone}'")
        connection.execute("ALTER DATABASE postgres SET datestyle = 'German'")

    path = campaign(tmp_path, LISTS)
    here, there = judged(path), judged(path, engine="spark")

    assert there[1] == here[1]
    assert {each.verdict for each in here[1]} == {"block", "review"}
    assert rows(there[0]) == rows(here[0])
    for name in {*Report.__dataclass_fields__} - {"lists"}:
        assert getattr(there[0], name) == getattr(here[0], name), name


def rows(report: Report) -> list[tuple[str, int, int, int]]:
    """What became of the rows of each list; how an answer is digested is each engine's own."""
    return [(each.kind, each.rows, each.unreadable, each.left_out) for each in report.lists]


def test_a_jdbc_address_is_taken_as_it_stands(
    session: SparkSession, dsn: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    where = f"127.0.0.1:{urlsplit(dsn).port}/postgres"
    told = f"jdbc:postgresql://{where}?user={USER}&password={PASSWORD}"
    monkeypatch.setenv("CRM_DSN", told)
    with judge(campaign(tmp_path, ASKED), Options(engine="spark")) as judgement:
        assert judgement.report.totals.contacts == 40

    assert "cannot be asked" in refused(campaign(tmp_path, ASKED.replace("people", "nobody")))
    monkeypatch.setenv("CRM_DSN", told.replace(PASSWORD, "open-sesame"))
    assert "cannot be asked" in refused(campaign(tmp_path, ASKED))


def test_a_wrong_password_ends_the_command_and_is_not_repeated(
    standalone: Standalone, dsn: str, tmp_path: Path
) -> None:
    environment = standalone.environment(configure(tmp_path, USUAL))
    environment["PYSPARK_SUBMIT_ARGS"] = f"--master {standalone.master} pyspark-shell"
    environment["CRM_DSN"] = dsn.replace(PASSWORD, "open-sesame")
    there = check(
        campaign(tmp_path, ASKED), "--engine", "spark", "--verdicts", tmp_path / "verdicts",
        "--cluster-temp", (tmp_path / "temp").as_uri(), environment=environment,
    )  # fmt: skip

    told = there.stdout + there.stderr
    assert there.returncode == 2
    assert "the server of CRM_DSN cannot be asked; check the host, the user, the password" in told
    assert "sesame" not in told
    assert "Traceback" not in told
    assert {each.name for each in tmp_path.iterdir()} == {"campaign.yaml", "conf-0", "temp"}
    assert not list(tmp_path.glob("temp/*"))


def test_a_server_that_fails_in_the_middle_is_told(session: SparkSession, tmp_path: Path) -> None:
    halfway = "select phone, 1 / (contact_id - 130) as spare from people"

    told = refused(campaign(tmp_path, f"  contacts: [{{dsn_env: CRM_DSN, query: '{halfway}'}}]\n"))

    assert "the server of CRM_DSN cannot be asked" in told


def test_a_query_changes_nothing_on_the_server(
    session: SparkSession, crm: str, tmp_path: Path
) -> None:
    with psycopg.connect(crm, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION emptied() RETURNS SETOF text LANGUAGE sql AS "
            "'DELETE FROM stopped RETURNING phone'"
        )
        asks = "select phone from emptied() as gone(phone)"

        refused(campaign(tmp_path, f"  contacts: [{{dsn_env: CRM_DSN, query: {asks}}}]\n"))

        assert connection.execute("SELECT count(*) FROM stopped").fetchone() == (1,)


@pytest.mark.parametrize(
    "dsn",
    [
        "host=127.0.0.1 user=ops password=open-sesame",
        "postgresql://ops:open-sesame@/crm",
        "postgresql://ops:open-sesame@here:port/crm",
        "jdbc:nothing://here?password=open-sesame",
        "jdbc:postgresql://ops:open-sesame@here:port/crm",
        "postgresql://ops:open-sesame@127.0.0.1:1/crm",
    ],
)
def test_an_address_that_cannot_be_asked_is_not_repeated(
    session: SparkSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dsn: str
) -> None:
    monkeypatch.setenv("CRM_DSN", dsn)

    told = refused(campaign(tmp_path, ASKED))

    assert "CRM_DSN" in told
    assert "sesame" not in told
