"""A million calls that were placed, each judged at its own moment.

    python -m benchmarks.audit_calls --calls 1000000

`calllint audit` runs on generated lists, and `calllint check` on the same ones: an audit judges
about one call for two contacts that a check judges. Time and memory go to RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.process import CALLLINT, JUDGED, Run, generated, run
from benchmarks.results import record, table

_CALLS_A_CONTACT = 0.51
_DAYS = "2026-10-01..2026-11-22"
"""Days of all generated calls."""


def report(audit: Run, check: Run) -> str:
    """The table, and what each found."""
    audited, checked = (json.loads(one.output)["campaigns"][0] for one in (audit, check))
    calls, contacts = (one["totals"]["contacts"] for one in (audited, checked))
    body = table(
        ["", "judged", "time", "processor", "a second", "peak memory"],
        [_row("calllint audit", calls, audit), _row("calllint check", contacts, check)],
    )
    totals = audited["totals"]
    if not calls:
        raise SystemExit(f"nothing was audited: {audited['problems']}")
    found = f"in breach {totals['block']:,}, cannot be told {totals['review']:,}"
    return "\n\n".join(
        [
            f"{calls:,} calls to {contacts:,} contacts.",
            body,
            f"calllint audit: clean {totals['allow']:,}, {found}.",
        ]
    )


def _row(name: str, judged: int, one: Run) -> list[str]:
    return [
        name,
        f"{judged:,}",
        f"{one.seconds:.1f} s",
        f"{one.cpu_seconds:.1f} s",
        f"{judged / one.seconds:,.0f}",
        f"{one.peak_bytes / 2**20:,.0f} MiB",
    ]


def main() -> None:
    """Generate the lists, audit their calls, check their contacts."""
    parser = argparse.ArgumentParser(description="Measure an audit of calls.")
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        campaign = generated(Path(name), round(options.calls / _CALLS_A_CONTACT), options.seed)
        command = (str(campaign), "--format", "json")
        audit = run((*CALLLINT, "audit", *command, "--calls", _DAYS), allowed=JUDGED)
        check = run((*CALLLINT, *command), allowed=JUDGED)
    body = report(audit, check)
    print(body)
    asked = f"python -m benchmarks.audit_calls --calls {options.calls} --seed {options.seed}"
    record("audit-calls", "An audit", asked, body)


if __name__ == "__main__":
    main()
