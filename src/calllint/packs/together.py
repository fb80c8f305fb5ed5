"""What packs may not share, with themselves or with one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from calllint.document.place import Place
from calllint.packs.errors import Problems
from calllint.packs.language.errors import both
from calllint.packs.model import Pack, Rule


def check_ids(rules: Iterable[Rule], problems: Problems) -> None:
    """No two rules may share an id, nor a name."""
    for attribute in ("id", "name"):
        seen: dict[str, Rule] = {}
        for rule in rules:
            word = str(getattr(rule, attribute))
            first = seen.setdefault(word, rule)
            if first is not rule:
                problems.add(
                    rule.place,
                    both(
                        f"`{word}` is already the {attribute} of the rule in {first.place.file}",
                        f"`{word}` désigne déjà la règle de {first.place.file}",
                    ),
                )


def check_together(packs: Sequence[Pack], problems: Problems) -> None:
    """What packs may not share: their name, a rule, a territory, a postal code, a column."""
    check_ids((rule for pack in packs for rule in pack.rules), problems)
    _check_successors(packs, problems)
    seen: dict[str, Pack] = {}
    for pack in packs:
        keys = [
            f"pack {pack.name}",
            *(f"territory {code}" for code in pack.territories),
            *(f"postal code {each}" for each in _postal_prefixes(pack)),
            *_columns_apart(pack, packs),
        ]
        for key in keys:
            first = seen.setdefault(key, pack)
            if first is not pack:
                problems.add(
                    Place(pack.folder.as_posix()),
                    both(
                        f"{key} is already in {first.folder.as_posix()}",
                        f"{key} est déjà dans {first.folder.as_posix()}",
                    ),
                )


def _check_successors(packs: Sequence[Pack], problems: Problems) -> None:
    """What takes a rule's place must be there, and not be gone as well."""
    rules = {rule.id: rule for pack in packs for rule in pack.rules}
    for rule in rules.values():
        for name in rule.replaced_by:
            if name not in rules or rules[name].withdrawn is not None:
                problems.add(
                    rule.place,
                    both(
                        f"`replaced_by` names {name}, which is not a rule in use",
                        f"`replaced_by` nomme {name}, qui n'est pas une règle en usage",
                    ),
                )


def _postal_prefixes(pack: Pack) -> set[str]:
    """Every prefix of a postal code the pack places, with its country."""
    return {
        f"{prefix} ({territory.country})"
        for territory in pack.territories.values()
        for prefix in territory.postal_prefixes
    }


def _columns_apart(pack: Pack, packs: Sequence[Pack]) -> Iterator[str]:
    """Columns the pack adds that another reads from elsewhere, or as another type, or fills."""
    for scope, columns in pack.columns.items():
        for name, column in columns.items():
            for other in packs:
                theirs = other.columns.get(scope, {}).get(name)
                told = theirs and (theirs.type, theirs.path, theirs.record)
                own = (column.type, column.path, column.record)
                filled = [each.computed.get(scope, ()) for each in (pack, other)]
                if theirs and (told != own or all(name in each for each in filled)):
                    yield f"column {scope}.{name}"
