"""Hostile lists, by the thousand: nothing may crash, and no row may be lost.

    python -m benchmarks.fuzz --minutes 10

Each case is a sound list in some format, spoilt: bytes changed, cut, doubled, in two encodings at
once, or no list at all. It is judged as the contacts of a campaign. Either it is refused, with its
place and its remedy, or the rows in are the callable, the ones to review, the blocked and the
unreadable. Where the rows of the file can be counted without calllint, they are, and compared.
"""

from __future__ import annotations

import argparse
import csv
import glob
import gzip
import io
import json
import sqlite3
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.hostile import HOSTILE
from benchmarks.results import record
from calllint.engine import InputError, Options, judge
from calllint.engine.result import Totals

_TOLD_FROM = 10
"""Minutes from which on RESULTS.md tells of it."""
CAMPAIGN = """\
calllint: 1
campaign:
  {id: fuzz, channel: live_call, purpose: service, includes_offer: false, sector: telecom,
   ground: none, audience: consumer}
advertiser: {name: Exemple SA, country: FR}
schedule: {from: 2026-11-23, to: 2026-11-27}
data: {contacts: [{path: "%s"}], consents: none, contracts: none, requests: none,
       suppressions: none, calls: none}
"""
WORDS = ["Zoé", "Noël", "l’été", "a;b", "c,d", 'dit "non"', "", "ligne\nautre", "\t", "0", "œ"]
ENCODINGS = ["utf-8", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-32", "utf-8-sig"]


def rows(random: Random, most: int = 40) -> list[list[str]]:
    """A header and some contacts, numbers of fiction."""
    found = [["contact_id", "phone", "postal_code", "note"]]
    for number in range(random.randrange(1, most)):
        phone = random.choice([f"0199{random.randrange(10**6):06d}", "12", "", "+33 1 99 00 00 01"])
        found.append([f"P{number}", phone, random.choice(["75011", ""]), random.choice(WORDS)])
    return found


def text(random: Random) -> bytes:
    """A CSV file in some dialect."""
    out = io.StringIO(newline="")
    if random.random() < 0.1:
        out.write("sep=;\n")
    ending = random.choice(["\n", "\r\n", "\r"])
    quoting: Any = random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    sign = random.choice(",;\t|")
    csv.writer(out, delimiter=sign, quoting=quoting, lineterminator=ending).writerows(rows(random))
    encoding = random.choice(ENCODINGS)
    return out.getvalue().encode(encoding, "replace")


def plain(random: Random) -> bytes:
    """A CSV file without a quotation mark, whose rows are its lines."""
    lines = [",".join(cell if cell.isalnum() else "x" for cell in row) for row in rows(random)]
    lines[0] = "contact_id,phone,postal_code,note"
    return "\n".join(lines).encode(random.choice(["utf-8", "cp1252"]), "replace")


def json_lines(random: Random) -> bytes:
    """JSON Lines, some of them nested."""
    header, *body = rows(random)
    found = [dict(zip(header, row, strict=True)) for row in body]
    nested = [{**row, "more": {"a": [1, {"b": None}]}} for row in found]
    return "\n".join(map(json.dumps, random.choice([found, nested]))).encode()


def parquet(random: Random) -> bytes:
    """A Parquet file."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (contact_id VARCHAR, phone VARCHAR, note VARCHAR)")
        body = [(row[0], row[1], row[3]) for row in rows(random)[1:]]
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", body)
        connection.execute(f"COPY t TO '{folder}/l.parquet' (FORMAT parquet)")
        return Path(folder, "l.parquet").read_bytes()


def workbook(random: Random) -> bytes:
    """An .xlsx file."""
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("L")
    for row in rows(random):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sqlite(random: Random) -> bytes:
    """An SQLite file of one table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "l.db")
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE t (contact_id, phone, postal_code, note)")
            connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", rows(random)[1:])
        return path.read_bytes()


def gzipped(random: Random) -> bytes:
    """A list, compressed; at times a thousandfold."""
    inner = b"phone\n" + b"0" * 300_000_000 if random.random() < 0.02 else text(random)
    return gzip.compress(inner, 1)


def zipped(random: Random) -> bytes:
    """One or two lists in an archive; at times a bomb."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(random.randrange(3)):
            make = random.choice([text, plain, json_lines, gzipped])
            archive.writestr(f"{number}.csv", make(random))
        if random.random() < 0.02:
            archive.writestr("b.csv", b"phone\n" + b"1" * 400_000_000)
    return out.getvalue()


def bomb(random: Random) -> bytes:
    """A workbook whose sheet unpacks to many times its size."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(random))) as sound,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in sound.namelist():
            data = sound.read(name)
            if name.startswith("xl/worksheets"):
                data = data.replace(b"<sheetData>", b"<sheetData>" + b" " * 60_000_000)
            archive.writestr(name, data)
    return out.getvalue()


SIGNS = [
    b"",
    b"PAR1",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"SQLite format 3\x00",
    b"{",
    b"\xff\xfe",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"phone\n",
]
"""How files of some formats begin."""


