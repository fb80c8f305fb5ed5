"""Differences between two reports, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterable

from calllint.lang import count, number, say
from calllint.report.console import Console, Styled
from calllint.report.diff import CampaignDiff, Difference


def write_diff(found: Iterable[CampaignDiff], out: Console, lang: str) -> None:
    """Each campaign that changed, its findings with the cause of each, then its contacts."""
    changed = same = 0
    for one in found:
        changes = one.differences or one.totals or one.unchecked
        if one.presence == "both" and not changes:
            same += 1
            continue
        changed += 1
        _campaign(one, out, lang)
    key = "diff.summary" if changed else "diff.none"
    out.line(count(key, changed, lang, same=number(same, lang)))


def _campaign(one: CampaignDiff, out: Console, lang: str) -> None:
    if one.presence == "both":
        out.line(Styled(one.campaign, "bold"))
    else:
        out.line(Styled(one.campaign, "bold"), f": {say(f'diff.campaign.{one.presence}', lang)}")
    if one.unchecked:
        out.sentence(say("diff.unchecked", lang), "warning")
    counted = [count(f"found.{level}", n, lang) for level, n in one.found.items() if n]
    if counted:
        out.line("  ", ", ".join(counted))
    for difference in one.differences:
        _difference(difference, out, lang)
    for key, (before, after) in one.totals.items():
        label = say("label", lang, text=say(f"diff.total.{key}", lang))
        out.line(f"  {label} {number(before, lang)} → {number(after, lang)}")
    out.line()


def _difference(one: Difference, out: Console, lang: str) -> None:
    finding, place = one.finding, one.finding["place"]
    where = ":".join(str(place[key]) for key in ("file", "line", "column") if key in place)
    style = finding["severity"] if one.worse else "good" if one.change == "gone" else ""
    causes = say("diff.or", lang).join(say(f"cause.{cause}", lang) for cause in one.causes)
    severity = say(f"severity.{finding['severity']}", lang)
    counted = _counted(one, lang)
    out.line(
        "  ",
        Styled(say(f"change.{one.change}", lang), style),
        f" {where}: {severity} {finding['rule']} {finding['name']}{counted}",
    )
    out.paragraph(finding["message"], first="      ", rest="      ")
    out.paragraph(say("diff.cause", lang, causes=causes), first="      = ", rest="        ")


def _counted(one: Difference, lang: str) -> str:
    after = one.finding["count"]
    if after is None:
        return ""
    if one.change in ("more", "fewer") and one.before is not None:
        return f" — {number(one.before['count'] or 0, lang)} → {count('contacts', after, lang)}"
    return f" — {count('contacts', after, lang)}"


def as_objects(found: Iterable[CampaignDiff]) -> list[dict[str, object]]:
    """The same for machines."""
    return [
        {
            "campaign": one.campaign,
            "presence": one.presence,
            "found": dict(one.found),
            "unchecked": one.unchecked,
            "totals": {key: list(pair) for key, pair in one.totals.items()},
            "differences": [
                {
                    "change": each.change,
                    "causes": list(each.causes),
                    "worse": each.worse,
                    "finding": each.finding,
                    "before": each.before,
                }
                for each in one.differences
            ],
        }
        for one in found
    ]
