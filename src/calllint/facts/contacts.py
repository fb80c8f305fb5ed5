"""Who is to be called: one row per contact, placed in its territory and zone.

``contact`` holds row_id, file_no, line, readable, contact_id, number BIGINT (E.164 digits),
unread_phone (the cell, where there is no number), number_valid, number_repaired, phone_given,
phone_kind, phone_country, territory, territory_sure, zone, zone_sure (no other zone is possible),
postal_code, siren, legal_form, audience, ground, contract_ref and the planned moment.
``person`` places each number once; ``kin`` pairs the numbers of one person.
"""

from __future__ import annotations

from collections.abc import Iterable

from calllint.facts.lists import drop_list
from calllint.facts.sql import literal, values
from calllint.facts.traces import rank_people
from calllint.facts.untold import stated
from calllint.facts.workspace import Workspace
from calllint.facts.zones import known_zone
from calllint.packs.canonical import LAYOUTS
from calllint.phones.regular import one_of

MOST_NUMBERS = 20
"""Numbers one person may have; an id that has more (`N/A`, `0`) is a placeholder, and nobody's."""

_BLANK = {
    "contact_id": {"contact_id": "VARCHAR"},
    "postal_code": {"postal_code": "VARCHAR"},
    "siren": {"siren": "VARCHAR"},
    "legal_form": {"legal_form": "VARCHAR"},
    "contract_ref": {"contract_ref": "VARCHAR"},
    "planned_at": {
        "planned_at_naive": "TIMESTAMP",
        "planned_at_time": "BOOLEAN",
        "planned_at_offset": "INTEGER",
    },
}
"""Columns of ``contact`` that are blank where no list has the column they come from."""
_LEGAL_FORM = (
    "nullif(trim(regexp_replace(replace(lower(strip_accents(legal_form)), '.', ''), "
    "'[^a-z0-9]+', ' ', 'g')), '')"
)
"""``S.A.R.L.`` is `sarl`, ``Société  civile`` is `societe civile`, ``-`` is blank."""
_FAULTS = ("cut", "other", "several", "short")
_FAULT = (
    "CASE WHEN number_valid IS NOT FALSE THEN NULL "
    "WHEN number IS NULL AND phone_kind IS NOT NULL THEN 'short' "
    "WHEN regexp_full_match(phone, '[+]?[0-9][.,][0-9]*[eE][+]?[0-9]+') THEN 'cut' "
    "WHEN length(regexp_replace(phone, '[^0-9]', '', 'g')) > 15 THEN 'several' ELSE 'other' END"
)
"""Why a cell holds no number that can be dialled; no number has more than 15 digits."""


def build_contacts(workspace: Workspace) -> None:
    """Create ``contact``, ``person``, ``kin``, ``duplicate`` and ``contradicted``."""
    _place(workspace)
    workspace.execute(
        "CREATE TABLE person AS SELECT number, min(zone) AS zone, min(territory) AS territory, "
        "min(phone_country) AS phone_country, min(row_id) AS first_row, count(*) > 1 AS repeated "
        "FROM contact WHERE number IS NOT NULL GROUP BY number"
    )
    workspace.execute(
        "CREATE TABLE duplicate AS SELECT number, first_row FROM person WHERE repeated"
    )
    _relate(workspace)
    rank_people(workspace)


def _relate(workspace: Workspace) -> None:
    """Create ``contradicted`` and ``kin``: empty where no list says who is who, or what."""
    told = workspace.told("contacts")
    if not workspace.audit and told.isdisjoint({"audience", "contact_id"}):
        workspace.execute("CREATE TABLE contradicted (number BIGINT)")
        workspace.execute("CREATE TABLE kin (number BIGINT, other BIGINT)")
        return
    workspace.execute(
        "CREATE TABLE contradicted AS SELECT number FROM contact SEMI JOIN duplicate "
        "USING (number) GROUP BY number HAVING min(audience) <> max(audience)"
    )
    workspace.execute(
        "CREATE TABLE shared_id AS SELECT contact_id FROM contact "
        "WHERE contact_id IS NOT NULL AND number IS NOT NULL "
        "GROUP BY contact_id HAVING min(number) <> max(number)"
    )
    workspace.execute(
        f"CREATE TABLE kin AS WITH identity AS {identity('shared_id')} SELECT DISTINCT a.number, "
        "b.number AS other FROM identity a JOIN identity b USING (contact_id) "
        "WHERE a.number <> b.number"
    )
    workspace.drop("shared_id")


