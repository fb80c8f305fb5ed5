"""Consents: one row per consent given, with what ended it.

``consent_fact`` holds record_id BIGINT, number BIGINT and the columns of scope ``consent`` that do
not depend on the day. A withdrawal ends every consent given before it, for the channel and the
advertiser it names (all, where it names none); one whose moment cannot be read may end any. A
record whose status cannot be read may be a withdrawal.
"""

from __future__ import annotations

from calllint.facts.archive import DIGEST, check_proofs
from calllint.facts.ends import ENDS, SHAPE, first_ends
from calllint.facts.evidence import judged_values, known, reach, spread
from calllint.facts.forms import form_columns, form_relation
from calllint.facts.lists import drop_list
from calllint.facts.parties import UNNAMED, is_advertiser, is_channel, is_offer
from calllint.facts.proofs import PROOFS, date_by_proof
from calllint.facts.sql import literal
from calllint.facts.workspace import Workspace


def read_consents(workspace: Workspace) -> None:
    """Create ``consents_reached`` and ``withdrawal_end``, if any consent is read."""
    if not workspace.has_list("consents"):
        return
    check_proofs(workspace)
    _build_reached(workspace)
    date_by_proof(workspace)
    _build_withdrawals(workspace)
    _build_ends(workspace, "withdrawal", "record_id")
    workspace.execute(f"CREATE TABLE form AS FROM {form_relation(workspace)}")


def build_consents(workspace: Workspace) -> None:
    """Create ``consent_fact``, if any is read; needs ``attempt`` and ``refusal`` (see ``calls``).

    It is a view: every consent passes through it once for each state of the law, on its way to the
    rules, and is not written down a second time.
    """
    if not workspace.has_list("consents"):
        return
    _build_ends(workspace, "refusal", "NULL")
    workspace.execute(f"CREATE TABLE spoken AS FROM {_spoken(workspace)}")
    fates = ENDS if workspace.audit else f"{_WITHDRAWN}, {_refused(workspace)}, TRUE AS before_call"
    columns = [name for name in form_columns(workspace) if name != "form_at_stake"]
    workspace.execute(
        f"CREATE VIEW {known('consent', workspace)} AS "
        "SELECT c.row_id AS record_id, c.number, c.territory, c.phone_country, "
        "CASE c.status WHEN 'granted' THEN TRUE END AS granted, "
        "c.day AS given_on, c.at_time AS time_known, "
        "CASE WHEN c.advertiser_blank THEN f.form_professional IS NOT NULL OR NULL "
        "ELSE NOT c.unnamed END AS advertiser_named, "
        "CASE WHEN c.advertiser_blank THEN f.form_names_advertiser OR f.form_lists_advertiser "
        "ELSE c.advertiser_judged END "
        "AS advertiser_matches, c.channel_judged AS channel_matches, "
        "CASE WHEN c.offer_blank THEN f.form_offer_matches ELSE c.offer_judged END "
        "AS offer_matches, c.form IS NOT NULL OR NULL AS form_named, "
        f"{_form_known(workspace)} AS form_known, c.proof_archived, "
        f"{literal(workspace.proofs is not None)} AS proof_checked, c.proof_file_found, "
        "c.proof_digest_given, c.proof_matches, "
        "c.expires_at AS expires_on, NOT c.expires_at_bad AS expiry_readable, "
        f"c.source, c.supplier, {_taken_in_call(workspace)} AS taken_in_call, "
        f"{fates}, {', '.join(f'f.{column}' for column in columns)}, TRUE AS form_at_stake "
        "FROM consents_reached c "
        "LEFT JOIN form f ON f.form_id = c.form "
        "LEFT JOIN withdrawal_end w ON w.record_id = c.row_id AND w.number = c.number "
        "LEFT JOIN refusal_end r ON r.record_id = c.row_id AND r.number = c.number "
        "LEFT JOIN spoken s ON s.record_id = c.row_id AND s.number = c.number "
        "WHERE c.status IS DISTINCT FROM 'withdrawn'"
    )


