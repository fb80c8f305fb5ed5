"""Law that was to be read again before the days it is used on."""

from __future__ import annotations

from collections.abc import Iterator

from calllint.engine.result import Overdue
from calllint.engine.selection import Selection, per_contact
from calllint.engine.slices import Slice, in_force, parameters_of


def list_overdue(
    selection: Selection, slices: tuple[Slice, ...], *, with_contacts: bool
) -> tuple[Overdue, ...]:
    """Reported rules, and values they read, judged on their ``review_by`` or later."""
    found = {one for stretch in slices for one in _overdue(selection, stretch, with_contacts)}
    return tuple(sorted(found, key=lambda one: (one.review_by, one.kind, one.name, one.pack)))


def _overdue(selection: Selection, stretch: Slice, with_contacts: bool) -> Iterator[Overdue]:
    for rule, pack in selection.rules:
        if rule.id not in selection.reported or not in_force(rule, pack, stretch.first):
            continue
        if per_contact(rule) and not with_contacts:
            continue
        if rule.review_by is not None and rule.review_by <= stretch.last:
            yield Overdue("rule", pack.name, rule.id, rule.review_by)
        for name in parameters_of(rule, pack):
            day = pack.parameters[name].review_by
            if day is not None and day <= stretch.last:
                yield Overdue("value", pack.name, name, day)
