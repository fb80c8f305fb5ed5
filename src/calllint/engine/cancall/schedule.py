"""What a campaign says of the moments at which it calls, and the rules about these moments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from calllint.document import dotted
from calllint.engine.cancall.answer import Limit
from calllint.engine.cancall.bench import Bench
from calllint.engine.cancall.frame import Frame, at_day
from calllint.engine.findings import locate, message_values
from calllint.engine.judges import Crash
from calllint.engine.result import Finding, Verdict
from calllint.engine.selection import Selection
from calllint.engine.slices import Slice, cut
from calllint.facts.at_moment import Calendars, Moment
from calllint.facts.relations import campaign_values
from calllint.facts.rows import Row
from calllint.facts.schedule import call_day_rows
from calllint.facts.windows import WindowView, drifting, views
from calllint.facts.workspace import Workspace, get
from calllint.facts.zones import to_local
from calllint.packs.scopes import Value

RANK: Mapping[Verdict, int] = {"allow": 0, "review": 1, "block": 2}
"""The better first."""
_WEEK = timedelta(days=7)


class Schedule(Struct, dict=True):
    """The hours of one campaign, seen from wherever its people are."""

    workspace: Workspace
    selection: Selection
    frame: Frame
    campaign: Row
    calendars: Calendars
    _views: dict[str, list[WindowView]] = field(default_factory=dict)
    _moving: dict[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    _benches: dict[tuple[str, Slice], Bench] = field(default_factory=dict)
    _days: dict[tuple[str, date], Row | None] = field(default_factory=dict)
    _standing: dict[tuple[date, str | None], tuple[Finding, ...]] = field(default_factory=dict)
    _slices: tuple[Slice, ...] = ()

    def __post_init__(self) -> None:
        days = (self.workspace.first_day, self.workspace.last_day)
        self._slices = cut(*days, self.workspace.packs)
        self._windows = get(self.workspace.document, "schedule.windows") or []
        self._zone = get(self.workspace.document, "schedule.timezone") or "contact"
        self._skips = get(self.workspace.document, "schedule.holidays") == "skip"

    def limits(self, cells: Mapping[str, Value], moment: Moment) -> list[Limit]:
        """What of the schedule rules the moment out."""
        day = moment.local.date()
        if not self.workspace.first_day <= day <= self.workspace.last_day:
            return ["outside_days"]
        found: list[Limit] = []
        holidays = self.calendars.holidays(_text(cells["territory"]), day)
        if self._skips and holidays and holidays[0]:
            found.append("holiday")
        if self._windows and not all(self._around(zone, moment) for zone in self.zones(cells)):
            found.append("outside_hours")
        return found

    def zones(self, cells: Mapping[str, Value]) -> tuple[str, ...]:
        """The zones the person may be in: where it is not sure, all must be within hours."""
        place = self.calendars.place(_text(cells["territory"]))
        own = [str(cells["zone"])] if cells["zone"] else []
        if cells["zone_sure"] or place is None:
            return tuple(own)
        return tuple(dict.fromkeys((*own, *place.zones)))

    def openings(self, cells: Mapping[str, Value], day: date) -> list[tuple[int, int]]:
        """The hours declared on one day of the person's own clock: from, to, in minutes."""
        zone = _text(cells["zone"])
        if not self._windows or zone is None:
            return [(0, 24 * 60)]
        found = [view for view in self._seen(zone) if _falls(view, day)]
        return sorted({(view.local_from, view.local_to) for view in found})

    def standing(self, day: date, territory: str | None) -> tuple[Finding, ...]:
        """What stands against the whole campaign on a day, for people of a territory."""
        key = (day, territory)
        if key not in self._standing:
            self._standing[key] = tuple(
                at_day(each, day)
                for each in self.frame.findings
                if each.first_day <= day <= each.last_day and self._shown(each, territory)
            )
        return self._standing[key]

    def of_moment(
        self, cells: Mapping[str, Value], moment: Moment, crashes: list[Crash]
    ) -> list[Finding]:
        """What rules about windows and days say of this one moment."""
        day = moment.local.date()
        stretch = next((each for each in self._slices if each.first <= day <= each.last), None)
        if stretch is None:
            return []
        rows = [("window", row) for row in self._window_rows(cells, moment)]
        rows += [("call_day", row) for row in [self._day_row(cells, day)] if row]
        return [
            finding
            for scope, row in rows
            for finding in self._judged(scope, stretch, row, cells, day, crashes)
        ]

    def _judged(
        self,
        scope: str,
        stretch: Slice,
        row: Row,
        cells: Mapping[str, Value],
        day: date,
        crashes: list[Crash],
    ) -> Iterator[Finding]:
        values: dict[str, Any] = {
            **self.campaign.values,
            "judged_from": stretch.first,
            "judged_to": stretch.last,
            **row.values,
            "phone_country": cells["phone_country"],
        }
        for each in self._bench(scope, stretch).judges:
            truth, rule = each.says(values, crashes), each.judge.rule
            if truth is False or rule.id not in self.selection.reported:
                continue
            path, file = locate(self.workspace, row, rule.at)
            yield Finding(
                rule,
                each.judge.severity,
                "unknown" if truth is None else "breach" if rule.duty is None else "duty",
                self.workspace.place(path, file),
                day,
                day,
                message_values(self.workspace, rule, row, self.campaign),
                law_values=tuple(one.during(day, day) for one in each.judge.law_values),
                key=dotted(path),
            )

    def _bench(self, scope: str, stretch: Slice) -> Bench:
        if (scope, stretch) not in self._benches:
            known = campaign_values(self.workspace, scope, self.campaign)
            self._benches[scope, stretch] = Bench.of(scope, stretch, self.selection, known)
        return self._benches[scope, stretch]

    def _window_rows(self, cells: Mapping[str, Value], moment: Moment) -> Iterator[Row]:
        """The declared windows the moment is in, narrowed down to it."""
        for zone in self.zones(cells):
            for view in self._around(zone, moment):
                minute = _minute(zone, moment)
                path = ("schedule", "windows", view.window, "hours", view.hours)
                values: dict[str, Value] = {
                    "timed": True,
                    "weekday": view.weekday,
                    "local_from": minute,
                    "local_to": minute + moment.begun,
                    "zone": zone,
                    "territory_certain": cells["territory_certain"],
                    "drifts": (view.window, view.hours) in self._moves(zone),
                    "declared_from": view.declared_from,
                    "declared_to": view.declared_to,
                    "first_day": view.first_day,
                    "last_day": view.last_day,
                }
                yield Row(values, self.workspace.document.name, path)

    def _day_row(self, cells: Mapping[str, Value], day: date) -> Row | None:
        key = (str(cells["territory"]), day)
        if key not in self._days:
            place = self.calendars.place(_text(cells["territory"]))
            rows = call_day_rows(self.workspace, [place], day, day) if place else []
            self._days[key] = rows[0] if rows else None
        return self._days[key]

    def _around(self, zone: str, moment: Moment) -> Sequence[WindowView]:
        local, minute = to_local(zone, moment.utc), _minute(zone, moment)
        return [
            view
            for view in self._seen(zone)
            if _falls(view, local.date()) and view.local_from <= minute < view.local_to
        ]

    def _seen(self, zone: str) -> list[WindowView]:
        if zone not in self._views:
            days = (self.workspace.first_day, self.workspace.last_day)
            self._views[zone] = views(self._windows, self._zone, zone, *days)
        return self._views[zone]

    def _moves(self, zone: str) -> frozenset[tuple[int, int]]:
        if zone not in self._moving:
            days = (self.workspace.first_day, self.workspace.last_day)
            self._moving[zone] = drifting(self._windows, self._zone, zone, *days)
        return self._moving[zone]

    def _shown(self, finding: Finding, territory: str | None) -> bool:
        """Whether it is about a caller number that people of the territory do not see."""
        if not finding.key.startswith("dialer.caller_ids["):
            return True
        place = finding.key.removeprefix("dialer.caller_ids[").partition("]")[0]
        shown = self.workspace.document.get(("dialer", "caller_ids", int(place), "shown_to"))
        return not shown or territory is None or territory in shown


def worst(verdict: Verdict, against: Iterable[Finding], limits: Iterable[Limit]) -> Verdict:
    """The verdict on a contact, with what the campaign and its schedule have against the call."""
    found = [verdict]
    errors = [each for each in against if each.severity == "error"]
    found += ["block" for each in errors if each.outcome == "breach"]
    found += ["review" for each in errors if each.outcome == "unknown"]
    found += ["review" if each == "not_listed" else "block" for each in limits]
    return max(found, key=RANK.__getitem__)


def _falls(view: WindowView, day: date) -> bool:
    inside = view.first_day <= day <= view.last_day
    return inside and not (day - view.first_day) % _WEEK


def _minute(zone: str, moment: Moment) -> int:
    local = to_local(zone, moment.utc)
    return local.hour * 60 + local.minute


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
