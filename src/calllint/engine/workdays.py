"""Working days as a table with a running number, where a pack counts them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from calllint.engine.slices import Slice, law_on
from calllint.facts.calendar import workday_rows
from calllint.packs.model import Pack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MARGIN = timedelta(days=1500)
"""Days of calendar on either side of the judged ones; older dates are out of any delay's reach."""


def working_weekdays(pack: Pack, day: date) -> tuple[str, ...] | None:
    """The weekdays a pack counts as working on a day; None where it counts none."""
    if pack.calendar is None or pack.calendar.workweek is None:
        return None
    value = law_on(pack, day)[pack.calendar.workweek]
    return tuple(str(each) for each in value) if isinstance(value, tuple) else None


def create_workdays(
    connection: DuckDBPyConnection, packs: Sequence[Pack], law_of: date, span: Slice, name: str
) -> dict[str, str]:
    """Create ``workday_NAME_PACK`` (day DATE, number BIGINT) per pack; table by pack name.

    Counted by the law of one day, over a span and more than a year on either side.
    """
    tables = {}
    for pack in packs:
        weekdays = working_weekdays(pack, law_of)
        if pack.calendar is None or weekdays is None:
            continue
        rows = workday_rows(
            pack.calendar.country, weekdays, span.first - _MARGIN, span.last + _MARGIN
        )
        tables[pack.name] = f"workday_{name}_{pack.name}"
        connection.execute(
            f"CREATE TABLE {tables[pack.name]} AS "
            "SELECT unnest($days::DATE[]) AS day, unnest($numbers::BIGINT[]) AS number",
            {"days": [day for day, _ in rows], "numbers": [number for _, number in rows]},
        )
    return tables
