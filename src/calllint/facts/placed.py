"""Calls that were placed, each made a contact with a moment: an audit judges them one by one.

``placed`` holds one row per call for this campaign's advertiser, however many exports hold it:
row_id BIGINT (1, 2, … in the order of the lists), source_row (its first row in ``list_calls``),
number, call (see ``calls``), naive, at_time and utc_offset (its moment, as written), day DATE
(local), early and late (UTC: between which it was placed; NULL where nothing tells), ``DETAILS``.
"""

from __future__ import annotations

from calllint.facts.contact_fact import build_contact_fact
from calllint.facts.contacts import MOST_NUMBERS
from calllint.facts.evidence import judged_values
from calllint.facts.lists import drop_list
from calllint.facts.names import same_party
from calllint.facts.schedule import reached
from calllint.facts.shown import build_shown
from calllint.facts.sql import literal
from calllint.facts.workspace import Placed, Workspace, get

DETAILS = ("outcome", "caller_id", "centre", "agent")
"""What each row may say of a call; what one export leaves blank another tells."""

_PERSON = (
    *("territory", "territory_sure", "zone_sure", "postal_code", "siren", "legal_form"),
    *("audience", "ground", "contract_ref"),
)
"""What a call takes from the person's row in the contact lists."""


def add_called(workspace: Workspace) -> None:
    """Add the numbers that were called, and that no contact list holds, to ``list_contacts``."""
    workspace.execute("ALTER VIEW list_contacts RENAME TO listed_contacts")
    workspace.execute(
        "CREATE TABLE called_only AS SELECT DISTINCT ON (number) number, number_valid, "
        "number_repaired, phone_kind, phone_country, phone_territory, phone, stated_zone, file_no, "
        "line, TRUE AS readable, TRUE AS phone_given, FALSE AS audience_bad, FALSE AS ground_bad, "
        "FALSE AS planned_at_bad, contact_id AS called_id FROM list_calls "
        "ANTI JOIN listed_contacts USING (number) WHERE number IS NOT NULL ORDER BY number, row_id"
    )
    last = workspace.rows("SELECT coalesce(max(row_id), 0) FROM listed_contacts")[0][0]
    workspace.execute(
        "CREATE VIEW list_contacts AS SELECT * FROM listed_contacts UNION ALL BY NAME "
        f"SELECT * EXCLUDE (called_id), {last} + rowid + 1 AS row_id FROM called_only"
    )


def join_kin(workspace: Workspace) -> None:
    """Make a number that was called under a person's id one of that person's, in ``kin``."""
    workspace.execute(
        "CREATE TABLE called_kin AS SELECT DISTINCT o.number, c.number AS other FROM called_only o "
        "JOIN (SELECT DISTINCT contact_id, number FROM contact WHERE number IS NOT NULL "
        "AND contact_id IN (SELECT called_id FROM called_only) QUALIFY count(*) OVER "
        f"(PARTITION BY contact_id) <= {MOST_NUMBERS}) c ON c.contact_id = o.called_id"
    )
    workspace.execute(
        "INSERT INTO kin SELECT number, other FROM called_kin UNION SELECT other, number FROM "
        "called_kin"
    )
    for kind, table in (("VIEW", "listed_contacts"), ("TABLE", "called_kin")):
        workspace.execute(f"DROP {kind} IF EXISTS {table}")
    workspace.execute("DROP TABLE called_only")


def mark_own(workspace: Workspace) -> None:
    """Say in ``calls_own`` which number each row was placed to: ``source_row``, else NULL.

    A row reaches every number of its person. It was placed to the one it holds; where it holds
    none, to the person's only one.
    """
    workspace.execute(
        "CREATE TABLE calls_marked AS SELECT c.*, CASE WHEN l.number = c.number "
        "OR l.number IS NULL AND NOT l.phone_given AND alone.row_id IS NOT NULL "
        "THEN c.row_id END AS source_row FROM calls_own c "
        "JOIN (SELECT row_id, number, phone_given FROM list_calls) l USING (row_id) "
        "LEFT JOIN (SELECT row_id FROM calls_own SEMI JOIN (SELECT row_id FROM list_calls "
        "WHERE number IS NULL) USING (row_id) GROUP BY row_id HAVING count(*) = 1) alone "
        "USING (row_id)"
    )
    workspace.execute("DROP TABLE calls_own")
    workspace.execute("ALTER TABLE calls_marked RENAME TO calls_own")


def build_placed(workspace: Workspace, party: str, other_names: str | None) -> None:
    """Create ``placed`` from ``calls_own`` and ``calls_once`` (see ``calls``), and count the rest.

    ``party`` judges the advertisers as written; ``other_names`` gives the name of a call that
    stands for several. A call without a number that can be read is a row of its own.
    """
    _build_nameless(workspace, party)
    details = ", ".join(DETAILS)
    named = f"LEFT JOIN {other_names} USING (call)" if other_names else ""
    early = "CASE WHEN at_time THEN moment ELSE moment - INTERVAL 86399 SECOND END"
    workspace.execute(
        "CREATE TABLE every_call AS SELECT source_row, number, "
        f"{'coalesce(first, call)' if other_names else 'call'} AS call, "
        "CASE WHEN at_time THEN moment ELSE CAST(day AS TIMESTAMP) END AS naive, at_time, "
        f"CAST(0 AS INTEGER) AS utc_offset, day, {early} AS early, "
        f"moment AS late, {details} FROM calls_once {named} WHERE source_row IS NOT NULL "
        "UNION ALL BY NAME SELECT * FROM nameless"
    )
    inside = f"BETWEEN {literal(workspace.first_day)} AND {literal(workspace.last_day)}"
    workspace.execute(
        "CREATE TABLE placed AS SELECT row_number() OVER (ORDER BY source_row) AS row_id, * "
        f"FROM every_call WHERE day IS NULL OR day {inside}"
    )
    _count(workspace, party)
    for table in ("nameless", "every_call"):
        workspace.execute(f"DROP TABLE {table}")


