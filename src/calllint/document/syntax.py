"""What the YAML parser complains of, said so that a person can mend it."""

from __future__ import annotations

from calllint.document.errors import Words, words

_INDENTATION = words(
    "the indentation is off here, or a quoted text ends too early: line up the keys of a block, "
    "and its `- `; inside quotes write '' for an apostrophe",
    "l'indentation est fausse ici, ou un texte entre guillemets finit trop tôt : alignez les clés "
    "d'un bloc, et ses `- ` ; entre apostrophes, écrivez '' pour une apostrophe",
)
_BRACKET = words(
    "the bracket opened here is never closed, or a comma is missing in it: check its `[…]` or "
    "`{…}`",
    "le crochet ouvert ici n'est jamais fermé, ou il y manque une virgule : vérifiez ses `[…]` ou "
    "`{…}`",
)
_QUOTES = words(
    "the quote opened here is never closed: add the missing one",
    "le guillemet ouvert ici n'est jamais fermé : ajoutez celui qui manque",
)
_COLON = words(
    "a `:` is missing after a key, or a text runs over its line: write `key: value`, and put text "
    "that holds `: ` in quotes",
    "il manque un `:` après une clé, ou un texte déborde de sa ligne : écrivez `clé: valeur`, et "
    "mettez entre guillemets un texte qui contient `: `",
)
_VALUE = words(
    "a `:` too many, a space missing behind the one before, or a key indented too far: write "
    "`key: value`, and put text that holds `: ` in quotes",
    "un `:` de trop, une espace oubliée après le précédent, ou une clé trop décalée : écrivez "
    "`clé: valeur`, et mettez entre guillemets un texte qui contient `: `",
)
TAB = words(
    "a tab stands where YAML wants spaces: replace it by spaces",
    "une tabulation se trouve là où YAML attend des espaces : remplacez-la par des espaces",
)
_ESCAPE = words(
    'unknown escape after a backslash inside "…": use single quotes, or write the backslash twice',
    'échappement inconnu après une barre oblique inverse dans "…" : utilisez des apostrophes '
    "('…'), ou doublez la barre",
)
_FIRST = words(
    "a text cannot start with this character: put it in quotes",
    "un texte ne peut pas commencer par ce caractère : mettez-le entre guillemets",
)
_DIRECTIVE = words(
    "this `%` line is not one calllint reads: remove it, or put the text in quotes",
    "cette ligne `%` n'est pas lue par calllint : retirez-la, ou mettez le texte entre guillemets",
)
_ANYTHING = words(
    "the YAML cannot be read here: check indentation, quotes and brackets on this line and the one "
    "before",
    "le YAML est illisible ici : vérifiez l'indentation, les guillemets et les crochets de cette "
    "ligne et de la précédente",
)

_KNOWN: tuple[tuple[tuple[str, ...], Words], ...] = (
    (("tab character", r"'\t'", "violates indentation"), TAB),
    (("mapping values are not allowed", "mapping keys are not allowed"), _VALUE),
    (("unexpected end of stream", "unexpected document indicator"), _QUOTES),
    (("could not find expected ':'",), _COLON),
    (("',' or ']'", "',' or '}'"), _BRACKET),
    (("flow sequence", "flow mapping", "flow node"), _BRACKET),
    (
        (
            "block collection",
            "block mapping",
            "block end",
            "expected key",
            "block sequence",
            "sequence entries are not allowed",
        ),
        _INDENTATION,
    ),
    (("escape",), _ESCAPE),
    (("cannot start any token", "block node", "alphabetic or numeric"), _FIRST),
    (("directive", "YAML document", "tag handle"), _DIRECTIVE),
)


_AT_OPENING = (_QUOTES, _BRACKET, _COLON)


def syntax_words(problem: str | None, context: str | None = None) -> tuple[Words, bool]:
    """The parser's complaint in our words, and whether to point where its context begins.

    The problem decides before its context does. What is never closed is mended where it opens.
    """
    for complaint in (problem or "", context or ""):
        for signs, message in _KNOWN:
            if any(sign in complaint for sign in signs):
                return message, message in _AT_OPENING
    return _ANYTHING, False
