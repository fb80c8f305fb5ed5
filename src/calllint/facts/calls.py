"""Past calls: attempts of a person, counted once however many exports hold them, and refusals.

``attempt`` holds number, day DATE (local; NULL where the date cannot be read); ``refusal`` holds
number, moment TIMESTAMP, day, and doubt BOOLEAN: TRUE for a call whose outcome cannot be read and
that may be a refusal. Both only for this campaign's advertiser: a call that names none counts,
since evidence against a call is read at its widest.
"""

from __future__ import annotations

from calllint.facts.evidence import judged_values, reach, spread
from calllint.facts.parties import is_advertiser
from calllint.facts.workspace import Workspace

_ONCE = (
    "CREATE TABLE {table} AS SELECT number, min(call) AS call, coalesce(bool_or(at_time), FALSE) "
    "AS at_time, coalesce(min(moment) FILTER (at_time), min(moment)) AS moment, "
    "coalesce(min(day) FILTER (at_time), min(day)) AS day, "
    "coalesce(max(outcome) FILTER (outcome = 'refused'), max(outcome)) AS outcome "
    "FROM {source} GROUP BY number, {key}"
)
"""Rows that tell of one call, made one in any order: what one leaves blank another tells."""

_TURNS = (
    "SELECT number, call, max(turn) AS turn FROM (SELECT number, call, dense_rank() OVER "
    "(PARTITION BY file_no, number, moment ORDER BY call) AS turn FROM calls_own c "
    "SEMI JOIN (SELECT number, moment FROM calls_own WHERE at_time AND named "
    "AND second(moment) = 0 GROUP BY ALL HAVING min(call) <> max(call)) USING (number, moment) "
    "WHERE at_time AND named) GROUP BY ALL HAVING max(turn) > 1"
)
"""Calls that one export tells apart by their ids within one minute: the second, the third…

Another export of them has its own ids, or none: its first is their first, its second their second.
"""


def build_calls(workspace: Workspace) -> None:
    """Create ``attempt`` and ``refusal`` from ``list_calls``."""
    reach(workspace, "calls", ("at",), against="TRUE", late=True)
    party = judged_values(workspace, "calls_reached", "advertiser", is_advertiser(workspace))
    workspace.execute(
        f"CREATE TABLE calls_own AS WITH party AS {party} SELECT number, outcome, at_time, "
        "coalesce(call_id, 'row ' || row_id) AS call, call_id IS NOT NULL AS named, file_no, "
        "at_utc AS moment, CAST(at_local AS DATE) AS day FROM calls_reached c "
        "LEFT JOIN party ON party.written = c.advertiser WHERE party.judged IS NOT FALSE"
    )
    moment = "CASE WHEN at_time THEN CAST(moment AS VARCHAR) ELSE call END, turn"
    for table, source, key in (
        ("calls_by_id", "calls_own", "call"),
        (
            "calls_once",
            f"(SELECT * FROM calls_by_id LEFT JOIN ({_TURNS}) USING (number, call))",
            moment,
        ),
    ):
        workspace.execute(_ONCE.format(table=table, source=source, key=key))
    workspace.execute(f"CREATE TABLE attempt AS SELECT number, day FROM {_attempts(workspace)}")
    workspace.execute(
        "CREATE TABLE refusal_own AS SELECT number, moment, day, outcome IS NULL AS doubt "
        "FROM calls_once WHERE outcome = 'refused' OR outcome IS NULL"
    )
    workspace.execute(f"CREATE TABLE refusal AS SELECT * FROM {spread(workspace, 'refusal_own')}")
    for table in ("calls_reached", "calls_own", "calls_by_id", "calls_once", "refusal_own"):
        workspace.execute(f"DROP TABLE {table}")


def _attempts(workspace: Workspace) -> str:
    """Calls over every number of a person; one that reached several of them is one attempt."""
    everyone = spread(workspace, "calls_once")
    if not workspace.has_rows("kin"):
        return everyone
    return f"(SELECT number, call, min(day) AS day FROM {everyone} GROUP BY number, call)"
