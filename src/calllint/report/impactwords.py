"""What is said of a portfolio, on a terminal and on a page, in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from calllint.document import Place
from calllint.engine.impact import (
    ActivityImpact,
    Crossing,
    Figure,
    Group,
    Impact,
    Share,
    Standing,
    Total,
)
from calllint.engine.impact.model import By
from calllint.engine.result import WinBack
from calllint.lang import count, number, pick, say, typeset
from calllint.report.interface import Look
from calllint.report.mask import mask_within
from calllint.report.order import slashes
from calllint.report.values import write_sum

MOST_RULES = 6
"""Rules of a change that are named; JSON has all."""


class Words:
    """What every format for people says of a portfolio in the same words."""

    def __init__(self, found: Impact, look: Look) -> None:
        self.found = found
        self.look = look
        self.lang = look.lang

    def say(self, key: str, **values: object) -> str:
        """The sentence of that key."""
        return say(key, self.lang, **values)

    def count(self, key: str, n: int, **values: object) -> str:
        """The sentence about so many things."""
        return count(key, n, self.lang, **values)

    def shown(self, text: str) -> str:
        """A name from a file; a number of a person has no place in one, and is masked."""
        return text if self.look.show_numbers else mask_within(text)

    def shares(self, by: By) -> Sequence[Share]:
        """The activities by kind, client, market or name."""
        return self.found.shares[by]

    def kind(self, name: str | None) -> str:
        """A kind of activity, in words."""
        return self.say(f"impact.kind.{name or 'unstated'}")

    def group(self, group: Group, *, shares: bool = True) -> str:
        """``2 activities · 62 agents (16%) · €310,000 a month (17%)``."""
        parts = [self.count("impact.activities", len(group.activities))]
        parts += [self.total(each, share=shares) for each in group.totals if each.figures]
        return " · ".join(parts)

    def total(self, total: Total, *, share: bool = True) -> str:
        """A sum, and its part of the whole."""
        text = self.amount(total)
        return f"{text} ({percent(total.share, self.lang)})" if share and total.share else text

    def amount(self, total: Total | Figure) -> str:
        """An amount with its unit."""
        if total.currency is not None:
            text = write_money(total.value, total.currency, self.lang)
            return self.say("impact.monthly_revenue", sum=text)
        n = 1 if total.value == 1 else 2
        shown = write_decimal(total.value, self.lang)
        return self.say(f"impact.{total.measure}", n=n, shown=shown)

    def unstated(self, group: Group) -> str:
        """``revenue by 1, agents by 2``: how many activities state nothing of a measure."""
        missing = {each.measure: each.unstated for each in group.totals if each.unstated}
        return ", ".join(
            self.count(f"impact.unstated.{measure}", n) for measure, n in missing.items()
        )

    def figures(self, figures: Iterable[Figure]) -> Iterator[str]:
        """``38 agents [line 18]``; figures of one line together."""
        for _, same in groupby(figures, key=lambda each: line(each.place)):
            together = list(same)
            amounts = " · ".join(self.amount(each) for each in together)
            yield f"{amounts} {self.at([together[0].place])}"

    def why(self, one: ActivityImpact) -> str:
        """``not judged: no campaign file``."""
        label = say("label", self.lang, text=self.say("impact.not_judged"))
        more = self.say("impact.not_covered") if one.covered is False else ""
        return f"{label} {self.say(f'impact.why.{one.judged}')}{more}"

    def title(self, one: ActivityImpact) -> str:
        """An activity, its client and where it stands."""
        activity = one.activity
        client = f" ({self.shown(activity.client.text)})" if activity.client else ""
        return f"{self.shown(activity.name.text)}{client} {self.at([activity.place])}"

    def stands(self, standing: Standing) -> str:
        """``2 of 10 contacts may be called, 4 to review; to be mended first: FR631``."""
        totals, text = standing.totals, self.say("impact.no_lists")
        if standing.with_lists:
            text = self.count(
                "impact.callable", totals.contacts, allow=number(totals.allow, self.lang)
            )
            if totals.review:
                text += f", {self.count('totals.review', totals.review)}"
            if totals.unreadable:
                text += f", {self.count('totals.unreadable', totals.unreadable)}"
        if standing.faults:
            text += self.say("impact.faults", rules=", ".join(standing.faults))
        if standing.status == "unsure" and not totals.review:
            text += self.say("impact.unsure")
        return text

    def rules(self, crossing: Crossing) -> str:
        """Those that now stand against the activity first, then as many of the others as fit."""
        biting = {one.rule.id for one in crossing.after.findings if one.outcome != "duty"}
        order = sorted(crossing.rules, key=lambda each: each.rule.id not in biting)
        shown = [
            f"{each.rule.id} {each.rule.name}{self.how(each.how)}" for each in order[:MOST_RULES]
        ]
        text = ", ".join(shown)
        more = len(order) - len(shown)
        return self.count("impact.more_rules", more, listed=text) if more else text

    def how(self, how: str) -> str:
        """What becomes of a rule, unless it begins."""
        return "" if how == "begins" else f" ({self.say(f'impact.how.{how}')})"

    def piece(self, one: ActivityImpact, piece: WinBack) -> str:
        """What would win contacts back."""
        if piece.kind == "rule":
            return self.say("scrub.piece.rule", rule=self.rule(one, piece.name))
        return self.say(f"scrub.piece.{piece.name}")

    def rule(self, one: ActivityImpact, rule: str) -> str:
        """A rule with its title."""
        title = typeset(pick(one.titles.get(rule, {}), self.lang), self.lang)
        return f"{rule} {title}"

    def fault(self, one: ActivityImpact, now: Standing, rule: str) -> str:
        """An error that is to be mended first, and where."""
        place = next(each.place for each in now.findings if each.rule.id == rule)
        return self.say("impact.fault", rule=self.rule(one, rule), place=self.at([place]))

    def at(self, places: Iterable[Place]) -> str:
        """``[line 12]`` of the portfolio; ``[fibre.yaml:7]`` of another file."""
        here, elsewhere = [], []
        for place in places:
            if place.span and place.file == self.found.portfolio.file:
                here.append(str(place.span.line))
            else:
                elsewhere.append(
                    slashes(place.file) + (f":{place.span.line}" if place.span else "")
                )
        lines = [self.say("lines", n=len(here), listed=", ".join(here))] if here else []
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
