"""What people and spreadsheets write in a phone cell, down to the digits of one number.

Only how a number is *written* is decided here; whether the digits are a number is decided later.

Taken for formatting, and dropped: spaces of every kind, dots, dashes, slashes, underscores, paired
parentheses and brackets, invisible characters, the scheme ``tel:``. Digits of other scripts are
read as digits.

Taken for damage that can be undone, and marked as a repair: ``(0)`` at the start or after the
country code, ``+00``, and what ``repairs`` undoes.

Refused, because two people could read it differently: any other letter or sign (``3,36E+10``,
``#12``, comments), a ``+`` elsewhere than in front, parentheses that do not pair, ``(0)`` anywhere
else, a leading dash, and what a spreadsheet writes for a decimal (``612345678.5``).
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

SEPARATORS = " .-/\u00a0\u202f"
"""The formatting that regular lists hold; the bulk path knows these alone."""

LEAST_DIGITS = 6
"""Digits a cell must hold beside letters; fewer are a comment (``bureau 12``), never a number."""
TOKEN_SIGNS = 43
"""Signs of the shortest hash, in base64."""
TOKEN = rf"[-0-9A-Za-z+/=_]{{{TOKEN_SIGNS},}}"

# Patterns are compiled where a cell needs them: most runs read plain numbers alone.
_TOKEN = rf"(?=.*[A-Za-z]){TOKEN}"

_SPACES = "\t\n\r\v\f \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_NOISE = rf"[{_SPACES}\-./_]"
_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d"
        "\u202e\u2060\u2066\u2067\u2068\u2069\ufeff",
    )
)
_PLAIN = {
    ord(sign): plain
    for plain, signs in {
        "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d",
        ".": "\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\uff0e",
        "/": "\u2044\u2215\uff0f",
        "+": "\ufe62\uff0b",
        "(": "[\uff08",
        ")": "]\uff09",
    }.items()
    for sign in signs
}
"""Signs that stand for another: dashes, points and slashes of every kind, wide signs, brackets."""
_NEVER_FIRST = ("-", ".", "/", "_")
_WHOLE = rf"\(?{_NOISE}*(?:\+{_NOISE}*)?\(?[0-9](?:[0-9()]|{_NOISE})*"
_PAIR = r"\([^()]*\)"
_TRUNK_ZERO = rf"\([{_SPACES}]*0[{_SPACES}]*\)"
_DECIMAL = r"[1-9][0-9]*\.[0-9]+"
_SCHEME = r"(?i)\Atel:(?://)?\s*"
_BETWEEN = rf"(?i)[/;,|\n]|\b(?:ou|et|or|and)\b|(?<=[{_SPACES}])-(?=[{_SPACES}])"
"""What stands between two numbers of one cell."""
_MOST_PARTS = 4
_MOST_DIGITS = 24
"""More than any number has, its country code and trunk prefix included."""


class Written(Struct, frozen=True):
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


def is_token(raw: str) -> bool:
    """Whether a cell is a hash or the like: long, of one piece, with letters."""
    return len(raw) >= TOKEN_SIGNS and bool(re.fullmatch(_TOKEN, raw))


def read(raw: str) -> Written | None:
    """The number a cell holds, or ``None`` where it is not one number, plainly written."""
    text = _ascii(raw)
    if text.removeprefix("+").isdecimal():  # nothing to undo, nothing to look into
        return _number(text)
    from calllint.phones.repairs import undo

    text = re.sub(_SCHEME, "", text)
    mended = undo(text)
    if re.fullmatch(_DECIMAL, mended):
        return None
    return _plain(mended, mended != text)


def parts(raw: str) -> list[str]:
    """The pieces of a cell that may hold a number each; none where it does not fall into pieces."""
    found = [part for part in re.split(_BETWEEN, _ascii(raw)) if part.strip()]
    return found if 1 < len(found) <= _MOST_PARTS else []


def _plain(text: str, repaired: bool) -> Written | None:
    if text.startswith(_NEVER_FIRST) or not re.fullmatch(_WHOLE, text) or not _paired(text):
        return None
    zeros = list(re.finditer(_TRUNK_ZERO, text))
    if len(zeros) > 1:
        return None
    before = _digits(text[: zeros[0].start()]) if zeros else None
    return _number(text, repaired or bool(zeros), before)


def _number(text: str, repaired: bool = False, before: str | None = None) -> Written | None:
    """The digits of a text that holds one number; ``before`` are those before ``(0)``."""
    digits = _digits(text)
    plus, exit_code = "+" in text, digits.startswith("00")
    if exit_code:
        if before is not None and len(before) < 2:
            return None
        digits, before = digits[2:], before[2:] if before else before
    if not 0 < len(digits) <= _MOST_DIGITS:
        return None
    repaired = repaired or (plus and exit_code)
    return Written(digits, plus or exit_code, repaired, before, _one_slash(text))


def _one_slash(text: str) -> bool:
    first, *others = text.split("/")
    return len(others) == 1 and bool(_digits(first)) and len(_digits(others[0])) <= 4


def _ascii(raw: str) -> str:
    """A cell without what cannot be seen, its digits and signs in ASCII."""
    text = raw.translate(_INVISIBLE).strip()
    if text.isascii() and "[" not in text:
        return text
    text = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _paired(text: str) -> bool:
    return not set(re.sub(_PAIR, "", text)) & {"(", ")"}


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
