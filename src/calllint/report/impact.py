"""What the law leaves of a portfolio, for people: what it is made of, each change, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TextIO

from calllint.engine.impact import (
    ActivityImpact,
    Change,
    Dependence,
    Group,
    Impact,
    Standing,
    WholeChange,
)
from calllint.engine.result import WinBack
from calllint.lang import day, days, number, pick, say, typeset
from calllint.report.console import Console, Styled
from calllint.report.impactwords import Words
from calllint.report.interface import Look
from calllint.report.message import message_of_problem
from calllint.report.order import slashes

MOST_STEPS = 8
"""Steps of a waterfall, and pieces that would win contacts back, in text."""

_EFFECT_STYLE = {"worse": "error", "better": "good", "same": ""}


def write_impact(found: Impact, out: TextIO, look: Look) -> None:
    """Writes the whole portfolio."""
    _Text(found, Console(out, look), look).write()


class _Text(Words):
    def __init__(self, found: Impact, out: Console, look: Look) -> None:
        super().__init__(found, look)
        self._out = out

    def write(self) -> None:
        self._head()
        self._kinds()
        self._activities()
        self._dependences()
        for change in self.found.changes:
            self._change(change)
        if not self.found.changes:
            self._out.paragraph(self.say("impact.no_change"))
            self._out.line()
        for one in self.found.activities:
            if one.now is not None:
                self._activity(one, one.now)
        self._problems()
        self._foot()

    # -- what there is

    def _head(self) -> None:
        portfolio = self.found.portfolio
        name = portfolio.centre.text if portfolio.centre else slashes(portfolio.name)
        country = f" ({portfolio.country.text})" if portfolio.country else ""
        self._out.line(Styled(f"{self.shown(name)}{country}", "bold"))
        parts = [self.count("impact.activities", len(self.found.activities))]
        for by in ("client", "market"):
            named = [one for one in self.shares(by) if one.name is not None]
            parts.append(self.count(f"impact.{by}s", len(named)))
        label = say("label", self.lang, text=slashes(portfolio.file or portfolio.name))
        self._out.paragraph(f"{label} {', '.join(parts)}", first="  ", rest="    ")
        self._out.line()

    def _kinds(self) -> None:
        self._out.line(Styled(self.say("impact.kinds"), "bold"))
        rows = [(self.kind(one.name), self.group(one.group)) for one in self.shares("kind")]
        rows.append((self.say("impact.all"), self.group(self.found.whole, shares=False)))
        width = max(len(name) for name, _ in rows)
        for name, text in rows:
            self._out.paragraph(text, first=f"  {name.ljust(width)}  ", rest=" " * (width + 4))
        unstated = self.unstated(self.found.whole)
        if unstated:
            self._out.paragraph(
                self.say("impact.of_stated", listed=unstated), first="  ", rest="  "
            )
        self._out.line()

    def _activities(self) -> None:
        """Each activity with all that is stated of it, and where."""
        self._out.line(Styled(self.say("impact.each"), "bold"))
        for one in self.found.activities:
            activity = one.activity
            parts = [self.kind(activity.kind.text if activity.kind else None)]
            parts += [activity.market.text] if activity.market else []
            label = say("label", self.lang, text=self.title(one))
            text = f"{label} {', '.join(parts)}"
            text = " · ".join([text, *self.figures(activity.figures.values())])
            if one.judged != "judged":
                text += f" · {self.why(one)}"
            self._out.paragraph(text, first="  ", rest="    ")
        self._out.line()

    def _dependences(self) -> None:
        if not self.found.dependences:
            return
        self._out.line(Styled(self.say("impact.rests_on"), "bold"))
        for by in ("client", "market", "activity"):
            same: dict[str, list[Dependence]] = {}
            for one in self.found.dependences:
                if one.by == by:
                    same.setdefault(one.name, []).append(one)
            for name, each in same.items():
                self._dependence(by, name, each)
        self._out.line()

    def _dependence(self, by: str, name: str, each: Sequence[Dependence]) -> None:
        first = each[0]
        head = self.count(f"impact.first.{by}", first.of, name=self.shown(name))
        weight = " · ".join(self.total(one.total) for one in each)
        lines = self.at(self.found.activities[number].activity.place for number in first.activities)
        self._out.paragraph(f"{head} {weight} {lines}", first="  ", rest="    ")

    # -- each change

    def _change(self, whole: WholeChange) -> None:
        change, groups = whole.change, whole.groups
        self._out.line(Styled(self.say("impact.change", day=day(change.day, self.lang)), "bold"))
        for said in change.said:
            self._out.paragraph(typeset(pick(said, self.lang), self.lang), first="  ", rest="  ")
        for effect in ("worse", "better", "same"):
            if groups[effect].activities:
                self._label(f"impact.group.{effect}", groups[effect], _EFFECT_STYLE[effect])
                for place in groups[effect].activities:
                    self._crossing(self.found.activities[place], change)
        for key in ("untouched", "not_judged"):
            if groups[key].activities:
                self._label(f"impact.group.{key}", groups[key], "dim")
        if groups["worse"].activities:
            self._beside(whole.beside)
        self._out.line()

    def _beside(self, beside: Group) -> None:
        """What holds the centre up where an activity loses: the one thing a small one has not."""
        if beside.activities:
            self._label("impact.beside", beside, "bold")
        else:
            self._out.paragraph(
                self.say("impact.beside_nothing"), first="  ", rest="    ", style="bold"
            )

    def _label(self, key: str, group: Group, style: str) -> None:
        unstated = self.unstated(group)
        text = self.group(group)
        if unstated:
            text += f" ({self.say('impact.unstated', listed=unstated)})"
        label = say("label", self.lang, text=self.say(key))
        self._out.paragraph(f"{label} {text}", first="  ", rest="    ", style=style)

    def _crossing(self, one: ActivityImpact, change: Change) -> None:
        crossing = next(each for each in one.crossings if each.day == change.day)
        self._out.line("    ", Styled(self.title(one), "bold"))
        if crossing.effect == "same" and crossing.before.totals == crossing.after.totals:
            self._row("impact.unchanged", self.stands(crossing.after))
        else:
            self._row("impact.before", self.stands(crossing.before))
            self._row("impact.after", self.stands(crossing.after))
        self._row("impact.rules", self.rules(crossing))

    def _row(self, key: str, text: str) -> None:
        label = say("label", self.lang, text=self.say(key))
        self._out.paragraph(f"{label} {text}", first="      ", rest="        ")

    # -- each activity

    def _activity(self, one: ActivityImpact, now: Standing) -> None:
        self._out.line(Styled(self.title(one), "bold"))
        if one.last_day is not None:
            status = self.say(f"impact.status.{now.status}")
            text = self.say("impact.now", day=day(one.last_day, self.lang), status=status)
            self._out.paragraph(text, first="  ", rest="    ")
        if now.with_lists:
            self._waterfall(one, now)
            self._win_back(one, now.win_back)
        for rule in now.faults:
            self._out.paragraph(self.fault(one, now, rule), first="  ", rest="    ")
        self._out.line()

    def _waterfall(self, one: ActivityImpact, now: Standing) -> None:
        totals = now.totals
        left = totals.contacts - totals.unreadable
        steps = [("", totals.contacts, self.say("impact.contacts"))]
        if totals.unreadable:
            steps.append(
                (f"−{number(totals.unreadable, self.lang)}", left, self.say("scrub.unread"))
            )
        for loss in now.lost:
            cause = self.rule(one, loss.rule) if loss.rule else self.say("scrub.no_rule")
            steps.append((f"−{number(loss.block + loss.review, self.lang)}", loss.left, cause))
        self._table([(lost, number(rest, self.lang), text) for lost, rest, text in steps])

    def _win_back(self, one: ActivityImpact, pieces: Sequence[WinBack]) -> None:
        if not pieces:
            return
        self._out.line("  ", self.say("scrub.win_back"))
        self._table(
            [(f"+{number(each.contacts, self.lang)}", "", self.piece(one, each)) for each in pieces]
        )

    def _table(self, rows: Sequence[tuple[str, str, str]]) -> None:
        shown = rows[:MOST_STEPS]
        widths = [max(len(row[column]) for row in shown) for column in (0, 1)]
        for lost, left, text in shown:
            head = f"    {lost.rjust(widths[0])}  {left.rjust(widths[1])}  "
            self._out.paragraph(text, first=head, rest=" " * len(head))
        if rows[MOST_STEPS:]:
            self._out.line("    ", self.count("impact.more", len(rows) - MOST_STEPS))

    # -- the end

    def _problems(self) -> None:
        for problem in self.found.problems:
            word = self.say("problem.fatal" if problem.fatal else "problem.unchecked")
            label = say("label", self.lang, text=word)
            said = message_of_problem(problem, self.lang, show_numbers=self.look.show_numbers)
            self._out.paragraph(f"{slashes(str(problem.place))}: {label} {said}", rest="  ")
        if self.found.problems:
            self._out.line()

    def _foot(self) -> None:
        found = self.found
        if found.other_changes:
            listed = ", ".join(day(each.day, self.lang) for each in found.other_changes)
            text = self.count("impact.other_changes", len(found.other_changes), listed=listed)
            self._out.paragraph(text, first="  ", rest="    ")
        if found.law_from or found.law_to:
            self._out.paragraph(bounds(found, self.lang), first="  ", rest="    ")
        self._out.paragraph(self.say("impact.method"), first="  ", rest="    ")
        packs = ", ".join(f"{name} {version}" for name, version in found.packs.items())
        packs += f", tzdata {found.tzdata}"
        self._out.paragraph(self.say("summary.packs", packs=packs), first="  ", rest="    ")


def bounds(found: Impact, lang: str) -> str:
    """The days between which changes of the law were looked for."""
    if found.law_from and found.law_to:
        return say("impact.bounds", lang, days=days(found.law_from, found.law_to, lang))
    first: date = found.law_from or date.min
    return say("impact.since", lang, day=day(first, lang))
