"""The one place that hides phone numbers, e-mail addresses and names of people.

A report goes to screens, logs and CI servers; a number in it is personal data. What is kept is
enough to recognise a number one already has, and too little to find one that one has not.
"""

from __future__ import annotations

import re

BULLET = "•"
_SHORTEST_SHOWN = 8
"""National digits from which the first one is shown: five stay hidden at least."""

# ITU-T E.164 assignments: zones 1 and 7 have codes of one digit, these of two, all else of three.
_TWO_DIGITS = frozenset(
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 "
    "65 66 81 82 84 86 90 91 92 93 94 95 98".split()
)
_E164 = re.compile(r"\+[0-9]{5,15}")
_DAY = (
    r"(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)"
    r"|[0-3]\d[/.-][01]\d[/.-](?:19|20)\d\d(?!\d)"
)
_CANDIDATE = re.compile(
    rf"(?P<day>(?<!\d)(?:{_DAY}))|\+?\(?(?<!\d)\d(?:[ .\-/()\u00a0\u202f]{{0,2}}\d){{7,}}"
)
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"[^\W\d_]+(?:(?:[ .,;'’-]|, )+[^\W\d_]+)*[ .]?(?<=[\w.])")
"""Letters, and what stands between the parts of a name; a number of a file has digits."""


def shown_phone(phone: str, *, show_numbers: bool) -> str:
    """A contact's number as a report shows it; a cell without a digit may hold a name."""
    if show_numbers or any(character.isdigit() for character in phone):
        return phone if show_numbers else mask(phone)
    return BULLET * 4 if phone.strip() else phone


def shown_id(contact_id: str | None, phone: str, *, show_numbers: bool) -> str | None:
    """A contact's id as a report shows it."""
    return contact_id if contact_id is None or show_numbers else mask_id(contact_id, phone)


def mask(phone: str) -> str:
    """``+33612345678`` becomes ``+33 6 •• •• •• 78``; any other cell is hidden as a whole.

    Another cell that holds a digit keeps its first and last two characters where it has nine
    or more, and nothing where it is shorter. A cell without a digit is no number and stays.
    """
    if _E164.fullmatch(phone):
        return _mask_e164(phone[1:])
    if not any(character.isdigit() for character in phone):
        return phone
    if len(phone) < 9:
        return BULLET * 4
    return f"{phone[:2]}{BULLET * 4}{phone[-2:]}"


def mask_within(text: str) -> str:
    """Hides what looks like a phone number or an e-mail inside a text, character for character.

    The length never changes, so that a caret under the text still points right. Dates stay.
    """
    return _CANDIDATE.sub(_hide, _EMAIL.sub(_hide_email, text))


def mask_id(contact_id: str, phone: str) -> str:
    """A contact's id, hidden where the list uses a number, an e-mail or a name as its id."""
    if _EMAIL.search(contact_id):
        return mask_within(contact_id)
    if _NAME.fullmatch(contact_id) and len(contact_id) > 3:
        return _hide_letters(contact_id)
    digits = re.sub(r"\D", "", contact_id)
    is_phone = len(digits) >= 8 and digits[-8:] == re.sub(r"\D", "", phone)[-8:]
    looks_so = len(digits) >= 9 and contact_id.lstrip("( ")[:1] in ("+", "0")
    looks_so = looks_so or (len(digits) >= 11 and contact_id.strip().isdigit())
    return mask(contact_id) if is_phone or looks_so else contact_id


def _mask_e164(digits: str) -> str:
    code = _calling_code(digits)
    national = digits[len(code) :]
    shown_first = 1 if len(national) >= _SHORTEST_SHOWN else 0
    shown_last = 2 if len(national) >= _SHORTEST_SHOWN - 1 else 0
    hidden = BULLET * (len(national) - shown_first - shown_last)
    odd = len(hidden) % 2
    pairs = [hidden[:odd]] + [hidden[i : i + 2] for i in range(odd, len(hidden), 2)]
    parts = [f"+{code}", national[:shown_first], *pairs, national[len(national) - shown_last :]]
    return " ".join(filter(None, parts))


def _calling_code(digits: str) -> str:
    if digits[0] in "17":
        return digits[0]
    return digits[:2] if digits[:2] in _TWO_DIGITS else digits[:3]


def _hide_email(found: re.Match[str]) -> str:
    return "".join(sign if sign in "@." else BULLET for sign in found.group())


def _hide_letters(name: str) -> str:
    """Every letter but the first."""
    return name[0] + "".join(BULLET if sign.isalpha() else sign for sign in name[1:])


def _hide(found: re.Match[str]) -> str:
    text = found.group()
    count = sum(character.isdigit() for character in text)
    if found["day"] or (text.lstrip("(")[0] not in "+0" and count < 9):
        return text
    first = 0 if count < 10 else 3 if "+" in text else 2
    seen = 0
    shown = []
    for character in text:
        seen += character.isdigit()
        keep = not character.isdigit() or seen <= first or seen > count - 2
        shown.append(character if keep else BULLET)
    return "".join(shown)
