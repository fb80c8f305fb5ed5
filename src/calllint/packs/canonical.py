"""The canonical columns of every list, and the closed sets of values some of them take."""

from __future__ import annotations

from msgspec import Struct

KINDS = ("contacts", "consents", "contracts", "requests", "suppressions", "calls")
"""Kinds of list, in the order they are read."""


class Layout(Struct, frozen=True):
    """The columns of one kind of list."""

    columns: tuple[str, ...]
    instants: tuple[str, ...] = ()
    """Columns that hold a moment."""
    days: tuple[str, ...] = ()
    """Columns that hold a date."""
    closed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Columns that take one of a few values."""
    asked: tuple[str, ...] = ()
    """Columns without which rules on such a list find no answer, or a worse one."""
    shared: tuple[str, ...] = ()
    """Those among them that may be the same on every row, and then be said once."""


CHANNELS = ("live_call", "automated_call", "voicebot", "voicemail_drop", "sms", "email")
BY_PHONE = "telephone"
"""What a record of consent may name beside them: calls, and not who or what speaks."""
BY_MACHINE = ("automated_call", "voicebot", "voicemail_drop")
"""Channels of which such a record does not say whether it means them."""
_GROUNDS = ("consent", "contract", "callback_request", "press", "legitimate_interest", "none")

_SOURCES = ("web_form", "paper", "phone", "in_person", "partner", "lead_broker", "import", "crm")

LAYOUTS: dict[str, Layout] = {
    "contacts": Layout(
        (
            "contact_id",
            "phone",
            "audience",
            "siren",
            "legal_form",
            "postal_code",
            "timezone",
            "ground",
            "contract_ref",
            "planned_at",
        ),
        instants=("planned_at",),
        closed=(("audience", ("consumer", "professional", "sole_trader")), ("ground", _GROUNDS)),
        asked=("postal_code",),
    ),
    "consents": Layout(
        (
            "phone",
            "contact_id",
            "at",
            "status",
            "advertiser",
            "channel",
            "offer",
            "form",
            "proof",
            "proof_sha256",
            "expires_at",
            "supplier",
            "source",
        ),
        instants=("at",),
        days=("expires_at",),
        closed=(
            ("status", ("granted", "withdrawn")),
            ("source", _SOURCES),
        ),
        asked=("at", "status", "channel", "advertiser", "offer", "form", "proof"),
        shared=("status", "channel", "advertiser", "offer", "form"),
    ),
    "contracts": Layout(
        (
            "contract_ref",
            "phone",
            "contact_id",
            "advertiser",
            "object",
            "started_on",
            "ended_on",
            "status",
            "object_related",
        ),
        days=("started_on", "ended_on"),
        closed=(("status", ("active", "ended")), ("object_related", ("true", "false"))),
        asked=("advertiser", "started_on", "status", "object_related"),
        shared=("advertiser", "status", "object_related"),
    ),
    "requests": Layout(
        ("phone", "contact_id", "at", "advertiser", "offer", "proof", "agreed_at", "source"),
        instants=("at", "agreed_at"),
        closed=(("source", _SOURCES),),
        asked=("at", "advertiser", "offer", "proof"),
        shared=("advertiser", "offer"),
    ),
    "suppressions": Layout(
        ("phone", "contact_id", "since", "until", "reason", "source"),
        days=("since", "until"),
        asked=("since",),
    ),
    "calls": Layout(
        (
            "call_id",
            "phone",
            "contact_id",
            "at",
            "advertiser",
            "centre",
            "agent",
            "outcome",
            "caller_id",
        ),
        instants=("at",),
        closed=(
            (
                "outcome",
                (
                    "answered",
                    "no_answer",
                    "busy",
                    "abandoned",
                    "refused",
                    "voicemail",
                    "wrong_number",
                ),
            ),
        ),
        asked=("at", "outcome", "call_id"),
    ),
}
"""Layout of each kind. ``contact_id`` is accepted wherever a row may speak of a person."""
