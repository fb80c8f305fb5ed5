"""Whether a rule means something: kinds, types, sources, places, placeholders, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from calllint.document import Document
from calllint.document.place import Path
from calllint.packs import files
from calllint.packs.definitions import expanded_measure
from calllint.packs.errors import Problems
from calllint.packs.examples import check_examples
from calllint.packs.language import ExpressionError
from calllint.packs.language.errors import Message, both, suggestion
from calllint.packs.language.mistakes import words
from calllint.packs.language.text import names
from calllint.packs.language.tree import Expr, Extent, Type
from calllint.packs.model import Rule, cited
from calllint.packs.packfile import PATH
from calllint.packs.rulefile import EXPRESSIONS
from calllint.packs.scopes import SCOPES
from calllint.packs.vocabulary import Vocabulary

LIST_COLUMNS: Mapping[str, frozenset[str]] = {
    "contact": frozenset(
        (
            "contact_id",
            "phone",
            "audience",
            "siren",
            "legal_form",
            "postal_code",
            "timezone",
            "ground",
            "contract_ref",
            "planned_at",
        )
    ),
    "consent": frozenset(
        (
            "phone",
            "contact_id",
            "at",
            "status",
            "advertiser",
            "channel",
            "offer",
            "form",
            "proof",
            "proof_sha256",
            "expires_at",
            "supplier",
            "source",
        )
    ),
    "contract": frozenset(
        (
            "contract_ref",
            "phone",
            "contact_id",
            "advertiser",
            "object",
            "started_on",
            "ended_on",
            "status",
            "object_related",
        )
    ),
    "request": frozenset(
        ("phone", "contact_id", "at", "advertiser", "offer", "proof", "agreed_at")
    ),
}
"""Canonical columns a rule may point at, for scopes whose rows come from a list."""

_SEEN = ("primary", "quoted")
"""How well the text behind an error of law has to be known."""

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
    for path, message in (*_kind(doc), *_sources(rule), *_at(rule), *_versions(rule)):
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


def _sources(rule: Rule) -> _Found:
    if rule.basis == "policy":
        return
    if not rule.law:
        yield (
            ("id",),
            both(
                "a rule of law cites its article under `law:`; a house rule says `basis: policy`",
                "une règle de droit cite son article sous `law:` ; "
                "une règle maison dit `basis: policy`",
            ),
        )
        return
    for day in _turns(rule):
        there = cited(rule.law, day, day)
        on = both(f" on {day}", f" le {day}") if day > date.min else both("", "")
        if not there:
            yield ("law",), _uncited(on)
            return
        if rule.severity == "error" and all(one.seen not in _SEEN for one in there):
            yield ("law",), _unseen(on)
            return


def _turns(rule: Rule) -> list[date]:
    """The first day of the rule, and each day of it on which what it cites changes."""
    found = {rule.in_force.first or date.min}
    for article in rule.law:
        first, last = article.in_force.first, article.in_force.last
        found |= {day for day in (first, _after(last)) if day is not None}
    return sorted(day for day in found if rule.in_force.covers(day))


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)


def _uncited(on: Message) -> Message:
    return both(
        f"the rule is in force{on['en']}, and no article of its `law:` is; "
        "date them so that one always is",
        f"la règle est en vigueur{on['fr']}, aucun article de son `law:` ne l'est ; "
        "datez-les pour qu'il y en ait toujours un",
    )


def _unseen(on: Message) -> Message:
    return both(
        f"an error of law rests{on['en']} on a text that was `seen: primary` or `quoted`; "
        "otherwise make it a warning",
        f"une erreur de droit repose{on['fr']} sur un texte `seen: primary` ou `quoted` ; "
        "sinon, faites-en un avertissement",
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
                    f"`{rule.at}` is no column of the list behind scope `{scope}`{near['en']}",
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
                '`since` est une version du pack, comme "2026.11"',
            ),
        )


# -- messages ---------------------------------------------------------------------------------


def _check_messages(doc: Document, rule: Rule, vocabulary: Vocabulary, problems: Problems) -> None:
    """Every ``{placeholder}`` of the message stands for something it may show."""
    known = _speakable(rule, vocabulary)
    for language in rule.message:
        path, text = ("message", language), str(doc.value["message"][language])
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
    return frozenset.intersection(*(frozenset(vocabulary.columns[scope]) for scope in rule.scopes))
