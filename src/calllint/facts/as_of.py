"""Evidence as it stood at the moment of each call that was placed.

A consent given after a call is worth nothing for it; a withdrawal after it takes nothing away. What
has a time is compared to the second, what has a day only by the day: where the call was placed on
that very day, nothing tells which came first, and the fact is NULL.

Every table that ``contact_relation`` joins is made anew, its ``number`` being the row_id of a call.
Calls and records meet in joins by number: nothing is done call by call.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from calllint.facts.coverage import covered
from calllint.facts.sql import values
from calllint.facts.workspace import Workspace
from calllint.packs.scopes import FactCall, fact_column


def build_as_of(workspace: Workspace) -> None:
    """Create each ``…_fact``, ``suppressed`` and ``refused`` from what is known of the numbers."""
    builders = {"consent": _consents, "contract": _contracts, "request": _requests}
    for scope in workspace.grounds:
        workspace.execute(f"CREATE TABLE {scope}_fact AS {builders[scope]()}")
        if scope != "consent":
            workspace.execute(f"DROP TABLE {scope}_known")
    _suppressed(workspace)
    _refused(workspace)


_PLACED = "JOIN placed p ON p.number = k.number"
_LATE = "coalesce(p.late, TIMESTAMP '9999-12-31')"


def _ended(table: str, by: str) -> str:
    """Whether a consent had ended by then; ``by`` is how its end stands before the call."""
    return (
        f"CASE WHEN coalesce({table}_sure_at {by} p.early, FALSE) THEN TRUE "
        f"WHEN coalesce({table}_maybe_at {by} {_LATE}, FALSE) OR coalesce({table}_open, FALSE) "
        "THEN NULL ELSE FALSE END"
    )


def _before(time_known: str) -> str:
    """Whether a record is older than the call; where it has no time, by the day as elsewhere."""
    return (
        f"CASE WHEN at_utc IS NULL OR p.early IS NULL THEN NULL WHEN {time_known} THEN "
        "CASE WHEN at_utc < p.early THEN TRUE WHEN at_utc > p.late THEN FALSE END "
        "ELSE at_utc <= p.late END"
    )


def _consents() -> str:
    raw = ", ".join(
        f"{table}_{name}" for table in "wr" for name in ("sure_at", "sure_on", "maybe_at", "open")
    )
    # A refusal in the call itself is none before it.
    return (
        f"SELECT k.* EXCLUDE (number, at_utc, at_time, {raw}), p.row_id AS number, "
        f"p.day AS judged_on, {_ended('w', '<=')} AS withdrawn, w_sure_on AS withdrawn_on, "
        f"{_ended('r', '<')} AS refused, r_sure_on AS refused_on, "
        f"{_before('k.at_time')} AS before_call FROM consent_known k {_PLACED}"
    )


def _contracts() -> str:
    return (
        "SELECT k.* EXCLUDE (number), p.row_id AS number, p.day AS judged_on "
        f"FROM contract_known k {_PLACED}"
    )


def _requests() -> str:
    return (
        "SELECT k.* EXCLUDE (number, at_utc, before_call, agreed_at_utc, agreed_at_time), "
        f"p.row_id AS number, p.day AS judged_on, {_before('k.time_known')} AS before_call "
        f"FROM request_known k {_PLACED}"
    )


def _suppressed(workspace: Workspace) -> None:
    """``suppressed``: number, sure BOOLEAN, until DATE. One of the day of the call may be later."""
    workspace.execute(
        "CREATE TABLE suppressed AS SELECT p.row_id AS number, "
        "coalesce(bool_or(k.since IS NULL OR k.since < p.day), FALSE) AS sure, "
        f"max(k.until) AS until FROM suppression k {_PLACED} "
        "WHERE p.day IS NULL OR (k.since IS NULL OR k.since <= p.day) AND k.until >= p.day "
        "GROUP BY 1"
    )
    workspace.execute("DROP TABLE suppression")


def _refused(workspace: Workspace) -> None:
    """``refused``: number, sure, refused_on: the latest refusal before each call.

    A call meets one row of each sum, never each refusal.
    """
    early = "moment - CASE WHEN at_time THEN INTERVAL 0 SECOND ELSE INTERVAL 86399 SECOND END"
    workspace.execute(
        f"CREATE TABLE refused AS WITH event AS (SELECT *, {early} AS early FROM refusal), "
        "certain AS (SELECT number, moment, max(day) OVER w AS latest FROM event "
        "WHERE NOT doubt AND moment IS NOT NULL "
        "WINDOW w AS (PARTITION BY number ORDER BY moment)), "
        "possible AS (SELECT number, early, max(day) OVER w AS latest FROM event "
        "WHERE moment IS NOT NULL WINDOW w AS (PARTITION BY number ORDER BY early)), "
        "undated AS (SELECT DISTINCT number FROM event WHERE moment IS NULL), "
        f"call AS (SELECT row_id, number, early, {_LATE} AS late FROM placed p "
        "SEMI JOIN event USING (number)), "
        "sures AS (SELECT row_id, latest FROM call c ASOF JOIN certain e "
        "ON e.number = c.number AND e.moment < c.early), "
        "maybes AS (SELECT row_id, latest FROM call c ASOF JOIN possible e "
        "ON e.number = c.number AND e.early < c.late) "
        "SELECT c.row_id AS number, s.row_id IS NOT NULL AS sure, "
        "CASE WHEN u.number IS NULL AND s.latest = m.latest THEN s.latest END AS refused_on "
        "FROM call c LEFT JOIN sures s USING (row_id) LEFT JOIN maybes m USING (row_id) "
        "LEFT JOIN undated u ON u.number = c.number "
        "WHERE s.row_id IS NOT NULL OR m.row_id IS NOT NULL OR u.number IS NOT NULL"
    )


def build_call_attempts(workspace: Workspace, calls: Iterable[FactCall]) -> None:
    """Create ``attempts``: number (the row_id of a call), and a column per fact asked.

    Attempts to the person before the call, in their order; of two in one moment one is the first.
    A day without a time ends its day. NULL where the lists do not cover the days counted.
    """
    asked = sorted({call for call in calls if call[0] != "planned_before"})
    counted = "".join(f", {_counted(*call)} AS {fact_column(*call)}" for call in asked)
    told = "".join(f", {_told(*call)} AS {fact_column(*call)}" for call in asked)
    workspace.execute(
        "CREATE OR REPLACE TABLE attempts AS WITH known AS (SELECT number, call, day"
        f"{counted} FROM attempt WHERE day IS NOT NULL WINDOW "
        "sorted AS (PARTITION BY number ORDER BY moment, call), "
        "same AS (PARTITION BY number, day), "
        "turn AS (PARTITION BY number, day ORDER BY moment, call)), "
        "undated AS (SELECT number, count(*) AS more FROM attempt WHERE day IS NULL GROUP BY 1), "
        f"speaks AS {_coverage(workspace, asked)} "
        f"SELECT p.row_id AS number{told} FROM placed p "
        "LEFT JOIN known k ON k.number = p.number AND k.call = p.call "
        "LEFT JOIN undated u ON u.number = p.number "
        "LEFT JOIN speaks s ON s.day = p.day"
    )


def _counted(name: str, arguments: tuple[int, ...]) -> str:
    (number,) = arguments
    if name == "attempt_on":
        return f"lag(day, {number}) OVER sorted"
    since = f"RANGE BETWEEN INTERVAL {number - 1} DAYS PRECEDING AND CURRENT ROW"
    return (
        f"count(*) OVER (PARTITION BY number ORDER BY day {since}) - count(*) OVER same "
        "+ row_number() OVER turn - 1"
    )


def _told(name: str, arguments: tuple[int, ...]) -> str:
    column = fact_column(name, arguments)
    if name == "attempt_on":
        return f"k.{column}"
    return f"CASE WHEN s.in_{arguments[0]} THEN k.{column} + coalesce(u.more, 0) END"


def _coverage(workspace: Workspace, asked: Iterable[FactCall]) -> str:
    """Which days of calls have their days before covered, for each number of days asked."""
    lengths = sorted({arguments[0] for name, arguments in asked if name != "attempt_on"})
    days = workspace.rows("SELECT DISTINCT day FROM placed WHERE day IS NOT NULL ORDER BY 1")
    rows: list[tuple[object, ...]] = [
        (day, *(covered(workspace, day - timedelta(length - 1), day) for length in lengths))
        for (day,) in days
    ]
    return values(rows, {"day": "DATE", **{f"in_{length}": "BOOLEAN" for length in lengths}})
