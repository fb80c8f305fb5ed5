"""All facts of a campaign that come from its lists, in the order they need one another."""

from __future__ import annotations

from functools import partial

from calllint.facts.as_of import build_as_of
from calllint.facts.calls import build_calls
from calllint.facts.consents import build_consents, read_consents
from calllint.facts.contact_fact import build_contact_fact, build_refused
from calllint.facts.contacts import build_contacts
from calllint.facts.contracts import build_contracts
from calllint.facts.lists import load_lists
from calllint.facts.moments import build_offsets
from calllint.facts.numbering import build_blocks
from calllint.facts.placed import add_called, join_kin, place_calls
from calllint.facts.requests import build_requests
from calllint.facts.schedule import reached
from calllint.facts.suppressions import build_suppressions
from calllint.facts.workspace import Workspace


def build_facts(workspace: Workspace) -> None:
    """Create every fact table. Raises FactError for a list that cannot be read."""
    load_lists(workspace)
    workspace.progress.stage("judge", workspace.rows_of("contacts"))
    workspace.progress.step(0.3)
    if workspace.audit:
        add_called(workspace)
    build_contacts(workspace)
    if workspace.audit:
        join_kin(workspace)
    build_blocks(workspace)
    build_offsets(workspace)
    workspace.together(*(partial(build, workspace) for build in _APART))
    build_consents(workspace)
    if workspace.audit:
        place_calls(workspace)
        build_as_of(workspace)
    else:
        build_contact_fact(workspace, reached(workspace, with_data=True))
        build_refused(workspace)


_APART = (build_calls, read_consents, build_contracts, build_requests, build_suppressions)
"""Facts that need nothing of one another."""
