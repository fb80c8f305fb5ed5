"""What makes a finding the same finding tomorrow: rule, file, path and value, never the line."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from calllint.document import Document
from calllint.document import Path as DocPath
from calllint.engine.result import Finding
from calllint.packs.model import Pack, Rule
from calllint.packs.vocabulary import columns_of

_LENGTH = 32
"""Hexadecimal digits of a fingerprint: 128 bits."""


def identity(
    document: Document | None,
    path: DocPath,
    rule: Rule,
    pack: Pack,
    outcome: str,
    values: Mapping[str, object],
) -> str:
    """What a finding is about, as text: places in a list go by what stands there, not by number.

    ``values`` are those of the message that do not only say when.
    """
    value = None if document is None else document.get(path)
    if isinstance(value, dict) and not any(isinstance(step, int) for step in path):
        value = _read_below(value, path, rule, pack)
    generic = ["[]" if isinstance(step, int) else step for step in path]
    spoken = {name: str(each) for name, each in values.items()}
    return _canonical([outcome, generic, value, spoken])


def _read_below(
    value: Mapping[str, Any], path: DocPath, rule: Rule, pack: Pack
) -> dict[str, object]:
    """Of a block, what the rule reads in it: a new title makes no new finding."""
    prefix = "".join(f"{step}." for step in path)
    found: dict[str, object] = {}
    for name in sorted(pack.mentions[rule.id]):
        for scope in rule.scopes:
            column = columns_of(scope, pack).get(name)
            if column is not None and column.path and column.path.startswith(prefix):
                inner: Any = value
                for key in column.path.removeprefix(prefix).split("."):
                    inner = inner.get(key) if isinstance(inner, dict) else None
                found[column.path] = inner
    return found


def stamped(findings: Iterable[Finding], in_root: Callable[[str], str]) -> list[Finding]:
    """The findings with their fingerprints; files are named from the root of the project.

    Two that are alike in everything are told apart by their order in the file.
    """
    seen: Counter[str] = Counter()
    marks: dict[int, str] = {}
    listed = list(findings)
    for index in sorted(range(len(listed)), key=lambda each: _order(listed[each])):
        finding = listed[index]
        text = _canonical([finding.rule.id, in_root(finding.place.file), finding.identity])
        seen[text] += 1
        if seen[text] > 1:
            text = f"{text}#{seen[text]}"
        marks[index] = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
    return [replace(finding, fingerprint=marks[index]) for index, finding in enumerate(listed)]


def _order(finding: Finding) -> tuple[str, int, int]:
    span = finding.place.span
    return (finding.place.file, span.line if span else 0, span.column if span else 0)


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
