"""The words a rule may use: scopes, their columns, and the helpers that take law values.

This is the whole vocabulary between the law (rules, in YAML) and the facts (relations, built by
``calllint.facts``). A rule that names anything else does not compile. ``calllint.facts`` fills
exactly these columns; a test holds the two together.

The *neutral* value of a column is what an example of a rule gets for it when it says nothing: an
ordinary call that nothing forbids.

A column with a ``path`` is read straight from the YAML node its row stands for (the campaign, a
centre, a caller id, a form), at that dotted path; one with a ``record`` comes from the evidence
behind a contact's ground; the others are computed: by ``calllint.facts``, or by the ``facts.py`` of
the pack that adds them.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from calllint.packs.language.tree import Type

Value = bool | int | str | date | None
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Column(Struct, frozen=True):
    """One column of a scope's relation: its type, neutral value, meaning and origin."""

    name: str
    type: Type
    neutral: Value
    doc: str
    path: str | None = None
    record: str | None = None
    """``consent.given_on``: that column of the record the contact's ground rests on, the
    least-breached one, and the latest among equals."""
    needs: tuple[str, ...] = ()
    """Kinds of list, and columns of the scope's own list, without which nothing is known of it."""

    @property
    def computed(self) -> bool:
        """Neither read at a path nor taken from a record."""
        return self.path is None and self.record is None


class FactFunction(Struct, frozen=True):
    """A fact that takes a law value: ``attempt_on($max_attempts)``.

    Examples give it by name, for whatever argument: ``{attempt_on: 2026-11-20}``.
    """

    name: str
    arguments: tuple[Type, ...]
    returns: Type
    neutral: Value
    doc: str
    needs: tuple[str, ...] = ()


FactCall = tuple[str, tuple[int, ...]]
"""A fact function and the whole numbers it is asked with."""


def fact_column(function: str, arguments: tuple[int, ...]) -> str:
    """Name of the column that holds ``function(arguments)``, ``attempt_on__4``."""
    return "__".join([function, *(str(argument) for argument in arguments)])


class Scope(Struct, frozen=True):
    """What a rule looks at, one row each."""

    name: str
    columns: dict[str, Column]
    functions: dict[str, FactFunction]
    per_contact: bool = False
    """Judged for each contact, or as evidence for one: counted in reports, never listed."""


