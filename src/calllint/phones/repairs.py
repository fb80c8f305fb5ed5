"""What spreadsheets and people do to numbers, undone where one reading is possible.

Each function takes a cell in plain signs (see ``writing``) and gives it without one kind of damage,
or as it is. A repair counts only if a valid number comes out of it in the end.
"""

from __future__ import annotations

import re

from calllint.phones.writing import LEAST_DIGITS

_MOST_SIGNS = 120
"""Signs of a cell beyond which it is a text, and nobody's number."""
_LINE = (
    r"(?:t[eé]l(?:[eé]phone)?|phone|mob(?:ile)?|port(?:able)?|gsm|cell(?:ulaire)?|fixe|landline"
    r"|domicile|bureau|perso(?:nnel)?|pro(?:fessionnel)?|home|work|office|callto)"
)
"""Words that say which line a number is, and nothing else of it."""
_SYMBOL = "[\u260e\u260f\u2706\U0001f4de\U0001f4f1\U0001f4f2]\ufe0f?"
_LABEL_BEFORE = re.compile(rf"(?:(?:{_LINE}(?![a-zà-ÿ])|{_SYMBOL})[ .:]*)+(?=[+(0-9'o])", re.I)
_LABEL_AFTER = re.compile(rf"[ ,-]*(?:\( *{_LINE}\.? *\)|(?<=[0-9 ,-]){_LINE}\.?)", re.I)
_EXTENSION = re.compile(r"(?: *[,;-]? *(?:poste|ext(?:ension)?\.?) *:? *|;ext=)[0-9]{1,7}", re.I)
_TEXT_CELL = re.compile(r"=?\"([^\"]*)\"|['\u2018\u2019](.*)|\u00ab([^\u00bb]*)\u00bb", re.DOTALL)
_POWER = re.compile(r"\+?([1-9])[.,]([0-9]+)[eE]\+?0*([0-9]{1,2})")
_DECIMAL_ZERO = re.compile(r"(\+?[0-9]+)[.,]0|([1-9][0-9]*)[.,]0+")
_GROUPS = re.compile(r"\+?[0-9]{1,3}([,'\u2019])[0-9]{2,3}(?:\1[0-9]{2,3})+")
_TWICE_ABROAD = re.compile(r"(?:\+ *|00 *)\+")
_LETTER_ALONE = re.compile(r"(?<![0-9oO])[oO](?![0-9oO])")
_DIGITS_AND_O = re.compile(r"[-0-9oO +().\u00a0\u202f]+")


def undo(text: str) -> str:
    """A cell without the damage that can be undone with certainty."""
    if len(text) > _MOST_SIGNS:
        return text
    for repair in (_unwrapped, _unlabelled, _one_plus, _whole, _ungrouped, _zeros):
        text = repair(text).strip()
    return text


def _unwrapped(text: str) -> str:
    """``'0612…``, ``="0612…"``, ``"0612…"``: how a text is kept a text. A stray ``;`` at an end."""
    cell = _TEXT_CELL.fullmatch(text)
    bare = next((part for part in cell.groups() if part is not None), "") if cell else text
    return bare.strip(" ,;:")


def _unlabelled(text: str) -> str:
    """``Tél. 0612…``, ``0612… (bureau)``, ``0612… poste 12``: the number of the line."""
    bare = _LABEL_BEFORE.sub("", text, count=1) if _LABEL_BEFORE.match(text) else text
    for ending in (_LABEL_AFTER, _EXTENSION):
        places = list(ending.finditer(bare))
        if places and places[-1].end() == len(bare):
            bare = bare[: places[-1].start()]
    return bare if bare == text or _holds_a_number(bare) else text


def _one_plus(text: str) -> str:
    """``++33…``, ``00+33…``: the way out of the country, said twice."""
    return _TWICE_ABROAD.sub("+", text) if _TWICE_ABROAD.match(text) else text


def _whole(text: str) -> str:
    """``612345678.0``, ``6,12345678E+08``: a whole number, every digit of which is there."""
    zero = _DECIMAL_ZERO.fullmatch(text)
    if zero:
        return zero[1] or zero[2]
    power = _POWER.fullmatch(text)
    if power is None or len(power[2]) < int(power[3]) or power[2][int(power[3]) :].strip("0"):
        return text
    return power[1] + power[2][: int(power[3])]


def _ungrouped(text: str) -> str:
    """``06,12,34,56,78``, ``612'345'678``: groups too short to be numbers of their own."""
    groups = _GROUPS.fullmatch(text)
    return text.replace(groups[1], "") if groups else text


def _zeros(text: str) -> str:
    """The letter O among digits, never alone: ``o`` is a word in some languages."""
    if not _DIGITS_AND_O.fullmatch(text) or not _holds_a_number(text):
        return text
    text = re.sub(r"\( *[oO] *\)", "(0)", text)
    return text if _LETTER_ALONE.search(text) else re.sub("[oO]", "0", text)


def _holds_a_number(text: str) -> bool:
    return len(re.findall("[0-9]", text)) >= LEAST_DIGITS
