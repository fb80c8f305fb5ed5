"""The rows of each list, made from what becomes of the people.

Nothing is stored or sorted: every row is worked out from its place alone, so that fifty million
take the memory of one. Rows come scattered, as in an export nobody put in order.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.known.fates import CALLED, CONSENTING, OTHERS, OURS, SPELT, SPOILT
from benchmarks.known.people import numbered, people, strangers
from benchmarks.known.sql import Draws, by, literal, texts

FIRST, LAST = "DATE '2026-11-23'", "DATE '2026-12-18'"
DAY_ZERO = "DATE '2026-11-20'"
MOST = 200_000_000
"""Contacts at most: beyond, numbers would repeat."""
RECORDS = max(len(each.records) for each in CONSENTING)
CALLS = max(each.calls for each in CALLED)

CONTACT_ID = "'C' || lpad((CASE WHEN i % 100 = 97 THEN i - 1 ELSE i END)::VARCHAR, 9, '0')"
_PAST = f"CAST({DAY_ZERO} - CAST({{}} AS INTEGER) AS VARCHAR)"
_WEB = ("web_form", "web_form", "web_form", "paper", "phone")
_OUTCOMES = ("no_answer",) * 11 + ("voicemail",) * 4 + ("answered",) * 4 + ("busy",)


@dataclass(frozen=True)
class Lists:
    """The queries of the lists of ``contacts`` people."""

    contacts: int
    draws: Draws

    def __post_init__(self) -> None:
        if not 0 < self.contacts <= MOST:
            raise ValueError(f"from 1 to {MOST:,} contacts")

    def queries(self) -> dict[str, str]:
        """The query of each list, by its path without ending; an export of calls for each month."""
        calls = {
            f"calls/2026-{month}": f"SELECT * EXCLUDE (month, twice) FROM ({self._calls()}) "
            f"WHERE month = {month} OR twice"
            for month in (10, 11)
        }
        return {
            "contacts": self._contacts(),
            "consents": self._consents(),
            "suppressions": self._suppressions(),
            **calls,
        }

    def _scattered(self, name: str, count: int) -> str:
        return f"SELECT r, {self.draws.scattered(name, count)} AS i FROM range({count}) t(r)"

    def rows(self) -> str:
        """The people in the order of the list, ``r`` from nought, with their numbers."""
        source = people(self.draws, self._scattered("rows", self.contacts))
        style = self.draws.draw("style", "i", 1000)
        return f"SELECT *, {style} AS style FROM ({numbered(self.draws, source)})"

    def _contacts(self) -> str:
        draw = self.draws.draw
        town = f"lpad(CAST({draw('town', 'i', 1000)} AS VARCHAR), 3, '0')"
        county = f"lpad(CAST({draw('county', 'i', 95)} + 1 AS VARCHAR), 2, '0')"
        spoilt = by("spoilt", SPOILT, lambda each: each.cell)
        return f"""
            SELECT {CONTACT_ID} AS contact_id, CASE WHEN spoilt > 0 THEN {spoilt}
                    ELSE written(style, domestic, e164) END AS phone,
                CASE WHEN domestic IS NULL OR {draw("postcode", "i", 10)} < 2 THEN NULL
                    WHEN e164[:4] = '+262' THEN
                        CASE WHEN domestic[:4] = '0639' THEN '976' ELSE '974' END || {town}[2:]
                    WHEN e164[:4] = '+590' THEN '971' || {town}[2:]
                    WHEN e164[:4] = '+594' THEN '973' || {town}[2:]
                    WHEN e164[:4] = '+596' THEN '972' || {town}[2:]
                    ELSE {county} || {town} END AS postal_code
            FROM ({self.rows()})"""

    def first_age(self, row: str) -> str:
        """SQL of the age of a person's first consent, where ``consenting`` is joined."""
        return f"first_low + {self.draws.draw('age', f'{row} * {RECORDS}', 'first_span')}"

    def _consents(self) -> str:
        draw, count = self.draws.draw, self.contacts * RECORDS
        each = (
            f"SELECT i AS id, i // {RECORDS} AS i, i % {RECORDS} AS k "
            f"FROM ({self._scattered('consents', count)})"
        )
        held = f"SELECT * FROM ({people(self.draws, each)}) JOIN record USING (consenting, k)"
        given = (
            f"{DAY_ZERO} - CAST(low + {draw('age', 'id', 'span')} AS INTEGER) + INTERVAL 13 HOUR "
            f"+ to_seconds({draw('moment', 'id', 25200)})"
        )
        return f"""
            SELECT written({draw("consent style", "id", 1000)}, domestic, e164) AS phone,
                {CONTACT_ID} AS contact_id, CASE time WHEN 'timed' THEN instant(given)
                    WHEN 'day' THEN CAST(CAST(given AS DATE) AS VARCHAR) END AS "at", status,
                CASE WHEN advertiser = {literal(OURS)} AND {draw("name", "id", 20)} = 0
                    THEN {literal(SPELT)} ELSE advertiser END AS advertiser, channel, offer, form,
                CASE proof WHEN 'own' THEN 'arch-' || id
                    WHEN 'first' THEN 'arch-' || i * {RECORDS} END AS proof, expires_at,
                CASE WHEN source = 'web_form' THEN {texts(_WEB)}[{draw("source", "id", 5)} + 1]
                    ELSE source END AS source
            FROM (SELECT *, {given} AS given FROM ({numbered(self.draws, held)})
                WHERE i % 100 < 99)"""

    def _suppressions(self) -> str:
        draw = self.draws.draw
        source = people(self.draws, self._scattered("suppressions", self.contacts))
        own = numbered(
            self.draws,
            f"SELECT * FROM ({source}) JOIN opposed USING (opposed) WHERE i = leader AND rows = 1",
        )
        others = strangers(self.draws, f"SELECT i FROM range({self.contacts // 20}) t(i)")
        past = _PAST.format(draw("since", "i", 900))
        reasons = ("objection", "objection", "complaint", "deceased")
        return f"""
            SELECT CASE WHEN filled <> 'contact_id'
                    THEN written({draw("opt-out style", "i", 1000)}, domestic, e164) END AS phone,
                CASE WHEN filled <> 'phone' THEN {CONTACT_ID} END AS contact_id, since, until,
                {texts(reasons)}[{draw("reason", "i", 4)} + 1] AS reason, 'website' AS source
            FROM (SELECT i, domestic, e164, coalesce(since, {past}) AS since, until, filled
                    FROM ({own}) UNION ALL
                SELECT i, domestic, e164, {past}, NULL, 'phone' FROM ({others}))"""

    def fourth_age(self) -> str:
        """SQL of the age of a person's fourth latest call, where ``called`` is joined."""
        return f"fourth_low + {self.draws.draw('fourth', 'leader', 'fourth_span')}"

    def _calls(self) -> str:
        draw, count = self.draws.draw, self.contacts * CALLS
        each = (
            f"SELECT i AS id, i // {CALLS} AS i, i % {CALLS} AS k "
            f"FROM ({self._scattered('calls', count)})"
        )
        held = (
            f"SELECT *, {self.fourth_age()} AS fourth FROM ({people(self.draws, each)}) "
            "JOIN called USING (called) WHERE i % 100 < 99 AND k < placed"
        )
        days = f"""
            CASE WHEN latest IS NOT NULL THEN -1 WHEN fourth IS NULL THEN {draw("day", "id", 50)}
                WHEN one_day THEN fourth WHEN k > 3 THEN fourth + 2 * (k - 3)
                WHEN fourth < 3 THEN fourth ELSE fourth - 3 + k END"""
        own = f"""
            SELECT id, e164, k, twice, k < theirs AS theirs, latest, {days} AS days
            FROM ({numbered(self.draws, held)})"""
        others = strangers(self.draws, f"SELECT i FROM range({self.contacts // 25}) t(i)")
        return f"""
            SELECT month(moment) AS month, twice, 'K' || id AS call_id, e164 AS phone,
                instant(moment) AS "at", CASE WHEN theirs THEN {literal(OTHERS)}
                    ELSE {literal(OURS)} END AS advertiser, 'Atlas Contact SARL' AS centre,
                coalesce(latest, {texts(_OUTCOMES)}[{draw("outcome", "id", 20)} + 1]) AS outcome,
                '+33162290000' AS caller_id
            FROM (SELECT *, {DAY_ZERO} - CAST(days AS INTEGER) + to_hours(CAST(13 + k AS INTEGER))
                    + to_seconds({draw("second", "id", 3600)}) AS moment
                FROM ({own} UNION ALL SELECT {count} + i, e164, 0, FALSE, FALSE, NULL,
                    {draw("stranger's day", "i", 50)} FROM ({others})))"""
