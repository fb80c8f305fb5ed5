"""What a rule says, and what the law was, as digests: so that two reports can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from calllint.engine.result import AppliedRule
from calllint.engine.slices import in_force, law_on, parameters_of
from calllint.packs.language.text import unparse
from calllint.packs.model import Pack, Rule

_LENGTH = 16


def meaning(applied: AppliedRule) -> str:
    """Digest of all that decides when the rule speaks: wording and law values are no part of it."""
    rule, pack = applied.rule, applied.pack
    parts = [
        applied.severity,
        *rule.scopes,
        str(rule.in_force),
        *(f"{unparse(tree)};" for tree in rule.expressions),
        *(f"{name} is {text};" for name, text in _definitions(rule, pack)),
    ]
    said = "\n".join(parts)
    tables = [name for name in sorted(pack.tables) if f"table({name})" in said]
    return _digest([said, *(f"{name}: {pack.tables[name]}" for name in tables)])


def law_state(applied: AppliedRule) -> str | None:
    """Digest of the values the rule read on the judged days; None where it was no law on any."""
    rule, pack = applied.rule, applied.pack
    days = [day for day in applied.days if in_force(rule, pack, day)]
    if not days:
        return None
    reads = sorted(parameters_of(rule, pack))
    states = {repr([(name, law_on(pack, day)[name]) for name in reads]) for day in days}
    return _digest([*sorted(states)])


def _definitions(rule: Rule, pack: Pack) -> list[tuple[str, str]]:
    """The definitions a rule uses, inner ones too, written out."""
    used = sorted(pack.mentions[rule.id] & pack.definitions.keys())
    return [(name, unparse(pack.definitions[name].tree)) for name in used]


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_LENGTH]
