"""The command on a real cluster: what it writes, and what it says when something is missing."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.generate import generate
from benchmarks.spark import compare, dataset
from calllint.engine import Options, judge
from calllint.engine.options import InputError
from calllint.engine.spark import cluster, sources
from calllint.facts.sources.table import Source
from calllint.packs.canonical import KINDS, LAYOUTS
from tests.building import phone
from tests.spark.standalone import QUICK, USUAL, Standalone
from tests.spark.test_parity import assert_same

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROWS = int(os.environ.get("CALLLINT_SPARK_ROWS") or 100_000)
"""Contacts of the generated list; its consents and calls are several times as many."""
PATIENCE = 600 + ROWS // 1000
"""Seconds that the command may take: what a busy machine needs, twice."""
CAMPAIGN = """\
calllint: 1
campaign: {id: lake, title: Lake, channel: live_call, purpose: sale, audience: consumer}
advertiser: {name: Acme, country: FR}
schedule:
  {from: 2026-11-23, to: 2026-11-27, windows: [{days: [mon], hours: ["10:00-12:00"]}]}
data:
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generate(folder, ROWS)
    return folder / "campaign.yaml"


def check(*arguments: object, environment: dict[str, str] | None = None) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "calllint", "check", *map(str, arguments)],
        capture_output=True, text=True, timeout=PATIENCE, env=environment, check=False,
    )  # fmt: skip


