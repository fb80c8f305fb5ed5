"""The floor: the same files scanned and joined by DuckDB, with nothing judged.

    python -m benchmarks.floor FOLDER --memory-limit 1GB

Numbers are compared as they are written, so it finds fewer of them than there are: it says what
reading and joining these files costs at the least, not what is in them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

LISTS = {
    "contacts": "contacts.csv",
    "consents": "consents.csv",
    "suppressions": "suppressions.csv",
    "calls": "calls/*.csv",
}
_JOINED = """
SELECT count(*) AS contacts, count(k.latest) AS with_consent, count(s.phone) AS suppressed,
    count(*) FILTER (WHERE l.calls > 4) AS called_often
FROM contacts c
LEFT JOIN (SELECT phone, max("at") AS latest, bool_or(status = 'withdrawn') AS withdrawn
           FROM consents GROUP BY phone) k ON k.phone = c.phone
LEFT JOIN (SELECT DISTINCT phone FROM suppressions) s ON s.phone = c.phone
LEFT JOIN (SELECT phone, count(*) AS calls, max("at") AS latest
           FROM calls GROUP BY phone) l ON l.phone = c.phone
"""


def scan_and_join(folder: Path, memory_limit: str) -> dict[str, int]:
    """Read the four lists as text and join them by the phone as written; a few counts."""
    import duckdb

    with tempfile.TemporaryDirectory() as temp, duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{memory_limit}'")
        database.execute(f"SET temp_directory = '{temp}'")
        for name, pattern in LISTS.items():
            path = str(folder / pattern).replace("'", "''")
            database.execute(
                f"CREATE TABLE {name} AS SELECT * FROM "
                f"read_csv('{path}', all_varchar = true, header = true)"
            )
        found = database.execute(_JOINED)
        names = [column[0] for column in found.description]
        row = found.fetchone() or ()
        return dict(zip(names, row, strict=True))


def main() -> None:
    """Scan, join, print the counts as JSON."""
    parser = argparse.ArgumentParser(description="Scan and join the lists of a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--memory-limit", default="1GB")
    options = parser.parse_args()
    print(json.dumps(scan_and_join(options.folder, options.memory_limit)))


if __name__ == "__main__":
    main()
