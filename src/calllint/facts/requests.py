"""Requests: one row per request to be called, and the exact moments people agreed to."""

from __future__ import annotations

from calllint.facts.evidence import judged_values, known, reach
from calllint.facts.lists import drop_list
from calllint.facts.parties import is_advertiser, is_offer
from calllint.facts.workspace import Workspace


def build_requests(workspace: Workspace) -> None:
    """Create ``request_fact``, if any is read, and ``agreed`` (number, moment).

    ``agreed`` holds what is proven, and was agreed with this advertiser.
    """
    if not workspace.has_list("requests"):
        workspace.execute("CREATE TABLE agreed (number BIGINT, moment TIMESTAMP)")
        return
    query = reach(workspace, "requests", ("at", "agreed_at"))
    workspace.execute(f"CREATE TABLE requests_reached AS {query}")
    drop_list(workspace, "requests")
    judges = {"advertiser": is_advertiser(workspace), "offer": is_offer(workspace)}
    judged = judged_values(workspace, "requests_reached", judges)
    workspace.execute(
        f"CREATE TABLE {known('request', workspace)} AS "
        f"WITH party AS {judged['advertiser']}, offer AS {judged['offer']} "
        "SELECT row_id AS record_id, number, territory, phone_country, "
        "party.judged AS advertiser_matches, CAST(at_local AS DATE) AS requested_on, "
        "at_time AS time_known, offer.judged AS offer_matches, "
        "r.source, proof IS NOT NULL OR NULL AS proof_archived, TRUE AS before_call, at_utc, "
        "agreed_at_utc, agreed_at_time "
        "FROM requests_reached r LEFT JOIN party ON party.written = r.advertiser "
        "LEFT JOIN offer ON offer.written = r.offer"
    )
    workspace.execute(
        "CREATE TABLE agreed AS SELECT DISTINCT number, agreed_at_utc AS moment "
        f"FROM {known('request', workspace)} WHERE agreed_at_time AND advertiser_matches "
        f"AND proof_archived{' AND at_utc < agreed_at_utc' if workspace.audit else ''}"
    )
    workspace.drop("requests_reached")
