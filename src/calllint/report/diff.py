"""What changed between two ``json-v1`` reports, and what changed it.

A finding is the same in both where its fingerprint is. Of each difference the possible causes are
named, in this order: the rule itself (another meaning, or not there before), the law (a date
passed: it came into force, ended, or has other values), the data (other files), the judged days,
the options; else only the program itself is left. One that settles it stands alone; where several
things changed at once, all that could are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct, field

Cause: TypeAlias = Literal["rules", "law", "data", "days", "options", "program"]
Change: TypeAlias = Literal["new", "gone", "more", "fewer", "severity", "accepted", "counted"]
_RANK = ("info", "warning", "error")


class NotAReport(Exception):
    """The value is no ``json-v1`` report."""


class Difference(Struct, frozen=True):
    """One finding that is not what it was."""

    campaign: str
    change: Change
    causes: tuple[Cause, ...]
    finding: Mapping[str, Any]
    """As the newer report has it; as the older one, where it is gone."""
    before: Mapping[str, Any] | None = None

    @property
    def worse(self) -> bool:
        """Whether the newer report accuses where the older did not, or more severely."""
        if self.finding.get("set_aside") or self.finding["outcome"] == "duty":
            return False
        if self.change == "severity" and self.before is not None:
            ranks = [_RANK.index(each["severity"]) for each in (self.before, self.finding)]
            return ranks[1] > ranks[0]
        return self.change in ("new", "more", "counted")

    def at_least(self, severity: str) -> bool:
        """Whether it is of that severity or above."""
        return _RANK.index(self.finding["severity"]) >= _RANK.index(severity)


class CampaignDiff(Struct, frozen=True):
    """One campaign in both reports, or in one of them."""

    campaign: str
    presence: Literal["both", "new", "gone"]
    differences: tuple[Difference, ...] = ()
    totals: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Contacts by verdict, before and after, where they differ."""
    found: Mapping[str, int] = field(default_factory=dict)
    """Of a campaign in the newer report alone: its findings by severity."""
    unchecked: bool = False
    """The newer report did not judge all of it: what is gone from it may be there still."""

    def worse_at(self, least: str) -> bool:
        """Whether the newer report accuses, at that severity or above, where the older did not."""
        new = any(n for level, n in self.found.items() if _RANK.index(level) >= _RANK.index(least))
        return new or any(one.worse and one.at_least(least) for one in self.differences)


def compare(old: Any, new: Any) -> Iterator[CampaignDiff]:
    """Each campaign of two reports, by its file. Raises NotAReport."""
    before, after = _campaigns(old), _campaigns(new)
    for name in sorted({*before, *after}):
        if name not in before:
            made = after[name]
            unchecked = bool(made.get("problems"))
            yield CampaignDiff(name, "new", found=made.get("found", {}), unchecked=unchecked)
        elif name not in after:
            yield CampaignDiff(name, "gone")
        else:
            one, other = before[name], after[name]
            if other["from"] is None:  # nothing was judged, and nothing is known to be gone
                yield CampaignDiff(name, "both", unchecked=True)
                continue
            found = tuple(_differences(name, one, other))
            totals = {
                key: (one["totals"][key], other["totals"][key])
                for key in ("contacts", "allow", "review", "block", "unreadable")
                if one["totals"][key] != other["totals"][key]
            }
            unread = other.get("without_data", False) and not one.get("without_data", False)
            unchecked = unread or bool(other.get("problems"))
            yield CampaignDiff(name, "both", found, totals, unchecked=unchecked)


def is_report(value: Any) -> bool:
    """Whether a value looks like a report of ``--format json``."""
    return isinstance(value, dict) and value.get("format") == "json-v1" and "campaigns" in value


def _campaigns(report: Any) -> dict[str, Any]:
    if not is_report(report):
        raise NotAReport
    try:
        return {one["campaign"]: one for one in report["campaigns"]}
    except (KeyError, TypeError):
        raise NotAReport from None


def _differences(campaign: str, old: Any, new: Any) -> Iterator[Difference]:
    before, after = _by_mark(old), _by_mark(new)
    context = _Context(old, new)
    for mark in dict.fromkeys([*before, *after]):
        was, now = before.get(mark), after.get(mark)
        if was is None or now is None:
            finding = now or was
            change: Change = "new" if was is None else "gone"
        else:
            finding = now
            if (known := _changed(was, now)) is None:
                continue
            change = known
        assert finding is not None
        causes = context.causes(finding["rule"], change)
        yield Difference(campaign, change, causes, finding, was)


def _by_mark(campaign: Any) -> dict[str, Any]:
    return {
        one.get("fingerprint") or f"{one['rule']} {one['outcome']} {one['key']}": one
        for one in campaign["findings"]
    }


def _changed(was: Any, now: Any) -> Change | None:
    if was["severity"] != now["severity"]:
        return "severity"
    if bool(was.get("set_aside")) != bool(now.get("set_aside")):
        return "accepted" if now.get("set_aside") else "counted"
    if was["count"] != now["count"]:
        return "more" if (now["count"] or 0) > (was["count"] or 0) else "fewer"
    return None


class _Context:
    """What differs between two reports on one campaign, findings aside."""

    def __init__(self, old: Any, new: Any) -> None:
        self._old = {one["rule"]: one for one in old.get("rules", ())}
        self._new = {one["rule"]: one for one in new.get("rules", ())}
        self._packs = (old["packs"], new["packs"])
        self._told = "rules" in old and "rules" in new
        self._data = _data(old, new)
        self._days = any(old[key] != new[key] for key in ("from", "to", "known_at", "tzdata"))
        self._options = old["options"] != new["options"]

    def causes(self, rule: str, change: Change) -> tuple[Cause, ...]:
        """All that could have made the change; one alone where it settles it."""
        was, now = self._old.get(rule), self._new.get(rule)
        if change in ("accepted", "counted"):
            return ("options",) if self._options else ("data",) if self._data else ("days",)
        if self._told and (was is None) != (now is None):
            return ("options",) if self._left_out(was or now) else ("rules",)
        said = bool(was and now and was["meaning"] != now["meaning"])
        state = bool(was and now and was["law"] != now["law"])
        began = bool(was and now and None in (was["law"], now["law"]))
        if state and began and self._days and not said:
            return ("law",)
        found: list[Cause] = []
        if said or (state and not self._days):  # a value was edited: no date has passed
            found.append("rules")
        if state and self._days:
            found.append("law")
        if self._data:
            found.append("data")
        if self._days:
            found.append("days")
        if self._options:
            found.append("options")
        return tuple(found) or ("program",)

    def _left_out(self, rule: Any) -> bool:
        """Whether a rule is in one report alone though its pack is the same in both."""
        packs = [each.get(rule["pack"]) for each in self._packs]
        return bool(packs[0] == packs[1] and self._options)


def _data(old: Any, new: Any) -> bool:
    """Whether the files are others; where one report read no list, those that both read."""
    lists = [[(one["kind"], one["sha256"]) for one in each["lists"]] for each in (old, new)]
    digests = old["digests"], new["digests"]
    if old.get("without_data") == new.get("without_data"):
        return bool(lists[0] != lists[1] or digests[0] != digests[1])
    return any(digests[0][name] != digests[1][name] for name in digests[0].keys() & digests[1])
