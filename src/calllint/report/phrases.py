"""What every format says of a finding in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from calllint.engine.result import COVERS, Finding, SetAside
from calllint.lang import count, day, days, say
from calllint.packs.canonical import KINDS
from calllint.report.console import clean
from calllint.report.interface import Look
from calllint.report.message import fill, message_of
from calllint.report.order import slashes
from calllint.report.values import citations, raw, write_law_values


def sentence(finding: Finding, look: Look) -> str:
    """The message in one line; contacts are counted in it, never listed."""
    said = message_of(finding, look.lang, show_numbers=look.show_numbers)
    if finding.count is not None:
        said = f"{counted(finding, look.lang)} — {said}"
    return clean(said)


def details(finding: Finding, look: Look) -> list[str]:
    """What stands below a message: the law, the days, what to do, why it is accepted."""
    lang = look.lang
    advice = fill(finding.rule.help, finding, lang, show_numbers=look.show_numbers)
    judged = days(finding.first_day, finding.last_day, lang)
    notes = [("note.law", law_line(finding, lang)), ("note.days", judged)]
    notes += [("note.lacking", lacking(finding, lang)), ("note.new", held(finding, lang))]
    notes += [("note.help", advice), ("note.accepted", acceptance(finding.set_aside, look))]
    return [clean(f"{say(key, lang)} {text}") for key, text in notes if text]


def acceptance(aside: SetAside | None, look: Look) -> str:
    """Why a finding is accepted, and until when; nothing where it is not."""
    if aside is None:
        return ""
    reason = clean(str(raw(aside.reason, show_numbers=look.show_numbers)))
    if aside.until is None:
        return reason
    return say("note.accepted_until", look.lang, reason=reason, day=day(aside.until, look.lang))


def lacking(finding: Finding, lang: str) -> str:
    """What would settle an unknown and is not given; nothing where that is not known."""
    lists: list[str] = []
    columns: dict[str, list[str]] = {}
    keys: list[str] = []
    said: list[str] = []
    for name in finding.lacking:
        top, _, rest = name.partition(".")
        kind, _, column = rest.partition(".")
        if name == COVERS:
            said.append(say("lacking.covers", lang))
        elif top != "data" or kind not in KINDS:
            keys.append(name)
        elif column:
            columns.setdefault(kind, []).append(column)
        else:
            lists.append(name)
    if lists:
        said.append(_lacking("list", lists, lang))
    for kind, names in columns.items():
        said.append(_lacking("column", names, lang, kind=say(f"kind.{kind}", lang)))
    if keys:
        said.append(_lacking("key", keys, lang))
    return say("law.and", lang).join(said)


def _lacking(key: str, names: Sequence[str], lang: str, **more: str) -> str:
    listed = ", ".join(f"`{name}`" for name in names)
    return say(f"lacking.{key}", lang, n=len(names), names=listed, **more)


def held(finding: Finding, lang: str) -> str:
    """That the rule is newer than the version its pack is held at; nothing where it is not."""
    rule = finding.rule
    if finding.held_at is None:
        return ""
    return say("note.held", lang, pack=rule.pack, since=rule.since, version=finding.held_at)


def counted(finding: Finding, lang: str) -> str:
    """``3 contacts (lines 3, 7 and 1 more)``; lines of another file carry its name."""
    contacts = count(finding.counted, finding.count or 0, lang)
    if not finding.lines:
        return contacts
    here, files = finding.place.file, {file for file, _ in finding.lines}
    elsewhere = f"{slashes(min(files))}, " if len(files) == 1 and here not in files else ""
    places = [
        str(line) if elsewhere or file == here else f"{slashes(file)}:{line}"
        for file, line in finding.lines
    ]
    listed = ", ".join(places)
    more = max((finding.count or 0) - len(places), 0)
    if more:
        listed = count("lines.more", more, lang, listed=listed)
    lines = say("lines", lang, n=len(places) + more, listed=listed)
    return f"{contacts} ({elsewhere}{lines})"


def law_line(finding: Finding, lang: str) -> str:
    """``Article 9 · permitted_hours = … since 1 March 2023``, each once."""
    read = [value for value in finding.law_values if value.value is not None]
    law = [*finding.law, *(one for value in read for one in value.law)]
    cited = citations(law, finding.first_day, finding.last_day, lang)
    law_said = say("law.and", lang).join(cited)
    if finding.rule.basis == "policy":
        key = "law.policy_see" if cited else "law.policy"
        law_said = say(key, lang, pack=finding.rule.pack, law=law_said)
    return " · ".join(filter(None, [law_said, *write_law_values(read, lang)]))
