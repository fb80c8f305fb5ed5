"""What happens to the people of a generated list, and what must be said of each.

Nothing here asks calllint. A fate is one way a person may have dealt with the advertiser, told in
the records it leaves, beside the rules that must be named for it: read in the law and in
docs/outcomes.md, and written down by hand. Shares are out of a thousand people.

The judged days are 23 November to 18 December 2026. Ages of records are days before 20 November.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

OURS, SPELT, OTHERS = "Télécom Exemple SA", "TELECOM EXEMPLE", "Énergie Exemple SA"


class Shared(Protocol):
    """Something that so many of all people have."""

    @property
    def share(self) -> int:
        """Out of all the shares of its kind."""


@dataclass(frozen=True)
class Record:
    """One row of the consents: granted for all that this campaign asks, but for what is named."""

    ages: tuple[int, int]
    """Least and greatest age in days; negative for a day to come."""
    status: str | None = "granted"
    advertiser: str | None = OURS
    channel: str = "live_call"
    offer: str = "fibre internet"
    form: str | None = "F-2025"
    proof: str | None = "own"
    """``own``, or ``first``: the proof of the person's first record; None: blank."""
    source: str = "web_form"
    expires_at: str | None = None
    time: str = "timed"
    """``timed``; ``day``: a date and no time of day; ``blank``."""


GOOD = Record((1, 330))
_EARLIER = Record((150, 330))
_WITHDRAWAL = Record((20, 100), status="withdrawn", form=None, proof=None)


@dataclass(frozen=True)
class Consenting:
    """The consents of a person, and what they are worth on the judged days."""

    name: str
    share: int
    records: tuple[Record, ...] = ()
    breached: str = ""
    """Rules that the record which comes nearest certainly breaches, on some judged day at least."""
    unknown: str = ""
    """Rules of which that record does not let us tell."""
    until_first: bool = False
    """It holds until the anniversary of the first record, which falls within the judged days."""
    from_first: bool = False
    """It holds from the day of the first record on, which falls within the judged days."""
    refusable: bool = True
    """A refusal on 21 November comes after the records."""

    @property
    def holds(self) -> bool:
        """On every judged day, for certain."""
        return bool(self.records) and not (self.breached or self.unknown or self.granted_none)

    @property
    def granted_none(self) -> bool:
        """No record is a consent."""
        return all(record.status == "withdrawn" for record in self.records)

    @property
    def fails(self) -> bool:
        """On every judged day, for certain."""
        partial = self.until_first or self.from_first
        return self.granted_none or (bool(self.breached) and not partial)


def _flaw(
    name: str, share: int, record: Record, breached: str = "", unknown: str = ""
) -> Consenting:
    return Consenting(name, share, (record,), breached, unknown)


_FRESH = (5, 330)
CONSENTING = (
    Consenting("none", 516),
    Consenting("good", 215, (GOOD,)),
    Consenting("earlier", 0, (_EARLIER,)),
    # Several records, of which one holds.
    Consenting("again", 22, (Record((380, 500)), Record((10, 330)))),
    Consenting("one of two", 14, (GOOD, Record((30, 300), advertiser=OTHERS))),
    Consenting("thrice", 10, (Record((5, 90)), Record((100, 200)), Record((210, 330)))),
    Consenting("revived", 8, (_EARLIER, _WITHDRAWAL, Record((2, 15)))),
    Consenting("withdrawn for messages", 4, (
        _EARLIER, Record((20, 100), status="withdrawn", channel="sms", form=None, proof=None))),
    Consenting("withdrawn from others", 4, (
        _EARLIER, Record((20, 100), status="withdrawn", advertiser=OTHERS, form=None, proof=None))),
    # The last days of one.
    Consenting("expiring", 12, (Record((338, 362)),), "FR104", until_first=True),
    Consenting("soon", 3, (Record((-28, -4)),), "FR107", from_first=True, refusable=False),
    # Ended.
    Consenting("withdrawn", 24, (_EARLIER, _WITHDRAWAL), "FR102"),
    Consenting("withdrawn that day", 3, (
        Record((40, 40)), Record((40, 40), status="withdrawn", form=None, proof=None, time="day")),
        "FR102"),
    Consenting("withdrawn for all", 3, (
        _EARLIER, Record((20, 100), status="withdrawn", advertiser=None, form=None, proof=None)),
        "FR102"),
    Consenting("withdrawn some day", 3, (
        _EARLIER, Record((20, 100), status="withdrawn", form=None, proof=None, time="blank")),
        unknown="FR102"),
    Consenting("withdrawal alone", 5, (_WITHDRAWAL,)),
    Consenting("expired", 34, (Record((370, 500)),), "FR104"),
    Consenting("uploaded again", 8, (Record((380, 480)), Record((10, 60), proof="first")), "FR104"),
    _flaw("record expired", 6, Record(_FRESH, expires_at="2026-10-01"), "FR106"),
    Consenting("yet to come", 3, (Record((-40, -31)),), "FR107", refusable=False),
    # Not what this campaign needs.
    _flaw("for others", 15, Record(_FRESH, advertiser=OTHERS), "FR108"),
    _flaw("for partners", 12, Record(_FRESH, advertiser="unnamed"), "FR109"),
    _flaw("for messages", 11, Record(_FRESH, channel="sms"), "FR110"),
    _flaw("other offer", 6, Record(_FRESH, offer="assurance habitation"), "FR111"),
    Consenting("one flaw or two", 5, (
        Record((100, 300), channel="sms"),
        Record((10, 60), advertiser=OTHERS, source="import")), "FR110"),
    # Not proven.
    _flaw("no proof", 9, Record(_FRESH, proof=None), unknown="FR112"),
    _flaw("no time", 7, Record(_FRESH, time="day"), "FR113"),
    _flaw("unknown form", 6, Record(_FRESH, form="F-1999"), "FR114"),
    _flaw("blank form", 3, Record(_FRESH, form=None), unknown="FR114"),
    _flaw("imported", 8, Record(_FRESH, source="import"), "FR115"),
    _flaw("centre unnamed", 9, Record(_FRESH, form="F-SOLO"), "FR116"),
    _flaw("form retired", 5, Record((5, 300), form="F-2023"), "FR117"),
    _flaw("unclear", 4, Record(_FRESH, status="à voir"), unknown="FR118"),
    _flaw("undated", 3, Record(_FRESH, time="blank"), unknown="FR104 FR107 FR113 FR117"),
)  # fmt: skip