def _build_reached(workspace: Workspace) -> None:
    """``consents_reached``: each record and number it speaks of, its names judged."""
    judges = {
        "channel": is_channel(workspace),
        "advertiser": is_advertiser(workspace),
        "offer": is_offer(workspace),
    }
    judged = judged_values(workspace, "list_consents", judges)
    query = reach(workspace, "consents", ("at",), against="status IS DISTINCT FROM 'granted'")
    names = ", ".join(
        f"c.{name} IS NULL AS {name}_blank, {name}_value.judged AS {name}_judged" for name in judged
    )
    joins = " ".join(
        f"LEFT JOIN {relation} AS {name}_value ON {name}_value.written = c.{name}"
        for name, relation in judged.items()
    )
    proofs = "CAST(NULL AS BOOLEAN) AS proof_file_found, CAST(NULL AS BOOLEAN) AS proof_matches"
    if workspace.proofs is not None:
        proofs = "p.found AS proof_file_found, p.matches AS proof_matches"
        joins += (
            " LEFT JOIN proof_state p ON p.proof = c.proof "
            f"AND p.digest IS NOT DISTINCT FROM {DIGEST}"
        )
    workspace.execute(
        f"CREATE TABLE consents_reached AS SELECT row_id, file_no, {PROOFS}, number, "
        "territory, phone_country, status, "
        f"at_utc, at_time, CAST(at_local AS DATE) AS day, form, {names}, "
        f"lower(c.advertiser) = {literal(UNNAMED)} AS unnamed, "
        "c.proof IS NOT NULL OR NULL AS proof_archived, "
        f"proof_sha256 IS NOT NULL AS proof_digest_given, {proofs}, "
        "expires_at, expires_at_bad, source, supplier "
        f"FROM ({query}) c {joins}"
    )
    drop_list(workspace, "consents")


def _build_withdrawals(workspace: Workspace) -> None:
    """``withdrawal``: number, moment TIMESTAMP (NULL: unreadable), day, doubt BOOLEAN, record_id.

    ``doubt`` is TRUE for a record that only may be one; ``record_id`` is then its row, else NULL.
    """
    workspace.execute(
        "CREATE TABLE withdrawal_own AS "
        "SELECT number, CASE WHEN at_time THEN at_utc ELSE at_utc + INTERVAL 86399 SECOND END "
        "AS moment, at_time, day, status IS NULL AS doubt, "
        "CASE WHEN status IS NULL THEN row_id END AS record_id FROM consents_reached "
        "WHERE status IS DISTINCT FROM 'granted' "
        "AND (channel_blank OR channel_judged IS NOT FALSE) "
        "AND (advertiser_blank OR unnamed OR advertiser_judged IS NOT FALSE)"
    )
    workspace.execute(
        f"CREATE TABLE withdrawal AS SELECT DISTINCT * FROM {spread(workspace, 'withdrawal_own')}"
    )
    workspace.drop("withdrawal_own")


def _build_ends(workspace: Workspace, table: str, record: str) -> None:
    """``TABLE_end``: the first end of each consent by an event of ``table``, often none at all."""
    ended, shape = (first_ends, SHAPE) if workspace.audit else (_ended, _SHAPE)
    if workspace.has_rows(table):
        workspace.execute(f"CREATE TABLE {table}_end AS FROM {ended(workspace, table, record)}")
    else:
        workspace.execute(f"CREATE TABLE {table}_end ({shape})")


_SHAPE = "record_id BIGINT, number BIGINT, sure BOOLEAN, ended_on DATE"
"""The columns of ``_ended``."""