def identity(ids: str) -> str:
    """A relation (contact_id, number, one_list) of the ids in table ``ids`` that are one person's.

    ``one_list`` is false where the id stands in several lists.
    """
    return (
        "(SELECT contact_id, number, count(DISTINCT file_no) OVER (PARTITION BY contact_id) = 1 "
        "AS one_list FROM (SELECT DISTINCT contact_id, number, file_no FROM contact "
        f"SEMI JOIN {ids} USING (contact_id) WHERE number IS NOT NULL) "
        f"QUALIFY count(*) OVER (PARTITION BY contact_id) <= {MOST_NUMBERS})"
    )


def _place(workspace: Workspace) -> None:
    """The address says where a person is; failing it the number; the row's own zone wins."""
    territories = _territories(workspace)
    postal, lengths = _postal(workspace, territories)
    joins = " ".join(
        f"LEFT JOIN postal p{length} ON p{length}.prefix = left(c.postal_code, {length}) "
        f"AND p{length}.country = c.phone_country"
        for length in lengths
    )
    by_address = f"coalesce({', '.join([*(f'p{length}.territory' for length in lengths), 'NULL'])})"
    named, zone_type = _named_zones(workspace)
    zones = _zones(workspace, territories, zone_type)
    shared = _shared(workspace)
    blank = "".join(f", {sql} AS {name}" for name, sql in shared.items())
    workspace.execute(
        f"CREATE TABLE contact_row AS WITH postal AS {postal}, zones AS {zones}, "
        f"named AS {named}, placed AS (SELECT c.*, "
        f"coalesce({by_address}, CAST(c.phone_territory AS {territories})) AS territory, "
        f"{by_address} IS NOT NULL AS addressed FROM list_contacts c "
        f"{joins}) "
        f"SELECT *{_without(shared)} FROM (SELECT "
        "row_id, file_no, line, readable, contact_id, number, "
        "CASE WHEN number IS NULL THEN phone END AS unread_phone, number_valid, "
        "number_repaired, phone_kind, phone_country, territory, "
        "CASE WHEN territory IS NULL THEN NULL ELSE addressed OR named.zone IS NOT NULL OR z.sure "
        "END AS territory_sure, "
        "CASE WHEN timezone IS NULL THEN z.zone ELSE named.zone END AS zone, "
        "named.zone IS NOT NULL OR timezone IS NULL AND coalesce(z.alone, TRUE) AS zone_sure, "
        "postal_code, CASE WHEN regexp_full_match(regexp_replace(siren, '[ .]', '', 'g'), "
        f"'[0-9]{{9}}|[0-9]{{14}}') THEN siren END AS siren, {_LEGAL_FORM} AS legal_form, "
        f"{_stated(workspace, 'audience')}, {_stated(workspace, 'ground')}, "
        f"contract_ref, phone_given, CAST({_FAULT} AS {one_of(_FAULTS)}) AS phone_fault, "
        "stated_zone, "
        "planned_at_naive, planned_at_time, planned_at_offset, planned_at_bad"
        f"{'' if workspace.secret is None else ', row_digest'} "
        "FROM placed LEFT JOIN zones z USING (territory) "
        "LEFT JOIN named ON named.written = placed.timezone)"
    )
    workspace.execute(f"CREATE VIEW contact AS SELECT *{blank} FROM contact_row")
    drop_list(workspace, "contacts")


