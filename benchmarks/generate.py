"""Make a campaign of any size, with the lists behind it: the same bytes for the same seed.

    python -m benchmarks.generate FOLDER --contacts 1000000
    python -m benchmarks.generate FOLDER --contacts 1000000 --known

With ``--known`` the lists are those of ``benchmarks.known``: fewer records a person, and beside
them ``truth.parquet``, what must be said of every contact. What follows is about the others.

The lists are what a centre really receives: several formats of one number in one column, numbers
of overseas territories dialled the national way, foreigners, cells that hold no number, duplicates,
several consents for a person, some expired or withdrawn or given to somebody else.

Every value is drawn from the MD5 of (seed, field, row), so that no version of the database and no
number of threads changes it. The numbers are made up, whole ranges at random; they stand for nobody
and are not to be dialled.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.known.write import write_known

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TEMPLATE = Path(__file__).parent / "campaign"

# draw(field, row, n): 0 … n-1, evenly. pick(field, row, list): one of the list.
_MACROS = """
CREATE MACRO draw(field, i, n) AS
    CAST(md5_number_lower(concat_ws(':', {seed}, field, i)) % n AS BIGINT);
CREATE MACRO pick(field, i, choices) AS choices[draw(field, i, len(choices)) + 1];
CREATE MACRO digits(field, i, n) AS
    lpad(CAST(draw(field, i, CAST(10 ** n AS UBIGINT)) AS VARCHAR), n, '0');
CREATE MACRO instant(t) AS strftime(t, '%Y-%m-%dT%H:%M:%S') || CASE
    WHEN t BETWEEN '2025-03-30 03:00:00' AND '2025-10-26 03:00:00'
      OR t BETWEEN '2026-03-29 03:00:00' AND '2026-10-25 03:00:00' THEN '+02:00'
    ELSE '+01:00' END;
CREATE MACRO spaced(domestic, separator) AS
    array_to_string(regexp_extract_all(domestic, '..'), separator);
CREATE MACRO written(style, domestic, e164) AS CASE
    WHEN style >= 80 OR domestic IS NULL THEN e164
    WHEN style < 45 THEN domestic
    WHEN style < 65 THEN spaced(domestic, ' ')
    WHEN style < 71 THEN spaced(domestic, '.')
    WHEN style < 75 THEN '00' || substr(e164, 2)
    WHEN e164 LIKE '+33%' THEN '+33 ' || substr(domestic, 2, 1) || ' ' ||
        spaced(substr(domestic, 3), ' ')
    ELSE e164 END;
"""

# 62 % mobile, 27 % landline, 8 % overseas (national dialling), 3 % abroad; 1 % share a number.
_PEOPLE = """
CREATE TABLE number AS
WITH dialled AS (
    SELECT i, CASE
        WHEN kind < 620 THEN pick('mobile', i, ['060', '061', '062', '064', '065', '066', '067',
            '068', '073', '074', '075', '076', '077', '078', '079']) || digits('line', i, 7)
        WHEN kind < 890 THEN pick('landline', i, ['014', '018', '023', '024', '032', '038', '047',
            '048', '053', '055', '056']) || digits('line', i, 7)
        WHEN kind < 970 THEN pick('overseas', i, ['0692', '0693', '0690', '0691', '0694', '0696',
            '0697', '0639', '0262', '0590', '0596']) || digits('line', i, 6)
        END AS domestic,
        pick('abroad', i, ['+3247', '+4179', '+3465']) || digits('line', i, 7) AS foreigner
    FROM (SELECT i, draw('kind', i, 1000) AS kind FROM range({contacts}) rows(i))
)
SELECT i, domestic, CASE
    WHEN domestic IS NULL THEN foreigner
    WHEN domestic[:4] IN ('0692', '0693', '0639', '0262') THEN '+262' || domestic[2:]
    WHEN domestic[:4] IN ('0690', '0691', '0590') THEN '+590' || domestic[2:]
    WHEN domestic[:4] IN ('0694') THEN '+594' || domestic[2:]
    WHEN domestic[:4] IN ('0696', '0697', '0596') THEN '+596' || domestic[2:]
    ELSE '+33' || domestic[2:] END AS e164
