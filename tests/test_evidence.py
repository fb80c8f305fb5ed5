"""The laws of evidence, from lists to verdicts: what a call centre and a regulator rely on.

Withdrawal beats everything earlier; a new consent revives; an import never does; the order of rows
and files, and how often a row is exported, change nothing; unknown is never clear.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.packs.canonical import KINDS, LAYOUTS
from tests.building import (
    FIRST,
    JUDGING,
    ROWS,
    Cell,
    Judged,
    Rows,
    digits,
    for_each,
    judged,
    people,
    phone,
    write,
    write_rows,
)

# What happened to a person, and whether they may be called


@dataclass(frozen=True)
class Event:
    """Something that happened, so many days before the first judged one."""

    what: str
    """consent, re-upload, import, withdrawal, refusal; or a withdrawal of the channels named, or
    elsewhere, from another advertiser.

    All re-uploads of a history are of one consent, each under its own date.
    """
    ago: int

    def rows(self, number: int) -> tuple[str, dict[str, Cell]]:
        moment = f"{FIRST - timedelta(days=self.ago)}T10:00+01:00"
        row: dict[str, Cell] = {"phone": phone(number), "at": moment}
        withdrawn = {**row, "status": "withdrawn", "form": None, "proof": None}
        match self.what:
            case "consent":
                return "consents", row
            case "re-upload":
                return "consents", {**row, "proof": f"form of {number}"}
            case "import":
                return "consents", {**row, "source": "import", "form": None, "proof": None}
            case "withdrawal":
                return "consents", {**withdrawn, "channel": None}
            case "elsewhere":
                return "consents", {**withdrawn, "advertiser": "Autre SA"}
            case "refusal":
                return "calls", {**row, "outcome": "refused"}
        return "consents", {**withdrawn, "channel": self.what}

    @property
    def ends(self) -> bool:
        """Whether it takes back consents to live calls for this advertiser."""
        return self.what in ("withdrawal", "refusal") or "live_call" in self.what


def may_be_called(history: Sequence[Event]) -> bool:
    """The reference: some consent that nothing later, or at the same moment, took back."""
    consents = [each.ago for each in history if each.what == "consent"]
    consents += sorted(each.ago for each in history if each.what == "re-upload")[-1:]
    ends = [each.ago for each in history if each.ends]
    return any(not any(end <= consent for end in ends) for consent in consents)


KINDS_OF_EVENT = (
    "consent consent re-upload re-upload import withdrawal refusal elsewhere "
    "live_call sms sms|live_call voicebot|live_call|email voicebot|sms"
).split()
EVENTS = st.builds(Event, st.sampled_from(KINDS_OF_EVENT), st.integers(12, 16))
HISTORIES = st.lists(st.lists(EVENTS, max_size=6), min_size=10, max_size=30)


def judged_histories(histories: Sequence[Sequence[Event]]) -> Judged:
    lists: dict[str, list[dict[str, Cell]]] = {"consents": [], "calls": []}
    for number, history in enumerate(histories, 1):
        for event in history:
            kind, row = event.rows(number)
            lists[kind].append(row)
    with TemporaryDirectory() as folder:
        return judged(write(Path(folder), {"contacts": people(len(histories)), **lists}))


@JUDGING
@given(HISTORIES)
def test_a_person_may_be_called_on_a_consent_that_nothing_later_took_back(
    histories: list[list[Event]],
) -> None:
    found = judged_histories(histories)
    for history, contact in zip(histories, found.contacts, strict=True):
        expected = "allow" if may_be_called(history) else "block"
        assert contact.verdict == expected, (history, contact)


def test_a_list_that_is_uploaded_again_revives_nothing() -> None:
    consent, withdrawal = Event("consent", 20), Event("withdrawal", 10)
    found = judged_histories(
        [
            [consent, withdrawal],
            [consent, withdrawal, consent],
            [consent, withdrawal, Event("import", 5)],
            [Event("re-upload", 20), withdrawal, Event("re-upload", 5)],
            [consent, withdrawal, Event("consent", 5)],
        ]
    )
    assert found.verdicts == ["block", "block", "block", "block", "allow"]
    assert [each.values["repeated_proofs"] for each in found.findings("CL020")] == [1]


# A campaign with every kind of evidence, in which each contact is a case

CONTACTS: Rows = [
    *people(12),
    {"contact_id": "P1", "phone": phone(21)},
    {"contact_id": "P8", "phone": phone(22)},
]
EVIDENCE: Mapping[str, Rows] = {
    "consents": [
        *for_each([{}] * 8),
        {"phone": phone(2), "at": "2026-10-01T09:00+02:00", "status": "withdrawn"},
        {"phone": phone(2), "at": "2026-11-02T09:00+01:00"},  # the same proof, uploaded again
        {"phone": phone(3), "at": "2026-08-01T09:00+02:00", "status": "withdrawn"},
        {"phone": phone(4), "at": None, "status": "withdrawn"},
        {"phone": phone(5), "proof": None},
    ],
    "contracts": [{"phone": phone(9)}, {"phone": phone(10), "status": "ended"}],
    "requests": [{"phone": phone(11)}, {"phone": phone(12), "at": "2026-10-01T09:00+02:00"}],
    "suppressions": [{"phone": phone(6)}, {"phone": phone(7), "until": "2026-11-24"}],
    "calls": [
        {"phone": phone(number), "at": f"2026-11-{day}T11:00+01:00", "call_id": f"c{number}{day}"}
        for number, day in [(8, 16), (8, 17), (22, 18), (22, 19), (1, 19)]
    ],
}


def mixed_up(order: Mapping[str, Sequence[int]], cuts: Mapping[str, int]) -> list[tuple[Any, ...]]:
    """Verdicts where each list's rows come in an order, in two files cut at some row."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        lists: dict[str, Rows] = {"contacts": CONTACTS, **EVIDENCE}
        file = write(folder, lists)
        data = {}
        for kind, positions in order.items():
            rows = [{**ROWS[kind], **lists[kind][position]} for position in positions]
            cut = cuts[kind] % (len(rows) + 1)
            paths = [folder / f"{kind}-{part}.csv" for part in "ba"]
            for path, part in zip(paths, (rows[:cut], rows[cut:]), strict=True):
                write_rows(path, part, ROWS[kind])
            data[kind] = tuple(map(str, paths))
        found = judged(file, data=data)
    return [
        (
            each.contact_id,
            each.phone,
            each.verdict,
            each.breached,
            each.unknown,
            each.callable_from,
            each.callable_until,
            each.attempts_left,
        )
        for each in sorted(found.contacts, key=lambda each: each.phone)
    ]


