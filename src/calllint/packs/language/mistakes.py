"""What is wrong with an expression that does not fit its scope, in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from calllint.packs.language.errors import ExpressionError, Message, both, suggestion
from calllint.packs.language.tree import Call, Expr, Literal, Param, Table, Type

_WORDS: dict[str, Message] = {
    "bool": both("true or false", "vrai ou faux"),
    "int": both("a whole number", "un nombre entier"),
    "text": both("a text", "un texte"),
    "date": both("a date", "une date"),
    "null": both("null", "null"),
    "texts": both("a list of texts", "une liste de textes"),
    "ints": both("a list of whole numbers", "une liste de nombres entiers"),
    "windows": both("windows of the day", "des plages horaires"),
}


def words(kind: str) -> Message:
    """A type or a parameter kind in words: ``a whole number``."""
    return _WORDS[kind]


def wrong(node: Expr, en: str, fr: str) -> ExpressionError:
    """The error that points at a node."""
    return ExpressionError(node.extent, both(en, fr))


def mismatch(node: Expr, wanted: str, found: str) -> ExpressionError:
    """A value of one type where another is needed."""
    needed, given = words(wanted), words(found)
    return wrong(
        node,
        f"{needed['en']} is needed here, this is {given['en']}",
        f"il faut ici {needed['fr']}, ceci est {given['fr']}",
    )


def unlike(left: Expr, first: Type, right: Expr, second: Type) -> ExpressionError:
    """Two types that do not compare; a date between quotes is the usual cause."""
    quoted = right if second == "text" else left
    if (
        {first, second} == {"text", "date"}
        and isinstance(quoted, Literal)
        and re.fullmatch(r"\d{4}-\d\d-\d\d", str(quoted.value))
    ):
        return wrong(
            quoted,
            f"a date is written without quotes: `{quoted.value}`",
            f"une date s'écrit sans apostrophes : `{quoted.value}`",
        )
    one, other = words(first), words(second)
    return wrong(
        right,
        f"{one['en']} cannot be compared with {other['en']}",
        f"{one['fr']} ne se compare pas avec {other['fr']}",
    )


def with_null(node: Expr) -> ExpressionError:
    """A comparison with the literal ``null``."""
    return wrong(
        node,
        "a comparison with `null` is always NULL; write `is null` or `is not null`",
        "une comparaison avec `null` donne toujours NULL ; écrivez `is null` ou `is not null`",
    )


def unordered(node: Expr) -> ExpressionError:
    """``<`` between truth values."""
    return wrong(
        node,
        "true and false have no order; use `=` or `not`",
        "vrai et faux n'ont pas d'ordre ; employez `=` ou `not`",
    )


def bad_left(node: Expr, op: str, found: Type) -> ExpressionError:
    """``+`` or ``-`` behind something that is neither a number nor a date."""
    return wrong(
        node,
        f"`{op}` needs a whole number or a date on its left, this is {words(found)['en']}",
        f"`{op}` attend un nombre entier ou une date à sa gauche, ceci est {words(found)['fr']}",
    )


def bad_right(node: Expr, op: str, found: Type) -> ExpressionError:
    """``+`` or ``-`` in front of something that is no number."""
    return wrong(
        node,
        f"`{op}` needs a whole number (of days, after a date) on its right, "
        f"this is {words(found)['en']}",
        f"`{op}` attend un nombre entier (de jours, après une date) à sa droite, "
        f"ceci est {words(found)['fr']}",
    )


def unknown_param(node: Param, known: Iterable[str]) -> ExpressionError:
    """A parameter that law.yaml does not have."""
    near = suggestion(node.name, known)
    return wrong(
        node,
        f"unknown parameter `${node.name}`; law.yaml has none of that name{near['en']}",
        f"paramètre inconnu `${node.name}` ; law.yaml n'en a pas de ce nom{near['fr']}",
    )


def list_as_scalar(node: Param, kind: str) -> ExpressionError:
    """A list-valued parameter where one value is needed."""
    use = f"within(from, to, ${node.name})" if kind == "windows" else f"x in ${node.name}"
    return wrong(
        node,
        f"`${node.name}` holds {words(kind)['en']}; use it as `{use}`",
        f"`${node.name}` contient {words(kind)['fr']} ; employez `{use}`",
    )


def scalar_as_list(node: Param, kind: str) -> ExpressionError:
    """``in`` with a parameter that is no list."""
    return wrong(
        node,
        f"`in` needs a list, `${node.name}` holds {words(kind)['en']}",
        f"`in` attend une liste, `${node.name}` contient {words(kind)['fr']}",
    )


def unknown_table(node: Table, known: Collection[str]) -> ExpressionError:
    """A table that the pack does not have."""
    near = suggestion(node.name, known)
    return wrong(
        node,
        f"the pack has no table tables/{node.name}.csv{near['en']}",
        f"le recueil n'a pas de table tables/{node.name}.csv{near['fr']}",
    )


def unknown_function(node: Call, known: Iterable[str]) -> ExpressionError:
    """A call of something that is neither a helper nor a fact of the scope."""
    near = suggestion(node.function, known)
    return wrong(
        node,
        f"unknown function `{node.function}`{near['en']}",
        f"fonction inconnue `{node.function}`{near['fr']}",
    )


def arity(node: Call, wanted: int) -> ExpressionError:
    """Too many arguments, or too few."""
    given = len(node.arguments)
    return wrong(
        node,
        f"{node.function}() takes {wanted} argument(s), {given} given",
        f"{node.function}() attend {wanted} argument(s), {given} donné(s)",
    )


def no_windows(call: Call, node: Expr) -> ExpressionError:
    """Windows that do not come from a parameter."""
    return wrong(
        node,
        f"{call.function}() needs a parameter that holds windows here, as `$permitted_hours`",
        f"{call.function}() attend ici un paramètre qui contient des plages horaires, comme "
        "`$permitted_hours`",
    )


def computed(call: Call, node: Expr) -> ExpressionError:
    """An argument of a fact function that is computed row by row."""
    return wrong(
        node,
        f"{call.function}() takes a parameter or a literal here, nothing computed",
        f"{call.function}() attend ici un paramètre ou une constante, rien de calculé",
    )


def short_coalesce(node: Expr) -> ExpressionError:
    """``coalesce`` with nothing to fall back on."""
    return wrong(
        node,
        "coalesce() needs at least two values: what is read, then what stands in for NULL",
        "coalesce() attend au moins deux valeurs : ce qui est lu, puis ce qui remplace NULL",
    )