FROM dialled;
CREATE TABLE person AS
SELECT person.i, number.domestic, number.e164,
    draw('consents', person.i, 100) AS consents, draw('calls', person.i, 100) AS calls
FROM (SELECT i, CASE WHEN i > 0 AND draw('twin', i, 100) = 0 THEN i - 1 ELSE i END AS owner
      FROM number) AS person
JOIN number ON number.i = person.owner;
"""

# 1.5 % of the cells hold no number and 0.5 % hold nothing.
_CONTACTS = """
SELECT 'C' || lpad(i::VARCHAR, 8, '0') AS contact_id,
    CASE WHEN spoilt < 5 THEN NULL
         WHEN spoilt < 8 THEN 'inconnu'
         WHEN spoilt < 12 THEN left(coalesce(domestic, e164), 8)
         WHEN spoilt < 14 THEN left(e164, 2) || ',' || substr(e164, 3, 2) || 'E+10'
         WHEN spoilt < 17 AND domestic IS NOT NULL THEN domestic[2:]
         WHEN spoilt < 20 THEN coalesce(domestic, e164) || ' / ' || '0601020304'
         ELSE written(draw('style', i, 100), domestic, e164) END AS phone,
    CASE WHEN draw('postcode', i, 10) < 2 OR domestic IS NULL THEN NULL
         WHEN e164 LIKE '+262%' THEN CASE WHEN domestic LIKE '0639%' THEN '976' ELSE '974' END
              || digits('town', i, 2)
         WHEN e164 LIKE '+590%' THEN '971' || digits('town', i, 2)
         WHEN e164 LIKE '+594%' THEN '973' || digits('town', i, 2)
         WHEN e164 LIKE '+596%' THEN '972' || digits('town', i, 2)
         ELSE lpad((draw('county', i, 95) + 1)::VARCHAR, 2, '0') || digits('town', i, 3)
         END AS postal_code
FROM (SELECT *, draw('spoilt', i, 1000) AS spoilt FROM person) ORDER BY i
"""

# None for 50 % of people, one for 42 %, two for 6 %, three for 2 %; the younger the likelier.
_CONSENTS = """
SELECT written(draw('consent style', id, 100), domestic, e164) AS phone,
    'C' || lpad(i::VARCHAR, 8, '0') AS contact_id,
    instant(given) AS "at",
    CASE WHEN k > 1 AND draw('withdrawn', id, 10) < 3 THEN 'withdrawn' ELSE 'granted' END AS status,
    CASE WHEN who < 900 THEN 'Télécom Exemple SA' WHEN who < 930 THEN 'TELECOM EXEMPLE'
         WHEN who < 970 THEN 'Énergie Exemple SA' ELSE 'unnamed' END AS advertiser,
    CASE WHEN draw('channel', id, 100) < 97 THEN 'live_call' ELSE 'sms' END AS channel,
    'fibre internet' AS offer,
    CASE WHEN draw('form', id, 100) < 98 THEN 'F-2025' ELSE 'F-2024' END AS form,
    CASE WHEN draw('proof', id, 100) < 97 THEN 'arch-' || digits('archive', id, 12) END AS proof,
    pick('source', id, ['web_form', 'web_form', 'web_form', 'paper', 'phone', 'partner']) AS source
