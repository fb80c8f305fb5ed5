"""What must be said of every contact of the lists, worked out from how it was made.

The verdict, the days on which nothing certain forbids a call, and every rule of severity *error*
that is certainly breached (``breached``) or cannot be told (``unknown``) on some judged day.
``noted`` holds remarks that must be among what is said.
"""

from __future__ import annotations

from benchmarks.known.lists import CONTACT_ID, DAY_ZERO, FIRST, LAST, Lists
from benchmarks.known.people import REPAIRED

YEAR_DAYS = 365
"""From any day of November or December 2025 to the same day a year later."""
CAP_DAYS = 30
_TABLES = "consenting called opposed spoilt kind".split()
_LISTED = "array_to_string(list_sort(list_distinct(list_filter({}, lambda x: x <> ''))), ' ')"

# What holds of the consents, of the calls and of the oppositions.
_CONSENT = f"""
    granted AND refusable AND latest IS NOT DISTINCT FROM 'refused' AS turned_down,
    granted AND refusable AND latest IS NOT DISTINCT FROM '' AS perhaps_turned_down,
    CASE WHEN from_first THEN {DAY_ZERO} - CAST({{first}} AS INTEGER) ELSE {FIRST} END
        AS consent_from,
    CASE WHEN until_first THEN least({LAST}, {DAY_ZERO} - CAST({{first}} AS INTEGER) + {YEAR_DAYS})
        ELSE {LAST} END AS consent_until,
    CASE WHEN capped THEN {DAY_ZERO} - CAST({{fourth}} AS INTEGER) + {CAP_DAYS} ELSE {FIRST} END
        AS calls_from"""
_REACHED = f"""
    NOT granted OR failing OR turned_down OR ended_by_first AS failed,
    consent_from > {FIRST} OR consent_until < {LAST} AS at_times,
    doubts <> '' OR perhaps_turned_down AS doubtful, fault = '' AND covered AND certain AS judged"""
_DAYS = f"""
    fault <> '' OR (judged AND failed) AS never,
    greatest(coalesce(CAST(holds_until AS DATE) + 1, {FIRST}), {FIRST},
        CASE WHEN judged THEN greatest(calls_from, consent_from) ELSE {FIRST} END) AS free_from,
    CASE WHEN judged THEN consent_until ELSE {LAST} END AS free_until"""
_BREACHED = f"""
    CASE WHEN fault <> '' THEN string_split(fault, ' ') ELSE
        [CASE WHEN holds_until IS NOT NULL THEN 'CL205' ELSE '' END,
         CASE WHEN judged AND calls_from > {FIRST} THEN 'FR401' ELSE '' END,
         CASE WHEN judged AND (failed OR at_times) THEN 'FR101' ELSE '' END,
         CASE WHEN covered AND turned_down THEN 'FR103' ELSE '' END,
         CASE WHEN covered AND ended_by_first THEN 'FR102' ELSE '' END]
        || CASE WHEN covered THEN string_split(flaws, ' ') ELSE [] END END"""
# Where it is not settled that the law reaches a territory, a failing consent is a doubt.
_UNKNOWN = """
    CASE WHEN fault <> '' THEN [] WHEN NOT covered THEN ['CL207'] ELSE
        [CASE WHEN certain AND doubtful AND NOT failed
            OR NOT certain AND (failed OR doubtful OR at_times) THEN 'FR101' ELSE '' END,
         CASE WHEN perhaps_turned_down THEN 'FR103' ELSE '' END]
        || string_split(doubts, ' ') END"""


def truth(lists: Lists) -> str:
    """The query: row, contact_id, verdict, breached, unknown, noted, callable_from, …_until."""
    joins = " ".join(f"JOIN {name} USING ({name})" for name in _TABLES)
    consent = _CONSENT.format(first=lists.first_age("owner"), fourth=lists.fourth_age())
    days = f"""
        SELECT *, {_DAYS} FROM (SELECT *, {_REACHED} FROM (
            SELECT *, {consent} FROM ({lists.rows()}) {joins}))"""
    return f"""
        SELECT r + 1 AS row, {CONTACT_ID} AS contact_id,
            CASE WHEN NOT free THEN 'block'
                WHEN unknown <> '' OR free_from > {FIRST} OR free_until < {LAST} THEN 'review'
                ELSE 'allow' END AS verdict,
            breached, unknown, noted, CASE WHEN free THEN free_from END AS callable_from,
            CASE WHEN free THEN free_until END AS callable_until
        FROM (SELECT *, NOT never AND free_from <= free_until AS free,
                {_LISTED.format(_BREACHED)} AS breached, {_LISTED.format(_UNKNOWN)} AS unknown,
                {_LISTED.format(_noted(lists))} AS noted FROM ({days}))"""


def _noted(lists: Lists) -> str:
    other = "CASE i % 100 WHEN 98 THEN i + 1 WHEN 99 THEN i - 1 END"
    place = lists.draws.unscattered("rows", lists.contacts, other)
    return f"""
        [CASE WHEN i % 100 >= 98 AND {other} < {lists.contacts} AND {place} < r
            THEN 'CL204' ELSE '' END,
         CASE WHEN fault = '' AND {REPAIRED} THEN 'CL206' ELSE '' END]"""
