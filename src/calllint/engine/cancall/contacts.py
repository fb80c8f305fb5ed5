"""The rows of a number, judged as if they planned the moment that is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from typing import Any

from msgspec import Struct, field

from calllint.engine.cancall.bench import Bench
from calllint.engine.cancall.frame import Frame
from calllint.engine.cancall.outcomes import Conclusion
from calllint.engine.cancall.person import Listed, Person, Stretch, evidence
from calllint.engine.judges import Crash
from calllint.engine.selection import Selection
from calllint.engine.slices import Slice
from calllint.facts.at_moment import Calendars, Calls, Moment, counted, momentary
from calllint.facts.relations import campaign_values, covered
from calllint.facts.rows import Row, columns_of
from calllint.facts.workspace import Workspace


class Contacts(Struct, dict=True):
    """What judging a contact of one campaign needs, whatever its number."""

    workspace: Workspace
    selection: Selection
    frame: Frame
    campaign: Row
    calendars: Calendars
    _benches: dict[int, Bench] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = columns_of(self.workspace, "contact")
        self._days = (self.workspace.first_day, self.workspace.last_day)
        self._known = campaign_values(self.workspace, "contact", self.campaign)
        self._base: dict[str, Any] = dict.fromkeys(self.columns) | {**self.frame.campaign}
        self._covered = cache(partial(covered, self.workspace))
        self._no_calls = Calls() if self.frame.campaign["data_calls"] == "none" else None

    def conclude(
        self, person: Person, row: Listed, moment: Moment, crashes: list[Crash]
    ) -> Conclusion:
        """What ``check`` says of the row, were it planned at that moment."""
        return Conclusion.of(
            [
                self.bench(number).judge(cells, crashes, stretch.reasons if stretch else {})
                for number, stretch, cells in self.cells(person, row, moment)
            ]
        )

    def cells(
        self, person: Person, row: Listed, moment: Moment
    ) -> Iterator[tuple[int, Stretch | None, dict[str, Any]]]:
        """The row on each stretch of days on which it is judged: that of the moment, or all."""
        own = momentary(row.cells, moment, person.agreed, self._days, self.calendars)
        day, inside = moment.local.date(), bool(own["planned_inside"])
        calls = person.calls if person.known else self._no_calls
        for number, piece in enumerate(self.frame.slices):
            planned = piece.first <= day <= piece.last
            if inside and not planned:
                continue
            asked, first = self.bench(number).asked, piece.first
            facts = counted(asked, calls, row.row_id, moment, inside, first, self._covered)
            for stretch in person.stretches.get(number) or (None,):
                if planned and stretch and not stretch.first <= day <= stretch.last:
                    continue
                told = evidence(person, stretch, self.frame, self.columns)
                days = (day, day) if planned else _days(stretch or piece)
                judged = {"judged_from": days[0], "judged_to": days[1]}
                yield number, stretch, {**self._base, **row.cells, **own, **told, **facts, **judged}

    def bench(self, number: int) -> Bench:
        """The rules on contacts under the law of one slice."""
        if number not in self._benches:
            piece = self.frame.slices[number]
            self._benches[number] = Bench.of("contact", piece, self.selection, self._known)
        return self._benches[number]


def _days(stretch: Stretch | Slice) -> tuple[date, date]:
    return stretch.first, stretch.last
