"""``impact-v1``: a portfolio for machines; ``schema/impact.schema.json`` describes it.

Every figure and every word of a file carries the place it was read at. Sums are exact: whole
numbers where they are whole. Activities are named by their position, from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from calllint import __version__
from calllint.document import Place
from calllint.engine.impact import (
    Activity,
    ActivityImpact,
    Change,
    Crossing,
    Dependence,
    Figure,
    Group,
    Impact,
    RuleChange,
    Said,
    Share,
    Standing,
    Total,
    WholeChange,
    WholeState,
)
from calllint.engine.result import Finding, Problem
from calllint.lang import pick, typeset
from calllint.packs.model import Text
from calllint.report.interface import Look
from calllint.report.message import message_of, message_of_problem
from calllint.report.order import slashes
from calllint.report.values import articles, raw

SCHEMA = "https://calllint.dev/schema/impact-1.json"


def impact_object(found: Impact, look: Look) -> dict[str, Any]:
    """The whole portfolio, as JSON has it."""
    return _Json(look).whole(found)


class _Json:
    def __init__(self, look: Look) -> None:
        self._lang = look.lang
        self._show = look.show_numbers

    def whole(self, found: Impact) -> dict[str, Any]:
        portfolio = found.portfolio
        return {
            "$schema": SCHEMA,
            "format": "impact-v1",
            "calllint": __version__,
            "lang": self._lang,
            "portfolio": slashes(portfolio.name),
            "file": portfolio.file and slashes(portfolio.file),
            "centre": self._said(portfolio.centre),
            "country": self._said(portfolio.country),
            "law": {"from": raw(found.law_from), "to": raw(found.law_to)},
            "options": dict(found.options),
            "packs": dict(found.packs),
            "tzdata": found.tzdata,
            "digests": {slashes(file): sha for file, sha in found.digests.items()},
            "whole": self._group(found.whole),
            "shares": {
                by: [self._share(each) for each in shares] for by, shares in found.shares.items()
            },
            "dependences": [self._dependence(each) for each in found.dependences],
            "changes": [self._whole_change(each) for each in found.changes],
            "other_changes": [self._change(each) for each in found.other_changes],
            "states": [self._state(each) for each in found.states],
            "activities": [self._activity(each) for each in found.activities],
            "problems": [self._problem(each) for each in portfolio.problems],
        }

    # -- what files state

    def _text(self, text: str) -> object:
        return raw(text, show_numbers=self._show)

    def _words(self, text: Text) -> str:
        return typeset(pick(text, self._lang), self._lang)

    def _said(self, said: Said | None) -> dict[str, Any] | None:
        if said is None:
            return None
        return {"text": self._text(said.text), "place": _place(said.place)}

    def _stated(self, activity: Activity) -> dict[str, Any]:
        return {
            "name": self._said(activity.name),
            "client": self._said(activity.client),
            "kind": self._said(activity.kind),
            "market": self._said(activity.market),
            "campaign": activity.campaign and slashes(activity.campaign),
            "listed": activity.listed,
            "place": _place(activity.place),
            "figures": [_figure(each) for each in activity.figures.values()],
        }

    # -- sums

    def _group(self, group: Group) -> dict[str, Any]:
        return {
            "activities": list(group.activities),
            "totals": [_total(each) for each in group.totals],
        }

    def _groups(self, groups: Mapping[str, Group]) -> dict[str, Any]:
        return {name: self._group(group) for name, group in groups.items()}

    def _share(self, share: Share) -> dict[str, Any]:
        name = None if share.name is None else self._text(share.name)
        return {"name": name, **self._group(share.group)}

    def _dependence(self, one: Dependence) -> dict[str, Any]:
        return {
            "by": one.by,
            "name": self._text(one.name),
            "of": one.of,
            "activities": list(one.activities),
            **_total(one.total),
            "unstated": one.unstated,
        }

    # -- the law

    def _change(self, change: Change) -> dict[str, Any]:
        return {
            "day": change.day.isoformat(),
            "said": [self._words(each) for each in change.said],
            "rules": [self._rule_change(each) for each in change.rules],
        }

    def _rule_change(self, change: RuleChange) -> dict[str, Any]:
        return {
            **self._rule_of(change),
            "values": [
                {
                    "name": each.name,
                    "unit": each.unit,
                    "before": raw(each.before),
                    "after": raw(each.after),
                }
                for each in change.values
            ],
        }

    def _rule_of(self, change: RuleChange) -> dict[str, Any]:
        rule = change.rule
        return {
            "rule": rule.id,
            "name": rule.name,
            "title": self._words(rule.title),
            "severity": rule.severity,
            "how": change.how,
        }

    def _whole_change(self, one: WholeChange) -> dict[str, Any]:
        return {
            **self._change(one.change),
            "groups": self._groups(one.groups),
            "beside": self._group(one.beside),
        }

    def _state(self, one: WholeState) -> dict[str, Any]:
        return {
            "from": raw(one.first),
            "to": raw(one.last),
            "groups": self._groups(one.groups),
        }

    # -- activities

    def _activity(self, one: ActivityImpact) -> dict[str, Any]:
        return {
            **self._stated(one.activity),
            "judged": one.judged,
            "covered": one.covered,
            "from": raw(one.first_day),
            "to": raw(one.last_day),
            "now": None if one.now is None else self._standing(one.now, one.titles),
            "standings": [self._standing(each, one.titles) for each in one.standings],
            "crossings": [self._crossing(each, one) for each in one.crossings],
            "problems": [self._problem(each) for each in one.problems],
        }

    def _standing(self, one: Standing, titles: Mapping[str, Text]) -> dict[str, Any]:
        totals = one.totals
        return {
            "from": raw(one.first),
            "to": raw(one.last),
            "status": one.status,
            "reach": one.reach,
            "faults": list(one.faults),
            "with_lists": one.with_lists,
            "contacts": totals.contacts,
            "allow": totals.allow,
            "review": totals.review,
            "block": totals.block,
            "unreadable": totals.unreadable,
            "lost": [
                {
                    "rule": each.rule,
                    "title": self._words(titles.get(each.rule or "", {})) or None,
                    "contacts": each.block + each.review,
                    "block": each.block,
                    "review": each.review,
                    "left": each.left,
                }
                for each in one.lost
            ],
            "win_back": [
                {
                    "kind": each.kind,
                    "name": each.name,
                    "title": self._words(titles.get(each.name, {})) or None,
                    "contacts": each.contacts,
                }
                for each in one.win_back
            ],
            "findings": [self._finding(each) for each in one.findings],
        }

    def _finding(self, one: Finding) -> dict[str, Any]:
        return {
            "rule": one.rule.id,
            "name": one.rule.name,
            "severity": one.severity,
            "outcome": one.outcome,
            "contacts": one.count,
            "message": message_of(one, self._lang, show_numbers=self._show),
            "law": articles(one.law),
            "place": _place(one.place),
        }

    def _crossing(self, one: Crossing, whole: ActivityImpact) -> dict[str, Any]:
        return {
            "day": one.day.isoformat(),
            "effect": one.effect,
            "before": whole.standings.index(one.before),
            "after": whole.standings.index(one.after),
            "rules": [self._rule_of(each) for each in one.rules],
        }

    def _problem(self, one: Problem) -> dict[str, Any]:
        return {
            "place": _place(one.place),
            "fatal": one.fatal,
            "rule": one.rule,
            "message": message_of_problem(one, self._lang, show_numbers=self._show),
        }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "measure": figure.measure,
        "value": _number(figure.value),
        "currency": figure.currency,
        "place": _place(figure.place),
    }


def _total(total: Total) -> dict[str, Any]:
    share = total.share
    return {
        "measure": total.measure,
        "currency": total.currency,
        "value": _number(total.value),
        "whole": _number(total.whole),
        "share": None if share is None else round(float(share), 6),
        "unstated": total.unstated,
        "places": [_place(each.place) for each in total.figures],
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _place(place: Place) -> dict[str, Any]:
    """``{"at": "portfolio.yaml:12", …}``, for people and for programs."""
    file, span = slashes(place.file), place.span
    if span is None:
        return {"at": file, "file": file}
    return {"at": f"{file}:{span.line}", "file": file, "line": span.line, "column": span.column}
