"""Whether a name, a channel or an offer written in a record is the campaign's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from calllint.facts.names import fold, same_party
from calllint.facts.workspace import Workspace, get
from calllint.packs.canonical import BY_MACHINE, BY_PHONE, CHANNELS

Judge: TypeAlias = Callable[[str], bool | None]
"""Whether what is written is the campaign's; None where it cannot be told."""
UNNAMED = "unnamed"


def is_advertiser(workspace: Workspace) -> Judge:
    """Judge of advertisers as written: a name, or an id with its scheme (`siren:…`).

    Unknown for an id of another scheme, and for bare digits that are not the id's own.
    """
    name = get(workspace.document, "advertiser.name")
    own_id = get(workspace.document, "advertiser.id")

    def judge(written: str) -> bool | None:
        if written.strip().casefold() == UNNAMED:
            return False
        scheme, colon, _ = written.partition(":")
        if colon and scheme.isalpha():
            return (
                same_party(None, written, name, own_id)
                if _scheme(own_id) == _scheme(written)
                else None
            )
        if _digits(written):
            return True if own_id and _digits(written) == _digits(own_id) else None
        return same_party(written, None, name, own_id)

    return judge


def _scheme(identifier: str | None) -> str:
    return (identifier or "").partition(":")[0].strip().casefold()


def _digits(text: str) -> str:
    """The digits of an id, its scheme and separators left out; blank where there is a word."""
    bare = re.sub(r"\W", "", text.partition(":")[2] or text)
    return bare if bare.isdigit() else ""


def is_channel(workspace: Workspace) -> Judge:
    """Judge of channels as written: one of the known channels, or several joined by `|`.

    Unknown where a word among them is no channel, and for a machine's calls where what is written
    is `telephone`: that is a call by a person, and perhaps theirs. So a consent by telephone allows
    no machine, and a withdrawal by telephone may end the consent to one.
    """
    channel = get(workspace.document, "campaign.channel")

    def judge(written: str) -> bool | None:
        named = {part.strip().casefold() for part in written.split("|")}
        if channel in named or (BY_PHONE in named and channel == "live_call"):
            return True
        if channel is None or (BY_PHONE in named and channel in BY_MACHINE):
            return None
        return False if named <= {*CHANNELS, BY_PHONE} else None

    return judge


def is_offer(workspace: Workspace) -> Judge:
    """Judge of offers as written: the same words as the campaign's, or one of its several."""
    offers = get(workspace.document, "campaign.offer")
    own = {fold(offer) for offer in ([offers] if isinstance(offers, str) else offers or [])}

    def judge(written: str) -> bool | None:
        return None if not own else fold(written) in own

    return judge
