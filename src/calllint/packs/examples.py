"""The examples of a rule: enough of them, about known names, with values of the right type."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from calllint.document import Document, Place
from calllint.document.place import Path
from calllint.packs import files
from calllint.packs.errors import Problems
from calllint.packs.language.errors import Message, both, suggestion
from calllint.packs.language.mistakes import words
from calllint.packs.language.tree import Name, Type
from calllint.packs.model import Example, Rule
from calllint.packs.packfile import typed
from calllint.packs.scopes import SCOPES, Value
from calllint.packs.vocabulary import Vocabulary


def check_examples(
    doc: Document, rule: Rule, vocabulary: Vocabulary, problems: Problems
) -> tuple[Example, ...]:
    """The examples with typed values; a breach and an ok are a must."""
    for wanted in ("unknown" if _only_unknown(rule, vocabulary) else "breach", "ok"):
        if not any(example.outcome == wanted for example in rule.examples):
            path: Path = ("examples",) if rule.examples else ("id",)
            message = both(
                f"the rule has no `{wanted}` example", f"la règle n'a pas d'exemple `{wanted}`"
            )
            problems.add(files.place(doc, path), message)
    known = _givable(rule, vocabulary)
    checked = []
    for index, example in enumerate(rule.examples):
        given: dict[str, Value] = {}
        for name, value in example.given.items():
            path = ("examples", index, example.outcome, name)
            if name in known:
                given[name] = _value(doc, path, value, known[name], problems)
            elif name not in vocabulary.broken:
                problems.add(Place(doc.name, doc.key_span(path)), _ungivable(name, rule, known))
        checked.append(replace(example, given=given))
    return tuple(checked)


def _value(doc: Document, path: Path, value: object, kind: Type, problems: Problems) -> Value:
    fits, found = typed(value, kind)
    if not fits:
        message = both(
            f"`{path[-1]}` must be {words(kind)['en']}",
            f"`{path[-1]}` doit être {words(kind)['fr']}",
        )
        problems.add(files.place(doc, path), message)
    return found


def _only_unknown(rule: Rule, vocabulary: Vocabulary) -> bool:
    """Whether ``breach`` looks at nothing: the rule says "cannot tell" wherever it applies."""
    meaning = vocabulary.meanings.get(rule.breach.name) if isinstance(rule.breach, Name) else None
    return meaning is not None and not meaning.columns and not meaning.functions


def _givable(rule: Rule, vocabulary: Vocabulary) -> dict[str, Type]:
    """What an example may give: names of every scope of the rule (no other can matter)."""
    found: dict[str, Type] | None = None
    for scope in rule.scopes:
        here = {
            **vocabulary.types(scope),
            **{name: each.returns for name, each in SCOPES[scope].functions.items()},
        }
        found = (
            here if found is None else {name: kind for name, kind in found.items() if name in here}
        )
    return found or {}


def _ungivable(name: str, rule: Rule, known: Mapping[str, Type]) -> Message:
    """Why an example cannot give a name: unknown, or not in every scope of the rule."""
    near = suggestion(name, known)
    if near["en"] or len(rule.scopes) == 1:
        return both(
            f"unknown name `{name}` in an example{near['en']}",
            f"nom inconnu `{name}` dans un exemple{near['fr']}",
        )
    return both(
        f"an example can give only what every scope of the rule has, not `{name}`",
        f"un exemple ne donne que ce que toutes les portées de la règle ont, pas `{name}`",
    )
