"""The same checks, written the obvious way: csv, phonenumbers and dictionaries.

    python -m benchmarks.naive FOLDER

What a careful person writes in an afternoon: everything in memory, one number parsed at a time
(each spelling once), one row judged at a time. It prints how many contacts it stops, and why, as
JSON. It does far less than calllint: no zones, no dates of the law, no campaign, no unknown.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import phonenumbers

FIRST_DAY = date(2026, 11, 23)
ADVERTISERS = {"Télécom Exemple SA", "TELECOM EXEMPLE"}
CHANNEL = "live_call"
VALIDITY = timedelta(days=365)
MAX_ATTEMPTS = 4
PER_DAYS = timedelta(days=30)
# Overseas numbers dialled the national way, which the library takes for numbers of the mainland.
OVERSEAS = {
    **dict.fromkeys(["262", "692", "693"], "RE"),
    **dict.fromkeys(["590", "690", "691"], "GP"),
    **dict.fromkeys(["594", "694"], "GF"),
    **dict.fromkeys(["596", "696", "697"], "MQ"),
    "639": "YT",
}

Consents = dict[str, list[tuple[date, bool]]]


@cache
def e164(cell: str) -> str | None:
    """The number in its international form, or nothing where the cell holds no valid number."""
    digits = "".join(character for character in cell if character.isdigit())
    national = digits.startswith("0") and not digits.startswith("00")
    region = OVERSEAS.get(digits[1:4], "FR") if national else "FR"
    try:
        number = phonenumbers.parse(cell, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_consents(folder: Path) -> Consents:
    """What each number granted (true) or withdrew (false) for this advertiser and channel."""
    consents: Consents = defaultdict(list)
    for row in rows(folder / "consents.csv"):
        number = e164(row["phone"])
        ours = row["advertiser"] in ADVERTISERS and row["channel"] == CHANNEL
        if number and ours and row["at"]:
            day = datetime.fromisoformat(row["at"]).date()
            consents[number].append((day, row["status"] == "granted"))
    return consents


def read_suppressions(folder: Path) -> set[str]:
    """Numbers not to be called on the first day."""
    day = FIRST_DAY.isoformat()
    return {
        number
        for row in rows(folder / "suppressions.csv")
        if row["since"] <= day and (not row["until"] or row["until"] >= day)
        if (number := e164(row["phone"]))
    }


def read_attempts(folder: Path) -> Counter[str]:
    """How often each number was called in the days before."""
    since = FIRST_DAY - PER_DAYS
    attempts: Counter[str] = Counter()
    for path in sorted((folder / "calls").glob("*.csv")):
        for row in rows(path):
            number = e164(row["phone"])
            if number and datetime.fromisoformat(row["at"]).date() > since:
                attempts[number] += 1
    return attempts


def consent_problem(records: list[tuple[date, bool]]) -> str | None:
    """Why these consents do not allow a call on the first day, or nothing where one does."""
    grants = [day for day, granted in records if granted]
    if not grants:
        return "no consent"
    withdrawn = max((day for day, granted in records if not granted), default=None)
    if withdrawn is not None and withdrawn >= max(grants):
        return "withdrawn"
    return "expired" if max(grants) + VALIDITY < FIRST_DAY else None


def judge(folder: Path) -> Counter[str]:
    """Contacts by what stops them; ``callable`` where nothing does."""
    consents = read_consents(folder)
    suppressed = read_suppressions(folder)
    attempts = read_attempts(folder)
    outcomes: Counter[str] = Counter()
    for row in rows(folder / "contacts.csv"):
        number = e164(row["phone"])
        if number is None:
            outcomes["invalid number"] += 1
            continue
        reasons = [consent_problem(consents.get(number, []))]
        reasons.append("suppressed" if number in suppressed else None)
        reasons.append("too many attempts" if attempts[number] >= MAX_ATTEMPTS else None)
        outcomes.update([reason for reason in reasons if reason] or ["callable"])
    return outcomes


def main() -> None:
    """Read the command line, judge, print the counts."""
    parser = argparse.ArgumentParser(description="Judge a generated campaign the naive way.")
    parser.add_argument("folder", type=Path)
    print(json.dumps(dict(judge(parser.parse_args().folder)), indent=2))


if __name__ == "__main__":
    main()
