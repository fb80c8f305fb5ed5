"""One number at a time: where it belongs, of which kind, and whether it had to be repaired."""

from __future__ import annotations

import pytest

from calllint.phones import Number, Plan, parse
from tests.phones.cells import DAMAGED, FORMATTED, REFUSED
from tests.phones.tables import belgian_pack, french_pack, make_pack, read_table, spanish_pack

FICTION = ("0199000123", "0261910123", "0353010123", "0465710123", "0536490123", "0639980123")

PLACED = [
    # as dialled,  E.164,           territory, kind
    ("0199000123", "+33199000123", "METRO", "geographic"),
    ("0712000000", "+33712000000", None, None),
    ("0612345678", "+33612345678", "METRO", "mobile"),
    ("0162290000", "+33162290000", "METRO", "npv"),
    ("0949123456", "+33949123456", "METRO", "npv"),
    ("0151012345", "+33151012345", "METRO", "general_interest"),
    ("0937123456", "+33937123456", "METRO", "platform"),
    ("0972123456", "+33972123456", "METRO", "polyvalent"),
    ("0262123456", "+262262123456", "RE", "geographic"),
    ("0263123456", "+262263123456", "RE", "geographic"),
    ("0692123456", "+262692123456", "RE", "mobile"),
    ("0693123456", "+262693123456", "RE", "mobile"),
    ("0268812345", "+262268812345", "RE", "npv"),
    ("0268912345", "+262268912345", "YT", "npv"),
    ("0269612345", "+262269612345", "YT", "geographic"),
    ("0639012345", "+262639012345", "YT", "mobile"),
    ("0590123456", "+590590123456", "GP_MF_BL", "geographic"),
    ("0690123456", "+590690123456", "GP_MF_BL", "mobile"),
    ("0598712345", "+590598712345", "GP_MF_BL", "npv"),
    ("0594212345", "+594594212345", "GF", "geographic"),
    ("0694212345", "+594694212345", "GF", "mobile"),
    ("0976491234", "+594976491234", "GF", "polyvalent"),
    ("0596712345", "+596596712345", "MQ", "geographic"),
    ("0696212345", "+596696212345", "MQ", "mobile"),
    ("0947712345", "+596947712345", "MQ", "npv"),
    ("0709301234", "+594709301234", "GF", "mobile"),
    ("0709351234", "+262709351234", "YT", "mobile"),
    ("0508412345", "+508412345", "PM", "geographic"),
    ("0708401234", "+508708401234", "PM", "mobile"),
    ("0800123456", "+33800123456", None, "special_free"),
    ("0899123456", "+33899123456", None, "special_premium"),
    ("07000123456789", "+337000123456789", "METRO", "mobile_extended_14"),
    ("0700512345678", "+590700512345678", "GP_MF_BL", "mobile_extended_14"),
]


@pytest.mark.parametrize(("dialled", "e164", "territory", "kind"), PLACED)
def test_national_number_belongs_to_its_own_territory(
    plan: Plan, dialled: str, e164: str, territory: str | None, kind: str | None
) -> None:
    expected = Number(e164, kind, "FR", territory, valid=kind is not None, repaired=False)

    assert expected == plan.parse(dialled, "FR")
    assert expected == plan.parse(e164, None)
    assert expected == plan.parse("00" + e164[1:], None)


@pytest.mark.parametrize(("dialled", "e164"), [row[:2] for row in PLACED if row[3] is not None])
def test_overseas_number_written_with_the_home_code_is_moved_and_marked(
    plan: Plan, dialled: str, e164: str
) -> None:
    written = "+33" + dialled[1:]
    if len(written) > 16:  # 14 digits overseas are no number at all
        return

    number = plan.parse(written, None)

    assert e164 == number.e164
    assert number.valid
    assert (written != e164) == number.repaired


@pytest.mark.parametrize("dialled", FICTION)
def test_numbers_kept_for_fiction_are_valid(plan: Plan, dialled: str) -> None:
    assert plan.parse(dialled, "FR").valid
    assert plan.parse(dialled, "FR").territory == "METRO"


@pytest.mark.parametrize(
    ("e164", "territory", "kind"),
    [
        ("+687251234", "NC", "fixed_line"),
        ("+687751234", "NC", "mobile"),
        ("+68987123456", "PF", "mobile"),
        ("+681721234", "WF", "fixed_line_or_mobile"),
    ],
)
def test_pacific_numbers_are_placed_by_country_code(
    plan: Plan, e164: str, territory: str, kind: str
) -> None:
    assert Number(e164, kind, "FR", territory, valid=True) == plan.parse(e164, "FR")


@pytest.mark.parametrize(
    ("written", "region", "e164", "kind", "country"),
    [
        ("+212612345678", "FR", "+212612345678", "mobile", "MA"),
        ("00 32 475 12 34 56", "FR", "+32475123456", "mobile", "BE"),
        ("0475/12.34.56", "BE", "+32475123456", "mobile", "BE"),
        ("+39 06 1234 5678", "FR", "+390612345678", "fixed_line", "IT"),
        ("+1 212-555-2368", "FR", "+12125552368", "fixed_line_or_mobile", "US"),
        ("+800 1234 5678", "FR", "+80012345678", "toll_free", None),
    ],
)
def test_foreign_number_is_what_libphonenumber_says(
    plan: Plan, written: str, region: str, e164: str, kind: str, country: str | None
) -> None:
    assert Number(e164, kind, country, None, valid=True) == plan.parse(written, region)