@contextmanager
def started(*arguments: object, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The command, while it runs: with its Java in a group of processes of its own."""
    running = subprocess.Popen(
        [sys.executable, "-m", "calllint", "check", *map(str, arguments)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def campaign(folder: Path, data: str) -> Path:
    path = folder / "campaign.yaml"
    path.write_text(CAMPAIGN + data, encoding="utf-8")
    return path


def refused(path: Path, **options: Any) -> str:
    """What a run on the cluster says that cannot be made."""
    with pytest.raises(InputError) as told, judge(path, Options(engine="spark", **options)):
        pass
    return " ".join(each.message["en"] for each in told.value.problems)


def test_a_cluster_says_what_a_laptop_says(
    standalone: Standalone, generated: Path, tmp_path: Path
) -> None:
    environment = standalone.environment(standalone.configuration(**USUAL))
    there = check(
        generated, "--engine", "spark", "--format", "json", "--verdicts", tmp_path / "verdicts",
        "--show-numbers", "--cluster-temp", tmp_path.as_uri(), environment=environment,
    )  # fmt: skip
    here = check(generated, "--format", "json", "--show-numbers")

    assert there.stderr == "" or "WARN" in there.stderr
    assert there.returncode == here.returncode
    judged_there, judged_here = (json.loads(each.stdout)["campaigns"][0] for each in (there, here))
    assert {k: v for k, v in judged_there.items() if v != judged_here.get(k)} == {}
    assert there.stdout == here.stdout
    dataset(generated, tmp_path)
    assert compare(tmp_path, tmp_path / "verdicts") == 0
    told = json.loads((tmp_path / "verdicts" / "_SUCCESS").read_text())
    assert told == {"rows": ROWS}
    (tmp_path / "here.jsonl").unlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["verdicts"]


def test_a_dataset_of_many_files_is_one_list(session: SparkSession, tmp_path: Path) -> None:
    rows = [(number, f"+336{number:08}") for number in range(1, 101)]
    frame = session.createDataFrame(rows, "contact_id INT, phone STRING")
    frame.repartitionByRange(4, "contact_id").write.parquet(str(tmp_path / "lake"))
    (tmp_path / "one.csv").write_text(
        "contact_id,phone\n" + "".join(f"{number},{phone}\n" for number, phone in rows)
    )
    there, here = (
        campaign(tmp_path, f"  contacts: [{{path: '{path}'}}]\n")
        for path in (tmp_path / "lake").as_uri() and [(tmp_path / "lake").as_uri()] * 2
    )
    with judge(there, Options(engine="spark")) as judgement:
        found = [(each.line, each.contact_id, each.verdict) for each in judgement.verdicts()]
    campaign(tmp_path, "  contacts: [{path: one.csv}]\n")
    with judge(here, Options()) as judgement:
        listed = [(each.line - 1, each.contact_id, each.verdict) for each in judgement.verdicts()]

    assert found == listed


@pytest.mark.parametrize("odd", ["sep", "quoted", "ragged", "multiline", "latin", "one-column"])
def test_csv_files_are_read_alike(
    session: SparkSession, long_lists: None, tmp_path: Path, odd: str
) -> None:
    lines = [["contact_id", "phone", "note"], *([str(n), phone(n), f"n° {n}"] for n in range(9))]
    written, encoding = "\r\n".join(";".join(cells) for cells in lines) + "\r\n", "utf-8"
    match odd:
        case "sep":
            written = "sep=;\r\n" + written
        case "quoted":
            written = written.replace("n° 3", '"a; ""quoted"" note"').replace("n° 4", '""')
        case "ragged":
            written = written.replace(";n° 5", "").replace("n° 6", 'a"b')
        case "multiline":
            written = written.replace("n° 3", '"two\r\nlines"') + "\r\n"
        case "latin":
            encoding = "cp1252"
        case "one-column":
            written = "\n".join(["phone", *(phone(n) for n in range(5)), "", phone(6)])
    (tmp_path / "list.csv").write_bytes(written.encode(encoding))

    assert_same(campaign(tmp_path, "  contacts: [{path: list.csv}]\n"))


def test_rows_that_the_cluster_loses_are_missed(
    session: SparkSession, long_lists: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sources._Lines.source

    def cut_otherwise(lines: sources._Lines) -> Source:
        lines._cluster.session.conf.set("spark.sql.files.maxPartitionBytes", "300")
        return source(lines)

    monkeypatch.setattr(sources._Lines, "source", cut_otherwise)
    (tmp_path / "list.csv").write_text("phone\n" + "".join(f"{phone(n)}\n" for n in range(100)))

    told = refused(campaign(tmp_path, "  contacts: [{path: list.csv}]\n"))
    assert "did not read every row" in told


@pytest.mark.parametrize("kinds", [KINDS[:1], KINDS[1:]], ids=["contacts", "evidence"])
def test_what_is_the_same_on_every_row_is_read_alike(
    session: SparkSession, long_lists: None, tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    (tmp_path / "list.csv").write_text("phone\n" + "".join(f"{phone(n)}\n" for n in range(5)))
    (tmp_path / "same.csv").write_text("note\nx\ny\n")
    lists = {"contacts": ["list.csv"]} | {
        kind: [{"path": "same.csv", "set": constants(kind)}] for kind in kinds
    }

    assert_same(campaign(tmp_path, "".join(f"  {k}: {json.dumps(v)}\n" for k, v in lists.items())))


def constants(kind: str) -> dict[str, Any]:
    """A value for every column that a list may have."""
    layout = LAYOUTS[kind]
    told = {
        **dict.fromkeys(layout.columns, "x"),
        **dict.fromkeys(layout.instants, "2026-06-01T10:00:00+02:00"),
        **dict.fromkeys(layout.days, "2026-11-25"),
        **{column: allowed[0] for column, allowed in layout.closed},
        "phone": phone(3),
    }
    if kind not in ("contacts", "consents"):
        del told["contact_id"]
    return told | ({"object_related": True} if kind == "contracts" else {})


@pytest.mark.parametrize("read", ["there", "here"])
def test_hashed_numbers_and_odd_ones_are_read_alike(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    import hashlib
    import hmac

    if read == "there":
        monkeypatch.setattr(cluster, "SHORTEST", 0)
    monkeypatch.setenv("OPTOUT_KEY", "a key of the tests")
    digest = hmac.new(b"a key of the tests", b"+33199000001", hashlib.sha256).hexdigest()
    cells = ["0199000001", "01 99 00 00 02 (bureau)", "3,31990E+10", "tel:+33-1-99-00-00-03", "?"]
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(
            [["phone", "legal_form"], *([cell, "É.U.R.L."] for cell in cells)]
        )
    (tmp_path / "stop.csv").write_text(f"phone\n{digest}\n0199000002\n")

    assert_same(
        campaign(
            tmp_path,
            "  contacts: [{path: list.csv}]\n"
            "  suppressions: [{path: stop.csv, hmac_key_env: OPTOUT_KEY}]\n",
        )
    )


def test_a_table_is_a_list_in_the_order_of_its_cells(session: SparkSession, tmp_path: Path) -> None:
    rows = [(f"c{n:02}", phone(n)) for n in range(20)]
    session.createDataFrame(
        rows[::-1], "contact_id STRING, phone STRING"
    ).createOrReplaceGlobalTempView("people")
    path = campaign(tmp_path, "  contacts: [{spark_table: global_temp.people}]\n")
    with judge(path, Options(engine="spark")) as judgement:
        found = [(each.line, each.contact_id) for each in judgement.verdicts()]

    assert found == [(n + 1, f"c{n:02}") for n in range(20)]
    with pytest.raises(InputError, match="--engine spark"), judge(path, Options()):
        pass


def test_a_missing_table_is_named(session: SparkSession, tmp_path: Path) -> None:
    told = refused(campaign(tmp_path, "  contacts: [{spark_table: crm.people}]\n"))

    assert "Spark knows no table crm.people" in told


def test_at_an_address_only_parquet_is_read(session: SparkSession, tmp_path: Path) -> None:
    told = refused(campaign(tmp_path, "  contacts: [{path: 's3a://lake/people.CSV'}]\n"))

    assert "s3a://lake/people.CSV: at an address only Parquet is read" in told


def test_a_bad_part_of_a_dataset_leaves_nothing_behind(
    standalone: Standalone, session: SparkSession, tmp_path: Path
) -> None:
    frame = session.createDataFrame([(phone(n),) for n in range(400)], "phone STRING")
    frame.repartition(4).write.parquet(str(tmp_path / "lake"))
    part = sorted((tmp_path / "lake").glob("*.parquet"))[1]
    data = bytearray(part.read_bytes())
    data[4 : len(data) // 2] = bytes(len(data) // 2 - 4)
    part.write_bytes(data)
    lake = (tmp_path / "lake").as_uri()
    there = check(
        campaign(tmp_path, f"  contacts: [{{path: '{lake}'}}]\n"), "--engine", "spark",
        "--verdicts", tmp_path / "verdicts", "--cluster-temp", (tmp_path / "temp").as_uri(),
        environment=standalone.environment(standalone.configuration(**USUAL)),
    )  # fmt: skip

    assert there.returncode == 2
    assert "this is not Parquet that can be read" in there.stdout + there.stderr
    assert "Traceback" not in there.stderr
    assert not (tmp_path / "verdicts").exists()
    assert not list(tmp_path.glob("temp/*"))


def test_a_run_killed_while_it_writes_leaves_nothing_whole(
    standalone: Standalone, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("phone\n" + "".join(f"{phone(n)}\n" for n in range(2000)))
    asked = (
        campaign(tmp_path, "  contacts: [{path: list.csv}]\n"), "--engine", "spark",
        "--verdicts", tmp_path / "verdicts", "--cluster-temp", (tmp_path / "temp").as_uri(),
    )  # fmt: skip
    environment = standalone.environment(standalone.configuration(**QUICK))
    with started(*asked, environment=environment) as running:
        while running.poll() is None and not list(tmp_path.glob("verdicts.partial-*")):
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGKILL)

    assert running.returncode == -signal.SIGKILL
    assert not (tmp_path / "verdicts").exists()
    assert not list(tmp_path.glob("verdicts*/_SUCCESS"))
    again = check(*asked, environment=environment)
    assert again.returncode in (0, 1)
    assert json.loads((tmp_path / "verdicts" / "_SUCCESS").read_text()) == {"rows": 2000}


def test_a_folder_that_is_there_is_not_written_over(session: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"phone\n{phone(1)}\n")
    (tmp_path / "verdicts").mkdir()
    path = campaign(tmp_path, "  contacts: [{path: list.csv}]\n")
    with judge(path, Options(engine="spark")) as judgement, pytest.raises(InputError) as told:
        judgement.write_dataset(str(tmp_path / "verdicts"), lambda each: each.contact_id)

    assert "is there already" in told.value.problems[0].message["en"]
    assert not list((tmp_path / "verdicts").iterdir())


def test_a_worker_that_is_lost_changes_nothing(
    standalone: Standalone, session: SparkSession, tmp_path: Path
) -> None:
    lost = standalone.daemons.pop()
    lost.kill()
    lost.wait(30)
    (tmp_path / "list.csv").write_text("phone\n" + "".join(f"{phone(n)}\n" for n in range(50)))
    try:
        assert_same(campaign(tmp_path, "  contacts: [{path: list.csv}]\n"))
    finally:
        standalone.hire()
