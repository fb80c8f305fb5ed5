"""Contracts: one row per contract and number.

A contract reaches the number it holds; where its phone is blank, the contacts that name it.
"""

from __future__ import annotations

from calllint.facts.evidence import judged_values, known, reach
from calllint.facts.lists import drop_list
from calllint.facts.parties import is_advertiser
from calllint.facts.traces import rank_sql, trace
from calllint.facts.workspace import Workspace

_COLUMNS = (
    "advertiser, object, status, started_on, started_on_bad, ended_on, ended_on_bad, object_related"
)


def build_contracts(workspace: Workspace) -> None:
    """Create ``contract_fact``, if any is read: record_id, number, columns of its scope."""
    if not workspace.has_list("contracts"):
        return
    workspace.execute(
        "CREATE TABLE contracts_by_ref AS SELECT * FROM list_contracts "
        "WHERE contract_ref IS NOT NULL AND NOT phone_given"
    )
    query = reach(workspace, "contracts", ())
    by_ref = (
        "FROM contracts_by_ref l JOIN (SELECT DISTINCT contract_ref, number FROM contact "
        "WHERE contract_ref IS NOT NULL) c USING (contract_ref) "
        "JOIN person p ON p.number = c.number"
    )
    trace(workspace, "contracts", f"SELECT l.*{rank_sql(workspace)} {by_ref}", "FALSE")
    workspace.execute(
        "CREATE TABLE contracts_all AS SELECT row_id, number, territory, phone_country, "
        f"{_COLUMNS} FROM ({query}) UNION "
        f"SELECT l.row_id, p.number, p.territory, p.phone_country, {_COLUMNS} {by_ref}"
    )
    drop_list(workspace, "contracts")
    judges = {"advertiser": is_advertiser(workspace)}
    party = judged_values(workspace, "contracts_all", judges)["advertiser"]
    workspace.execute(
        f"CREATE TABLE {known('contract', workspace)} AS WITH party AS {party} "
        "SELECT row_id AS record_id, number, territory, phone_country, "
        "party.judged AS advertiser_matches, "
        "object, status AS contract_status, started_on, "
        "CASE WHEN status = 'ended' OR ended_on IS NOT NULL THEN TRUE WHEN ended_on_bad THEN NULL "
        "WHEN status = 'active' THEN FALSE END AS ended, ended_on, "
        "CASE object_related WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END AS object_related "
        "FROM contracts_all c LEFT JOIN party ON party.written = c.advertiser"
    )
    workspace.drop("contracts_by_ref", "contracts_all")
