"""Law that was to be read again before the days it is used on."""

from __future__ import annotations

from calllint.engine.result import Overdue
from calllint.engine.selection import Selection
from calllint.engine.slices import Slice
from calllint.engine.standing import standing


def list_overdue(
    selection: Selection, slices: tuple[Slice, ...], *, with_contacts: bool
) -> tuple[Overdue, ...]:
    """Reported rules, and values they read, judged on their ``review_by`` or later."""
    found = {
        one
        for stretch in slices
        for one in standing(selection, stretch.first, with_contacts=with_contacts).reviews
        if one.review_by <= stretch.last
    }
    return tuple(sorted(found, key=lambda one: (one.review_by, one.kind, one.name, one.pack)))
