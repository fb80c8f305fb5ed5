"""Consents and what ends them, against a reference of a few lines of plain Python.

Withdrawal beats everything earlier on the channels and for the advertiser it names; a later consent
stands; what cannot be read is unknown, never clear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.building import (
    FIRST,
    JUDGING,
    Cell,
    Lists,
    Rows,
    digits,
    facts,
    for_each,
    people,
    phone,
    write,
)

PEOPLE = 6
"""Persons of a universe; each has two numbers, n and n + PEOPLE."""


@dataclass(frozen=True)
class Record:
    """One row of a consents file."""

    number: int
    status: Cell
    day: int | None
    """Days from the first judged one; None is a cell that holds no date."""
    hour: int | None
    """None where the cell gives the day alone."""
    channel: Cell
    advertiser: Cell

    @property
    def cells(self) -> dict[str, Cell]:
        at: Cell = "whenever"
        if self.day is not None:
            at = str(FIRST + timedelta(days=self.day))
            at += "" if self.hour is None else f"T{self.hour:02}:00Z"
        return {
            "phone": phone(self.number),
            "status": self.status,
            "at": at,
            "channel": self.channel,
            "advertiser": self.advertiser,
        }

    def may_end(self, other: Record) -> bool:
        """Whether it takes a consent back, for all that can be read."""
        return (
            other is not self
            and other.number % PEOPLE == self.number % PEOPLE
            and self.status != "granted"
            and self.channel in (None, "live_call", "telephone", "fax", "sms|live_call")
            and self.advertiser in (None, "Exemple SA", "unnamed")
            and not self._is_before(other)
        )

    def _is_before(self, consent: Record) -> bool:
        if self.day is None or consent.day is None:
            return False
        mine = (self.day, 24 if self.hour is None else self.hour)
        return mine < (consent.day, 0 if consent.hour is None else consent.hour)


def ended(consent: Record, records: Sequence[Record]) -> tuple[bool | None, date | None]:
    """``withdrawn`` and ``withdrawn_on``: the reference."""
    enders = [each for each in records if each.may_end(consent)]
    sure = [each for each in enders if each.status == "withdrawn"]
    dated = [each.day for each in sure if each.day is not None]
    if not sure:
        return (None if enders else False), None
    if dated and (min(dated) <= 0 or len(dated) == len(enders)):
        return True, FIRST + timedelta(days=min(dated))
    return True, None


RECORDS = st.builds(
    Record,
    number=st.integers(1, 2 * PEOPLE),
    status=st.sampled_from(["granted", "granted", "withdrawn", "withdrawn", None, "revoked"]),
    day=st.sampled_from([-40, -40, -39, -1, 0, 1, None]),
    hour=st.sampled_from([6, 7, None]),
    channel=st.sampled_from([None, "live_call", "sms", "sms|live_call", "telephone", "fax"]),
    advertiser=st.sampled_from([None, "Exemple SA", "Exemple SA", "Autre SA", "unnamed"]),
)


def universe(records: Sequence[Record]) -> Iterator[tuple[Record, tuple[bool | None, date | None]]]:
    """Each consent with what the facts say ended it."""
    contacts: Rows = [
        {"contact_id": f"P{number % PEOPLE}", "phone": phone(number)}
        for number in range(1, 2 * PEOPLE + 1)
    ]
    lists: Lists = {"contacts": contacts, "consents": [each.cells for each in records]}
    with TemporaryDirectory() as folder, facts(write(Path(folder), lists)) as workspace:
        for record_id, *found in workspace.rows(
            "SELECT record_id, withdrawn, withdrawn_on FROM consent_fact ORDER BY record_id"
        ):
            yield records[record_id - 1], (found[0], found[1])


@JUDGING
@given(st.lists(RECORDS, min_size=20, max_size=50))
def test_what_ends_a_consent_is_what_the_reference_says(records: list[Record]) -> None:
    found = list(universe(records))
    assert [each for each, _ in found] == [each for each in records if each.status != "withdrawn"]
    for consent, end in found:
        assert end == ended(consent, records), consent


def test_a_consent_on_record(tmp_path: Path) -> None:
    with facts(write(tmp_path)) as workspace:
        assert workspace.rows(
            "SELECT number, granted, given_on, time_known, advertiser_named, advertiser_matches, "
            "channel_matches, offer_matches, form_named, form_known, proof_archived, expires_on, "
            "source, withdrawn, refused, territory, phone_country, form_id FROM consent_fact"
        ) == [
            (
                *(
                    digits(1),
                    True,
                    date(2026, 9, 1),
                    True,
                    True,
                    True,
                    True,
                    True,
                    True,
                    True,
                    True,
                ),
                *(None, "web_form", False, False, "METRO", "FR", "F1"),
            )
        ]


def columns(
    folder: Path, cases: Rows, *names: str, **lists: Rows | None
) -> list[tuple[object, ...]]:
    """Some columns of consents, each case the record of a number of its own."""
    given: Lists = {"contacts": people(len(cases)), "consents": for_each(cases), **lists}
    with facts(write(folder, given)) as workspace:
        return workspace.rows(f"SELECT {', '.join(names)} FROM consent_fact ORDER BY record_id")


def test_a_blank_or_unreadable_cell_is_unknown_not_false(tmp_path: Path) -> None:
    cases: list[tuple[str, dict[str, Cell]]] = [
        ("granted", {"status": None}),
        ("granted", {"status": "oui"}),
        ("given_on", {"at": None}),
        ("given_on", {"at": "2026-02-30"}),
        ("channel_matches", {"channel": None}),
        ("channel_matches", {"channel": "fax"}),
        ("advertiser_matches", {"advertiser": None, "form": None}),
        ("advertiser_named", {"advertiser": None, "form": None}),
        ("offer_matches", {"offer": None, "form": None}),
        ("form_named", {"form": None}),
        ("form_known", {"form": None}),
        ("form_choice", {"form": None}),
        ("form_choice", {"form": "F2"}),
        ("proof_archived", {"proof": None}),
        ("source", {"source": None}),
        ("source", {"source": "somewhere"}),
    ]
    names = [name for name, _ in cases]
    rows = columns(tmp_path, [cells for _, cells in cases], *names)
    unknown = {index for index, row in enumerate(rows) if row[index] is None}
    assert [cases[index] for index in range(len(cases)) if index not in unknown] == []


def test_what_a_record_leaves_blank_its_form_answers(tmp_path: Path) -> None:
    blank, other, unnamed = columns(
        tmp_path,
        [
            {"advertiser": None, "offer": None},
            {"advertiser": "Autre SA", "offer": "mobile"},
            {"advertiser": "UNNAMED"},
        ],
        "advertiser_named",
        "advertiser_matches",
        "offer_matches",
        "form_names_advertiser",
    )
    assert blank == (True, True, True, True)
    assert other == (True, False, False, True)
    assert unnamed == (False, False, True, True)


def test_names_match_whatever_their_case_accents_and_legal_form(tmp_path: Path) -> None:
    written = ["exemple", "EXEMPLE S.A.", "Éxemple, SA", "Exemple Télécom SA"]
    rows = columns(tmp_path, [{"advertiser": name} for name in written], "advertiser_matches")
    assert rows == [(True,), (True,), (True,), (False,)]


def test_a_form_that_is_not_in_the_file_is_unknown_to_it(tmp_path: Path) -> None:
    rows = columns(tmp_path, [{"form": "F1"}, {"form": "F2"}], "form_known", "form_id")
    assert rows == [(True, "F1"), (False, None)]


def test_refusals_end_consents_given_before_them(tmp_path: Path) -> None:
    calls: Rows = [
        {"phone": phone(1), "at": "2026-10-01T10:00+02:00", "outcome": "refused"},
        {"phone": phone(2), "at": "2026-08-01T10:00+02:00", "outcome": "refused"},
        {"phone": phone(3), "at": "2026-10-01T10:00+02:00", "outcome": "answered"},
        {"phone": phone(4), "at": "2026-10-01T10:00+02:00", "outcome": None},
        {"phone": phone(5), "at": "some day", "outcome": "refused"},
        {"phone": phone(6), "at": "2026-09-01", "outcome": "refused"},
        {"phone": phone(7), "outcome": "refused", "advertiser": "Autre SA"},
        {"phone": phone(8), "outcome": "refused", "advertiser": None, "at": "2026-10-02"},
    ]
    assert columns(tmp_path, [{}] * 8, "refused", "refused_on", calls=calls) == [
        (True, date(2026, 10, 1)),
        (False, None),
        (False, None),
        (None, None),
        (True, None),
        (True, date(2026, 9, 1)),
        (False, None),
        (True, date(2026, 10, 2)),
    ]


def test_where_no_calls_are_declared_nobody_knows_of_a_refusal(tmp_path: Path) -> None:
    assert columns(tmp_path, [{}], "refused", calls=None) == [(None,)]


def test_a_consent_is_for_the_number_it_was_given_for(tmp_path: Path) -> None:
    contacts: Rows = [
        {"contact_id": "P1"},
        {"contact_id": "P1", "phone": phone(2)},
        {"contact_id": "P2", "phone": phone(3)},
    ]
    consents: Rows = [{}, {"phone": None, "contact_id": "P2"}, {"phone": phone(9)}]
    with facts(write(tmp_path, {"contacts": contacts, "consents": consents})) as workspace:
        assert workspace.rows("SELECT record_id, number FROM consent_fact ORDER BY ALL") == [
            (1, digits(1)),
            (2, digits(3)),
        ]


def test_a_form_names_others_since_the_day_it_says(tmp_path: Path) -> None:
    named = ["Centre A", {"name": "Centre B", "since": "2026-09-02"}, {"name": "Exemple SA"}]
    form = {"id": "F1", "professional": "Comparateur SAS", "third_parties": named}
    campaign = {
        "centres": [{"name": "Centre A SARL"}, {"name": "Centre B SARL"}],
        "data": {"consent_forms": {"forms": [form]}},
    }
    asked = (
        "form_lists_advertiser, form_lists_advertiser_since, form_names_centres, "
        "form_names_centres_since"
    )
    with facts(write(tmp_path, {"consents": [{}]}, campaign)) as workspace:
        (found,) = workspace.rows(f"SELECT {asked} FROM consent_fact")

    assert found == (True, None, True, date(2026, 9, 2))


def test_a_consent_taken_by_phone_on_a_day_of_calls_says_so(tmp_path: Path) -> None:
    lists: Lists = {
        "contacts": people(3),
        "consents": [
            {"phone": phone(n), "source": source, "at": "2026-09-01T10:12+02:00"}
            for n, source in ((1, "phone"), (2, "web_form"), (3, "phone"))
        ],
        "calls": [
            {"phone": phone(1), "at": "2026-09-01T18:00+02:00"},
            {"phone": phone(1), "at": "2026-09-01T18:30+02:00"},
            {"phone": phone(2), "at": "2026-09-01T18:00+02:00"},
            {"phone": phone(3), "at": "2026-09-02T00:30+02:00"},
        ],
    }
    with facts(write(tmp_path, lists)) as workspace:
        found = workspace.rows("SELECT number, taken_in_call FROM consent_fact ORDER BY 1")
    with facts(write(tmp_path / "none", {**lists, "calls": None})) as workspace:
        unknown = workspace.rows("SELECT taken_in_call FROM consent_fact ORDER BY number")

    assert found == [(digits(1), True), (digits(2), False), (digits(3), False)]
    assert unknown == [(None,), (False,), (None,)]