FROM (
    SELECT *, draw('advertiser', id, 1000) AS who, TIMESTAMP '2026-11-20 20:00:00'
        - to_days(least(draw('age', id, 500), draw('age again', id, 500))::INTEGER)
        - to_seconds(draw('time', id, 39600)) AS given
    FROM (SELECT *, i * 4 + k AS id FROM person, range(1, 4) records(k))
    WHERE k <= CASE WHEN consents < 50 THEN 0 WHEN consents < 92 THEN 1
                    WHEN consents < 98 THEN 2 ELSE 3 END
) ORDER BY given, id
"""

# 5 % of the list, and as many people who are not on it.
_SUPPRESSIONS = """
SELECT CASE WHEN i % 2 = 0 THEN written(draw('opt-out style', i, 100), domestic, e164)
            ELSE '+336' || digits('stranger', i, 8) END AS phone,
    strftime(DATE '2026-11-20' - draw('since', i, 900)::INTEGER, '%Y-%m-%d') AS "since",
    NULL AS until,
    pick('reason', i, ['objection', 'objection', 'complaint', 'deceased']) AS reason,
    pick('origin', i, ['customer_service', 'website', 'call']) AS source
FROM person WHERE draw('suppressed', i, 10) = 0 ORDER BY "since", i
"""

# One call for two people, from none to five, as a dialler exports them.
_PLACED = """
CREATE TABLE placed AS
SELECT id, e164, TIMESTAMP '2026-10-01 10:00:00' + to_days(draw('day', id, 53)::INTEGER)
        + to_seconds(draw('second', id, 36000)) AS moment
FROM (SELECT *, i * 8 + k AS id FROM person, range(5) records(k))
WHERE k < CASE WHEN calls < 70 THEN 0 WHEN calls < 88 THEN 1 WHEN calls < 94 THEN 2
               WHEN calls < 98 THEN 3 WHEN calls < 99 THEN 4 ELSE 5 END;
"""
_CALLS = """
SELECT 'K' || id AS call_id, e164 AS phone, instant(moment) AS "at",
    'Télécom Exemple SA' AS advertiser, 'Atlas Contact SARL' AS centre,
    CASE WHEN outcome < 55 THEN 'no_answer' WHEN outcome < 75 THEN 'voicemail'
         WHEN outcome < 92 THEN 'answered' WHEN outcome < 95 THEN 'busy'
         WHEN outcome < 97 THEN 'abandoned' WHEN outcome < 99 THEN 'refused'
         ELSE 'wrong_number' END AS outcome,
    '+33162290000' AS caller_id
FROM (SELECT *, draw('outcome', id, 100) AS outcome FROM placed WHERE month(moment) = {month})
ORDER BY moment, id
"""


def generate(folder: Path, contacts: int, seed: int = 1) -> None:
    """Write ``campaign.yaml``, its forms, its script and its lists (CSV) into ``folder``.

    For 10 of the ``contacts``: 6 consents, 5 calls, 1 suppression.
    """
    import duckdb

    shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
    (folder / "calls").mkdir(exist_ok=True)
    with duckdb.connect() as database:
        database.execute(_MACROS.format(seed=int(seed)))
        database.execute(_PEOPLE.format(contacts=int(contacts)))
        database.execute(_PLACED)
        _write(database, _CONTACTS, folder / "contacts.csv")
        _write(database, _CONSENTS, folder / "consents.csv")
        _write(database, _SUPPRESSIONS, folder / "suppressions.csv")
        for month in (10, 11):
            _write(database, _CALLS.format(month=month), folder / "calls" / f"2026-{month}.csv")


def _write(database: DuckDBPyConnection, query: str, path: Path) -> None:
    target = str(path).replace("'", "''")
    database.execute(f"COPY ({query}) TO '{target}' (FORMAT csv, HEADER)")


def main() -> None:
    """Read the command line and generate."""
    parser = argparse.ArgumentParser(description="Make a campaign and its lists.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--known", action="store_true", help="lists whose verdicts are known")
    parser.add_argument("--form", choices=("csv", "parquet"), default="csv", help="with --known")
    options = parser.parse_args()
    if options.known:
        write_known(options.folder, options.contacts, options.seed, options.form)
    else:
        generate(options.folder, options.contacts, options.seed)


if __name__ == "__main__":
    main()
