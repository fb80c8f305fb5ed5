"""Numbers, territories, clocks and working days of the French pack, against the law dossier."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from calllint.facts.calendar import TerritoryCalendar, workday_rows
from calllint.facts.zones import to_local, to_utc
from calllint.packs import load_pack
from calllint.packs.model import Pack, Territory
from calllint.phones import Plan

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "rules" / "calllint_fr"
NO_TERRITORY = "ALL"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FOLDER)


@pytest.fixture(scope="module")
def plan(pack: Pack) -> Plan:
    return Plan.of([pack])


# -- Numbers ---------------------------------------------------------------------------------------


def prefixes() -> list[tuple[str, str, str, str]]:
    lines = (ROOT / "tests/phones/prefixes.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    next(rows)
    return [(prefix, cc, territory, kind) for prefix, cc, territory, kind in rows]


def longest(digits: str) -> str:
    return max((row[0] for row in prefixes() if digits.startswith(row[0])), key=len)


def sample(prefix: str, kind: str, filler: str) -> str:
    """A number of the prefix as dialled nationally; extended ones are as long as E.164 allows."""
    return prefix.ljust(14 if "extended" in kind else 10, filler)


@pytest.mark.parametrize("filler", ["0", "4", "9"])
@pytest.mark.parametrize(("prefix", "cc", "territory", "kind"), prefixes())
def test_every_prefix_of_the_dossier_is_read_as_it_says(
    plan: Plan, prefix: str, cc: str, territory: str, kind: str, filler: str
) -> None:
    dialled = sample(prefix, kind, filler)
    if longest(dialled) != prefix:
        return  # a longer prefix has it
    number = plan.parse(dialled, "FR")

    assert (number.valid, number.kind) == (True, kind), dialled
    assert number.territory == (None if territory == NO_TERRITORY else territory)
    assert number.e164 is not None
    assert number.e164.startswith(f"+{cc}")
    assert plan.parse(number.e164, None) == number
    assert plan.parse("00" + number.e164[1:], "FR") == number


def test_there_are_twenty_two_verified_roots_and_no_more(pack: Pack) -> None:
    assert pack.dialling is not None
    table = {entry.prefix for entry in pack.dialling.ranges if entry.kind == "npv"}
    dossier = {prefix for prefix, _, _, kind in prefixes() if kind == "npv"}

    assert len(table) == 22
    assert table == dossier


def test_the_table_says_more_than_the_dossier_only_where_it_says_so(pack: Pack) -> None:
    """Ranges from the regulator's list of blocks, fiction, and short numbers."""
    assert pack.dialling is not None
    known = {prefix for prefix, *_ in prefixes()}
    whole = {
        entry.prefix
        for entry in pack.dialling.ranges
        if not entry.kind.startswith(("short", "directory", "emergency"))
    }
    blocks = {f"0700{n}" for n in range(5, 10)} | {"09015", "09016", "09017", "09764", "09765"}
    mobiles = {f"07{n}" for n in range(3, 10)}  # for 07, of which 071 and 072 are not opened

    assert whole - known == blocks | mobiles | {"063998"}
    assert known - whole == {"07"}


@pytest.mark.parametrize(
    ("dialled", "kind"),
    [
        *((number, "emergency") for number in ("15", "17", "18", "112", "114", "115", "119")),
        *((number, "emergency") for number in ("191", "196", "197", "116000", "116117")),
        ("3000", "short_30_31"),
        ("3199", "short_30_31"),
        ("3200", "short_other"),
        ("3999", "short_other"),
        ("118000", "directory_118"),
    ],
)
def test_short_numbers_have_a_kind_and_reach_no_contact(
    plan: Plan, dialled: str, kind: str
) -> None:
    number = plan.parse(dialled, "FR")

    assert (number.kind, number.valid, number.e164) == (kind, False, None)


# -- Territories -----------------------------------------------------------------------------------

