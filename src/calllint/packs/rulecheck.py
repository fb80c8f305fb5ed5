"""Whether a rule means something: kinds, types, sources, places, placeholders, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from calllint.document import Document
from calllint.document.place import Path
from calllint.packs import files
from calllint.packs.canonical import LAYOUTS
from calllint.packs.citations import missing_sources
from calllint.packs.definitions import expanded_measure
from calllint.packs.errors import Problems
from calllint.packs.examples import check_examples
from calllint.packs.language import ExpressionError
from calllint.packs.language.errors import Message, both, suggestion
from calllint.packs.language.mistakes import words
from calllint.packs.language.text import names
from calllint.packs.language.tree import Expr, Extent, Type
from calllint.packs.model import Rule
from calllint.packs.packfile import PATH
from calllint.packs.rulefile import EXPRESSIONS
from calllint.packs.scopes import DAYS, SCOPES, STRETCH
from calllint.packs.vocabulary import Vocabulary

LIST_COLUMNS: Mapping[str, frozenset[str]] = {
    scope: frozenset(LAYOUTS[f"{scope}s"].columns)
    for scope in ("contact", "consent", "contract", "request", "call")
}
"""Canonical columns a rule may point at, for scopes whose rows come from a list."""

PLACEHOLDER = re.compile(r"\{(\$?)([^{}]*)\}")
"""``{column}`` and ``{$param}`` in a message: (dollar sign or nothing, name)."""

_WANTED: Mapping[str, Type] = {
    "applies": "bool",
    "breach": "bool",
    "duty": "bool",
    "clear_from": "date",
    "clear_until": "date",
    "attempts_left": "int",
}


def check_rule(doc: Document, rule: Rule, vocabulary: Vocabulary, problems: Problems) -> Rule:
    """The rule with the values of its examples typed; what is wrong goes to the problems."""
    for path, message in (*_kind(doc), *missing_sources(rule), *_at(rule), *_versions(rule)):
        problems.add(files.place(doc, path), message)
    _check_messages(doc, rule, vocabulary, problems)
    for key in EXPRESSIONS:
        tree = getattr(rule, key)
        if tree is not None:
            _check_expression(doc, key, tree, rule, vocabulary, problems)
    return replace(rule, examples=check_examples(doc, rule, vocabulary, problems))


def _check_expression(
    doc: Document, key: str, tree: Expr, rule: Rule, vocabulary: Vocabulary, problems: Problems
) -> None:
    """Check an expression in each scope of the rule, up to the first where it is wrong."""
    if names(tree) & vocabulary.broken:
        return
    for scope in rule.scopes:
        try:
            _check_type(key, tree, vocabulary.check(tree, scope))
            expanded_measure(tree, vocabulary)
        except ExpressionError as error:
            named = scope if len(rule.scopes) > 1 else None
            files.report_expression(doc, (key,), error, problems, named)
            return


def _check_type(key: str, tree: Expr, found: Type) -> None:
    wanted = _WANTED[key]
    if found != wanted:
        raise ExpressionError(
            tree.extent,
            both(
                f"`{key}` gives {words(wanted)['en']}, this gives {words(found)['en']}",
                f"`{key}` donne {words(wanted)['fr']}, ceci donne {words(found)['fr']}",
            ),
        )


_Found = Iterator[tuple[Path, Message]]


def _kind(doc: Document) -> _Found:
    clear = "clear_from" in doc.value or "clear_until" in doc.value
    if ("breach" in doc.value) + clear + ("duty" in doc.value) != 1:
        yield (
            ("id",),
            both(
                "a rule has exactly one of `breach`, `clear_from`/`clear_until` and `duty`",
                "une règle a exactement un de `breach`, `clear_from`/`clear_until` et `duty`",
            ),
        )


def _at(rule: Rule) -> _Found:
    if rule.at is None:
        return
    per_contact = [SCOPES[scope].per_contact for scope in rule.scopes]
    if not all(per_contact):
        if not PATH.fullmatch(rule.at):
            yield (
                ("at",),
                both(
                    "`at` is a dotted path, as campaign.sector",
                    "`at` est un chemin à points, comme campaign.sector",
                ),
            )
        return
    for scope in rule.scopes:
        if rule.at not in LIST_COLUMNS[scope]:
            near = suggestion(rule.at, LIST_COLUMNS[scope])
            yield (
                ("at",),
                both(
                    f"`{rule.at}` is not a column of the list behind scope `{scope}`{near['en']}",
                    f"`{rule.at}` n'est pas une colonne de la liste de la portée `{scope}`"
                    f"{near['fr']}",
                ),
            )


def _versions(rule: Rule) -> _Found:
    if not re.fullmatch(r"\d+(\.\d+)*", rule.since, re.ASCII):
        yield (
            ("since",),
            both(
                '`since` is a version of the pack, as "2026.11"',
                '`since` est une version du recueil, comme "2026.11"',
            ),
        )


# -- messages ---------------------------------------------------------------------------------


def _check_messages(doc: Document, rule: Rule, vocabulary: Vocabulary, problems: Problems) -> None:
    """Every ``{placeholder}`` of the message stands for something it may show."""
    check_words(doc, ("message",), rule, vocabulary, problems)


def check_words(
    doc: Document, at: Path, rule: Rule, vocabulary: Vocabulary, problems: Problems
) -> None:
    """The same for words by language anywhere in a document, as an overlay has them."""
    known = _speakable(rule, vocabulary)
    for language in doc.get(at, {}):
        path = (*at, language)
        text = str(doc.get(path))
        if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
            problems.add(
                files.place(doc, path),
                both("a brace without its pair", "une accolade sans sa paire"),
            )
        for found in PLACEHOLDER.finditer(text):
            dollar, name = found.groups()
            allowed = vocabulary.params.keys() if dollar else known
            if name not in allowed:
                problems.add(
                    files.inner_place(doc, path, Extent(*found.span())),
                    _unknown_placeholder(dollar + name, suggestion(name, allowed)),
                )


def _unknown_placeholder(name: str, near: Message) -> Message:
    return both(
        f"`{{{name}}}` cannot stand in this message{near['en']} (columns of the campaign, "
        "parameters and, outside the lists, columns of the scope can)",
        f"`{{{name}}}` ne peut pas figurer dans ce message{near['fr']} (les colonnes de la "
        "campagne, les paramètres et, hors des listes, les colonnes de la portée le peuvent)",
    )


def _speakable(rule: Rule, vocabulary: Vocabulary) -> frozenset[str]:
    """Columns a message may show: never what tells one contact from another."""
    shared = frozenset(vocabulary.columns["campaign"])
    if any(SCOPES[scope].per_contact for scope in rule.scopes):
        return shared
    each = (frozenset(vocabulary.columns[scope]) for scope in rule.scopes)
    columns = frozenset.intersection(*each)
    return columns | {DAYS} if columns.issuperset(STRETCH) else columns