def _columns(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


def _functions(*functions: FactFunction) -> dict[str, FactFunction]:
    return {function.name: function for function in functions}


_EVERYWHERE = _columns(
    Column("judged_from", "date", None, "first judged day under one state of the law"),
    Column("judged_to", "date", None, "last judged day under it"),
    Column("campaign_id", "text", "campaign", "id of the campaign", "campaign.id"),
    Column("channel", "text", "live_call", "means of contact", "campaign.channel"),
    Column("purpose", "text", "sale", "why people are contacted", "campaign.purpose"),
    Column("includes_offer", "bool", False, "a survey or service call that also offers something",
           "campaign.includes_offer"),
    Column("offer_use", "text", "private", "what the goods are for: private or trade",
           "campaign.offer_use"),
    Column("audience", "text", "consumer",
           "consumer, professional or sole_trader (mixed at campaign level); in scope contact, the "
           "contact's own where the list gives it", "campaign.audience"),
    Column("sector", "text", "other", "sector of the offer", "campaign.sector"),
    Column("ground", "text", "consent",
           "what is claimed to make the call lawful; in contact scopes, the contact's own where "
           "the list gives it", "campaign.ground"),
    Column("advertiser_name", "text", "Exemple SA", "name of the advertiser", "advertiser.name"),
    Column("advertiser_id", "text", "id:1", "registered id of the advertiser", "advertiser.id"),
    Column("advertiser_country", "text", "XX", "its ISO country", "advertiser.country"),
    Column("has_offer", "bool", True, "the campaign names the nature of what it offers"),
    Column("has_centres", "bool", False, "a third party places the calls"),
    Column("has_windows", "bool", True, "calling windows are declared"),
    Column("dials_some_day", "bool", True,
           "the schedule dials on at least one judged day; NULL where holidays are left open"),
    Column("has_caller_ids", "bool", True, "caller ids are declared"),
    Column("calls_certain_territory", "bool", True,
           "a territory is called that the law of a pack certainly reaches; true where no "
           "territory is known"),
    Column("placed_abroad", "bool", False,
           "some calls are placed outside the countries of the packs: by a centre there, or by an "
           "advertiser there that has no centre; NULL where a country that decides is not given"),
    Column("numbers_listed", "int", None, "different numbers in the contact lists; NULL unread"),
    Column("has_script", "bool", True, "a script is declared"),
    Column("schedule_timezone", "text", "contact", "'contact', or the IANA zone of the windows",
           "schedule.timezone"),
    Column("schedule_holidays", "text", "skip", "skip or call", "schedule.holidays"),
    Column("attempts_max", "int", 4, "most attempts the dialler makes to one contact",
           "schedule.attempts.max"),
    Column("attempts_per_days", "int", 30, "in that many days", "schedule.attempts.per_days"),
    Column("dialer_mode", "text", "manual", "manual, preview, progressive, power or predictive",
           "dialer.mode"),
    Column("abandon_max_percent", "int", None,
           "most calls in a hundred that are dropped when answered, as the dialler is set",
           "dialer.abandon_max_percent"),
    Column("abandon_message", "text", None,
           "what an abandoned person hears: none, identity or commercial",
           "dialer.abandon_message"),
    Column("ring_min_seconds", "int", None, "shortest ring before the dialler gives up",
           "dialer.ring_min_seconds"),
    Column("silence_max_seconds", "int", None, "longest silence after somebody answers",
           "dialer.silence_max_seconds"),
    Column("rotation_hours", "int", None, "hours a caller ID is shown before another one is",
           "dialer.rotation_hours"),
    Column("volume_numbers", "int", None, "different numbers the calling system reaches in a month",
           "dialer.small_volume.numbers_per_30_days"),
    Column("volume_calls_per_100", "int", None, "calls it places for 100 that it receives",
           "dialer.small_volume.calls_per_100_received"),
    Column("signed_during_call", "bool", False, "the sale is signed while on the line",
           "sale.signed_during_call"),
    Column("documents_hours_before", "int", 24, "hours between documents and the next call",
           "sale.documents_hours_before"),
    Column("sale_licence", "text", "L-1", "licence or registration the offer is made under",
           "sale.licence"),
    Column("exclusions_checked_on", "date", date(2026, 9, 1),
           "day the list was checked against people who had themselves excluded",
           "sale.exclusions_checked_on"),
    Column("warning_given", "bool", True, "the warning the sector demands is given",
           "sale.warning_given"),
    Column("recording_mode", "text", "none", "all, sample, on_demand or none", "recording.mode"),
    Column("recording_purpose", "text", "quality", "quality, training, proof or legal_duty",
           "recording.purpose"),
    Column("recording_announced", "bool", True, "recording is announced", "recording.announced"),
    Column("recording_agreed", "bool", True, "it starts once the person agreed to it",
           "recording.agreed"),
    Column("recording_signed_days", "int", 180,
           "days a recording is kept where the person signed; NULL where not stated"),
    Column("recording_unsigned_days", "int", 180, "days it is kept where not"),
    Column("recording_analysis_days", "int", None, "days notes made from recordings are kept",
           "recording.analysis_days"),
    Column("recording_pauses_bank_data", "bool", True, "it stops while bank data are spoken",
           "recording.pauses_bank_data"),
    Column("recording_screen_capture", "bool", False, "the screen is captured with the call",
           "recording.screen_capture"),
    Column("recording_staff_informed", "bool", True, "each member of staff was told in person",
           "recording.staff_informed"),
    Column("recording_free_line", "bool", True, "staff have a line that is not recorded",
           "recording.free_line"),
    Column("prospects_retention_days", "int", 1095, "days prospects are kept",
           "retention.prospects_days"),
    Column("optouts_retention_days", "int", 1095, "days opt-outs are kept",
           "retention.optouts_days"),
    Column("proofs_retention_days", "int", 1096,
           "days proofs of consents and of requests are kept", "retention.proofs_days"),
    Column("audio_marked", "bool", None, "synthetic voice is marked as such, for machines to read",
           "ai.audio_marked"),
    Column("emotion_detection", "bool", False, "software reads emotions in voices",
           "ai.emotion_detection"),
    Column("data_bought", "bool", False,
           "some consent came from a broker, a partner or a supplier; NULL where consents are not "
           "read, or do not all say where they come from"),
    Column("allotted_until", "date", None,
           "day of the last allotment that `data.numbering` knows of; NULL where it has no days"),
    Column("data_consents", "text", "files", "files, none (claimed) or absent (not declared)"),
    Column("data_contracts", "text", "files", "files, none or absent"),
    Column("data_requests", "text", "files", "files, none or absent"),
    Column("data_suppressions", "text", "files", "files, none or absent"),
    Column("data_calls", "text", "files", "files, none or absent"),
)

_TIMED = (
    Column("timed", "bool", True, "the row speaks of a moment or a stretch of the day"),
    Column("weekday", "text", "tue", "mon to sun, in the person's own zone"),
    Column("local_from", "int", 600, "start, minutes after midnight in the person's own zone"),
    Column("local_to", "int", 780,
           "end, minutes after midnight; for a moment equal to local_from, or the minute after it "
           "where seconds have passed; where the person may be in one of several zones, both span "
           "what their clocks show"),
    Column("zone", "text", "UTC", "IANA zone of the person"),
)

_CERTAIN = Column(
    "territory_certain", "bool", True,
    "false in a territory that the law of its pack may not reach, as the pack's table says; for a "
    "window, true where a certain territory shares its zone",
)

_HOLIDAYS = (
    Column("public_holiday", "bool", False, "a public holiday of the whole jurisdiction"),
    Column("local_holiday", "bool", False, "a holiday of this territory only"),
)

_MENTIONS = (
    "professional", "third_party", "nature", "choice", "period", "withdrawal", "durable_medium",
    "collection_notice",
)

_WITHDRAWALS = ("spoken", "reply", "web", "email", "letter", "in_person", "account")

_FORM = (
    Column("form_id", "text", "F1", "id of the consent form", "id"),
    Column("form_professional", "text", "Exemple SA", "who asks for the consent", "professional"),
    Column("form_names_advertiser", "bool", True, "the form names the campaign's advertiser"),
    Column("form_lists_advertiser", "bool", False,
           "the form names the campaign's advertiser among its third parties, not as the one who "
           "asks"),
    Column("form_lists_advertiser_since", "date", None,
           "day it was added to them, where the form says"),
    Column("form_names_centres", "bool", True, "the form names every centre of the campaign"),
    Column("form_names_centres_since", "date", None,
           "day the last of them was added, where the form says"),
    Column("form_offer_matches", "bool", True, "the form names the campaign's offer"),
    Column("form_period_months", "int", 12, "months of consent the form asks for", "period_months"),
    Column("form_choice", "text", "unticked_box", "how the choice is expressed", "choice"),
    Column("form_limits_times", "bool", False, "the form gives hours for calls"),
    Column("form_times_kept", "bool", True,
           "every declared window lies in those hours, by the person's clock; NULL where one does "
           "not, or none is declared"),
    Column("form_condition_of_sale", "bool", False, "no sale without this consent",
           "condition_of_sale"),
    Column("form_renews_itself", "bool", False, "the form says that the consent renews itself",
           "renews_itself"),
    Column("form_withdrawal_given", "bool", True, "the form says by what means to withdraw"),
    *(
        Column(f"form_withdrawal_{means}", "bool", means == "spoken",
               f"consent may be withdrawn by: {means}", f"withdrawal_by.{means}")
        for means in _WITHDRAWALS
    ),
    Column("form_proof_access", "text", "sent", "how people get the proof of their consent",
           "proof_access"),
    Column("form_wording_given", "bool", True, "the forms file holds its wording"),
    Column("form_at_stake", "bool", True,
           "the form is in use on some judged day; always true in scope consent, where it is "
           "what the consent rests on"),
    Column("form_in_use_from", "date", None, "first day the form was in use", "in_use.from"),
    Column("form_in_use_to", "date", None, "last day the form was in use", "in_use.to"),
    *(
        Column(f"form_mentions_{mention}", "bool", True, f"the form states: {mention}",
               f"mentions.{mention}")
        for mention in _MENTIONS
    ),
)

_ARCHIVE = (
    Column("form_archive_found", "bool", True,
           "the text the form names as `archived` is in the folder of --proofs; NULL where no "
           "folder or no text is named"),
    Column("form_archive_agrees", "bool", True,
           "that text holds the form's wording; NULL where they cannot be compared"),
)

_SCRIPT_ITEMS = (
    "caller_identity", "advertiser_identity", "commercial_purpose", "data_source",
    "objection_route", "recording_notice", "ai_disclosure", "agreement_to_continue",
    "end_on_objection", "recording_terms", "abandonment_message", "emotion_notice",
)

_EVIDENCE = (
    Column("advertiser_matches", "bool", True,
           "the record is for the campaign's advertiser (by id, else by folded name)",
           needs=("advertiser",)),
    Column("territory", "text", "T1", "territory of the number, a code of the pack"),
    Column("phone_country", "text", "XX", "ISO country of the number"),
)

_BEFORE_CALL = Column(
    "before_call", "bool", True,
    "the record is older than the call, for a call that was placed; NULL where the hours do not "
    "tell. Always true for a call to come",
)

_CONTACT = (
    Column("readable", "bool", True, "the row could be read"),
    Column("phone_given", "bool", True, "the row holds something in its phone column"),
    Column("number_valid", "bool", True, "it is a possible, dialable number"),
    Column("phone_fault", "text", None,
           "why it is none: short (emergency, directory and other short numbers), cut (by a "
           "spreadsheet, as 3,36E+10), several (more digits than one number has) or other; NULL "
           "for a number"),
    Column("number_repaired", "bool", False, "the number needed a certain repair to be read"),
    Column("allotted", "bool", True,
           "it is in a block of numbers that was allotted; NULL where no file speaks for its "
           "country code"),
    Column("phone_kind", "text", "geographic", "category of the number in the pack's plan"),
    Column("phone_country", "text", "XX", "ISO country of the number"),
    Column("covered", "bool", True, "an installed pack covers that country"),
    Column("territory", "text", "T1", "territory of the person, a code of the pack"),
    Column("territory_sure", "bool", True, "false where only the number hints at the territory"),
    _CERTAIN,
    Column("postal_code", "text", None, "postal code, as the list gives it"),
    Column("siren", "text", None, "registered business id, where the list gives 9 or 14 digits"),
    Column("legal_form", "text", None,
           "legal form, in small letters without accents or punctuation"),
    Column("duplicate", "bool", False, "an earlier row, of this list or another, holds the number"),
    Column("audience_contradicted", "bool", False,
           "another row gives the same number to another audience"),
    Column("contract_ref_given", "bool", False, "the row names a contract"),
    Column("placed", "bool", False,
           "the row is a call that was placed, and planned_at the moment of it"),
    Column("planned_on", "date", None, "local date of planned_at, where the list plans a moment"),
    Column("planned_inside", "bool", True, "planned_at, where given, falls on a judged day"),
    Column("at_agreed_moment", "bool", False,
           "planned_at is the exact moment asked for in a proven request to this advertiser"),
    Column("consent_holds", "bool", True, "some consent record breaches no error rule"),
    Column("contract_holds", "bool", False, "some contract record breaches no error rule"),
    Column("request_holds", "bool", False, "some request record breaches no error rule"),
    Column("consent_on_record", "bool", True, "there is a consent record, good or bad"),
    Column("contract_on_record", "bool", False, "there is a contract record, good or bad"),
    Column("request_on_record", "bool", False, "there is a request record, good or bad"),
    Column("customer", "bool", False,
           "a contract with this advertiser runs on all judged days, whatever its object"),
    Column("consent_given_on", "date", date(2026, 9, 1), "local date of that consent",
           record="consent.given_on"),
    Column("consent_expires_on", "date", None, "last day that consent gives itself",
           record="consent.expires_on"),
    Column("consent_source", "text", "web_form", "how that consent was collected",
           record="consent.source"),
    Column("consent_supplier", "text", None, "who supplied that consent",
           record="consent.supplier"),
    Column("consent_taken_in_call", "bool", False, "that consent was taken in a call to the person",
           record="consent.taken_in_call"),
    Column("consent_limits_times", "bool", False, "its form gives hours for calls",
           record="consent.form_limits_times"),
    Column("consent_times_kept", "bool", True,
           "every declared window lies in them; NULL where one does not, or none is declared",
           record="consent.form_times_kept"),
    Column("consent_by_list", "bool", False,
           "its form names the advertiser among third parties only",
           record="consent.form_lists_advertiser"),
    Column("request_made_on", "date", date(2026, 9, 1), "local date of that request",
           record="request.requested_on"),
    Column("request_source", "text", "web_form", "how that request was collected",
           record="request.source"),
    Column("contract_object", "text", "object", "what that contract is about",
           record="contract.object"),
    Column("suppressed", "bool", False,
           "on a suppression list during the judged days; NULL where none is declared",
           needs=("suppressions",)),
    Column("suppressed_until", "date", date(9999, 12, 31), "last day of that suppression",
           needs=("suppressions",)),
    Column("refused", "bool", False,
           "refused in an earlier call for this advertiser; NULL where no calls are declared",
           needs=("calls",)),
    Column("refused_on", "date", None, "local date of the latest refusal",
           needs=("calls",)),
)

_CONSENT = (
    *_EVIDENCE,
    Column("granted", "bool", True, "the record says `granted`; NULL where its status is blank",
           needs=("status",)),
    Column("given_on", "date", date(2026, 9, 1), "local date of the consent",
           needs=("at",)),
    Column("time_known", "bool", True, "the record holds the time of day, not the date alone",
           needs=("at",)),
    Column("advertiser_named", "bool", True, "false where the record says `unnamed`",
           needs=("advertiser",)),
    Column("channel_matches", "bool", True, "the consent names the campaign's channel",
           needs=("channel",)),
    Column("offer_matches", "bool", True, "the consent names the campaign's offer",
           needs=("offer",)),
    Column("form_named", "bool", True, "the record names a form",
           needs=("form",)),
    Column("form_known", "bool", True, "that form is in the forms file",
           needs=("form",)),
    Column("proof_archived", "bool", True, "the record gives an archive reference; blank is NULL",
           needs=("proof",)),
    Column("proof_checked", "bool", False, "a folder of proofs was named, with --proofs"),
    Column("proof_file_found", "bool", True,
           "the proof is in that folder; NULL where no folder or no proof is named"),
    Column("proof_digest_given", "bool", True, "the record states a digest of its proof"),
    Column("proof_matches", "bool", True,
           "the file has the digest the record states; NULL where they cannot be compared"),
    Column("expires_on", "date", None, "last day the record itself gives"),
    Column("expiry_readable", "bool", True, "false where the last day it gives cannot be read"),
    Column("source", "text", "web_form", "how the consent was collected",
           needs=("source",)),
    Column("supplier", "text", None, "who supplied the record",
           needs=("supplier",)),
    Column("taken_in_call", "bool", False,
           "collected by phone on a day when the person was called for this advertiser; NULL where "
           "no calls are declared",
           needs=("source", "calls")),
    Column("withdrawn", "bool", False, "withdrawn after it was given, for this channel",
           needs=("at",)),
    Column("withdrawn_on", "date", None, "local date of that withdrawal"),
    Column("refused", "bool", False,
           "refused in a call after it was given; NULL where no calls are declared",
           needs=("calls",)),
    Column("refused_on", "date", None, "local date of that refusal"),
    _BEFORE_CALL,
)

_CONTRACT = (
    *_EVIDENCE,
    Column("contract_status", "text", "active", "active or ended",
           needs=("status",)),
    Column("started_on", "date", date(2026, 1, 1), "first day of the contract",
           needs=("started_on",)),
    Column("ended", "bool", False, "it has ended, or an end is dated"),
    Column("ended_on", "date", None, "last day of the contract"),
    Column("object", "text", "object", "what the contract is about"),
    Column("object_related", "bool", True, "the campaign's offer is linked with the contract",
           needs=("object_related",)),
)

_REQUEST = (
    *_EVIDENCE,
    Column("requested_on", "date", date(2026, 9, 1), "local date of the request",
           needs=("at",)),
    Column("time_known", "bool", True, "the record holds the time of day, not the date alone",
           needs=("at",)),
    Column("offer_matches", "bool", True, "the request names the campaign's offer",
           needs=("offer",)),
    Column("source", "text", "web_form", "how the request was collected",
           needs=("source",)),
    Column("proof_archived", "bool", True, "the record gives an archive reference; blank is NULL",
           needs=("proof",)),
    _BEFORE_CALL,
)

_LIST = (
    Column("kind", "text", "contacts", "contacts, consents, contracts, requests, suppressions or "
           "calls"),
    Column("file", "text", "contacts.csv", "the file, as reported"),
    Column("claimed_none", "bool", False, "the campaign claims there is nothing of the kind"),
    Column("rows", "int", 1, "rows of data read, unreadable ones included"),
    Column("unreadable_rows", "int", 0, "rows that could not be read at all"),
    Column("unreadable_phones", "int", 0, "evidence rows without usable number or id"),
    Column("unreached_against", "int", 0, "those among them that speak against calls"),
    Column("unreadable_dates", "int", 0, "cells that should hold a date and do not"),
    Column("unreadable_date_columns", "text", None, "the columns they stand in, and how many"),
    Column("unknown_values", "int", 0, "cells outside the values their column allows"),
    Column("unknown_value_columns", "text", None, "the columns they stand in, and how many"),
    Column("zoneless_times", "int", 0, "times without an offset, read in the stated zone"),
    Column("zoneless_time_columns", "text", None, "the columns they stand in, and how many"),
    Column("repaired_numbers", "int", 0, "numbers read after a certain repair"),
    Column("repeated_proofs", "int", 0,
           "consents that repeat a proof under a later date, and are dated by the earliest"),
    Column("proofs_named", "int", 0,
           "consents whose proof was looked for in the folder of --proofs; 0 where none was named"),
    Column("proofs_missing", "int", 0, "those among them whose proof is not there"),
    Column("proofs_altered", "int", 0, "whose proof has another digest than the record states"),
    Column("proofs_undigested", "int", 0, "whose proof is there, and who state no digest"),
    Column("hashed_numbers", "int", 0, "suppressions whose number is hashed"),
    Column("hashed_matched", "int", 0, "those among them that are a contact's"),
    Column("covers_given", "bool", True, "the campaign says which days the file speaks for"),
    Column("covers_from", "date", None, "first day the file speaks for", "covers.from"),
    Column("covers_to", "date", None, "last day the file speaks for", "covers.to"),
    Column("exported_on", "date", None, "day of the export, where the entry says"),
)

_CENTRE = (
    Column("centre_name", "text", "Centre SARL", "name of the centre", "name"),
    Column("centre_country", "text", "XX", "ISO country of the centre", "country"),
    Column("centre_timezone", "text", "UTC", "IANA zone of the centre", "timezone"),
    Column("processor_signed_on", "date", date(2026, 1, 1), "processor contract signed on",
           "processor_contract.signed_on"),
    Column("audit_clause", "bool", True, "with an audit clause", "processor_contract.audit_clause"),
    Column("proof_clause", "bool", True, "a clause on proof of each consent, on demand",
           "processor_contract.proof_clause"),
    Column("hours_clause", "bool", True, "a clause on days and hours of calls",
           "processor_contract.hours_clause"),
    Column("attempts_clause", "bool", True, "a clause on the number of attempts",
           "processor_contract.attempts_clause"),
    Column("withdrawal_clause", "bool", True, "a clause on passing withdrawals on",
           "processor_contract.withdrawal_clause"),
    Column("subprocessors", "text", "none", "none, authorised or free",
           "processor_contract.subprocessors"),
    Column("local_formality", "text", None,
           "reference of the formality with the data protection authority of its country",
           "local_formality"),
    Column("transfer_tool", "text", None, "tool for transfers of data", "transfer.tool"),
    Column("transfer_signed_on", "date", None, "signed on", "transfer.signed_on"),
    Column("transfer_assessment", "text", None, "transfer assessment", "transfer.assessment"),
)

_CALLER_ID = (
    Column("caller_number", "text", "+33199000001", "E.164, or NULL where withheld or unreadable"),
    Column("withheld", "bool", False, "no number is shown"),
    Column("caller_kind", "text", "geographic",
           "category of the number in the pack's plan; 'foreign' outside it; NULL if unreadable"),
    Column("caller_country", "text", "XX", "ISO country of the number"),
    Column("caller_territory", "text", "T1", "territory of the number, a code of the pack"),
    Column("caller_allotted", "bool", True,
           "it is in a block of numbers that was allotted; NULL where no file speaks for its "
           "country code"),
    Column("assigned_to", "text", "advertiser", "whose number it is, as declared", "assigned_to"),
    Column("assigned_to_advertiser", "bool", True, "declared as the advertiser's own"),
    Column("mandate", "text", "M-1", "reference of the mandate to show it", "mandate"),
    Column("mandate_signed_on", "date", None, "day the mandate was signed", "mandate.signed_on"),
    Column("assigned_to_centre", "bool", False, "declared as the number of one of the centres"),
    Column("operator_listed", "bool", True, "on the operator's list of numbers we may show",
           "operator_listed"),
    Column("authenticated", "bool", None,
           "the operator that originates the calls authenticates the number", "authenticated"),
    Column("callback", "text", "advertiser",
           "who answers those who call it back: advertiser, centre, message or nobody", "callback"),
    Column("territory_link", "text", None, "link with the number's territory", "territory_link"),
    Column("caller_territory_called", "bool", True,
           "it is shown to people of its own territory; NULL where it has none"),
    Column("caller_written", "text", "+33199000001", "as the campaign writes it, blanks taken out"),
    Column("caller_name_length", "int", None,
           "characters of a sender that is a name, blanks included; NULL for a number"),
    Column("caller_name_latin", "bool", None,
           "such a name is of unaccented letters, digits and blanks only; NULL for a number"),
)

_CALL = (
    Column("moment_known", "bool", True, "day and time of the call could be read",
           needs=("at",)),
    Column("call_outcome", "text", "answered", "what became of the call, as the list says",
           needs=("outcome",)),
    Column("call_centre_named", "bool", True,
           "the centre that placed it is one of the campaign's; NULL where the row names none",
           needs=("centre",)),
    Column("caller_declared", "bool", True,
           "the number it showed is one the campaign declares; NULL where none was recorded, and "
           "several are declared or none",
           needs=("caller_id",)),
)
"""What a call that was placed has beside a contact's columns, and those of the number it showed."""

_CALL_DAY = (
    Column("day", "date", date(2026, 9, 1), "a date, in the territory"),
    Column("weekday", "text", "tue", "mon to sun"),
    Column("territory", "text", "T1", "a territory that is called, a code of the pack"),
    _CERTAIN,
    *_HOLIDAYS,
    Column("dialled", "bool", True, "the schedule dials on this day"),
)

_WINDOW = (
    *_TIMED,
    _CERTAIN,
    Column("drifts", "bool", False,
           "kept in another zone, the window moves on this clock during the judged days"),
    Column("declared_from", "int", 600, "start as declared, minutes after midnight"),
    Column("declared_to", "int", 780, "end as declared"),
    Column("first_day", "date", None, "first local date on which the window falls so"),
    Column("last_day", "date", None, "last local date on which the window falls so"),
)

_SCRIPT = (
    *(
        Column(f"says_{item}", "bool", True, f"a step covers: {item}", f"covers.{item}")
        for item in _SCRIPT_ITEMS
    ),
    *(
        Column(f"opens_with_{item}", "bool", True, f"the first step covers: {item}",
               f"opening.{item}")
        for item in _SCRIPT_ITEMS
    ),
)

_WAIVER = (
    Column("waiver_kind", "text", "comment", "comment, or baseline for an entry of that file"),
    Column("waiver_rule", "text", "XX101", "the rule it names: an id, or a name"),
    Column("waiver_until", "date", date(9999, 12, 31),
           "last day it holds; the last of the calendar where it gives no end"),
    Column("waiver_needed_to", "date", date(2026, 9, 1),
           "last judged day on which it is needed: that of what it would set aside; the first "
           "judged day where there is nothing"),
    Column("waiver_well_formed", "bool", True, "it could be read"),
    Column("waiver_reasoned", "bool", True, "it gives a reason"),
    Column("waiver_rule_known", "bool", True, "there is a rule of that id or name"),
    Column("waiver_rule_required", "bool", False, "the configuration requires that rule"),
    Column("waiver_rule_counts", "bool", False, "the rule judges contacts or the run itself"),
    Column("waiver_checked", "bool", True, "all that it could set aside was looked for"),
    Column("waiver_used", "bool", True, "there is a finding it speaks of"),
)

_CONTACT_FUNCTIONS = _functions(
    FactFunction("attempts_within", ("int",), "int", 0,
                 "attempts to the person for this advertiser since that many days before the "
                 "judged days, calls among them included; of a call that was placed, those before "
                 "it; NULL where calls are not declared, or do not cover them",
           needs=("calls",)),
    FactFunction("attempt_on", ("int",), "date", None,
                 "local date of the n-th latest attempt; NULL where there were fewer",
           needs=("calls",)),
    FactFunction("calls_before", ("int",), "int", 0,
                 "in that many days up to the moment the row plans: attempts to the person for "
                 "this advertiser, and other moments the lists plan for the person earlier; NULL "
                 "as for attempts_within",
           needs=("calls",)),
    FactFunction("planned_before", ("int",), "int", 0,
                 "those other planned moments alone"),
)

_CAMPAIGN_FUNCTIONS = _functions(
    FactFunction("planned_attempts", ("int",), "int", 4,
                 "most attempts the schedule can make to one contact in that many days"),
)


def _scope(
    name: str,
    *columns: Column,
    functions: dict[str, FactFunction] | None = None,
    per_contact: bool = False,
) -> Scope:
    return Scope(name, _EVERYWHERE | _columns(*columns), functions or {}, per_contact)


SCOPES: dict[str, Scope] = {
    scope.name: scope
    for scope in (
        _scope("campaign", functions=_CAMPAIGN_FUNCTIONS),
        _scope("centre", *_CENTRE),
        _scope("window", *_WINDOW),
        _scope("call_day", *_CALL_DAY),
        _scope("caller_id", *_CALLER_ID),
        _scope("script", *_SCRIPT),
        _scope("consent_form", *_FORM, *_ARCHIVE),
        _scope("list", *_LIST),
        _scope("waiver", *_WAIVER),
        _scope("consent", *_CONSENT, *(replace(column, needs=("form",)) for column in _FORM),
               per_contact=True),
        _scope("contract", *_CONTRACT, per_contact=True),
        _scope("request", *_REQUEST, per_contact=True),
        _scope("contact", *_CONTACT, *_TIMED, *_HOLIDAYS, functions=_CONTACT_FUNCTIONS,
               per_contact=True),
        _scope("call", *_CONTACT, *_TIMED, *_HOLIDAYS, *_CALL, *_CALLER_ID,
               functions=_CONTACT_FUNCTIONS, per_contact=True),
    )
}
"""Every scope by name."""

INHERITED: dict[str, tuple[str, ...]] = {"call": ("contact",)}
"""Scopes whose rows are judged by the rules of another too, and have what packs add to it."""


def lineage(scope: str) -> tuple[str, ...]:
    """The scope, after those whose rules and columns hold for its rows too."""
    return (*INHERITED.get(scope, ()), scope)

FACT_SCOPES = ("campaign", "centre", "caller_id", "script", "consent_form")
"""Scopes whose rows stand for a YAML node a pack's ``facts.py`` may read."""

GROUNDS: dict[str, str] = {"consent": "consent_holds", "contract": "contract_holds",
                           "request": "request_holds"}
"""Evidence scopes that make a ground, and the contact column that says it holds."""

RECORD_DAYS: dict[str, str] = {"consent": "given_on", "contract": "started_on",
                               "request": "requested_on"}
"""The day a record of each ground bears: of equal records, the latest counts."""

DAYS = "days"
"""What a message calls the days of ``STRETCH``: ``{days}`` is ``on 3 August 2026``, or from when to
when."""
STRETCH = ("first_day", "last_day")
