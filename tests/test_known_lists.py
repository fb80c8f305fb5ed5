"""The lists whose verdicts are known: they are what they are said to be, and calllint agrees."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from benchmarks.growth import Size, held_to_totals, report, room
from benchmarks.known.check import check
from benchmarks.known.fates import CALLED, CONSENTING, KINDS, OPPOSED, SPOILT
from benchmarks.known.lists import Lists
from benchmarks.known.sql import Draws
from benchmarks.known.write import prepare, write_known
from benchmarks.process import Run
from tests.building import run

CONTACTS = 20_000
LITTLE = "150MB"
"""Of the memory limits that do for 300,000 contacts, near the least."""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("known")
    write_known(folder, CONTACTS)
    return folder


def rows(query: str, folder: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as database:
        for name in ("contacts", "consents", "suppressions"):
            file = f"read_csv('{folder / name}.csv', all_varchar = true)"
            database.execute(f"CREATE VIEW {name} AS FROM {file}")
        database.execute(
            f"CREATE VIEW calls AS FROM read_csv('{folder}/calls/*.csv', all_varchar = true)"
        )
        database.execute(f"CREATE VIEW truth AS FROM '{folder}/truth.parquet'")
        return database.execute(query).fetchall()


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*.*") if path.suffix in (".csv", ".yaml"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("fates", [CONSENTING, CALLED, OPPOSED, SPOILT])
def test_shares_are_out_of_a_thousand(fates: tuple[object, ...]) -> None:
    assert sum(each.share for each in fates) == 1000  # type: ignore[attr-defined]


def test_kinds_of_numbers_are_out_of_a_hundred() -> None:
    assert sum(kind.share for kind in KINDS) == 100


def test_the_same_seed_gives_the_same_bytes(known: Path, tmp_path: Path) -> None:
    write_known(tmp_path / "again", CONTACTS)
    write_known(tmp_path / "other", CONTACTS, seed=2)
    assert digests(tmp_path / "again") == digests(known)
    assert digests(tmp_path / "other") != digests(known)


def test_ten_contacts_have_six_consents_five_calls_and_a_suppression(known: Path) -> None:
    for name, share in {"contacts": 1, "consents": 0.6, "calls": 0.5, "suppressions": 0.1}.items():
        ((count,),) = rows(f"SELECT count(*) FROM {name}", known)
        assert count == pytest.approx(CONTACTS * share, rel=0.05), name


def test_no_two_people_share_a_number_but_those_meant_to() -> None:
    lists = Lists(500_000, Draws(3))
    with duckdb.connect() as database:
        prepare(database)
        counted = database.execute(
            "SELECT count(DISTINCT e164), count(DISTINCT owner), count(*), count(DISTINCT r) "
            f"FROM ({lists.rows()})"
        )
        assert counted.fetchall() == [(495_000, 495_000, 500_000, 500_000)]


def test_every_rule_the_truth_knows_is_met_and_every_verdict(known: Path) -> None:
    of_consents = (f"{each.breached} {each.unknown}".split() for each in CONSENTING)
    expected = {"FR101", "FR401", "CL205", "CL207", "FR103"}.union(*of_consents)
    expected |= {rule for each in SPOILT for rule in each.rule.split()}
    found = rows("SELECT DISTINCT breached || ' ' || unknown FROM truth", known)
    assert {rule for (rules,) in found for rule in str(rules).split()} == expected
    verdicts = rows("SELECT verdict, count(*) FROM truth GROUP BY ALL", known)
    assert {verdict for verdict, _ in verdicts} == {"allow", "review", "block"}


@pytest.mark.parametrize("seed", [1, 20261125])
def test_every_verdict_is_the_one_known(seed: int, tmp_path: Path) -> None:
    write_known(tmp_path, CONTACTS, seed=seed)
    done = run("scrub", tmp_path / "campaign.yaml", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    found = check(tmp_path / "truth.parquet", tmp_path / "out" / "verdicts.parquet")
    assert (found.rows, found.wrong, found.first) == (CONTACTS, 0, [])
    _, *dialled = (tmp_path / "out/callable.csv").read_text(encoding="utf-8").splitlines()
    allowed = rows("SELECT contact_id FROM truth WHERE verdict = 'allow'", tmp_path)
    summary = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))
    assert len(dialled) == len(allowed) - summary["repeated_numbers"]
    assert {line.partition(",")[0] for line in dialled} <= {name for (name,) in allowed}


def test_with_little_memory_it_spills_and_says_the_same(tmp_path: Path) -> None:
    folder, temp = tmp_path / "lists", tmp_path / "temp"
    temp.mkdir()
    write_known(folder, 300_000)
    command = [sys.executable, "-m", "calllint", "scrub", str(folder / "campaign.yaml")]
    subprocess.run([*command, "--out", str(tmp_path / "usual")], capture_output=True, check=False)
    little = ["--memory-limit", LITTLE, "--temp-dir", str(temp), "--out", str(tmp_path / "little")]
    spilled = False
    with subprocess.Popen([*command, *little], stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            spilled = spilled or any(temp.rglob("duckdb_temp*"))
            time.sleep(0.05)
    assert running.returncode == 0
    assert spilled
    for name in ("callable.csv", "verdicts.parquet", "rejects.csv", "summary.json"):
        usual, little_one = ((tmp_path / each / name).read_bytes() for each in ("usual", "little"))
        assert usual == little_one, name
    assert check(folder / "truth.parquet", tmp_path / "little" / "verdicts.parquet").wrong == 0


def told(**totals: int) -> Run:
    campaign = {"totals": totals, "problems": []}
    return Run(2.0, 3.0, 2**20, 1, json.dumps({"campaigns": [campaign]}))


def test_a_benchmark_stops_where_the_counts_are_not_those_known(known: Path) -> None:
    found = rows("SELECT verdict, count(*) FROM truth GROUP BY ALL", known)
    counts = {str(name): int(str(count)) for name, count in found}
    held_to_totals(known, told(**counts))
    with pytest.raises(SystemExit, match="what is known is"):
        held_to_totals(known, told(**{**counts, "allow": counts["allow"] + 1}))


def test_a_benchmark_stops_where_the_disk_has_no_room(tmp_path: Path) -> None:
    room(tmp_path, 1)
    with pytest.raises(SystemExit, match="name a larger disk"):
        room(tmp_path, 10**18)


def test_what_a_sample_took_is_scaled_and_said(known: Path) -> None:
    runs = {"calllint": told(), "floor": told(), "naive": told()}
    small, large = (Size(count, count * 2, runs, 0.1) for count in (1000, 2000))
    said = report([small, large])
    assert "| naive, seven checks | about 20.0 s |" in said
    assert "It ran on a list of 200, and scaled." in said
    assert "naive 0.50" in said


SPOILT_COLUMNS = [
    "'allow' AS verdict",
    "replace(breached, 'FR101', 'FR102') AS breached",
    "replace(unknown, 'FR112', 'FR113') AS unknown",
    "callable_until - 1 AS callable_until",
    "replace(breached, 'CL206', 'CL208') AS breached",
    "CASE WHEN line = 500 THEN line + 1 ELSE line END AS line",
]


def test_a_row_that_differs_in_anything_is_found(known: Path, tmp_path: Path) -> None:
    run("scrub", known / "campaign.yaml", "--out", tmp_path / "out")
    told, other = tmp_path / "out" / "verdicts.parquet", tmp_path / "other.parquet"
    assert check(known / "truth.parquet", told).wrong == 0
    for column in SPOILT_COLUMNS:
        query = f"SELECT * REPLACE ({column}) FROM '{told}' ORDER BY line"
        duckdb.sql(f"COPY ({query}) TO '{other}' (FORMAT parquet)")
        assert check(known / "truth.parquet", other).wrong > 0, column
    duckdb.sql(f"COPY (FROM '{told}' LIMIT 19999) TO '{other}' (FORMAT parquet)")
    assert check(known / "truth.parquet", other).wrong == 1
