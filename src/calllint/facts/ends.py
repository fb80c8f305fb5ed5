"""When each consent ended, to the moment: what an audit compares with the moment of each call.

``check`` needs the day only: see ``consents``.
"""

from __future__ import annotations

from calllint.facts.workspace import Workspace

ENDS = (
    ", ".join(
        f"{table}.{column} AS {table}_{column}"
        for table in "wr"
        for column in ("sure_at", "sure_on", "maybe_at", "open")
    )
    + ", c.at_utc, c.at_time"
)
"""What is kept of a consent: its ends, ``w`` by withdrawals and ``r`` by refusals; its moment."""

SHAPE = (
    "record_id BIGINT, number BIGINT, sure_at TIMESTAMP, sure_on DATE, maybe_at TIMESTAMP, "
    "open BOOLEAN"
)
"""The columns of ``first_ends``."""

_OTHERS = "coalesce(low <> record_id OR high <> record_id, FALSE)"
"""Whether a record in doubt, other than the consent itself, is among the events met."""


def first_ends(workspace: Workspace, table: str, record: str) -> str:
    """First end of each consent by an event of ``table`` at or after it.

    Columns record_id, number, sure_at (moment from which it has ended without doubt), sure_on (its
    day), maybe_at (moment from which it may have), open (an event without a date may have ended it
    at any time). A day without a time begins to count at its start, and counts at its end.

    A consent meets one row of ``later``, never each event: a test number has thousands of both.
    """
    early = "moment - CASE WHEN at_time THEN INTERVAL 0 SECOND ELSE INTERVAL 86399 SECOND END"
    return (
        "(WITH event AS (SELECT number, moment, day, doubt, "
        f"{early} AS early, coalesce({record}, -1) AS record_id FROM {table}), "
        f"later AS (SELECT DISTINCT number, moment, {_sum_up('OVER w')} FROM event "
        "WHERE moment IS NOT NULL WINDOW w AS (PARTITION BY number ORDER BY moment DESC)), "
        f"dated AS (SELECT number, {_sum_up()} FROM event WHERE moment IS NOT NULL GROUP BY 1), "
        f"undated AS (SELECT number, {_sum_up()} FROM event WHERE moment IS NULL GROUP BY 1), "
        "consent AS (SELECT row_id AS record_id, number, at_utc FROM consents_reached "
        "SEMI JOIN event USING (number)), "
        f"met AS (SELECT record_id, c.number, {_MET}, FALSE AS open "
        "FROM consent c ASOF JOIN later e ON e.number = c.number AND e.moment >= c.at_utc "
        f"UNION ALL SELECT record_id, number, {_MET}, FALSE "
        "FROM consent JOIN dated USING (number) WHERE at_utc IS NULL "
        "UNION ALL SELECT record_id, number, NULL, NULL, NULL, sure "
        f"OR {_OTHERS} FROM consent JOIN undated USING (number)) "
        "SELECT record_id, number, min(sure_at) AS sure_at, min(sure_on) AS sure_on, "
        "min(maybe_at) AS maybe_at, bool_or(open) AS open FROM met GROUP BY ALL)"
    )


_MET = f"sure_at, sure_on, least(sure_early, CASE WHEN {_OTHERS} THEN doubt_early END) AS maybe_at"


def _sum_up(over: str = "") -> str:
    """What events amount to: the first sure one, the first in doubt, and which those are."""
    return (
        f"min(CASE WHEN NOT doubt THEN moment END) {over} AS sure_at, "
        f"min(CASE WHEN NOT doubt THEN day END) {over} AS sure_on, "
        f"min(CASE WHEN NOT doubt THEN early END) {over} AS sure_early, "
        f"min(CASE WHEN doubt THEN early END) {over} AS doubt_early, "
        f"bool_or(NOT doubt) {over} AS sure, "
        f"min(CASE WHEN doubt THEN record_id END) {over} AS low, "
        f"max(CASE WHEN doubt THEN record_id END) {over} AS high"
    )
