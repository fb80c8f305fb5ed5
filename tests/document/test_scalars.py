"""The core schema of YAML 1.2, and the numbers that are kept as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calllint.document.scalars import resolve

TABLE: list[tuple[str, object]] = [
    ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("On", "On"), ("y", "y"),
    ("true", True), ("True", True), ("TRUE", True), ("false", False), ("tRUE", "tRUE"),
    ("null", None), ("~", None), ("", None), ("nULL", "nULL"),
    ("10:00", "10:00"), ("190:20:30", "190:20:30"), ("2026-08-11", "2026-08-11"),
    ("0612345670", "0612345670"), ("0162001234", "0162001234"), ("+33162001234", "+33162001234"),
    ("01000", "01000"), ("00", "00"), ("-012", "-012"), ("+1", "+1"), ("01.5", "01.5"),
    ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("474240308", 474240308),
    ("0o14", 12), ("0x1F", 31), ("0b11", "0b11"), ("1_000", "1_000"), ("0o8", "0o8"),
    ("999999999999999999", 999999999999999999), ("1000000000000000000", "1000000000000000000"),
    ("1.5", 1.5), (".5", 0.5), ("-.5", -0.5), ("5.", 5.0), ("1e3", 1000.0), ("4.7E-2", 0.047),
    ("1e999", "1e999"), (".inf", ".inf"), (".nan", ".nan"), (".", "."), ("-", "-"), ("e5", "e5"),
    ("4,74240E+08", "4,74240E+08"), ("=", "="), ("<<", "<<"), ("१२", "१२"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), TABLE)
def test_a_plain_scalar_means_what_yaml_1_2_says(written: str, meant: object) -> None:
    value = resolve(written)

    assert (type(value), value) == (type(meant), meant)


@given(st.text(alphabet="0123456789", min_size=2, max_size=5000))
def test_digits_never_lose_a_zero(digits: str) -> None:
    assert str(resolve(digits)) == digits


@given(st.text())
def test_any_text_resolves_without_error_and_stays_itself_when_text(text: str) -> None:
    value = resolve(text)

    assert value == text or not isinstance(value, str)
