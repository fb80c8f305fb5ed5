"""No number leaves whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from calllint.report.mask import BULLET, mask, mask_id, mask_within, shown_id, shown_phone


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+33612345678", "+33 6 •• •• •• 78"),
        ("+262692123456", "+262 6 •• •• •• 56"),
        ("+12125550123", "+1 2 • •• •• •• 23"),
        ("+3544101234", "+354 • •• •• 34"),
        ("+68212345", "+682 • •• ••"),
        ("06 12 34 56 78", "06••••78"),
        ("0612345678 / 0687654321", "06••••21"),
        ("3,36E+10", "••••"),
        ("+33", "••••"),
        ("", ""),
        ("inconnu", "inconnu"),
    ],
)
def test_a_number_is_recognised_and_not_told(phone: str, shown: str) -> None:
    assert mask(phone) == shown


@pytest.mark.parametrize("code", sorted(COUNTRY_CODE_TO_REGION_CODE))
def test_every_calling_code_of_the_world_is_kept_whole(code: int) -> None:
    assert mask(f"+{code}91234567").split(" ")[:2] == [f"+{code}", "9"]


@given(st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
def test_at_least_half_of_what_follows_the_code_is_hidden(phone: str) -> None:
    shown = mask(phone)

    assert shown.count(BULLET) >= 4
    assert len(shown.replace(" ", "")) == len(phone)


@given(
    st.text(max_size=30).filter(
        lambda text: any(c.isdigit() for c in text) and not re.fullmatch(r"\+[0-9]{5,15}", text)
    )
)
def test_any_other_cell_shows_four_characters_at_most(cell: str) -> None:
    shown = mask(cell).replace(BULLET, "")

    assert BULLET in mask(cell)
    assert len(shown) <= 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{number: "+33612345678"}', '{number: "+336••••••78"}'),
        ("tel 06 12 34 56 78.", "tel 06 •• •• •• 78."),
        ("0033 6-12-34-56-78", "00•• •-••-••-••-78"),
        ("33612345678,x", "33•••••••78,x"),
        ("from 2026-11-23 to 2026-12-18", "from 2026-11-23 to 2026-12-18"),
        ("01/02/2026 10:00", "01/02/2026 10:00"),
        ("2026-11-23T18:00:00+01:00", "2026-11-23T18:00:00+01:00"),
        ('hours: ["10:00-13:00", "14:00-20:00"]', 'hours: ["10:00-13:00", "14:00-20:00"]'),
        ("2026-11-23 0612345678", "2026-11-23 06••••••78"),
        ("retention_days: 1095", "retention_days: 1095"),
    ],
)
def test_numbers_in_a_text_are_hidden_in_place(text: str, shown: str) -> None:
    assert mask_within(text) == shown
    assert len(shown) == len(text)


def test_an_id_that_is_a_number_is_hidden_too() -> None:
    assert mask_id("33612345678", "+33612345678") == "33••••78"
    assert mask_id("+33687654321", "+33612345678") == "+33 6 •• •• •• 21"
    assert mask_id("0687654321", "+33612345678") == "06••••21"
    assert mask_id("C-2026-0001", "+33612345678") == "C-2026-0001"
    assert mask_id("1204567890", "+33612345678") == "1204567890"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("+33612345678", "+33 6 •• •• •• 78"),
        ("Jean Dupont", "••••"),
        ("jean@exemple.fr", "••••"),
        ("", ""),
    ],
)
def test_a_cell_of_numbers_hides_whoever_is_in_it(cell: str, shown: str) -> None:
    assert shown_phone(cell, show_numbers=False) == shown
    assert shown_phone(cell, show_numbers=True) == cell


@pytest.mark.parametrize(
    ("contact_id", "shown"),
    [
        ("jean.dupont@exemple.fr", "••••.••••••@•••••••.••"),
        ("Jean Dupont", "J••• ••••••"),
        ("DUPONT, Jean", "D•••••, ••••"),
        ("dupont", "d•••••"),
        ("C-1042", "C-1042"),
        ("02-sans-consentement", "02-sans-consentement"),
        (None, None),
    ],
)
def test_an_id_that_is_a_person_is_hidden(contact_id: str | None, shown: str | None) -> None:
    assert shown_id(contact_id, "+33612345678", show_numbers=False) == shown
    assert shown_id(contact_id, "+33612345678", show_numbers=True) == contact_id


def test_addresses_in_a_text_are_hidden_and_its_length_stays() -> None:
    text = "proof: mail of a.b+c@exemple.co.uk, seen"

    assert mask_within(text) == "proof: mail of •.•••@•••••••.••.••, seen"