PLACES = {
    # calling code, zones, one postal code, days of its own in 2027 that an article names
    "METRO": (33, ("Europe/Paris",), "75011", ()),
    "ALSACE": (33, ("Europe/Paris",), "67000", ("03-26", "12-26")),
    "MOSELLE": (33, ("Europe/Paris",), "57000", ("03-26", "12-26")),
    "GP": (590, ("America/Guadeloupe",), "97110", ("05-27",)),
    "BL": (590, ("America/St_Barthelemy",), "97133", ("10-09",)),
    "MF": (590, ("America/Marigot",), "97150", ("05-27", "05-28")),
    "MQ": (596, ("America/Martinique",), "97200", ("05-22",)),
    "GF": (594, ("America/Cayenne",), "97300", ("06-10",)),
    "RE": (262, ("Indian/Reunion",), "97400", ("12-20",)),
    "YT": (262, ("Indian/Mayotte",), "97600", ("04-27",)),
    "PM": (508, ("America/Miquelon",), "97500", ()),
    "NC": (687, ("Pacific/Noumea",), "98800", None),
    "PF": (689, ("Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier"), "98713", None),
    "WF": (681, ("Pacific/Wallis",), "98600", None),
}


@pytest.mark.parametrize("code", PLACES)
def test_a_territory_has_its_code_its_clocks_and_its_postal_codes(pack: Pack, code: str) -> None:
    calling_code, zones, postal, days = PLACES[code]
    place = pack.territories[code]

    assert (place.calling_code, place.zones) == (calling_code, zones)
    assert _by_postal_code(pack, postal).code == code
    assert place.certain == (days is not None)


def _by_postal_code(pack: Pack, postal: str) -> Territory:
    found = [
        (prefix, place)
        for place in pack.territories.values()
        for prefix in place.postal_prefixes
        if postal.startswith(prefix)
    ]
    return max(found, key=lambda pair: len(pair[0]))[1]


def test_every_other_territory_stands_for_several(pack: Pack) -> None:
    assert set(pack.territories) - set(PLACES) == {"GP_MF_BL"}
    shared = pack.territories["GP_MF_BL"]
    for code in ("GP", "MF", "BL"):
        assert {*pack.territories[code].zones} <= {*shared.zones}
        assert {*pack.territories[code].local_days} <= {*shared.local_days}


def _year(place: Territory, local: bool) -> set[str]:
    calendar = TerritoryCalendar("FR", place.local_days)
    asked = calendar.local_holiday if local else calendar.public_holiday
    days = (date(2027, 1, 1) + timedelta(n) for n in range(365))
    return {f"{day:%m-%d}" for day in days if asked(day)}


@pytest.mark.parametrize("code", PLACES)
def test_days_of_its_own_are_those_an_article_names(pack: Pack, code: str) -> None:
    named = PLACES[code][3]
    if named is not None:
        assert _year(pack.territories[code], local=True) == set(named)


@pytest.mark.parametrize("code", ["METRO", "GP", "RE", "PM"])
def test_the_eleven_holidays_are_the_same_everywhere(pack: Pack, code: str) -> None:
    assert _year(pack.territories[code], local=False) == {
        "01-01", "03-29", "05-01", "05-06", "05-08", "05-17", "07-14", "08-15", "11-01", "11-11",
        "12-25",
    }  # fmt: skip


def test_customary_days_that_libraries_list_are_left_out(pack: Pack) -> None:
    """Mid-Lent, Good Friday and 21 July of the Antilles are in no article the rules cite."""
    from holidays import country_holidays

    library = country_holidays("FR", subdiv="971", years=2027)
    ours = _year(pack.territories["GP"], local=True)

    assert "07-21" in {f"{day:%m-%d}" for day in library}
    assert ours == {"05-27"}


# -- Clocks ----------------------------------------------------------------------------------------

