"""The sentence of a finding: a rule's template with what was found put in."""

from __future__ import annotations

from calllint.engine.result import Finding, Problem
from calllint.lang import CODE, pick, say, substitute, typeset
from calllint.packs.model import Text
from calllint.packs.scopes import DAYS, STRETCH
from calllint.report.mask import mask_within
from calllint.report.values import raw, write_column, write_parameter, write_stretch

_EXAMPLE = '"+33199000001"'
"""The number that the schemas show how to write one by: kept for fiction, it is nobody's."""


def message_of(finding: Finding, lang: str, *, show_numbers: bool) -> str:
    """What the finding says. An unknown is worded as one: it accuses nobody."""
    said = fill(
        finding.rule.message or finding.rule.title, finding, lang, show_numbers=show_numbers
    )
    if finding.outcome == "unknown":
        return say("finding.unknown", lang, message=said)
    return said


def message_of_problem(problem: Problem, lang: str, *, show_numbers: bool) -> str:
    """What a problem says; it may quote a cell, so numbers but that of the example are hidden."""
    text = typeset(pick(problem.message, lang), lang)
    return text if show_numbers else _EXAMPLE.join(map(mask_within, text.split(_EXAMPLE)))


def fill(text: Text, finding: Finding, lang: str, *, show_numbers: bool) -> str:
    """A text of the rule, ``{column}`` and ``{$param}`` replaced.

    Between backquotes a text stays as files write it: no list of files is called `appels: none`.
    A value that is not there reads as unknown; nothing raises, whatever the template holds.
    """
    law = {law_value.name: law_value.value for law_value in finding.law_values}

    def value(name: str) -> str:
        if name.startswith("$"):
            known = name[1:] in law
            return write_parameter(law[name[1:]], lang) if known else say("value.unknown", lang)
        if name == DAYS:
            return write_stretch([finding.values.get(end) for end in STRETCH], lang)
        return write_column(name, finding.values.get(name), lang, show_numbers=show_numbers)

    def code(name: str) -> str:
        written = finding.values.get(name)
        if not isinstance(written, str):
            return value(name)
        return str(raw(written, name=name, show_numbers=show_numbers))

    parts = CODE.split(typeset(pick(text, lang), lang))
    parts[::2] = [substitute(part, value) for part in parts[::2]]
    parts[1::2] = [substitute(part, code) for part in parts[1::2]]
    return "".join(parts)