@dataclass(frozen=True)
class Called:
    """The calls a person had: how many, whose, and what becomes of the cap and of the consent."""

    name: str
    share: int
    calls: int = 0
    fourth: tuple[int, int] | None = None
    """Age of the fourth latest call, least and greatest; None: calls on any day."""
    theirs: int = 0
    """How many of them, the latest, were made for another advertiser."""
    twice: bool = False
    """Each is in both exports."""
    ends: str | None = None
    """Outcome of the latest call, on 21 November."""

    @property
    def capped(self) -> bool:
        """Four of our calls within thirty days of the first judged day."""
        return self.fourth is not None and not self.theirs and self.fourth[1] <= 26


CALLED = (
    Called("never", 751),
    Called("once", 127, 1),
    Called("twice", 60, 2),
    Called("three times", 22, 3),
    Called("three times, exported twice", 3, 3, twice=True),
    Called("long ago", 11, 4, fourth=(27, 47)),
    Called("often", 8, 4, fourth=(2, 26)),
    Called("lately", 3, 4, fourth=(0, 1)),
    Called("very often", 4, 7, fourth=(2, 26)),
    Called("by others too", 3, 5, fourth=(2, 20), theirs=3),
    Called("refused", 6, 1, ends="refused"),
    Called("unsaid", 2, 1, ends=""),
)
PAIRED = Called("twice on each number", 0, 2, fourth=(1, 20))
"""The calls of a person to each of two numbers: four in all, all of them on one day."""


@dataclass(frozen=True)
class Opposed:
    """The rows of the suppression list a person has, and until when they hold."""

    name: str
    share: int
    rows: int = 1
    since: str | None = None
    """None: some day of the past."""
    until: str = ""
    by: str = "both"
    """``phone``, ``contact_id`` or ``both``: the columns that are filled in."""


OPPOSED = (
    Opposed("no", 950, rows=0),
    Opposed("for good", 37, by="phone"),
    Opposed("with id", 3),
    Opposed("by id alone", 2, by="contact_id"),
    Opposed("some day", 2, since="un jour"),
    Opposed("from December", 1, since="2026-12-01"),
    Opposed("until December", 2, until="2026-11-30"),
    Opposed("no more", 3, until="2026-10-01"),
)


@dataclass(frozen=True)
class Spoilt:
    """A cell that holds no number anybody could dial."""

    name: str
    share: int
    cell: str = "NULL"
    """SQL over ``domestic`` and ``e164``."""
    rule: str = ""


SPOILT = (
    Spoilt("no", 981),
    Spoilt("blank", 5, "NULL", "CL202"),
    Spoilt("words", 3, "'inconnu'", "CL203"),
    Spoilt("former", 1, "coalesce(domestic, e164) || ' (ancien)'", "CL203"),
    Spoilt("too short", 4, "coalesce(left(domestic, 8), '06 12 34')", "CL203"),
    Spoilt("power of ten", 2, "e164[2] || ',' || e164[3:4] || 'E+10'", "CL223"),
    Spoilt("two numbers", 3, "coalesce(domestic, e164) || ' / 0601020304'", "CL224"),
    Spoilt("short code", 1, "'3639'", "CL222 FR101"),  # a number of France, of whom none consents
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of number, its share out of a hundred, and how its numbers are made."""

    name: str
    share: int
    prefixes: tuple[str, ...]
    lines: int
    """Numbers behind each prefix."""
    step: int
    """Prime to the count of all numbers: what scatters them."""
    covered: bool = True
    """A pack is installed for its country."""
    certain: bool = True
    """The law is known to reach its territory."""
    codes: tuple[str, ...] = field(default=())
    """Country code of each prefix, where it is dialled nationally; none: prefixes hold theirs."""


_FR, _REUNION, _GUADELOUPE, _GUIANA, _MARTINIQUE = "+33", "+262", "+590", "+594", "+596"
KINDS = (
    Kind("mobile", 62, tuple("060 061 062 064 065 066 067 068 073 074 075 076 077 078 079".split()),
         10**7, 70_710_679, codes=(_FR,) * 15),
    Kind("landline", 27, tuple("014 018 023 024 032 038 047 048 053 055".split()),
         10**7, 70_710_679, codes=(_FR,) * 10),
    Kind("overseas", 7, tuple("0692 0693 0690 0691 0694 0696 0697 0639 0262 0590".split()),
         900_000, 1_414_213,
         codes=(_REUNION, _REUNION, _GUADELOUPE, _GUADELOUPE, _GUIANA, _MARTINIQUE, _MARTINIQUE,
                _REUNION, _REUNION, _GUADELOUPE)),
    Kind("Polynesia", 1, ("+68987", "+68989"), 10**6, 1_414_213, certain=False),
    Kind("abroad", 3, ("+3247", "+4179", "+3465"), 10**7, 70_710_679, covered=False),
)  # fmt: skip
