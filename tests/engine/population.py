"""People made at random, with everything lists say of them, good and bad."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

Rows = list[dict[str, str | None]]

_NUMBERS = (
    "0199{:06d}", "0612{:06d}", "0692{:06d}", "0690{:06d}", "0694{:06d}", "0696{:06d}",
    "0639{:06d}", "+324 70 {:06d}", "+1 514 555 {:04d}", "+508 55 {:04d}", "+687 75{:04d}",
    "+689 8770{:04d}",
)  # fmt: skip
"""Mainland, every territory overseas, and abroad."""
_POSTCODES = (None, None, None, "75011", "97400", "97110", "98713", "98600", "97600", "97500")
_OFFSETS = ("+01:00", "Z", "+04:00", "-04:00")


class Population:
    """Contacts and evidence for the days of a campaign; the same for the same seed."""

    def __init__(
        self, seed: int, first: date, last: date, people: int, *, apart: bool = False
    ) -> None:
        """``apart``: nobody has two numbers, and no number two rows."""
        self._apart = apart
        self._random = Random(seed)
        self._first = datetime.combine(first, time())
        self._last = datetime.combine(last, time()) + timedelta(days=1)
        self.contacts: Rows = []
        self.evidence: dict[str, Rows] = {
            kind: [] for kind in ("consents", "contracts", "requests", "suppressions", "calls")
        }
        for number in range(people):
            self._add(number)

    @property
    def lists(self) -> Mapping[str, Rows]:
        """Every list, by its kind."""
        return {"contacts": self.contacts, **self.evidence}

    def instant(self, first: datetime, last: datetime) -> str:
        """A moment as lists write it."""
        minutes = int((last - first) / timedelta(minutes=1))
        moment = first + timedelta(minutes=self._random.randrange(minutes))
        return f"{moment:%Y-%m-%dT%H:%M}{self._pick(*_OFFSETS)}"

    def moved(self) -> Rows:
        """The contacts, each planned at another moment."""
        margin = timedelta(days=1)
        return [
            {**row, "planned_at": self.instant(self._first - margin, self._last + margin)}
            for row in self.contacts
        ]

    def _pick(self, *choices: str | None) -> str | None:
        return self._random.choice(choices)

    def _usual(self, usual: str | None, *others: str | None) -> str | None:
        return usual if self._random.random() < 0.8 else self._pick(*others)

    def _some(self, share: float) -> bool:
        return self._random.random() < share

    def _day(self, least: int, most: int) -> str:
        return str((self._first + timedelta(days=self._random.randint(least, most))).date())

    def _add(self, number: int) -> None:
        phone = self._random.choice(_NUMBERS).format(number)
        margin = timedelta(days=2)
        contact = {
            "contact_id": f"P{number - (self._some(0.07) and not self._apart)}",
            "phone": phone,
            "postal_code": self._pick(*_POSTCODES),
            "audience": self._usual(None, "consumer", "professional", "sole_trader", "??"),
            "timezone": self._usual(None, "Europe/Paris", "Indian/Reunion", "nowhere"),
            "ground": self._usual(None, "contract", "callback_request", "consent"),
            "contract_ref": self._usual(None, f"R{number}"),
            "planned_at": self.instant(self._first - margin, self._last + margin),
        }
        self.contacts.append(contact)
        if self._some(0.04) and not self._apart:
            again = self.instant(self._first, self._last)
            other = self._pick(None, "consumer", "professional")
            self.contacts.append({**contact, "planned_at": again, "audience": other})
        for _ in range(self._random.choice((0, 1, 1, 1, 2, 3))):
            self.evidence["consents"].append(self._consent(contact))
        for kind, share, made in (
            ("contracts", 0.15, self._contract),
            ("requests", 0.15, self._request),
            ("suppressions", 0.08, self._suppression),
        ):
            if self._some(share):
                self.evidence[kind].append(made(contact))
        for _ in range(self._random.choice((0, 0, 1, 2, 4, 5))):
            self.evidence["calls"].append(self._call(contact))

    def _consent(self, contact: Mapping[str, str | None]) -> dict[str, str | None]:
        given = self.instant(self._first - timedelta(days=480), self._last)
        return {
            "phone": contact["phone"] if self._some(0.9) else None,
            "contact_id": contact["contact_id"],
            "at": self._usual(given, "soon", None, self._day(-40, 2), given, given),
            "status": self._usual("granted", "withdrawn", None, "granted"),
            "advertiser": self._usual("Exemple SA", "unnamed", "Autre SA", None),
            "channel": self._usual("live_call", "sms", None),
            "offer": self._usual("fibre internet", "gaz"),
            "form": self._usual("F1", "F9", None),
            "proof": self._usual(f"archive/{self._random.random()}", None, "shared/1"),
            "expires_at": self._usual(None, self._day(-5, 15)),
            "source": self._usual("web_form", "phone", "import", "lead_broker"),
            "supplier": self._usual(None, "Leads"),
        }

    def _contract(self, contact: Mapping[str, str | None]) -> dict[str, str | None]:
        return {
            "phone": contact["phone"] if self._some(0.6) else None,
            "contract_ref": contact["contract_ref"],
            "advertiser": self._usual("Exemple SA", "Autre"),
            "started_on": self._pick("2025-03-14", self._day(0, 4)),
            "status": self._pick("active", "ended", None),
            "ended_on": self._pick(None, None, self._day(0, 4)),
            "object_related": self._pick("true", "false", None),
        }

    def _request(self, contact: Mapping[str, str | None]) -> dict[str, str | None]:
        return {
            "phone": contact["phone"],
            "at": self.instant(self._first - timedelta(days=20), self._last),
            "advertiser": self._usual("Exemple SA", "Autre", None),
            "offer": "fibre internet",
            "proof": self._pick("archive/r", None),
            "agreed_at": self._pick(None, contact["planned_at"]),
        }

    def _suppression(self, contact: Mapping[str, str | None]) -> dict[str, str | None]:
        return {
            "phone": contact["phone"],
            "since": self._pick("2026-01-01", self._day(0, 4), None),
            "until": self._pick(None, self._day(0, 4)),
        }

    def _call(self, contact: Mapping[str, str | None]) -> dict[str, str | None]:
        made = self.instant(self._first - timedelta(days=45), self._last)
        if self._some(0.4):  # about as long ago as a cap looks back
            planned = datetime.fromisoformat(str(contact["planned_at"])[:16])
            ago = timedelta(days=self._random.randint(28, 31))
            made = f"{planned - ago:%Y-%m-%dT%H:%M}+01:00"
        return {
            "phone": contact["phone"],
            "call_id": self._pick(None, f"K{self._random.random()}"),
            "at": self._usual(made, "??", made, made, made),
            "advertiser": self._usual("Exemple SA", "Autre", None),
            "outcome": self._usual("no_answer", "answered", "refused", None),
        }
