"""Who the people of a list are: what becomes of them, and their numbers.

Of every hundred, number 97 is a second number of number 96 (they share a contact id), and number 99
a second row with the number of number 98. ``leader`` is the person whose withdrawals, calls and
oppositions count, ``owner`` the one whose number and consents the row has.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.known.fates import CALLED, CONSENTING, KINDS, OPPOSED, SPOILT, Kind, Shared
from benchmarks.known.sql import Draws, by, share, texts

_PLACES = {each.name: n for n, each in enumerate(CONSENTING)}
_FIRST_OF_PAIR = (
    f"CASE WHEN pair < 3 THEN {_PLACES['none']} WHEN pair < 7 THEN {_PLACES['good']} "
    f"ELSE {_PLACES['withdrawn']} END"
)
_SECOND_OF_PAIR = f"CASE WHEN pair % 3 = 0 THEN {_PLACES['none']} ELSE {_PLACES['earlier']} END"
_MOBILE = KINDS[0]

# written(style, domestic, e164): as people write it. From 970 on calllint calls it a repair.
WRITTEN = """
CREATE MACRO spaced(text, separator) AS array_to_string(regexp_extract_all(text, '..'), separator);
CREATE MACRO written(style, domestic, e164) AS CASE
    WHEN domestic IS NULL THEN CASE WHEN style < 700 THEN e164 ELSE '00' || substr(e164, 2) END
    WHEN style < 430 THEN domestic
    WHEN style < 600 THEN spaced(domestic, ' ')
    WHEN style < 660 THEN spaced(domestic, '.')
    WHEN style < 690 THEN '00' || substr(e164, 2)
    WHEN style < 950 THEN e164
    WHEN style < 955 THEN spaced(domestic, '/')
    WHEN style < 960 THEN spaced(domestic, chr(160))
    WHEN style < 963 THEN spaced(domestic, chr(8239))
    WHEN style < 966 THEN spaced(domestic, '-')
    WHEN style < 968 THEN 'tel:' || e164
    WHEN style < 970 OR domestic[2:] <> e164[4:] THEN domestic
    WHEN style < 980 THEN domestic[2:]
    WHEN style < 985 THEN e164[2:]
    WHEN style < 988 THEN domestic[2:] || '.0'
    WHEN style < 992 THEN '+33 (0)' || domestic[2] || ' ' || spaced(domestic[3:], ' ')
    WHEN style < 995 THEN 'Tél. ' || domestic
    WHEN style < 998 THEN domestic || ' poste 12'
    ELSE domestic || ' / ' || e164 END;
"""
REPAIRED = "(domestic[2:] = e164[4:] AND style >= 970)"


def people(draws: Draws, source: str) -> str:
    """``source``, a query with the person ``i``, and their places in the tables of fates."""
    asked: dict[str, tuple[str, Sequence[Shared]]] = {
        "d_consenting": ("owner", CONSENTING), "d_called": ("leader", CALLED),
        "d_opposed": ("leader", OPPOSED), "d_spoilt": ("i", SPOILT),
    }  # fmt: skip
    shares = {name: [each.share for each in fates] for name, (_, fates) in asked.items()}
    drawn = ", ".join(
        f"{draws.draw(name, row, sum(shares[name]))} AS {name}" for name, (row, _) in asked.items()
    )
    place = {name: share(name, each) for name, each in shares.items()}
    return f"""
        SELECT * EXCLUDE (d_consenting, d_called, d_opposed, d_spoilt, pair),
            CASE i % 100 WHEN 96 THEN {_FIRST_OF_PAIR} WHEN 97 THEN {_SECOND_OF_PAIR}
                ELSE {place["d_consenting"]} END AS consenting,
            i % 100 = 97 AND pair >= 7 AND pair % 3 <> 0 AS ended_by_first,
            CASE WHEN i % 100 IN (96, 97) THEN CASE WHEN pair IN (2, 3, 5, 8) THEN {len(CALLED)}
                ELSE 0 END ELSE {place["d_called"]} END AS called,
            {place["d_opposed"]} AS opposed,
            CASE WHEN i % 100 < 90 THEN {place["d_spoilt"]} ELSE 0 END AS spoilt
        FROM (SELECT *, {drawn}, {draws.draw("pair", "leader", 10)} AS pair FROM (
            SELECT *, CASE WHEN i % 100 IN (97, 99) THEN i - 1 ELSE i END AS leader,
                CASE WHEN i % 100 = 99 THEN i - 1 ELSE i END AS owner FROM ({source})))"""


def numbered(draws: Draws, source: str) -> str:
    """``source`` with ``kind``, ``domestic`` (NULL abroad) and ``e164`` of the owner's number.

    No two owners share a number: each kind has a part of every hundred people, and deals its
    numbers out in an order of its own.
    """
    starts = [sum(each.share for each in KINDS[:n]) for n in range(len(KINDS))]
    ranks = by("kind", list(zip(KINDS, starts, strict=True)), lambda each: (
        f"owner // 100 * {each[0].share} + place - {each[1]}"))  # fmt: skip
    placed = f"(owner % 100 * 37 + {draws.draw('kinds', 'owner // 100', 100)}) % 100"
    kinds = share("place", [each.share for each in KINDS])
    return _spelled(draws, f"""
        SELECT *, {ranks} AS rank FROM (SELECT *, {kinds} AS kind
            FROM (SELECT *, {placed} AS place FROM ({source})))""")  # fmt: skip


def strangers(draws: Draws, source: str) -> str:
    """``source`` with the number of stranger ``i``: mobiles that no contact of the list has."""
    last = len(_MOBILE.prefixes) * _MOBILE.lines - 1
    return _spelled(draws, f"SELECT *, 0 AS kind, {last} - i AS rank FROM ({source})")


def _spelled(draws: Draws, source: str) -> str:
    def line(kind: Kind) -> str:
        count = len(kind.prefixes) * kind.lines
        return f"(rank * {kind.step} + {draws.salt(kind.name) % count}) % {count}"

    def among(values: tuple[str, ...], kind: Kind) -> str:
        return f"{texts(values)}[line // {kind.lines} + 1]" if values else "NULL"

    prefix = by("kind", KINDS, lambda kind: among(kind.prefixes, kind))
    code = by("kind", KINDS, lambda kind: among(kind.codes, kind))
    digits = by("kind", KINDS, lambda kind: (
        f"lpad((line % {kind.lines})::VARCHAR, {len(str(kind.lines - 1))}, '0')"))  # fmt: skip
    return f"""
        SELECT * EXCLUDE (rank, line, prefix, code, digits),
            CASE WHEN code IS NOT NULL THEN prefix || digits END AS domestic,
            CASE WHEN code IS NULL THEN prefix ELSE code || prefix[2:] END || digits AS e164
        FROM (SELECT *, {prefix} AS prefix, {code} AS code, {digits} AS digits
            FROM (SELECT *, {by("kind", KINDS, line)} AS line FROM ({source})))"""