def _shared(workspace: Workspace) -> dict[str, str]:
    """Columns that are the same of every contact, to what they are: a long list repeats none."""
    told = workspace.told("contacts")
    found = {
        name: f"CAST(NULL AS {kind})"
        for column, names in _BLANK.items()
        if column not in told
        for name, kind in names.items()
    }
    if "planned_at" not in told:
        found["planned_at_bad"] = "FALSE"
    for column in ("audience", "ground"):
        if column not in told:
            found[column] = _for_all(workspace, column)
    found |= _places(workspace)
    zones = {workspace.stated_zone(one) for one in workspace.files if one.kind == "contacts"}
    if len(zones) == 1:
        found["stated_zone"] = literal(zones.pop())
    return found


def _places(workspace: Workspace) -> dict[str, str]:
    """Where the rows of a list stand, if it is the only one and each of its rows is a line."""
    lists = [
        (number, stats.first_line)
        for number, stats in enumerate(workspace.files)
        if stats.kind == "contacts"
    ]
    if workspace.audit or len(lists) != 1:
        return {}
    ((number, first_line),) = lists
    if workspace.rows(f"SELECT 1 FROM part_{number} WHERE line IS NOT NULL LIMIT 1"):
        return {}
    return {"file_no": f"CAST({number} AS INTEGER)", "line": f"row_id + {first_line - 1}"}


def _without(columns: Iterable[str]) -> str:
    listed = ", ".join(columns)
    return f" EXCLUDE ({listed})" if listed else ""


def _stated(workspace: Workspace, column: str) -> str:
    """What a row says, else what the campaign says of all."""
    for_all = _for_all(workspace, column)
    return f"CASE WHEN NOT {column}_bad THEN coalesce({column}, {for_all}) END AS {column}"


def _for_all(workspace: Workspace, column: str) -> str:
    """What the campaign says of every contact, where no row says otherwise."""
    allowed = dict(LAYOUTS["contacts"].closed)[column]
    return f"CAST({literal(stated(workspace, column), 'text')} AS {one_of(allowed)})"


def _territories(workspace: Workspace) -> str:
    """The SQL type of territories."""
    return one_of(sorted({code for pack in workspace.packs for code in pack.territories}))


def _postal(workspace: Workspace, territories: str) -> tuple[str, list[int]]:
    rows: list[tuple[object, ...]] = [
        (prefix, territory.country, code)
        for pack in workspace.packs
        for code, territory in pack.territories.items()
        for prefix in territory.postal_prefixes
    ]
    lengths = sorted({len(str(row[0])) for row in rows}, reverse=True)
    country = workspace.reading.types["phone_country"]
    columns = {"prefix": "VARCHAR", "country": country, "territory": territories}
    return values(rows, columns), lengths


def _zones(workspace: Workspace, territories: str, zones: str) -> str:
    """Territory to its zone; ``sure`` where one of its numbers is enough to know the zone.

    ``alone`` where it has no other zone.
    """
    rows: list[tuple[object, ...]] = [
        (code, here[0], code != pack.default_territory and len(here) == 1, len(here) == 1)
        for pack in workspace.packs
        for code, here in ((code, each.zones) for code, each in pack.territories.items())
    ]
    columns = {"territory": territories, "zone": zones, "sure": "BOOLEAN", "alone": "BOOLEAN"}
    return values(rows, columns)


def _named_zones(workspace: Workspace) -> tuple[str, str]:
    """The zones the lists name, and the SQL type of these and the packs'.

    A cell that names none is counted, and its zone unknown.
    """
    found: list[tuple[str, int, int]] = []
    if "timezone" in workspace.told("contacts"):
        found = workspace.rows(
            "SELECT timezone, file_no, count(*) FROM list_contacts WHERE timezone IS NOT NULL "
            "GROUP BY timezone, file_no"
        )
    for name, file_no, cells in found:
        if not known_zone(name):
            workspace.files[file_no].count_cells("unknown_values", {"timezone": cells})
    known = sorted({name for name, _, _ in found if known_zone(name)})
    rows: list[tuple[object, ...]] = [(name, name) for name in known]
    ours = {
        zone
        for pack in workspace.packs
        for each in pack.territories.values()
        for zone in each.zones
    }
    zones = one_of(sorted(ours | set(known)))
    return values(rows, {"written": "VARCHAR", "zone": zones}), zones
