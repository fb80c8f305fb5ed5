"""The rules of a run that are law on a day, and what follows from them alone.

A folder holds hundreds of campaigns, judged by the same rules under a few states of the law. What
does not depend on the campaign is worked out once for each state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from calllint.engine.result import Overdue
from calllint.engine.selection import Selection, per_contact
from calllint.engine.slices import in_force, parameters_of, state
from calllint.packs.model import Pack, Rule

Rules = tuple[tuple[Rule, Pack], ...]


class Standing(Struct, frozen=True):
    """The rules of a selection under one state of the law."""

    by_scope: Mapping[str, Rules]
    read: tuple[tuple[Pack, tuple[str, ...]], ...]
    """Names of the law values they read, by pack."""
    reviews: tuple[Overdue, ...]
    """Those reported, and values they read, that are to be read again some day."""


def standing(selection: Selection, day: date, *, with_contacts: bool) -> Standing:
    """What holds on a day; without contacts, rules that look at nothing else are left out."""
    key = (with_contacts, *(state(pack, day) for pack in selection.packs))
    if key not in selection.kept:
        selection.kept[key] = _standing(selection, day, with_contacts)
    found: Standing = selection.kept[key]
    return found


def _standing(selection: Selection, day: date, with_contacts: bool) -> Standing:
    by_scope: dict[str, list[tuple[Rule, Pack]]] = {}
    read: dict[str, set[str]] = {pack.name: set() for pack in selection.packs}
    reviews: list[Overdue] = []
    for rule, pack in selection.rules:
        if not in_force(rule, pack, day) or (per_contact(rule) and not with_contacts):
            continue
        for scope in rule.scopes:
            by_scope.setdefault(scope, []).append((rule, pack))
        read[pack.name] |= parameters_of(rule, pack)
        if rule.id in selection.reported:
            reviews += _reviews(rule, pack)
    return Standing(
        {scope: tuple(rules) for scope, rules in by_scope.items()},
        tuple((pack, tuple(sorted(read[pack.name]))) for pack in selection.packs),
        tuple(dict.fromkeys(reviews)),
    )


def _reviews(rule: Rule, pack: Pack) -> Iterator[Overdue]:
    if rule.review_by is not None:
        yield Overdue("rule", pack.name, rule.id, rule.review_by)
    for name in parameters_of(rule, pack):
        day = pack.parameters[name].review_by
        if day is not None:
            yield Overdue("value", pack.name, name, day)
