"""What a rule says, for machines and as one line: its law, condition, values and examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from calllint.lang import pick, typeset
from calllint.packs.language.text import names, params, unparse
from calllint.packs.language.tree import Expr
from calllint.packs.model import Example, Pack, Parameter, Rule, Text
from calllint.report.values import articles, raw

_CONDITIONS = ("applies", "breach", "clear_from", "clear_until", "duty", "attempts_left")


@dataclass(frozen=True)
class Entry:
    """A rule, and the pack that gives its words their meaning."""

    rule: Rule
    pack: Pack


def entries(packs: tuple[Pack, ...]) -> list[Entry]:
    """Every rule of the packs, by id."""
    found = [Entry(rule, pack) for pack in packs for rule in pack.rules]
    return sorted(found, key=lambda entry: entry.rule.id)


def find(listed: list[Entry], word: str) -> Entry | None:
    """The rule of that id or name, upper or lower case; an id comes before a name."""
    wanted = word.casefold()
    by_id = {entry.rule.id.casefold(): entry for entry in reversed(listed)}
    by_name = {entry.rule.name.casefold(): entry for entry in reversed(listed)}
    return by_id.get(wanted) or by_name.get(wanted)


def words(text: Text, lang: str) -> str:
    """A text of a pack in that language, its spaces as the language wants them."""
    return typeset(pick(text, lang), lang)


def conditions(rule: Rule) -> Iterator[tuple[str, str]]:
    """Each expression of the rule, by key, in the rule language."""
    for key in _CONDITIONS:
        tree = getattr(rule, key)
        if tree is not None:
            yield key, unparse(tree)


def definitions(entry: Entry) -> Iterator[tuple[str, str]]:
    """Each definition the rule uses, itself or through another, in the order they are met."""
    known = entry.pack.definitions
    met: dict[str, str] = {}
    todo: list[Expr] = list(entry.rule.expressions)
    while todo:
        used = names(todo.pop(0)) & set(known) - set(met)
        met |= {name: unparse(known[name].tree) for name in sorted(used)}
        todo += [known[name].tree for name in sorted(used)]
    yield from met.items()


def parameters(entry: Entry) -> list[Parameter]:
    """Law values the rule reads, itself or through a definition, by name."""
    known = entry.pack.parameters
    trees = [
        *entry.rule.expressions,
        *(entry.pack.definitions[name].tree for name, _ in definitions(entry)),
    ]
    return [known[name] for name in sorted({name for tree in trees for name in params(tree)})]


def summary_object(entry: Entry, lang: str) -> dict[str, object]:
    """A rule as one item of a list, for machines."""
    rule = entry.rule
    return {
        "id": rule.id,
        "name": rule.name,
        "pack": rule.pack,
        "title": words(rule.title, lang),
        "severity": rule.severity,
        "basis": rule.basis,
        "scopes": list(rule.scopes),
        "in_force": {"from": raw(rule.in_force.first), "to": raw(rule.in_force.last)},
        "deprecated": raw(rule.deprecated),
        "withdrawn": raw(rule.withdrawn),
        "replaced_by": list(rule.replaced_by),
        "since": rule.since,
        "law": articles(rule.law),
    }


def whole_object(entry: Entry, lang: str) -> dict[str, object]:
    """All there is to say about a rule, for machines."""
    rule = entry.rule
    return {
        **summary_object(entry, lang),
        "pack_version": entry.pack.version,
        "review_by": raw(rule.review_by),
        "why": words(rule.why, lang),
        "at": rule.at,
        "condition": dict(conditions(rule)),
        "definitions": dict(definitions(entry)),
        "message": words(rule.message, lang),
        "help": words(rule.help, lang),
        "explain": words(rule.explain, lang),
        "parameters": [_parameter(parameter, lang) for parameter in parameters(entry)],
        "examples": [_example(example, lang) for example in rule.examples],
    }


def _parameter(parameter: Parameter, lang: str) -> dict[str, object]:
    return {
        "name": parameter.name,
        "title": words(parameter.title, lang),
        "unit": parameter.unit,
        "values": [
            {
                "since": since.isoformat(),
                "value": raw(value),
                "house": house.pack if (house := parameter.houses.get(since)) else None,
            }
            for since, value in parameter.values
        ],
        "law": articles(parameter.law),
        "confirmed": raw(parameter.confirmed),
        "review_by": raw(parameter.review_by),
    }


def _example(example: Example, lang: str) -> dict[str, object]:
    return {
        "outcome": example.outcome,
        "on": raw(example.on),
        "given": {name: raw(value) for name, value in example.given.items()},
        "because": words(example.because, lang),
    }
