"""The definitions of a pack: parsed, put in order, typed and bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from calllint.document import Document, Place
from calllint.packs import files
from calllint.packs.errors import Problems
from calllint.packs.language import ExpressionError, parse
from calllint.packs.language.errors import Message, both
from calllint.packs.language.helpers import HELPERS
from calllint.packs.language.lexer import KEYWORDS
from calllint.packs.language.text import measure, names
from calllint.packs.language.tree import Expr, Name, walk
from calllint.packs.language.types import check
from calllint.packs.model import Definition
from calllint.packs.scopes import SCOPES
from calllint.packs.vocabulary import ALL_FUNCTIONS, Meaning, Vocabulary, fact_functions

MAX_SIZE = 5000
"""Nodes of an expression once its definitions are expanded."""
MAX_DEPTH = 100
"""Levels of an expression once its definitions are expanded."""


def read_definitions(
    doc: Document,
    written: Mapping[str, tuple[str, str]],
    vocabulary: Vocabulary,
    problems: Problems,
) -> dict[str, Definition]:
    """The definitions by name, those used by others first; the vocabulary learns them."""
    found: dict[str, Definition] = {}
    for name, (text, documentation) in written.items():
        path = ("definitions", name)
        reason = _name_taken(name, vocabulary)
        try:
            if reason is None:
                tree = parse(text, definition=True)
                at = Place(doc.name, doc.key_span(path))
                found[name] = Definition(name, tree, documentation, at)
            else:
                problems.add(Place(doc.name, doc.key_span(path)), reason)
        except ExpressionError as error:
            files.report_expression(doc, (*path, "is"), error, problems)
    vocabulary.broken.update(written.keys() - found.keys())
    ordered = _in_order(found, vocabulary, problems)
    for name in ordered:
        _learn(doc, found[name], vocabulary, problems)
    return {name: found[name] for name in ordered}


def inherit(definitions: Mapping[str, Definition], vocabulary: Vocabulary) -> None:
    """Make known the definitions of a pack that was read before, in their order."""
    for name, definition in definitions.items():
        vocabulary.meanings[name] = _meaning(definition.tree, vocabulary)


def _name_taken(name: str, vocabulary: Vocabulary) -> Message | None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name, re.ASCII):
        return both(
            f"`{name}` is not a name: small letters, digits and `_`",
            f"`{name}` n'est pas un nom : minuscules, chiffres et `_`",
        )
    if name in vocabulary.meanings:
        return both(
            f"`{name}` is already defined in the pack that this one extends; choose another name",
            f"`{name}` est déjà défini dans le recueil que celui-ci étend ; prenez un autre nom",
        )
    reserved = {*KEYWORDS, *HELPERS, "coalesce", "table"}
    if name in reserved or name in vocabulary.all_types or name in ALL_FUNCTIONS:
        return both(
            f"`{name}` is already a column or a word of the language; choose another name",
            f"`{name}` est déjà une colonne ou un mot du langage ; prenez un autre nom",
        )
    return None


def _in_order(
    found: Mapping[str, Definition], vocabulary: Vocabulary, problems: Problems
) -> list[str]:
    """Names with what they use before them; the members of a cycle are reported and left out."""
    from graphlib import CycleError, TopologicalSorter

    uses = {
        name: sorted(names(definition.tree) & found.keys()) for name, definition in found.items()
    }
    while True:
        try:
            return list(TopologicalSorter(uses).static_order())
        except CycleError as error:
            cycle: list[str] = error.args[1]
            listed = " → ".join(cycle)
            problems.add(
                found[cycle[0]].place,
                both(
                    f"these definitions go round in a circle: {listed}",
                    f"ces définitions tournent en rond : {listed}",
                ),
            )
            vocabulary.broken.update(cycle)
            uses = {
                name: [other for other in others if other not in cycle]
                for name, others in uses.items()
                if name not in cycle
            }


def _learn(
    doc: Document, definition: Definition, vocabulary: Vocabulary, problems: Problems
) -> None:
    """Type a definition and add it to the vocabulary, or report it and mark it broken."""
    if names(definition.tree) & vocabulary.broken:
        vocabulary.broken.add(definition.name)
        return
    try:
        vocabulary.meanings[definition.name] = _meaning(definition.tree, vocabulary)
    except ExpressionError as error:
        vocabulary.broken.add(definition.name)
        files.report_expression(doc, ("definitions", definition.name, "is"), error, problems)


def _meaning(tree: Expr, vocabulary: Vocabulary) -> Meaning:
    vocabulary.check_workdays(tree)
    types = {
        **vocabulary.all_types,
        **{name: meaning.type for name, meaning in vocabulary.meanings.items()},
    }
    kind = check(tree, types, vocabulary.params, ALL_FUNCTIONS, vocabulary.tables)
    if kind == "null":
        raise ExpressionError(
            tree.extent,
            both(
                "this is null and of no type; for what can never be told write "
                "`case when false then true end`",
                "ceci est null et sans type ; pour ce qui ne peut jamais se savoir, écrivez "
                "`case when false then true end`",
            ),
        )
    used = [vocabulary.meanings[name] for name in names(tree) & vocabulary.meanings.keys()]
    columns = (names(tree) - vocabulary.meanings.keys()).union(*(each.columns for each in used))
    functions = fact_functions(tree).union(*(each.functions for each in used))
    if not any(vocabulary.has(scope, columns, functions) for scope in SCOPES):
        listed = ", ".join(sorted(columns | functions))
        raise ExpressionError(
            tree.extent,
            both(f"no scope has all of {listed}", f"aucune portée n'a tout cela : {listed}"),
        )
    size, depth = expanded_measure(tree, vocabulary)
    return Meaning(kind, columns, functions, size, depth)


def expanded_measure(tree: Expr, vocabulary: Vocabulary) -> tuple[int, int]:
    """Nodes and levels (at most) with definitions written out, found without writing them out.

    Raises ExpressionError beyond the bounds: definitions that double each other fill no memory.
    """
    size, depth = measure(tree)
    used = [
        vocabulary.meanings[node.name]
        for node in walk(tree)
        if isinstance(node, Name) and node.name in vocabulary.meanings
    ]
    size += sum(meaning.size for meaning in used)
    depth += max((meaning.depth for meaning in used), default=0)
    if size > MAX_SIZE or depth > MAX_DEPTH:
        raise ExpressionError(
            tree.extent,
            both(
                "this is too large once its definitions are written out; use fewer of them",
                "ceci est trop grand une fois les définitions développées ; employez-en moins",
            ),
        )
    return size, depth
