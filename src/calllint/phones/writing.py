"""What people and spreadsheets write in a phone cell, down to the digits of one number.

Only how a number is *written* is decided here; whether the digits are a number is decided later.

Taken for formatting, and dropped: spaces of every kind, dots, dashes, slashes, paired parentheses,
invisible characters, the scheme ``tel:``. Digits of other scripts are read as digits.

Taken for damage that can be undone, and marked as a repair: a leading apostrophe or ``="…"`` (how
spreadsheets keep a text a text), ``(0)`` at the start or after the country code, a final ``.0``.

Refused, because two people could read it differently: any other letter or sign (``poste 12``,
``3,36E+10``, comments, ``;ext=``), a ``+`` elsewhere than in front, parentheses that do not pair,
``(0)`` anywhere else, a leading dash, and what a spreadsheet writes for a decimal
(``612345678.5``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SEPARATORS = " .-/\u00a0\u202f"
"""The formatting that regular lists hold; the bulk path knows these alone."""

_SPACES = "\t\n\r\v\f \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DASHES = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_NOISE = rf"[{_SPACES}{_DASHES}./\uff0e\uff0f]"
_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d"
        "\u202e\u2060\u2066\u2067\u2068\u2069\ufeff",
    )
)
_WHOLE = re.compile(rf"\(?{_NOISE}*\+?{_NOISE}*\(?[0-9](?:[0-9()]|{_NOISE})*")
_SIGN_FIRST = re.compile(rf"[{_DASHES}./\uff0e\uff0f]")
_PAIR = re.compile(r"\([^()]*\)")
_TRUNK_ZERO = re.compile(rf"\([{_SPACES}]*0[{_SPACES}]*\)")
_DECIMAL_ZERO = re.compile(r"\+?[0-9]+\.0")
_DECIMAL = re.compile(r"[1-9][0-9]*\.[0-9]+")
_TEXT_CELL = re.compile(r"=\"([^\"]*)\"|['\u2018\u2019](.*)", re.DOTALL)


@dataclass(frozen=True)
class Written:
    """One number as written, reduced to its digits."""

    digits: str
    """ASCII digits, at least one; without ``+`` and without the international ``00``."""
    international: bool
    """It begins with ``+`` or ``00``: the digits start with a country code."""
    repaired: bool = False
    """It reads so only after damage was undone: it counts only if a valid number comes out."""
    before_zero: str | None = None
    """Digits before ``(0)``, which is in place only at the start or after a country code."""
    one_slash: bool = False
    """One slash and a short rest after it: perhaps a second ending (``…45/46``)."""


def is_blank(raw: str | None) -> bool:
    """Whether the cell holds nothing that can be seen."""
    return raw is None or not raw.translate(_INVISIBLE).strip()


def read(raw: str) -> Written | None:
    """The number a cell holds, or ``None`` where it is not one number, plainly written."""
    text = _ascii(raw.translate(_INVISIBLE)).strip()
    cell = _TEXT_CELL.fullmatch(text)
    if cell:
        text = (cell[1] or cell[2] or "").strip()
    if text[:4].lower() == "tel:":
        text = text[4:].strip()
    decimal = _DECIMAL_ZERO.fullmatch(text)
    if decimal:
        text = text[:-2]
    elif _DECIMAL.fullmatch(text):
        return None
    return _plain(text, bool(cell or decimal))


def _plain(text: str, repaired: bool) -> Written | None:
    if _SIGN_FIRST.match(text) or not _WHOLE.fullmatch(text) or not _paired(text):
        return None
    zeros = list(_TRUNK_ZERO.finditer(text))
    if len(zeros) > 1:
        return None
    before = _digits(text[: zeros[0].start()]) if zeros else None
    digits = _digits(text)
    plus = "+" in text
    exit_code = not plus and digits.startswith("00")
    if exit_code:
        if before is not None and len(before) < 2:
            return None
        digits, before = digits[2:], before[2:] if before else before
    if not digits:
        return None
    international = plus or exit_code
    return Written(digits, international, repaired or bool(zeros), before, _one_slash(text))


def _one_slash(text: str) -> bool:
    first, *others = text.split("/")
    return len(others) == 1 and bool(_digits(first)) and len(_digits(others[0])) <= 4


def _ascii(text: str) -> str:
    """Digits of every script, and the wide signs of East Asian keyboards, in ASCII."""
    if text.isascii():
        return text
    text = text.translate({0xFF0B: "+", 0xFF08: "(", 0xFF09: ")"})
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _paired(text: str) -> bool:
    return not set(_PAIR.sub("", text)) & {"(", ")"}


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
