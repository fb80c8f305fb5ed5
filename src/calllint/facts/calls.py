"""Past calls: attempts of a person, counted once however many exports hold them, and refusals.

``attempt`` holds number, day DATE (local; NULL where the date cannot be read); ``refusal`` holds
number, moment TIMESTAMP, day, and doubt BOOLEAN: TRUE for a call whose outcome cannot be read and
that may be a refusal. Both only for this campaign's advertiser: a call that names none counts,
since evidence against a call is read at its widest.
"""

from __future__ import annotations

from calllint.facts.evidence import judged_values, reach, spread
from calllint.facts.lists import drop_list
from calllint.facts.parties import is_advertiser
from calllint.facts.placed import DETAILS, build_placed, mark_own
from calllint.facts.workspace import Workspace

_OWN = (
    "SELECT number, outcome = 'refused' AS refused, at_time, call_id, file_no, "
    "CASE WHEN call_id IS NULL THEN -row_id ELSE CAST(hash(call_id) >> 1 AS BIGINT) END AS call, "
    "at_utc AS moment, CAST(at_local AS DATE) AS day"
)
"""``call`` tells the calls of one number apart, as a number: texts are slow to compare."""

_ONCE = (
    "CREATE TABLE {table} AS SELECT number, min(call) AS call, coalesce(bool_or(at_time), FALSE) "
    "AS at_time, coalesce(min(moment) FILTER (at_time), min(moment)) AS moment, "
    "coalesce(min(day) FILTER (at_time), min(day)) AS day, bool_or(refused) AS refused{more} "
    "FROM {source} GROUP BY number, {key}"
)
"""Rows that tell of one call, made one in any order: what one leaves blank another tells."""

_TURNS = (
    "SELECT number, call, max(turn) AS turn FROM (SELECT number, call, dense_rank() OVER "
    "(PARTITION BY file_no, number, moment ORDER BY call_id) AS turn FROM calls_own c "
    "SEMI JOIN (SELECT number, moment FROM calls_own WHERE at_time AND call_id IS NOT NULL "
    "AND second(moment) = 0 GROUP BY ALL HAVING min(call) <> max(call)) USING (number, moment) "
    "WHERE at_time AND call_id IS NOT NULL) GROUP BY ALL HAVING max(turn) > 1"
)
"""Calls that one export tells apart by their ids within one minute: the second, the third…

Another export of them has its own ids, or none: its first is their first, its second their second.
"""

_TIMED = "(FROM calls_by_id LEFT JOIN turns USING (number, call))"


def build_calls(workspace: Workspace) -> None:
    """Create ``attempt`` and ``refusal`` from ``list_calls``; for an audit ``placed`` too."""
    party = judged_values(workspace, "list_calls", "advertiser", is_advertiser(workspace))
    query = reach(workspace, "calls", ("at",), against="TRUE", late=True)
    workspace.execute(
        f"CREATE TABLE calls_own AS WITH party AS {party} {_OWN}{_told(workspace)} "
        f"FROM ({query}) c LEFT JOIN party ON party.written = c.advertiser "
        "WHERE party.judged IS NOT FALSE"
    )
    if workspace.audit:
        mark_own(workspace)
    else:
        drop_list(workspace, "calls")
    more = _merged(workspace)
    workspace.execute(_ONCE.format(table="calls_by_id", source="calls_own", key="call", more=more))
    workspace.execute(f"CREATE TABLE turns AS {_TURNS}")
    moment = "at_time, CASE WHEN at_time THEN epoch_us(moment) ELSE call END, turn"
    workspace.execute(_ONCE.format(table="calls_once", source=_TIMED, key=moment, more=more))
    timed = ", at_time" if workspace.audit else ""
    when = f", call, moment{timed}" if workspace.audit else ""
    attempts = _attempts(workspace)
    workspace.execute(f"CREATE TABLE attempt AS SELECT number, day{when} FROM {attempts}")
    workspace.execute(
        f"CREATE TABLE refusal_own AS SELECT number, moment, day, refused IS NULL AS doubt{timed} "
        "FROM calls_once WHERE refused IS NOT FALSE"
    )
    workspace.execute(f"CREATE TABLE refusal AS SELECT * FROM {spread(workspace, 'refusal_own')}")
    if workspace.audit:
        build_placed(workspace, party, _OTHER_NAMES if workspace.has_kin else None)
    workspace.drop("calls_own", "calls_by_id", "turns", "calls_once", "refusal_own")


def _told(workspace: Workspace) -> str:
    """What an audit must know of each row beside."""
    return "".join(f", c.{name}" for name in ("row_id", *DETAILS)) if workspace.audit else ""


def _merged(workspace: Workspace) -> str:
    """The same, of rows that tell of one call."""
    if not workspace.audit:
        return ""
    details = "".join(f", min({name}) AS {name}" for name in DETAILS)
    return f", min(source_row) AS source_row{details}"


def _attempts(workspace: Workspace) -> str:
    """Calls over every number of a person; one that reached several of them is one attempt.

    A call that two exports name differently is one for each of these numbers, even where only one
    of the exports reached it.
    """
    everyone = spread(workspace, "calls_once")
    if not workspace.has_kin:
        return everyone
    return (
        "(SELECT number, coalesce(first, call) AS call, min(day) AS day, min(moment) AS moment, "
        f"bool_or(at_time) AS at_time FROM {everyone} LEFT JOIN {_OTHER_NAMES} USING (call) "
        "GROUP BY 1, 2)"
    )


_FIRST = "min(call) OVER (PARTITION BY number, moment, turn)"
_OTHER_NAMES = (
    f"(SELECT call, min(first) AS first FROM (SELECT call, {_FIRST} AS first FROM {_TIMED} "
    "SEMI JOIN kin USING (number) WHERE at_time) WHERE first <> call GROUP BY call)"
)
"""Calls that another export knows by another name, and the name that stands for both."""
