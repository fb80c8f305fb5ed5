"""One proof, one consent: a record that comes again under a later date is no new consent.

A list that is uploaded again often bears the day of the upload. What does not change is the proof:
records of one person with the same reference, or the same digest, are one consent, given at the
earliest of their moments. A proof that stands for more numbers than one person has (the archive of
a month) tells nothing of one of them.
"""

from __future__ import annotations

from calllint.facts.contacts import MOST_NUMBERS
from calllint.facts.evidence import spread
from calllint.facts.workspace import Workspace

PROOFS = (
    "CASE WHEN c.proof IS NOT NULL THEN hash('reference', c.proof) END AS reference, "
    "CASE WHEN length(proof_sha256) = 64 THEN hash('digest', lower(proof_sha256)) END AS digest"
)
"""What identifies the proofs of a record, as numbers: texts are slow to compare."""
_EACH = "unnest(list_value(reference, digest)) AS proof"
_GIVEN = "status IS DISTINCT FROM 'withdrawn' AND day IS NOT NULL"
_FIRST = "min(struct_pack(day := day, dated_only := NOT at_time, utc := at_utc))"
_LATER = "(p.day > f.first.day OR p.at_time AND NOT f.first.dated_only AND p.at_utc > f.first.utc)"


def date_by_proof(workspace: Workspace) -> None:
    """Date each consent of ``consents_reached`` by the first record of its proof, and count them.

    Of one day, the record that holds a time is the first.
    """
    several = "SELECT number FROM consents_reached GROUP BY number HAVING count(*) > 1"
    workspace.execute(
        f"CREATE TABLE proven AS FROM (SELECT row_id, number, at_utc, day, at_time, {_EACH} "
        f"FROM consents_reached SEMI JOIN ({several} UNION SELECT number FROM kin) USING (number) "
        f"WHERE {_GIVEN}) WHERE proof IS NOT NULL"
    )
    workspace.execute(
        f"CREATE TABLE first_proof AS SELECT number, proof, {_FIRST} AS first "
        f"FROM {spread(workspace, 'proven')} GROUP BY ALL HAVING count(*) > 1"
    )
    if workspace.has_rows("first_proof"):
        _redate(workspace)
    workspace.drop("proven", "first_proof")


def _redate(workspace: Workspace) -> None:
    workspace.execute(
        "CREATE TABLE redated AS WITH shared AS (SELECT proof FROM "
        f"(SELECT number, {_EACH} FROM consents_reached WHERE {_GIVEN}) "
        f"GROUP BY 1 HAVING count(DISTINCT number) > {MOST_NUMBERS}) "
        "SELECT row_id, number, min(f.first) AS first FROM proven p "
        "JOIN first_proof f USING (number, proof) ANTI JOIN shared USING (proof) "
        f"WHERE {_LATER} GROUP BY ALL"
    )
    counted = workspace.rows(
        "SELECT file_no, count(DISTINCT row_id) FROM consents_reached "
        "SEMI JOIN redated USING (row_id, number) GROUP BY file_no"
    )
    for file_no, rows in counted:
        workspace.files[file_no].counts["repeated_proofs"] = rows
    workspace.execute(
        "UPDATE consents_reached c SET at_utc = r.first.utc, day = r.first.day, "
        "at_time = NOT r.first.dated_only FROM redated r "
        "WHERE c.row_id = r.row_id AND c.number = r.number"
    )
    workspace.drop("redated")