AS_WRITTEN = {"contacts": range(len(CONTACTS)), **{k: range(len(v)) for k, v in EVIDENCE.items()}}


@cache
def as_written() -> list[tuple[Any, ...]]:
    """Verdicts on the lists as they stand above."""
    return mixed_up(AS_WRITTEN, dict.fromkeys(AS_WRITTEN, 0))


ORDERS = st.fixed_dictionaries(
    {
        kind: st.lists(st.sampled_from(places), max_size=0 if kind == "contacts" else 4).flatmap(
            lambda again, places=places: st.permutations([*places, *again])  # type: ignore[misc]
        )
        for kind, places in AS_WRITTEN.items()
    }
)
CUTS = st.fixed_dictionaries({kind: st.integers(0, 20) for kind in AS_WRITTEN})


@settings(JUDGING, max_examples=5)
@given(order=ORDERS, cuts=CUTS)
def test_the_order_of_rows_and_files_and_rows_exported_twice_change_nothing(
    order: dict[str, list[int]], cuts: dict[str, int]
) -> None:
    # A call is one by its id, here; other records are what they say however often they say it.
    assert mixed_up(order, cuts) == as_written()


def test_what_each_of_these_contacts_is() -> None:
    verdicts = [row[2] for row in as_written()]
    assert verdicts == [
        "allow",  # one attempt
        "block",  # withdrawn
        "allow",  # withdrawn before, consented since
        "review",  # withdrawn one day, nobody knows when
        "allow",  # one good record beside a doubtful one
        "block",  # suppressed
        "review",  # suppressed until the second day
        "block",  # four attempts over two numbers
        "allow",  # a contract in progress
        "block",  # a contract that ended
        "allow",  # a request of last Friday
        "block",  # a request too old
        "block",  # the person's other number: consent was not given for it
        "block",
    ]


# The same number, however it is written, and however often

WAYS = [
    "{0}", "+33{1}", "0033 {1}", "+33 (0){1}", "33{1}", "{1}", "{1}.0", "{1},0", "'{0}",
    "tel:+33{1}", "Tél. {0}", "{0} poste 4", "{0} / +33{1}", "\u00a0{0}\u202f", "++33{1}", '="{0}"',
]  # fmt: skip
"""Ways of writing a national number: whole, and without its first zero."""


def written(way: str, number: int) -> str:
    return way.format(phone(number), phone(number)[1:])