def _ended(workspace: Workspace, table: str, record: str) -> str:
    """First end of each consent by an event of ``table`` at or after it.

    Columns record_id, number, sure (an event without doubt ended it) and ended_on, which is NULL
    where an event that is in doubt, or cannot be dated, may have ended it sooner, and that matters
    to the judged days. ``record`` is the event's own record of consent, which does not end itself.

    A consent meets one row of ``later``, never each event: a test number has thousands of both.
    """
    return (
        "(WITH event AS (SELECT number, moment, day, doubt, "
        f"coalesce({record}, -1) AS record_id FROM {table}), "
        f"later AS (SELECT DISTINCT number, moment, {_sum_up('OVER w')} FROM event "
        "WHERE moment IS NOT NULL WINDOW w AS (PARTITION BY number ORDER BY moment DESC)), "
        f"dated AS (SELECT number, {_sum_up()} FROM event WHERE moment IS NOT NULL GROUP BY 1), "
        f"undated AS (SELECT number, {_sum_up()} FROM event WHERE moment IS NULL GROUP BY 1), "
        "consent AS (SELECT row_id AS record_id, number, at_utc FROM consents_reached "
        "SEMI JOIN event USING (number)), "
        "met AS (SELECT record_id, c.number, day, sure, FALSE AS undated, low, high "
        "FROM consent c ASOF JOIN later e ON e.number = c.number AND e.moment >= c.at_utc "
        "UNION ALL SELECT record_id, number, day, sure, FALSE, low, high "
        "FROM consent JOIN dated USING (number) WHERE at_utc IS NULL "
        "UNION ALL SELECT record_id, number, NULL, sure, sure, low, high "
        "FROM consent JOIN undated USING (number)) "
        "SELECT record_id, number, bool_or(sure) AS sure, "
        f"CASE WHEN min(day) <= {literal(workspace.first_day)} "
        f"OR NOT bool_or(undated OR {_OTHERS}) THEN min(day) END AS ended_on FROM met "
        f"GROUP BY ALL HAVING bool_or(sure OR {_OTHERS}))"
    )


_OTHERS = "coalesce(low <> record_id OR high <> record_id, FALSE)"
"""Whether a record in doubt, other than the consent itself, is among those met."""


def _sum_up(over: str = "") -> str:
    """What events amount to: the first day of a sure one, and which records are in doubt."""
    return (
        f"min(CASE WHEN NOT doubt THEN day END) {over} AS day, bool_or(NOT doubt) {over} AS sure, "
        f"min(CASE WHEN doubt THEN record_id END) {over} AS low, "
        f"max(CASE WHEN doubt THEN record_id END) {over} AS high"
    )


def _spoken(workspace: Workspace) -> str:
    """Consents taken by phone on a day when the person was called for this advertiser.

    In an audit, called before: the calls to come were not known.
    """
    began = "a.moment - CASE WHEN a.at_time THEN INTERVAL 0 SECOND ELSE INTERVAL 86399 SECOND END"
    before = f" AND (NOT c.at_time OR {began} <= c.at_utc)" if workspace.audit else ""
    return (
        "(SELECT c.row_id AS record_id, c.number FROM consents_reached c SEMI JOIN attempt a "
        f"ON a.number = c.number AND a.day = c.day{before} WHERE c.source = 'phone')"
    )


def _taken_in_call(workspace: Workspace) -> str:
    called = "TRUE" if workspace.declared.status["calls"] != "absent" else "NULL"
    return (
        f"CASE WHEN c.source IS DISTINCT FROM 'phone' THEN FALSE WHEN {called} "
        "THEN s.record_id IS NOT NULL END"
    )


def _form_known(workspace: Workspace) -> str:
    if workspace.document.get(("data", "consent_forms")) is None:
        return "CAST(NULL AS BOOLEAN)"
    return "CASE WHEN c.form IS NOT NULL THEN f.form_id IS NOT NULL END"


_WITHDRAWN = (
    "CASE WHEN w.record_id IS NULL THEN FALSE WHEN w.sure THEN TRUE END AS withdrawn, "
    "w.ended_on AS withdrawn_on"
)


def _refused(workspace: Workspace) -> str:
    outcome = "CASE WHEN r.record_id IS NULL THEN FALSE WHEN r.sure THEN TRUE END"
    if workspace.declared.status["calls"] == "absent":
        outcome = "CAST(NULL AS BOOLEAN)"
    return f"{outcome} AS refused, r.ended_on AS refused_on"