@pytest.mark.parametrize("written", FORMATTED)
def test_formatting_is_no_repair(plan: Plan, written: str) -> None:
    assert plan.parse("0612345678", "FR") == plan.parse(written, "FR")


@pytest.mark.parametrize("written", DAMAGED)
def test_certain_repair_is_made_and_marked(plan: Plan, written: str) -> None:
    expected = Number("+33612345678", "mobile", "FR", "METRO", valid=True, repaired=True)

    assert expected == plan.parse(written, "FR")


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("262692123456", "+262692123456"),
        ("33692123456", "+262692123456"),
        ("692123456", "+262692123456"),
        ("+262 (0)692 12 34 56", "+262692123456"),
        ("+262 0692 12 34 56", "+262692123456"),
        ("+33 (0)596 71 23 45", "+596596712345"),
        ("508412345", "+508412345"),
        ("+508 0508 41 23 45", "+508412345"),
        ("474240308.0", "+33474240308"),
    ],
)
def test_repaired_number_goes_to_its_own_country_code(plan: Plan, written: str, e164: str) -> None:
    number = plan.parse(written, "FR")

    assert (e164, True, True) == (number.e164, number.valid, number.repaired)


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_not_certainly_one_number_is_none(plan: Plan, written: str) -> None:
    assert Number(valid=False) == plan.parse(written, "FR")


@pytest.mark.parametrize("written", [None, "", " ", "\u00a0", "\t\n", "\u200b", "\ufeff "])
def test_blank_cell_is_neither_valid_nor_invalid(plan: Plan, written: str | None) -> None:
    assert Number() == plan.parse(written, "FR")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("15", "emergency"),
        ("112", "emergency"),
        ("116 117", "emergency"),
        ("118 218", "directory_118"),
        ("30 03", "short_30_31"),
        ("3179", "short_30_31"),
        ("3639", "short_other"),
    ],
)
def test_short_number_has_a_kind_but_reaches_no_contact(
    plan: Plan, written: str, kind: str
) -> None:
    assert Number(None, kind, "FR", None, valid=False) == plan.parse(written, "FR")


def test_number_of_a_possible_length_that_does_not_exist_is_invalid_but_kept(plan: Plan) -> None:
    """A list and a suppression list that hold the same wrong number still match."""
    assert Number("+33712345678", None, "FR", valid=False) == plan.parse("0712345678", "FR")
    assert Number("+590696123456", None, "FR", valid=False) == plan.parse("+590696123456", "FR")


def test_without_a_region_only_international_numbers_are_read(plan: Plan) -> None:
    assert plan.parse("+33612345678", None).valid
    for written in ("0612345678", "33612345678", "612345678", "15"):
        assert Number(valid=False) == plan.parse(written, None)


def test_unknown_region_is_like_none(plan: Plan) -> None:
    assert Number(valid=False) == plan.parse("0612345678", "XX")


def test_national_dialling_of_an_overseas_region_is_the_plan_s(plan: Plan) -> None:
    for region in ("RE", "GP", "MF", "PM", "YT"):
        assert plan.parse("0692123456", "FR") == plan.parse("0692123456", region)
    assert plan.parse("412345", "PM").e164 == "+508412345"


def test_second_ending_after_a_slash_is_no_part_of_a_foreign_number(plan: Plan) -> None:
    assert plan.parse("+49 30 123456", "FR").valid
    assert Number(valid=False) == plan.parse("+49 30 123456/78", "FR")


def test_libphonenumber_alone_without_a_pack() -> None:
    expected = Number("+33612345678", "mobile", "FR", None, valid=True)

    assert expected == parse("06 12 34 56 78", "FR")
    assert expected == Plan.of([]).parse("+33612345678", None)
    assert parse("33612345678", "FR").repaired
    assert parse("612345678", "FR").repaired
    assert not parse("(212) 555-2368", "US").repaired


def test_each_pack_reads_the_numbers_of_its_own_country() -> None:
    plan = Plan.of([french_pack(), belgian_pack(), spanish_pack()])

    assert plan.parse("0471234567", "BE").kind == "platform"
    assert plan.parse("0471234467", "BE").kind == "mobile"
    assert plan.parse("0471234467", "FR").territory == "METRO"
    assert plan.parse("+34612345678", "FR").territory == "ESP"
    assert plan.parse("912345678", "ES") == plan.parse("+34912345678", None)
    assert plan.parse("981234567", "ES").kind == "fixed_line"


def test_repair_that_could_be_two_numbers_is_not_made() -> None:
    """Nine digits: a lost zero in front, or a country code without its plus."""
    plan = Plan.of([belgian_pack()])

    assert Number(valid=False) == plan.parse("323123456", "BE")


def test_pack_without_a_table_leaves_its_numbers_to_libphonenumber() -> None:
    plan = Plan.of([make_pack("FR", "0", (10,), (), (), default="")])

    assert Number("+33612345678", "mobile", "FR", valid=True) == plan.parse("0612345678", "FR")


def test_every_range_gives_numbers_of_its_own(plan: Plan) -> None:
    """The longest prefix decides, so no row of the table is hidden by the others."""
    for row in read_table("numbering.csv"):
        kind = row["kind"]
        if not row["prefix"].startswith("0"):
            continue
        size = 16 - len(row["cc"]) if "extended" in kind else 10
        number = plan.parse(row["prefix"].ljust(size, "0"), "FR")
        assert (kind, row["territory"] or None) == (number.kind, number.territory), row
        assert number.valid
