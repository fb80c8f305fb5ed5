"""``sarif``: SARIF 2.1.0, which code scanning of GitHub and others read.

One run over all campaigns. Accepted findings carry ``suppressions``; contacts are counted in the
message and their first lines are related locations. GitHub refuses a file of more than 25,000
results or 10 MB packed: the least severe are then left out, and a notification says how many.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator
from typing import TextIO
from urllib.parse import quote

from calllint import __version__
from calllint.document import Place
from calllint.engine.result import ContactVerdict, Finding, Problem, Report, SetAside
from calllint.lang import count
from calllint.packs.model import Rule
from calllint.report.interface import Look
from calllint.report.limits import fitting
from calllint.report.message import message_of_problem
from calllint.report.order import in_order, slashes
from calllint.report.phrases import acceptance, details, sentence
from calllint.report.rulebook import words

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST = 25_000
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_KINDS = {"comment": "inSource", "baseline": "external"}
_FINGERPRINT = "calllint/v1"


def open_writer(stream: TextIO, look: Look) -> Sarif:
    """SARIF 2.1.0."""
    return Sarif(stream, look)


class Sarif:
    """Keeps the results of all campaigns: they make one run, whose rules stand before them."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        self._stream = stream
        self._look = look
        self._found: list[tuple[Finding, str]] = []
        self._problems: list[Problem] = []
        self._packs: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self._rules: dict[str, Rule] = {}

    def add(self, report: Report, contacts: Iterator[ContactVerdict] | None = None) -> None:
        """Keeps one campaign."""
        campaign = slashes(report.campaign)
        self._found += [(finding, campaign) for finding in in_order(report)]
        self._problems += report.problems
        self._packs.update(report.packs)
        self._files.update(report.digests)
        self._files.update((one.file, one.sha256) for one in report.lists)
        self._rules.update((one.rule.id, one.rule) for one in report.applied)
        self._rules.update((one.rule.id, one.rule) for one in report.findings)

    def close(self) -> str | None:
        """Writes the run."""
        rules = [self._rules[name] for name in sorted(self._rules)]
        index = {rule.id: place for place, rule in enumerate(rules)}
        ordered = sorted(self._found, key=lambda one: _rank(one[0]))
        results = [self._result(*one, index) for one in ordered]
        kept = fitting(results, most=MOST, packed=True)
        over, said = len(results) - kept, None
        notes = [self._notification(one) for one in self._problems]
        if over:
            said = count("limit.left_out", over, self._look.lang, format="sarif")
            notes.append({"level": "warning", "message": {"text": said}})
        self._write(rules, notes, results[:kept])
        return said

    def _write(self, rules: list[Rule], notes: list[dict[str, object]], results: list[str]) -> None:
        driver = {
            "name": "calllint",
            "version": __version__,
            "semanticVersion": __version__,
            "informationUri": "https://calllint.dev/",
            "language": self._look.lang,
            "rules": [self._rule(rule) for rule in rules],
        }
        fatal = any(problem.fatal for problem in self._problems)
        invocation = {"executionSuccessful": not fatal, "toolExecutionNotifications": notes}
        head = {
            "tool": {"driver": driver},
            "language": self._look.lang,
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation],
            "artifacts": [_artifact(*one) for one in sorted(self._files.items()) if one[1]],
            "properties": {"packs": dict(sorted(self._packs.items()))},
        }
        top = json.dumps({"$schema": SCHEMA, "version": "2.1.0"})
        members = [f'"{key}": {_dump(value)}' for key, value in head.items()]
        members.append(f'"results": {_lines(results)}')
        self._stream.write(top[:-1] + ', "runs": [{\n' + ",\n".join(members) + "\n}]}\n")

    def _rule(self, rule: Rule) -> dict[str, object]:
        lang = self._look.lang
        title, advice = words(rule.title, lang), words(rule.help, lang)
        explained = words(rule.explain, lang)
        text = "\n\n".join(filter(None, [advice, explained])) or title
        described: dict[str, object] = {
            "id": rule.id,
            "name": rule.name,
            "shortDescription": {"text": title},
            "fullDescription": {"text": title},
            "help": {"text": text, "markdown": text},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {
                "tags": [rule.pack, rule.basis],
                "since": rule.since,
                "law": [one.article for one in rule.law],
                "problem.severity": _LEVELS[rule.severity].replace("note", "recommendation"),
            },
        }
        url = next((one.url for one in rule.law if one.url), None)
        return described | ({"helpUri": url} if url else {})

    def _result(self, finding: Finding, campaign: str, index: dict[str, int]) -> str:
        text = "\n".join([sentence(finding, self._look), *details(finding, self._look)])
        result: dict[str, object] = {
            "ruleId": finding.rule.id,
            "ruleIndex": index[finding.rule.id],
            "level": "note" if finding.outcome == "duty" else _LEVELS[finding.severity],
            "message": {"text": text},
            "locations": [_location(finding.place)],
        }
        if len(finding.lines) > 1:
            result["relatedLocations"] = [
                {"id": number, **_physical(file, {"startLine": line})}
                for number, (file, line) in enumerate(finding.lines, 1)
            ]
        if finding.fingerprint:
            result["partialFingerprints"] = {_FINGERPRINT: finding.fingerprint}
        # An empty list says that nothing suppresses it; none at all would say that nobody knows.
        aside = finding.set_aside
        result["suppressions"] = [] if aside is None else [self._suppression(aside)]
        result["properties"] = {
            "campaign": campaign,
            "outcome": finding.outcome,
            "from": finding.first_day.isoformat(),
            "to": finding.last_day.isoformat(),
            finding.counted: finding.count,
            "required": finding.required,
        }
        return _dump(result)

    def _suppression(self, aside: SetAside) -> dict[str, object]:
        return {
            "kind": _KINDS[aside.by],
            "status": "accepted",
            "justification": acceptance(aside, self._look),
            "location": _location(aside.place),
        }

    def _notification(self, problem: Problem) -> dict[str, object]:
        look = self._look
        text = message_of_problem(problem, look.lang, show_numbers=look.show_numbers)
        return {
            "level": "error",
            "message": {"text": text},
            "locations": [_location(problem.place)],
            "properties": {"fatal": problem.fatal, "rule": problem.rule},
        }


def _rank(finding: Finding) -> tuple[bool, int]:
    """What is dropped last where there is too much: what stands, by severity."""
    aside = finding.set_aside is not None or finding.outcome == "duty"
    return aside, list(_LEVELS).index(finding.severity)


def _location(place: Place) -> dict[str, object]:
    span = place.span
    if span is None:
        return _physical(place.file, None)
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return _physical(place.file, region)


def _physical(file: str, region: dict[str, int] | None) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": uri(file)}}
    if region:
        physical["region"] = region
    return {"physicalLocation": physical}


def _artifact(file: str, sha256: str) -> dict[str, object]:
    return {"location": {"uri": uri(file)}, "hashes": {"sha-256": sha256}}


def uri(file: str) -> str:
    """A file as a URI: relative ones stay so, to the root of the repository calllint runs in."""
    path = posixpath.normpath(slashes(file))
    absolute = path.startswith("/") or path[1:3] == ":/"
    written = quote(path, safe="/:" if absolute else "/", errors="surrogatepass")
    return f"file:///{written.lstrip('/')}" if absolute else written


def _lines(items: Iterable[str]) -> str:
    listed = ",\n  ".join(items)
    return f"[\n  {listed}\n]" if listed else "[]"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)
