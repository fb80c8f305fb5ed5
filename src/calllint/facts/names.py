"""Matching advertisers and centres: by id where both sides give one, else by folded name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = {
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "\u0131": "i",
    "\u03c2": "\u03c3",
}  # dotless i; the sigma that ends a word
"""Lower-case letters that are no base letter with an accent, and what they are folded to."""

_LEADING = "sa sas sasu sarl sarlau suarl eurl sci snc sca scs scop selarl selas gie"
"""Legal forms that people also write before the name."""
_TRAILING = (
    "ei eirl sam scp scm se asbl "  # French-speaking countries, Europe
    "gmbh mbh ag kg kgaa ohg ug ev "  # German-speaking countries
    "ltd limited plc llp llc inc incorporated corp corporation "  # English-speaking countries
    "spa srl srls sapa sl slu sau sll lda "  # Italy, Spain, Portugal, Romania
    "bv nv vof bvba scrl vzw ab as asa aps oy oyj sro doo kft zrt"  # the Low Countries, north, east
)
_PHRASES = (
    "sarl au",
    "sarl d au",
    "sarl a associe unique",
    "societe anonyme",
    "societe a responsabilite limitee",
    "societe par actions simplifiee",
    "gmbh co kg",
    "ag co kg",
    "co kg",
    "ug haftungsbeschrankt",
    "co ltd",
    "pty ltd",
    "pvt ltd",
    "pte ltd",
    "private limited",
    "unipessoal lda",
    "sp z o o",
    "sp zoo",
)
_SPELT_OUT = 5
"""Forms up to this length are also met with a full stop after each letter: ``S.A.R.L.``."""


def _forms(*words: str) -> str:
    """An alternative of all spellings, longest first: ``sarl|s a r l|sa|s a``."""
    dotted = [" ".join(word) for word in words if len(word) <= _SPELT_OUT and " " not in word]
    return "|".join(sorted({*words, *dotted}, key=lambda form: (-len(form), form)))


_NOT_WORDS = r"[^\p{L}\p{N}]+"
_BEFORE = f"^(?:(?:{_forms(*_LEADING.split())}) )+"
_AFTER = f"(?: (?:{_forms(*_LEADING.split(), *_TRAILING.split(), *_PHRASES)}))+$"


@lru_cache(4096)
def fold(name: str) -> str:
    """The name without case, accents, punctuation and legal form; words one space apart.

    The last word is never taken off; a name without any letter or digit folds to ``""``.
    """
    base = unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", name) if _category(c) != "M")
    )
    words = "".join(_fold_letter(letter) for letter in base).split()
    return re.sub(_AFTER, "", re.sub(_BEFORE, "", " ".join(words)))


def _fold_letter(letter: str) -> str:
    if _category(letter) not in "LN":
        return " "
    # Letter by letter: on a whole word `str.lower` treats a final sigma apart, unlike DuckDB.
    small = letter.lower()
    return _LETTERS.get(small, small)


def _category(letter: str) -> str:
    return unicodedata.category(letter)[0]


def fold_sql(column: str) -> str:
    """``fold`` as a DuckDB expression over the SQL of a text; NULL stays NULL.

    Some microseconds a row: over a long list, fold the distinct names.
    """
    text = f"lower(strip_accents({column}))"
    for letter, plain in _LETTERS.items():
        text = f"replace({text}, '{letter}', '{plain}')"
    words = f"trim(regexp_replace({text}, '{_NOT_WORDS}', ' ', 'g'))"
    return f"regexp_replace(regexp_replace({words}, '{_BEFORE}', ''), '{_AFTER}', '')"


def same_party(
    a_name: str | None, a_id: str | None, b_name: str | None, b_id: str | None
) -> bool | None:
    """Whether both are one advertiser or centre.

    Ids decide where both sides give one, without regard to case and spaces; else folded names do.
    ``None`` where there is nothing to compare.
    """
    for a, b in ((_fold_id(a_id), _fold_id(b_id)), (fold(a_name or ""), fold(b_name or ""))):
        if a and b:
            return a == b
    return None


def _fold_id(text: str | None) -> str:
    return "".join((text or "").lower().split())