@settings(JUDGING, max_examples=4)
@given(st.permutations(WAYS), st.permutations(WAYS))
def test_a_suppression_finds_its_number_however_either_is_written(
    listed: list[str], suppressed: list[str]
) -> None:
    """Every second number is suppressed, half of those by a hash."""
    ways = list(enumerate(zip(listed, suppressed, strict=True), 1))
    contacts: Rows = [{"contact_id": f"P{n}", "phone": written(way, n)} for n, (way, _) in ways]
    consents: Rows = [{"phone": phone(n)} for n, _ in ways]
    cells = [written(way, n) if n % 4 else hashed(n) for n, (_, way) in ways if n % 2 == 0]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPTOUT_KEY", "key")
        lists = {
            "contacts": contacts,
            "consents": consents,
            "suppressions": [{"phone": cell} for cell in cells],
        }
        entries = {"suppressions": {"hmac_key_env": "OPTOUT_KEY"}}
        found = judged(write(Path(folder), lists, entries=entries))
    assert found.verdicts == ["allow" if n % 2 else "block" for n, _ in ways]


def hashed(number: int) -> str:
    digest = hmac.new(b"key", f"+{digits(number)}".encode(), hashlib.sha256)
    return base64.b64encode(digest.digest()).decode() if number % 8 else digest.hexdigest()


def test_attempts_add_up_over_lists_centres_and_numbers_and_a_call_counts_once(
    tmp_path: Path,
) -> None:
    """Four attempts in thirty days are the cap; each person here has as many exports as numbers."""
    people_: Rows = [
        {"contact_id": f"P{person}", "phone": phone(10 * number + person)}
        for person in range(1, 4)
        for number in range(2)
    ]
    calls: Mapping[str, Rows] = {
        # Two calls of each centre, to two numbers of the person: the cap.
        "a": [call_of(1, 1, "a1"), call_of(2, 11, "a2"), call_of(1, 2, "a3"), call_of(2, 2, "a4")],
        "b": [call_of(3, 11, "b1"), call_of(4, 1, "b2"), call_of(3, 12, "b3"), call_of(1, 3, "b4")],
        # The dialler's export and the operator's tell of the same calls: three in all, not six.
        "operator": [call_of(1, 2, None), call_of(2, 2, "o2"), call_of(3, 12, "b3")],
    }
    file = write(tmp_path, {"consents": [{"phone": row["phone"]} for row in people_]})
    data: dict[str, tuple[str, ...]] = {"contacts": (), "calls": ()}
    for name, kind, rows in [
        ("one", "contacts", people_[::2]),
        ("two", "contacts", people_[1::2]),
        *((name, "calls", rows) for name, rows in calls.items()),
    ]:
        path = tmp_path / f"{name}.csv"
        write_rows(path, [{**ROWS[kind], **row} for row in rows], ROWS[kind])
        data[kind] = (*data[kind], str(path))

    found = judged(file, data=data)

    assert {(each.contact_id, each.verdict, each.attempts_left) for each in found.contacts} == {
        ("P1", "block", 0),
        ("P2", "allow", 1),
        ("P3", "allow", 3),
    }


def call_of(day: int, number: int, call_id: Cell) -> Mapping[str, Cell]:
    """A call on one of the days before the first judged one."""
    moment = f"{FIRST - timedelta(days=day)}T11:00+01:00"
    centre = f"Centre {call_id[0]}" if call_id else None
    return {"phone": phone(number), "call_id": call_id, "at": moment, "centre": centre}


# Blanks: unknown is never clear

GOOD = frozenset({"at", "status", "channel", "form", "proof"})
"""What a consent must say. The form answers for a blank advertiser and offer; the source, the
supplier, the digest of the proof and an end of its own are not asked of it."""


@dataclass(frozen=True)
class Record:
    """A record of evidence of somebody who may be called, and the cells without which they may not.

    ``typed`` are cells that matter only where they hold something that cannot be read.
    """

    kind: str
    cells: Mapping[str, Cell]
    matter: frozenset[str]
    typed: frozenset[str] = frozenset()


def record(kind: str, matter: str, typed: str = "", **cells: Cell) -> Record:
    return Record(kind, cells, frozenset(matter.split()), frozenset(typed.split()))