def noise(random: Random) -> bytes:
    """Bytes of no meaning, behind a sign of some format at times."""
    start = random.choice(SIGNS)
    return start + random.randbytes(random.randrange(400))


MAKERS: dict[str, Callable[[Random], bytes]] = {
    "list.csv": text,
    "plain.csv": plain,
    "list.jsonl": json_lines,
    "list.parquet": parquet,
    "list.xlsx": workbook,
    "bomb.xlsx": bomb,
    "list.db": sqlite,
    "list.csv.gz": gzipped,
    "list.zip": zipped,
    "noise.csv": noise,
    "noise.xlsx": noise,
    "noise.jsonl": noise,
    **HOSTILE,
}
"""What makes a sound list, by the name the file gets."""


STRAYS = [b'"', b"\n", b"\r", b";", b"\x00", b"\xe9", b"\xc3\xa9", b"\xff", b"'", b"\\"]


def spoil(data: bytes, random: Random) -> bytes:
    """The bytes, cut, changed, doubled or mixed; at times as they are."""
    for _ in range(random.choice([0, 1, 1, 1, 2, 3])):
        place = random.randrange(len(data) + 1)
        length = random.choice([1, 1, 2, 5, 50])
        match random.randrange(6):
            case 0:
                data = data[:place]
            case 1:
                data = data[:place] + random.randbytes(length) + data[place + length :]
            case 2:
                data = data[:place] + data[place + length :]
            case 3:
                data = data[:place] + random.choice(STRAYS) * length + data[place:]
            case 4:
                data = data[:place] + data[max(0, place - 60) :]
            case _:
                data = data + "\nP,0199000001,é,œ".encode(random.choice(ENCODINGS[:3]))
    return data


def count_plainly(path: Path) -> int | None:
    """Rows of a file as something else counts them; None where that cannot be said from outside."""
    data = path.read_bytes()
    if data.startswith(b"PAR1"):
        import duckdb

        with suppress(duckdb.Error), duckdb.connect() as connection:
            name = glob.escape(str(path)).replace("'", "''")
            query = f"SELECT count(*) FROM read_parquet('{name}')"
            return int(connection.execute(query).fetchall()[0][0])
    if b'"' in data or b"\x00" in data or b"\r" in data or not data.startswith(b"contact_id,"):
        return None
    return sum(bool(line) for line in data.split(b"\n")[1:])


def run(path: Path) -> str:
    """Judge a list; what became of it. Raises AssertionError where a row is lost."""
    campaign = path.with_name("campaign.yaml")
    campaign.write_text(CAMPAIGN % path.name, encoding="utf-8")
    try:
        with judge(campaign, Options()) as judgement:
            totals = judgement.report.totals
            verdicts = Counter(str(each.verdict) for each in judgement.verdicts())
    except InputError as error:
        told_of = error.problems
    else:
        return _added_up(path, totals, verdicts)
    assert told_of
    assert all(one.message["en"] and one.message["fr"] for one in told_of)
    return "refused" if all(one.fatal for one in told_of) else "limit reached"


def _added_up(path: Path, totals: Totals, verdicts: Counter[str]) -> str:
    told = totals.allow + totals.review + totals.block + totals.unreadable
    assert totals.contacts == told == sum(verdicts.values()), totals
    expected = count_plainly(path)
    assert expected is None or expected == totals.contacts, (expected, totals)
    return (
        f"{totals.contacts} = {totals.allow} + {totals.review} + {totals.block} + "
        f"{totals.unreadable}"
    )


def case(folder: Path, name: str, random: Random) -> Path:
    """One hostile list, in a folder."""
    path = folder / name
    path.write_bytes(spoil(MAKERS[name](random), random))
    return path


def main() -> None:
    """Run for some minutes; print each case, and stop at the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    ends, seed, tally = time.monotonic() + 60 * given.minutes, given.seed, Counter[str]()
    with tempfile.TemporaryDirectory(prefix="calllint-fuzz-") as name:
        while time.monotonic() < ends:
            random = Random(seed)
            kinds = [each for each in MAKERS if each != "bomb.xlsx" or seed % 50 == 0]  # it is slow
            path = case(Path(name), random.choice(kinds), random)
            try:
                outcome = run(path)
            except Exception:  # noqa: BLE001 - whatever it is, it is what we look for
                traceback.print_exc()
                raise SystemExit(f"seed {seed}, {path.name}: failed") from None
            print(f"{seed:7} {path.name:14} rows in = callable + review + blocked + unreadable: "
                  f"{outcome}")  # fmt: skip
            tally["read" if "=" in outcome else outcome] += 1
            path.unlink()
            seed += 1
    told = f"{tally.total()} lists: " + ", ".join(f"{n} {what}" for what, n in tally.items())
    print(told)
    if given.minutes >= _TOLD_FROM:
        command = f"python -m benchmarks.fuzz --minutes {given.minutes:g} --seed {given.seed}"
        record("fuzz", "Hostile lists", command, f"{told}. No traceback, and no row lost.")


if __name__ == "__main__":
    main()
