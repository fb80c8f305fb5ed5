"""The age of consents alone: calllint beside the PyPI package ``demarchage-consent``.

    python -m benchmarks.consent_age --contacts 1000000

The package judges one consent at a moment: its date of collection, and whether it was withdrawn. So
it is asked about every consent of a generated list on the first judged day, by the loop one would
write around it. calllint runs FR104 alone over the same contacts and consents, and then every rule
over all lists, whose reasons are compared with what the package says, contact by contact: of people
with one granted record, whose number can be read and whose country is covered. It needs the extra
``bench``.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.growth import generated
from benchmarks.process import CALLLINT, JUDGED, Run, run
from benchmarks.results import record, table

DAY = "2026-11-23"
EVENING = f"{DAY}T20:00:00+01:00"
"""The package judges a moment, calllint a day: the last moment of calls in Paris stands for it."""

# What calllint says of the age: expired, withdrawn or refused, a date it cannot use, or nothing.
_COMPARED = """
SELECT status, CASE WHEN v.breached LIKE '%FR104%' THEN 'too old'
        WHEN v.breached LIKE '%FR102%' OR v.unknown LIKE '%FR102%' THEN 'withdrawn'
        WHEN v.breached LIKE '%FR107%' OR v.unknown LIKE '%FR104%' THEN 'no usable date'
        ELSE 'in time' END AS said, "at", count(*) AS contacts
FROM read_csv('{package}', all_varchar = true, header = true) p
JOIN '{verdicts}' v USING (contact_id)
SEMI JOIN (SELECT contact_id FROM '{verdicts}' GROUP BY ALL HAVING count(*) = 1) USING (contact_id)
WHERE granted = '1' AND coalesce(v.unknown, '') NOT LIKE '%CL207%'
    AND coalesce(v.breached, '') NOT SIMILAR TO '.*CL2(02|03|22|23|24).*'
GROUP BY ALL
"""
_LISTS = re.compile(r"(suppressions|calls): \[.*\]")
_AGREE = {
    ("valide", "in time"),
    ("expire", "too old"),
    ("revoque", "withdrawn"),
    ("preuve_manquante", "no usable date"),
}


def ask_package(folder: Path, out: Path) -> None:
    """What the package says of each person's latest grant; ``granted`` counts the grants."""
    from demarchage_consent import evaluate_consent

    people: dict[str, tuple[int, str, str | None]] = {}
    with (folder / "consents.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            count, at, ended = people.get(row["contact_id"], (0, "", None))
            if row["status"] == "withdrawn":
                people[row["contact_id"]] = (count, at, row["at"] or "oui")
            else:
                people[row["contact_id"]] = (count + 1, max(at, row["at"]), ended)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["contact_id", "granted", "at", "status"])
        for person, (count, at, ended) in people.items():
            status = evaluate_consent(at, now=EVENING, revoked_at=ended)
            writer.writerow([person, count, at[:10], status])


def compared(package: Path, verdicts: Path) -> Counter[tuple[str, str, str]]:
    """Contacts by what the package says, what calllint says, and the day of the consent."""
    import duckdb

    with duckdb.connect() as database:
        query = _COMPARED.format(package=package, verdicts=verdicts)
        found = database.execute(query).fetchall()
    return Counter({(status, said, at or ""): count for status, said, at, count in found})


def report(runs: dict[str, Run], pairs: Counter[tuple[str, str, str]], contacts: int) -> str:
    """Times, agreement, and the differences with the days they fall on."""
    rows = [
        [
            name,
            f"{one.seconds:.1f} s",
            f"{one.cpu_seconds:.1f} s",
            f"{one.peak_bytes / 2**20:,.0f} MiB",
        ]
        for name, one in runs.items()
    ]
    package, age, whole = runs.values()
    same = sum(count for (status, said, _), count in pairs.items() if (status, said) in _AGREE)
    apart: Counter[tuple[str, str]] = Counter()
    days: dict[tuple[str, str], set[str]] = {}
    for (status, said, at), count in pairs.items():
        if (status, said) not in _AGREE:
            apart[status, said] += count
            days.setdefault((status, said), set()).add(at)
    differences = [
        [f"`{status}`", said, f"{count:,}", _range(days[status, said])]
        for (status, said), count in apart.most_common()
    ]
    times = (
        f"The package takes {package.seconds / age.seconds:.1f} times as long as calllint does for "
        f"FR104 alone, and {package.seconds / whole.seconds:.1f} times as long as it does for "
        "every rule with its files."
    )
    agreed = (
        f"Of {pairs.total():,} contacts with one consent each, both say the same of {same:,}. "
        "The others, which `README.md` explains:"
    )
    measured = table(["", "time", "processor", "peak memory"], rows)
    others = table(["demarchage-consent", "calllint", "contacts", "consents of"], differences)
    judged = f"{contacts:,} contacts, judged on {DAY}."
    return "\n\n".join((judged, measured, times, agreed, others))


def _range(days: set[str]) -> str:
    known = sorted(day for day in days if day)
    if not known:
        return "no date"
    return known[0] if len(known) == 1 else f"{known[0]} to {known[-1]}"


def measure(contacts: int, seed: int) -> str:
    """Generate, run each, compare; the report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generated(folder / "csv", contacts, seed, "csv")
        campaign, days = folder / "csv" / "campaign.yaml", ("--dial", f"{DAY}..{DAY}")
        few = campaign.with_name("consents.yaml")
        few.write_text(_LISTS.sub(r"\1: none", campaign.read_text(encoding="utf-8")), "utf-8")
        asked = (str(folder / "csv"), str(folder / "said.csv"))
        alone = (str(few), *days, "--select", "FR104", "--format", "json")
        whole = ("scrub", str(campaign), *days, "--out", str(folder / "out"))
        runs = {
            "demarchage-consent, a loop over the consents": run(
                (sys.executable, "-m", "benchmarks.consent_age", "--ask", *asked)
            ),
            "calllint, FR104 alone": run((*CALLLINT, *alone), allowed=JUDGED),
            "calllint scrub, every rule and list": run((*CALLLINT, *whole), allowed=JUDGED),
        }
        said = ("--compare", str(folder / "said.csv"), str(folder / "out" / "verdicts.parquet"))
        told = json.loads(run((sys.executable, "-m", "benchmarks.consent_age", *said)).output)
        pairs = Counter({(status, word, at): count for status, word, at, count in told})
    return report(runs, pairs, contacts)


def main() -> None:
    """Measure, print, record; or do one step, in a process of its own."""
    parser = argparse.ArgumentParser(description="The age of consents, beside another tool.")
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ask", type=Path, nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--compare", type=Path, nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask:
        ask_package(*given.ask)
    elif given.compare:
        found = compared(*given.compare)
        print(json.dumps([[*pair, count] for pair, count in sorted(found.items())]))
    else:
        body = measure(given.contacts, given.seed)
        print(body)
        command = (
            f"python -m benchmarks.consent_age --contacts {given.contacts} --seed {given.seed}"
        )
        record("consent-age", "The age of consents alone", command, body)


if __name__ == "__main__":
    main()
