"""Whether a rule of law cites an article on every day it is in force, and a text that was seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from calllint.document.place import Path
from calllint.packs.language.errors import Message, both
from calllint.packs.model import Rule, cited

SEEN = ("primary", "quoted")
"""How well the text behind an error of law has to be known."""


def missing_sources(rule: Rule) -> Iterator[tuple[Path, Message]]:
    """What a rule of law lacks in its ``law:``, first day first; nothing for a house rule."""
    if rule.basis == "policy":
        return
    if not rule.law:
        yield ("id",), _NO_ARTICLE
        return
    turns = _turns(rule)
    for day in turns:
        there = cited(rule.law, day, day)
        if not there:
            yield ("law",), _uncited(day)
            return
        if rule.severity == "error" and all(one.seen not in SEEN for one in there):
            yield ("law",), _unseen(day if len(turns) > 1 else None)
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


_NO_ARTICLE = both(
    "a rule of law cites its article under `law:`; a house rule says `basis: policy`",
    "une règle de droit cite son article sous `law:` ; une règle maison dit `basis: policy`",
)


def _uncited(day: date) -> Message:
    if day == date.min:
        return both(
            "the rule has no first day, and its articles have one: give it `in_force: {from: …}`",
            "la règle n'a pas de premier jour, ses articles en ont un : "
            "donnez-lui `in_force: {from: …}`",
        )
    return both(
        f"the rule is in force on {day}, and no article of its `law:` is; "
        "date them so that one always is",
        f"la règle est en vigueur le {day}, mais aucun article de son `law:` ne l'est ; "
        "datez-les pour qu'il y en ait toujours un",
    )


def _unseen(day: date | None) -> Message:
    return both(
        "an error of law rests on a text that was `seen: primary` or `quoted`"
        f"{'' if day is None else f', on {day} too'}; otherwise make it a warning",
        "une erreur de droit repose sur un texte `seen: primary` ou `quoted`"
        f"{'' if day is None else f', le {day} aussi'} ; sinon, faites-en un avertissement",
    )
