"""What the packs in force say a schedule may be, for a campaign that is only being written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from calllint.packs.language.tree import Call, Compare, Expr, In, Name, Param, children
from calllint.packs.model import Pack, ParamValue, Rule


class Permitted(Struct, frozen=True):
    """Weekdays, hours and attempts that the law allows; None where no rule speaks of them."""

    weekdays: tuple[str, ...] | None = None
    hours: tuple[tuple[int, int], ...] | None = None
    attempts: tuple[int, int] | None = None
    """The most attempts, and in how many days."""


def permitted(packs: Sequence[Pack], countries: Sequence[str], day: date) -> Permitted:
    """What the rules of the packs of some countries allow on a day; of all, where none is named."""
    weekdays: ParamValue = None
    hours: ParamValue = None
    attempts: tuple[ParamValue, ParamValue] | None = None
    for pack in packs:
        if countries and pack.countries and not set(countries) & set(pack.countries):
            continue
        law = {name: found[1] for name, one in pack.parameters.items() if (found := one.at(day))}
        for node in _nodes(rule for rule in pack.rules if rule.in_force.covers(day)):
            match node:
                case In(operand=Name(name="weekday"), options=Param(name=name), negated=True):
                    weekdays = weekdays or law.get(name)
                case Call(
                    function="within",
                    arguments=(Name(name="local_from"), Name(name="local_to"), Param(name=name)),
                ):
                    hours = hours or law.get(name)
                case Compare(
                    op=">",
                    left=Call(function="planned_attempts", arguments=(Param(name=span),)),
                    right=Param(name=most),
                ):
                    attempts = attempts or (law.get(most), law.get(span))
                case _:
                    pass
    return Permitted(
        weekdays if isinstance(weekdays, tuple) else None,  # type: ignore[arg-type]
        hours if isinstance(hours, tuple) else None,  # type: ignore[arg-type]
        attempts if attempts and all(attempts) else None,  # type: ignore[arg-type]
    )


def _nodes(rules: Iterator[Rule]) -> Iterator[Expr]:
    """Every expression in the conditions of rules that judge a schedule."""
    for rule in rules:
        if {"window", "campaign"} & set(rule.scopes):
            todo = list(rule.deciding)
            while todo:
                node = todo.pop()
                yield node
                todo += children(node)


def caller_number(written: str, packs: Sequence[Pack], country: str | None) -> str:
    """A caller number in E.164, dialled in a country; as written where it is no such number."""
    from calllint.phones import Plan

    plans = [pack for pack in packs if pack.dialling is not None]
    home = next((pack for pack in plans if country in pack.countries), None)
    home = plans[0] if home is None and len(plans) == 1 else home
    region = home.dialling.region if home is not None and home.dialling is not None else country
    return Plan.of(packs).parse(written, region).e164 or written
