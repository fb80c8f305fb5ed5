"""Whose consents fail: contacts counted by the supplier of the consent that let them down."""

from __future__ import annotations

from calllint.engine.contacts import VERDICTS, ContactRun
from calllint.engine.result import Supplier
from calllint.facts.workspace import Workspace

_CODES = {verdict: code for code, verdict in enumerate(VERDICTS)}
_FAILED = (
    "SELECT supplier, count(*) FILTER (code = {block}) AS failing, "
    "count(*) FILTER (code = {review}) AS to_check FROM (SELECT DISTINCT row_id, supplier "
    "FROM outcome WHERE supplier IS NOT NULL) JOIN verdict USING (row_id) GROUP BY supplier"
)
_OF_CALLS = (
    "SELECT supplier, count(DISTINCT number) AS contacts FROM consent_fact "
    "WHERE supplier IS NOT NULL GROUP BY supplier"
)
"""In an audit each call has evidence of its own."""
_SUPPLIED = (
    "SELECT supplier, count(DISTINCT row_id) AS contacts FROM consent_fact "
    "JOIN contact USING (number) WHERE supplier IS NOT NULL GROUP BY supplier"
)


def count_suppliers(workspace: Workspace, run: ContactRun | None) -> tuple[Supplier, ...]:
    """Every supplier the consents name, those whose consents fail most first.

    A contact counts under the supplier of the best consent on record: the one that came nearest to
    making the call lawful. A contact called on another ground, or blocked for a reason that has
    nothing to do with consent, counts as supplied only.
    """
    if run is None or "supplier" not in workspace.told("consents"):
        return ()
    failed = _FAILED.format(block=_CODES["block"], review=_CODES["review"])
    supplied = _OF_CALLS if workspace.audit else _SUPPLIED
    rows = workspace.rows(
        "SELECT supplier, contacts, coalesce(failing, 0), coalesce(to_check, 0) "
        f"FROM ({supplied}) LEFT JOIN ({failed}) USING (supplier)"
    )
    found = [Supplier(*row) for row in rows]
    return tuple(sorted(found, key=lambda each: (-each.failing, -each.to_check, each.name)))
