"""French and English of the program's own words: sentences, dates, numbers."""

from calllint.lang.choose import choose, variable
from calllint.lang.words import CODE, LANGUAGES, known, pick, say, substitute, typeset, why
from calllint.lang.write import between, clock, count, day, days, number, over

__all__ = [
    "CODE",
    "LANGUAGES",
    "between",
    "choose",
    "clock",
    "count",
    "day",
    "days",
    "known",
    "number",
    "over",
    "pick",
    "say",
    "substitute",
    "typeset",
    "variable",
    "why",
]
