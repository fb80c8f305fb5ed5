"""Headings: how they are compared, and what one says by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_BASIS = re.compile(
    r"legal[ _]?basis|lawful[ _]?basis|base (légale|juridique)"
    r"|^(consent_with_notice|non_gdpr|performance_of_contract|process_and_store)$"
    r"|^legitimate_interest_(client|other|pql)$|^freely given consent from contact$"
)
"""Headings and cells by which CRMs say why they may hold a person's data."""


TO_SAY = "…"
"""What stands for a value that only a person can give."""

_DIGITS_OF_DATA = 6
"""A first line with that many digits in a cell is a row: it is never repeated in a message."""


def fold_heading(heading: str) -> str:
    """A heading as it is compared: without case, and however its accents and blanks are stored."""
    return " ".join(unicodedata.normalize("NFC", heading).split()).casefold()


def is_basis(text: str) -> bool:
    """Whether a heading or a cell tells a processing basis."""
    return bool(_BASIS.search(fold_heading(text)))


def looks_like_data(header: str) -> bool:
    """Whether a heading holds so many digits that it is a cell of a row."""
    return sum(sign.isdigit() for sign in header) >= _DIGITS_OF_DATA


def days_first(headings: Sequence[str], times: Sequence[str]) -> tuple[str, ...]:
    """The headings of a moment; one that may be its time alone only where nothing gives the day."""
    alone = set(map(fold_heading, times))
    return tuple(sorted(headings, key=lambda heading: fold_heading(heading) in alone))


def time_of(column: str) -> str:
    """What the column of the time of day of a moment is called, where it stands apart."""
    return f"{column}.time"
