"""Cutting an expression into tokens. What is no token of the language stops here."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from calllint.packs.language.errors import ExpressionError, Message, both
from calllint.packs.language.tree import Extent

MAX_LENGTH = 4000
"""Characters in one expression. The longest of the built-in packs has a few hundred."""

KEYWORDS = frozenset(
    "or and not is null in between like true false case when then else end".split()
)

_TOKEN = re.compile(
    r"""
    (?P<space> [ \t\r\n]+ )
  | (?P<date>  \d+-\d+-\d+\w* )
  | (?P<time>  \d+:\d+\w* )
  | (?P<int>   \d\w* )
  | (?P<word>  [A-Za-z_]\w* )
  | (?P<param> \$\w+ )
  | (?P<text>  '(?:[^']|'')*' )
  | (?P<op>    <> | != | <= | >= | [=<>+\-(),] )
    """,
    re.VERBOSE | re.ASCII,
)

_HINTS: dict[str, Message] = {
    "'": both(
        "this text is not closed; end it with `'`", "ce texte n'est pas fermé ; terminez-le par `'`"
    ),
    '"': both(
        "texts stand between single quotes: `'sale'`",
        "les textes se mettent entre apostrophes : `'sale'`",
    ),
    ".": both(
        "names have no dots, and nothing outside the row can be named",
        "un nom n'a pas de point, et rien ne se nomme hors de la ligne",
    ),
    "*": both("there is no multiplication", "il n'y a pas de multiplication"),
    "/": both("there is no division", "il n'y a pas de division"),
    "&": both("write `and`", "écrivez `and`"),
    "|": both("write `or`", "écrivez `or`"),
    "!": both("write `not`, or `<>` for different", "écrivez `not`, ou `<>` pour différent"),
    "$": both(
        "a parameter has a name: `$max_attempts`", "un paramètre porte un nom : `$max_attempts`"
    ),
}


class Token(NamedTuple):
    """One word of an expression; ``kind`` is ``end`` after the last."""

    kind: str
    text: str
    start: int
    end: int
    value: int | str | date | None = None

    @property
    def extent(self) -> Extent:
        """Where it stands."""
        return Extent(self.start, self.end)


def tokens(text: str) -> list[Token]:
    """The tokens of an expression, an ``end`` last. Raises ExpressionError on anything else."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            Extent(MAX_LENGTH, len(text)),
            both(
                f"the expression is longer than {MAX_LENGTH} characters; cut it into definitions",
                f"l'expression dépasse {MAX_LENGTH} caractères ; découpez-la en définitions",
            ),
        )
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _stray(text, position)
        position = match.end()
        if match.lastgroup != "space":
            found.append(_token(match))
    found.append(Token("end", "", len(text), len(text)))
    return found


def _stray(text: str, position: int) -> ExpressionError:
    character = text[position]
    seen = character if character.isprintable() else f"U+{ord(character):04X}"
    hint = _HINTS.get(
        character,
        both("it is not part of the rule language", "il ne fait pas partie du langage des règles"),
    )
    extent = Extent(position, len(text) if character == "'" else position + 1)
    return ExpressionError(
        extent, both(f"unexpected `{seen}`: {hint['en']}", f"`{seen}` inattendu : {hint['fr']}")
    )


def _token(match: re.Match[str]) -> Token:
    kind, text, start, end = str(match.lastgroup), match.group(), match.start(), match.end()
    value: int | str | date | None = None
    problem: Message | None = None
    if kind == "date":
        value, problem = _date(text)
    elif kind == "time":
        value, problem = _time(text)
    elif kind == "int":
        value, problem = _int(text)
    elif kind == "text":
        value, problem = _text(text)
    elif kind == "word":
        kind, problem = _word(text)
    elif kind == "param":
        value, problem = text[1:], _word(text[1:])[1]
    elif text == "!=":
        text = "<>"
    if problem is not None:
        raise ExpressionError(Extent(start, end), problem)
    return Token(kind, text, start, end, value)


def _date(text: str) -> tuple[date | None, Message | None]:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return date.fromisoformat(text), None
    except ValueError:
        pass
    return None, both(
        f"`{text}` is not a date; write year-month-day, as 2026-08-11, or put spaces round a minus",
        f"`{text}` n'est pas une date ; écrivez année-mois-jour, comme 2026-08-11, "
        "ou mettez des espaces autour du moins",
    )


def _time(text: str) -> tuple[int | None, Message | None]:
    minutes = minutes_of(text)
    if minutes is not None:
        return minutes, None
    return None, both(
        f"`{text}` is not a time of day; write 08:30, from 00:00 to 24:00",
        f"`{text}` n'est pas une heure ; écrivez 08:30, de 00:00 à 24:00",
    )


def minutes_of(text: str) -> int | None:
    """Minutes after midnight of ``8:30``, ``08:30`` … ``24:00``; None for anything else."""
    match = re.fullmatch(r"(\d\d?):(\d\d)", text, re.ASCII)
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2])
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= 24 * 60 else None


def _int(text: str) -> tuple[int | None, Message | None]:
    if text.isdigit() and len(text) <= 9 and (text == "0" or text[0] != "0"):
        return int(text), None
    return None, both(
        f"`{text[:20]}` is not a whole number; write at most nine digits, none of them a leading 0",
        f"`{text[:20]}` n'est pas un nombre entier ; écrivez neuf chiffres au plus, sans 0 en tête",
    )


def _text(text: str) -> tuple[str | None, Message | None]:
    value = text[1:-1].replace("''", "'")
    if value.isprintable():
        return value, None
    return None, both(
        "this text holds an invisible character or runs over its line",
        "ce texte contient un caractère invisible ou déborde de sa ligne",
    )


def _word(text: str) -> tuple[str, Message | None]:
    if text != text.lower():
        return "word", both(
            f"names and keywords are in lower case: `{text.lower()}`",
            f"les noms et les mots-clés sont en minuscules : `{text.lower()}`",
        )
    return ("keyword" if text in KEYWORDS else "word"), None