def _build_nameless(workspace: Workspace, party: str) -> None:
    """``nameless``: calls of which no number can be read, at what moment is known of them."""
    details = ", ".join(f"min({name}) AS {name}" for name in DETAILS)
    workspace.execute(
        f"CREATE TABLE nameless AS WITH party AS {party} SELECT min(row_id) AS source_row, "
        "min(at_naive) AS naive, bool_and(at_time) AS at_time, min(at_offset) AS utc_offset, "
        f"CAST(min(at_naive) AS DATE) AS day, {details} FROM list_calls l "
        "LEFT JOIN party ON party.written = l.advertiser "
        "ANTI JOIN (SELECT source_row FROM calls_own) o ON o.source_row = l.row_id "
        "ANTI JOIN (SELECT call_id FROM calls_own WHERE source_row IS NOT NULL) named "
        "ON named.call_id = l.call_id "
        "WHERE l.number IS NULL AND party.judged IS NOT FALSE "
        "GROUP BY coalesce(l.call_id, '#' || CAST(l.row_id AS VARCHAR))"
    )


def _count(workspace: Workspace, party: str) -> None:
    """What became of the rows of the calls: none is lost unsaid."""
    ((rows, theirs, nameless),) = workspace.rows(
        f"WITH party AS {party} SELECT count(*), count(*) FILTER (party.judged IS FALSE), "
        "count(*) FILTER (party.judged IS NOT FALSE AND number IS NULL AND o.source_row IS NULL) "
        "FROM list_calls l LEFT JOIN party ON party.written = l.advertiser LEFT JOIN "
        "(SELECT source_row FROM calls_own WHERE source_row IS NOT NULL) o "
        "ON o.source_row = l.row_id"
    )
    ((seen,),) = workspace.rows("SELECT count(source_row) FROM calls_own")
    ((ours,),) = workspace.rows("SELECT count(*) FROM every_call")
    ((audited,),) = workspace.rows("SELECT count(*) FROM placed")
    seen += nameless
    workspace.placed = Placed(
        rows, audited, ours - audited, seen - ours, theirs, rows - theirs - seen
    )


def place_calls(workspace: Workspace) -> None:
    """Make the calls that are audited the contacts of this run, and create ``call_fact``.

    ``call_fact`` is to calls what ``contact_fact`` is to contacts. A call is its own person from
    here on: its ``number`` is its row_id, as is that of the evidence ``as_of`` makes for it.
    """
    person = ", ".join(f"h.{name}" for name in _PERSON)
    workspace.execute("ALTER VIEW contact RENAME TO person_row")
    workspace.execute(
        "CREATE TABLE contact AS SELECT p.row_id, l.file_no, l.line, l.readable, p.number, "
        "CASE WHEN p.number IS NULL THEN l.phone END AS unread_phone, "
        "CASE WHEN p.number IS NULL THEN l.number_valid ELSE h.number_valid END AS number_valid, "
        "coalesce(l.number_repaired, FALSE) AS number_repaired, "
        "coalesce(h.phone_kind, l.phone_kind) AS phone_kind, "
        "coalesce(h.phone_country, l.phone_country) AS phone_country, "
        f"coalesce(h.contact_id, l.contact_id) AS contact_id, person.zone, {person}, "
        "p.number IS NOT NULL OR l.phone_given AS phone_given, "
        "CAST(NULL AS VARCHAR) AS phone_fault, l.stated_zone, p.naive AS planned_at_naive, "
        "p.at_time AS planned_at_time, p.utc_offset AS planned_at_offset, "
        "p.naive IS NULL AS planned_at_bad "
        "FROM placed p JOIN list_calls l ON l.row_id = p.source_row "
        "LEFT JOIN person ON person.number = p.number "
        "LEFT JOIN person_row h ON h.row_id = person.first_row"
    )
    drop_list(workspace, "calls")
    workspace.execute("DROP VIEW person_row")
    workspace.execute("DROP TABLE contact_row")
    workspace.execute("DELETE FROM duplicate")
    places = reached(workspace, with_data=True)
    build_contact_fact(workspace, places)
    build_shown(workspace, places)
    workspace.execute(
        "CREATE TABLE call_fact AS SELECT f.* EXCLUDE (number, planned_inside), "
        "f.row_id AS number, TRUE AS planned_inside, "
        "coalesce(p.late IS NOT NULL AND p.at_time, FALSE) AS moment_known, "
        "p.outcome AS call_outcome, centre.judged AS call_centre_named, s.shown "
        "FROM contact_fact f JOIN placed p USING (row_id) "
        f"LEFT JOIN {_centres(workspace)} centre ON centre.written = p.centre "
        "LEFT JOIN shown_text s ON s.written = coalesce(p.caller_id, '')"
    )
    workspace.execute("DROP TABLE contact_fact")


def _centres(workspace: Workspace) -> str:
    """Whether each centre the calls name is one of the campaign's, or the advertiser itself."""
    document = workspace.document
    known = [centre.get("name") for centre in document.get(("centres",)) or ()]
    known.append(get(document, "advertiser.name"))

    def judge(written: str) -> bool | None:
        return any(same_party(written, None, name, None) for name in known)

    return judged_values(workspace, "placed", {"centre": judge})["centre"]
