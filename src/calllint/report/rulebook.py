"""What a rule says, and what it rests on: for pages, for a terminal and for machines."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from calllint.lang import clock, pick, say, typeset
from calllint.packs.language.text import names, params, unparse
from calllint.packs.language.tree import Expr
from calllint.packs.model import Article, Example, Pack, Parameter, Rule, Text
from calllint.report.values import MINUTE_COLUMNS, articles, raw

_CONDITIONS = ("applies", "breach", "clear_from", "clear_until", "duty", "attempts_left")


class Entry(Struct, frozen=True):
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


def doubtful(rule: Rule) -> bool:
    """Whether a rule of law rests on what is unsettled: it says so, only warns, or was not read."""
    if rule.basis != "law" or rule.withdrawn is not None:
        return False
    return bool(rule.doubt or rule.severity == "warning" or _unread(rule))


def doubt(rule: Rule, lang: str) -> str:
    """What is unsettled about a doubtful rule, in one sentence: its own, or what its law lacks."""
    if rule.doubt:
        return words(rule.doubt, lang)
    unread = _unread(rule)
    if not unread:
        return say("doubt.warning", lang)
    kinds = {one.seen for one in unread}
    key = "both" if len(kinds) > 1 else kinds.pop()
    listed = ", ".join(dict.fromkeys(one.article for one in unread))
    return typeset(say(f"doubt.{key}", lang, articles=listed), lang)


def write_scopes(rule: Rule, lang: str) -> str:
    """What the rule looks at, in words."""
    return ", ".join(say(f"scope.{scope}", lang) for scope in rule.scopes)


def write_outcome(example: Example, rule: Rule, lang: str) -> str:
    """What an example must give, in words; a rule that lays a duty is not breached by it."""
    duty = rule.duty is not None and example.outcome == "breach"
    return say("severity.duty" if duty else f"outcome.{example.outcome}", lang)


def write_given(example: Example) -> str:
    """The columns of an example, as the rule file writes them."""
    return ", ".join(f"{name}: {_written(name, value)}" for name, value in example.given.items())


def _written(name: str, value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if name in MINUTE_COLUMNS and isinstance(value, int):
        return clock(value)
    return str(raw(value))


def _unread(rule: Rule) -> list[Article]:
    """Articles of the rule whose text nobody of ours has read or seen quoted."""
    return [one for one in rule.law if one.seen in ("secondary", "reasoned")]


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
        "review_by": raw(rule.review_by),
        "doubt": doubt(rule, lang) if doubtful(rule) else None,
        "law": articles(rule.law),
    }


def whole_object(entry: Entry, lang: str) -> dict[str, object]:
    """All there is to say about a rule, for machines."""
    rule = entry.rule
    return {
        **summary_object(entry, lang),
        "pack_version": entry.pack.version,
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
