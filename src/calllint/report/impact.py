"""What the law leaves of a portfolio, for people: what it is made of, each change, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TextIO

from calllint.document import Place
from calllint.engine.impact import (
    ActivityImpact,
    Change,
    Crossing,
    Dependence,
    Figure,
    Group,
    Impact,
    Share,
    Standing,
    Total,
    WholeChange,
)
from calllint.engine.waterfall import WinBack
from calllint.lang import count, day, days, number, pick, say, typeset
from calllint.report.console import Console, Styled
from calllint.report.interface import Look
from calllint.report.mask import mask_within
from calllint.report.message import message_of_problem
from calllint.report.order import slashes
from calllint.report.values import write_sum

MOST_RULES = 6
"""Rules of a change that are named in text; JSON has all."""
MOST_STEPS = 8
"""Steps of a waterfall, and pieces that would win contacts back, in text."""

_EFFECT_STYLE = {"worse": "error", "better": "good", "same": ""}


def write_impact(found: Impact, out: TextIO, look: Look) -> None:
    """Writes the whole portfolio."""
    _Text(found, Console(out, look), look).write()


class _Text:
    def __init__(self, found: Impact, out: Console, look: Look) -> None:
        self._found = found
        self._out = out
        self._look = look
        self._lang = look.lang

    def write(self) -> None:
        self._head()
        self._kinds()
        self._activities()
        self._dependences()
        for change in self._found.changes:
            self._change(change)
        if not self._found.changes:
            self._out.paragraph(self._say("impact.no_change"))
            self._out.line()
        for one in self._found.activities:
            if one.now is not None:
                self._activity(one, one.now)
        self._problems()
        self._foot()

    def _say(self, key: str, **values: object) -> str:
        return say(key, self._lang, **values)

    def _count(self, key: str, n: int, **values: object) -> str:
        return count(key, n, self._lang, **values)

    def _shown(self, text: str) -> str:
        """A name from a file; a number of a person has no place in one, and is masked."""
        return text if self._look.show_numbers else mask_within(text)

    # -- what there is

    def _head(self) -> None:
        portfolio = self._found.portfolio
        name = portfolio.centre.text if portfolio.centre else slashes(portfolio.name)
        country = f" ({portfolio.country.text})" if portfolio.country else ""
        self._out.line(Styled(f"{self._shown(name)}{country}", "bold"))
        parts = [self._count("impact.activities", len(self._found.activities))]
        for by in ("client", "market"):
            named = [one for one in self._shares(by) if one.name is not None]
            parts.append(self._count(f"impact.{by}s", len(named)))
        self._out.paragraph(
            f"{slashes(portfolio.name)}: {', '.join(parts)}", first="  ", rest="    "
        )
        self._out.line()

    def _shares(self, by: str) -> Sequence[Share]:
        return self._found.shares[by]  # type: ignore[index]

    def _kinds(self) -> None:
        self._out.line(Styled(self._say("impact.kinds"), "bold"))
        rows = [(self._kind(one.name), self._group(one.group)) for one in self._shares("kind")]
        rows.append((self._say("impact.all"), self._group(self._found.whole, shares=False)))
        width = max(len(name) for name, _ in rows)
        for name, text in rows:
            self._out.paragraph(text, first=f"  {name.ljust(width)}  ", rest=" " * (width + 4))
        unstated = self._unstated(self._found.whole)
        if unstated:
            self._out.paragraph(
                self._say("impact.of_stated", listed=unstated), first="  ", rest="  "
            )
        self._out.line()

    def _kind(self, name: str | None) -> str:
        return self._say(f"impact.kind.{name or 'unstated'}")

    def _group(self, group: Group, *, shares: bool = True) -> str:
        """``2 activities · 62 agents (16%) · €310,000 a month (17%)``."""
        parts = [self._count("impact.activities", len(group.activities))]
        parts += [self._total(each, share=shares) for each in group.totals if each.figures]
        return " · ".join(parts)

    def _total(self, total: Total, *, share: bool = True) -> str:
        text = self._amount(total)
        return f"{text} ({percent(total.share, self._lang)})" if share and total.share else text

    def _amount(self, total: Total | Figure) -> str:
        if total.currency is not None:
            text = write_money(total.value, total.currency, self._lang)
            return self._say("impact.monthly_revenue", sum=text)
        n = 1 if total.value == 1 else 2
        shown = write_decimal(total.value, self._lang)
        return self._say(f"impact.{total.measure}", n=n, shown=shown)

    def _unstated(self, group: Group) -> str:
        """``revenue by 1, agents by 2``: how many activities state nothing of a measure."""
        missing = {each.measure: each.unstated for each in group.totals if each.unstated}
        return ", ".join(
            self._count(f"impact.unstated.{measure}", n) for measure, n in missing.items()
        )

    def _activities(self) -> None:
        """Each activity with all that is stated of it, and where."""
        self._out.line(Styled(self._say("impact.each"), "bold"))
        for one in self._found.activities:
            activity = one.activity
            parts = [self._kind(activity.kind.text if activity.kind else None)]
            parts += [activity.market.text] if activity.market else []
            label = say("label", self._lang, text=self._title(one))
            text = f"{label} {', '.join(parts)}"
            text = " · ".join([text, *self._figures(activity.figures.values())])
            if one.judged != "judged":
                text += f" · {self._why(one)}"
            self._out.paragraph(text, first="  ", rest="    ")
        self._out.line()

    def _figures(self, figures: Iterable[Figure]) -> Iterator[str]:
        """``38 agents [line 18]``; figures of one line together."""
        for _, same in groupby(figures, key=lambda each: line(each.place)):
            together = list(same)
            amounts = " · ".join(self._amount(each) for each in together)
            yield f"{amounts} {self._at([together[0].place])}"

    def _why(self, one: ActivityImpact) -> str:
        """``not judged: no campaign file``."""
        label = say("label", self._lang, text=self._say("impact.not_judged"))
        more = self._say("impact.not_covered") if one.covered is False else ""
        return f"{label} {self._say(f'impact.why.{one.judged}')}{more}"

    def _dependences(self) -> None:
        if not self._found.dependences:
            return
        self._out.line(Styled(self._say("impact.rests_on"), "bold"))
        for by in ("client", "market", "activity"):
            same: dict[str, list[Dependence]] = {}
            for one in self._found.dependences:
                if one.by == by:
                    same.setdefault(one.name, []).append(one)
            for name, each in same.items():
                self._dependence(by, name, each)
        self._out.line()

    def _dependence(self, by: str, name: str, each: Sequence[Dependence]) -> None:
        first = each[0]
        head = self._count(f"impact.first.{by}", first.of, name=self._shown(name))
        weight = " · ".join(self._total(one.total) for one in each)
        lines = self._at(
            self._found.activities[number].activity.place for number in first.activities
        )
        self._out.paragraph(f"{head} {weight} {lines}", first="  ", rest="    ")

    # -- each change

    def _change(self, whole: WholeChange) -> None:
        change, groups = whole.change, whole.groups
        self._out.line(Styled(self._say("impact.change", day=day(change.day, self._lang)), "bold"))
        for said in change.said:
            self._out.paragraph(typeset(pick(said, self._lang), self._lang), first="  ", rest="  ")
        for effect in ("worse", "better", "same"):
            if groups[effect].activities:
                self._label(f"impact.group.{effect}", groups[effect], _EFFECT_STYLE[effect])
                for place in groups[effect].activities:
                    self._crossing(self._found.activities[place], change)
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
                self._say("impact.beside_nothing"), first="  ", rest="    ", style="bold"
            )

    def _label(self, key: str, group: Group, style: str) -> None:
        unstated = self._unstated(group)
        text = self._group(group)
        if unstated:
            text += f" ({self._say('impact.unstated', listed=unstated)})"
        label = say("label", self._lang, text=self._say(key))
        self._out.paragraph(f"{label} {text}", first="  ", rest="    ", style=style)

    def _crossing(self, one: ActivityImpact, change: Change) -> None:
        crossing = next(each for each in one.crossings if each.day == change.day)
        self._out.line("    ", Styled(self._title(one), "bold"))
        if crossing.effect == "same" and crossing.before.totals == crossing.after.totals:
            self._row("impact.unchanged", self._stands(crossing.after))
        else:
            self._row("impact.before", self._stands(crossing.before))
            self._row("impact.after", self._stands(crossing.after))
        self._row("impact.rules", self._rules(crossing))

    def _title(self, one: ActivityImpact) -> str:
        activity = one.activity
        client = f" ({self._shown(activity.client.text)})" if activity.client else ""
        return f"{self._shown(activity.name.text)}{client} {self._at([activity.place])}"

    def _row(self, key: str, text: str) -> None:
        label = say("label", self._lang, text=self._say(key))
        self._out.paragraph(f"{label} {text}", first="      ", rest="        ")

    def _stands(self, standing: Standing) -> str:
        """``2 of 10 contacts may be called, 4 to review; to be mended first: FR631``."""
        totals, text = standing.totals, self._say("impact.no_lists")
        if standing.with_lists:
            text = self._count(
                "impact.callable", totals.contacts, allow=number(totals.allow, self._lang)
            )
            if totals.review:
                text += f", {self._count('totals.review', totals.review)}"
            if totals.unreadable:
                text += f", {self._count('totals.unreadable', totals.unreadable)}"
        if standing.faults:
            text += self._say("impact.faults", rules=", ".join(standing.faults))
        if standing.status == "unsure" and not totals.review:
            text += self._say("impact.unsure")
        return text

    def _rules(self, crossing: Crossing) -> str:
        """Those that now stand against the activity first, then as many of the others as fit."""
        biting = {one.rule.id for one in crossing.after.findings if one.outcome != "duty"}
        order = sorted(crossing.rules, key=lambda each: each.rule.id not in biting)
        shown = [
            f"{each.rule.id} {each.rule.name}{self._how(each.how)}" for each in order[:MOST_RULES]
        ]
        text = ", ".join(shown)
        more = len(order) - len(shown)
        return self._count("impact.more_rules", more, listed=text) if more else text

    def _how(self, how: str) -> str:
        return "" if how == "begins" else f" ({self._say(f'impact.how.{how}')})"

    # -- each activity

    def _activity(self, one: ActivityImpact, now: Standing) -> None:
        self._out.line(Styled(self._title(one), "bold"))
        if one.last_day is not None:
            status = self._say(f"impact.status.{now.status}")
            text = self._say("impact.now", day=day(one.last_day, self._lang), status=status)
            self._out.paragraph(text, first="  ", rest="    ")
        if now.with_lists:
            self._waterfall(one, now)
            self._win_back(one, now.win_back)
        for rule in now.faults:
            self._fault(one, now, rule)
        self._out.line()

    def _waterfall(self, one: ActivityImpact, now: Standing) -> None:
        totals = now.totals
        left = totals.contacts - totals.unreadable
        steps = [("", totals.contacts, self._say("impact.contacts"))]
        if totals.unreadable:
            steps.append(
                (f"−{number(totals.unreadable, self._lang)}", left, self._say("scrub.unread"))
            )
        for loss in now.lost:
            cause = self._rule(one, loss.rule) if loss.rule else self._say("scrub.no_rule")
            steps.append((f"−{number(loss.block + loss.review, self._lang)}", loss.left, cause))
        self._table([(lost, number(rest, self._lang), text) for lost, rest, text in steps])

    def _win_back(self, one: ActivityImpact, pieces: Sequence[WinBack]) -> None:
        if not pieces:
            return
        self._out.line("  ", self._say("scrub.win_back"))
        self._table(
            [
                (f"+{number(each.contacts, self._lang)}", "", self._piece(one, each))
                for each in pieces
            ]
        )

    def _piece(self, one: ActivityImpact, piece: WinBack) -> str:
        if piece.kind == "rule":
            return self._say("scrub.piece.rule", rule=self._rule(one, piece.name))
        return self._say(f"scrub.piece.{piece.name}")

    def _rule(self, one: ActivityImpact, rule: str) -> str:
        title = typeset(pick(one.titles.get(rule, {}), self._lang), self._lang)
        return f"{rule} {title}"

    def _fault(self, one: ActivityImpact, now: Standing, rule: str) -> None:
        place = next(each.place for each in now.findings if each.rule.id == rule)
        text = self._say("impact.fault", rule=self._rule(one, rule), place=self._at([place]))
        self._out.paragraph(text, first="  ", rest="    ")

    def _table(self, rows: Sequence[tuple[str, str, str]]) -> None:
        shown = rows[:MOST_STEPS]
        widths = [max(len(row[column]) for row in shown) for column in (0, 1)]
        for lost, left, text in shown:
            head = f"    {lost.rjust(widths[0])}  {left.rjust(widths[1])}  "
            self._out.paragraph(text, first=head, rest=" " * len(head))
        if rows[MOST_STEPS:]:
            self._out.line("    ", self._count("impact.more", len(rows) - MOST_STEPS))

    # -- the end

    def _problems(self) -> None:
        for problem in self._found.problems:
            word = self._say("problem.fatal" if problem.fatal else "problem.unchecked")
            label = say("label", self._lang, text=word)
            said = message_of_problem(problem, self._lang, show_numbers=self._look.show_numbers)
            self._out.paragraph(f"{slashes(str(problem.place))}: {label} {said}", rest="  ")
        if self._found.problems:
            self._out.line()

    def _foot(self) -> None:
        found = self._found
        if found.other_changes:
            listed = ", ".join(day(each.day, self._lang) for each in found.other_changes)
            text = self._count("impact.other_changes", len(found.other_changes), listed=listed)
            self._out.paragraph(text, first="  ", rest="    ")
        if found.law_from or found.law_to:
            self._out.paragraph(_bounds(found, self._lang), first="  ", rest="    ")
        self._out.paragraph(self._say("impact.method"), first="  ", rest="    ")
        packs = ", ".join(f"{name} {version}" for name, version in found.packs.items())
        packs += f", tzdata {found.tzdata}"
        self._out.paragraph(self._say("summary.packs", packs=packs), first="  ", rest="    ")

    def _at(self, places: Iterable[Place]) -> str:
        """``[line 12]`` of the portfolio; ``[fibre.yaml:7]`` of another file."""
        here, elsewhere = [], []
        for place in places:
            if place.span and place.file == self._found.portfolio.file:
                here.append(str(place.span.line))
            else:
                elsewhere.append(
                    slashes(place.file) + (f":{place.span.line}" if place.span else "")
                )
        lines = [self._say("lines", n=len(here), listed=", ".join(here))] if here else []
        return f"[{', '.join([*lines, *elsewhere])}]"


def line(place: Place) -> str:
    """``portfolio.yaml:12``."""
    return slashes(place.file) + (f":{place.span.line}" if place.span else "")


def percent(share: Fraction | None, lang: str) -> str:
    """A share in whole hundredths; what is not nothing is never shown as 0 %."""
    if share is None:
        return ""
    n = round(share * 100)
    key = "impact.percent_less" if share and not n else "impact.percent"
    return say(key, lang, shown=n)


def write_decimal(value: Decimal, lang: str) -> str:
    """A number as the file states it, digits in groups."""
    whole, _, rest = f"{value.normalize():f}".partition(".")
    shown = number(int(whole), lang)
    return f"{shown}{say('impact.point', lang)}{rest}" if rest else shown


def write_money(value: Decimal, currency: str, lang: str) -> str:
    """An amount with its currency; to the cent where it is not whole."""
    value = value.quantize(Decimal("0.01"))
    text, whole = write_sum(int(value), currency, lang), number(int(value), lang)
    cents = f"{value % 1:.2f}"[2:]
    return (
        text if cents == "00" else text.replace(whole, f"{whole}{say('impact.point', lang)}{cents}")
    )


def _bounds(found: Impact, lang: str) -> str:
    if found.law_from and found.law_to:
        return say("impact.bounds", lang, days=days(found.law_from, found.law_to, lang))
    first: date = found.law_from or date.min
    return say("impact.since", lang, day=day(first, lang))