CONSENT = Record("consents", {}, GOOD, frozenset({"expires_at"}))
WITHDRAWN = {"status": "withdrawn", "at": "2026-10-01T09:00+02:00"}
CALL = {"call_id": "c", "at": "2026-11-03T10:00+01:00"}
CASES: Mapping[str, list[Record]] = {
    "consent": [CONSENT],
    "consent in full": [
        Record(
            "consents",
            {"proof_sha256": "0f", "supplier": "Web SARL", "expires_at": "2027-06-01"},
            GOOD,
            frozenset({"expires_at"}),
        )
    ],
    "contract": [record("contracts", "advertiser started_on status object_related", "ended_on")],
    "request": [record("requests", "at advertiser offer proof")],
    # Any moment of the withdrawal but a known, earlier one may be later than the consent.
    "revived": [
        CONSENT,
        record("consents", "at", **{**WITHDRAWN, "at": "2026-08-01T09:00+02:00"}),
    ],
    "withdrawn for SMS": [CONSENT, record("consents", "channel", **WITHDRAWN, channel="sms")],
    "withdrawn from another": [
        CONSENT,
        record("consents", "advertiser", **WITHDRAWN, advertiser="Autre SA"),
    ],
    # One attempt more or less is none too many; an outcome unsaid may be a refusal.
    "called": [CONSENT, record("calls", "outcome", **CALL, outcome="no_answer")],
    "refused before": [
        CONSENT,
        record("calls", "at", **{**CALL, "at": "2026-08-03T10:00+02:00"}, outcome="refused"),
    ],
    "refused another": [
        CONSENT,
        record("calls", "advertiser", **CALL, advertiser="Autre SA", outcome="refused"),
    ],
    "no longer suppressed": [
        CONSENT,
        record("suppressions", "until", since="2026-01-01", until="2026-11-01", source="crm"),
    ],
    "not yet suppressed": [CONSENT, record("suppressions", "since", since="2027-01-01")],
}
"""People who may be called, by what is on record of them."""


@dataclass(frozen=True)
class Spoilt:
    """A person of whom one cell of one record holds something else."""

    case: str
    record: int
    column: str
    cell: Cell

    def rows(self, number: int) -> list[tuple[str, dict[str, Cell]]]:
        """What is on record of the person, under a number."""
        found = []
        for position, each in enumerate(CASES[self.case]):
            row: dict[str, Cell] = {**each.cells, "phone": phone(number)}
            if position == self.record:
                row[self.column] = self.cell
            found.append((each.kind, row))
        return found


def columns(each: Record) -> list[str]:
    return [name for name in LAYOUTS[each.kind].columns if name not in ("phone", "contact_id")]


def typed_columns(each: Record) -> set[str]:
    """Columns that hold a moment, a day or one of a few values."""
    layout = LAYOUTS[each.kind]
    return {*layout.instants, *layout.days, *dict(layout.closed)}


def verdicts(people_: Sequence[Spoilt]) -> dict[Spoilt, str]:
    lists: dict[str, list[Mapping[str, Cell]]] = {kind: [] for kind in KINDS[1:]}
    for number, each in enumerate(people_, 1):
        for kind, row in each.rows(number):
            lists[kind].append(row)
    with TemporaryDirectory() as folder:
        found = judged(write(Path(folder), {"contacts": people(len(people_)), **lists}))
    return dict(zip(people_, found.verdicts, strict=True))


def every_record() -> Iterator[tuple[str, int, Record]]:
    for case, records in CASES.items():
        for position, each in enumerate(records):
            yield case, position, each


def test_all_of_them_may_be_called_as_they_stand() -> None:
    found = verdicts([Spoilt(case, -1, "", None) for case in CASES])
    assert {each.case: verdict for each, verdict in found.items()} == dict.fromkeys(CASES, "allow")


def test_a_blank_cell_never_leaves_somebody_allowed_but_for_these() -> None:
    found = verdicts(
        [
            Spoilt(case, position, column, None)
            for case, position, each in every_record()
            for column in columns(each)
        ]
    )
    for case, position, each in every_record():
        stopped = {
            spoilt.column
            for spoilt, verdict in found.items()
            if (spoilt.case, spoilt.record) == (case, position) and verdict != "allow"
        }
        assert stopped == each.matter, (case, position)


def test_a_cell_that_cannot_be_read_is_no_better_than_a_blank_one() -> None:
    found = verdicts(
        [
            Spoilt(case, position, column, "?")
            for case, position, each in every_record()
            for column in sorted(typed_columns(each))
        ]
    )
    for case, position, each in every_record():
        stopped = {
            spoilt.column
            for spoilt, verdict in found.items()
            if (spoilt.case, spoilt.record) == (case, position) and verdict != "allow"
        }
        assert stopped == each.matter & typed_columns(each) | each.typed, (case, position)