WINTER, SUMMER, RAMADAN = date(2026, 11, 24), date(2027, 7, 6), date(2027, 2, 16)
FLOORS = ("Europe/Paris", "Africa/Casablanca", "Africa/Tunis", "Indian/Antananarivo")
OPENING = {
    # where people are: what each floor's clock shows when 10:00 strikes there, winter then summer
    "Europe/Paris": ("10 09 10 12", "10 08 09 11"),
    "America/Guadeloupe": ("15 14 15 17", "16 14 15 17"),
    "America/Martinique": ("15 14 15 17", "16 14 15 17"),
    "America/Cayenne": ("14 13 14 16", "15 13 14 16"),
    "Indian/Reunion": ("07 06 07 09", "08 06 07 09"),
    "Indian/Mayotte": ("08 07 08 10", "09 07 08 10"),
    "America/Miquelon": ("14 13 14 16", "14 12 13 15"),
    "Pacific/Noumea": ("00 23 00 02", "01 23 00 02"),
    "Pacific/Wallis": ("23 22 23 01", "00 22 23 01"),
    "Pacific/Tahiti": ("21 20 21 23", "22 20 21 23"),
}


@pytest.mark.parametrize("zone", OPENING)
@pytest.mark.parametrize("season", [0, 1])
def test_the_permitted_hours_as_each_floor_sees_them(zone: str, season: int) -> None:
    day = (WINTER, SUMMER)[season]
    opening = to_utc(zone, datetime(day.year, day.month, day.day, 10))
    seen = [f"{to_local(floor, opening):%H}" for floor in FLOORS]

    assert " ".join(seen) == OPENING[zone][season]
    closing = to_utc(zone, datetime(day.year, day.month, day.day, 20))
    assert closing - opening == timedelta(hours=10)


def test_half_hours_in_the_marquesas() -> None:
    opening = to_utc("Pacific/Marquesas", datetime(2026, 11, 24, 10))

    assert to_local("Europe/Paris", opening) == datetime(2026, 11, 24, 20, 30)


@pytest.mark.parametrize(
    ("day", "behind"),
    [
        (date(2026, 2, 14), 0),  # before Ramadan, UTC+1 in winter
        (date(2026, 2, 16), 1),  # in Ramadan, UTC
        (date(2026, 3, 23), 0),  # after it
        (date(2026, 7, 6), 1),  # UTC+1 against the French summer
        (date(2026, 9, 19), 1),
        (date(2026, 9, 21), 2),  # UTC for good since the 20th
        (date(2026, 10, 26), 1),  # winter time in France
        (RAMADAN, 1),  # no other clock for Ramadan any more
        (SUMMER, 2),
    ],
)
def test_how_far_casablanca_is_behind_paris(day: date, behind: int) -> None:
    noon = datetime(day.year, day.month, day.day, 12)

    assert to_local("Africa/Casablanca", to_utc("Europe/Paris", noon)) == noon - timedelta(
        hours=behind
    )


# -- Working days and sources ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        (date(2026, 10, 2), date(2026, 10, 8)),  # a Friday; Saturday counts, Sunday does not
        (date(2026, 11, 9), date(2026, 11, 16)),  # over 11 November
        (date(2026, 11, 10), date(2026, 11, 17)),
        (date(2026, 12, 23), date(2026, 12, 30)),  # over Christmas; 26 December is Alsace's alone
        (date(2026, 12, 30), date(2027, 1, 6)),  # over New Year's Day and a Sunday
        (date(2027, 5, 14), date(2027, 5, 21)),  # over Whit Monday, a holiday though worked
    ],
)
def test_five_working_days_count_saturdays_and_skip_holidays(
    pack: Pack, asked: date, last: date
) -> None:
    weekdays = pack.parameters["callback_weekdays"].values[-1][1]
    days = pack.parameters["callback_working_days"].values[-1][1]
    assert isinstance(weekdays, tuple)
    assert isinstance(days, int)
    rows = workday_rows("FR", [str(day) for day in weekdays], date(2026, 9, 1), date(2027, 6, 30))

    wanted = dict(rows)[asked] + days
    assert min(day for day, number in rows if number == wanted) == last


@pytest.mark.parametrize("table", sorted(FOLDER.glob("tables/*.csv")), ids=lambda path: path.name)
def test_every_table_says_where_it_is_from(table: Path) -> None:
    comments = [
        line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("#")
    ]

    assert any("Source" in line for line in comments)
    assert any("Uncertain" in line for line in comments)
