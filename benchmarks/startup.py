"""How long calllint takes on small work, beside `python -c pass` and other linters of YAML.

    python -m benchmarks.startup

Every command runs in turn, several rounds over, so that a slow moment of the machine slows them
all; the medians are recorded in RESULTS.md. What each tool does differs: yamllint looks at the
style of a file, check-jsonschema at its form, calllint at its form and at the law.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.process import CALLLINT, JUDGED, generated, run
from benchmarks.results import record, table

CONTACTS = 1000
CAMPAIGNS = 500
ROWS = 1000
CALLED = "Télécom Exemple SA"
SIX = {
    "contacts": ("phone,postal_code", "75011"),
    "consents": (
        "phone,at,status,advertiser,channel,offer,form,proof",
        f"2026-09-01T10:12:00+02:00,granted,{CALLED},live_call,fibre internet,F-2025,p-1",
    ),
    "contracts": ("phone,advertiser,object,started_on,status", f"{CALLED},mobile,2024-05-02,ended"),
    "requests": ("phone,at,advertiser,offer", f"2026-10-01T09:00:00+02:00,{CALLED},fibre internet"),
    "suppressions": ("phone,since,reason", "2024-06-24,objection"),
    "calls": ("phone,at,advertiser,outcome", f"2026-11-02T11:00:00+01:00,{CALLED},no_answer"),
}
"""Columns of each list, and what stands behind the number in every row."""
BASELINE = "python -c pass"
SCHEMA = Path(__file__).parent.parent / "src/calllint/schema/campaign.schema.json"
YAMLLINT = (
    sys.executable,
    "-m",
    "yamllint",
    "-d",
    "{extends: relaxed, rules: {line-length: disable}}",
)
JSONSCHEMA = (sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMA))


def measure(rounds: int) -> dict[str, tuple[float, float]]:
    """Median seconds and processor seconds of each command, by what it is called in the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        campaign = generated(folder / "one", CONTACTS)
        many = _copies(campaign, folder / "many")
        one, six = str(campaign), str(_six_lists(campaign, folder / "six"))
        commands = {
            BASELINE: (sys.executable, "-c", "pass"),
            "calllint --help": (*CALLLINT, "--help"),
            "calllint campaign.yaml --without-data": (*CALLLINT, one, "--without-data"),
            f"calllint campaign.yaml (lists of {CONTACTS:,} contacts)": (*CALLLINT, one),
            f"calllint campaign.yaml (six lists of {ROWS:,} rows)": (*CALLLINT, six),
            "yamllint campaign.yaml": (*YAMLLINT, one),
            "check-jsonschema campaign.yaml": (*JSONSCHEMA, one),
            f"calllint FOLDER --without-data ({CAMPAIGNS} campaigns)": (
                *CALLLINT, str(folder / "many"), "--without-data",
            ),
            f"yamllint FOLDER ({CAMPAIGNS} campaigns)": (*YAMLLINT, str(folder / "many")),
            f"check-jsonschema FILE… ({CAMPAIGNS} campaigns)": (*JSONSCHEMA, *many),
        }  # fmt: skip
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds + 1):
            for name, command in commands.items():
                made = run(command, allowed=JUDGED)
                times[name].append((made.seconds, made.cpu_seconds))
    # The first round only warms the files up.
    return {
        name: (median(one[0] for one in runs[1:]), median(one[1] for one in runs[1:]))
        for name, runs in times.items()
    }


def _six_lists(campaign: Path, folder: Path) -> Path:
    """The campaign with a list of each kind, all of the same length and about the same people."""
    shutil.copytree(campaign.parent, folder, ignore=shutil.ignore_patterns("*.csv", "calls"))
    with (campaign.parent / "contacts.csv").open(encoding="utf-8", newline="") as stream:
        phones = [row["phone"] for row in islice(csv.DictReader(stream), ROWS)]
    entries = []
    for kind, (heading, rest) in SIX.items():
        with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as stream:
            stream.write(f"{heading}\n")
            rows = csv.writer(stream, lineterminator="\n")
            rows.writerows([phone, *rest.split(",")] for phone in phones)
        entries.append(f"  {kind}: [{{path: {kind}.csv}}]\n")
    text = campaign.read_text("utf-8").partition("data:\n")[0]
    made = folder / campaign.name
    made.write_text(f"{text}data:\n  consent_forms: forms.yaml\n{''.join(entries)}", "utf-8")
    return made


def _copies(campaign: Path, folder: Path) -> list[str]:
    """The campaign many times over in a folder, each under an id of its own."""
    folder.mkdir()
    text = campaign.read_text("utf-8")
    first = next(line for line in text.splitlines() if line.lstrip().startswith("id:"))
    for other in campaign.parent.glob("*.yaml"):
        if other != campaign:
            (folder / other.name).write_text(other.read_text("utf-8"), "utf-8")
    names = [folder / f"campaign-{number}.yaml" for number in range(CAMPAIGNS)]
    for number, name in enumerate(names):
        name.write_text(text.replace(first, f"{first}-{number}", 1), "utf-8")
    return [str(name) for name in names]


def report(medians: dict[str, tuple[float, float]]) -> str:
    """The table: milliseconds, and how much longer than the baseline one waits."""
    base, _ = medians[BASELINE]
    rows = [
        [
            f"`{name}`",
            f"{seconds * 1000:.0f} ms",
            f"{cpu * 1000:.0f} ms",
            f"{(seconds - base) * 1000:.0f} ms",
            f"{seconds / base:.1f}",
        ]
        for name, (seconds, cpu) in medians.items()
    ]
    return table(["command", "median", "processor", "beyond `pass`", "ratio"], rows)


def main() -> None:
    """Measure, print, record."""
    for name in ("yamllint", "check_jsonschema"):
        if find_spec(name) is None:  # it would end as a linter that found something does
            raise SystemExit(f"{name} is not installed: run `make .venv/.bench` first")
    parser = argparse.ArgumentParser(description="Measure start-up.")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    body = report(measure(rounds))
    print(body)
    command = f"python -m benchmarks.startup --rounds {rounds}"
    record("startup", "Start-up", command, f"Ratios are to `{BASELINE}`, same run.\n\n{body}")


if __name__ == "__main__":
    main()
