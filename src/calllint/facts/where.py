"""``where:`` of a data entry: which rows of a file are read, in the language of rules.

It may name the canonical columns, as read, and the file's own headings, folded: ``Code postal`` is
``code_postal``. Headings are texts; days and moments are dates. A row is left out where the
condition says so. Where it cannot tell, evidence against a call stays and the rest goes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import NoReturn

from msgspec import Struct

from calllint.document import Document
from calllint.document import Path as DocPath
from calllint.facts.errors import FactError
from calllint.facts.instants import parts_sql
from calllint.facts.sql import literal, quote
from calllint.packs.canonical import LAYOUTS, Layout
from calllint.packs.files import inner_place
from calllint.packs.language import ExpressionError, parse
from calllint.packs.language.errors import both, suggestion
from calllint.packs.language.tree import (
    Add,
    Between,
    Compare,
    Expr,
    In,
    IsNull,
    Like,
    Literal,
    Logic,
    Name,
    Not,
    Type,
    walk,
)
from calllint.packs.language.types import check


class Where(Struct, frozen=True):
    """A condition, and where it is written."""

    text: str
    document: Document
    path: DocPath


class Kept(Struct, frozen=True):
    """A condition as SQL over the canonical texts, and the cells of the file it asks for."""

    sql: str
    cells: Mapping[str, int]
    """Alias of each of the file's own columns, and its index."""


def folded(heading: str) -> str:
    """A heading as a name of the language: ``N° de téléphone`` is ``n_de_telephone``."""
    plain = unicodedata.normalize("NFKD", heading.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def kept_sql(
    where: Where,
    kind: str,
    given: Mapping[str, str | None],
    headers: tuple[str, ...],
    *,
    own: bool,
) -> Kept:
    """The rows that are read. ``given`` holds the canonical columns there are, and their ``dates``.

    A condition that is not the campaign's ``own`` may name columns that a file leaves out: they are
    NULL. Raises FactError, pointing into the condition, where it makes no sense.
    """
    layout = LAYOUTS[kind]
    try:
        tree = parse(where.text)
        named = {node.name for node in walk(tree) if isinstance(node, Name)}
        found = _own_columns(given, headers)
        missing = set() if own else named - {*found, *given}
        _check_names(tree, {*found, *given, *missing})
        types: dict[str, Type] = dict.fromkeys((*found, *missing), "text")
        dated = {*layout.days, *layout.instants}
        types |= {column: "date" if column in dated else "text" for column in given}
        if check(tree, types, {}) != "bool":
            raise ExpressionError(
                tree.extent,
                both(
                    "a condition is true or false: compare the column with something",
                    "une condition est vraie ou fausse : comparez la colonne à quelque chose",
                ),
            )
        found = {name: index for name, index in found.items() if name in named}
        names = {name: f"w{index}" for name, index in found.items()}
        names |= dict.fromkeys(missing, "CAST(NULL AS VARCHAR)")
        names |= {column: _canonical(column, layout, dates) for column, dates in given.items()}
        condition = _sql(tree, names)
    except ExpressionError as error:
        place = inner_place(where.document, where.path, error.extent)
        raise FactError.at(place, error.message["en"], error.message["fr"]) from None
    return Kept(
        f"NOT readable OR coalesce({condition}, {_untold(kind)})",
        {f"w{index}": index for index in found.values()},
    )


def _check_names(tree: Expr, known: Collection[str]) -> None:
    for node in walk(tree):
        if isinstance(node, Name) and node.name not in known:
            near, listed = suggestion(node.name, known), ", ".join(sorted(known))
            raise ExpressionError(
                node.extent,
                both(
                    f"no column is called `{node.name}`{near['en']}; there are: {listed}",
                    f"aucune colonne ne s'appelle `{node.name}`{near['fr']} ; il y a : {listed}",
                ),
            )


def _own_columns(given: Mapping[str, str | None], headers: tuple[str, ...]) -> dict[str, int]:
    """The file's own columns that may be named; two that fold to one name are nobody's."""
    names = [folded(header) for header in headers]
    return {
        name: index
        for index, name in enumerate(names)
        if name and name not in given and names.count(name) == 1
    }


def _canonical(column: str, layout: Layout, dates: str | None) -> str:
    if column in layout.days or column in layout.instants:
        return f"CAST({parts_sql(quote(column), dates).naive} AS DATE)"
    return f"lower({quote(column)})" if column in dict(layout.closed) else quote(column)


def _untold(kind: str) -> str:
    """Whether a row stays of which the condition cannot tell: what speaks against a call does."""
    if kind == "consents":
        return "coalesce(lower(\"status\"), '') <> 'granted'"
    return "TRUE" if kind in ("suppressions", "calls") else "FALSE"


def _sql(node: Expr, names: Mapping[str, str]) -> str:
    def inner(part: Expr) -> str:
        return _sql(part, names)

    match node:
        case Literal(value=value):
            return literal(value)
        case Name(name=name):
            return names[name]
        case Not(operand=operand):
            return f"(NOT {inner(operand)})"
        case Logic(op=op, operands=operands):
            return "(" + f" {op.upper()} ".join(map(inner, operands)) + ")"
        case Compare(op=op, left=left, right=right):
            return f"({inner(left)} {op} {inner(right)})"
        case Add(op=op, left=left, right=right):
            return f"({_days(left, inner)} {op} {_days(right, inner)})"
        case IsNull(operand=operand, negated=negated):
            return f"({inner(operand)} IS {'NOT ' * negated}NULL)"
        case In(operand=operand, options=tuple() as options, negated=negated):
            return f"({inner(operand)} {'NOT ' * negated}IN ({', '.join(map(inner, options))}))"
        case Between(operand=operand, low=low, high=high, negated=negated):
            between = f"{'NOT ' * negated}BETWEEN {inner(low)} AND {inner(high)}"
            return f"({inner(operand)} {between})"
        case Like(operand=operand, pattern=pattern, negated=negated):
            return f"({inner(operand)} {'NOT ' * negated}LIKE {literal(pattern)})"
    return _refuse(node)


def _days(node: Expr, inner: object) -> str:
    """A side of a sum: a date moves by whole days, which are integers to the database."""
    assert callable(inner)
    text = str(inner(node))
    return f"CAST({text} AS INTEGER)" if isinstance(node, Literal) and _is_int(node) else text


def _is_int(node: Literal) -> bool:
    return isinstance(node.value, int) and not isinstance(node.value, bool)


def _refuse(node: Expr) -> NoReturn:
    raise ExpressionError(
        node.extent,
        both(
            "`where` compares columns; functions, tables and parameters are for rules",
            "`where` compare des colonnes ; fonctions, tables et paramètres sont pour les règles",
        ),
    )
