"""Which rules run, which are reported, and how severely."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calllint.document import Place
from calllint.engine.result import Problem
from calllint.packs.model import Pack, Rule, Severity
from calllint.packs.scopes import GROUNDS, SCOPES


@dataclass(frozen=True)
class Selection:
    """The rules of a run, by id. Records are always judged: a ground may hang on them."""

    rules: tuple[tuple[Rule, Pack], ...]
    reported: frozenset[str]
    severities: Mapping[str, Severity]


def select(
    packs: Sequence[Pack], wanted: Sequence[str], ignored: Sequence[str]
) -> tuple[Selection, list[Problem]]:
    """Rules by id, name or prefix of ids. Problems name what stands for no rule."""
    everything = [(rule, pack) for pack in packs for rule in pack.rules if rule.withdrawn is None]
    problems = [
        _unknown(key, everything)
        for key in (*wanted, *ignored)
        if not any(_stands_for(key, rule) for rule, _ in everything)
    ]
    kept = [
        (rule, pack)
        for rule, pack in everything
        if not any(_stands_for(key, rule) for key in ignored)
    ]
    reported = frozenset(
        rule.id for rule, _ in kept if not wanted or any(_stands_for(key, rule) for key in wanted)
    )
    run = tuple(
        sorted(
            (
                (rule, pack)
                for rule, pack in kept
                if rule.id in reported or set(rule.scopes) & set(GROUNDS)
            ),
            key=lambda pair: pair[0].id,
        )
    )
    return Selection(run, reported, {}), problems


def per_contact(rule: Rule) -> bool:
    """Whether a rule looks at contacts and their evidence alone."""
    return all(SCOPES[scope].per_contact for scope in rule.scopes)


def _stands_for(key: str, rule: Rule) -> bool:
    return rule.name == key or rule.id.startswith(key.upper())


def _unknown(key: str, rules: Sequence[tuple[Rule, Pack]]) -> Problem:
    known = [word for rule, _ in rules for word in (rule.id, rule.name)]
    near = difflib.get_close_matches(key, known, 1)
    hint = (
        {"en": f"; did you mean {near[0]}?", "fr": f" ; vouliez-vous dire {near[0]} ?"}
        if near
        else {
            "en": "; `calllint rules list` shows them all",
            "fr": " ; `calllint rules list` les montre toutes",
        }
    )
    return Problem(
        Place("--select"),
        {
            "en": f"{key!r} is no rule, name or prefix of rules{hint['en']}",
            "fr": f"{key!r} n'est ni une règle, ni un nom, ni un début d'identifiant{hint['fr']}",
        },
    )
